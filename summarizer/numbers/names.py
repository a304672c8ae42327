"""Numbers that are names: "Boeing 737", "Article 5", "Formula One", "the Big Three"."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from summarizer.numbers.lexicon import FUNCTION_WORDS, MONTHS, WEEKDAYS, words
from summarizer.numbers.nouns import counted_noun
from summarizer.numbers.numeral import POWERS, SMALL
from summarizer.numbers.tokens import BREAK, NUMBER, WORD, Tokens

# Nouns that take a number as a name, whatever follows it.
_DESIGNATORS: Final = words("""
    article articles section sections chapter chapters paragraph page pages volume vol appendix annex clause amendment
    rule resolution directive title part figure fig table no nos number numbers num flight gate terminal platform
    route highway motorway interstate runway channel phase stage round week day level grade tier type mark version
    windows iphone ios android group pool category class room apartment apt suite floor unit box bus line zone area
    sector district precinct ward lot item step rank lane track episode season game match race heat formula boeing
    airbus apollo soyuz shuttle expedition sol form schedule exhibit count protocol convention psalm verse act scene
    step question proposition prop bill form code model serial ftse nikkei dax cac dow nasdaq russell ibex stoxx hang
    s&p poor's top war building pier dock bay camp block reactor world lap hole seed ranked channel radio bbc espn fox
    itv league division covid size chapters verses sc
    """) - {
    "top",
    "world",
    "numbers",
    "pages",
    "count",
    "floor",
    "dow",
    "nasdaq",
    "camp",
    "bill",
    "act",
    "war",
    "bus",
    "line",
}
_LEADS_TO_LEVEL: Final = frozenset({"to", "at", "by", "from", "than", "down", "up", "of", "over", "about"})
_TYPE_ADJECTIVES: Final = words("new newer newest larger largest smaller latest original older modern final")
_DETERMINERS: Final = words("the a an its their his her our this that")


def name_in_words(tokens: Tokens, index: int) -> bool:
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
    """Whether the line around a token is in title case, as headlines are: nearly all long words have capitals."""
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
    if before in _DESIGNATORS or (before == "." and tokens.low(index - 2) in {"no", "nos", "art", "sec", "fig"}):
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
    start = index - 1
    while start > index - 4 and tokens.is_capital(start):
        start -= 1
    if tokens.low(start) not in {",", ";", "and"} or tokens.is_word(index + 1):
        return False
    return NUMBER in tokens.kinds[max(0, start - 7) : start]


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
    return (
        not (tokens.starts_sentence(index - 2) and tokens.low(index - 2) in {"in", "on", "at", "near", "across"})
        and not opener
    )
