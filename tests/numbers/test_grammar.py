from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range

SENTENCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
SEEDS = Path(__file__).parents[2] / "seeds"


def described(quantity: Quantity, text: str, asked: dict[str, Any]) -> dict[str, Any]:
    """A quantity in the words of the data file, with the optional keys that `asked` uses."""
    got: dict[str, Any] = {"figure": quantity.range.of(text)}
    if quantity.value is not None:
        got["is"] = quantity.value
    else:
        got["low"], got["high"] = quantity.low, quantity.high
    got |= {"kind": quantity.kind, "bound": quantity.bound, "unit": quantity.unit_norm}
    if "noun" in asked:
        got["noun"] = quantity.noun.of(text) if quantity.noun else None
    if "bound_words" in asked:
        got["bound_words"] = quantity.bound_range.of(text) if quantity.bound_range else None
    return got


def expected(asked: dict[str, Any]) -> dict[str, Any]:
    wanted = {"kind": "count", "bound": "=", "unit": None} | asked
    return {key: Decimal(str(value)) if key in {"is", "low", "high"} else value for key, value in wanted.items()}


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:50])
def test_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quantities(text)
    padded = case["holds"] + [{}] * (len(found) - len(case["holds"]))
    assert [described(q, text, asked) for q, asked in zip(found, padded, strict=False)] == [
        expected(asked) for asked in case["holds"]
    ]


def test_there_are_enough_sentences() -> None:
    assert len(SENTENCES) >= 150
    assert len({case["text"] for case in SENTENCES}) == len(SENTENCES)


# Every figure of the seed articles: characters, value or interval, bound, unit.
SEED_FIGURES: dict[str, list[tuple[str, str, str, str | None]]] = {
    "000_f233553325f6fc12.txt": [("86%", "86", "=", "percent"), ("hundreds", "100..1000", "=", None)],
    "001_af24dd13915a24e0.txt": [
        ("1,100 square kilometers", "1100", ">", "km^2"),
        ("424 square miles", "424", "=", "mi^2"),
        ("86%", "86", ">", "percent"),
        ("five days", "5", "=", "day"),
        ("24", "24", "=", None),
        ("259 square kilometers", "259", "=", "km^2"),
        ("67,000", "67000", ">", None),
        ("430", "430", "=", None),
        ("10,000", "10000", "=", None),
        ("10,000", "10000", "~", None),
        ("two", "2", "=", None),
    ],
    "002_0b3daa49e9a4cb2b.txt": [
        ("86%", "86", ">", "percent"),
        ("1,100 square kilometers", "1100", ">", "km^2"),
        ("24", "24", "=", None),
        ("259 square kilometers", "259", "=", "km^2"),
        ("five days", "5", "=", "day"),
        ("400", "400", ">", None),
        ("67,000", "67000", ">", None),
        ("67,000", "67000", ">", None),
        ("600", "600", ">", None),
        ("10,000", "10000", "~", None),
    ],
    "003_404eaf511893a343.txt": [
        ("24", "24", "=", None),
        ("five days", "5", "=", "day"),
        ("10,000", "10000", "~", None),
        ("430", "430", "=", None),
        ("942", "942", "=", None),
        ("1,100 square kilometers", "1100", "~", "km^2"),
        ("425 square miles", "425", "~", "mi^2"),
        ("30-day", "30", "=", "day"),
    ],
    "004_f754e1f7e53ae2b4.txt": [("thousands", "1000..10000", "=", None), ("12,000", "12000", "~", None)],
}


@pytest.mark.parametrize("name", SEED_FIGURES)
def test_seed_article(name: str) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    found = [
        (q.range.of(text), str(q.value) if q.value is not None else f"{q.low}..{q.high}", q.bound, q.unit_norm)
        for q in find_quantities(text)
    ]
    assert found == SEED_FIGURES[name]


@given(
    st.text(
        alphabet=st.sampled_from("0123456789,.-–/%$£€ \n\u00a0½'’\"()mk") | st.characters(codec="utf-8"), max_size=60
    )
    | st.lists(
        st.sampled_from(
            [
                "a",
                "half",
                "of",
                "five",
                "million",
                "12",
                "1,000",
                "to",
                "-",
                "between",
                "and",
                "%",
                "$",
                "km",
                "2024",
                "dozens",
            ]
        )
    ).map(" ".join)
)
@settings(max_examples=400, deadline=None)
def test_ranges_are_ordered_apart_and_inside_the_text(text: str) -> None:
    at = 0
    for quantity in find_quantities(text):
        assert at <= quantity.range.start < quantity.range.end <= len(text)
        at = quantity.range.end
        assert quantity.low is not None
        assert quantity.high is not None
        assert quantity.low <= quantity.high
        if quantity.value is not None:
            assert quantity.low == quantity.value == quantity.high
        for part in (quantity.unit_range, quantity.bound_range, quantity.noun):
            assert part is None or 0 <= part.start < part.end <= len(text)


@given(st.integers(0, 10**15))
def test_digits_with_and_without_separators_say_the_same(value: int) -> None:
    text = f"They counted {value:,} ballots."
    (quantity,) = find_quantities(text)
    assert quantity.value == value
    assert quantity.range.of(text) == f"{value:,}"


@given(st.sampled_from([case["text"] for case in SENTENCES]), st.text(alphabet="xy é\n", max_size=20))
@settings(max_examples=60)
def test_a_part_is_read_with_the_offsets_of_the_whole(sentence: str, before: str) -> None:
    text = before + sentence + " Later, 77 more followed."
    start = len(before)
    inside = find_quantities(text, Range(start, start + len(sentence)))
    alone = find_quantities(sentence)
    assert [(q.range.start - start, q.range.end - start, q.value) for q in inside] == [
        (q.range.start, q.range.end, q.value) for q in alone
    ]


HOSTILE = [
    "1", "1,", ",", "-", "1-", "1 ", "million ", "1 million ", "five ", "hundreds of ", "one hundred and ", "1/", "(1",
    "½", "between 5 and ", "5 to ", "$", "$5 ", "March ", "more than ", "5 square ", "1:", "\n", " ", "twenty-", "+1 ",
    "1\u00a0111", "5 percent\n", "a half", "\"5\" ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        started = time.process_time()
        find_quantities(text)
        return time.process_time() - started

    seconds(1000)
    small, large = min(seconds(20_000) for _ in range(3)), seconds(160_000)
    assert large < 0.2 + 24 * small  # eight times the text; a quadratic rule would take 64 times as long


def test_a_table_in_one_line_is_passed_over_and_prose_beside_it_is_not() -> None:
    text = "Some 200 people voted.\n\n" + "4 ; 5 ; " * 600 + "\n\nAbout 30 did not."
    assert [q.range.of(text) for q in find_quantities(text)] == ["200", "30"]
