"""Where the words stand that a person selects or types."""

from __future__ import annotations

from typing import Any

from summarizer.briefs.models import Span
from summarizer.errors import InputError
from summarizer.grounding.locate import Locator
from summarizer.review.words import closest
from summarizer.text.ranges import Range

_QUOTED = 60


def place(text: str, value: Any, beside: int) -> Range:
    """The passage that `value` means: `{"start": …, "end": …}`, or `{"words": …}`, of which the closest to `beside`.

    White space at the ends is left off. Words may differ from the article's in typography alone.

    Raises:
        InputError: there are no such words in the article.
    """
    if not isinstance(value, dict):
        raise InputError("say which words of the article")
    if "words" in value:
        return _typed(text, str(value["words"]).strip(), beside)
    start, end = value.get("start"), value.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise InputError("the selection lies outside the article")
    where = Range(start, end).trimmed(text)
    if not where.size:
        raise InputError("the selection holds no words")
    return where


def span(text: str, where: Range) -> Span:
    """The passage as a brief stores it."""
    return Span(start=where.start, end=where.end, text=where.of(text))


def _typed(text: str, words: str, beside: int) -> Range:
    exact = closest(text, words, beside)
    if exact is not None:
        return exact
    found = Locator(text).find(words, near=Range(beside, beside + 1))
    if len(found.parts) == 1:
        again = closest(text, found.parts[0].text, beside)
        assert again is not None  # the locator has just found it
        return again
    shown = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
    raise InputError(f"the article does not have the words “{shown}”" if words else "type words of the article")
