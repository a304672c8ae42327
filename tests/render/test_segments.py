"""An article cut at the ends of its passages: overlapping and nested ones come out right, whatever they are."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.render.marks import Mark
from summarizer.render.segments import paragraphs
from summarizer.text.ranges import Range


@st.composite
def text_and_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text("ab \n\u202e🚢", min_size=1, max_size=40))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        style = draw(st.sampled_from(["claim doubted", "claim attributed", "number", "hedge"]))
        marks.append(Mark(f"c{number}", style, Range(start, end), draw(st.booleans())))
    return text, marks


@settings(max_examples=300, deadline=None)
@given(text_and_marks())
def test_every_character_once_with_exactly_the_items_that_stand_on_it(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    shown: dict[int, tuple[str, ...]] = {}
    for line in paragraphs(text, marks):
        for segment in line.segments:
            for at in range(*segment.range):
                assert at not in shown
                shown[at] = segment.items
            words = segment.range.of(text)
            plain = "".join(part for part, hidden in segment.parts if not hidden)
            assert plain == words.replace("\u202e", "")
            assert sum(hidden for _, hidden in segment.parts) == words.count("\u202e")
    lines = [line for line in text.split("\n") if line.strip()]
    assert len(shown) == sum(map(len, lines))
    for at, items in shown.items():
        assert set(items) == {mark.item for mark in marks if mark.range.start <= at < mark.range.end}


def test_of_claims_on_the_same_words_the_doubted_one_gives_the_colour() -> None:
    marks = [Mark("c1", "claim attributed", Range(0, 10)), Mark("c2", "claim doubted", Range(4, 8), True)]
    (line,) = paragraphs("0123456789", marks)
    assert [segment.styles for segment in line.segments] == [
        ("attributed", "claim"), ("claim", "doubted"), ("attributed", "claim")]  # fmt: skip
    assert [segment.ends for segment in line.segments] == [(), ("c2",), ()]


def test_many_lines_and_many_marks_in_linear_time() -> None:
    text = "some words of an article\n" * 40_000
    marks = [Mark(f"c{at}", "claim attributed", Range(at * 100, at * 100 + 60), True) for at in range(9_000)]
    begun = time.perf_counter()
    assert len(paragraphs(text, marks)) == 40_000
    assert time.perf_counter() - begun < 10
