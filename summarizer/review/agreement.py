"""How far two people agree who labelled the same article: one's gold scored against the other's, by the one scorer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from summarizer.briefs.models import ItemType
from summarizer.errors import InputError
from summarizer.evals.gold import Gold, load_gold
from summarizer.evals.ledger import Row
from summarizer.evals.measures import MEASURES
from summarizer.evals.scoring import score
from summarizer.render.summary import content_of


@dataclass(frozen=True)
class Difference:
    """Something on which two people differ: ids in the gold of each (None: not there), and on what."""

    type: ItemType
    mine: str | None
    theirs: str | None
    on: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """`figures` are (measure, F), with `mine` taken for gold.

    The other way round F may differ a little, where gold has more say than the other side: what it marks `optional` or
    `any_of` costs nothing when missed, aliases are credited as a share of its own, and where its source is nobody an
    actor of the same words is right too.
    """

    mine: Gold
    theirs: Gold
    figures: tuple[tuple[str, float | None], ...]
    differences: tuple[Difference, ...]


def agreements(gold: Path) -> list[Agreement]:
    """The agreement of a saved review with every other person's review of the same article in the same folder.

    Files of others that cannot be read are passed over: they are theirs to mend.
    """
    if not gold.exists():
        return []
    mine = load_gold(gold)
    return [agreement(mine, theirs) for theirs in _others(gold, mine)]


def agreement(mine: Gold, theirs: Gold) -> Agreement:
    """The agreement of two labellings.

    Raises:
        InputError: they label different texts.
    """
    ledger = score(mine, theirs.brief)
    figures = tuple((measure.label, measure.of(ledger.rows).f) for measure in MEASURES)
    return Agreement(mine, theirs, figures, tuple(_difference(row) for row in ledger.rows if row.cell != "correct"))


def words_of(gold: Gold, item: str) -> str:
    """The words by which a person recognises an item."""
    brief = gold.brief
    words = {claim.id: content_of(claim) for claim in brief.claims}
    words |= {number.id: number.span.text for number in brief.numbers}
    words |= {hedge.id: hedge.cue.text for hedge in brief.hedges}
    words |= {actor.id: actor.name for actor in brief.actors}
    return words.get(item, "")


def _others(gold: Path, mine: Gold) -> Iterable[Gold]:
    for path in sorted(gold.parent.parent.glob(f"*/{gold.name}")):
        if path.parent == gold.parent:
            continue
        try:
            theirs = load_gold(path)
        except InputError:
            continue
        if theirs.brief.source.sha256 == mine.brief.source.sha256:
            yield theirs


def _difference(row: Row) -> Difference:
    if row.gold is None or row.predicted is None:
        return Difference(row.type, row.gold, row.predicted, ("only one of you has it",))
    fields = tuple(name.replace("_", " ") for name, credit in row.fields.items() if credit < 1)
    return Difference(row.type, row.gold, row.predicted, fields or tuple(e.replace("_", " ") for e in row.errors))
