"""Finding quotes: verdicts, word boundaries, context, quotes with an ellipsis, nearest passages, time."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.grounding.locate import Locator, reads_as, to_spans
from summarizer.text.ranges import Range

TEXT = (
    "The mayor’s plan to widen Harbour Street “has failed,” Ada Quill said on Monday.\n"
    "About 1,430 people signed; 430 came. Costs rose 4.5% — over £3 million — near Hanover, she said.\n"
    "“We did not give up,” she said. “We can't… and we won't.”\n"
    "The plan, which nobody had read, will go to the council. Is the fight over? Nobody can say."
)


def find(quote: str, text: str = TEXT, **context: Range) -> tuple[str, list[str]]:
    located = Locator(text).find(quote, **context)
    return located.verdict, [part.text for part in located.parts]


def test_equal_characters_are_verbatim_and_hold_their_place() -> None:
    located = Locator(TEXT).find("430 came")
    (span,) = to_spans(located)
    assert (span.verdict, span.written, span.occurrences) == ("verbatim", None, 1)
    assert TEXT[span.start : span.end] == span.text == "430 came"


@pytest.mark.parametrize(
    "written",
    [
        'The mayor\'s plan to widen Harbour Street "has failed,"',
        "The mayor’s plan  to widen\nHarbour Street “has failed,”",
        "The may\u00ador’s plan to widen Harbour Street “has failed,”",
        unicodedata.normalize("NFD", "The mayor’s plan to widen Harbour Street «has failed,»"),
    ],
)
def test_other_typography_is_typographic_and_keeps_what_was_written(written: str) -> None:
    (span,) = to_spans(Locator(TEXT).find(written))
    assert span.verdict == "typographic"
    assert span.text == "The mayor’s plan to widen Harbour Street “has failed,”"
    assert span.written == written.strip()
    assert reads_as(written, span.text)


@pytest.mark.parametrize(
    "quote",
    [
        "43",
        "30 came",
        "1,4",
        "1,430 peo",
        "over 3 million",
        "5%",
        "4",
        "4.",
        ".5%",
        "over Hanover",
        "can",
        "We can’",
        "won",
        "the mayor's plan",
        "the Mayor’s plan to widen Harbour Street has failed",
        "Costs rose 5.4%",
        "",
        "  ",
        "…",
        "?!",
    ],
)
def test_what_is_not_there_on_word_boundaries_is_not_found(quote: str) -> None:
    assert find(quote, TEXT.replace("Nobody can say", "Nobody knows")) == ("not_found", [])


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("it fell to -5 degrees", "5 degrees", False),
        ("it fell to -5 degrees", "-5 degrees", True),
        ("from 2019-5 on", "5 on", True),
        ("cafe\u0301 society", "cafe", False),
        ("area of 5 km²", "5 km", False),
        ("在库尔斯克地区", "库尔斯克", True),
        ("러시아는 말했다", "러시아", True),
        ("俘虏430人", "430", True),
        ("俘虏1430人", "430", False),
        ("the ﬁnal word", "final", True),
        ("the word… then", "the word..", False),
        ("Russia's plan", "s plan", False),
        ("Russia's plan", "'s plan", False),
        ("Russia's plan", "plan", True),
        ("côte d'Ivoire", "Ivoire", True),
        ("don't stop", "don", False),
        ("Russia's plan", "Russia", True),
        ("'twas late", "twas", True),
    ],
)
def test_boundaries(text: str, quote: str, found: bool) -> None:
    assert Locator(text).find(quote).found is found


def test_several_places_are_ambiguous_unless_the_context_decides() -> None:
    first, second = TEXT.index("she said"), TEXT.index("she said", TEXT.index("give up"))
    located = Locator(TEXT).find("she said")
    (span,) = to_spans(located)
    assert (span.verdict, span.start, span.occurrences) == ("ambiguous", first, 2)
    line = Range(TEXT.index("“We did"), TEXT.index("won't"))
    assert Locator(TEXT).find("she said", near=line).parts[0].range.start == second
    assert Locator(TEXT).find("she said", within=line).verdict == "verbatim"
    assert find("430 came", within=line) == ("not_found", [])
    both = Range(0, len(TEXT))
    assert Locator(TEXT).find("she said", near=both).verdict == "ambiguous"


def test_the_occurrence_beside_the_context_is_meant_when_the_others_are_far() -> None:
    content = Range(TEXT.index("We did"), TEXT.index(",” she"))
    located = Locator(TEXT).find("she said", near=content)
    assert located.verdict == "verbatim"
    assert located.parts[0].range.start == content.end + 3
    text = "He said it. x He said it."
    assert Locator(text).find("He said", near=Range(12, 13)).verdict == "ambiguous", "both are as near"
    other_line = "Quill spoke.\n\nQuill left." + " " * 200 + "Quill."
    assert Locator(other_line).find("Quill", near=Range(6, 12)).verdict == "verbatim"
    assert Locator("a\nQuill." + " " * 200 + "Quill.").find("Quill", near=Range(0, 1)).verdict == "ambiguous"


def test_marks_around_a_quote_and_its_full_stop_may_be_left_off() -> None:
    assert find('"The plan, which nobody had read, will go to the council"')[0] == "typographic"
    assert find("Costs rose 4.5%.") == ("not_found", []), "a stop after a sign is no sentence's end"
    assert find("Ada Quill said.") == ("typographic", ["Ada Quill said"])


def test_a_question_is_not_quoted_by_closing_it_with_a_stop() -> None:
    assert find("Is the fight over.") == ("not_found", [])
    assert find("Is the fight over?")[0] == "verbatim"


def test_a_quote_with_an_ellipsis_is_found_in_parts() -> None:
    verdict, parts = find("The mayor's plan … “has failed,” Ada Quill")
    assert (verdict, parts) == ("typographic", ["The mayor’s plan", "“has failed,” Ada Quill"])
    for span in to_spans(Locator(TEXT).find("The mayor's plan [...] has failed")):
        assert span.verdict == ("verbatim" if span.written is None else "typographic")
        assert reads_as(span.written or span.text, span.text)
    assert find("... the council. Is the fight over?...")[0] == "typographic"
    assert find("We can't… and we won't") == ("verbatim", ["We can't… and we won't"]), "the article's own ellipsis"


@pytest.mark.parametrize(
    "quote",
    [
        "has failed … The mayor’s plan",  # another order
        "plan … council",  # single words
        "The mayor’s plan … will go to the moon",
    ],
)
def test_parts_must_be_there_in_order_and_longer_than_a_word(quote: str) -> None:
    assert find(quote) == ("not_found", [])


def test_parts_must_stand_near_each_other() -> None:
    text = "The plan has " + "many words " * 40 + "failed at last."
    assert Locator(text).find("The plan has … failed at last").verdict == "not_found"
    assert (
        Locator("The plan has many words failed at last").find("The plan has … failed at last").verdict == "typographic"
    )


def test_parts_that_fit_twice_are_ambiguous_where_they_stand_twice() -> None:
    text = "The old plan is dead. The old plan is not so dead, he knew."
    spans = to_spans(Locator(text).find("The old plan … he knew"))
    assert [span.verdict for span in spans] == ["ambiguous", "verbatim"] or [s.verdict for s in spans] == [
        "verbatim",
        "verbatim",
    ]
    assert [span.text for span in spans] == ["The old plan", "he knew"]


def test_nearest_names_the_passage_and_how_like_it_is() -> None:
    nearest = Locator(TEXT).nearest("The plan, that nobody had seen, goes to the council")
    assert nearest is not None
    assert nearest.range.of(TEXT).startswith("The plan, which nobody had read")
    assert 0.7 < nearest.similarity < 1
    figure = Locator(TEXT).nearest("1,340 people signed")
    assert figure is not None
    assert figure.range.of(TEXT) == "1,430 people signed"
    assert Locator(TEXT).nearest("THE MAYOR’S PLAN TO WIDEN") is not None
    assert Locator(TEXT).nearest("Ωμέγα") is None
    assert Locator("").nearest("plan") is None
    assert Locator(TEXT).nearest("") is None


def test_span_of_a_known_range() -> None:
    locator = Locator(TEXT)
    where = Range(TEXT.index("she said"), TEXT.index("she said") + 8)
    assert locator.span(where).verdict == "verbatim"
    assert (locator.span(where, ambiguous=True).verdict, locator.span(where, ambiguous=True).occurrences) == (
        "ambiguous",
        2,
    )
    once = Range(0, 9)
    assert locator.span(once, ambiguous=True).verdict == "verbatim"


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "plan",
            "“has",
            "failed”",
            "won't",
            "1,430",
            "—",
            "over\u00a0it",
            "km²",
            "cafe\u0301",
            "…",
            "ﬁne",
            "4.5%",
        ]
    )
)


@settings(max_examples=200)
@given(WORDS, st.data())
def test_any_stretch_of_whole_words_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, max(0, len(words) - 1)))
    end = data.draw(st.integers(start, len(words)))
    quote = " ".join(words[start:end])
    located = Locator(text).find(quote)
    if not any(character.isalnum() for character in quote):
        assert not located.found
        return
    assert located.verdict in ("verbatim", "ambiguous")
    assert located.parts[0].text == quote
    assert text[located.parts[0].range.start : located.parts[0].range.end] == quote
    assert located.parts[0].occurrences == Locator(text).count(quote)


@settings(max_examples=200)
@given(st.text(max_size=60), st.text(max_size=30), st.data())
def test_whatever_is_found_reads_as_it_was_written(text: str, quote: str, data: st.DataObject) -> None:
    if text and data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(text) - 1))
        quote = text[start : start + data.draw(st.integers(1, 20))]
    locator = Locator(text)
    for span in to_spans(locator.find(quote)):
        assert text[span.start : span.end] == span.text
        assert reads_as(span.written or span.text, span.text)
        assert (span.verdict == "verbatim") <= (span.written is None)
    nearest = locator.nearest(quote)
    if nearest is not None:
        assert 0 <= nearest.range.start < nearest.range.end <= len(text)
        assert 0 < nearest.similarity <= 1


@pytest.mark.parametrize(
    ("unit", "quote"),
    [
        ("aaaa", "aaaa" * 500),
        ("a ", "a " * 500 + "b"),
        (".", "." * 500),
        ("the plan. ", "the plan … the plan … no plan"),
        ("the plan. ", "the plan … the plan … the plan"),
        ("-", "x -- y"),
    ],
)
def test_time_is_linear_in_the_text_also_for_hostile_texts(unit: str, quote: str) -> None:
    def seconds(size: int) -> float:
        locator = Locator(unit * (size // len(unit)))
        started = time.perf_counter()
        locator.find(quote)
        locator.nearest(quote + " and more")
        return time.perf_counter() - started

    seconds(10_000)
    small, large = min(seconds(20_000) for _ in range(3)), seconds(400_000)
    assert large < 20 * 8 * max(small, 5e-4)
