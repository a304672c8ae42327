"""Takes the screenshots of the documentation from the real program.

    pip install -e ".[dev]" && apt-get install chromium fonts-liberation
    python bench/screenshots.py [docs/screenshots]

The briefs are what `tests/pages/making.py` makes of labelled articles: spoilt here and there as a model spoils them, so
that rejected and uncovered passages show. The two prompts of the report are such spoilt labels too, of one article in
ten and one in three: its figures are of no model.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from summarizer.collate import collate  # noqa: E402
from summarizer.evals.report.content import build  # noqa: E402
from summarizer.evals.report.write import Reports  # noqa: E402
from summarizer.render.collation_html import to_html as collation_html  # noqa: E402
from summarizer.render.html import to_html  # noqa: E402
from tests.evals.runmaking import losing, make_run  # noqa: E402
from tests.pages.conftest import FLAGS  # noqa: E402
from tests.pages.making import ROOT as GOLD_ROOT  # noqa: E402
from tests.pages.making import model_brief  # noqa: E402

GOLD = GOLD_ROOT / "evals" / "gold" / "newsroom"
WIDE = {"width": 1360, "height": 900}
PAPER = {"width": 680, "height": 962}  # A4 at 96 dots an inch, within its margins
PHONE = {"width": 390, "height": 844}


def main() -> int:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = folder / "brief.html"
        page.write_text(to_html(model_brief(GOLD / "ferry-1.yaml")), encoding="utf-8")
        brief_pages(browser, page.as_uri(), target)
        collation_pages(browser, folder, target)
        report_pages(browser, folder, target)
        review_pages(browser, folder, target)
        browser.close()
    return 0


def brief_pages(browser: Any, address: str, target: Path) -> None:
    for scheme in ("light", "dark"):
        with tab_of(browser, WIDE, scheme) as tab:
            tab.goto(address)
            tab.click("#c9 .quote")
            tab.screenshot(path=target / f"brief-{scheme}.png")
            if scheme == "light":
                tab.keyboard.press("Escape")
                tab.evaluate("document.getElementById('list-rejected').scrollIntoView()")
                tab.click("#r1 .quote")
                tab.screenshot(path=target / "brief-rejected.png")
                tab.keyboard.press("Escape")
    with tab_of(browser, PAPER, "light") as tab:
        tab.goto(address)
        tab.emulate_media(media="print")
        tab.screenshot(path=target / "brief-print.png")
    with tab_of(browser, PHONE, "light", scale=2) as tab:
        tab.goto(address)
        tab.screenshot(path=target / "brief-phone.png")
        tab.click("#article [data-i~=c9] >> nth=0")
        tab.screenshot(path=target / "brief-phone-passage.png")
        tab.click('[data-view="items"]')
        tab.screenshot(path=target / "brief-phone-items.png")


def collation_pages(browser: Any, folder: Path, target: Path) -> None:
    page = folder / "accounts.html"
    gold = sorted((GOLD.parent / "seeds" / "adjudicated").glob("*.yaml"))
    page.write_text(collation_html(collate([model_brief(path) for path in gold])), encoding="utf-8")
    for scheme, name in (("light", "collation"), ("dark", "collation-dark")):
        with tab_of(browser, WIDE, scheme) as tab:
            tab.goto(page.as_uri())
            if scheme == "dark":
                tab.check("#differ")
                tab.click("tbody td details:has(summary b) >> nth=0")
            tab.screenshot(path=target / f"{name}.png")
    with tab_of(browser, PHONE, "light", scale=2) as tab:
        tab.goto(page.as_uri())
        tab.screenshot(path=target / "collation-phone.png")


def report_pages(browser: Any, folder: Path, target: Path) -> None:
    made = make_run(folder / "run", {"one": losing(0.33), "other": losing(0.1)})
    page = folder / "report.html"
    page.write_text(Reports(build([made]), [made], folder).html(), encoding="utf-8")
    for scheme, name in (("light", "report"), ("dark", "report-dark")):
        with tab_of(browser, WIDE, scheme) as tab:
            tab.goto(page.as_uri())
            if scheme == "dark":
                tab.evaluate("document.getElementById('h-scores').scrollIntoView()")
            tab.screenshot(path=target / f"{name}.png")
            if scheme == "light":
                tab.goto(page.as_uri() + "#article-ferry-1")
                tab.click("#article-ferry-1 .panel:visible .record.c-missing >> nth=0")
                tab.screenshot(path=target / "report-article.png")


def review_pages(browser: Any, folder: Path, target: Path) -> None:
    for reviewer in ("ada", "ben"):
        with served(folder, reviewer) as address, tab_of(browser, WIDE, "light") as tab:
            tab.goto(address)
            judge(tab, reviewer)
            if reviewer == "ada":
                tab.click("#c5 [data-edit]")
                tab.wait_for_selector("#editor form")
                tab.screenshot(path=target / "review.png")
                tab.emulate_media(color_scheme="dark")
                tab.screenshot(path=target / "review-dark.png")
                tab.emulate_media(color_scheme="light")
                tab.click("[data-close]")
                tab.keyboard.press("Escape")
                tab.focus("#article")
                for key in ["ArrowDown"] * 6 + ["ArrowRight"] * 13 + ["Shift+ArrowRight"] * 5:
                    tab.keyboard.press(key)
                tab.screenshot(path=target / "review-add.png")
            tab.click("#rest")
            tab.wait_for_selector("#saving:has-text('every step')")
            tab.click("#save")
            tab.wait_for_selector("#saving:has-text('saved to')")
            if reviewer == "ben":
                tab.click("text=Agreement with other reviewers")
                tab.wait_for_selector(".figures")
                tab.screenshot(path=target / "review-agreement.png", full_page=True)


def judge(tab: Any, reviewer: str) -> None:
    rejected = {"ada": ("c1",), "ben": ("c3", "n2")}[reviewer]
    for item in ("c1", "c2", "c3"):
        verdict = "rejected" if item in rejected else "accepted"
        tab.click(f'#{item} [data-judge="{verdict}"]')
    for item in rejected[1:]:
        tab.click(f'#{item} [data-judge="rejected"]')
    tab.wait_for_selector("#saving:has-text('every step')")


@contextmanager
def tab_of(browser: Any, size: dict[str, int], scheme: str, scale: int = 1) -> Iterator[Any]:
    context = browser.new_context(
        viewport=size, color_scheme=scheme, device_scale_factor=scale, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@contextmanager
def served(folder: Path, reviewer: str) -> Iterator[str]:
    path = folder / "ferry-1.json"
    path.write_text(model_brief(GOLD / "ferry-1.yaml").to_json(), encoding="utf-8")
    command = [sys.executable, "-m", "summarizer", "review", str(path), "-o", str(folder / "review")]
    command += ["--reviewer", reviewer, "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)


if __name__ == "__main__":
    sys.exit(main())
