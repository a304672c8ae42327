"""Days that an account names, as far as it names them: year, month, day or just the weekday."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from summarizer.text.ranges import Range

MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT: Final = {name[:3]: index for index, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_MONTH: Final = r"(?P<month>" + "|".join([*(m.capitalize() for m in MONTHS), r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"]) + r")"
_YEAR: Final = r"(?:,?\s(?P<year>(?:19|20)\d\d))?"
_FULL: Final = re.compile(
    rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?!\d|[.:]\d){_YEAR}|\b(?P<day2>\d{{1,2}})\s{_MONTH.replace('month', 'month2')}{_YEAR.replace('year', 'year2')}\b"
)
_LOOSE: Final = re.compile(rf"\b(?:in|since|of|by|next|last|until)\s{_MONTH}(?:\s(?:of\s)?(?P<year>(?:19|20)\d\d))?(?P<last>\s(?:of\s)?last\syear)?\b(?!\s\d)")
_WEEKDAY: Final = re.compile(r"\b(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
_RELATIVE: Final = re.compile(r"\b(?P<word>yesterday|today|tomorrow|overnight)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as an account gives it; what is None is not said. `weekday` counts from 0 for Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def date(self) -> datetime.date | None:
        """The date, where it is complete and exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None

    def text(self) -> str | None:
        """`2025-03-12`, `03-12`, `2025-08` or `08`; None for a weekday alone."""
        if self.month is None:
            return None
        parts = [f"{self.year:04}"] if self.year is not None else []
        parts.append(f"{self.month:02}")
        parts += [f"{self.day:02}"] if self.day is not None else []
        return "-".join(parts)

    def differs(self, other: Day) -> bool:
        """Whether the two are certainly different days."""
        if self.month is not None and other.month is not None:
            if self.year is not None and other.year is not None and self.year != other.year:
                return True
            if self.month != other.month:
                return True
            return self.day is not None and other.day is not None and self.day != other.day
        mine, theirs = self._weekday(), other._weekday()
        return mine is not None and theirs is not None and mine != theirs

    def _weekday(self) -> int | None:
        if self.weekday is not None:
            return self.weekday
        date = self.date()
        return date.weekday() if date is not None else None


def _month(name: str) -> int:
    name = name.lower().rstrip(".")
    return MONTHS.index(name) + 1 if name in MONTHS else _SHORT[name]


def _day(match: re.Match[str]) -> Day | None:
    groups = match.groupdict()
    month = groups.get("month") or groups.get("month2")
    day = groups.get("day") or groups.get("day2")
    year = groups.get("year") or groups.get("year2")
    if month is None or (day is not None and not 1 <= int(day) <= 31):
        return None
    return Day(int(year) if year else None, _month(month), int(day) if day else None)


def full_dates(text: str, within: Range) -> list[tuple[Range, Day]]:
    """Dates with a day and a month, in order."""
    found = []
    for match in _FULL.finditer(text, within.start, within.end):
        if (day := _day(match)) is not None:
            found.append((Range(*match.span()), day))
    return found


def account_day(text: str, given: datetime.date | None) -> Day | None:
    """The day an account is of: the date it was given, a date near its head, else the first weekday it names early."""
    head = Range(0, min(len(text), 1500))
    dates = full_dates(text, head)
    weekday = _WEEKDAY.search(text, 0, head.end)
    if given is not None:
        return Day(given.year, given.month, given.day)
    if dates:
        return dates[0][1]
    return Day(weekday=WEEKDAYS.index(weekday["weekday"].lower())) if weekday else None


def time_expressions(text: str, within: Range, account: Day | None) -> list[tuple[Range, Day]]:
    """Every day, month or weekday that a passage names, resolved against the account's own day where it can be."""
    found = full_dates(text, within)
    taken = [where for where, _ in found]
    for match in _LOOSE.finditer(text, within.start, within.end):
        where = Range(*match.span())
        day = _day(match)
        if day is not None and not any(where.overlaps(other) for other in taken):
            year = day.year
            if year is None and account is not None and account.year is not None:
                if match["last"]:
                    year = account.year - 1
                elif day.month is not None and account.month is not None and not match[0].startswith(("next", "by", "until")):
                    year = account.year - (day.month > account.month)
            found.append((where, Day(year, day.month)))
    base = account.date() if account else None
    for match in _WEEKDAY.finditer(text, within.start, within.end):
        weekday = WEEKDAYS.index(match["weekday"].lower())
        found.append((Range(*match.span()), _nearest(base, weekday, text[max(0, match.start() - 8) : match.start()])))
    for match in _RELATIVE.finditer(text, within.start, within.end):
        shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(match["word"].lower(), 0)
        found.append((Range(*match.span()), _shifted(account, base, shift)))
    return sorted(((where, day) for where, day in found), key=lambda item: item[0])


def _nearest(base: datetime.date | None, weekday: int, before: str) -> Day:
    if base is None:
        return Day(weekday=weekday)
    back = (base.weekday() - weekday) % 7
    if before.rstrip().endswith("next"):
        back -= 7
    date = base - datetime.timedelta(days=back)
    return Day(date.year, date.month, date.day, weekday)


def _shifted(account: Day | None, base: datetime.date | None, days: int) -> Day:
    if base is not None:
        date = base + datetime.timedelta(days=days)
        return Day(date.year, date.month, date.day)
    if account is None or account.month is None or account.day is None:
        return Day()
    moved = datetime.date(2000, account.month, account.day) + datetime.timedelta(days=days)
    return Day(None, moved.month, moved.day)
