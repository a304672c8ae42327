"""Noun phrases by their borders: what stands between function words, punctuation and reporting verbs.

No parser: the phrases are options for a model to choose from, so a border too many costs little and a missing one a bit
more reading.
"""

from __future__ import annotations

import re

from summarizer.language.reporting import reporting_verb
from summarizer.language.tokens import words
from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range

_WORD = re.compile(r"[^\W_]+(?:[-.’'][^\W_]+)*", re.UNICODE)
_DETERMINERS = words("the a an this that these those its his her their our my your some any all each every")
_BORDERS = words(
    """of in on at by for from to with into over under after before since during against between among about as than and
    or but while when where which who whom whose that if unless because although though is are was were be been being has
    have had do does did will would can could may might shall should must not it he she they we i you there then also
    only just still up down out off through via per more less least most"""
)
_LONGEST = 8  # words; a longer stretch is a clause that has escaped the border words


def noun_phrases(text: str, within: Range) -> list[Range]:
    """Candidate noun phrases of a sentence, with their determiners, in reading order."""
    phrases: list[Range] = []
    current: list[re.Match[str]] = []

    def close() -> None:
        heads = [match for match in current if match[0].casefold() not in _DETERMINERS]
        if heads and len(current) <= _LONGEST and any(match[0][0].isalpha() for match in heads):
            phrases.append(Range(current[0].start(), current[-1].end()))
        current.clear()

    for match in _WORD.finditer(text, within.start, within.end):
        if current and not text[current[-1].end() : match.start()].isspace():
            close()
        word = match[0].casefold()
        if word in _BORDERS or reporting_verb(word) is not None:
            close()
            continue
        if word in _DETERMINERS:
            close()
        current.append(match)
    close()
    return phrases


_OF = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?of\s+")
_HYPHEN_NOUN = re.compile(r"\s+")


def measured(text: str, sentence: Range, quantity: Quantity) -> Range | None:
    """What a figure counts or measures, where grammar tells: its own noun, or what is behind "of" ("86% of the area").

    A restatement in brackets may stand between ("1,100 square kilometers (424 square miles) of territory"). A duration
    before a noun describes it ("a 30-day ceasefire").
    """
    if quantity.noun is not None:
        return quantity.noun
    end = quantity.range.end
    closing = end + 1 if text[end : end + 1] == ")" else end
    match = _OF.match(text, closing, sentence.end)
    start = match.end() if match else None
    if start is None and quantity.kind == "duration" and "-" in quantity.range.of(text):
        gap = _HYPHEN_NOUN.match(text, end, sentence.end)
        start = gap.end() if gap else None
    if start is None:
        return None
    return next((phrase for phrase in noun_phrases(text, Range(start, sentence.end)) if phrase.start == start), None)
