"""What the accounts date, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from summarizer.collate.accounts import AccountView
from summarizer.collate.dates import WEEKDAYS, Day, time_expressions
from summarizer.collate.models import ClaimCell, ClaimGroup, TimelineCell, TimelineEntry
from summarizer.text.ranges import Range

_LAST: Final = "9999"


def find_timeline(groups: Sequence[ClaimGroup], accounts: Mapping[str, AccountView]) -> list[TimelineEntry]:
    """Days on which accounts place a claim, in order; what is dated by a weekday alone comes last.

    A month or day without a year takes the year of the only other account that gives one for the same day.
    """
    dated: dict[tuple[str, str], list[TimelineCell]] = defaultdict(list)
    days: dict[str, Day] = {}
    for one in groups:
        for cell in one.cells:
            account = accounts[cell.account]
            for place, day in _dated(cell, account):
                name = _name(day)
                if name is None:
                    continue
                days[name] = day
                span = account.span(place)
                dated[name, one.id].append(
                    TimelineCell(account=cell.account, item=cell.item, said=span.text, span=span, passage=cell.passage)
                )
    full = _completed(days)
    merged: dict[tuple[str, str], list[TimelineCell]] = defaultdict(list)
    for (name, one_id), cells in dated.items():
        merged[full[name], one_id] += cells
    statements = {one.id: one.statement for one in groups}
    position = {one.id: index for index, one in enumerate(groups)}
    return [
        TimelineEntry(when=when, event=statements[one_id], cells=cells)
        for (when, one_id), cells in sorted(merged.items(), key=lambda item: (_rank(item[0][0]), position[item[0][1]]))
    ]


def _dated(cell: ClaimCell, account: AccountView) -> list[tuple[Range, Day]]:
    """The words that date a claim: those inside it, else the day on which it was said."""
    passage = Range(cell.passage.start, cell.passage.end)
    found = time_expressions(account.text, passage, account.day)
    contents = [Range(span.start, span.end) for span in cell.spans]
    inside = [one for one in found if any(content.covers(one[0]) for content in contents)]
    # A month beside a claim is that of something else in the sentence.
    return (inside or [one for one in found if one[1].day is not None or one[1].weekday is not None])[:1]


def _name(day: Day) -> str | None:
    text = day.text()
    if text is not None:
        return text
    return WEEKDAYS[day.weekday].capitalize() if day.weekday is not None else None


def _completed(days: Mapping[str, Day]) -> dict[str, str]:
    years: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for name, day in days.items():
        if day.year is not None:
            years[day.month, day.day].add(name)
    found = {}
    for name, day in days.items():
        known = years.get((day.month, day.day), set()) if day.year is None and day.month is not None else set()
        found[name] = next(iter(known)) if len(known) == 1 else name
    return found


def _rank(when: str) -> str:
    return when if when[:1].isdigit() else f"{_LAST} {when}"
