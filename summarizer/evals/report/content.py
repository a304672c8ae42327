"""What every report says, worked out once: summaries, intervals, slices, gold-free figures, comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import UsageError
from summarizer.evals.aggregate import (
    FreeSummary,
    Summary,
    article_values,
    slices,
    summarise,
    summarise_free,
    trivially_empty,
)
from summarizer.evals.compare import MARGIN, Difference, Side, check_comparable, compare, pairs_of
from summarizer.evals.gate import why_unblessed, why_ungated
from summarizer.evals.labels import run_labels
from summarizer.evals.measures import HEADLINE_NAMES, MEASURES
from summarizer.evals.runs import ArticleEntry, Run, System
from summarizer.evals.scores import Scores, TakeScores
from summarizer.evals.stats import paired


@dataclass(frozen=True)
class SystemReport:
    """One system of one run. `intervals` are 95 % t intervals of the macro means, clustered by story.

    `label` is what its run is called, `name` the system, with the label before it where there are several runs.
    """

    name: str
    label: str
    run: Run
    system: System
    articles: Sequence[ArticleEntry]
    takes: Sequence[TakeScores]
    summaries: dict[str, Summary]
    intervals: dict[str, tuple[float, float] | None]
    free: FreeSummary | None
    slices: dict[str, dict[str, Summary]]

    @property
    def side(self) -> Side:
        """The system as one side of a comparison."""
        return Side(self.name, self.system.name, self.articles, self.takes)

    @property
    def left_out(self) -> int:
        """Answers that never came, over all takes."""
        return sum(take.left_out for take in self.takes)

    def answered(self, at: int) -> list[TakeScores]:
        """The takes in which the article at an index has an answer."""
        return [take for take in self.takes if next(iter(take.sums.values()))[at] is not None]

    @property
    def cells(self) -> dict[str, dict[str, int]]:
        """How many records of each type lie in each cell, over all takes."""
        return _added([take.cells for take in self.takes])

    @property
    def errors(self) -> dict[str, dict[str, int]]:
        """How many errors of each kind there are, by type, over all takes."""
        return _added([take.errors for take in self.takes])

    @property
    def flags(self) -> list[tuple[str, str]]:
        """Articles with something unusual about them, each with what it is."""
        found = {(article, flag) for take in self.takes for article, flags in take.flags.items() for flag in flags}
        return sorted(found)

    @property
    def critical_misses(self) -> list[str]:
        """Critical claims that some take missed, as `article/claim`."""
        return sorted(
            {
                f"{article}/{claim}"
                for take in self.takes
                for article, claims in take.critical_misses.items()
                for claim in claims
            }
        )


@dataclass(frozen=True)
class Report:
    """Runs of one suite, beside the trivial baseline and the human ceiling (macro means by measure).

    `pairs` are the systems that are compared, each with what it is held against before it. The last run is the one that
    is gated: `ungated` says why it cannot be, `unblessed` why it is not held against the blessed one; `notes` say that,
    and what else could not be compared and why.
    `articles` are those of all runs; the baseline and the human ceiling are those of the first.
    """

    suite: str
    scorer_id: str
    gold_sha256: str
    articles: Sequence[ArticleEntry]
    systems: Sequence[SystemReport]
    baseline: dict[str, float | None]
    human: dict[str, float] | None
    pairs: Sequence[tuple[SystemReport, SystemReport]]
    comparisons: Sequence[Difference]
    margin: float
    ungated: str | None
    unblessed: str | None
    notes: Sequence[str]

    @property
    def size(self) -> str:
        """How much there is, in words."""
        stories = len({entry.cluster for entry in self.articles})
        return f"{len(self.articles)} articles of {'one story' if stories == 1 else f'{stories} stories'}"


def build(
    scored: Sequence[tuple[Run, Scores]],
    margin: float = MARGIN,
    measures: Sequence[str] = HEADLINE_NAMES,
    baselines: Path | None = None,
) -> Report:
    """The report of some runs of one suite, whose systems are compared as `pairs_of` pairs them.

    `baselines` is the folder of the gate's rules and the blessed runs, where the last run is to be held against those.

    Raises:
        UsageError: the runs are of different suites.
        InputError: they were scored by different rules or against different gold; or the gate's rules are wrong.
    """
    first, first_scores = scored[0]
    for run, scores in scored[1:]:
        if run.file.suite != first.file.suite:
            raise UsageError(f"{run.folder} is a run of {run.file.suite!r}, {first.folder} of {first.file.suite!r}")
        check_comparable(first_scores, scores)
    labels = run_labels([run.folder for run, _ in scored])
    by_run = [
        [_system(run, system, scores, label, several=len(scored) > 1) for system in run.file.systems]
        for label, (run, scores) in zip(labels, scored, strict=True)
    ]
    matched = pairs_of(by_run, lambda one: one.system.name)
    pairs = [pair for found in matched for pair in found]
    last, last_scores = scored[-1]
    ungated = why_ungated(last, baselines) if baselines is not None else None
    unblessed = why_unblessed(last, last_scores, baselines) if baselines is not None else None
    return Report(
        suite=first.file.suite,
        scorer_id=first_scores.scorer_id,
        gold_sha256=first_scores.gold_sha256,
        articles=list({entry.id: entry for _, scores in scored for entry in scores.articles}.values()),
        systems=[one for systems in by_run for one in systems],
        baseline={one.name: summarise([first_scores.baseline], one.name).macro for one in MEASURES},
        human=first_scores.human,
        pairs=pairs,
        comparisons=compare([(one.side, other.side) for one, other in pairs], measures, margin),
        margin=margin,
        ungated=ungated,
        unblessed=unblessed,
        notes=list(_notes(labels, scored, matched, ungated, unblessed)),
    )


def _notes(
    labels: Sequence[str],
    scored: Sequence[tuple[Run, Scores]],
    matched: Sequence[Sequence[tuple[SystemReport, SystemReport]]],
    ungated: str | None,
    unblessed: str | None,
) -> Iterator[str]:
    last = "this run" if len(scored) == 1 else labels[-1]
    if ungated is not None:
        yield f"{ungated}, so {last} is not gated"
    if unblessed is not None:
        yield f"{unblessed}, so {last} is not held against it"
    for label, found in zip(labels[1:], matched, strict=False):  # a single run is paired with itself
        if not found:
            yield f"{label} and {labels[0]} have no prompt in common and are not compared"
    named = [(label, scores) for label, (_, scores) in zip(labels, scored, strict=True)]
    for other in named[1:]:
        for (label, scores), (_, without) in ((named[0], other), (other, named[0])):
            if alone := [name for name in scores.labels if name not in without.labels]:
                more = f" and {len(alone) - 1} more" if len(alone) > 1 else ""
                yield f"{label} alone has {alone[0]}{more}, which cannot be compared"


def _system(run: Run, system: System, scores: Scores, label: str, *, several: bool) -> SystemReport:
    takes = scores.systems[system.name]
    return SystemReport(
        name=f"{label}:{system.name}" if several else system.name,
        label=label,
        run=run,
        system=system,
        articles=scores.articles,
        takes=takes,
        summaries={one.name: summarise(takes, one.name) for one in MEASURES},
        intervals={one.name: _interval(scores.articles, takes, one.name) for one in MEASURES},
        free=summarise_free(takes),
        slices={
            name: {one.name: summarise(takes, one.name, indexes) for one in MEASURES}
            for name, indexes in slices(scores.articles)
        },
    )


def _interval(
    articles: Sequence[ArticleEntry], takes: Sequence[TakeScores], measure: str
) -> tuple[float, float] | None:
    clusters: dict[str, list[float]] = {}
    values, empty = article_values(takes, measure), trivially_empty(takes, measure)
    for entry, value, bare in zip(articles, values, empty, strict=True):
        if value is not None and not bare:
            clusters.setdefault(entry.cluster, []).append(value)
    if not clusters:
        return None
    one = paired(clusters)
    return (one.low, one.high) if one.low is not None and one.high is not None else None


def _added(counts: Sequence[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for one in counts:
        for type_, by_name in one.items():
            for name, count in by_name.items():
                total.setdefault(type_, {})
                total[type_][name] = total[type_].get(name, 0) + count
    return total
