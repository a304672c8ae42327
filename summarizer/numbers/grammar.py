"""Finding the quantities of a news text.

One pass over the tokens: each numeral is either kept apart (`apart`) or read as an amount (`amounts`), joined to a
second one (`ranges`), and given its approximator (`bounds`) and counted noun (`nouns`). Every look around is of
bounded length, so that time is linear in the text whatever it holds.

Ages are durations in years: "14-year-old", "aged 14", "Anna Kovalenko, 45, said". Changes ("from 5 to 10") are two
quantities, ranges ("between 5 and 10") one. "half" and "two-thirds" are 50 and 66.67 percent.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from summarizer.errors import InputError
from summarizer.numbers.amounts import Amount, read_amount
from summarizer.numbers.apart import kept_apart
from summarizer.numbers.bounds import bound_after, bound_before
from summarizer.numbers.calendar import month_dates
from summarizer.numbers.compounds import merge_compounds
from summarizer.numbers.context import completed, settled
from summarizer.numbers.lexicon import MONTHS, words
from summarizer.numbers.names import names_something, type_names
from summarizer.numbers.nouns import counted_noun
from summarizer.numbers.numeral import DENOMINATORS, NUMBER_WORDS, POINTS, POWERS
from summarizer.numbers.quantity import Bound, Quantity, QuantityKind
from summarizer.numbers.ranges import Spread, read_spread
from summarizer.numbers.tokens import BREAK, FRACTION, NUMBER, WORD, Tokens, tokenize
from summarizer.numbers.unit_table import Unit, unit_table
from summarizer.text.ranges import Range

_MOST_POINTS: Final = 60
_FIGURES: Final = frozenset({NUMBER, FRACTION})
_AFTER_ARTICLE: Final = POWERS.keys() | DENOMINATORS.keys() | {"dozen", "couple", "few", "score"}
_PERCENT_TALK: Final = words(
    "% percent cent percentage poll polls polling approval rating lead leads leading margin ahead behind turnout swing "
    "vote rate"
)
# More numerals than any paragraph of prose has in one line.
_PROSE_LIMIT: Final = 500
MOST_NUMERALS: Final = 25_000
_PEOPLE: Final = words("children people those girls boys anyone everyone men women adults players")
_INDEX_TALK: Final = words(
    "index indexes indices dow nasdaq ftse nikkei dax cac djia stock stocks shares market markets sensex composite "
    "season league game match title"
)


def find_quantities(text: str, within: Range | None = None) -> list[Quantity]:
    """The quantities of `text`, in reading order and without overlap; with `within`, those of that part alone.

    Offsets are code points of `text` in either case. A line with over 500 numerals that are a quarter of its tokens
    is a table or noise and is passed over. Time is linear in the length of the part that is read.

    Raises:
        InputError: the other lines hold more than `MOST_NUMERALS`; a megabyte of news holds some ten thousand.
    """
    tokens = tokenize(text, within)
    candidates = _candidates(tokens)
    if len(candidates) > MOST_NUMERALS:
        raise InputError(f"{len(candidates):,} figures are no article; more than {MOST_NUMERALS:,} are not read")
    dated = _dated(tokens)
    names = type_names(tokens)
    found: list[Quantity] = []
    floor = 0
    for candidate in candidates:
        index = candidate
        if index < floor:
            continue
        if index > floor and _has_article(tokens, index):
            index -= 1
        if index in dated:
            floor = index + 1
            continue
        apart = kept_apart(tokens, index)
        if apart is not None:
            floor = apart
            continue
        floor = _read(tokens, index, floor, names, found)
    return settled(merge_compounds(found, text), tokens)


def _has_article(tokens: Tokens, index: int) -> bool:
    """Whether the article before a number word belongs to it: "a million", "a third", not "a quarter-point rise"."""
    if tokens.low(index - 1) not in {"a", "an"} or tokens.lows[index] not in _AFTER_ARTICLE:
        return False
    return not (tokens.is_hyphen(index + 1) and tokens.low(index + 2) in POINTS)


def _candidates(tokens: Tokens) -> list[int]:
    """The tokens at which a numeral may start, line by line, without the lines that are tables."""
    kept: list[int] = []
    line: list[int] = []
    start = 0
    for index, (kind, low) in enumerate(zip(tokens.kinds, tokens.lows, strict=True)):
        if kind in _FIGURES or (kind == WORD and low in NUMBER_WORDS):
            line.append(index)
        elif kind == BREAK:
            if not _is_table(len(line), index - start):
                kept += line
            line, start = [], index
    return kept if _is_table(len(line), len(tokens) - start) else kept + line


def _is_table(numerals: int, size: int) -> bool:
    return numerals > _PROSE_LIMIT and numerals * 4 >= size


def _dated(tokens: Tokens) -> set[int]:
    """Tokens that belong to a date with a month's name."""
    dated: set[int] = set()
    for index, low in enumerate(tokens.lows):
        if low in MONTHS:
            found = month_dates(tokens, index)
            if found is not None:
                dated.update(range(*found))
    return dated


def _read(tokens: Tokens, index: int, floor: int, names: set[str], found: list[Quantity]) -> int:
    """Reads the quantity at a numeral into `found`; the token after what was read."""
    amount = read_amount(tokens, index, floor)
    if amount is None:
        return index + 1
    spread = read_spread(tokens, amount, floor)
    if spread is None and amount.unit is None and _plain(tokens, amount) and names_something(tokens, index, names):
        return amount.last
    whole = spread or Spread(amount.first, amount.last, amount, amount)
    quantity, last = _build(tokens, whole, floor)
    found.append(completed(quantity, found[-1], tokens.text) if found else quantity)
    return last


def _plain(tokens: Tokens, amount: Amount) -> bool:
    """Whether the amount is a whole number in digits alone, or one that could be a version ("iPhone 3.0")."""
    numeral = amount.numeral
    if amount.last != numeral.last or amount.first != numeral.first:
        return False
    return numeral.bare or (
        numeral.precision in {-1, -2}
        and not numeral.fraction
        and len(tokens.lows[amount.first]) <= 4
        and tokens.kinds[amount.first] == NUMBER
    )


def _build(tokens: Tokens, spread: Spread, floor: int) -> tuple[Quantity, int]:
    low, high = spread.low, spread.high
    unit = _points(tokens, spread, high.unit or low.unit)
    kind, name = _kind(low, unit)
    if unit is None and _is_age(tokens, spread):
        kind, name = "duration", "year"
    bound, bound_range, last = _bound(tokens, spread, floor, kind)
    if unit is None and low is high and low.numeral.fraction:
        low = high = replace(low, numeral=low.numeral.as_percent())
    value = low.numeral.value if low is high else None
    noun = _noun(tokens, spread, kind, unit)
    if noun is not None and bound_range is None:
        bound, bound_range, last = _bound_after_noun(tokens, noun, bound, last)
    unit_tokens = _unit_tokens(high if high.unit else low) if unit else None
    quantity = Quantity(
        range=tokens.range(spread.first, spread.last),
        kind=kind,
        value=value,
        low=low.numeral.low,
        high=high.numeral.high,
        bound=bound,
        precision=_precision(low, high, kind),
        unit=None if unit_tokens is None else tokens.range(*unit_tokens).of(tokens.text),
        unit_norm=name,
        unit_range=None if unit_tokens is None else tokens.range(*unit_tokens),
        bound_range=bound_range,
        noun=None if noun is None else tokens.range(*noun),
    )
    return quantity, last


def _unit_tokens(amount: Amount) -> tuple[int, int]:
    return amount.unit_first, amount.unit_last


def _kind(amount: Amount, unit: Unit | None) -> tuple[QuantityKind, str | None]:
    if unit is not None:
        return unit.kind, unit.name
    if amount.numeral.fraction:
        return "percent", "percent"
    return "count", None


def _is_age(tokens: Tokens, spread: Spread) -> bool:
    """Whether a bare figure is an age: after "aged", or between commas after a name."""
    numeral, before = spread.low.numeral, tokens.low(spread.first - 1)
    if numeral.high >= 120 or (spread.last != numeral.last and spread.low is spread.high):
        return False
    if before == "aged" or (before in {"age", "ages"} and tokens.kind(spread.last) != WORD):
        return True
    if before in {"under", "over"} and tokens.low(spread.first - 2) in _PEOPLE and tokens.kind(spread.last) != WORD:
        return True
    after_name = before == "," and tokens.is_capital(spread.first - 2) and tokens.low(spread.first - 2) not in MONTHS
    return after_name and numeral.bare and tokens.low(spread.last) in {",", "."}


def _points(tokens: Tokens, spread: Spread, unit: Unit | None) -> Unit | None:
    """ "points" are percentage points in a sentence that talks of polls and rates, and of no index.

    A "quarter-point" is one always.
    """
    if unit is None or unit.name != "point":
        return unit
    numeral = spread.high.numeral
    if numeral.fraction:
        return unit_table().units["percentage_point"]
    if numeral.high > _MOST_POINTS or numeral.precision < -1:
        return unit
    sentence = set(_sentence(tokens, spread))
    if sentence & _PERCENT_TALK and not sentence & _INDEX_TALK:
        return unit_table().units["percentage_point"]
    return unit


def _sentence(tokens: Tokens, spread: Spread) -> list[str]:
    """The words around a figure, as far as its sentence goes and no further than sixty tokens."""
    first, last = spread.first, spread.last
    while first > max(0, spread.first - 60) and tokens.kinds[first - 1] != BREAK and tokens.lows[first - 1] != ".":
        first -= 1
    while last < min(len(tokens), spread.last + 60) and tokens.kinds[last] != BREAK and tokens.lows[last] != ".":
        last += 1
    return tokens.lows[first:last]


def _precision(low: Amount, high: Amount, kind: QuantityKind) -> int:
    """Exponent of the last stated digit, of a range the coarser; whole percents and durations are stated to the one."""
    precision = max(low.numeral.precision, high.numeral.precision)
    plain = not high.numeral.scale
    return min(precision, 0) if plain and kind in {"percent", "duration"} else precision


def _bound(tokens: Tokens, spread: Spread, floor: int, kind: QuantityKind) -> tuple[Bound, Range | None, int]:
    """Bound of a figure, the characters of its approximator, and the token after both."""
    before = bound_before(tokens, spread.first, floor, spell=kind == "duration", after=spread.last)
    if before is not None:
        return before[0], tokens.range(before[1], spread.first), spread.last
    after = bound_after(tokens, spread.last)
    if after is not None:
        return after[0], tokens.range(spread.last, after[1]), after[1]
    return ("~" if spread.low.numeral.approximate else "="), None, spread.last


def _bound_after_noun(
    tokens: Tokens, noun: tuple[int, int], bound: Bound, last: int
) -> tuple[Bound, Range | None, int]:
    after = bound_after(tokens, noun[1]) if tokens.low(noun[1]) == "or" else None
    if after is None:
        return bound, None, last
    return after[0], tokens.range(noun[1], after[1]), after[1]


def _noun(tokens: Tokens, spread: Spread, kind: QuantityKind, unit: Unit | None) -> tuple[int, int] | None:
    after = bound_after(tokens, spread.last)
    at = after[1] if after is not None else spread.last
    fraction = unit is None and spread.low.numeral.fraction
    if kind != "count" and not fraction:
        return None
    if tokens.is_hyphen(at) and tokens.is_word(at + 1):
        strong = tokens.low(at + 1) == "strong"  # "a 1,100-strong staff", beside "a 290-seat jet"
        return counted_noun(tokens, at + 2) if strong else (at + 1, at + 2)
    return counted_noun(tokens, at, singular=spread.low.numeral.value == Decimal(1) and not fraction)


def read_plain(text: str) -> Quantity | None:
    """The quantity of a text that is one amount or range and nothing else, whatever `apart` says of it; or None."""
    tokens = tokenize(text)
    for index in _candidates(tokens)[:1]:
        amount = read_amount(tokens, index)
        if amount is None:
            continue
        spread = read_spread(tokens, amount, 0) or Spread(amount.first, amount.last, amount, amount)
        if (spread.first, spread.last) == (0, len(tokens)):
            return _build(tokens, spread, 0)[0]
    return None
