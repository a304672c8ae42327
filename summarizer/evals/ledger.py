"""The ledger: every gold and every predicted record in exactly one cell, with what went wrong and what it earned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from summarizer.briefs.models import ItemType

Cell = Literal["correct", "partial", "incorrect", "missing", "spurious"]
ErrorType = Literal[
    "wrong_speaker",
    "number_clash",
    "scale_slip",
    "percent_points",
    "unit_mismatch",
    "bound_lost",
    "hedge_lost",
    "hedge_added",
    "negation_flip",
    "duplicate",
    "split",
    "ungrounded",
]

FULL = 1 - 1e-9


CELLS: tuple[Cell, ...] = get_args(Cell)
ERROR_TYPES: tuple[ErrorType, ...] = get_args(ErrorType)


@dataclass(frozen=True, slots=True)
class Row:
    """One pair, or one record without a partner. `credit` is from 0 to 1; `fields` holds the credit of each field.

    A paired row stands for one gold and one predicted record, whatever its cell. `attributed` says of claims whether
    gold's and the predicted one are reported (and not the article's own voice); a side that is not there is False.
    """

    type: ItemType
    cell: Cell
    gold: str | None
    predicted: str | None
    credit: float = 0.0
    fields: dict[str, float] = field(default_factory=dict)
    errors: tuple[ErrorType, ...] = ()
    attributed: tuple[bool, bool] = (False, False)

    def right(self, *names: str) -> bool:
        """Whether this is a pair in which all these fields are fully right (a field that does not apply is)."""
        if self.gold is None or self.predicted is None:
            return False
        return all(self.fields.get(name, 1.0) >= FULL for name in names)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over rows of one type: credit `phi`, `predicted` and `gold` records, and pairs with full credit."""

    phi: float = 0.0
    full: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.phi + other.phi, self.full + other.full, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def empty(self) -> bool:
        """Nothing in gold and nothing predicted: undefined, out of the macro mean, counted as correct-empty."""
        return self.predicted == 0 and self.gold == 0

    @property
    def precision(self) -> float | None:
        """Φ/P; None where nothing is predicted."""
        return self.phi / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Φ/G; None where gold has nothing."""
        return self.phi / self.gold if self.gold else None

    @property
    def f(self) -> float | None:
        """Soft F = 2Φ/(P+G); None where both sides are empty."""
        return None if self.empty else 2 * self.phi / (self.predicted + self.gold)

    @property
    def strict_f(self) -> float | None:
        """F over full credit only."""
        return None if self.empty else 2 * self.full / (self.predicted + self.gold)


def tally(rows: Iterable[Row], *joint: str) -> Tally:
    """The sums of `rows`. With field names the credit of a pair is 1 where all of them are right, else 0."""
    phi, full, predicted, gold = 0.0, 0, 0, 0
    for row in rows:
        predicted += row.predicted is not None
        gold += row.gold is not None
        credit = row.credit if not joint else float(row.right(*joint))
        phi += credit
        full += credit >= FULL
    return Tally(phi, full, predicted, gold)


def tally_attributed(rows: Iterable[Row], *joint: str) -> Tally:
    """The sums over attributed claims: G and P count those that are not narrated, each on its own side.

    A pair counts as found where both sides are attributed and the fields are right. A claim narrated in gold and
    attributed by the prediction is thus spurious here, the reverse is missing, and what both narrate is left out.
    """
    found, predicted, gold = 0, 0, 0
    for row in rows:
        gold += row.attributed[0]
        predicted += row.attributed[1]
        found += all(row.attributed) and row.right(*joint)
    return Tally(float(found), found, predicted, gold)
