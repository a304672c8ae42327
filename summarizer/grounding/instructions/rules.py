"""Rules that find orders in plain text: one pattern, or two cues that must stand near each other on one line.

Every pattern has bounded gaps, so a rule takes time linear in the text. `needles` are strings of which the text must
hold one for the rule to be tried at all; most articles hold none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.text.ranges import Range

Kind = Literal["order", "message", "answer", "code"]
"""An order to a model; a message that poses as its operator's, user's or own; an answer to copy; text in a code."""


@dataclass(frozen=True)
class Hit:
    """Where in the text that was searched a rule found something."""

    range: Range
    kind: Kind


@dataclass(frozen=True)
class Pattern:
    """One pattern. Of a match, the group `hit` counts where the pattern has one."""

    kind: Kind
    needles: tuple[str, ...]
    pattern: re.Pattern[str]

    def hits(self, text: str) -> Iterator[Hit]:
        """Every match in `text`."""
        if not any(needle in text for needle in self.needles):
            return
        group = "hit" if "hit" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            yield Hit(Range(*match.span(group)), self.kind)


@dataclass(frozen=True)
class Pair:
    """Two patterns, the second of which must begin within `reach` characters of the first, before or behind, on its line."""

    kind: Kind
    needles: tuple[str, ...]
    first: re.Pattern[str]
    second: re.Pattern[str]
    reach: int = 120

    def hits(self, text: str) -> Iterator[Hit]:
        """Every match of the first pattern that has one of the second near, the two together."""
        if not any(needle in text for needle in self.needles):
            return
        second: list[Range] | None = None
        starts: list[int] = []
        for match in self.first.finditer(text):
            if second is None:
                second = [Range(*other.span()) for other in self.second.finditer(text)]
                starts = [other.start for other in second]
            yield from self._beside(Range(*match.span()), second, starts, text)

    def _beside(self, one: Range, others: Sequence[Range], starts: Sequence[int], text: str) -> Iterator[Hit]:
        at = bisect_left(starts, one.start)
        for index in (at, at - 1):
            if not 0 <= index < len(others):
                continue
            whole = Range(min(one.start, others[index].start), max(one.end, others[index].end))
            if whole.size <= self.reach + one.size and "\n" not in whole.of(text):
                yield Hit(whole, self.kind)


Rule = Pattern | Pair


def compiled(pattern: str, **parts: str) -> re.Pattern[str]:
    """`pattern` with `<name>` standing for a part; a space stands for one to four characters that are no letters."""
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{part})")
    return re.compile(pattern.replace(" ", r"[\W_]{1,4}"), re.MULTILINE)


def apply(rules: Iterable[Rule], text: str) -> list[Hit]:
    """What the rules find in `text`, which is plain (see `summarizer.text.disguise`)."""
    return [hit for rule in rules for hit in rule.hits(text)]
