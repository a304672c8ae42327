from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.numbers.compare import Clash, Relation, clash, equal, figure, relation
from summarizer.numbers.parse import parse_quantity
from summarizer.numbers.quantity import Quantity


def read(text: str) -> Quantity:
    quantity = parse_quantity(text)
    assert quantity is not None, text
    return quantity


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("4.2 million", "4,237,112"),
        ("1,100 square kilometers", "424 square miles"),
        ("1,100 km²", "425 sq mi"),
        ("424 square miles", "425 square miles"),
        ("424 square miles", "approximately 425 square miles"),
        ("67,000", "67,412"),
        ("86%", "86 per cent"),
        ("half", "50%"),
        ("two-thirds", "67%"),
        ("$40 billion", "40,000 million dollars"),
        ("30 days", "720 hours"),
        ("25 basis points", "0.25 percentage points"),
        ("30 °C", "86 °F"),
        ("more than 67,000", "67,000"),
        ("hundreds", "Hundreds"),
        ("a dozen", "12"),
        ("10 to 12", "10-12"),
    ],
)
def test_equal(a: str, b: str) -> None:
    assert equal(read(a), read(b))
    assert equal(read(b), read(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("4.2 m", "4.3 m"),
        ("4.2 million", "4.3 million"),
        ("10,000", "12,000"),
        ("430", "400"),
        ("86%", "86 percentage points"),
        ("86%", "0.86"),
        ("$5", "£5"),
        ("five days", "five weeks"),
        ("430", "hundreds"),
        ("12", "12 km"),
        ("430", "942"),
        ("259 miles", "259 km"),
    ],
)
def test_not_equal(a: str, b: str) -> None:
    assert not equal(read(a), read(b))
    assert not equal(read(b), read(a))


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("430", "over 400", "compatible"),
        ("over 400", "hundreds", "compatible"),
        ("430", "hundreds", "compatible"),
        ("430", "430", "equal"),
        ("about 10,000", "10,000", "equal"),
        ("over 1,100 square kilometers", "1,100 square kilometers", "compatible"),
        ("at least 12", "more than 12", "equal"),
        ("430", "942", "contradicts"),
        ("4.2 m", "4.3 m", "contradicts"),
        ("fewer than 300", "over 400", "contradicts"),
        ("under 400", "400 to 500", "contradicts"),
        ("at most 400", "400 to 500", "compatible"),
        ("12,000", "10,000", "contradicts"),
        ("thousands", "12,000", "contradicts"),
        ("86%", "86 percentage points", "incomparable"),
        ("$5", "£5", "incomparable"),
        ("5 km", "5 kg", "incomparable"),
    ],
)
def test_relation(a: str, b: str, wanted: Relation) -> None:
    assert relation(read(a), read(b)) == wanted
    assert relation(read(b), read(a)) == wanted


@pytest.mark.parametrize(
    ("source", "brief", "wanted"),
    [
        ("67,000", "67,000", None),
        ("67,000", "670,000", "scale_slip"),
        ("4.2 billion", "4.2 million", "scale_slip"),
        ("3%", "3 percentage points", "percent_points"),
        ("25 basis points", "25%", "percent_points"),
        ("more than 67,000", "67,000", "bound_lost"),
        ("about 500", "500", "bound_lost"),
        ("at least 12", "more than 12", None),
        ("12", "at least 12", None),
        ("over 400", "under 400", "number_clash"),
        ("430", "403", "number_clash"),
        ("1,100 square kilometers", "1,100 square miles", "unit_mismatch"),
        ("$5 billion", "£5 billion", "unit_mismatch"),
        ("5 km", "5", "unit_mismatch"),
        ("1,100 square kilometers", "425 square miles", None),
        ("hundreds", "thousands", "scale_slip"),
    ],
)
def test_clash(source: str, brief: str, wanted: Clash | None) -> None:
    assert clash(read(source), read(brief)) == wanted


def test_a_figure_from_a_brief_is_compared_with_the_precision_of_its_words() -> None:
    written = figure(Decimal(4_200_000), written="4.2 million")
    assert written.precision == 5
    assert equal(written, read("4,237,112"))
    assert figure(Decimal(4_237_112)).precision == 0
    assert not equal(figure(Decimal(4_237_112)), figure(Decimal(4_237_900)))


def test_a_figure_keeps_its_own_value_where_its_words_say_another() -> None:
    drifted = figure(Decimal(43), written="4.2 million")
    assert (drifted.value, drifted.precision) == (43, 0)


def test_a_figure_takes_units_as_written_or_by_name() -> None:
    assert figure(Decimal(1), unit="square miles").unit_norm == "mi^2"
    assert figure(Decimal(1), unit="km^2").unit_norm == "km^2"
    assert figure(Decimal(1), unit="US$").unit_norm == "USD"
    assert figure(None, Decimal(100), Decimal(1000)).unit_norm is None


def test_a_figure_without_any_value_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a value"):
        figure(None, low=Decimal(3))


FIGURES = st.builds(
    lambda value, bound, unit: figure(value, bound=bound, unit=unit),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from(["=", "~", ">", "<", ">=", "<="]),
    st.sampled_from([None, "percent", "km", "mi", "USD", "percentage_point", "degC", "degF"]),
)


@given(FIGURES, FIGURES)
@settings(max_examples=150, deadline=None)
def test_comparing_is_symmetric_and_every_figure_equals_itself(a: object, b: object) -> None:
    assert equal(a, a)  # type: ignore[arg-type]
    assert relation(a, a) == "equal"  # type: ignore[arg-type]
    assert clash(a, a) is None  # type: ignore[arg-type]
    assert equal(a, b) == equal(b, a)  # type: ignore[arg-type]
    assert relation(a, b) == relation(b, a)  # type: ignore[arg-type]
