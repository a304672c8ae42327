"""A numeral's value, and the words and shapes that values are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Final

from summarizer.numbers.lexicon import words
from summarizer.numbers.tokens import WORD, Tokens
from summarizer.numbers.unit_table import unit_table

# Longest digit run that is read as a figure; longer ones are serial numbers or noise.
_LONGEST: Final = 30
_EXACT: Final = Context(prec=100)

SMALL: Final[dict[str, int]] = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS: Final[dict[str, int]] = {
    word: value
    for value, word in zip(
        range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
# Powers of ten by name. "dozen" and "score" are no powers of ten and are read apart.
POWERS: Final[dict[str, int]] = {
    "hundred": 2, "thousand": 3, "lakh": 5, "lakhs": 5, "million": 6, "crore": 7, "crores": 7, "billion": 9,
    "trillion": 12, "quadrillion": 15,
}  # fmt: skip
_SHORT_POWERS: Final[dict[str, int]] = {
    "k": 3, "mn": 6, "mln": 6, "mio": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "tln": 12, "cr": 7,
}  # fmt: skip
_MONEY_POWERS: Final[dict[str, int]] = {"m": 6, "mm": 6, "b": 9, "t": 12}
PLURALS: Final[dict[str, tuple[int, int]]] = {
    "tens": (10, 100), "dozens": (24, 100), "scores": (40, 200), "hundreds": (100, 1000), "thousands": (1000, 10_000),
    "millions": (10**6, 10**7), "billions": (10**9, 10**10), "trillions": (10**12, 10**13), "lakhs": (10**5, 10**6),
    "crores": (10**7, 10**8),
}  # fmt: skip
GROUPS: Final[dict[str, int]] = {"dozen": 12, "score": 20}
DENOMINATORS: Final[dict[str, int]] = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
FRACTIONS: Final[dict[str, tuple[int, int]]] = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

POINTS: Final = frozenset({"point", "percentage", "percent", "per"})
NUMBER_WORDS: Final = frozenset(
    {*SMALL, *TENS, *PLURALS, *GROUPS, "hundred", "thousand", "million", "billion", "trillion", "half", "couple"}
    | {*DENOMINATORS, "thirds", "quarters", "fifths", "tenths", "lakh", "crore", "few", "several"}
)

_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED: Final = re.compile(r"\d{1,3}(?:[’' \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_COMMA_DECIMAL: Final = re.compile(r"\d{1,3},\d{1,2}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral over the tokens `[first, last)`.

    `value` is None for an interval. `bare` marks plain digits with neither separator nor scale, which alone may turn
    out to be a year, a name or a list number; `word` a numeral of words only. `fraction` marks a share
    ("two-thirds"). `scale` is the power of ten that scale words gave ("12 million": 6).
    """

    first: int
    last: int
    low: Decimal
    high: Decimal
    value: Decimal | None
    precision: int
    bare: bool = False
    word: bool = False
    fraction: bool = False
    approximate: bool = False
    scale: int = 0

    def as_percent(self) -> Numeral:
        """A share in percent."""
        value = plain(self.low * 100)
        return replace(self, low=value, high=value, value=value, precision=self.precision + 2)

    def times(self, exponent: int) -> Numeral:
        """This numeral times ten to the `exponent`."""
        return replace(
            self,
            low=plain(self.low.scaleb(exponent, _EXACT)),
            high=plain(self.high.scaleb(exponent, _EXACT)),
            value=None if self.value is None else plain(self.value.scaleb(exponent, _EXACT)),
            precision=self.precision + exponent,
            scale=self.scale + exponent,
            bare=False,
        )


def point(first: int, last: int, value: Decimal, precision: int, scale: int = 0, **marks: bool) -> Numeral:
    """A numeral that states one value."""
    value = plain(value)
    return Numeral(first, last, value, value, value, precision, scale=scale, **marks)


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent and without trailing decimal zeros: one spelling for each value."""
    if value == value.to_integral_value(context=_EXACT):
        return value.quantize(Decimal(1), context=_EXACT)
    return value.normalize(_EXACT)


def digits_value(written: str, comma_decimal: bool = False) -> tuple[Decimal, int] | None:
    """Value and precision of a run of digits, or None where its shape is no figure's ("2.1.3", "007", forty digits).

    Whole numbers written out count as stated to their last non-zero digit, and to two digits at least: 67,000 to the
    thousand, 430 to the ten, 10,000 to the thousand, 50 to the one.
    """
    if len(written) > _LONGEST:
        return None
    if _PLAIN.fullmatch(written) or _THOUSANDS.fullmatch(written) or _INDIAN.fullmatch(written):
        cleaned = written.replace(",", "")
    elif _SPACED.fullmatch(written):
        cleaned = re.sub(r"[’' \u00a0\u202f\u2009]", "", written).replace(",", ".")
    elif _DOTTED.fullmatch(written):
        cleaned = written.replace(".", "")
    elif comma_decimal and _COMMA_DECIMAL.fullmatch(written):
        cleaned = written.replace(",", ".")
    else:
        return None
    if len(cleaned) > 1 and cleaned[0] == "0" and cleaned[1] != ".":
        return None
    whole, _, decimals = cleaned.partition(".")
    if decimals:
        return Decimal(cleaned), -len(decimals)
    zeros = len(whole) - len(whole.rstrip("0"))
    return Decimal(cleaned), max(0, min(zeros, len(whole) - 2))


def ratio(first: int, last: int, over: int, under: int, **marks: bool) -> Numeral:
    """A share. Thirds have no exact decimal: four digits are kept, and a share is stated to a hundredth."""
    value = (Decimal(over) / Decimal(under)).quantize(Decimal("0.0001") if under <= 100 else Decimal(1) / (under * 100))
    return point(first, last, value, -2 if under <= 100 else -len(str(under)), fraction=True, **marks)


def read_scales(tokens: Tokens, index: int, money: bool) -> tuple[list[int], int]:
    """Exponents of the scale words that follow, and the token after them. At most two ("lakh crore")."""
    exponents: list[int] = []
    while len(exponents) < 2:
        at = index + 1 if tokens.is_hyphen(index) else index
        exponent = _scale(tokens, at, money, first=not exponents)
        if exponent is None:
            break
        exponents.append(exponent)
        index = at + 1
    return exponents, index


def _scale(tokens: Tokens, index: int, money: bool, first: bool) -> int | None:
    if tokens.kind(index) != WORD:
        return None
    low = tokens.lows[index]
    if low in POWERS:
        return POWERS[low]
    if not first:
        return None
    if low in _SHORT_POWERS and (low != "k" or tokens.glued(index)):
        return _SHORT_POWERS[low]
    if money and low in _MONEY_POWERS:
        return _MONEY_POWERS[low]
    if low == "m" and tokens.glued(index) and (_counts_people(tokens, index + 1) or _is_money(tokens, index + 1)):
        return 6
    return None


_LENGTH_TALK: Final = words("high long wide deep tall thick above below away from race sprint final freestyle hurdles")


def _counts_people(tokens: Tokens, index: int) -> bool:
    """Whether "4.2m" is followed by what is counted in millions, and not by what is measured in metres."""
    low = tokens.low(index)
    return (
        tokens.is_word(index) and low not in _LENGTH_TALK and low.endswith(("s", "people", "men", "women", "children"))
    )


_NOT_ONLY_MONEY: Final = frozenset({"won", "real", "crown"})  # "the 100m won by", "a real", "the 200m crown"


def _is_money(tokens: Tokens, index: int) -> bool:
    """Whether a currency is named next ("100m yuan", "a 40m-kroner loan")."""
    at = index + 1 if tokens.is_hyphen(index) else index
    if tokens.low(at) in _NOT_ONLY_MONEY:
        return False
    return any(
        unit.kind == "money" and all(tokens.low(at + offset) == word for offset, word in enumerate(phrase))
        for phrase, unit in unit_table().phrases.get(tokens.low(at), ())
    )
