"""Which characters of an article some ranges take, asked for quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from summarizer.briefs.models import Span
from summarizer.text.ranges import Range


class Cover:
    """The characters that some ranges take together. Building sorts; each question takes logarithmic time and up."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._ranges: list[Range] = []
        for range_ in sorted(ranges):
            if self._ranges and range_.start <= self._ranges[-1].end:
                self._ranges[-1] = Range(self._ranges[-1].start, max(range_.end, self._ranges[-1].end))
            else:
                self._ranges.append(range_)
        self._starts = [known.start for known in self._ranges]

    def taken(self, passage: Range) -> int:
        """How many characters of `passage` are taken."""
        count = 0
        for index in range(max(0, bisect_right(self._starts, passage.start) - 1), len(self._ranges)):
            known = self._ranges[index]
            if known.start >= passage.end:
                break
            count += max(0, min(known.end, passage.end) - max(known.start, passage.start))
        return count


def ranges_of(*spans: Span | None) -> list[Range]:
    """The ranges of the spans that are there."""
    return [Range(span.start, span.end) for span in spans if span is not None]
