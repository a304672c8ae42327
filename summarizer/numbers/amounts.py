"""One amount: a numeral with its sign, its currency and its unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from summarizer.numbers.lexicon import words
from summarizer.numbers.numeral import Numeral, read_scales
from summarizer.numbers.numerals import read_numeral
from summarizer.numbers.tokens import BREAK, NUMBER, SYMBOL, WORD, Tokens
from summarizer.numbers.unit_table import Unit, unit_table

_RARE_AFTER_SMALL: Final = frozenset({"won", "real", "rand", "lei", "leu", "crown", "crowns", "sterling", "sec", "min"})
_GLUE_ONLY: Final = frozenset({"C", "F", "V", "W", "p", "in"})
_NEVER_GLUED: Final = frozenset({"s"})
_SPELL_MODIFIERS: Final = words(
    """consecutive straight successive trading working business full whole long more solid calendar further additional
    extra short entire financial fiscal school earth night-time different separate"""
)
_MOST_PLACES: Final = 20
_QUOTE_WINDOW: Final = 60
_WEIGHT_TALK: Final = frozenset({"weigh", "weighs", "weighed", "weighing", "weight"})


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount over the tokens `[first, last)`; its unit, if any, over `[unit_first, unit_last)` on either side."""

    first: int
    last: int
    numeral: Numeral
    unit: Unit | None = None
    unit_first: int = 0
    unit_last: int = 0
    prefixed: bool = False


def read_amount(tokens: Tokens, index: int, floor: int = 0) -> Amount | None:
    """The amount whose numeral starts at a token, or None; looks left no further than `floor`."""
    prefix = currency_before(tokens, index, floor)
    numeral = read_numeral(tokens, index, money=prefix is not None)
    if numeral is None:
        return None
    first = prefix[0] if prefix else index
    minus = _minus(tokens, first, floor)
    if minus is not None:
        first, numeral = minus, _negative(numeral)
    if prefix is not None:
        last = _restated(tokens, numeral.last, prefix[1])
        return Amount(first, last, numeral, prefix[1], prefix[0], index, prefixed=True)
    magnitude = tokens.low(first - 1) == "magnitude" or (
        tokens.low(first - 2) == "magnitude" and tokens.low(first - 1) in {"of", "-"}
    )
    if magnitude and numeral.value is not None and numeral.value < 12 and first > floor:
        at = first - 1 if tokens.low(first - 1) == "magnitude" else first - 2
        return Amount(first, numeral.last, numeral, unit_table().units["magnitude"], at, at + 1)
    suffix = unit_after(tokens, numeral)
    if suffix is None:
        return Amount(first, numeral.last, numeral)
    unit, unit_first, unit_last = suffix
    return Amount(first, unit_last, numeral, unit, unit_first, unit_last)


def currency_before(tokens: Tokens, index: int, floor: int) -> tuple[int, Unit] | None:
    """First token and unit of the currency sign or code written before a numeral."""
    at = index - 1
    if at < floor:
        return None
    table = unit_table()
    if tokens.kind(at) == SYMBOL and tokens.lows[at] in table.signs:
        combined = tokens.written(at - 1) + tokens.lows[at]
        beside = tokens.glued(at) or tokens.ends[at - 1] - tokens.starts[at - 1] > 1
        if at - 1 >= floor and tokens.kind(at - 1) == WORD and beside and combined in table.signs:
            return at - 1, table.signs[combined]
        return at, table.signs[tokens.lows[at]]
    if tokens.lows[at] == "." and tokens.glued(at) and at - 1 >= floor and tokens.written(at - 1) == "Rs":
        return at - 1, table.signs["Rs"]
    written = tokens.written(at)
    if tokens.kind(index) == NUMBER and tokens.kind(at) == WORD:
        unit = table.codes.get(written) or table.signs.get(written)
        if unit is not None and not (unit.name == "COP" and _numbers_a_conference(tokens, index)):
            return at, unit
    return None


def _numbers_a_conference(tokens: Tokens, index: int) -> bool:
    """Whether the number after "COP" is that of a climate conference ("at COP 28"), and no sum in pesos."""
    written = tokens.lows[index]
    return written.isdecimal() and len(written) <= 2 and not read_scales(tokens, index + 1, money=True)[0]


def _restated(tokens: Tokens, index: int, unit: Unit) -> int:
    """Past a currency word or code that repeats or narrows the sign ("USD$23 billion dollar", "$249 CAD")."""
    found = _phrase(tokens, index)
    if found is not None and found[0] == unit:
        return found[1]
    code = unit_table().codes.get(tokens.written(index))
    return index + 1 if code is not None and (code == unit or unit.name == "USD") else index


def _minus(tokens: Tokens, first: int, floor: int) -> int | None:
    at = first - 1
    if at < floor:
        return None
    if tokens.low(at) == "minus":
        return at if tokens.low(at - 1) not in {"or", "and"} else None
    if tokens.lows[at] in {"-", "−"} and tokens.glued(first) and not tokens.glued(at):
        return at
    return None


def _negative(numeral: Numeral) -> Numeral:
    return replace(
        numeral,
        low=-numeral.high,
        high=-numeral.low,
        value=None if numeral.value is None else -numeral.value,
        bare=False,
    )


def unit_after(tokens: Tokens, numeral: Numeral) -> tuple[Unit, int, int] | None:
    """Unit written after a numeral and its tokens: after a space, a hyphen, or nothing at all."""
    at = numeral.last
    if tokens.is_hyphen(at) or (numeral.value is None and tokens.low(at) == "of"):
        at += 1
    found = (
        _abbreviation(tokens, at, numeral)
        or _phrase(tokens, at, numeral)
        or _modified_spell(tokens, at)
        or _inch_mark(tokens, at)
    )
    if found is None and numeral.fraction and tokens.low(at) == "of" and tokens.low(at + 1) in {"a", "an", "one"}:
        at += 2  # "a quarter of a percentage point"
        found = _phrase(tokens, at, numeral)
    if found is None:
        return None
    unit, last = found
    first = at
    places = tokens.low(numeral.first - 1) == "at" and numeral.high <= _MOST_PLACES
    if unit.name == "point" and places and not tokens.is_hyphen(numeral.last):
        return None  # "at one point", "at four points along the road"
    return unit, first, last


def _inch_mark(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """The sign for inches ("a 15″ display"); a plain double mark counts only where it cannot close a quotation."""
    mark = tokens.low(at)
    if mark not in {"″", '"', "''"} or tokens.kind(at + 1) in {0, BREAK} or tokens.kinds[at - 1] != NUMBER:
        return None
    if mark != "″":
        opened = 0
        for index in range(at - 1, max(-1, at - _QUOTE_WINDOW), -1):
            if tokens.kinds[index] == BREAK:
                break
            opened += tokens.lows[index] in {'"', "``", "“", "''", "”"} and tokens.kinds[index - 1] != NUMBER
        if opened % 2 or not tokens.is_word(at + 1):
            return None
    return unit_table().units["in"], at + 1


def _modified_spell(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """A spell of time with one word before its unit: "five trading days", "two consecutive quarters"."""
    if tokens.low(at) not in _SPELL_MODIFIERS:
        return None
    if tokens.low(at + 1) in {"quarter", "quarters"}:
        return unit_table().units["quarter"], at + 2
    found = _phrase(tokens, at + 1)
    return found if found is not None and found[0].kind == "duration" else None


def _abbreviation(tokens: Tokens, at: int, numeral: Numeral) -> tuple[Unit, int] | None:
    table = unit_table()
    for last in (at + 3, at + 2, at + 1):
        if last > len(tokens) or not all(tokens.glued(index) for index in range(at + 1, last)):
            continue
        written = tokens.text[tokens.starts[at] : tokens.ends[last - 1]]
        unit = table.exact.get(written) or table.codes.get(written) or table.signs.get(written)
        if unit is None or (written in _NEVER_GLUED and tokens.glued(at)):
            continue
        if written in _GLUE_ONLY and not tokens.glued(at):
            continue
        if numeral.word and len(written) == 1 and written.isalpha():
            continue
        if tokens.glued(last) and tokens.kind(last) in {WORD, NUMBER}:
            continue
        after = last + 1 if tokens.low(last) == "." and tokens.glued(last) else last
        if unit.kind == "money" and tokens.kind(after) == NUMBER:  # the sign of the next figure
            continue
        return unit, last
    return None


def _phrase(tokens: Tokens, at: int, numeral: Numeral | None = None) -> tuple[Unit, int] | None:
    """The longest unit in words that starts at a token, with hyphens or abbreviation points between its words."""
    for phrase, unit in unit_table().phrases.get(tokens.low(at), ()):
        last = _walk(tokens, at, phrase)
        if last is None or (tokens.is_hyphen(last) and unit.name == "second" and tokens.low(last + 1) == "half"):
            continue
        if numeral is not None and phrase[0] in _RARE_AFTER_SMALL and not _large(numeral):
            continue
        if phrase in {("pound",), ("pounds",)} and _is_weight(tokens, at, last):
            return unit_table().units["lb"], last
        if phrase[-1] == "point" and tokens.low(last) == "of":
            continue
        return unit, last
    return None


def _walk(tokens: Tokens, at: int, phrase: tuple[str, ...]) -> int | None:
    for position, word in enumerate(phrase):
        if position:
            if tokens.is_hyphen(at):
                at += 1
            while tokens.low(at) == "." and tokens.glued(at) and len(phrase[position - 1]) <= 2:
                at += 1
        if tokens.low(at) != word:
            return None
        at += 1
    return at


def _large(numeral: Numeral) -> bool:
    return numeral.scale > 0 or numeral.high >= Decimal(1000)


def _is_weight(tokens: Tokens, at: int, last: int) -> bool:
    """Whether "pound" is the weight: "a 500-pound bomb", "weighs 200 pounds", "40 pounds of cocaine"."""
    if tokens.is_hyphen(at - 1) and tokens.low(at) == "pound":
        return True
    if tokens.low(last) == "of" or (tokens.low(last) == "per" and tokens.low(last + 1) == "square"):
        return True
    return any(tokens.low(index) in _WEIGHT_TALK for index in range(max(0, at - 6), at))
