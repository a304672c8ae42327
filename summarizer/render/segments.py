"""An article's text cut where passages begin and end, so that overlapping and nested ones need no nested elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.render.marks import Mark, State
from summarizer.render.visible import pieces
from summarizer.text.ranges import Range

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Of several claims on the same words, the one whose state a reader must not miss gives the colour.
_STRONGEST: tuple[State, ...] = ("doubted", "hedged", "attributed", "unattributed")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on which the same items stand. `ends` are the items whose anchor passage ends here, inner ones first."""

    range: Range
    styles: tuple[str, ...]
    items: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article that is not blank; `number` counts them from 1."""

    number: int
    range: Range
    segments: tuple[Segment, ...]


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """The lines of `text`, cut at the ends of `marks`. The segments of a line are its characters, each exactly once.

    Time is linear in the text plus, for each segment, the number of marks on it.
    """
    ordered = sorted(marks, key=lambda mark: (mark.range.start, -mark.range.end, mark.item))
    lines = [Range(*match.span()) for match in _LINE.finditer(text)]
    found: list[Paragraph] = []
    active: list[Mark] = []
    waiting = 0
    for number, line in enumerate(lines, start=1):
        active = [mark for mark in active if mark.range.end > line.start]
        while waiting < len(ordered) and ordered[waiting].range.start < line.end:
            if ordered[waiting].range.end > line.start:
                active.append(ordered[waiting])
            waiting += 1
        found.append(Paragraph(number, line, tuple(_segments(text, line, active))))
    return found


def _segments(text: str, line: Range, marks: Sequence[Mark]) -> Iterator[Segment]:
    cuts = {line.start, line.end}
    for mark in marks:
        cuts |= {max(mark.range.start, line.start), min(mark.range.end, line.end)}
    active: list[Mark] = []
    waiting = 0
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        active = [mark for mark in active if mark.range.end > start]
        while waiting < len(marks) and marks[waiting].range.start <= start:
            active.append(marks[waiting])
            waiting += 1
        active = [mark for mark in active if mark.range.end > start]
        yield _segment(text, Range(start, end), active)


def _segment(text: str, where: Range, marks: Sequence[Mark]) -> Segment:
    styles = {style for mark in marks for style in mark.style.split()}
    claimed = next((state for state in _STRONGEST if state in styles), None)
    styles -= {state for state in _STRONGEST if state != claimed}
    ending = [mark for mark in reversed(marks) if mark.anchor and mark.range.end == where.end]
    return Segment(
        where,
        tuple(sorted(styles)),
        tuple(dict.fromkeys(mark.item for mark in marks)),
        tuple(pieces(where.of(text))),
        tuple(dict.fromkeys(mark.item for mark in ending)),
    )
