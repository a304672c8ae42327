"""Words of an article and the places where they stand: what a gold file can say, since it holds quotes, not offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.text.ranges import Range

_WORD = re.compile(r"\S+")
_REACH = 2_000  # characters to either side within which a passage that stands only once is looked for


def places(text: str, words: str) -> Iterator[Range]:
    """Every place of exactly these words, overlapping ones too."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield Range(at, at + len(words))
        at = text.find(words, at + 1)


def closest(text: str, words: str, to: int) -> Range | None:
    """The place of these words whose beginning is closest to the character `to`; the earlier of two as close."""
    after = text.find(words, to) if words else -1
    # A place that begins before `to` may end after it.
    before = text.rfind(words, 0, to + len(words) - 1) if words and to > 0 else -1
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda start: (abs(start - to), start))
    return Range(start, start + len(words))


def near(text: str, where: Range) -> str | None:
    """A passage that stands once in `text` and holds the words at `where` once; the words themselves if they do.

    It begins and ends with whole words and is as short as such a passage can be when it grows on both sides alike.
    None where there is no such passage: the words are part of a repetition that no context tells apart.
    """
    words = where.of(text)
    if _once(text, words):
        return words
    # A longer passage with the words in it once may reach up to the next place of the words, but not hold it.
    before = text.rfind(words, 0, where.end - 1)
    after = text.find(words, where.start + 1)
    low = max(0, where.start - _REACH, before + 1)
    high = min(len(text), where.end + _REACH, after + len(words) - 1 if after >= 0 else len(text))
    starts = [match.start() for match in _WORD.finditer(text, low, where.start) if _begins(text, match.start())]
    ends = [match.end() for match in _WORD.finditer(text, where.end, high) if _ends(text, match.end())]
    by_words = ([where.start, *reversed(starts)], [where.end, *ends])
    by_characters = (range(where.start, low - 1, -1), range(where.end, high + 1))
    for steps in (by_words, by_characters):
        found = _shortest(text, *steps)
        if found is not None:
            return found
    return None


def _shortest(text: str, starts: Sequence[int], ends: Sequence[int]) -> str | None:
    """The first that stands once as both sides grow; found by halving, for whatever holds one that does stands once."""

    def grown(steps: int) -> str:
        return text[starts[min(steps, len(starts) - 1)] : ends[min(steps, len(ends) - 1)]]

    least, most = 1, max(len(starts), len(ends))
    if not _once(text, grown(most)):
        return None
    while least < most:
        middle = (least + most) // 2
        if _once(text, grown(middle)):
            most = middle
        else:
            least = middle + 1
    return grown(least)


def _once(text: str, words: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace()


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at].isspace()
