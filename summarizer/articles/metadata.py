"""What is known about an article besides its text: title, outlet, date, and a safe id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from summarizer.articles import cues
from summarizer.articles.model import Block

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATED = ("headline", "dateline", "byline", "caption")
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_MAX_ID_BYTES = 120


@dataclass(frozen=True)
class Metadata:
    """What a page, a front matter or a corpus row says about its article; None where it says nothing."""

    title: str | None = None
    outlet: str | None = None
    date: date | None = None
    url: str | None = None


def find_date(text: str, blocks: tuple[Block, ...]) -> date | None:
    """The first full date in a dateline, else in a headline, byline or caption above the third body paragraph.

    Dates in body text are not taken: they tell when something happened, not when the article appeared.
    """
    head = []
    bodies = 0
    for block in blocks:
        bodies += block.kind == "body"
        if bodies > 2:
            break
        if block.kind in _DATED:
            head.append(block)
    for block in sorted(head, key=lambda block: block.kind != "dateline"):
        for match in cues.FULL_DATE.finditer(block.range.of(text)):
            if (found := _date_of(match)) is not None:
                return found
    return None


def find_agency(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The news agency in a dateline such as "KYIV (Reuters) —", as it is written there."""
    for block in blocks:
        if block.kind == "dateline" and (match := cues.AGENCY.search(block.range.of(text))):
            return match[1]
    return None


def parse_date(value: Any) -> date | None:
    """The date in what a front matter or corpus row gives: a date, a datetime, or text that begins with or holds a
    full date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (match := cues.FULL_DATE.search(value[:200])):
        return _date_of(match)
    if isinstance(value, str) and re.fullmatch(r"(?:19|20)\d{6}(?:T?\d{4,6}Z?)?", value):
        return _day(int(value[:4]), int(value[4:6]), int(value[6:8]))
    return None


def _date_of(match: re.Match[str]) -> date | None:
    found = {key.rstrip("0123456789"): value for key, value in match.groupdict().items() if value}
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return _day(int(found["year"]), number, int(found["day"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clean(value: Any, limit: int = 500) -> str | None:
    """A title or outlet as one line: text only, white space collapsed, at most `limit` characters; None where empty."""
    if not isinstance(value, str):
        return None
    line = " ".join(value[: 4 * limit].split())[:limit].strip()
    # A JSON escape may stand for half a character, which could not be stored.
    return line.encode("utf-8", "replace").decode() or None


def clean_url(value: Any) -> str | None:
    """An http or https address without credentials, white space or control characters; None for anything else."""
    if (
        not isinstance(value, str)
        or len(value) > 2_000
        or not re.fullmatch(r"https?://[^\s\x00-\x1f\x7f/@]+(?:[/?#]\S*)?", value)
    ):
        return None
    return value if value.isprintable() else None


def safe_id(name: str) -> str:
    """`name` as an id that is safe as a file name on every system: letters, digits, `.`, `_` and `-`, at most 120
    bytes.

    No path separators, no leading dots, no device names. A name that had to be cut gets eight digits of its hash.
    """
    slug = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(".-_")
    if not slug:
        return f"article-{_digest(name)}"
    if len(slug.encode()) > _MAX_ID_BYTES:
        kept = slug.encode()[: _MAX_ID_BYTES - 9].decode(errors="ignore").rstrip(".-_")
        return f"{kept}-{_digest(name)}"
    return f"article-{slug}" if _RESERVED.fullmatch(slug) else slug


class UniqueIds:
    """Ids that do not repeat within a run, capitals aside: the second "story" becomes "story-2".

    Keeps about 100 bytes for each id it has given.
    """

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._next: dict[int, int] = {}

    def claim(self, wanted: str) -> str:
        """`wanted`, or `wanted` with the first free number behind it."""
        if self._take(wanted):
            return wanted
        number = self._next.get(_number(wanted), 2)
        while not self._take(f"{wanted}-{number}"):
            number += 1
        self._next[_number(wanted)] = number + 1
        return f"{wanted}-{number}"

    def _take(self, name: str) -> bool:
        size = len(self._taken)
        self._taken.add(_number(name))
        return len(self._taken) > size


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.casefold().encode(), digest_size=8).digest(), "big")


def content_id(text: str) -> str:
    """An id from the text itself: sixteen hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _digest(name: str) -> str:
    return content_id(name)[:8]
