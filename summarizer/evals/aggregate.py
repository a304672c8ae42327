"""From the scores of articles to those of a system: macro means, micro beside them, slices, gold-free figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summarizer.evals.goldfree import Figures
from summarizer.evals.ledger import Tally
from summarizer.evals.runs import ArticleEntry
from summarizer.evals.scores import TakeScores

MICRO_GAP = 0.05
"""A macro and a micro mean further apart than this say that a few long articles decide."""

_LENGTHS = ((200, "up to 200 words"), (400, "201 to 400 words"))
_LONGEST = "over 400 words"


@dataclass(frozen=True)
class Summary:
    """One measure of one system.

    `macro` and `strict` are means over articles (each the mean over its takes) of soft and strict F; `micro`,
    `precision` and `recall` are from the sums over everything. None where nothing defines them. `articles` are those
    that count; `empty` those with nothing in gold and nothing predicted, which are right and left out of the mean;
    `left_out` those without any answer.
    """

    macro: float | None
    micro: float | None
    strict: float | None
    precision: float | None
    recall: float | None
    articles: int
    empty: int
    left_out: int

    @property
    def uneven(self) -> bool:
        """Whether macro and micro differ so much that one of them must not be read alone."""
        return self.macro is not None and self.micro is not None and abs(self.macro - self.micro) > MICRO_GAP


def summarise(takes: Sequence[TakeScores], measure: str, only: Iterable[int] | None = None) -> Summary:
    """The summary over all articles, or those at the indexes `only`."""
    columns = [take.sums[measure] for take in takes]
    indexes = list(range(len(columns[0]))) if only is None else list(only)
    soft: list[float] = []
    strict: list[float] = []
    total, empty, left_out = Tally(), 0, 0
    for at in indexes:
        answered = [column[at] for column in columns]
        tallies = [one for one in answered if one is not None]
        total = sum(tallies, total)
        if not tallies:
            left_out += 1
        elif all(one.empty for one in tallies):
            empty += 1
        else:  # a take that found nothing where there is nothing is right, beside one that invented something
            soft.append(_mean([1.0 if one.f is None else one.f for one in tallies]))
            strict.append(_mean([1.0 if one.strict_f is None else one.strict_f for one in tallies]))
    return Summary(
        macro=_mean(soft) if soft else None,
        micro=total.f,
        strict=_mean(strict) if strict else None,
        precision=total.precision,
        recall=total.recall,
        articles=len(soft),
        empty=empty,
        left_out=left_out,
    )


def article_values(takes: Sequence[TakeScores], measure: str) -> list[float | None]:
    """What each article contributes to a comparison: its mean F over the takes that were answered.

    An article with nothing in gold and nothing predicted counts as 1 here: the other side may well have invented
    something. None where there is no answer.
    """
    found: list[float | None] = []
    for column in zip(*(take.sums[measure] for take in takes), strict=True):
        values = [1.0 if one.f is None else one.f for one in column if one is not None]
        found.append(_mean(values) if values else None)
    return found


def trivially_empty(takes: Sequence[TakeScores], measure: str) -> list[bool]:
    """Of each article, whether there is nothing in gold and no take predicted anything."""
    columns = zip(*(take.sums[measure] for take in takes), strict=True)
    return [all(one is None or one.empty for one in column) for column in columns]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def length_slice(entry: ArticleEntry) -> str:
    """The slice of an article by its length."""
    return next((name for limit, name in _LENGTHS if entry.words <= limit), _LONGEST)


def slices(articles: Sequence[ArticleEntry]) -> list[tuple[str, list[int]]]:
    """Named groups of articles by genre, then by length, as indexes; only groups that are not everything."""
    found: list[tuple[str, list[int]]] = []
    ways: tuple[Callable[[ArticleEntry], str], ...] = (lambda entry: entry.genre, length_slice)
    lengths = [name for _, name in _LENGTHS] + [_LONGEST]
    for way in ways:
        groups: dict[str, list[int]] = {}
        for at, entry in enumerate(articles):
            groups.setdefault(way(entry), []).append(at)
        order = sorted(groups, key=lambda name: (lengths.index(name) if name in lengths else -1, name))
        if len(groups) > 1:
            found += [(name, groups[name]) for name in order]
    return found


@dataclass(frozen=True)
class FreeSummary:
    """Gold-free figures of a system over all takes and articles that were answered.

    Shares are from 0 to 1 and None where there is nothing to take a share of: `valid` of answers, `grounded` of items,
    `covered` of passages. The others are means for a brief (what an answer that gave none took is not kept); `cost` is in
    US dollars, None where a price is unknown.
    """

    valid: float | None
    grounded: float | None
    covered: float | None
    findings: float
    prompt_tokens: float
    output_tokens: float
    seconds: float
    cost: float | None


def summarise_free(takes: Sequence[TakeScores]) -> FreeSummary | None:
    """The gold-free summary; None where nothing was answered."""
    found: list[Figures] = [one for take in takes for one in take.free if one is not None]
    if not found:
        return None
    answered = [one for one in found if one.valid]
    items, rejected = sum(one.items for one in found), sum(one.rejected for one in found)
    passages, covered = sum(one.passages for one in found), sum(one.covered for one in found)
    costs = [one.cost for one in answered]
    share = max(1, len(answered))
    return FreeSummary(
        valid=len(answered) / len(found),
        grounded=items / (items + rejected) if items + rejected else None,
        covered=covered / passages if passages else None,
        findings=sum(one.findings for one in answered) / share,
        prompt_tokens=sum(one.prompt_tokens for one in answered) / share,
        output_tokens=sum(one.output_tokens for one in answered) / share,
        seconds=sum(one.seconds for one in answered) / share,
        cost=sum(cost for cost in costs if cost is not None) / share if None not in costs else None,
    )
