"""Score the attribution rules against a file of annotated articles.

    python bench/attribution.py PATH [--only even|odd] [--least SCORE] [--list]

PATH holds one JSON object a line: `text`, and `attributions` with `source`, `cue` and `content` as lists of
`[start, end]` in it. Content is paired one to one at character Dice 0.5 or more, by the assignment with the greatest
sum; a pair counts for the source when the source overlaps. `--least` leaves out candidates the rules score lower.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from summarizer.articles.build import article_from_text
from summarizer.evals.alignment import pair
from summarizer.evals.external.attribution import THRESHOLD
from summarizer.evals.views import Cover, dice
from summarizer.language.attribution import find_attributions
from summarizer.language.types import Attribution


def main() -> int:
    """Print the scores, and with `--list` every miss and every spurious candidate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--only", choices=["even", "odd"])
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    documents = [json.loads(line) for line in options.path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if options.only:
        documents = documents[(options.only == "odd") :: 2]
    tally = Tally()
    for document in documents:
        tally.add(document, options.least, options.list)
    tally.show()
    return 0


class Tally:
    """Counts over documents."""

    def __init__(self) -> None:
        self.gold = self.predicted = self.content = self.source = 0
        self.hit: Counter[str] = Counter()
        self.spurious: Counter[str] = Counter()

    def add(self, document: dict, least: float, listing: bool) -> None:
        """Score one document."""
        text, gold = document["text"], document["attributions"]
        found = [item for item in find_attributions(article_from_text(text)) if item.score >= least]
        wanted, given = [cover(g["content"]) for g in gold], [cover(item.content) for item in found]
        pairs = pair(wanted, given, dice, lambda one, other: 0, THRESHOLD)
        self.gold += len(gold)
        self.predicted += len(found)
        self.content += len(pairs)
        for g, p in pairs:
            source = found[p].source
            right = dice(cover(gold[g]["source"]), cover([source])) > 0 if source else not gold[g]["source"]
            self.source += right
            self.hit[found[p].rule] += 1
            if listing and not right:
                print("SOURCE ", describe(text, found[p]), "\n        gold", words(text, gold[g]["source"]))
        for p in sorted(set(range(len(found))) - {p for _, p in pairs}):
            self.spurious[found[p].rule] += 1
            if listing:
                print("SPURIOUS", describe(text, found[p]))
        for g in sorted(set(range(len(gold))) - {g for g, _ in pairs}):
            if listing:
                print(
                    "MISSED  ",
                    words(text, gold[g]["source"]),
                    "|",
                    words(text, gold[g]["cue"]),
                    "|",
                    words(text, gold[g]["content"]),
                )

    def show(self) -> None:
        """Print the totals."""
        print(f"gold {self.gold}, predicted {self.predicted}, paired {self.content}, source right {self.source}")
        f_content = 2 * self.content / max(self.gold + self.predicted, 1)
        f_source = 2 * self.source / max(self.gold + self.predicted, 1)
        precision, recall = self.content / max(self.predicted, 1), self.content / max(self.gold, 1)
        print(f"content F1 {f_content:.3f} (P {precision:.3f} R {recall:.3f})")
        print(f"with source F1 {f_source:.3f}")
        for rule in sorted(self.hit | self.spurious):
            print(f"  {rule:28} right {self.hit[rule]:3}  spurious {self.spurious[rule]:3}")


def cover(spans: Iterable[Sequence[int]]) -> Cover:
    """Some spans as ranges, sorted."""
    return tuple(sorted((start, end) for start, end in spans))


def words(text: str, spans: Iterable[Sequence[int]]) -> str:
    """The words of some spans, shortened."""
    joined = " … ".join(text[start:end] for start, end in spans).replace("\n", "⏎")
    return joined if len(joined) < 160 else joined[:100] + " […] " + joined[-55:]


def describe(text: str, item: Attribution) -> str:
    """One line about a candidate."""
    source = words(text, [item.source]) if item.source else "–"
    return f"[{item.rule} {item.score}] {source} | {words(text, item.cue)} | {words(text, item.content)}"


if __name__ == "__main__":
    sys.exit(main())
