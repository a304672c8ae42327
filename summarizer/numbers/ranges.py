"""Two amounts that make one range: "10 to 12", "between 5 and 10 percent", "$10-12 million", "two or three"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from summarizer.numbers.amounts import Amount, read_amount
from summarizer.numbers.lexicon import words
from summarizer.numbers.tokens import FRACTION, NUMBER, WORD, Tokens

# After these, "from X to Y" and "X to Y" tell of a change and give two figures.
_CHANGES: Final = words("""
    rose rise rises risen fell fall falls fallen up down increased increase increases dropped drop drops grew grow
    grown jumped climbed slipped declined decreased reduced cut cuts raised raise lowered went moved shrank slid
    soared plunged rebounded surged advanced gained lost extended expanded doubled upgraded downgraded dipped tumbled
    edged narrowed widened
    """)
_SPREADS: Final = words("range ranges ranged ranging vary varies varied varying anywhere somewhere estimates")


@dataclass(frozen=True, slots=True)
class Spread:
    """A range over the tokens `[first, last)`: its two ends, with unit and scale shared between them."""

    first: int
    last: int
    low: Amount
    high: Amount


def read_spread(tokens: Tokens, start: Amount, floor: int) -> Spread | None:
    """The range that begins with the amount `start`, or None where it stands alone."""
    at = start.last
    joint = tokens.low(at)
    before = tokens.low(start.first - 1)
    between = before == "between" and start.first - 1 >= floor
    source = before == "from" and start.first - 1 >= floor
    if tokens.is_dash(at) and (tokens.glued(at) == tokens.glued(at + 1) or joint in {"–", "—"}):
        if tokens.glued(at) != tokens.glued(at + 1):
            return None
    elif not (joint == "to" or (joint == "and" and between) or (joint == "or" and _adjacent(tokens, start))):
        return None
    end = _second(tokens, at + 1)
    if end is None:
        return None
    low, high = _share(start, end)
    if not _goes_up(low, high, joint):
        return None
    if joint == "to" and not between and _tells_change(tokens, start, end, source):
        return None
    first = start.first - 1 if between or source else start.first
    return Spread(first, end.last, low, high)


def _second(tokens: Tokens, index: int) -> Amount | None:
    """The amount that starts at a token, a currency sign or code included."""
    for at in (index, index + 1, index + 2):
        if tokens.kind(at) in {NUMBER, FRACTION, WORD}:
            amount = read_amount(tokens, at, floor=index)
            if amount is not None:
                return amount if amount.first == index else None
    return None


def _adjacent(tokens: Tokens, start: Amount) -> bool:
    """ "two or three": both ends plain, and side by side."""
    return (
        start.unit is None and start.numeral.value is not None and not start.numeral.scale and start.numeral.high < 100
    )


def _share(start: Amount, end: Amount) -> tuple[Amount, Amount]:
    """Both ends with the scale and unit that only one of them carries."""
    low, high = start, end
    if high.unit is not None and low.unit is None:
        low = replace(low, unit=high.unit, unit_first=high.unit_first, unit_last=high.unit_last)
    elif low.unit is not None and low.prefixed and high.unit is None:
        high = replace(high, unit=low.unit, unit_first=low.unit_first, unit_last=low.unit_last, prefixed=True)
    exponent = high.numeral.scale
    if exponent and not low.numeral.scale and low.numeral.value is not None and low.numeral.high < 1000:
        scaled = low.numeral.times(exponent)
        if scaled.high < high.numeral.high:
            low = replace(low, numeral=scaled)
    return low, high


def _goes_up(low: Amount, high: Amount, joint: str) -> bool:
    if low.unit is not None and high.unit is not None and low.unit.name != high.unit.name:
        return False
    if low.numeral.value is None or high.numeral.value is None:
        return joint == "to" and low.numeral.high <= high.numeral.high and low.numeral.low < high.numeral.low
    if joint == "or":
        return high.numeral.low - low.numeral.high == 1
    return low.numeral.high < high.numeral.low


def _tells_change(tokens: Tokens, start: Amount, end: Amount, source: bool) -> bool:
    at = start.first - (2 if source else 1)
    near = {tokens.low(index) for index in range(max(0, at - 3), at + 1)}
    if source:
        return not near & _SPREADS
    if start.unit is None and end.unit is not None:  # "rose 20 to 25 percent": one figure, not two
        return False
    if tokens.low(at) == "by":  # "to grow by 5 percent to 7 percent"
        return False
    closest = {tokens.low(index) for index in range(max(0, at - 1), at + 1)}
    own_unit = start.unit is not None and not start.prefixed
    return bool((near if own_unit else closest) & _CHANGES)
