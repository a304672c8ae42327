"""Figures that name or place something and measure nothing: kept apart from quantities.

Dates, years and times of day; ordinals and decades; telephone, list, section and version numbers; scores; addresses;
types and names ("Boeing 737", "Article 5", "Formula One"); "one" as a pronoun, "the two" for both.
"""

from __future__ import annotations

from typing import Final

from summarizer.numbers.calendar import time_of_day, year, zone_offset
from summarizer.numbers.lexicon import FUNCTION_WORDS, ORDINAL_ENDINGS, words
from summarizer.numbers.names import name_in_words
from summarizer.numbers.nouns import counted_noun, is_plural
from summarizer.numbers.numeral import POINTS, POWERS, SMALL, TENS, digits_value
from summarizer.numbers.numerals import read_numeral
from summarizer.numbers.tokens import BREAK, NUMBER, WORD, Tokens
from summarizer.numbers.unit_table import unit_table

_STREETS: Final = words(
    "street st avenue ave road rd lane boulevard blvd drive square place court terrace parkway highway plaza"
)
_ORDINAL_WORDS: Final = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth hundredth thousandth"
)
_GLUED_UNITS: Final = frozenset({"k", "m", "b", "bn", "mn", "mln", "bln", "tn", "trn", "cr", "x"})
_DETERMINERS: Final = words("the a an its their his her our this that")
_COMPOUND_STOP: Final = words(
    "way sided fold off time faced handed to on by piece something day-old dimensional tier up"
)
_NOT_ONE_BEFORE: Final = words(
    "no any every each this that which another the such loved number day square anyone everyone someone"
)
_AUXILIARIES: Final = frozenset({"was", "were", "is", "are", "has", "have", "had", "will", "would", "could", "may"})
_SPEECH: Final = words(
    "said says told added asked replied wrote writes explained recalled argued reckoned scoffed joked complained "
    "insisted warned noted suggested shouted predicted admitted claimed remarked quipped thinks thought"
)
_NOT_ONE_AFTER: Final = words(
    "day thing side another hand way point time of such reason more more's or and i you he she it we they"
)


def kept_apart(tokens: Tokens, index: int) -> int | None:
    """End token of the non-quantity that starts at the numeral token `index`, or None where it may be a quantity."""
    if tokens.kinds[index] == NUMBER:
        return _digits_apart(tokens, index)
    if tokens.kinds[index] == WORD:
        return _words_apart(tokens, index)
    return None


def _digits_apart(tokens: Tokens, index: int) -> int | None:
    written = tokens.lows[index]
    shaped = digits_value(written, comma_decimal=True)
    if shaped is None:
        return _past_marks(tokens, index)
    last = time_of_day(tokens, index)
    if last is not None:
        return last
    if _attached(tokens, index) or zone_offset(tokens, index):
        return _past_marks(tokens, index)
    chain = _chain(tokens, index)
    if chain is not None:
        return chain
    if _suffixed(tokens, index):
        return _past_marks(tokens, index)
    if _listed(tokens, index) or _address(tokens, index):
        return index + 1
    if tokens.low(index + 1) in ORDINAL_ENDINGS:  # "15,599 th" as some tokenised texts have it
        return index + 2
    if year(tokens, index):
        return index + 1
    return _table_row(tokens, index)


def _past_marks(tokens: Tokens, index: int) -> int:
    """Past everything written without a space after a number that is none ("737-800LR", "2.1.3(b)")."""
    last = index + 1
    while tokens.glued(last) and (
        tokens.kind(last) in {NUMBER, WORD} or (tokens.is_hyphen(last) or tokens.low(last) == "/")
    ):
        last += 1
    return last


def _attached(tokens: Tokens, index: int) -> bool:
    """Whether the number hangs on what stands before it: "DC-9", "mid-2019", "#1", "No.5", "x=3"."""
    if not tokens.glued(index):
        return False
    before = tokens.low(index - 1)
    if before in {"-", "‑", "–"}:
        return tokens.glued(index - 1) and tokens.kind(index - 2) in {NUMBER, WORD}
    if before in {"#", "@", "_", "&", "="}:
        return True
    if before in {"'", "’", "‘"} and len(tokens.lows[index]) == 2 and not tokens.glued(index - 1):  # "’90s", "'11"
        return counted_noun(tokens, index + 1) is None or tokens.low(index + 1) == "s"
    if before == "/" and tokens.written(index - 2) in unit_table().exact:  # "5 km/3 miles"
        return False
    return before in {".", "/", ":", ","} and tokens.glued(index - 1) and tokens.kind(index - 2) in {NUMBER, WORD}


def _chain(tokens: Tokens, index: int) -> int | None:
    """Past a chain of numbers that is no range: telephone numbers, dates in figures, scores, types."""
    last, links, slashes = index + 1, 0, 0
    while tokens.kind(last + 1) == NUMBER and (_links(tokens, last)):
        slashes += tokens.lows[last] == "/"
        links, last = links + 1, last + 2
    if tokens.low(index - 1) == "+" and tokens.glued(index) and not tokens.glued(index - 1):
        while tokens.kind(last) == NUMBER or (tokens.is_dash(last) and tokens.kind(last + 1) == NUMBER):
            last, links = last + 1, links + 2
    if tokens.low(index - 1) == "(" and tokens.low(last) == ")" and tokens.kind(last + 1) == NUMBER:  # "(202) 555-0148"
        return _chain(tokens, last + 1) or last + 1
    if tokens.is_hyphen(last) and tokens.low(last + 1) == "to" and tokens.is_hyphen(last + 2):  # "3-to-1"
        return last + 4
    if links >= 2 or (slashes and not _everyday_fraction(tokens, index)):
        return last
    if links == 1 and not slashes and _no_range(tokens, index, last):
        return last
    return None


def _links(tokens: Tokens, at: int) -> bool:
    if tokens.low(at) == "/":
        return tokens.glued(at) and tokens.glued(at + 1)
    return tokens.is_dash(at) and tokens.glued(at) == tokens.glued(at + 1)


def _everyday_fraction(tokens: Tokens, index: int) -> bool:
    over, under = tokens.lows[index], tokens.low(index + 2)
    return (
        under in {"2", "3", "4", "5", "6", "8", "10", "16", "100"} and over.isdecimal() and int(over[:4]) < int(under)
    )


def _no_range(tokens: Tokens, index: int, last: int) -> bool:
    """Whether "a-b" is a score, a season, a type or a telephone number, and no range.

    A range goes up and is followed by what it measures or counts; "2-1" and "737-800" are not.
    """
    if year(tokens, index):
        return True
    left, right = digits_value(tokens.lows[index]), digits_value(tokens.lows[last - 1])
    if left is None or right is None:
        return True
    follows = tokens.low(last)
    measured = follows in {"%", "percent", "per", "°"} or follows in POWERS
    if tokens.glued(last) and tokens.kind(last) == WORD:
        measured = not _suffixed(tokens, last - 1)
        if not measured:
            return True
    money = tokens.low(index - 1) in {"$", "£", "€", "¥"}
    if left[0] < right[0] and "," in tokens.lows[index] + tokens.lows[last - 1]:
        return False
    if left[0] >= right[0]:
        return not (money or measured)
    if money or measured or tokens.is_hyphen(last):
        return False
    if (tokens.low(index - 1) in _DETERMINERS and not is_plural(tokens, last)) or tokens.is_capital(index - 1):
        return True
    if tokens.low(index - 1) in {
        "than",
        "about",
        "around",
        "between",
        "over",
        "to",
        "of",
        "approximately",
        "roughly",
        "some",
    }:
        return False
    return tokens.kind(last) != WORD or tokens.lows[last] in FUNCTION_WORDS or not _measurable(tokens, last)


def _measurable(tokens: Tokens, index: int) -> bool:
    return (
        tokens.low(index) in unit_table().phrases
        or tokens.written(index) in unit_table().exact
        or (counted_noun(tokens, index) is not None)
    )


def _suffixed(tokens: Tokens, index: int) -> bool:
    """Whether letters written against the number make it an ordinal, a decade or a type ("12th", "1980s", "3D")."""
    if not (tokens.glued(index + 1) and tokens.kind(index + 1) == WORD):
        return tokens.low(index + 1) in {"'", "’"} and tokens.low(index + 2) == "s" and tokens.glued(index + 2)
    low, written = tokens.lows[index + 1], tokens.written(index + 1)
    if low in _GLUED_UNITS or low in POWERS:
        return False
    table = unit_table()
    known = written in table.exact or written in table.codes or low in table.phrases
    return not known or low == "s"


def _listed(tokens: Tokens, index: int) -> bool:
    """Whether the number only numbers a line or a footnote: "3. The", "[12]", "(4)"."""
    before, after = tokens.low(index - 1), tokens.low(index + 1)
    small = tokens.lows[index].isdecimal() and len(tokens.lows[index]) <= 2
    if small and (before, after) in {("[", "]"), ("(", ")")}:
        return True
    fresh = index == 0 or tokens.kind(index - 1) == BREAK
    return small and fresh and after in {".", ")"} and tokens.glued(index + 1) and tokens.kind(index + 2) == WORD


def _address(tokens: Tokens, index: int) -> bool:
    if not tokens.lows[index].isdecimal() or not tokens.is_capital(index + 1):
        return False
    return any(
        tokens.is_capital(at) and tokens.lows[at] in _STREETS and all(tokens.is_word(k) for k in range(index + 1, at))
        for at in range(index + 2, min(index + 5, len(tokens)))
    )


def _table_row(tokens: Tokens, index: int) -> int | None:
    """Past a run of plain numbers with nothing but space between them, such as a counter or a row of a table.

    Numbers on two lines are such a run only where nothing else stands on either: a headline may end with a figure, and
    the next paragraph begin with one.
    """
    last = index
    while (
        tokens.kind(last + 1) == NUMBER
        and not tokens.glued(last + 1)
        and not (_begins_line(tokens, last + 1) and not (_alone(tokens, last) and _alone(tokens, last + 1)))
        and not _slashed(tokens, last + 1)
        and not _suffixed(tokens, last + 1)  # "18 777s"
    ):
        last += 1
    return last + 1 if last > index else None


def _alone(tokens: Tokens, index: int) -> bool:
    return _begins_line(tokens, index) and _begins_line(tokens, index + 1)


def _begins_line(tokens: Tokens, index: int) -> bool:
    """Whether a line begins with the token at `index`, or nothing follows the token before it."""
    if index == 0 or index >= len(tokens) or BREAK in (tokens.kinds[index - 1], tokens.kinds[index]):
        return True
    return "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]


def _slashed(tokens: Tokens, index: int) -> bool:
    return tokens.low(index + 1) == "/" and tokens.glued(index + 1)


def _words_apart(tokens: Tokens, index: int) -> int | None:
    low = tokens.lows[index]
    if tokens.is_hyphen(index - 1) and tokens.is_word(index - 2) and low not in POWERS:
        return index + 1  # "forty-one" is read from its start; "Catch-Twenty" and "one-on-one" are no figures
    if low in TENS and tokens.is_hyphen(index + 1) and tokens.low(index + 2) in _ORDINAL_WORDS:
        return index + 3
    if low in SMALL and tokens.is_hyphen(index + 1) and tokens.low(index + 2) in _COMPOUND_STOP:
        return index + 3
    if low == "two" and _both(tokens, index):
        return index + 1
    if low == "one" and _pronoun(tokens, index):
        return index + 1
    if low == "half" and _half_of_a_whole(tokens, index):
        return index + 1
    if name_in_words(tokens, index):
        return index + 1
    return None


def _both(tokens: Tokens, index: int) -> bool:
    """Whether "the two" only points back, as "both" does ("the two leaders"), and gives no figure."""
    if tokens.low(index - 1) not in {"the", "these", "those"} or tokens.is_hyphen(index + 1):
        return False
    after = tokens.low(index + 1)
    return after not in POWERS and after not in unit_table().phrases and after not in {"dozen", "and", "or", "thirds"}


def _pronoun(tokens: Tokens, index: int) -> bool:
    """Whether "one" stands for a person or thing, or means "some" or "the same"."""
    before, after = tokens.low(index - 1), tokens.low(index + 1)
    if after in POWERS or after in {"dozen", "half", "third", "quarter", "fifth", "tenth", "percent", "per", "%"}:
        return before in {"no", "number"}
    if after in {"in", "out"} and before not in _NOT_ONE_BEFORE:
        numeral = read_numeral(tokens, index)  # "one in five"
        return numeral is None or not numeral.fraction
    if before in _NOT_ONE_BEFORE or after in _NOT_ONE_AFTER or tokens.is_hyphen(index - 1):
        return not (after == "or" and (tokens.low(index + 2) in SMALL or tokens.low(index + 2) == "more"))
    if tokens.is_hyphen(index + 1):
        return False
    if before == "not" or _speaker(tokens, index):
        return True
    return tokens.kind(index + 1) != WORD or after in FUNCTION_WORDS or after.endswith(("'s", "’s"))


def _speaker(tokens: Tokens, index: int) -> bool:
    """Whether "one" brings in a speaker: "one broker said", "scoffed one man", not "it says one copy was lost"."""
    following = {tokens.low(at) for at in range(index + 2, index + 5)}
    return bool(following & _SPEECH) or (tokens.low(index - 1) in _SPEECH and not following & _AUXILIARIES)


def _half_of_a_whole(tokens: Tokens, index: int) -> bool:
    """ "the second half", "half-brother", "half past": no share."""
    before, after = tokens.low(index - 1), tokens.low(index + 1)
    if before in _ORDINAL_WORDS or before in {
        "other",
        "better",
        "latter",
        "last",
        "earlier",
        "this",
        "time",
        "opening",
    }:
        return True
    if tokens.is_hyphen(index + 1):
        after = tokens.low(index + 2)
        return after not in POWERS and after not in POINTS and after not in {"hour", "dozen", "mile", "century"}
    return after in {"past", "time"}
