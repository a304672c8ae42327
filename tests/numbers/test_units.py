from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from summarizer.numbers.unit_table import unit_table
from summarizer.numbers.units import convert, dimension_of, find_unit, normalise_unit, width


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("square kilometers", "km^2"),
        ("sq. miles", "mi^2"),
        ("km²", "km^2"),
        ("km^2", "km^2"),
        ("US$", "USD"),
        ("usd", "USD"),
        ("rubles", "RUB"),
        ("%", "percent"),
        ("per cent", "percent"),
        ("percentage points", "percentage_point"),
        ("percentage_point", "percentage_point"),
        ("day", "day"),
        ("year-old", "year"),
        ("degrees Celsius", "degC"),
        ("soldiers", None),
        ("", None),
        (None, None),
    ],
)
def test_units_are_named(written: str | None, name: str | None) -> None:
    assert normalise_unit(written) == name


def test_every_unit_with_a_name_in_pint_converts_within_its_dimension() -> None:
    first: dict[str, str] = {}
    for unit in unit_table().units.values():
        if unit.pint is None:
            continue
        other = first.setdefault(unit.dimension, unit.name)
        there = convert(Decimal(3), unit.name, other)
        assert there is not None, unit
        back = convert(there, other, unit.name)
        assert back is not None
        assert abs(back - 3) < Decimal("1e-9"), unit


def test_every_way_of_writing_a_unit_is_found() -> None:
    for entries in unit_table().phrases.values():
        for phrase, unit in entries:
            assert find_unit(" ".join(phrase)) is not None, unit


def test_conversions() -> None:
    assert convert(Decimal(100), "degC", "degF") == pytest.approx(Decimal(212))
    assert width(Decimal(1), "degC", "degF") == pytest.approx(Decimal("1.8"))
    assert convert(Decimal(25), "basis_point", "percentage_point") == Decimal("0.25")
    assert convert(Decimal(5), "USD", "GBP") is None
    assert convert(Decimal(5), "percent", "percentage_point") is None
    assert convert(Decimal(5), None, "km") is None
    assert convert(Decimal(5), "bananas", "bananas") == 5


def test_dimensions() -> None:
    assert dimension_of(None) == "count"
    assert dimension_of("km") == dimension_of("mi") == "length"
    assert dimension_of("USD") != dimension_of("EUR")
    assert dimension_of("bananas") != dimension_of("count")


def test_finding_quantities_does_not_load_pint() -> None:
    code = (
        "import sys; from summarizer.numbers.grammar import find_quantities; find_quantities('5 km and 3 miles');"
        "from summarizer.numbers import compare; print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
