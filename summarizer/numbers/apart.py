"""Figures that name or place something and measure nothing: kept apart from quantities.

Dates, years and times of day; ordinals and decades; telephone, list, section and version numbers; scores; addresses; types and
names ("Boeing 737", "Article 5", "Formula One"); "one" as a pronoun, "the two" for both.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from summarizer.numbers.calendar import time_of_day, year, zone_offset
from summarizer.numbers.lexicon import FUNCTION_WORDS, MONTHS, WEEKDAYS
from summarizer.numbers.nouns import counted_noun, is_plural
from summarizer.numbers.numerals import POWERS, SMALL, TENS, digits_value, read_numeral
from summarizer.numbers.unit_table import unit_table
from summarizer.numbers.tokens import BREAK, NUMBER, WORD, Tokens

# Nouns that take a number as a name, whatever follows it.
_DESIGNATORS: Final = frozenset(
    """
    article articles section sections chapter chapters paragraph page pages volume vol appendix annex clause amendment rule
    resolution directive title part figure fig table no nos number numbers num flight gate terminal platform route highway
    motorway interstate runway channel phase stage round week day level grade tier type mark version windows iphone ios android
    group pool category class room apartment apt suite floor unit box bus line zone area sector district precinct ward lot item
    step rank lane track episode season game match race heat formula boeing airbus apollo soyuz shuttle expedition sol form
    schedule exhibit count protocol convention psalm verse act scene step question proposition prop bill form code model serial
    ftse nikkei dax cac dow nasdaq russell ibex stoxx hang s&p poor's top war building pier dock bay camp block reactor
    world lap hole seed ranked channel radio bbc espn fox itv league division covid size chapters verses sc
    """.split()
) - {"top", "world", "numbers", "pages", "count", "floor", "dow", "nasdaq", "camp", "bill", "act", "war", "bus", "line"}
_PLURAL_DESIGNATORS: Final = frozenset({"articles", "sections", "chapters", "nos", "verses"})
_STREETS: Final = frozenset(
    "street st avenue ave road rd lane boulevard blvd drive square place court terrace parkway highway plaza".split()
)
_ORDINAL_ENDINGS: Final = frozenset({"st", "nd", "rd", "th"})
_ORDINAL_WORDS: Final = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth hundredth thousandth".split()
)
_GLUED_UNITS: Final = frozenset({"k", "m", "b", "bn", "mn", "mln", "bln", "tn", "trn", "cr", "x"})
_TYPE_ADJECTIVES: Final = frozenset("new newer newest larger largest smaller latest original older modern final".split())
_LEADS_TO_LEVEL: Final = frozenset({"to", "at", "by", "from", "than", "down", "up", "of", "over", "about"})
_DETERMINERS: Final = frozenset("the a an its their his her our this that".split())
_COMPOUND_STOP: Final = frozenset("way sided fold off time faced handed to on by piece something day-old dimensional tier up".split())
_NOT_ONE_BEFORE: Final = frozenset(
    "no any every each this that which another the such loved number day square anyone everyone someone".split()
)
_NOT_ONE_AFTER: Final = frozenset(
    "day thing side another hand way point time of such reason more more's or and i you he she it we they".split()
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
    if tokens.low(index + 1) in _ORDINAL_ENDINGS:  # "15,599 th" as some tokenised texts have it
        return index + 2
    if year(tokens, index):
        return index + 1
    return _table_row(tokens, index)


def _past_marks(tokens: Tokens, index: int) -> int:
    """Past everything written without a space after a number that is none ("737-800LR", "2.1.3(b)")."""
    last = index + 1
    while tokens.glued(last) and (tokens.kind(last) in {NUMBER, WORD} or (tokens.is_hyphen(last) or tokens.low(last) == "/")):
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
    return under in {"2", "3", "4", "5", "6", "8", "10", "16", "100"} and over.isdecimal() and int(over[:4]) < int(under)


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
    if tokens.low(index - 1) in _DETERMINERS and not is_plural(tokens, last) or tokens.is_capital(index - 1):
        return True
    if tokens.low(index - 1) in {"than", "about", "around", "between", "over", "to", "of", "approximately", "roughly", "some"}:
        return False
    return tokens.kind(last) != WORD or tokens.lows[last] in FUNCTION_WORDS or not _measurable(tokens, last)


def _measurable(tokens: Tokens, index: int) -> bool:
    return tokens.low(index) in unit_table().phrases or tokens.written(index) in unit_table().exact or (
        counted_noun(tokens, index) is not None
    )


def _suffixed(tokens: Tokens, index: int) -> bool:
    """Whether letters written against the number make it an ordinal, a decade or a type ("12th", "1980s", "3D")."""
    if not (tokens.glued(index + 1) and tokens.kind(index + 1) == WORD):
        if tokens.low(index + 1) in {"'", "’"} and tokens.low(index + 2) == "s" and tokens.glued(index + 2):
            return True
        return False
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
    """Past a run of plain numbers with nothing but space between them, such as a counter or a row of a table."""
    last = index
    while (
        tokens.kind(last + 1) == NUMBER
        and not tokens.glued(last + 1)
        and not _slashed(tokens, last + 1)
        and not _suffixed(tokens, last + 1)  # "18 777s"
    ):
        last += 1
    return last + 1 if last > index else None


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
    if _name_in_words(tokens, index):
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
    return tokens.kind(index + 1) != WORD or after in FUNCTION_WORDS or after.endswith(("'s", "’s"))


def _half_of_a_whole(tokens: Tokens, index: int) -> bool:
    """ "the second half", "half-brother", "half past": no share."""
    before, after = tokens.low(index - 1), tokens.low(index + 1)
    if before in _ORDINAL_WORDS or before in {"other", "better", "latter", "last", "earlier", "this", "time", "opening"}:
        return True
    if tokens.is_hyphen(index + 1):
        return tokens.low(index + 2) not in POWERS and tokens.low(index + 2) not in {"hour", "dozen", "mile", "century"}
    return after in {"past", "time"}


def _name_in_words(tokens: Tokens, index: int) -> bool:
    """Whether the number word is part of a name: "Formula One", "the Big Three", "Phase Two"."""
    before = tokens.low(index - 1)
    if before in _DESIGNATORS and before not in {"group", "s"} and tokens.lows[index] in SMALL:
        return True
    if not tokens.is_capital(index) or tokens.starts_sentence(index):
        return False
    return not (title_case(tokens, index) and is_plural_near(tokens, index))


def is_plural_near(tokens: Tokens, index: int) -> bool:
    """Whether the numeral at a token counts a plural noun, or a scale or unit follows."""
    return tokens.low(index + 1) in POWERS or counted_noun(tokens, index + 1) is not None or tokens.is_hyphen(index + 1)


def title_case(tokens: Tokens, index: int) -> bool:
    """Whether the line around a token is set in title case, as headlines are: nearly all of its long words have capitals."""
    capitals = others = 0
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(tokens) and abs(at - index) <= 8 and tokens.kinds[at] != BREAK and tokens.lows[at] != ".":
            if tokens.kinds[at] == WORD and len(tokens.lows[at]) > 4:
                capitals += tokens.is_capital(at)
                others += not tokens.is_capital(at)
            at += step
    return capitals >= 3 and others <= capitals // 4


def names_something(tokens: Tokens, index: int, names: Set[str]) -> bool:
    """Whether a plain number without unit or scale is the name of something: "Boeing 737", "the 787", "Group 8".

    `names` are numbers that are types elsewhere in the text ("Boeing 787"): a bare "the 787" is then one too.
    """
    written, before = tokens.lows[index], tokens.low(index - 1)
    if before in _DESIGNATORS or before == "." and tokens.low(index - 2) in {"no", "nos", "art", "sec", "fig"}:
        return True
    if tokens.starts_sentence(index) or tokens.low(index - 1) in {",", "(", ";"}:
        return False
    counts = counted_noun(tokens, index + 1)
    if tokens.is_capital(index - 1) and tokens.kinds[index - 1] == WORD:
        return _capital_before(tokens, index, counts)
    if len(written) < 2:
        return False
    if before in SMALL and tokens.is_word(index + 1):  # "eight 737 jets"
        return True
    if before in _TYPE_ADJECTIVES and len(written) == 3 and tokens.low(index + 1) != "+":
        ahead = tokens.low(index - 2)
        if counts is None or written in names or ahead in SMALL or ahead.isdecimal() or ahead.endswith(("'s", "’s")):
            return True
    if counts is None and written in names and before not in _LEADS_TO_LEVEL:
        return True
    after = tokens.low(index + 1)
    if counts is None and len(written) == 3 and tokens.is_capital(index + 1) and not title_case(tokens, index):
        return after not in FUNCTION_WORDS | MONTHS | WEEKDAYS  # "787 Dreamliner"
    return (
        counts is None
        and len(written) == 3
        and (before in _DETERMINERS or before.endswith(("'s", "’s")))
        and (tokens.is_word(index + 1) and tokens.low(index + 1) not in FUNCTION_WORDS)
        and not tokens.low(index + 1).endswith("ed")
    )


def type_names(tokens: Tokens) -> set[str]:
    """Numbers of three digits that name a type somewhere in the text: "Boeing 737", "its 737 airliner"."""
    return {
        low
        for index, (kind, low) in enumerate(zip(tokens.kinds, tokens.lows, strict=True))
        if kind == NUMBER
        and len(low) == 3
        and low.isdecimal()
        and not low.endswith("00")
        and tokens.kind(index - 1) == WORD
        and names_something(tokens, index, frozenset())
    }


def _gapped(tokens: Tokens, index: int) -> bool:
    """Whether the name before the number stands for a clause cut short: "Russia lost 942 men, Ukraine 430"."""
    if tokens.low(index - 2) not in {",", ";", "and"} or tokens.is_word(index + 1):
        return False
    return NUMBER in tokens.kinds[max(0, index - 9) : index - 2]


def _capital_before(tokens: Tokens, index: int, counts: tuple[int, int] | None) -> bool:
    before = tokens.low(index - 1)
    if before in MONTHS or before in WEEKDAYS:
        return counts is None and before in MONTHS
    if _gapped(tokens, index):
        return False
    opener = tokens.starts_sentence(index - 1)
    if opener and before in FUNCTION_WORDS | {"nearly", "almost", "roughly", "approximately", "exactly", "authorities"}:
        return False
    if counts is None:
        return not opener or tokens.low(index + 1) not in FUNCTION_WORDS
    if title_case(tokens, index):
        return False
    return not (tokens.starts_sentence(index - 2) and tokens.low(index - 2) in {"in", "on", "at", "near", "across"}) and not opener
