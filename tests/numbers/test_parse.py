from __future__ import annotations

from decimal import Decimal

import pytest

from summarizer.numbers.parse import parse_quantity, stated_precision


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("4.2 million", "4200000", 5),
        ("67,000", "67000", 3),
        ("430", "430", 1),
        ("86%", "86", 0),
        ("50%", "50", 0),
        ("$40 billion", "40000000000", 9),
        ("10,000", "10000", 3),
        ("12.50", "12.5", -2),
        ("2010", "2010", 1),
        ("more than 1,100 square kilometers (424 square miles)", "1100", 2),
        ("twenty-five thousand", "25000", 3),
    ],
)
def test_one_written_figure(text: str, value: str, precision: int) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.precision) == (Decimal(value), precision)


@pytest.mark.parametrize("text", ["", "none", "12 men and 13 women", "March 12", "007", "the second half"])
def test_no_figure_or_more_than_one(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("value", "precision"), [("67000", 3), ("430", 1), ("5", 0), ("0", 0), ("12.50", -2), ("1E+3", 2)]
)
def test_precision_of_a_bare_value(value: str, precision: int) -> None:
    assert stated_precision(Decimal(value)) == precision
