"""The fold: what it makes equal, what it must keep apart, and the way back to the original characters."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.text.fold import INVISIBLE, fold, fold_text
from summarizer.text.ranges import Range

TRICKY = "ab e9é½²₂⁻①㎢㏠ﬁ…“”‘’\"'«–—−-- \u00a0\u2009\n\t\u00ad\u200b\u0301\u0308ｶﾞ한글\u1100\u1161८５1️⃣³"
texts = st.one_of(st.text(max_size=40), st.text(alphabet=TRICKY, max_size=40))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“This enemy’s plan”", '"This enemy\'s plan"'),
        ("«so» it went", '"so" it went'),
        ("Russia–Ukraine — talks", "Russia-Ukraine - talks"),
        ("talks −5", "talks -5"),
        ("he said -- again", "he said — again"),
        ("two\u00a0 words", "two words"),
        ("a line\n\nand more", "a line and more"),
        ("Volody\u00admyr\u200b", "Volodymyr"),
        ("Zürich", unicodedata.normalize("NFD", "Zürich")),
        ("한글", unicodedata.normalize("NFD", "한글")),
        ("ﬁnal…", "final..."),
        ("８６％", "86%"),
        ("1,100 km²", "1,100 km2"),
        ("CO₂", "CO2"),
        ("5 ㎢", "5 km2"),
        ("❤️", "❤"),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("1½", "11/2"),
        ("½", "1/2"),
        ("3①", "31"),
        ("3㏠", "31日"),
        ("10⁻³", "10-3"),
        ("x²5", "x25"),
        ("a²\u00ad5", "a25"),
        ("三²", "三2"),
        ("5'", '5"'),
        ("May", "may"),
        ("at -5", "at-5"),
        ("1 100", "1100"),
        ("٤", "4"),
        ("a.b", "a b"),
    ],
)
def test_what_reads_differently_stays_apart(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


def test_no_single_character_gains_a_digit_beside_a_figure() -> None:
    for code in range(0x80, 0x110000):
        character = chr(code)
        if character.isdecimal() or not (character.isnumeric() or unicodedata.category(character) in ("No", "So")):
            continue
        digits = [c for c in fold_text(f"1{character}5") if c.isascii() and c.isdigit()]
        assert digits == ["1", "5"], f"U+{code:04X}"


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@given(texts, st.data())
def test_an_original_range_folds_to_the_text_it_was_mapped_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    range_ = folded.original(start, end)
    around = folded.covering(start, end) if start < end else None
    if around is not None:
        assert 0 <= around.start < around.end <= len(text)
    if range_ is None or start == end:
        return
    assert 0 <= range_.start <= range_.end <= len(text)
    assert around == range_
    assert folded.folded(range_).start == start
    wanted = folded.text[start:end]
    # A superscript reads its neighbours: cut off from the word around it, it may fold otherwise than in its place.
    cut = text[range_.end :].lstrip(INVISIBLE)[:1].isalnum()
    if not cut and not any(character.isdecimal() for character in wanted):
        assert fold_text(range_.of(text)).strip() == wanted.strip()


@settings(max_examples=50)
@given(st.text(alphabet="abc de-", max_size=60))
def test_plain_text_keeps_its_letters_and_offsets(text: str) -> None:
    folded = fold(text)
    for position, character in enumerate(folded.text):
        if character.isalpha():
            where = folded.original(position, position + 1)
            assert where is not None
            assert where.of(text) == character


def test_edges_leave_out_invisible_characters_and_never_cut_one_in_two() -> None:
    folded = fold("\u00adab\u00ad ﬁn…")
    assert folded.text == "ab fin..."
    assert folded.original(0, 2) == Range(1, 3)
    assert folded.original(4, 5) is None, "half a ligature"
    assert folded.covering(4, 5) == Range(5, 6)
    assert folded.original(6, 7) is None, "one dot of an ellipsis"
    assert folded.original(6, 9) == Range(7, 8)


@pytest.mark.parametrize("unit", ["\u00ad", "-\u00ad", "a\u0301", " \u00ad", "²", "“x” — ", "汉字，", "x\n"])
def test_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        started = time.perf_counter()
        fold(text)
        return time.perf_counter() - started

    seconds(1000)
    small, large = min(seconds(5000) for _ in range(3)), seconds(100_000)
    assert large < 20 * 8 * max(small, 1e-3), "twenty times the text took far more than twenty times the time"
