"""Measures said in two units at once: "6ft 2in", "two hours and 14 minutes", "12 years and six months"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range

# How many of the smaller unit make one of the larger, for the pairs that English puts together.
_STEPS: Final[dict[tuple[str | None, str | None], int]] = {
    ("year", "month"): 12, ("week", "day"): 7, ("day", "hour"): 24, ("hour", "minute"): 60, ("minute", "second"): 60,
    ("ft", "in"): 12, ("lb", "oz"): 16, ("m", "cm"): 100, ("km", "m"): 1000,
}  # fmt: skip
_JOINTS: Final = frozenset({" ", ", ", " and ", ", and ", ""})


def merge_compounds(found: list[Quantity], text: str) -> list[Quantity]:
    """The quantities with such pairs made one, in the smaller unit ("6ft 2in" is 74 in)."""
    merged: list[Quantity] = []
    for quantity in found:
        joined = _join(merged[-1], quantity, text) if merged else None
        if joined is None:
            merged.append(quantity)
        else:
            merged[-1] = joined
    return merged


def _join(first: Quantity, second: Quantity, text: str) -> Quantity | None:
    step = _STEPS.get((first.unit_norm, second.unit_norm))
    if step is None or first.value is None or second.value is None or not 0 <= second.value < step:
        return None
    if first.unit_range is None or first.unit_range.end != first.range.end or second.bound_range is not None:
        return None
    if first.bound_range is not None and first.bound_range.start >= first.range.end:
        return None
    if text[first.range.end : second.range.start] not in _JOINTS:
        return None
    value = first.value * Decimal(step) + second.value
    return replace(
        second,
        range=Range(first.range.start, second.range.end),
        value=value,
        low=value,
        high=value,
        bound=first.bound,
        bound_range=first.bound_range,
    )
