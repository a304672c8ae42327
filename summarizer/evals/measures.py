"""The named figures of an article, each from the rows of its ledger. What each counts is written beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from summarizer.briefs.models import ItemType
from summarizer.evals.ledger import Row, Tally, tally, tally_attributed


@dataclass(frozen=True)
class Measure:
    """One figure. `headline` ones are compared and gated by default, so that Holm corrects for those alone."""

    name: str
    label: str
    type: ItemType
    meaning: str
    count: Callable[[list[Row]], Tally]
    headline: bool = False

    def of(self, rows: Iterable[Row]) -> Tally:
        """The sums over an article's rows."""
        return self.count([row for row in rows if row.type == self.type])


def tallies(rows: Iterable[Row]) -> dict[str, Tally]:
    """Every measure of an article, by name."""
    by_type: dict[ItemType, list[Row]] = {measure.type: [] for measure in MEASURES}
    for row in rows:
        by_type[row.type].append(row)
    return {measure.name: measure.count(by_type[measure.type]) for measure in MEASURES}


def _joint(*fields: str) -> Callable[[list[Row]], Tally]:
    return lambda rows: tally(rows, *fields)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "attribution",
        "joint attribution",
        "claim",
        "attributed claims paired with the right speaker; claims in the article's own voice count on neither side",
        lambda rows: tally_attributed(rows, "speaker"),
        headline=True,
    ),
    Measure(
        "attribution_all",
        "attribution, all claims",
        "claim",
        "the same over all claims, narrated ones too",
        _joint("speaker"),
    ),
    Measure(
        "content",
        "attributed content",
        "claim",
        "attributed claims whose content is found, whoever the speaker is",
        lambda rows: tally_attributed(rows),
    ),
    Measure("claims", "claims", "claim", "all claims, credit by field", tally),
    Measure("actors", "actors", "actor", "actors found by name, credit by field", tally, headline=True),
    Measure("actors_found", "actors found", "actor", "actors found by name", _joint("name")),
    Measure("number_value", "numbers, value", "number", "value right", _joint("value"), headline=True),
    Measure(
        "number_unit", "numbers, with unit", "number", "value and unit right", _joint("value", "unit"), headline=True
    ),
    Measure(
        "number_bound",
        "numbers, with bound",
        "number",
        "value and bound right",
        _joint("value", "bound"),
        headline=True,
    ),
    Measure(
        "number_claimant",
        "numbers, claimant",
        "number",
        "value and claimant right",
        _joint("value", "claimant"),
        headline=True,
    ),
    Measure("numbers", "numbers", "number", "credit by field", tally),
    Measure("hedge_cues", "hedge cues", "hedge", "cue found", _joint("cue"), headline=True),
    Measure("hedges", "hedges", "hedge", "credit by field", tally),
)
HEADLINES: tuple[Measure, ...] = tuple(measure for measure in MEASURES if measure.headline)
HEADLINE_NAMES: tuple[str, ...] = tuple(measure.name for measure in HEADLINES)
BY_NAME = {measure.name: measure for measure in MEASURES}
