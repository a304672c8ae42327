"""What a quantity in running text says, as exact decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from summarizer.text.ranges import Range

Bound = Literal["=", "~", ">", "<", ">=", "<="]
QuantityKind = Literal["count", "percent", "money", "measure", "duration"]


@dataclass(frozen=True)
class Quantity:
    """One quantity in a text.

    `range` covers the figure with its unit and without approximators ("1,100 square kilometers"; "$40 billion";
    "hundreds"). `bound_range` covers the approximator ("more than", "about"), if any; it may stand after the figure
    ("or more"). A point has `low == high == value`. An interval ("10 to 12", "hundreds") has `value is None`, `low`
    and `high` (inclusive); with an open bound the figure stays in `value` and `bound` says the direction. `precision`
    is the exponent of ten of the last stated digit (4.2 million: 5; 67,000: 3; 430: 1; 86%: 0). `unit` is as written
    ("square kilometers", "US$"), `unit_norm` the normalised name ("km^2", "USD", "percent", "percentage_point",
    "year"); both None for a bare count. `noun` covers the counted noun phrase ("Ukrainian soldiers").
    """

    range: Range
    kind: QuantityKind
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: Bound = "="
    precision: int = 0
    unit: str | None = None
    unit_norm: str | None = None
    unit_range: Range | None = None
    bound_range: Range | None = None
    noun: Range | None = None
