"""The noun phrase that a numeral counts, found without a parser.

After the numeral come adjectives and names, then a plural; function words, finite verbs and punctuation end the
search. That is enough for "430 Ukrainian service members" and says nothing where it cannot tell, as in "fell by 430
last week".
"""

from __future__ import annotations

from typing import Final

from summarizer.numbers.lexicon import (
    DETERMINERS,
    FUNCTION_WORDS,
    IRREGULAR_PLURALS,
    MONTHS,
    NOT_PLURALS,
    VERBS,
    WEEKDAYS,
)
from summarizer.numbers.tokens import NUMBER, WORD, Tokens

_LONGEST: Final = 8
_BAD_ENDINGS: Final = ("ss", "us", "is", "'s", "’s")

_PLURALS_IN_IS: Final = frozenset({"taxis", "skis", "alibis", "bikinis", "kiwis", "safaris"})


def is_plural(tokens: Tokens, index: int) -> bool:
    """Whether a word looks like a plural noun ("soldiers", "people", "A320s")."""
    low = tokens.low(index)
    if tokens.kind(index) != WORD or low in NOT_PLURALS:
        return False
    if len(low) < 3:
        return low == "s" and tokens.glued(index) and tokens.kinds[index - 1] == NUMBER  # "Boeing 737s"
    if low in IRREGULAR_PLURALS:
        return True
    if low.endswith("is") and (tokens.is_capital(index) or low in _PLURALS_IN_IS):
        return True
    return low.endswith("s") and not low.endswith(_BAD_ENDINGS) and low not in FUNCTION_WORDS and low not in VERBS


def counted_noun(tokens: Tokens, index: int, singular: bool = False) -> tuple[int, int] | None:
    """Tokens `[first, last)` of the noun phrase counted by a numeral that ends before token `index`, or None.

    An "of" with its determiner is passed over ("hundreds of", "two of the"). With `singular` ("one soldier") the
    phrase need not hold a plural.
    """
    first = _past_of(tokens, index)
    at, last_plural = first, None
    while at < len(tokens) and at < first + _LONGEST:
        if tokens.is_hyphen(at):
            at += 1
            continue
        if tokens.lows[at] == "." and tokens.glued(at) and len(tokens.low(at - 1)) == 1:  # "U.S."
            at += 1
            continue
        if not _may_stand_in_phrase(tokens, at, first):
            break
        if is_plural(tokens, at) and not tokens.is_hyphen(at + 1):
            last_plural = at
            if not _goes_on(tokens, at):
                break
        at += 1
    if last_plural is not None:
        return first, last_plural + 1
    if singular and at > first:
        return _singular(tokens, first, at)
    return None


def _past_of(tokens: Tokens, index: int) -> int:
    if tokens.low(index) in {"more", "other", "additional", "further"}:
        return _past_of(tokens, index + 1) if tokens.low(index + 1) == "of" else index + 1
    if tokens.low(index) != "of":
        return index
    index += 1
    return index + 1 if tokens.low(index) in DETERMINERS else index


def _may_stand_in_phrase(tokens: Tokens, at: int, first: int) -> bool:
    low = tokens.lows[at]
    if tokens.kind(at) == NUMBER:  # a type inside a name: "Boeing 787 Dreamliners"
        name = tokens.is_capital(at - 1) or (tokens.is_hyphen(at - 1) and tokens.is_capital(at - 2))
        return at > first and name and low.isdecimal()
    if tokens.kind(at) != WORD or low in FUNCTION_WORDS or low in VERBS:
        return False
    if tokens.is_capital(at) and (low in MONTHS or low in WEEKDAYS):
        return False
    return low not in {"o'clock", "am", "pm", "percent"}


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a plural is itself only the first part of a name: "Armed Forces", "United States stock indexes"."""
    return tokens.is_capital(at) and tokens.is_word(at + 1) and (is_plural(tokens, at + 1) or is_plural(tokens, at + 2))


def _singular(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    last = min(last, first + 3)
    while last > first and (tokens.kinds[last - 1] != WORD or tokens.lows[last - 1].endswith(("ed", "ly"))):
        last -= 1
    return (first, last) if last > first else None
