"""Cutting a text into the tokens the quantity grammar reads, in one linear pass.

Runs of digits with their separators are one token ("1,100.5", "12.03.2025"), because what such a run means depends on
its whole shape. Words keep digits and apostrophes inside ("A380", "Poor's"); a unit written against a number is a
token of its own ("500", "km"). Every repetition in the pattern is possessive, so that no input makes it go back over
what it has read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from summarizer.text.ranges import Range

NUMBER: Final = 1
FRACTION: Final = 2
WORD: Final = 3
SYMBOL: Final = 4
BREAK: Final = 5

_TOKEN: Final = re.compile(
    r"""
      (\d++(?:[.,]\d++|[’'\u00a0\u202f\u2009]\d{3}(?!\d)|\x20000(?!\d))*+)   # 1 digits with separators inside
    | ([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])                                    # 2 a fraction as one character
    | ([^\W\d_](?:[^\W½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])*+(?:['’][^\W\d_]++)*+)  # 3 a word
    | (([^\w\s]|_)\5*+)                                       # 4 a symbol, repeated
    | (\n\s*+)                                                # 6 a line break with the space around it
    """,
    re.VERBOSE,
)

DASHES: Final = frozenset({"-", "–", "—", "‑", "‒", "−", "--"})
_MARGIN: Final = 24
_HYPHENS: Final = frozenset({"-", "–", "‑"})
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", ":", ";", "“", '"', "”", "``", "''", "•", "…", "...", "(", "*"})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a stretch of `text`, as parallel lists: code-point offsets, kind, and lower-case form.

    `kinds` and `lows` run on with blank entries, which an index shortly before the first token or after the last one
    meets: rules look around without asking where the text ends.
    """

    text: str
    starts: list[int]
    ends: list[int]
    kinds: list[int]
    lows: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    def low(self, index: int) -> str:
        """Lower-case form of a token; empty outside the text."""
        return self.lows[index]

    def kind(self, index: int) -> int:
        """Kind of a token; 0 outside the text."""
        return self.kinds[index]

    def written(self, index: int) -> str:
        """A token as it stands in the text; empty outside it."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.starts) else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before it."""
        return 0 < index < len(self.starts) and self.ends[index - 1] == self.starts[index]

    def is_word(self, index: int) -> bool:
        """Whether the token is a word."""
        return self.kind(index) == WORD

    def is_capital(self, index: int) -> bool:
        """Whether the token is a word with a capital letter, as names have ("Kursk", "iPhone")."""
        return self.kind(index) == WORD and not self.text[self.starts[index] : self.ends[index]].islower()

    def is_dash(self, index: int) -> bool:
        """Whether the token is a hyphen or dash."""
        return self.kind(index) == SYMBOL and self.lows[index] in DASHES

    def is_hyphen(self, index: int) -> bool:
        """Whether the token joins two words: a hyphen (or a short dash in its place) without spaces."""
        return (
            self.kind(index) == SYMBOL and self.lows[index] in _HYPHENS and self.glued(index) and self.glued(index + 1)
        )

    def starts_sentence(self, index: int) -> bool:
        """Whether the token is the first of a sentence, line or quotation (by the mark before it)."""
        if index <= 0:
            return True
        before = self.lows[index - 1]
        if self.kinds[index - 1] == BREAK:
            return True
        if self.kinds[index - 1] != SYMBOL:
            return False
        return before in _SENTENCE_ENDS or before in DASHES

    def range(self, first: int, last: int) -> Range:
        """Characters from token `first` up to, not including, token `last`."""
        return Range(self.starts[first], self.ends[last - 1])


def tokenize(text: str, within: Range | None = None) -> Tokens:
    """The tokens of `text` (or of the part `within` it), in one pass; time and memory are linear in the length.

    A line break is a token (`BREAK`) where it ends a line of its own; one that only wraps a sentence, that is, a
    single one before a lower-case letter, a digit or a currency sign, is white space.
    """
    start, end = within if within is not None else (0, len(text))
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[int] = []
    lows: list[str] = []
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastindex or SYMBOL
        if kind == 6:
            if _wraps(text, match.end(), end, match[0]):
                continue
            kind = BREAK
        starts.append(match.start())
        ends.append(match.end())
        kinds.append(kind)
        lows.append(match[0].lower() if kind == WORD else match[0])
    kinds.extend([0] * _MARGIN)
    lows.extend([""] * _MARGIN)
    return Tokens(text, starts, ends, kinds, lows)


def _wraps(text: str, after: int, end: int, blank: str) -> bool:
    if after >= end or blank.count("\n") > 1:
        return False
    following = text[after]
    return following.islower() or following.isdigit() or following in "$£€¥"
