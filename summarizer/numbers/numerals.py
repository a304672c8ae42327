"""Reading one numeral: digits or words, with its scale, as an exact value or an interval.

Conventions: plain plurals are intervals from one up to the next power of ten that has a name of its own, so
"hundreds" is 100 to 1000, "thousands" 1000 to 10,000, "tens of thousands" 10,000 to 100,000, "millions" 10^6 to 10^7;
"dozens" is 24 to 100, "scores" 40 to 200, "a few hundred" and "several hundred" 200 to 1000; "a couple" is about 2.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from summarizer.numbers.lexicon import FUNCTION_WORDS, words
from summarizer.numbers.numeral import (
    DENOMINATORS,
    FRACTIONS,
    GROUPS,
    PLURALS,
    POINTS,
    POWERS,
    SMALL,
    TENS,
    Numeral,
    digits_value,
    point,
    ratio,
    read_scales,
)
from summarizer.numbers.tokens import FRACTION, NUMBER, WORD, Tokens
from summarizer.numbers.unit_table import unit_table


def read_numeral(tokens: Tokens, index: int, money: bool = False) -> Numeral | None:
    """The numeral that starts at a token, or None. After a currency sign (`money`), "m" and "b" are scales too."""
    kind = tokens.kind(index)
    if kind == NUMBER:
        return _digits(tokens, index, money)
    if kind == FRACTION:
        return _character_fraction(tokens, index)
    if kind == WORD:
        return _words(tokens, index)
    return None


def _digits(tokens: Tokens, index: int, money: bool) -> Numeral | None:
    written = tokens.lows[index]
    exponents, after = read_scales(tokens, index + 1, money)
    tail = tokens.low(after)
    value_precision = digits_value(written, comma_decimal=bool(exponents) or tail in {"%", "percent"})
    if value_precision is None:
        return None
    value, precision = value_precision
    if tokens.kind(index + 1) == FRACTION:
        return _with_fraction(tokens, index, value, FRACTIONS[tokens.lows[index + 1]], index + 2, money)
    over = _slash(tokens, index)
    if over is not None:
        return ratio(index, index + 3, *over)
    if tokens.kind(index + 1) == NUMBER and not tokens.glued(index + 1):
        over = _slash(tokens, index + 1)
        if over is not None:
            return _with_fraction(tokens, index, value, over, index + 4, money)
    if tokens.low(index + 1) == "and" and tokens.low(index + 2) == "a" and tokens.low(index + 3) == "half":
        return _with_fraction(tokens, index, value, (1, 2), index + 4, money)
    if not exponents:
        numeral = point(index, index + 1, value, precision, bare=written.isdigit())
        return _one_in(tokens, numeral) or numeral
    precision = min(precision, 0)
    return point(index, after, value, precision).times(sum(exponents))


def _slash(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Numerator and denominator of "2/3"; None for what is no everyday fraction ("9/11", "24/7")."""
    if not (tokens.low(index + 1) == "/" and tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    if tokens.kind(index + 2) != NUMBER or (tokens.low(index + 3) == "/" and tokens.glued(index + 3)):
        return None
    over, under = tokens.lows[index], tokens.lows[index + 2]
    if not (over.isdecimal() and under.isdecimal() and len(over) <= 2 and len(under) <= 3):
        return None
    if int(under) not in {2, 3, 4, 5, 6, 8, 10, 16, 100} or not 0 < int(over) < int(under):
        return None
    return int(over), int(under)


def _with_fraction(
    tokens: Tokens, first: int, whole: Decimal, over: tuple[int, int], last: int, money: bool
) -> Numeral:
    value = whole + (Decimal(over[0]) / Decimal(over[1])).quantize(Decimal("0.0001"))
    exponents, last = read_scales(tokens, last, money)
    numeral = point(first, last, value, -1)
    return numeral.times(sum(exponents)) if exponents else numeral


def _character_fraction(tokens: Tokens, index: int) -> Numeral:
    over, under = FRACTIONS[tokens.lows[index]]
    exponents, last = read_scales(tokens, index + 1, money=False)
    if not exponents:
        return ratio(index, index + 1, over, under)
    return replace(ratio(index, last, over, under), fraction=False, precision=-1).times(sum(exponents))


def _one_in(tokens: Tokens, numeral: Numeral) -> Numeral | None:
    """ "one in five", "3 in 4", "nine out of ten": a share, unless it goes on to measure ("3 in 4 days")."""
    at = numeral.last
    if tokens.low(at) == "out" and tokens.low(at + 1) == "of":
        at += 2
    elif tokens.low(at) == "in":
        at += 1
    else:
        return None
    if tokens.low(at) == "every":
        at += 1
    if numeral.value is None or numeral.scale or not 1 <= numeral.value <= 9:
        return None
    under = _cardinal(tokens, at) if tokens.kind(at) == WORD else _denominator(tokens, at)
    if under is None or under.value is None or under.value <= numeral.value or under.value not in _OUT_OF:
        return None
    after = tokens.low(under.last)
    if (
        after in {"%", "percent", ":", "-"}
        or after in unit_table().phrases
        or (tokens.glued(under.last) and after.isalnum())
    ):
        return None
    return ratio(numeral.first, under.last, int(numeral.value), int(under.value), word=numeral.word)


def _denominator(tokens: Tokens, index: int) -> Numeral | None:
    value = digits_value(tokens.low(index)) if tokens.kind(index) == NUMBER else None
    return None if value is None else point(index, index + 1, *value)


def _words(tokens: Tokens, index: int) -> Numeral | None:
    low = tokens.lows[index]
    if low in {"a", "an"}:
        return _after_article(tokens, index)
    if low in {"half", "quarter"} and tokens.is_hyphen(index + 1) and tokens.low(index + 2) in POINTS:
        return ratio(index, index + 1, 1, DENOMINATORS[low], word=True)  # "a quarter-point rise"
    if low == "half":
        return _half(tokens, index, index)
    if low in {"few", "several"}:
        return _few(tokens, index, index)
    if low == "couple":
        return _couple(tokens, index, index)
    if low in PLURALS:
        return _plural(tokens, index)
    cardinal = _cardinal(tokens, index)
    if cardinal is None:
        return None
    return _fraction_of(tokens, cardinal) or _one_in(tokens, cardinal) or cardinal


def _after_article(tokens: Tokens, index: int) -> Numeral | None:
    """ "a million", "a dozen", "a couple of", "a few hundred", "a third of"."""
    low = tokens.low(index + 1)
    if low == "couple":
        return _couple(tokens, index, index + 1)
    if low == "few":
        return _few(tokens, index, index + 1)
    if low == "half" and tokens.is_hyphen(index + 2) and tokens.low(index + 3) in POWERS | GROUPS:
        return _half(tokens, index, index + 1)
    if low in GROUPS and (low == "dozen" or tokens.low(index + 2) == "of"):
        return point(index, index + 2, Decimal(GROUPS[low]), 0, word=True)
    if low in POWERS:
        exponents, last = read_scales(tokens, index + 1, money=False)
        return point(index, last, Decimal(1), 0, word=True).times(sum(exponents))
    share = low in DENOMINATORS and low != "half"
    if share and (tokens.low(index + 2) in {"of", "to"} or _stands_alone(tokens, index)):
        return ratio(index, index + 2, 1, DENOMINATORS[low], word=True)
    return None


def _stands_alone(tokens: Tokens, index: int) -> bool:
    """Whether "a third" at `index` is a share without "of": "jumped by an eighth", "about a quarter, they said"."""
    after = index + 2
    return tokens.low(index - 1) in _NEARLY and (tokens.kind(after) != WORD or tokens.low(after) in FUNCTION_WORDS)


def _half(tokens: Tokens, first: int, index: int) -> Numeral | None:
    """ "half", "half a million", "half a dozen", "half-million"."""
    after = index + 1
    if tokens.is_hyphen(after) or tokens.low(after) in {"a", "an"}:
        low = tokens.low(after + 1)
        if low in GROUPS:
            return point(first, after + 2, Decimal(GROUPS[low]) / 2, 0, word=True)
        if low in POWERS:
            exponents, last = read_scales(tokens, after + 1, money=False)
            return point(first, last, Decimal("0.5"), -1, word=True).times(sum(exponents))
        if tokens.is_hyphen(after):
            return None
        return ratio(first, after + 1, 1, 2, word=True)
    if first != index:
        return None
    return ratio(first, after, 1, 2, word=True)


def _few(tokens: Tokens, first: int, index: int) -> Numeral | None:
    low = tokens.low(index + 1)
    if low == "dozen":
        return Numeral(first, index + 2, Decimal(24), Decimal(100), None, 0, word=True)
    if low not in POWERS:
        return None
    exponents, last = read_scales(tokens, index + 1, money=False)
    return Numeral(first, last, Decimal(2), Decimal(10), None, 0, word=True).times(sum(exponents))


def _couple(tokens: Tokens, first: int, index: int) -> Numeral | None:
    after = index + 2 if tokens.low(index + 1) == "of" else index + 1
    low = tokens.low(after)
    if low in POWERS:
        exponents, last = read_scales(tokens, after, money=False)
        return point(first, last, Decimal(2), 0, word=True, approximate=True).times(sum(exponents))
    if low == "dozen":
        return point(first, after + 1, Decimal(24), 0, word=True, approximate=True)
    if after == index + 1:
        return None
    return point(first, index + 1, Decimal(2), 0, word=True, approximate=True)


def _plural(tokens: Tokens, index: int) -> Numeral | None:
    """ "hundreds", "tens of thousands", "hundreds of millions"; "scores" only where they are no marks of a test or game."""
    if tokens.lows[index] == "scores" and not _twenties(tokens, index):
        return None
    low, high = PLURALS[tokens.lows[index]]
    last = index + 1
    while tokens.low(last) == "of" and tokens.low(last + 1) in PLURALS and last < index + 5:
        factor = PLURALS[tokens.low(last + 1)][0]
        if tokens.low(last + 1) in {"dozens", "scores", "tens"}:
            break
        low, high, last = low * factor, high * factor, last + 2
    return Numeral(index, last, Decimal(low), Decimal(high), None, len(str(low)) - 1, word=True)


def _twenties(tokens: Tokens, index: int) -> bool:
    """Whether "scores" counts by twenty: "scores of families", "left scores dead", not "scores twice", "test scores"."""
    if tokens.low(index - 1) in _TESTED:
        return False
    after = index + 2 if tokens.low(index + 1) == "more" else index + 1
    if tokens.low(after) == "of":
        return tokens.is_word(after + 1)
    if after > index + 1 and tokens.low(after) in _AUXILIARIES:
        return True
    while tokens.low(after) in _AUXILIARIES:
        after += 1
    return tokens.low(after) in _STRUCK or tokens.low(index - 1) in _STRIKING


def _cardinal(tokens: Tokens, index: int) -> Numeral | None:
    """A cardinal in words: "twenty-five", "two hundred and six thousand", "one and a half million", "three dozen"."""
    total, group, exponent, at = 0, 0, 0, index
    ceiling = 10**18
    slot = 1000  # what still fits into the group: 1000 anything, 10 a unit after tens, 0 nothing
    while True:
        at_word = _next_word(tokens, at, started=at > index, group=group)
        low = tokens.low(at_word)
        if low in SMALL and slot > SMALL[low] and not (slot == 10 and SMALL[low] == 0):
            group, slot, exponent = group + SMALL[low], 0, 0
        elif low in TENS and slot >= 100:
            group, slot, exponent = group + TENS[low], 10, 0
        elif low == "hundred" and 0 < group < 100:
            group, slot, exponent = group * 100, 100, 2
        elif low in POWERS and low != "hundred" and group > 0 and 10 ** POWERS[low] < ceiling:
            exponent = POWERS[low]
            ceiling = 10**exponent
            total, group, slot = total + group * ceiling, 0, 1000
        else:
            break
        at = at_word + 1
    if at == index:
        return None
    return _finish_cardinal(tokens, index, at, Decimal(total + group), exponent)


def _next_word(tokens: Tokens, at: int, started: bool, group: int) -> int:
    """Where the next word of a cardinal would stand: past a hyphen, or past "and" after hundreds or thousands."""
    if not started:
        return at
    if tokens.is_hyphen(at):
        return at + 1
    if tokens.low(at) == "and" and (group == 0 or group % 100 == 0):
        following = tokens.low(at + 1)
        if following in SMALL or following in TENS:
            return at + 1
    return at


def _finish_cardinal(tokens: Tokens, first: int, last: int, value: Decimal, exponent: int) -> Numeral:
    if tokens.low(last) == "dozen" and value < 100:
        return point(first, last + 1, value * 12, 0, word=True)
    if (
        tokens.low(last) == "and"
        and tokens.low(last + 1) in {"a", "one"}
        and tokens.low(last + 2) in {"half", "quarter"}
    ):
        share = (1, 2) if tokens.low(last + 2) == "half" else (1, 4)
        numeral = _with_fraction(tokens, first, value, share, last + 3, money=False)
        return replace(numeral, word=True)
    if tokens.low(last) == "point" and tokens.low(last + 1) in SMALL:
        return _point_words(tokens, first, last, value)
    return point(first, last, value, exponent, word=True, scale=exponent)


def _point_words(tokens: Tokens, first: int, last: int, value: Decimal) -> Numeral:
    """ "two point five million"."""
    digits = ""
    last += 1
    while tokens.low(last) in SMALL and SMALL[tokens.low(last)] < 10 and len(digits) < 6:
        digits += str(SMALL[tokens.low(last)])
        last += 1
    exponents, last = read_scales(tokens, last, money=False)
    numeral = point(first, last, value + Decimal(f"0.{digits or 0}"), -len(digits), word=True)
    return numeral.times(sum(exponents)) if exponents else numeral


def _fraction_of(tokens: Tokens, cardinal: Numeral) -> Numeral | None:
    """ "two-thirds", "three quarters", "one fifth" after the cardinal."""
    if cardinal.value is None or not 0 < cardinal.value < 100:
        return None
    at = cardinal.last + 1 if tokens.is_hyphen(cardinal.last) else cardinal.last
    low = tokens.low(at)
    name = low[:-1] if low.endswith("s") and cardinal.value > 1 else low
    if name not in DENOMINATORS or (low == name) != (cardinal.value == 1):
        return None
    over, under = int(cardinal.value), DENOMINATORS[name]
    if over >= under and name != "half":
        return None
    if (
        name in {"quarter", "third", "fourth", "fifth"}
        and at == cardinal.last
        and tokens.low(at + 1) not in _SHARE_TALK
    ):
        return None
    return ratio(cardinal.first, at + 1, over, under, word=True)


_OUT_OF: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25, 50, 100, 1000, 10_000, 100_000})
_TESTED: Final = words("test exam credit math maths reading school average mean box gymnastics risk")
_STRUCK: Final = words(
    "dead wounded injured hurt killed missing homeless arrested detained displaced stranded trapped evacuated"
)
_STRIKING: Final = words("killing killed injuring injured wounding wounded displacing displaced")
_AUXILIARIES: Final = words("were are was have had has been being feared also people others")
_NEARLY: Final = words("about nearly almost roughly around approximately than over under least some up by")
_SHARE_TALK: Final = words(
    "of the majority were was are is have had who said say to more less fewer by , . ; ) — – -"
) | {""}
