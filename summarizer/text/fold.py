"""Fold away typography, so that a copied passage is found however its quotes, dashes and spaces were typed.

What is folded: quotation marks and apostrophes (to `'` and `"`), dashes and runs of hyphens (to `-`), runs of white
space, line ends included (to one space), invisible characters (soft hyphen, zero-width and direction marks, variation
selectors: dropped), and Unicode compatibility forms (NFKC: full-width letters, ligatures, `…`, composed against
decomposed letters). Letter case is kept, and so is every other character.

What is evidence and therefore *not* folded as NFKC would: NFKC makes `10²` into `102`, `1½` into `11⁄2`, `3①` into
`31`. Fractions, circled and bracketed numbers, and superscript or subscript signs stay as they are; superscript and
subscript digits become plain digits only where they close a word (`km²`, `CO₂`) and so cannot run into a number.
Single and double marks stay apart (`5'` is feet, `5"` is inches), and a space beside a dash stays (`at -5`, `at-5`).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from summarizer.text.ranges import Range

SINGLE_QUOTES = "'‘’‚‛‹›′`´ʼʹ＇❛❜"
DOUBLE_QUOTES = '"“”„‟«»″＂❝❞〝〞〟「」『』｢｣'
DASHES = "-‐‑‒–—―−⸺⸻︱︲﹘﹣－"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f\ufeff"
)

_SINGLE = frozenset(SINGLE_QUOTES)
_DOUBLE = frozenset(DOUBLE_QUOTES)
_DASH = frozenset(DASHES)
_INVISIBLE = frozenset(INVISIBLE)
_SCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_PASSED_OVER = _SCRIPT_DIGITS + INVISIBLE
_PASSED = 8
_SCRIPT_SIGNS = frozenset("⁺⁻⁼⁽⁾₊₋₌₍₎")
_ASCII_PATTERN = re.compile(r"\s{2,}|[^\S ]|--+|`")


@dataclass(frozen=True)
class Folded:
    """Folded text that knows which characters of the original each of its own stands for.

    Only what the fold changed is recorded, as pieces: `text[_at[i]:_until[i]]` stands for the original
    `[_from[i], _to[i])`; everything between two pieces is unchanged. Look-ups take logarithmic time.
    """

    text: str
    _at: array[int]
    _until: array[int]
    _from: array[int]
    _to: array[int]

    def original(self, start: int, end: int) -> Range | None:
        """The original characters of `text[start:end]`; None where an edge would cut one original character in two.

        Invisible characters at the edges are left out.
        """
        first, last = self._start(start), self._end(end)
        return None if first is None or last is None else Range(first, last)

    def covering(self, start: int, end: int) -> Range:
        """The fewest whole original characters that hold `text[start:end]`."""
        first, last = self._start(start), self._end(end)
        if first is None:
            first = self._from[bisect_right(self._at, start) - 1]
        if last is None:
            last = self._to[bisect_left(self._at, end) - 1]
        return Range(first, last)

    def folded(self, range_: Range) -> Range:
        """Where `range_` of the original went; an edge inside a folded piece moves to the piece's near side."""
        return Range(self._position(range_.start), self._position(range_.end))

    def _start(self, position: int) -> int | None:
        i = bisect_right(self._at, position) - 1
        if i < 0:
            return position
        if position < self._until[i]:
            return self._from[i] if position == self._at[i] else None
        return self._to[i] + position - self._until[i]

    def _end(self, position: int) -> int | None:
        i = bisect_left(self._at, position) - 1
        if i < 0:
            return position
        if position < self._until[i]:
            return None
        return self._to[i] + position - self._until[i]

    def _position(self, offset: int) -> int:
        i = bisect_right(self._from, offset) - 1
        if i < 0:
            return offset
        if offset < self._to[i]:
            return self._at[i]
        return self._until[i] + offset - self._to[i]


def fold(text: str) -> Folded:
    """Fold `text`; linear in its length.

    The fold of a fold is itself, and texts that read the same figures differently never fold to the same characters.
    """
    pieces = [array("q") for _ in range(4)]
    at, until, source, to = pieces
    out: list[str] = []
    done = length = 0
    for match in _interesting(text).finditer(text):
        start, end = match.span()
        was = match.group()
        becomes = _replacement(was, text, start, end)
        if becomes == was:
            continue
        out.append(text[done:start])
        length += start - done
        at.append(length)
        source.append(start)
        out.append(becomes)
        length += len(becomes)
        until.append(length)
        to.append(end)
        done = end
    out.append(text[done:])
    return Folded("".join(out), at, until, source, to)


def fold_text(text: str) -> str:
    """The folded characters alone."""
    return fold(text).text


def _interesting(text: str) -> re.Pattern[str]:
    """A pattern for the stretches of this text that the fold may change, made from the characters that occur in it.

    Most texts hold few distinct characters, so this costs one pass and needs no table of all of Unicode.
    """
    if text.isascii():
        return _ASCII_PATTERN
    letters, joining = [], []
    for character in sorted(set(text)):
        if character in _DASH or character in _INVISIBLE or character.isspace() or character.isascii():
            continue
        if _joins(character):
            joining.append(character)
        elif _fold_character(character) != character or character in _SCRIPT_DIGITS:
            letters.append(character)
    invisible, dashes, others = re.escape(INVISIBLE), re.escape(DASHES), re.escape(DASHES[1:])
    parts = [
        rf"[\s{invisible}]{{2,}}",
        rf"[^\S ]|[{invisible}]",
        rf"[{dashes}](?:[{invisible}]*[{dashes}])+",
        rf"[`{others}{_class(letters)}]",
    ]
    if joining:
        marks = _class(joining)
        # A letter with its marks is one cluster; a mark with nothing before it stands alone.
        parts.insert(0, rf"[^\s{invisible}{dashes}{marks}]?(?:[{invisible}]*[{marks}])+")
    return re.compile("|".join(parts))


def _class(characters: list[str]) -> str:
    return "".join(re.escape(character) for character in characters)


@lru_cache(maxsize=65536)
def _joins(character: str) -> bool:
    """Whether the character composes with the one before it: combining marks, Hangul vowels and final consonants."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


def _replacement(was: str, text: str, start: int, end: int) -> str:
    first = was[0]
    if len(was) == 1:
        if first in _SCRIPT_DIGITS or _ends_in_digit(first):
            return _fold_digit(first, text, start, end)
        return _fold_character(first)
    if first in _DASH:
        return "-"
    if first.isspace() or (first in _INVISIBLE and not _joins(was[-1])):
        return " " if any(character.isspace() for character in was) else ""
    return unicodedata.normalize("NFC", "".join(_fold_character(character) for character in was))


def _fold_digit(character: str, text: str, start: int, end: int) -> str:
    """`²` as `2` after a letter (`km²`) and `㎢` as `km2`, unless a further digit follows that it could run into.

    No more than a few superscripts and invisible characters are passed over to either side, so that a long run of them
    costs no more than its length.
    """
    first = max(0, start - _PASSED)
    before = text[first:start].rstrip(_PASSED_OVER)[-1:] or text[max(0, first - 1) : first]
    after = text[end : end + _PASSED].lstrip(_PASSED_OVER)[:1] or text[end + _PASSED : end + _PASSED + 1]
    closes_word = character not in _SCRIPT_DIGITS or (_is_letter(before) and not before.isnumeric())
    if not closes_word or after.isnumeric():
        return character
    return "".join(_fold_simple(part) for part in unicodedata.normalize("NFKC", character))


def _is_letter(character: str) -> bool:
    return character.isalpha() or (character != "" and _joins(character))


def _ends_in_digit(character: str) -> bool:
    return not character.isascii() and not character.isdecimal() and _compatible(character)[-1].isdecimal()


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    """The fold of a character that does not depend on its neighbours."""
    simple = _fold_simple(character)
    if simple != character or character.isascii() or character in _SCRIPT_SIGNS:
        return simple
    return "".join(_fold_simple(part) for part in _compatible(character))


def _fold_simple(character: str) -> str:
    if character in _SINGLE:
        return "'"
    if character in _DOUBLE:
        return '"'
    if character in _DASH:
        return "-"
    if character in _INVISIBLE:
        return ""
    if character.isspace():
        return " "
    return "/" if character in "⁄∕" else character


def _compatible(character: str) -> str:
    """NFKC of one character, or the character itself where that would make up figures or spaces that are not there."""
    becomes = unicodedata.normalize("NFKC", character)
    if character.isdecimal() or becomes == character:
        return becomes
    made_up = " " in becomes or unicodedata.category(character) == "No"
    return character if made_up or any(part.isdecimal() for part in becomes[:-1]) else becomes
