"""Text as it reads, whatever characters it is made of: what hides or imitates letters is taken off, offsets are kept.

`normalised` drops invisible characters and takes compatibility forms for their letters (`＜`, `𝗜`, `ⓘ`), as some
tokenizers do. `plain` goes on to lower case, takes marks off letters, straightens quotes and dashes, and reads words
that mix alphabets ("instruсtiоns" with Cyrillic letters) as Latin. Both are for looking things up; what is quoted
from an article is always the article's own.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.text.fold import DASHES, DOUBLE_QUOTES, SINGLE_QUOTES
from summarizer.text.ranges import Range

# Letters that look like Latin ones; read as such only in words that also have Latin letters.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтнвгпиьαοερικνυτχηωγσβδμօսհոց",
    "aeopcyxijshdqwkmthbrnubaoepikvutxnwyobduouhng",
)
_LATIN_WORD = re.compile(f"[a-z{''.join(map(chr, _LOOKALIKES))}]{{2,}}")
_LETTERS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıłøđ", "abcdefghijklmnoprstuvwyzagilod", strict=True))
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0"
)  # seen as nothing, or as a space
_BOXED = ((0x1F150, 0x1F169), (0x1F170, 0x1F189), (0x1F1E6, 0x1F1FF))  # A to Z in boxes, which NFKC leaves


@dataclass(frozen=True)
class Reading:
    """Text to look things up in, made of other text.

    Of the arrays, `_at` says where in `text` a piece begins and `_from` where in the original; in the last a negative
    entry -n-1 stands for a piece that is all of the one character n.
    """

    text: str
    _at: array[int]
    _from: array[int]

    def original(self, start: int, end: int) -> Range:
        """The characters that `text[start:end]` (not empty) stands for, with what was dropped between them."""
        return Range(self._place(start), self._place(end - 1) + 1)

    def _place(self, position: int) -> int:
        piece = bisect_right(self._at, position) - 1
        if piece < 0:
            return position
        start = self._from[piece]
        return -start - 1 if start < 0 else start + position - self._at[piece]


def normalised(text: str) -> Reading:
    """`text` without invisible characters, with compatibility forms replaced; case is kept. Linear in its length."""
    return _read(text, _normal)


def plain(text: str) -> Reading:
    """`text` in lower case, without marks, invisible characters and imitations; line ends stay. Linear in its length."""
    reading = _read(text, _plain)
    if reading.text.isascii():
        return reading
    return Reading(_LATIN_WORD.sub(_as_latin, reading.text), reading._at, reading._from)


def _read(text: str, becomes: Callable[[str], str]) -> Reading:
    single: dict[int, str] = {}
    dropped, spelled = [], {}
    for character in set(text):
        new = becomes(character)
        if len(new) == 1:
            single[ord(character)] = new
        elif new:
            spelled[character] = new
        else:
            dropped.append(character)
    at, source = array("q"), array("q")
    if not dropped and not spelled:
        return Reading(text.translate(single), at, source)
    parts = [f"[{re.escape(''.join(group))}]{many}" for group, many in ((dropped, "+"), (spelled, "")) if group]
    out: list[str] = []
    done = length = 0
    for match in re.finditer("|".join(parts), text):
        out.append(text[done : match.start()].translate(single))
        length += match.start() - done
        if new := spelled.get(match[0], ""):
            at.append(length)
            source.append(-match.start() - 1)
            out.append(new)
            length += len(new)
        done = match.end()
        at.append(length)
        source.append(done)
    out.append(text[done:].translate(single))
    return Reading("".join(out), at, source)


@lru_cache(maxsize=65536)
def _normal(character: str) -> str:
    code = ord(character)
    if 0xE0020 <= code <= 0xE007E:
        return chr(code - 0xE0000)  # a tag character: an invisible copy of an ASCII character, which a model may read
    category = unicodedata.category(character)
    if category == "Cf" or character in _BLANK or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    if category == "Cc":
        return character if character in "\t\n\v\f\r" else ""
    new = unicodedata.normalize("NFKC", character)
    # "…" and "½" would become several characters and say nothing else; the letters of "ﬁ" are wanted.
    return new if len(new) == 1 or new.isalpha() else character


@lru_cache(maxsize=65536)
def _plain(character: str) -> str:
    new = _normal(character)
    if len(new) != 1:
        return new.lower()
    if new in DASHES:
        return "-"
    if new != "`" and new in SINGLE_QUOTES:
        return "'"
    if new in DOUBLE_QUOTES:
        return '"'
    if new.isspace():
        return "\n" if new == "\n" else " "
    if unicodedata.category(new) in ("Mn", "Me"):
        return ""
    for first, last in _BOXED:
        if first <= ord(new) <= last:
            return chr(ord("a") + ord(new) - first)
    parts = unicodedata.normalize("NFD", new.lower())
    base, marks = parts[0], parts[1:]
    if any(unicodedata.category(mark) != "Mn" for mark in marks):
        return new  # a Hangul syllable, whose parts are letters
    return _LETTERS.get(base, base)


def _as_latin(match: re.Match[str]) -> str:
    word = match[0]
    mixed = not word.isascii() and any(letter.isascii() for letter in word)
    return word.translate(_LOOKALIKES) if mixed else word
