"""Whether one system is better than another: paired by article, clustered by story, corrected for how often we look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from summarizer.errors import InputError, UsageError
from summarizer.evals.aggregate import article_values, summarise, trivially_empty
from summarizer.evals.measures import HEADLINE_NAMES
from summarizer.evals.runs import ArticleEntry, Run
from summarizer.evals.scores import Scores, TakeScores
from summarizer.evals.stats import EXACT_UP_TO, Paired, holm, paired, smallest_p

Verdict = Literal["better", "worse", "equivalent", "undecided", "insufficient"]
_System = TypeVar("_System")

ALPHA = 0.05
MARGIN = 0.02
"""Differences smaller than this do not matter to anybody, where nothing else is said."""
_WORST = 5


@dataclass(frozen=True)
class Side:
    """One system of one run. `name` is how it is shown, `system` what it is called in its run."""

    name: str
    system: str
    articles: Sequence[ArticleEntry]
    takes: Sequence[TakeScores]


@dataclass(frozen=True)
class Difference:
    """`b` against `a` in one measure.

    `analysis` is None where no article is left to compare. `p` is corrected over the whole comparison, which takes
    `looks` looks; None where there are too few stories for so many. `worst` are the articles that lost most, with what
    they lost; `left_out` counts those without an answer on one side.
    """

    a: str
    b: str
    measure: str
    mean_a: float | None
    mean_b: float | None
    analysis: Paired | None
    looks: int
    p: float | None
    verdict: Verdict
    worst: tuple[tuple[str, float], ...]
    left_out: int


def open_sides(run: Run, scores: Scores, system: str | None = None, label: str = "") -> list[Side]:
    """The systems of a scored run, or the one called `system`."""
    names = [run.system(system).name] if system is not None else [one.name for one in run.file.systems]
    return [Side(label + name, name, scores.articles, scores.systems[name]) for name in names]


def check_comparable(a: Scores, b: Scores) -> None:
    """Refuse scores that were not made from the same labels of the articles that both have.

    That the rules were the same is seen to on loading.

    Raises:
        InputError: they were not, or no article is in both.
    """
    shared = a.labels.keys() & b.labels.keys()
    if not shared:
        raise InputError("these runs have no article in common")
    if changed := sorted(name for name in shared if a.labels[name] != b.labels[name]):
        raise InputError(
            f"these runs were scored against different gold ({', '.join(changed[:3])}{' …' * (len(changed) > 3)}); "
            "score both again with `summarizer eval score RUN`"
        )


def pairs_of(runs: Sequence[Sequence[_System]], name: Callable[[_System], str]) -> list[list[tuple[_System, _System]]]:
    """What is compared with what, given the systems of some runs: a list of pairs for each comparison of two runs.

    The further systems of a single run are compared with its first. The systems of every further run are compared with
    those of the same `name` in the first run, or where both runs have only one, with that; a list is empty where
    nothing fits.
    """
    first, *others = runs
    return [_matched(first, other, name) for other in others] or [[(first[0], one) for one in first[1:]]]


def _matched(
    a: Sequence[_System], b: Sequence[_System], name: Callable[[_System], str]
) -> list[tuple[_System, _System]]:
    if len(a) == len(b) == 1:
        return [(a[0], b[0])]
    theirs = {name(one): one for one in b}
    return [(one, theirs[name(one)]) for one in a if name(one) in theirs]


def compare(
    pairs: Sequence[tuple[Side, Side]],
    measures: Sequence[str] = HEADLINE_NAMES,
    margin: float = MARGIN,
) -> list[Difference]:
    """Compare the second of each pair with the first, in every measure; Holm's correction runs over all of them."""
    found = [_difference(a, b, measure) for a, b in pairs for measure in measures]
    analyses = [one.analysis for one in found]
    looks = sum(one is not None for one in analyses)
    decisions = decide_all(analyses, margin)
    return [replace(one, looks=looks, p=p, verdict=verdict) for one, (p, verdict) in zip(found, decisions, strict=True)]


def decide_all(analyses: Sequence[Paired | None], margin: float) -> list[tuple[float | None, Verdict]]:
    """The corrected p and the verdict of each of several looks.

    Where the smallest possible p, times the number of looks, is not under `ALPHA`, no difference could be found however
    large it is: that look is `insufficient`, has no p, and the others are corrected without it.
    """
    given = [(at, one) for at, one in enumerate(analyses) if one is not None]
    testable = [(at, one.p) for at, one in given if _enough(one.clusters, len(given))]
    adjusted = holm([p for _, p in testable])
    corrected = {at: p for (at, _), p in zip(testable, adjusted, strict=True)}
    return [(corrected.get(at), decide(one, corrected.get(at), margin)) for at, one in enumerate(analyses)]


def _enough(clusters: int, looks: int) -> bool:
    return smallest_p(clusters) * looks < ALPHA


def fewest_clusters(looks: int) -> int | None:
    """How many stories a decision needs at so many looks; None where more than can be counted exactly."""
    return next((count for count in range(2, EXACT_UP_TO + 1) if _enough(count, looks)), None)


def decide(analysis: Paired | None, p: float | None, margin: float) -> Verdict:
    """The verdict. A difference whose whole interval lies inside the margin does not matter, however certain it is."""
    if analysis is None or p is None or analysis.low is None or analysis.high is None:
        return "insufficient"
    if -margin <= analysis.low and analysis.high <= margin:
        return "equivalent"
    if p < ALPHA:
        return "better" if analysis.mean > 0 else "worse"
    return "undecided"


def _difference(a: Side, b: Side, measure: str) -> Difference:
    before, after = _by_article(a, measure), _by_article(b, measure)
    shared = [entry for entry in a.articles if entry.id in after]
    clusters: dict[str, list[float]] = {}
    changes: list[tuple[float, str]] = []
    means: list[tuple[float, float]] = []
    left_out = 0
    for entry in shared:
        (one, one_empty), (other, other_empty) = before[entry.id], after[entry.id]
        if one is None or other is None:
            left_out += 1
        elif not (one_empty and other_empty):
            clusters.setdefault(entry.cluster, []).append(other - one)
            changes.append((other - one, entry.id))
            means.append((one, other))
    worst = tuple((name, change) for change, name in sorted(changes)[:_WORST] if change < 0)
    count = len(means)
    return Difference(
        a=a.name,
        b=b.name,
        measure=measure,
        mean_a=sum(one for one, _ in means) / count if count else None,
        mean_b=sum(other for _, other in means) / count if count else None,
        analysis=paired(clusters) if clusters else None,
        looks=1,
        p=None,
        verdict="insufficient",
        worst=worst,
        left_out=left_out,
    )


def _by_article(side: Side, measure: str) -> Mapping[str, tuple[float | None, bool]]:
    values, empty = article_values(side.takes, measure), trivially_empty(side.takes, measure)
    return {entry.id: (value, bare) for entry, value, bare in zip(side.articles, values, empty, strict=True)}


@dataclass(frozen=True)
class Noise:
    """How far the takes of one system lie apart in one measure.

    `means` are the macro means of the takes, in order, as a report of that take alone would have them (None: nothing
    defines one); `band` is the largest minus the smallest. `verdicts` are those of every take against every later one:
    `better` or `worse` among takes of the same prompt is noise taken for a difference.
    """

    system: str
    measure: str
    means: tuple[float | None, ...]
    band: float | None
    verdicts: tuple[Verdict, ...]


def noise(sides: Sequence[Side], measures: Sequence[str], margin: float = MARGIN) -> list[Noise]:
    """The noise band of each system in each measure.

    Raises:
        UsageError: a system was asked only once.
    """
    found = []
    for side in sides:
        if len(side.takes) < 2:
            raise UsageError(f"{side.name} was asked once; noise shows in two takes or more (`takes` in the suite)")
        single = [Side(f"take {at}", side.system, side.articles, [take]) for at, take in enumerate(side.takes, start=1)]
        pairs = [(one, other) for at, one in enumerate(single) for other in single[at + 1 :]]
        for measure in measures:
            differences = compare(pairs, [measure], margin)
            means = tuple(summarise(one.takes, measure).macro for one in single)
            known = [mean for mean in means if mean is not None]
            band = max(known) - min(known) if known else None
            verdicts = tuple(difference.verdict for difference in differences)
            found.append(Noise(side.name, measure, means, band, verdicts))
    return found
