"""Units as written to units by name, and conversion between them.

pint does the converting; it takes a third of a second to load, so it is imported when the first conversion is asked
for and its registry is kept. Each currency is a dimension of its own: rates change, and a rate is not in the article.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.numbers.unit_table import Unit, unit_table

if TYPE_CHECKING:
    import pint

_POINTS = {"percentage_point": Decimal(1), "basis_point": Decimal("0.01")}


def find_unit(written: str) -> Unit | None:
    """The unit that some words or a normalised name stand for ("sq. miles", "US$", "km^2"), or None."""
    table = unit_table()
    exact = written.strip()
    for lookup in (table.exact, table.signs, table.codes, table.units):
        if exact in lookup:
            return lookup[exact]
    key = tuple(exact.lower().replace(".", " ").replace("_", " ").replace("-", " ").split())
    if not key:
        return None
    for phrase, unit in table.phrases.get(key[0], ()):
        if phrase == key:
            return unit
    upper = exact.upper()
    return table.codes.get(upper)


def normalise_unit(written: str | None) -> str | None:
    """Normalised name of a unit as written; None where it is no unit the grammar knows (a counted noun, say)."""
    unit = find_unit(written) if written else None
    return unit.name if unit else None


def dimension_of(name: str | None) -> str:
    """The dimension that a normalised unit belongs to; bare counts are one too, and so is each unknown unit."""
    if name is None:
        return "count"
    unit = unit_table().units.get(name) or find_unit(name)
    return unit.dimension if unit else f"unit {name}"


@cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)


@cache
def _line(source: str, target: str) -> tuple[Decimal, Decimal] | None:
    """Factor and offset that take a value in `source` to `target`; None where there is no such conversion."""
    if source == target:
        return Decimal(1), Decimal(0)
    if source in _POINTS and target in _POINTS:
        return _POINTS[source] / _POINTS[target], Decimal(0)
    if dimension_of(source) != dimension_of(target):
        return None
    units = unit_table().units
    start, end = units.get(source) or find_unit(source), units.get(target) or find_unit(target)
    if start is None or end is None or start.pint is None or end.pint is None:
        return None
    registry = _registry()
    at_zero = registry.Quantity(Decimal(0), start.pint).to(end.pint).magnitude
    at_one = registry.Quantity(Decimal(1), start.pint).to(end.pint).magnitude
    return Decimal(at_one) - Decimal(at_zero), Decimal(at_zero)


def convert(value: Decimal, source: str | None, target: str | None) -> Decimal | None:
    """`value` in unit `source` expressed in `target`, or None where the two do not convert (currencies, dimensions)."""
    if source == target:
        return value
    line = _line(source, target) if source and target else None
    return None if line is None else value * line[0] + line[1]


def width(value: Decimal, source: str | None, target: str | None) -> Decimal | None:
    """A difference of `value` in unit `source` as one in `target` (without offset: 1 °C is 1.8 °F wide), or None."""
    if source == target:
        return value
    line = _line(source, target) if source and target else None
    return None if line is None else abs(value * line[0])
