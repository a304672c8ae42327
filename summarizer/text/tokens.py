"""Word tokens that keep offsets.

Close to the word boundaries of Unicode Standard Annex 29: a word is a run of letters, digits and combining marks;
apostrophes stay inside it ("Russia’s"), as do stops between single letters ("U.S"), points and commas between digits
("1,100.5"), and invisible joiners (soft hyphen, zero-width joiners). Hyphens and dashes separate. An ideograph is a
word of its own, since nothing short of a dictionary tells more; kana and other scripts without spaces stay in runs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from summarizer.text.ranges import Range

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINERS = "\u00ad\u200c\u200d\u2060"


def words(text: str, within: Range | None = None) -> list[Range]:
    """The words of `text`, or of `text[within]`, in order. Linear in the length of what is read."""
    start, end = within if within is not None else (0, len(text))
    part = text[start:end]
    return [Range(start + found.start(), start + found.end()) for found in _pattern(_marks(part)).finditer(part)]


def _marks(text: str) -> str:
    """The combining marks that occur in `text`, sorted: `\\w` does not cover them."""
    if text.isascii():
        return ""
    return "".join(sorted(char for char in set(text) if unicodedata.category(char)[0] == "M"))


@lru_cache(maxsize=64)
def _pattern(marks: str) -> re.Pattern[str]:
    inner = re.escape(marks) + _JOINERS
    letter = rf"(?:[^\W_{_IDEOGRAPHS}][{inner}]*+)"
    return re.compile(
        rf"[{_IDEOGRAPHS}][{inner}]*+"
        rf"|(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?![\w{re.escape(marks)}])"
        rf"|\d++(?:[.,]\d++)++(?!\w)"
        rf"|{letter}++(?:['’]{letter}++)*+"
    )
