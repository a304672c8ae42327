"""Approximators: the words and signs beside a figure that make it a bound or an approximation.

"nearly" and "almost" are approximations (`~`), like "about": in the news they say that a figure is rounded, seldom
that the true one is smaller. "up to" and "as many as" are `<=`, "at least" and "no fewer than" are `>=`. A negation
turns a bound round: "must not exceed" and "no longer than" are `<=`, "not below" is `>=`.
"""

from __future__ import annotations

from typing import Final

from summarizer.numbers.lexicon import words
from summarizer.numbers.quantity import Bound
from summarizer.numbers.tokens import NUMBER, SYMBOL, Tokens

_CONTRACTIONS: Final = "n't don't doesn't didn't mustn't shouldn't won't wouldn't can't couldn't hasn't haven't hadn't"
_NOT_EXCEEDED: Final = "|".join(
    f"{short} {verb}"
    for short in [*_CONTRACTIONS.split(), *_CONTRACTIONS.replace("'", "’").split()]
    for verb in ("exceed", "exceeded")
)
_BEFORE: Final[dict[Bound, str]] = {
    ">": """more than|over|above|exceeding|exceeds|exceeded|exceed|in excess of|upwards of|upward of
        |greater than|better than|higher than|larger than|bigger than|older than|longer than|well over
        |just over|slightly over|a little over|slightly more than|just more than|far more than|well above
        |just above|north of|surpassing|surpassed|topping|topped|beyond|>|a little more than
        |little more than|much more than|worth over""",
    "<": """less than|fewer than|under|below|just under|just below|well under|well below|slightly less than
        |lower than|smaller than|younger than|shorter than|south of|slightly under|slightly below
        |a little less than|<|just short of|little less than|short of""",
    ">=": """at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|as few as
        |as little as|as low as|a minimum|at the very least|≥|starting at|no smaller than|not smaller than|not below
        |not under|never below|no lower than|not lower than|no younger than|not younger than|no shorter than
        |not shorter than|never less than|never fewer than""",
    "<=": """at most|up to|no more than|not more than|as many as|as much as|as high as|as large as|as long as
        |a maximum of|maximum of|maximum|at the most|≤|upto|no higher than|not exceeding|capped at|as far as
        |not exceed|not exceeded|not to exceed|never exceed|never exceeds|never exceeded|never exceeding|cannot exceed
        |without exceeding|no longer than|not longer than|no older than|not older than|no larger than|not larger than
        |no bigger than|not bigger than|no greater than|not greater than|not higher than|not above|not over
        |never above|never over|never more than|not in excess of|"""
    + _NOT_EXCEEDED,
    "~": """about|approximately|around|roughly|some|nearly|almost|an estimated|estimated|estimated at|close to
        |circa|ca|ca .|c .|approx|approx .|~|≈|in the region of|in the neighbourhood of
        |in the neighborhood of|in the order of|on the order of|something like|somewhere around|near
        |virtually|just about|more or less|an approximate|approximate|nearing|approaching|not quite
        |practically|probably about|very nearly""",
}  # fmt: skip
_AFTER: Final[dict[Bound, str]] = {
    ">": "or over|and over|or above|and above|or older|and older",
    ">=": """or more|or higher|or greater|or longer|or better|or larger|plus|- plus|+|and up|and counting
        |and more|at least|upwards|at the least|or further|or later""",
    "<": "or under|and under|or below|and below|or younger|and younger",
    "<=": "or less|or fewer|or lower|or smaller|at most|tops|maximum|at the most|or shorter",
    "~": "or so|or thereabouts|- odd|odd|approximately|- ish|or thereabout|more or less|give or take",
}
# After these a spell of time is what "over" leads into, not what it exceeds: "talks over two days".
_SPELL_BEFORE: Final = words(
    "for after in well just by lasted lasting lasts last took takes take taking spent with of worth was is been be "
    "aged within"
)
_ADVERB_BEFORE: Final = words("rolled rolls took takes taken handed turned tipped keeled flipped knocked toppled")
_SPELL_AFTER: Final = words("ago old older later earlier before behind ahead late away apart")


def _reading(table: dict[Bound, str]) -> list[tuple[tuple[str, ...], Bound]]:
    return [(tuple(phrase.split()), bound) for bound, listing in table.items() for phrase in listing.split("|")]


def _by_last() -> dict[str, tuple[tuple[tuple[str, ...], Bound], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for phrase, bound in _reading(_BEFORE):
        found.setdefault(phrase[-1], []).append((phrase, bound))
    return {last: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for last, entries in found.items()}


def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], Bound], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for phrase, bound in _reading(_AFTER):
        found.setdefault(phrase[0], []).append((phrase, bound))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in found.items()}


_LAST_WORDS: Final = _by_last()
_FIRST_WORDS: Final = _by_first()


def bound_before(
    tokens: Tokens, first: int, floor: int, spell: bool = False, after: int = 0
) -> tuple[Bound, int] | None:
    """Bound and first token of the approximator that ends right before token `first`, or None.

    Two may stand together ("up to about 300"): the one that gives a direction counts, and both are covered. For a
    `spell` of time that ends before token `after`, "over" and "around" count only where the context says more than.
    """
    found: tuple[Bound, int] | None = None
    while True:
        step = _one_before(tokens, first, floor)
        if step is None:
            return found
        bound, start = step
        if tokens.low(start) == "over" and tokens.low(start - 1) in _ADVERB_BEFORE:  # "rolled over 3 km from the port"
            return found
        if spell and tokens.low(first - 1) == "over" and not _of_a_spell(tokens, start, first, after):
            return found
        found = (bound if found is None or found[0] == "~" else found[0], start)
        if first - start > 6 or (found[0] != "~"):
            return found
        first = start


def _one_before(tokens: Tokens, first: int, floor: int) -> tuple[Bound, int] | None:
    for phrase, bound in _LAST_WORDS.get(tokens.low(first - 1), ()):
        start = first - len(phrase)
        if start >= floor and all(tokens.lows[start + offset] == word for offset, word in enumerate(phrase)):
            return bound, start
    return None


def _of_a_spell(tokens: Tokens, start: int, first: int, after: int) -> bool:
    """Whether the "over" right before a spell of time bounds it: "well over two days", not "it is not over two days on"."""
    if start < first - 1:
        return tokens.low(start) != "not"
    return tokens.low(start - 1) in _SPELL_BEFORE or tokens.low(after) in _SPELL_AFTER


def bound_after(tokens: Tokens, last: int) -> tuple[Bound, int] | None:
    """Bound and end token of the approximator that starts at token `last` ("or more", "+", "-odd"), or None."""
    for phrase, bound in _FIRST_WORDS.get(tokens.low(last), ()):
        end = last + len(phrase)
        if end > len(tokens) or any(tokens.lows[last + offset] != word for offset, word in enumerate(phrase)):
            continue
        if phrase[-1] in {"+", "plus"} and _adds(tokens, end):
            continue
        if phrase == ("odd",) and not tokens.glued(last):
            continue
        if phrase[0] == "-" and not tokens.is_hyphen(last):
            continue
        if tokens.low(end) == "than":  # "678 points or more than 7 percent" has a bound of the next figure
            continue
        return bound, end
    return None


def _adds(tokens: Tokens, end: int) -> bool:
    """Whether a plus joins a figure to another or to a thing, and is no bound ("200 plus 50", "200 plus cargo")."""
    if tokens.low(end - 1) == "+":
        return tokens.kind(end) == NUMBER or (
            tokens.kind(end) == SYMBOL and tokens.glued(end) and tokens.low(end) == "+"
        )
    return not tokens.is_hyphen(end - 2) and tokens.kind(end) != SYMBOL and tokens.low(end) != ""
