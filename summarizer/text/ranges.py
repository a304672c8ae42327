"""Half-open ranges of characters in an article's text."""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Half-open character range `[start, end)`, in Unicode code points of the text it belongs to."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    @property
    def size(self) -> int:
        """Length in code points."""
        return self.end - self.start

    def overlaps(self, other: Range) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Range) -> bool:
        """Whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str, extra: str = "") -> Range:
        """This range without white space (and the characters of `extra`) at either end; may be empty."""
        start, end = self
        while start < end and (text[start].isspace() or text[start] in extra):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in extra):
            end -= 1
        return Range(start, end)
