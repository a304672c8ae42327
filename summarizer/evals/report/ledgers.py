"""Ledgers of a stored run, made again from its briefs and gold, and what changed between two systems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.evals.gold import Gold
from summarizer.evals.ledger import Cell, Row
from summarizer.evals.report.content import SystemReport
from summarizer.evals.runs import Run, gold_digest
from summarizer.evals.scores import Scores
from summarizer.evals.scoring import ArticleScore, score

# A record that is in no cell costs nothing: nothing was invented, or an alternative was found instead.
_RANKS: Mapping[Cell | None, int] = {"missing": 0, "incorrect": 0, "spurious": 0, None: 1, "partial": 2, "correct": 3}


@dataclass(frozen=True)
class Judged:
    """One article as one system answered it in one take: the brief (None: no valid answer) and its ledger."""

    gold: Gold
    brief: Brief | None
    score: ArticleScore


@dataclass(frozen=True)
class Flip:
    """A record that changed cells; None where it is in none (spurious on one side only, an alternative not needed)."""

    article: str
    type: str
    words: str
    before: Cell | None
    after: Cell | None

    @property
    def gained(self) -> bool:
        """Whether the record is better now: right, or right in part, or an error gone."""
        return _RANKS[self.after] > _RANKS[self.before]

    @property
    def lost(self) -> bool:
        """Whether it is worse now. What is wrong in another way (missing, then incorrect) is neither gained nor lost."""
        return _RANKS[self.after] < _RANKS[self.before]


def current_golds(run: Run, scores: Scores, folder: Path | None = None) -> list[Gold]:
    """The gold of a run, which must be what its scores were made from.

    Raises:
        InputError: it has changed since.
    """
    golds = run.golds(folder)
    if scores.gold_sha256 != gold_digest(golds):
        raise InputError(
            f"{run.folder}: its gold has changed since it was scored; run `summarizer eval score {run.folder}` first"
        )
    return golds


def judged(system: SystemReport, golds: Sequence[Gold], take: int = 1) -> Iterator[Judged | None]:
    """Each article as a system answered it; None where there was no answer at all, or its run does not have the article."""
    failures = system.run.failed()
    known = {entry.id for entry in system.run.articles}
    for gold in golds:
        failure = failures.get((system.system.name, take, gold.article))
        if gold.article not in known:
            yield None
        elif failure is None:
            brief = system.run.brief(system.system, take, gold.article)
            yield Judged(gold, brief, score(gold, brief))
        elif failure.status == "transport":
            yield None
        else:
            yield Judged(gold, None, score(gold, None))


def flips(a: Judged | None, b: Judged | None) -> list[Flip]:
    """The records of one article whose cells differ."""
    if a is None or b is None:
        return []
    before, after = _by_record(a), _by_record(b)
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if (old[0] if old else None) != (new[0] if new else None):
            told = old[1] if old else new[1] if new else ""
            found.append(Flip(a.gold.article, key[0], told, old[0] if old else None, new[0] if new else None))
    return found


def _by_record(one: Judged) -> dict[tuple[str, str], tuple[Cell, str]]:
    """Cell and words of every record: gold records by id, spurious ones by their words."""
    return {record_key(one, row): (row.cell, words_of(one, row)) for row in one.score.rows}


def record_key(one: Judged, row: Row) -> tuple[str, str]:
    """What names a row in the ledgers of two systems alike."""
    return (row.type, row.gold if row.gold is not None else f"+{words_of(one, row)}")


def words_of(one: Judged, row: Row) -> str:
    """The words of a row's record: gold's, or the spurious one's."""
    brief = one.gold.brief if row.gold is not None else one.brief
    assert brief is not None
    return words(brief, row.type, row.gold or row.predicted or "")


def words(brief: Brief, type_: str, item: str) -> str:
    """How a record reads: an actor's name, a claim's content, the figure, the cue."""
    if type_ == "actor":
        return next(one.name for one in brief.actors if one.id == item)
    if type_ == "claim":
        return " … ".join(part.text for part in next(one.content for one in brief.claims if one.id == item))
    if type_ == "number":
        return next(one.span.text for one in brief.numbers if one.id == item)
    return next(one.cue.text for one in brief.hedges if one.id == item)
