"""Figures that restate the one before them in another unit: "1,100 square kilometers (424 square miles)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from summarizer.numbers.quantity import Quantity
from summarizer.numbers.units import dimension_of

# What may stand between a figure and its restatement in brackets, before and after the approximator.
_OPENING: Final = re.compile(
    r"[\w’'\- ]{0,60}\s?[(\[]\s?(?:or |i\.e\. |that is,? |equivalent to |worth )?(?:[A-Z]{2,3} ?)?"
)
_OTHER_WORDS: Final = re.compile(r"(?:,? or|,? that is,|,? equivalent to|,? equal to|/)\s?")
_CONVERTING: Final = frozenset(
    {"length", "area", "volume", "mass", "speed", "temperature", "energy", "power", "volume flow"}
)


def equivalents(quantities: Sequence[Quantity], text: str) -> list[tuple[int, int]]:
    """Pairs of indexes `(first, second)` where the second figure restates the first in another unit.

    It stands in brackets right after it (or after what it counts), or after "or" or a slash, has the same dimension and
    another unit; money restates money in another currency in brackets only. Whether the two values agree is not
    asked: a wrong conversion is a finding for `compare.equal`.
    """
    return [
        (index, index + 1)
        for index, (first, second) in enumerate(pairwise(quantities))
        if first.kind == second.kind and _restates(first, second, text)
    ]


def _restates(first: Quantity, second: Quantity, text: str) -> bool:
    if first.unit_norm is None or second.unit_norm is None or first.unit_norm == second.unit_norm:
        return False
    start = max(first.range.end, first.bound_range.end if first.bound_range else 0)
    end = second.range.start
    if second.bound_range is not None and second.bound_range.start < end:
        end = second.bound_range.start
    if not 0 < end - start <= 80:
        return False
    between = text[start:end]
    bracketed = _OPENING.fullmatch(between) is not None
    if first.kind == "money":
        return bracketed
    same = dimension_of(first.unit_norm) == dimension_of(second.unit_norm)
    return (
        same
        and dimension_of(first.unit_norm) in _CONVERTING
        and (bracketed or _OTHER_WORDS.fullmatch(between) is not None)
    )
