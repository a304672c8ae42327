from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.quotations import find_quotations
from summarizer.text.ranges import Range

CASES = [
    ("“It is done,” he said.", ["“It is done,”"]),
    ('"It is done," he said.', ['"It is done,"']),
    ("‘It is done,’ he said.", ["‘It is done,’"]),
    ("'It is done,' he said.", ["'It is done,'"]),
    ("„Es ist aus“, sagte er.", ["„Es ist aus“"]),
    ("«Oui», dit-il.", ["«Oui»"]),
    ("``So it goes'' was his answer.", ["``So it goes''"]),
    ("“He told me ‘run’ and left,” she said.", ["“He told me ‘run’ and left,”", "‘run’"]),
    ("\"He told me 'run' and left,\" she said.", ["\"He told me 'run' and left,\"", "'run'"]),
    ("“Yes,” he said, “but later.”", ["“Yes,”", "“but later.”"]),
    ("A 'smart' meter and an 'old' one.", ["'smart'", "'old'"]),
    ('"word"—he said', ['"word"']),
    # Not quotations.
    ("The soldiers' lives and the council’s plan don't matter.", []),
    ("In the '90s it was rock 'n' roll.", []),
    ('He is 6\'2" tall, on a 5" step.', []),
    ("It’s the mayor’s.", []),
    # Possessives inside.
    ("'The miners' strike is over,' she said.", ["'The miners' strike is over,'"]),
    # Over several sentences, lines and paragraphs.
    ('"It rained. It poured.\nIt stopped," she said.', ['"It rained. It poured.\nIt stopped,"']),
    ("“First.\n\n“Second.\n\n“Third,” he said.", ["“First.\n\n“Second.\n\n“Third,”"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_quoted(text, expected) -> None:
    assert [quotation.range.of(text) for quotation in find_quotations(text)] == expected


def test_inner_leaves_out_the_marks() -> None:
    text = "She said “never”."
    (quotation,) = find_quotations(text)
    assert quotation.inner.of(text) == "never"
    assert quotation.closed


def test_an_unclosed_quotation_ends_with_its_line() -> None:
    text = '"Nobody closed this.\nThe next "one" is fine.'
    first, second = find_quotations(text)
    assert (first.range.of(text), first.closed) == ('"Nobody closed this.', False)
    assert (second.range.of(text), second.closed) == ('"one"', True)


def test_only_the_part_asked_for_is_read() -> None:
    text = "“one” “two” “three”"
    assert [q.range.of(text) for q in find_quotations(text, Range(6, 11))] == ["“two”"]


@given(st.text(alphabet="ab .,\n'\"“”‘’", max_size=120))
@settings(max_examples=300, deadline=None)
def test_quotations_are_in_order_and_inside_the_text(text) -> None:
    found = find_quotations(text)
    assert [q.range.start for q in found] == sorted(q.range.start for q in found)
    for quotation in found:
        assert (
            0
            <= quotation.range.start
            <= quotation.inner.start
            <= quotation.inner.end
            <= quotation.range.end
            <= len(text)
        )


@pytest.mark.parametrize("piece", ["“", "'a s' ", '"a\n', "it's “x” ", '" '])
def test_time_grows_no_faster_than_the_text(piece) -> None:
    started = time.perf_counter()
    find_quotations(piece * 100_000)
    assert time.perf_counter() - started < 5
