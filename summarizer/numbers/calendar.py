"""Dates, years and times of day: figures that are no quantities."""

from __future__ import annotations

from typing import Final

from summarizer.numbers.lexicon import DETERMINERS, MONTHS, ORDINAL_ENDINGS, SEASONS, words
from summarizer.numbers.nouns import is_plural
from summarizer.numbers.tokens import NUMBER, WORD, Tokens

_ZONES: Final = words("utc gmt est edt cst cdt mst mdt pst pdt cet cest eet eest msk bst ist jst aest")
_YEAR_BEFORE: Final = (
    words("""in since until till by from of during before after early late mid through throughout around circa between
    and to for year years fiscal fy year's spring summer autumn fall winter election copyright © ' ’ class the""")
    | SEASONS
)
_COUNTS_BEFORE: Final = words(
    "than over some about nearly almost approximately roughly least most up exceeding estimated many "
    "killed wounded injured employs employed captured lost total"
)
_COUNTED: Final = words(
    "people soldiers troops men women children workers jobs employees civilians homes houses students police officers "
    "tons tonnes victims deaths casualties passengers prisoners refugees residents protesters "
    "demonstrators units seats cases words pages points households families patients participants members votes copies "
    "vehicles cars tanks drones missiles"
)


def month_dates(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Tokens `[first, last)` of the date around a month's name at `index` ("March 12, 2025", "11–12 May"), or None."""
    if not tokens.is_capital(index):
        return None
    first, last = index, index + 1
    if tokens.low(last) == "." and tokens.glued(last):
        last += 1
    before = _day_before(tokens, index)
    if before is not None:
        first = before
    else:
        last = _days_after(tokens, last)
    at = last + 1 if tokens.low(last) in {",", "of"} else last
    if _year_shaped(tokens, at):
        last = at + 1
    return (first, last) if (first, last) != (index, index + 1) else None


def _day(tokens: Tokens, index: int) -> bool:
    low = tokens.low(index)
    return tokens.kind(index) == NUMBER and low.isdecimal() and len(low) <= 2 and 1 <= int(low) <= 31


def _day_before(tokens: Tokens, index: int) -> int | None:
    at = index - 1
    if tokens.low(at) == "of":
        at -= 1
    if tokens.low(at) in ORDINAL_ENDINGS and tokens.kind(at - 1) == NUMBER:
        at -= 1
    elif at != index - 1:  # "12 of March" is no date, "12th of March" is
        return None
    if not _day(tokens, at) or tokens.low(at + 1) == ".":
        return None
    joint = tokens.is_dash(at - 1) or tokens.low(at - 1) in {"and", "to", "or"}
    return at - 2 if joint and _day(tokens, at - 2) else at


def _days_after(tokens: Tokens, last: int) -> int:
    if tokens.low(last) == "the":
        last += 1
    if not _day(tokens, last):
        return last
    last = _past_ordinal(tokens, last + 1)
    joint = tokens.is_dash(last) or tokens.low(last) in {"and", "to", "or"}
    if joint and _day(tokens, last + 1) and not is_plural(tokens, last + 2):
        return _past_ordinal(tokens, last + 2)
    return last


def _past_ordinal(tokens: Tokens, index: int) -> int:
    return index + 1 if tokens.low(index) in ORDINAL_ENDINGS and tokens.glued(index) else index


def _year_shaped(tokens: Tokens, index: int) -> bool:
    low = tokens.low(index)
    return tokens.kind(index) == NUMBER and len(low) == 4 and low.isdecimal() and "1000" <= low <= "2199"


def year(tokens: Tokens, index: int) -> bool:
    """Whether four plain digits are a year.

    1900 to 2099 is a year unless an approximator or a thing that is counted in thousands says otherwise; 1000 to 1899
    and 2100 to 2199 only after a word that introduces years.
    """
    if not _year_shaped(tokens, index):
        return False
    low, before, after = tokens.lows[index], tokens.low(index - 1), tokens.low(index + 1)
    if after in {"%", "percent"} or before in _COUNTS_BEFORE:
        return False
    if before in MONTHS:
        return True
    if "1900" <= low <= "2099":
        if after in _COUNTED:
            return before in DETERMINERS or before.endswith(("'s", "’s"))
        return not (
            tokens.kind(index + 1) == WORD and _COUNTED & {tokens.low(index + 2)} and before not in _YEAR_BEFORE
        )
    return before in {"in", "since", "until", "circa", "during", "year", "c"} and not is_plural(tokens, index + 1)


def time_of_day(tokens: Tokens, index: int) -> int | None:
    """End token of the time of day (or score, or ratio, with a colon) that starts at a number, or None."""
    last = index + 1
    while tokens.low(last) == ":" and tokens.glued(last) and tokens.kind(last + 1) == NUMBER and tokens.glued(last + 1):
        last += 2
    marked = _marked(tokens, last)
    if marked is not None:
        return marked
    return last if last > index + 1 else None


def _marked(tokens: Tokens, last: int) -> int | None:
    """Past "p.m.", "o'clock" or a time zone at `last`, or None."""
    low = tokens.low(last)
    written = tokens.lows[last - 1]
    hour = written.replace(".", "", 1).isdecimal() and len(written) <= 5
    if not hour:
        return None
    if low in {"am", "pm", "o'clock", "o’clock"}:
        return last + 1
    if low in {"a", "p"} and tokens.low(last + 1) == "." and tokens.low(last + 2) == "m":
        return last + 4 if tokens.low(last + 3) == "." and tokens.glued(last + 3) else last + 3
    if low in _ZONES or (low == "local" and tokens.low(last + 1) == "time"):
        return last + 1
    if (
        low == "hours"
        and len(written) == 4
        and written[0] in "012"
        and tokens.low(last + 1) in {*_ZONES, "local", "on"}
    ):
        return last + 1
    return None


def zone_offset(tokens: Tokens, index: int) -> bool:
    """Whether the number is the offset of a time zone ("GMT +8")."""
    sign = tokens.low(index - 1)
    return (sign in {"+", "−"} or tokens.is_dash(index - 1)) and tokens.low(index - 2) in _ZONES
