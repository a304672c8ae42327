"""Sentence boundaries: hard cases, and what holds for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.text.ranges import Range
from summarizer.text.sentences import split_sentences


def split(text: str) -> list[str]:
    return [part.of(text) for part in split_sentences(text, Range(0, len(text)))]


ABBREVIATIONS = [
    ["The U.S. Senate met in Washington.", "It voted."],
    ["He moved to the U.S.", "The move was hard."],
    ["Gen. Mark Roe met Mr. Smith and Mrs. Jones at 5 p.m. on Friday.", "They talked."],
    ["Maj. Gen. Pat Roe, the press secretary, said Brig. Gen. Lee agreed.", "OK."],
    ["The meeting began at 5 p.m.", "It ended at 6 a.m."],
    ["At 9 a.m. Tuesday, he left.", "At 10 a.m. President Roe spoke."],
    ["The curfew begins at 9 p.m.", "Police will enforce it."],
    ["It was No. 5 on the list.", "No. 6 was worse."],
    ["J. K. Roe wrote it.", "George W. Doe read it."],
    ["He got an A.", "She got a B."],
    ["It ended in World War I.", "The peace held."],
    ["Prices rose 3.5 percent to $4.20 a gallon.", "That is 1.1 more."],
    ["Dr. A. B. Jones, Ph.D., of St. Louis, Mo., said so.", "It was Jan. 5."],
    ["Sgt. Doe and Lt. Col. James arrived on Sept. 11, 2001.", "Nobody came."],
    ["He came in Oct.", "It rained."],
    ["Acme Corp. v. Baker Co. was decided.", "Costs, e.g. rent, i.e. money, rose."],
    ["Alphabet Inc. Chief Executive Jane Roe left Yahoo! Inc. for the U.K. that year.", "She stayed."],
    ["Rep. Jim Doe, R-Ohio, and Sen. Ann Roe, I-Vt., spoke.", "They left."],
    ["Washington, D.C. is hot.", "He lives in Washington, D.C.", "It is hot."],
    ["St. Petersburg is north.", "Mt. Everest is high.", "Ft. Worth is flat."],
    ["They sold cars, bikes, etc.", "He left."],
    ["Visit www.example.com or mail a.b@example.org today.", "Thanks."],
    ["See Node.js and ASP.NET and U.S.S.R. history.", "Done."],
    ["The price is Rs. 500 or approx. 6 dollars.", "Cheap."],
    ["1. First item.", "2. Second item."],
    ["iPhone sales fell.", "iPad sales rose.", "eBay said so."],
]

QUOTATIONS = [
    ["“Our plan holds,” he said.", "“Theirs collapsed.”", "Then he left."],
    ["“We will win.", "We must win,” he said."],
    ['"We are losing.', 'We are dying."', "That is what he wrote."],
    ['"Why?" he asked.', "Nobody knew."],
    ["'Why?' he asked.", "Nobody knew."],
    ["“Is this the end?” Putin asked.", "“No!” the general’s spokesman said."],
    ["“Is this the end?”", "Putin left the room."],
    ['He asked: "Who are you?"', "She said nothing."],
    ['"It is over."', '"No, it is not."'],
    ["(He was wrong.)", "She was right."],
    ["He was wrong (she said so.)", "She was right."],
    ["„Das ist gut.“", "Er ging."],
    ["« C’est bien. »", "Il partit."],
    ['He wrote "U.S. forces" twice.', "'U.S. out!' they cried."],
    ['The so-called "Why Not?" campaign failed.', "It ended."],
]

MARKS = [
    ["They wanted strong positions … but these plans failed.", "So it goes."],
    ["The region… and, of course, the border.", "End."],
    ["He trailed off…", "Then he spoke."],
    ["He trailed off ...", "Then he spoke."],
    ["I… I do not know.", "Yes."],
    ["It is consistent […] and “clear,” she said.", "Yes."],
    ["What?!", "No way!!!", "Yes."],
    ["Great news! 🎉", "We won 🎉.", "We did."],
    ["Cafe\u0301 was open.", "E\u0301ric left."],
    ["The gov\u00adern\u00adment fell.", "\u00adIt rose."],
    ["She said it was done.[1]", "Others disagreed.[2][3]", "So be it."],
    ["The vote was 5 to 4.", "3 abstained."],
    ["यह एक वाक्य है।", "यह दूसरा है।"],
    ["هل أنت هنا؟", "نعم."],
    ["His demands:", "• peace", "• land"],
]


@pytest.mark.parametrize("sentences", [*ABBREVIATIONS, *QUOTATIONS, *MARKS], ids=lambda sentences: sentences[0][:30])
def test_boundaries_between_spaced_sentences(sentences: list[str]) -> None:
    assert [part.lstrip("• ") for part in split(" ".join(sentences))] == [part.lstrip("• ") for part in sentences]


@pytest.mark.parametrize(
    "sentences",
    [
        ["他说：“我们会赢。”", "然后他离开了。", "真的吗？", "是的！"],
        ["“我们会赢。", "我们必须赢。”他说。", "完。"],
        ["これはペンです。", "「それは本です。」と彼は言った。"],
        ["He left the room.", '"I am done," he said.'],
        ["He left the room.", "Then he came back."],
    ],
)
def test_boundaries_without_a_space(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


def test_a_line_break_is_a_space_and_a_blank_line_a_boundary() -> None:
    assert split("The troops\nwere surrounded. He left") == ["The troops\nwere surrounded.", "He left"]
    assert split("A headline without a stop\n\n  The text begins.") == ["A headline without a stop", "The text begins."]


def test_bullets_on_lines_of_their_own_separate() -> None:
    text = "His demands:\n• peace\n• land\n- a vote"
    assert split(text) == ["His demands:", "• peace", "• land", "- a vote"]


def test_only_the_given_range_is_read() -> None:
    text = "One. Two three. Four."
    assert split_sentences(text, Range(5, 15)) == [Range(5, 15)]
    assert split_sentences(text, Range(4, 5)) == []


PIECES = st.sampled_from(
    [
        "Mr",
        "U.S",
        "He",
        "said",
        "win",
        "5",
        "p.m",
        ".",
        "…",
        "?",
        "!",
        "。",
        "”",
        "“",
        '"',
        "'",
        ")",
        "[1]",
        " ",
        "\n",
        "\n\n",
        "•",
        "🎉",
        "é",
        "\xad",
        "他说",
        "No",
        "«",
        "»",
        "\xa0",
        "— ",
        ", ",
        "I",
        "1.",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.integers(0, 5), st.integers(0, 5))
def test_every_visible_character_lies_in_exactly_one_sentence(text: str, left: int, right: int) -> None:
    within = Range(min(left, len(text)), max(min(left, len(text)), len(text) - right))
    found = split_sentences(text, within)
    covered = [index for part in found for index in range(*part)]
    assert covered == sorted(set(covered))
    assert all(within.covers(part) and part == part.trimmed(text) and part.size for part in found)
    assert {index for index in range(*within) if not text[index].isspace()} <= set(covered)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(ABBREVIATIONS + QUOTATIONS[:8]), min_size=1, max_size=4))
def test_known_sentences_keep_their_boundaries_in_any_company(parts: list[list[str]]) -> None:
    sentences = [sentence for part in parts for sentence in part]
    assert split("\n\n".join(sentences)) == sentences


@pytest.mark.parametrize(
    "unit",
    [
        "1. ",
        "A. ",
        "a.m. At ",
        '"?" A ',
        "x.A",
        ". 🎉 ",
        "… … ",
        ".[1] ",
        "word ",
        "?” Putin Putin ",
        "\n",
        "\n• ",
        "(",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    """A quadratic step would take minutes on these 300,000 characters; the worst takes half a second."""
    text = unit * (300_000 // len(unit))
    started = time.process_time()
    split_sentences(text, Range(0, len(text)))
    assert time.process_time() - started < 6
