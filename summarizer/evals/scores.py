"""The scores of a run, stored beside it as `scores.json`: sums for every measure, system, take and article.

Everything that comparing and gating need is in that file, so that they read no brief and no gold. Lists are in the
order of the run's articles. A sum is `[phi, full, predicted, gold]`; null where the article has left the run because
the network failed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.bounds import read_bounded
from summarizer.errors import InputError
from summarizer.evals import goldfree
from summarizer.evals.baseline import baseline_brief
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.evals.goldfree import Figures
from summarizer.evals.ledger import Tally
from summarizer.evals.measures import MEASURES, tallies
from summarizer.evals.runs import ArticleEntry, Run, article_entry, label_digest, whole_digest
from summarizer.evals.scoring import ArticleScore, score
from summarizer.evals.sources import PACKAGE, source_digest
from summarizer.files import write_whole
from summarizer.resources import resource_dir
from summarizer.versions import check_version

_DIGITS = 9
_VERSION = "2.0"
_MAX_BYTES = 256 * 1024 * 1024
_RULES = (
    "alignment",
    "fields",
    "gold",
    "goldfile",
    "judging",
    "ledger",
    "measures",
    "names",
    "scoring",
    "views",
    "yamlfile",
)


@cache
def scorer_id() -> str:
    """Identifies the scoring rules: a hash of their source, of that of comparing numbers, and of the brief's schema."""
    rules = [PACKAGE / "evals" / f"{name}.py" for name in _RULES] + sorted((PACKAGE / "numbers").glob("*.py"))
    schema = (resource_dir("schemas") / "brief.json").read_bytes()
    return source_digest([(path.name, path) for path in rules], schema)


@dataclass
class TakeScores:
    """One take of one system. `errors` counts by type and error, `cells` by type and cell; both over all articles."""

    sums: dict[str, list[Tally | None]] = field(default_factory=lambda: {measure.name: [] for measure in MEASURES})
    free: list[Figures | None] = field(default_factory=list)
    flags: dict[str, list[str]] = field(default_factory=dict)
    critical_misses: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, scored: ArticleScore, figures: Figures | None) -> None:
        """The next article."""
        for name, tallied in tallies(scored.rows).items():
            self.sums[name].append(tallied)
        self.free.append(figures)
        if scored.flags:
            self.flags[scored.article] = list(scored.flags)
        if scored.critical_misses:
            self.critical_misses[scored.article] = list(scored.critical_misses)
        for row in scored.rows:
            cells = self.cells.setdefault(row.type, {})
            cells[row.cell] = cells.get(row.cell, 0) + 1
            for error in row.errors:
                errors = self.errors.setdefault(row.type, {})
                errors[error] = errors.get(error, 0) + 1

    def skip(self, article: str, reason: str) -> None:
        """The next article gave no answer at all: it leaves the comparison."""
        for sums in self.sums.values():
            sums.append(None)
        self.free.append(None)
        self.flags[article] = [reason]

    @property
    def left_out(self) -> int:
        """Articles without any answer."""
        return sum(one is None for one in next(iter(self.sums.values())))


@dataclass
class Scores:
    """The scores of a run. `systems` holds the takes of each system by its name.

    `articles` are as the gold has them that was scored against, `labels` the digest of each article's gold. `baseline`
    is the trivial extractor on the same articles, `human` the mean over both directions of one labelling scored against
    the other, by measure (macro mean; without those that nothing defines), where the suite has two.
    """

    scorer_id: str
    articles: list[ArticleEntry]
    labels: dict[str, str]
    systems: dict[str, list[TakeScores]]
    baseline: TakeScores
    human: dict[str, float] | None

    @property
    def gold_sha256(self) -> str:
        """Identifies the gold as a whole."""
        return whole_digest(self.labels)


def score_run(run: Run, gold_folder: Path | None = None) -> Scores:
    """Score every stored brief of a run. No model is asked; one brief is in memory at a time.

    Raises:
        InputError: gold or a brief cannot be used, or a brief was made from another text.
    """
    golds = run.golds(gold_folder)
    failures = run.failed()
    scores = Scores(
        scorer_id=scorer_id(),
        articles=[article_entry(gold) for gold in golds],
        labels={gold.article: label_digest(gold) for gold in golds},
        systems={},
        baseline=baseline_scores(golds),
        human=_human(run),
    )
    for system in run.file.systems:
        takes = scores.systems.setdefault(system.name, [])
        for take in range(1, run.file.takes + 1):
            scored = TakeScores()
            for gold in golds:
                failure = failures.get((system.name, take, gold.article))
                if failure is None:
                    brief = run.brief(system, take, gold.article)
                    scored.add(score(gold, brief), goldfree.figures(brief))
                elif failure.status == "transport":
                    scored.skip(gold.article, f"no answer: {failure.reason}")
                else:
                    scored.add(score(gold, None), goldfree.NO_ANSWER)
            takes.append(scored)
    return scores


def baseline_scores(golds: Sequence[Gold]) -> TakeScores:
    """The trivial baseline on some articles."""
    scored = TakeScores()
    for gold in golds:
        scored.add(score(gold, baseline_brief(gold.brief.source)), None)
    return scored


def _human(run: Run) -> dict[str, float] | None:
    if run.file.human is None:
        return None
    wanted = {article.id for article in run.articles}
    a, b = (
        [gold for gold in load_gold_set(Path(run.file.human[side])) if gold.article in wanted] for side in ("a", "b")
    )
    return human_ceiling(a, b) if a or b else None


def human_ceiling(a: Sequence[Gold], b: Sequence[Gold]) -> dict[str, float]:
    """Each labelling scored as a prediction against the other by the same scorer: macro means, averaged over both ways.

    A measure that neither way defines is not there.

    Raises:
        InputError: the two do not label the same articles.
    """
    if [gold.article for gold in a] != [gold.article for gold in b]:
        folders = [str(side[0].path.parent) if side else "the other labelling" for side in (a, b)]
        raise InputError(f"{' and '.join(folders)} do not label the same articles")
    means: dict[str, list[float]] = {}
    for wanted, given in ((a, b), (b, a)):
        scored = TakeScores()
        for gold, other in zip(wanted, given, strict=True):
            scored.add(score(gold, other.brief), None)
        for name, sums in scored.sums.items():
            values = [one.f for one in sums if one is not None and one.f is not None]
            if values:
                means.setdefault(name, []).append(sum(values) / len(values))
    return {name: round(sum(values) / len(values), _DIGITS) for name, values in means.items()}


def save_scores(run: Run, scores: Scores) -> None:
    """Write `scores.json`."""
    head = {
        "schema_version": _VERSION,
        "scorer_id": scores.scorer_id,
        "articles": [entry.model_dump() for entry in scores.articles],
        "labels": scores.labels,
        "human": scores.human,
        "baseline": _plain(scores.baseline),
    }
    lines = [f"{json.dumps(name)}: {_line(value)}," for name, value in head.items()]
    systems = [f"{json.dumps(name)}: {_takes(takes)}" for name, takes in scores.systems.items()]
    text = "{\n" + "\n".join(lines) + '\n"systems": {\n' + ",\n".join(systems) + "\n}}\n"
    write_whole(run.folder / "scores.json", text)


def _takes(takes: Sequence[TakeScores]) -> str:
    """A line for each list of each take: quick to write, and a change to one measure is a change to one line."""
    return "[" + ",\n".join(_by_line(_plain(take)) for take in takes) + "]"


def _by_line(content: dict[str, Any]) -> str:
    parts = []
    for name, value in content.items():
        inner = (
            ",\n".join(f" {json.dumps(key)}: {_line(one)}" for key, one in value.items()) if name == "sums" else None
        )
        parts.append(f"{json.dumps(name)}: " + (_line(value) if inner is None else "{\n" + inner + "\n}"))
    return "{" + ",\n".join(parts) + "}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(take: TakeScores) -> dict[str, Any]:
    return {
        "sums": {
            name: [[round(one.phi, _DIGITS), one.full, one.predicted, one.gold] if one else None for one in sums]
            for name, sums in take.sums.items()
        },
        "free": [one.plain() if one else None for one in take.free],
        "flags": take.flags,
        "critical_misses": take.critical_misses,
        "cells": {type_: dict(sorted(counts.items())) for type_, counts in take.cells.items()},
        "errors": {type_: dict(sorted(counts.items())) for type_, counts in take.errors.items()},
    }


def load_scores(run: Run) -> Scores:
    """The stored scores of a run.

    Raises:
        InputError: it was not scored, its scores are broken, or other scoring rules made them.
    """
    path = run.folder / "scores.json"
    try:
        content = json.loads(read_bounded(path, _MAX_BYTES))
    except OSError as error:
        raise InputError(f"{run.folder}: not scored yet; run `summarizer eval score {run.folder}`") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not valid JSON; run `summarizer eval score {run.folder}`") from error
    if isinstance(content, dict):
        check_version(content.get("schema_version"), _VERSION, str(path), f"run `summarizer eval score {run.folder}`")
    try:
        scores = Scores(
            scorer_id=content["scorer_id"],
            articles=[ArticleEntry.model_validate(entry) for entry in content["articles"]],
            labels=content["labels"],
            systems={name: [_take(take) for take in takes] for name, takes in content["systems"].items()},
            baseline=_take(content["baseline"]),
            human=content["human"],
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{path}: not written by this program; run `summarizer eval score {run.folder}`") from error
    if scores.scorer_id != scorer_id():
        raise InputError(
            f"{path}: scored by other rules ({scores.scorer_id}) than this program's ({scorer_id()}); "
            f"run `summarizer eval score {run.folder}`"
        )
    return scores


def _take(content: dict[str, Any]) -> TakeScores:
    return TakeScores(
        sums={
            name: [Tally(*one) if one is not None else None for one in sums] for name, sums in content["sums"].items()
        },
        free=[Figures(**one) if one is not None else None for one in content["free"]],
        flags=content["flags"],
        critical_misses=content["critical_misses"],
        cells=content["cells"],
        errors=content["errors"],
    )
