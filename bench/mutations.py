"""Which corrupted quotes does a grounding step accept, and which harmless ones does it keep?

    pip install -e . langextract instructor
    python bench/mutations.py [ARTICLE ...] [--every N] [--no-peers] [--json]

From each article (by default the five seeds) the same corruptions and variants are made every time; see
`summarizer.grounding.mutations`. A corruption is *accepted* when a tool calls it grounded and has nothing to say
against it. Here a finding of the fidelity checks is said against it; the peers have no such checks and are counted by
what they ground, which matters for the column of truncations alone: those are true substrings. A variant is *kept* when
it is placed on the words it was made from (nine tenths of the characters for the peers). All tools see the same quotes
and the whole article, in one process. Exit code 1 when this package accepts a corruption or keeps fewer than 99 % of
the variants.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grounding_peers import Peer, Placed, peers

from summarizer.articles.model import Article, ReadFailure
from summarizer.articles.read import read_articles
from summarizer.grounding.mutations import CORRUPTIONS, VARIANTS, Judge, Mutation, Mutator
from summarizer.text.ranges import Range

SEEDS = Path(__file__).parent.parent / "seeds"
KEPT_FLOOR = 0.99


@dataclass
class Score:
    """What one tool did: counts by kind, and the seconds it took."""

    name: str
    accepted: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    rewritten: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Case:
    """One article with its mutations."""

    article: Article
    corruptions: list[Mutation]
    variants: list[Mutation]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", help="files or folders; the five seeds if none are given")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="use only every Nth mutation")
    parser.add_argument("--no-peers", action="store_true", help="leave LangExtract and instructor out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cases = [make_case(article, options.every) for article in read(options.articles)]
    others, missing = ([], []) if options.no_peers else peers()
    scores = [score_own(cases), *(score_peer(peer, cases) for peer in others)]
    totals = Counter(mutation.kind for case in cases for mutation in [*case.corruptions, *case.variants])
    if options.json:
        print(json.dumps(as_json(scores, totals), indent=2))
    else:
        print_table(scores, totals, base_findings(cases))
    for line in missing:
        print(line, file=sys.stderr)
    accepted, kept = sum(scores[0].accepted.values()), sum(scores[0].kept.values())
    return 0 if accepted == 0 and kept >= KEPT_FLOOR * sum(totals[kind] for kind in VARIANTS) else 1


def read(sources: Sequence[str]) -> list[Article]:
    found = list(read_articles(list(sources) or [str(path) for path in sorted(SEEDS.glob("*.txt"))]))
    for failure in found:
        if isinstance(failure, ReadFailure):
            sys.exit(f"cannot read an article: {failure}")
    return [article for article in found if isinstance(article, Article)]


def make_case(article: Article, every: int) -> Case:
    mutator = Mutator(article)
    return Case(article, mutator.corruptions()[::every], mutator.variants()[::every])


def score_own(cases: Sequence[Case]) -> Score:
    score = Score("summarizer")
    started = time.perf_counter()
    for case in cases:
        judge = Judge(case.article)
        for mutation in case.corruptions:
            score.accepted[mutation.kind] += judge.judge(mutation.written, near=mutation.range).accepted
        for mutation in case.variants:
            spans = judge.judge(mutation.written, near=mutation.range).spans
            score.kept[mutation.kind] += [Range(span.start, span.end) for span in spans] == [mutation.range]
    score.seconds = time.perf_counter() - started
    return score


def score_peer(peer: Peer, cases: Sequence[Case]) -> Score:
    score = Score(peer.name)
    started = time.perf_counter()
    for case in cases:
        text = case.article.text
        for mutation in case.corruptions:
            placed = peer.ground(mutation.written, text)
            score.accepted[mutation.kind] += placed is not None
            score.rewritten += placed is not None and placed.text != mutation.written
        for mutation in case.variants:
            placed = peer.ground(mutation.written, text)
            score.kept[mutation.kind] += placed is not None and same_place(placed, mutation.range, text)
    score.seconds = time.perf_counter() - started
    return score


def same_place(placed: Placed, wanted: Range, text: str) -> bool:
    """Whether nine tenths of the characters are the same ones (of the words, where a library gives no place)."""
    if placed.range is None:
        words, expected = placed.text.split(), wanted.of(text).split()
        shared = sum((Counter(words) & Counter(expected)).values())
        return 2 * shared >= 0.9 * (len(words) + len(expected))
    shared = max(0, min(placed.range.end, wanted.end) - max(placed.range.start, wanted.start))
    return 2 * shared >= 0.9 * (placed.range.size + wanted.size)


def base_findings(cases: Sequence[Case]) -> tuple[int, int]:
    """Of how many untouched quotes the checks complain all the same, and how many there are."""
    total = complained = 0
    for case in cases:
        judge = Judge(case.article)
        for place in Mutator(case.article).quotes:
            total += 1
            complained += not judge.judge(place.of(case.article.text), near=place).accepted
    return complained, total


def print_table(scores: Sequence[Score], totals: Counter[str], base: tuple[int, int]) -> None:
    width = max(len(score.name) for score in scores) + 2
    for title, kinds, counts in (
        ("corruptions accepted (fewer is better)", CORRUPTIONS, lambda score: score.accepted),
        ("harmless variants kept (more is better)", VARIANTS, lambda score: score.kept),
    ):
        print_block(title, kinds, totals, scores, width, counts)
    for score in scores[1:]:
        print(f"{score.name}: {score.rewritten} of the accepted corruptions replaced by other words")
    print(f"untouched quotes with a finding of this package: {base[0]} of {base[1]}")
    print("seconds: " + ", ".join(f"{score.name} {score.seconds:.2f}" for score in scores))


def print_block(
    title: str,
    kinds: Sequence[str],
    totals: Counter[str],
    scores: Sequence[Score],
    width: int,
    counts: Callable[[Score], Counter[str]],
) -> None:
    columns = [*kinds, "all"]
    cells = [max(len(kind), 4) + 2 for kind in columns]
    every = [*(totals[kind] for kind in kinds), sum(totals[kind] for kind in kinds)]
    print(title)
    print(" " * width + "".join(kind.rjust(cell) for kind, cell in zip(columns, cells, strict=True)))
    print("made".ljust(width) + "".join(str(count).rjust(cell) for count, cell in zip(every, cells, strict=True)))
    for score in scores:
        found = [counts(score)[kind] for kind in kinds]
        row = [*found, sum(found)]
        print(score.name.ljust(width) + "".join(str(n).rjust(cell) for n, cell in zip(row, cells, strict=True)))
    print()


def as_json(scores: Sequence[Score], totals: Counter[str]) -> dict[str, object]:
    return {
        "made": dict(totals),
        "tools": [
            {"name": score.name, "accepted": dict(score.accepted), "kept": dict(score.kept), "seconds": score.seconds}
            for score in scores
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
