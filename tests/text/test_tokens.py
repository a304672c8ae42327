"""Word tokens with offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.text.ranges import Range
from summarizer.text.tokens import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia’s top general, Gerasimov.", ["Russia’s", "top", "general", "Gerasimov"]),
        ("more than 1,100.5 km (86%)", ["more", "than", "1,100.5", "km", "86"]),
        ("the U.S. counter-terrorist force", ["the", "U.S", "counter", "terrorist", "force"]),
        ("He left the room.Then he came", ["He", "left", "the", "room", "Then", "he", "came"]),
        ("Cafe\u0301 E\u0301ric", ["Cafe\u0301", "E\u0301ric"]),
        ("the gov\u00adern\u00adment", ["the", "gov\u00adern\u00adment"]),
        ("乌克兰100人", ["乌", "克", "兰", "100", "人"]),
        ("यह वाक्य है", ["यह", "वाक्य", "है"]),
        ("snake_case 🎉 —", ["snake", "case"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.of(text) for word in words(text)] == expected


def test_within_a_range_offsets_are_those_of_the_whole_text() -> None:
    text = "one two three"
    assert words(text, Range(4, 9)) == [Range(4, 7), Range(8, 9)]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_every_letter_and_digit_lies_in_exactly_one_word(text: str) -> None:
    found = words(text)
    covered = [index for word in found for index in range(*word)]
    assert covered == sorted(set(covered))
    assert {index for index, char in enumerate(text) if char.isalnum()} <= set(covered)
