"""Lines and paragraphs of a text, and what can be said of a line by its shape alone."""

from __future__ import annotations

import re
from itertools import pairwise

from summarizer.articles import cues
from summarizer.text.ranges import Range

_ENDING = re.compile(r"[.!?…。！？؟।][\"'”’»)\]\s]*\Z")
_FULL_STOP = re.compile(r"(?<![A-Z])[.。।…][\"'”’»)\]\s]*\Z")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST_WRAPPED = 120
_SHORTEST_BROKEN = 40
_PROSE_WINDOW = 700


def paragraphs(text: str) -> list[Range]:
    """The non-blank lines of `text`, without white space at their ends; a hard-wrapped paragraph's lines are one
    range."""
    lines = _lines(text)
    return _join_wrapped(text, lines) if _is_hard_wrapped(text, lines) else lines


def word_count(line: str) -> int:
    """How many words, counting two ideographs as about one."""
    found = _WORD.findall(line)
    return len(found) if line.isascii() else sum(1 if word.isascii() else max(1, _weight(word)) for word in found)


def is_prose(line: str) -> bool:
    """Whether a line reads like a sentence or more: at least six words and an end mark (a long line passes without)."""
    if len(line) > _PROSE_WINDOW:
        return word_count(line[:_PROSE_WINDOW]) >= 6
    return word_count(line) >= 6 and ends_sentence(line)


def ends_sentence(line: str) -> bool:
    """Whether a stop, question or exclamation mark ends the line, closing quotes aside."""
    return _ENDING.search(line) is not None


def ends_in_full_stop(line: str) -> bool:
    """Whether a full stop or ellipsis ends the line; that of "U.S." does not count."""
    return _FULL_STOP.search(line) is not None


def key(line: str) -> str:
    """A line for comparison: its words only, without case, single spaces between."""
    return " ".join(_WORD.findall(line.casefold()))


def _weight(word: str) -> int:
    ideographs = sum("\u3040" <= char <= "\u9fff" for char in word)
    return ideographs // 2


def _lines(text: str) -> list[Range]:
    found = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = Range(start, end).trimmed(text)
        if line.size:
            found.append(line)
        start = end + 1
    return found


def _adjacent(text: str, first: Range, second: Range) -> bool:
    return text.count("\n", first.end, second.start) == 1


def _is_hard_wrapped(text: str, lines: list[Range]) -> bool:
    """Whether line breaks are a matter of width: no line is long, and most longer ones break in mid-sentence."""
    if max((line.size for line in lines), default=0) > _LONGEST_WRAPPED:
        return False
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if a.size >= _SHORTEST_BROKEN and _adjacent(text, a, b) and not _is_bulleted(text, b)
    ]
    broken = sum(not ends_sentence(text[max(a.start, a.end - 8) : a.end]) for a, b in pairs)
    continued = sum(text[b.start].islower() for _, b in pairs)
    return len(pairs) >= 2 and broken >= 0.6 * len(pairs) and continued >= 0.3 * len(pairs)


def _is_bulleted(text: str, line: Range) -> bool:
    return cues.BULLET.match(text, line.start, line.end) is not None


def _join_wrapped(text: str, lines: list[Range]) -> list[Range]:
    joined: list[Range] = []
    previous: Range | None = None
    for line in lines:
        adjacent = previous is not None and _adjacent(text, previous, line) and not _is_bulleted(text, line)
        if previous is not None and adjacent and (previous.size >= _SHORTEST_BROKEN or text[line.start].islower()):
            joined[-1] = Range(joined[-1].start, line.end)
        else:
            joined.append(line)
        previous = line
    return joined
