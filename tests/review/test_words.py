"""Quotes instead of offsets: the shortest passage that says which place is meant."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.review.words import closest, near, places
from summarizer.text.ranges import Range

TEXTS = st.text("ab ", min_size=1, max_size=24)


@st.composite
def text_and_place(draw: st.DrawFn) -> tuple[str, Range]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, Range(start, draw(st.integers(start + 1, len(text))))


def count(text: str, words: str) -> int:
    return len(list(places(text, words)))


@settings(max_examples=300, deadline=None)
@given(text_and_place())
def test_near_stands_once_and_holds_the_words_once_there(case: tuple[str, Range]) -> None:
    text, where = case
    words = where.of(text)
    found = near(text, where)
    possible = any(
        count(text, text[start:end]) == 1 and count(text[start:end], words) == 1
        for start in range(where.start + 1)
        for end in range(where.end, len(text) + 1)
    )
    assert (found is not None) == possible
    if found is not None:
        (at,) = places(text, found)
        assert at.covers(where)
        assert count(found, words) == 1


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.text("ab ", min_size=1, max_size=3), st.integers(0, 30))
def test_closest_is_what_reading_gold_takes(text: str, words: str, to: int) -> None:
    every = list(places(text, words))
    assert closest(text, words, to) == (min(every, key=lambda place: abs(place.start - to)) if every else None)


def test_near_is_short_and_of_whole_words() -> None:
    text = "The gate held. Orrin said the gate had failed. Marl said nothing."
    where = Range(text.index("said the"), text.index("said the") + 4)
    assert near(text, where) == "Orrin said the"


def test_a_long_repetitive_text_takes_no_time() -> None:
    text = "the gate failed, they said. " * 40_000 + "the gate held, they said."
    begun = time.perf_counter()
    assert near(text, Range(100, 104)) is None
    assert near(text, Range(len(text) - 5, len(text) - 1)) is not None
    assert time.perf_counter() - begun < 5
