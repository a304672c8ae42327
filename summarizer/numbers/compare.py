"""Whether two figures agree: by dimension, to the precision they are stated with, and as intervals.

Values agree when they differ by at most half a unit of the coarser stated precision, after conversion to one unit
("4.2 million" and 4,237,112; 1,100 km² and 424 square miles; not 4.2 m and 4.3 m). Two leniencies, each for a reason:

* an approximated figure ("approximately 425") is uncertain by a whole unit of its last digit;
* a physical measure given to three digits or more may differ by one in the last, because conversions are cut off
  as often as rounded: 1,100 km² is printed as 424 and as 425 square miles.

Percent is not percentage points, and currencies do not convert.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, Protocol

from summarizer.numbers.parse import parse_quantity, stated_precision
from summarizer.numbers.quantity import Bound
from summarizer.numbers.units import convert, dimension_of, normalise_unit, width

Relation = Literal["equal", "compatible", "contradicts", "incomparable"]
Clash = Literal["number_clash", "scale_slip", "percent_points", "bound_lost", "unit_mismatch"]

_HALF: Final = Decimal("0.5")
_INFINITE: Final = Decimal("Infinity")
_PERCENT: Final = frozenset({"share", "points of percent"})
# A scale slip is off by a power of ten up to this one (units for trillions).
_LARGEST_SLIP: Final = 12


class Comparable(Protocol):
    """What a figure must tell to be compared; a `Quantity` does, and so does a `Figure`."""

    @property
    def value(self) -> Decimal | None:
        """The value of a point; None for an interval."""
        ...

    @property
    def low(self) -> Decimal | None:
        """Lower end, inclusive."""
        ...

    @property
    def high(self) -> Decimal | None:
        """Upper end, inclusive."""
        ...

    @property
    def bound(self) -> Bound:
        """Direction, or `~` for an approximation."""
        ...

    @property
    def precision(self) -> int:
        """Exponent of ten of the last stated digit."""
        ...

    @property
    def unit_norm(self) -> str | None:
        """Normalised unit; None for a bare count."""
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure from a brief or a gold file, ready to be compared; make one with `figure`."""

    value: Decimal | None
    low: Decimal
    high: Decimal
    bound: Bound = "="
    precision: int = 0
    unit_norm: str | None = None


def figure(
    value: Decimal | None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    *,
    bound: Bound = "=",
    unit: str | None = None,
    written: str | None = None,
) -> Figure:
    """A `Figure` from the fields of a brief's number. `unit` may be normalised or as written.

    `written` is the figure's text in the article: its precision counts where it says the same value, otherwise
    the digits of the value do.

    Raises:
        ValueError: neither a value nor both ends of an interval are given.
    """
    start = value if low is None else low
    end = value if high is None else high
    if start is None or end is None:
        raise ValueError("a figure needs a value, or both ends of an interval")
    read = parse_quantity(written) if written else None
    if read is not None and (read.value, read.low, read.high) == (value, start, end):
        precision = read.precision
    else:
        precision = max(stated_precision(start), stated_precision(end))
    return Figure(value, start, end, bound, precision, normalise_unit(unit) or unit)


@dataclass(frozen=True, slots=True)
class _Ends:
    """A figure's ends, the width of one unit of its last digit, and how far it may be off, all in one common unit."""

    low: Decimal
    high: Decimal
    step: Decimal


def _ends(item: Comparable, unit: str | None) -> _Ends | None:
    if item.low is None or item.high is None:
        return None
    low, high = convert(item.low, item.unit_norm, unit), convert(item.high, item.unit_norm, unit)
    step = width(Decimal(1).scaleb(item.precision), item.unit_norm, unit)
    if low is None or high is None or step is None:
        return None
    return _Ends(min(low, high), max(low, high), step)


def _pair(a: Comparable, b: Comparable) -> tuple[_Ends, _Ends] | None:
    """The ends of both in the unit of `a`; None where they are of different dimensions or do not convert."""
    first, second = _ends(a, a.unit_norm), _ends(b, a.unit_norm)
    return None if first is None or second is None else (first, second)


def _tolerance(item: Comparable, ends: _Ends) -> Decimal:
    """Half a unit of the last digit, or a whole one (see the module docstring)."""
    if item.bound == "~":
        return ends.step
    physical = dimension_of(item.unit_norm) not in {"count", "share", "points of percent", "point", "magnitude", "time"}
    money = dimension_of(item.unit_norm).startswith(("money", "unit "))
    if physical and not money and max(abs(ends.low), abs(ends.high)) >= 100 * ends.step:
        return ends.step
    return ends.step * _HALF


def _agree(a: Comparable, b: Comparable, first: _Ends, second: _Ends) -> bool:
    tolerance = max(_tolerance(a, first), _tolerance(b, second))
    return abs(first.low - second.low) <= tolerance and abs(first.high - second.high) <= tolerance


def equal(a: Comparable, b: Comparable) -> bool:
    """Whether two figures state the same value, whatever their bounds ("over 1,100" and "1,100" do).

    An interval equals only an interval with the same ends.
    """
    if (a.value is None) != (b.value is None):
        return False
    pair = _pair(a, b)
    return pair is not None and _agree(a, b, *pair)


def _family(bound: Bound) -> str:
    return {"=": "point", "~": "point", ">": "from", ">=": "from", "<": "to", "<=": "to"}[bound]


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal
    open_low: bool
    open_high: bool


def _span(item: Comparable, ends: _Ends) -> _Span:
    """The values a figure allows: its bound opens one side, its tolerance widens the other."""
    slack = _tolerance(item, ends) if item.value is not None else Decimal(0)
    low = -_INFINITE if item.bound in {"<", "<="} else ends.low
    high = _INFINITE if item.bound in {">", ">="} else ends.high
    if item.bound not in {"=", "~"}:
        slack = Decimal(0)
    low, high = low - slack, high + slack
    return _Span(low, high, item.bound == ">" or slack > 0, item.bound == "<" or slack > 0)


def _meet(a: _Span, b: _Span) -> bool:
    low, high = max(a.low, b.low), min(a.high, b.high)
    if low != high:
        return low < high
    open_end = any((span.open_low and span.low == low) or (span.open_high and span.high == low) for span in (a, b))
    return not open_end


def relation(a: Comparable, b: Comparable) -> Relation:
    """How two figures for the same thing stand to each other.

    `equal`: the same value with the same kind of bound. `compatible`: some value satisfies both (430 and "over 400" and
    "hundreds"). `contradicts`: none does. `incomparable`: different dimensions, or units that do not convert.
    """
    pair = _pair(a, b)
    if pair is None:
        return "incomparable"
    if _family(a.bound) == _family(b.bound) and equal(a, b):
        return "equal"
    return "compatible" if _meet(_span(a, pair[0]), _span(b, pair[1])) else "contradicts"


def clash(a: Comparable, b: Comparable) -> Clash | None:
    """What is wrong with figure `b` where it should state `a`; None where nothing is.

    `percent_points`: percent against percentage points. `unit_mismatch`: another dimension, or the same digits in
    another unit. `scale_slip`: off by a power of ten. `bound_lost`: the value is right and the approximator of `a` is
    gone or turned round without contradiction. `number_clash`: another value. A bound that only `b` has is no clash
    of the figures.
    """
    dimensions = {dimension_of(a.unit_norm), dimension_of(b.unit_norm)}
    if dimensions == _PERCENT:
        return "percent_points"
    pair = _pair(a, b)
    if pair is None:
        return "unit_mismatch"
    if equal(a, b):
        return _bound_clash(a, b, pair)
    if a.unit_norm != b.unit_norm and (a.low, a.high) == (b.low, b.high):
        return "unit_mismatch"
    return "scale_slip" if _slipped(a, b, *pair) else "number_clash"


def _bound_clash(a: Comparable, b: Comparable, pair: tuple[_Ends, _Ends]) -> Clash | None:
    if a.bound == b.bound or a.bound == "=":
        return None
    if _family(a.bound) == _family(b.bound) != "point":
        return None
    if not _meet(_span(a, pair[0]), _span(b, pair[1])):
        return "number_clash" if b.bound != "=" else "bound_lost"
    return "bound_lost"


def _slipped(a: Comparable, b: Comparable, first: _Ends, second: _Ends) -> bool:
    if first.high == 0 or second.high == 0 or (first.high < 0) != (second.high < 0):
        return False
    ratio = abs(second.high / first.high)
    exponent = round(float(ratio.log10()))
    if exponent == 0 or abs(exponent) > _LARGEST_SLIP:
        return False
    moved = _Ends(second.low.scaleb(-exponent), second.high.scaleb(-exponent), second.step.scaleb(-exponent))
    return _agree(a, b, first, moved)
