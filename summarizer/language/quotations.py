"""Passages in quotation marks: straight and curly, double and single, nested, unclosed, over several paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

from summarizer.language.types import Quotation
from summarizer.text.ranges import Range

_DOUBLE = re.compile(r"[\"“”„«»〝〞＂]|``|''")
_SINGLE = re.compile(r"(?<!')['‘’‚‹›](?!')")
_OPENING = frozenset("“„«〝‘‚‹")
_CLOSING = frozenset("”»〞’›")
# Words that begin with an apostrophe: no quotation starts there.
_ELISION = re.compile(r"(?:\d\ds?|em|til|tis|twas|cause|bout|round|n|s|t|ll|re|ve|d|m)\b", re.IGNORECASE)
# A quotation that nobody closed is looked for no further than this many characters.
_LONGEST = 20_000

_Side = Literal["open", "close", "either", "none"]


class _Mark(NamedTuple):
    start: int
    end: int
    side: _Side
    starts_line: bool


def find_quotations(text: str, within: Range | None = None) -> list[Quotation]:
    """The quotations of `text` (of the part `within`), by where they start; a nested one follows the one around it.

    A quotation of several paragraphs, each reopened with a mark, is one quotation. One that is never closed ends with
    its line and has `closed=False`. Apostrophes, inches and minutes are no quotations. Linear in the length of the
    part.
    """
    part = within or Range(0, len(text))
    doubles = _doubles(text, part)
    return sorted([*doubles, *_singles(text, part, doubles)], key=lambda q: (q.range.start, -q.range.end))


def _side(text: str, part: Range, start: int, end: int) -> _Side:
    """On which side of its quotation a mark can stand, judged by its neighbours."""
    before = text[start - 1] if start > part.start else " "
    after = text[end] if end < part.end else " "
    opens = not after.isspace() and (before.isspace() or before in "([{—–-/‘'“\"„«")
    closes = not before.isspace() and (not after.isalnum() or before in ".,!?…")
    if text[start] in _OPENING:
        # “ is now and then typed where ” belongs.
        return "close" if closes and not opens and before.isalnum() else "open"
    if text[start] in _CLOSING:
        return "open" if opens and not closes else "close"
    if opens and closes:
        return "either"
    return "open" if opens else "close" if closes else "none"


def _starts_line(text: str, part: Range, start: int) -> bool:
    position = start
    while position > part.start and text[position - 1] in " \t":
        position -= 1
    return position == part.start or text[position - 1] == "\n"


def _line_end(text: str, part: Range, position: int) -> int:
    found = text.find("\n", position, part.end)
    return part.end if found < 0 else found


def _doubles(text: str, part: Range) -> list[Quotation]:
    found: list[Quotation] = []
    opened: _Mark | None = None
    newline = seen = part.start - 1  # the last line end before the mark at hand
    for match in _DOUBLE.finditer(text, part.start, part.end):
        start, end = match.span()
        mark = _Mark(start, end, _side(text, part, start, end), _starts_line(text, part, start))
        newline, seen = max(newline, text.rfind("\n", seen + 1, start)), start
        if opened is not None and start - opened.end > _LONGEST:
            found.append(_unclosed(text, part, opened))
            opened = None
        if opened is None:
            if mark.side in ("open", "either") and not _is_inch(text, part, mark):
                opened = mark
            continue
        same_line = newline < opened.start
        if mark.side == "open" and not same_line and mark.starts_line:
            continue  # a new paragraph of the same quotation
        if mark.side == "open" and text[start] != '"' and same_line and text[opened.start] != '"':
            continue  # “ inside “…”: sloppy nesting; the outer one goes on
        if mark.side == "open" and not same_line:
            found.append(_unclosed(text, part, opened))
            opened = mark
            continue
        found.append(Quotation(Range(opened.start, end), Range(opened.end, start)))
        opened = None
    if opened is not None:
        found.append(_unclosed(text, part, opened))
    return found


def _is_inch(text: str, part: Range, mark: _Mark) -> bool:
    return text[mark.start] == '"' and mark.start > part.start and text[mark.start - 1].isdigit()


def _unclosed(text: str, part: Range, opened: _Mark) -> Quotation:
    whole = Range(opened.start, _line_end(text, part, opened.end)).trimmed(text)
    return Quotation(whole, Range(opened.end, max(opened.end, whole.end)), closed=False)


def _singles(text: str, part: Range, doubles: list[Quotation]) -> list[Quotation]:
    starts = [quotation.range.start for quotation in doubles]

    def around(position: int) -> int:
        """Which double quotation stands around `position`; -1 for none."""
        index = bisect_right(starts, position) - 1
        return index if index >= 0 and doubles[index].range.end > position else -1

    found: list[Quotation] = []
    opened: _Mark | None = None
    doubtful: _Mark | None = None  # "soldiers' ": the end, or a plural possessive
    newline = seen = part.start - 1
    for match in _SINGLE.finditer(text, part.start, part.end):
        start, end = match.span()
        mark = _Mark(start, end, _single_side(text, part, start), False)
        newline, seen = max(newline, text.rfind("\n", seen + 1, start)), start
        if opened is not None and (newline > opened.start or around(opened.start) != around(start)):
            if doubtful is not None:
                found.append(_pair(opened, doubtful))
            opened = doubtful = None
        if mark.side == "open":
            if opened is not None and doubtful is not None:
                found.append(_pair(opened, doubtful))
            opened, doubtful = mark, None
        elif mark.side in ("close", "either") and opened is not None:
            if mark.side == "either":
                doubtful = doubtful or mark
            else:
                found.append(_pair(opened, mark))
                opened = doubtful = None
    if opened is not None and doubtful is not None:
        found.append(_pair(opened, doubtful))
    return found


def _pair(opened: _Mark, closed: _Mark) -> Quotation:
    return Quotation(Range(opened.start, closed.end), Range(opened.end, closed.start))


def _single_side(text: str, part: Range, start: int) -> _Side:
    """As `_side`, for single marks; "either" is a closing mark that may be a plural possessive."""
    before = text[start - 1] if start > part.start else " "
    after = text[start + 1] if start + 1 < part.end else " "
    if before.isalnum() and after.isalnum():
        return "none"
    if (before.isspace() or before in '([{—–"“„:') and not after.isspace():
        if text[start] in _CLOSING or _ELISION.match(text, start + 1, part.end):
            return "none"
        return "open"
    if before.isspace() or text[start] in "‘‚‹" or after.isalnum():
        return "none"
    following = text[start + 1 : start + 3]
    if before in "sS" and len(following) == 2 and following[0] == " " and following[1].isalnum():
        return "either"
    return "none" if before.isdigit() and after.isdigit() else "close"
