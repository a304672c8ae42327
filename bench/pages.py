"""How fast are the pages: making them, the first view in Chromium, a step of a review?

    pip install -e ".[dev]" && apt-get install chromium
    python bench/pages.py [--words 5000] [--items 300] [--runs 5]

Prints the median of the runs and exits 1 when the first view (the later of first contentful paint and load) takes a
second or more. Nothing else should be busy on the machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from summarizer.render.html import to_html  # noqa: E402
from summarizer.review.reviewing import Place, Review  # noqa: E402
from summarizer.review.screen import Screen  # noqa: E402
from summarizer.review.state import begin  # noqa: E402
from tests.pages.conftest import FLAGS, first_view  # noqa: E402
from tests.pages.making import long_brief  # noqa: E402

CHOOSE = "(id) => { const at = performance.now(); briefPage.choose(id, 'card'); return performance.now() - at; }"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=5_000)
    options.add_argument("--items", type=int, default=300)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    brief = long_brief(given.words, given.items)
    items = sum(map(len, (brief.actors, brief.claims, brief.numbers, brief.hedges)))
    print(f"{len(brief.source.text.split()):,} words, {items} items")
    page = to_html(brief)
    print(f"page           {len(page.encode()) / 1000:8.0f} kB")
    print(f"to_html        {median(given.runs, lambda: timed(lambda: to_html(brief))):8.0f} ms")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "brief.html"
        path.write_text(page, encoding="utf-8")
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        tab = chromium.new_page(viewport={"width": 1360, "height": 900})

        def view() -> float:
            tab.goto(path.as_uri())
            return first_view(tab)

        first = median(given.runs, view)
        print(f"first view     {first:8.0f} ms")
        middle = brief.claims[len(brief.claims) // 2].id
        print(f"select an item {median(given.runs, lambda: float(tab.evaluate(CHOOSE, middle))):8.1f} ms")
        chromium.close()
        review = Review(Place(Path(folder), "bench", "long"), begin(brief))
        screen = Screen(review)
        screen.changed(-1)
        steps = iter(range(1_000_000))

        def step() -> None:
            claim = brief.claims[next(steps) % len(brief.claims)].id
            version = review.version
            review.do({"do": "set", "item": claim, "field": "verification", "value": "disputed"}, f"{version}")
            screen.changed(version)

        print(f"review step    {median(given.runs, lambda: timed(step)):8.0f} ms")
        whole = median(given.runs, lambda: timed(lambda: screen.html({"static": "", "several": False})))
        print(f"review page    {whole:8.0f} ms")
        review.close()
    return 0 if first < 1000 else 1


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def median(runs: int, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(runs))


if __name__ == "__main__":
    sys.exit(main())
