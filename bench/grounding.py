"""How long does it take to ground quotes, and how does that grow with the article?

    pip install -e . langextract
    python bench/grounding.py [--largest 64] [--no-peers] [--json]

30 quotes of 15 words are looked up in an article of 900 words made from the seeds: as they stand, and with one word of
each replaced, so that they are not there and the nearest passage has to be found as the explanation. Then the article
grows to 64 times that length. Each figure is the best of five runs in milliseconds, with a fresh locator every time.
LangExtract's aligner gets all quotes in one call, as it does for a chunk; it is left out of longer articles once a run
takes more than five seconds. Exit code 1 when a limit is missed: 10 ms for found, 100 ms for not found at 900 words, or
a time per character that more than triples on the way to the longest.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from grounding_peers import align_all, langextract_version

from summarizer.grounding.locate import Locator

SEEDS = Path(__file__).parent.parent / "seeds"
WORDS = 900
QUOTES = 30
FOUND_LIMIT, MISSING_LIMIT = 10.0, 100.0  # milliseconds at 900 words
GROWTH_LIMIT = 3.0  # of the time per character
PATIENCE = 5.0  # seconds that one run of the peer may take before longer articles are left out


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=64, metavar="N", help="how many times 900 words at most")
    parser.add_argument("--no-peers", action="store_true", help="leave LangExtract out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    aligner = None if options.no_peers else langextract_version()
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))).split()
    sizes = [factor for factor in (1, 2, 4, 8, 16, 32, 64, 128, 256) if factor <= options.largest]
    rows = measure(words, sizes, aligner)
    if options.json:
        print(json.dumps(rows, indent=2))
    else:
        show(rows)
    if aligner is None and not options.no_peers:
        print("langextract is not installed here: pip install langextract", file=sys.stderr)
    return judge(rows)


def measure(words: Sequence[str], sizes: Sequence[int], aligner: str | None) -> list[dict[str, float | str]]:
    """One row for each length: the article's size, and milliseconds for quotes that are there and that are not."""
    quotes = [" ".join(words[start : start + 15]) for start in range(0, QUOTES * 29, 29)]
    spoilt = [" ".join([*quote.split()[:7], "nowhere", *quote.split()[8:]]) for quote in quotes]
    rows: list[dict[str, float | str]] = []
    for factor in sizes:
        text = lengthen(words, factor * WORDS)
        row: dict[str, float | str] = {"words": factor * WORDS, "characters": len(text)}
        row["found"] = best(5, lambda text=text: look_up(text, quotes, expected=True))
        row["not found"] = best(5, lambda text=text: look_up(text, spoilt, expected=False))
        if aligner is not None:
            row[f"{aligner} found"] = best(5, lambda text=text: align_all(quotes, text))
            slowest = row[f"{aligner} not found"] = best(5, lambda text=text: align_all(spoilt, text))
            if slowest > 1000 * PATIENCE:
                aligner = None
        rows.append(row)
    return rows


def lengthen(words: Sequence[str], count: int) -> str:
    """An article of `count` words in paragraphs of 60: the words as they are, then again with other endings.

    The added words are changed so that the quotes stand once only, as in a long article of real text.
    """
    out: list[str] = []
    for index in range(count):
        turn, place = divmod(index, WORDS)
        word = words[place] if turn == 0 else f"{words[(place + 7 * turn) % len(words)]}{'aeiou'[turn % 5]}"
        out.append(word + ("\n" if index % 60 == 59 else " "))
    return "".join(out)


def look_up(text: str, quotes: Sequence[str], expected: bool) -> None:
    locator = Locator(text)
    for quote in quotes:
        if locator.find(quote).found != expected:
            sys.exit(f"measured the wrong thing: {quote!r}")
        if not expected and locator.nearest(quote) is None:
            sys.exit(f"no explanation for {quote!r}")


def best(runs: int, action: Callable[[], None]) -> float:
    """Milliseconds of the fastest of some runs; one that takes seconds is not repeated."""
    fastest = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        action()
        fastest = min(fastest, 1000 * (time.perf_counter() - started))
        if fastest > 2000:
            break
    return round(fastest, 3)


def show(rows: Sequence[dict[str, float | str]]) -> None:
    columns = list(rows[0])
    widths = [max(len(column), 10) for column in columns]
    print(f"milliseconds for {QUOTES} quotes")
    print("  ".join(column.rjust(width) for column, width in zip(columns, widths, strict=True)))
    for row in rows:
        cells = [row.get(column, "-") for column in columns]
        shown = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
        print("  ".join(cell.rjust(width) for cell, width in zip(shown, widths, strict=True)))


def judge(rows: Sequence[dict[str, float | str]]) -> int:
    first, last = rows[0], rows[-1]
    problems = [
        f"{name}: {first[name]} ms at {WORDS} words, limit {limit} ms"
        for name, limit in (("found", FOUND_LIMIT), ("not found", MISSING_LIMIT))
        if float(first[name]) > limit
    ]
    for name in ("found", "not found"):
        growth = (float(last[name]) / float(last["characters"])) / (float(first[name]) / float(first["characters"]))
        print(f"{name}: time per character {growth:.2f} times that of the shortest", file=sys.stderr)
        if growth > GROWTH_LIMIT:
            problems.append(f"{name}: the time per character grows {growth:.1f} times")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
