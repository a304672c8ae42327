"""The gate: floors, ceilings, critical claims, and no regression against the blessed run of the suite.

    # evals/baselines/<suite>.yaml, written by hand
    schema_version: "1.0"
    suite: newsroom
    margin: 0.02                       # a smaller loss is none
    systems:
      staged:
        floors: {attribution: 0.55, grounded: 0.9, valid: 1}
        ceilings: {output_tokens: 1200, seconds: 300, left_out: 0}
        critical: new                  # fail: any miss; new: one that the blessed run does not have; ignore

`evals/baselines/<suite>.blessed.yaml` is written by `eval bless`. Systems that the first file does not name are not
gated; without that file every system of a suite with a blessed run is, by critical claims and regression alone. Where
there is neither, nobody has said what to hold a run against, and there is no gate to pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from summarizer.errors import InputError
from summarizer.evals.aggregate import article_values, summarise, summarise_free, trivially_empty
from summarizer.evals.compare import MARGIN, decide_all
from summarizer.evals.measures import HEADLINES, MEASURES
from summarizer.evals.runs import Run
from summarizer.evals.scores import Scores, TakeScores
from summarizer.evals.stats import paired
from summarizer.evals.yamlfile import read_yaml
from summarizer.files import write_whole

BASELINES = Path("evals/baselines")
_DIGITS = 6
_FREE = ("valid", "grounded", "covered", "findings", "prompt_tokens", "output_tokens", "seconds", "cost", "left_out")
_KNOWN = frozenset({measure.name for measure in MEASURES} | set(_FREE))


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Record):
    """What one system must hold. Names are those of measures (macro means) and of gold-free figures."""

    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}
    critical: Literal["fail", "new", "ignore"] = "fail"


class GateFile(_Record):
    """The rules of a suite's gate."""

    schema_version: Literal["1.0"]
    suite: str
    margin: float = Field(default=MARGIN, ge=0, le=1)
    systems: dict[str, Limits] = Field(min_length=1)


class BlessedSystem(_Record):
    """What a system reached: by measure and article, the mean over takes; and the critical claims it missed."""

    pack_sha256: str
    model: str
    values: dict[str, dict[str, float]]
    critical_misses: dict[str, list[str]] = {}


class Blessed(_Record):
    """A run that later ones must not fall behind."""

    schema_version: Literal["1.0"]
    suite: str
    scorer_id: str
    gold_sha256: str
    systems: dict[str, BlessedSystem]


@dataclass(frozen=True)
class Check:
    """One thing that the gate looked at. `what` names it, `detail` holds the figures."""

    system: str
    what: str
    passed: bool
    detail: str


def bless(run: Run, scores: Scores, folder: Path = BASELINES) -> Path:
    """Write down what a run reached, as what later ones are held against; the path of the file."""
    path = _blessed_path(run, folder)
    blessed = Blessed(
        schema_version="1.0",
        suite=run.file.suite,
        scorer_id=scores.scorer_id,
        gold_sha256=scores.gold_sha256,
        systems={
            system.name: BlessedSystem(
                pack_sha256=system.pack_sha256,
                model=system.model,
                values={
                    measure.name: _values(list(scores.labels), scores.systems[system.name], measure.name)
                    for measure in HEADLINES
                },
                critical_misses=_misses(scores.systems[system.name]),
            )
            for system in run.file.systems
        },
    )
    text = "# Written by `summarizer eval bless`.\n" + yaml.safe_dump(
        blessed.model_dump(mode="json"), sort_keys=True, allow_unicode=True, width=120
    )
    write_whole(path, text)
    return path


def _values(articles: Sequence[str], takes: Sequence[TakeScores], measure: str) -> dict[str, float]:
    values = article_values(takes, measure)
    return {name: round(value, _DIGITS) for name, value in zip(articles, values, strict=True) if value is not None}


def _misses(takes: Sequence[TakeScores]) -> dict[str, list[str]]:
    """Critical claims that some take missed, by article."""
    found: dict[str, set[str]] = {}
    for take in takes:
        for article, claims in take.critical_misses.items():
            found.setdefault(article, set()).update(claims)
    return {article: sorted(claims) for article, claims in sorted(found.items())}


def gate(run: Run, scores: Scores, folder: Path = BASELINES) -> list[Check]:
    """Everything the gate looks at, passed or not.

    Raises:
        InputError: there are neither rules nor a blessed run, or they cannot be used, or belong to another suite, scorer
            or gold.
    """
    if not has_rules(run, folder):
        suite = run.file.suite
        raise InputError(
            f"{folder}: no gate for the suite {suite!r} here (neither {suite}.yaml nor {suite}.blessed.yaml); "
            "name the folder that has one with --baselines, or make one with `eval bless`"
        )
    checks, reason = gate_where_possible(run, scores, folder)
    if reason is not None:
        raise InputError(f"{reason}; look at `eval report`, then `eval bless` it anew")
    return checks


def gate_where_possible(run: Run, scores: Scores, folder: Path = BASELINES) -> tuple[list[Check], str | None]:
    """As `gate`, for a report: where the blessed run is of another scorer or gold, the limits alone, and a reason."""
    rules, (blessed, reason) = _rules(run, folder), _blessed(run, scores, folder)
    checks: list[Check] = []
    for name, limits in rules.systems.items():
        run.system(name)  # refuses what the run does not have
        takes = scores.systems[name]
        checks += _limits(name, limits, takes)
        before = blessed.systems.get(name) if blessed else None
        if reason is None or limits.critical != "new":  # new since when, nobody can say
            checks += _critical(name, limits, takes, before)
        if before is not None:
            checks += _regression(name, scores, before, rules.margin)
    return checks, reason


def why_unblessed(run: Run, scores: Scores, folder: Path = BASELINES) -> str | None:
    """Why a run cannot be held against the blessed one of its suite; None where it can be, or there is none."""
    return _blessed(run, scores, folder)[1]


def why_ungated(run: Run, folder: Path = BASELINES) -> str | None:
    """Why the rules of its suite cannot be put to a run; None where they can be, or there are none.

    Raises:
        InputError: they cannot be used, or belong to another suite.
    """
    path = _rules_path(run, folder)
    known = {system.name for system in run.file.systems}
    foreign = [name for name in _rules(run, folder).systems if name not in known] if path.is_file() else []
    return f"{path}: these are rules for {', '.join(foreign)}, which this run does not have" if foreign else None


def _rules(run: Run, folder: Path) -> GateFile:
    path = _rules_path(run, folder)
    if not path.is_file():
        systems = {system.name: Limits() for system in run.file.systems}
        return GateFile(schema_version="1.0", suite=run.file.suite, systems=systems)
    rules = read_yaml(path, GateFile)
    if rules.suite != run.file.suite:
        raise InputError(f"{path}: these are the rules of {rules.suite!r}, the run is of {run.file.suite!r}")
    for name, limits in rules.systems.items():
        for figure in (*limits.floors, *limits.ceilings):
            if figure not in _KNOWN:
                raise InputError(
                    f"{path}: systems.{name}: there is no figure {figure!r}; known: {', '.join(sorted(_KNOWN))}"
                )
    return rules


def _rules_path(run: Run, folder: Path) -> Path:
    return folder / f"{run.file.suite}.yaml"


def _blessed_path(run: Run, folder: Path) -> Path:
    return folder / f"{run.file.suite}.blessed.yaml"


def _blessed(run: Run, scores: Scores, folder: Path) -> tuple[Blessed | None, str | None]:
    """The blessed run of the suite, where there is one that `run` can be held against; if not, why."""
    path = _blessed_path(run, folder)
    if not path.is_file():
        return None, None
    blessed = read_yaml(path, Blessed)
    if blessed.suite != run.file.suite:
        raise InputError(f"{path}: this is the blessed run of {blessed.suite!r}, the run is of {run.file.suite!r}")
    for what, ours, theirs in (
        ("scoring rules", scores.scorer_id, blessed.scorer_id),
        ("gold", scores.gold_sha256, blessed.gold_sha256),
    ):
        if ours != theirs:
            return None, f"{path}: blessed under other {what} than this run"
    return blessed, None


def reached(takes: Sequence[TakeScores]) -> dict[str, float | None]:
    """Every figure that a limit may name."""
    figures: dict[str, float | None] = {one.name: summarise(takes, one.name).macro for one in MEASURES}
    free = summarise_free(takes)
    figures |= asdict(free) if free is not None else dict.fromkeys(_FREE)
    figures["left_out"] = float(sum(take.left_out for take in takes))
    return figures


def _limits(name: str, limits: Limits, takes: Sequence[TakeScores]) -> list[Check]:
    values = reached(takes)
    found = []
    for bounds, word, sign in ((limits.floors, "floor", 1), (limits.ceilings, "ceiling", -1)):
        for figure, bound in bounds.items():
            value = values[figure]
            passed = value is not None and sign * round(value, _DIGITS) >= sign * bound
            shown = "nothing to measure" if value is None else f"{value:.3f}"
            found.append(Check(name, f"{word} of {figure}", passed, f"{shown}, {word} {bound:g}"))
    return found


def _critical(name: str, limits: Limits, takes: Sequence[TakeScores], before: BlessedSystem | None) -> list[Check]:
    if limits.critical == "ignore":
        return []
    known = before.critical_misses if before is not None and limits.critical == "new" else {}
    missed = [
        f"{article}/{claim}"
        for article, claims in _misses(takes).items()
        for claim in claims
        if claim not in known.get(article, ())
    ]
    what = "critical claims" if limits.critical == "fail" else "critical claims, new misses"
    return [Check(name, what, not missed, f"missed {', '.join(missed)}" if missed else "none missed")]


def _regression(name: str, scores: Scores, before: BlessedSystem, margin: float) -> list[Check]:
    """Worse than the blessed run by the paired test; with too few stories for so many tests, a loss beyond the margin."""
    clusters = {entry.id: entry.cluster for entry in scores.articles}
    analyses = {
        measure: paired(grouped)
        for measure, values in before.values.items()
        if (grouped := _grouped(_told(list(clusters), scores.systems[name], measure, values), values, clusters))
    }
    verdicts = [verdict for _, verdict in decide_all(list(analyses.values()), margin)]
    found = []
    for (measure, one), verdict in zip(analyses.items(), verdicts, strict=True):
        worse = one.mean < -margin if verdict == "insufficient" else verdict == "worse"
        detail = f"{one.mean:+.3f} against the blessed run"
        if one.low is not None and one.high is not None:
            detail += f" [{one.low:+.3f}, {one.high:+.3f}]"
        found.append(Check(name, f"no regression in {measure}", not worse, detail))
    return found


def _told(
    articles: Sequence[str], takes: Sequence[TakeScores], measure: str, before: Mapping[str, float]
) -> dict[str, float]:
    """The values of the articles that say something: not those with nothing to find and nothing found, then and now."""
    empty = dict(zip(articles, trivially_empty(takes, measure), strict=True))
    values = _values(articles, takes, measure)
    return {name: value for name, value in values.items() if not (empty[name] and before.get(name) == 1.0)}


def _grouped(
    now: Mapping[str, float], before: Mapping[str, float], clusters: Mapping[str, str]
) -> dict[str, list[float]]:
    grouped: dict[str, list[float]] = {}
    for article, value in now.items():
        if article in before:
            grouped.setdefault(clusters[article], []).append(round(value - before[article], _DIGITS))
    return grouped


def flips(run: Run, scores: Scores, folder: Path = BASELINES) -> list[str]:
    """The checks that pass with some takes and fail with others, as `system: check`. Errors as for `gate`."""
    outcomes: dict[str, set[bool]] = {}
    for take in range(run.file.takes):
        single = replace(scores, systems={name: [takes[take]] for name, takes in scores.systems.items()})
        for check in gate(run, single, folder):
            outcomes.setdefault(f"{check.system}: {check.what}", set()).add(check.passed)
    return sorted(name for name, seen in outcomes.items() if len(seen) > 1)


def has_rules(run: Run, folder: Path = BASELINES) -> bool:
    """Whether anybody has written rules for the run's suite, or blessed a run of it."""
    return any((folder / f"{run.file.suite}{suffix}").is_file() for suffix in (".yaml", ".blessed.yaml"))
