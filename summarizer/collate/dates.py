"""Days that an account names, as far as it names them: year, month, day or just the weekday."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from summarizer.text.ranges import Range

MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT: Final = {name[:3]: index for index, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_MONTH: Final = (
    r"(?P<month>"
    + "|".join([*(m.capitalize() for m in MONTHS), r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"])
    + r")"
)
_YEAR: Final = r"(?:,?\s(?P<year>(?:19|20)\d\d))?"
_FULL: Final = re.compile(
    rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?!\d|[.:]\d){_YEAR}|\b(?P<day2>\d{{1,2}})\s{_MONTH.replace('month', 'month2')}{_YEAR.replace('year', 'year2')}\b"
)
_LOOSE: Final = re.compile(
    rf"\b(?:in|since|of|by|next|last|until)\s{_MONTH}(?:\s(?:of\s)?(?P<year>(?:19|20)\d\d))?(?P<last>\s(?:of\s)?last\syear)?\b(?!\s\d)"
)
_DAY_NAME: Final = re.compile(r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),?\s(?:the\s)?$")
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
        mine, theirs = self.on(), other.on()
        return mine is not None and theirs is not None and mine != theirs

    def moved(self, days: int) -> Day:
        """So many days later; where the year is not known, as in a year without a leap day."""
        if self.month is None or self.day is None:
            return Day()
        try:
            then = datetime.date(self.year or 2001, self.month, self.day) + datetime.timedelta(days=days)
        except (ValueError, OverflowError):
            return Day()
        weekday = self.on()
        return Day(
            then.year if self.year is not None else None,
            then.month,
            then.day,
            None if weekday is None else (weekday + days) % 7,
        )

    def on(self) -> int | None:
        """The weekday, said or told by the date."""
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
    found = ((match, _day(match)) for match in _FULL.finditer(text, within.start, within.end))
    return [(Range(*match.span()), day) for match, day in found if day is not None]


def account_day(text: str, given: datetime.date | None) -> Day | None:
    """The day an account is of: the date it was given, a date near its head, else the first weekday it names early."""
    head = Range(0, min(len(text), 1500))
    dates = full_dates(text, head)
    weekday = _WEEKDAY.search(text, 0, head.end)
    if given is not None:
        return Day(given.year, given.month, given.day)
    if dates:
        where, day = dates[0]
        named = _DAY_NAME.search(text, max(0, where.start - 12), where.start)
        return replace(day, weekday=WEEKDAYS.index(named["weekday"].lower())) if named else day
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
                elif (
                    day.month is not None
                    and account.month is not None
                    and not match[0].startswith(("next", "by", "until"))
                ):
                    year = account.year - (day.month > account.month)
            found.append((where, Day(year, day.month)))
    for match in _WEEKDAY.finditer(text, within.start, within.end):
        weekday = WEEKDAYS.index(match["weekday"].lower())
        found.append(
            (Range(*match.span()), _nearest(account, weekday, text[max(0, match.start() - 8) : match.start()]))
        )
    for match in _RELATIVE.finditer(text, within.start, within.end):
        shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(match["word"].lower(), 0)
        found.append((Range(*match.span()), account.moved(shift) if account is not None else Day()))
    return sorted(((where, day) for where, day in found), key=lambda item: item[0])


def _nearest(account: Day | None, weekday: int, before: str) -> Day:
    """The last such weekday up to the account's day, or the one after it where "next" stands before it."""
    mine = account.on() if account is not None else None
    if account is None or mine is None:
        return Day(weekday=weekday)
    back = (mine - weekday) % 7
    if before.rstrip().endswith("next"):
        back -= 7
    return account.moved(-back)


def settle(days: Sequence[Day | None]) -> list[Day | None]:
    """Days of accounts of one event, each with what the others tell: the year, where all agree on one, and the weekday."""
    years = {day.year for day in days if day is not None and day.year is not None}
    if len(years) == 1:
        year = next(iter(years))
        days = [replace(day, year=year) if day is not None and day.month is not None else day for day in days]
    anchor = next((day for day in days if day is not None and day.month and day.day and day.on() is not None), None)
    if anchor is None:
        return list(days)
    return [day if day is None or day.on() is not None else _told_by(anchor, day) for day in days]


def _told_by(anchor: Day, day: Day) -> Day:
    if day.month is None or day.day is None or anchor.month is None or anchor.day is None:
        return day
    weekday = anchor.on()
    try:
        # Any year without a leap day: the accounts are days or months apart, and their own year is not said.
        apart = datetime.date(2001, day.month, day.day) - datetime.date(2001, anchor.month, anchor.day)
    except ValueError:
        return day
    return replace(day, weekday=(weekday + apart.days) % 7) if weekday is not None else day
