"""Whether two figures measure the same thing, from the words around them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from summarizer.collate.accounts import NumberView
from summarizer.collate.relations import rounded
from summarizer.numbers.compare import Figure, equal, relation

_FAR: Final = 20  # times: figures that far apart are not set against each other
_MOST_VALUE: Final = 1.1
JOIN: Final = 1.65  # from here on two figures belong together
MAYBE: Final = 1.35  # from here on they may: undecided, or a question for the model
# Events of which one takes in the other.
_AKIN: Final = frozenset(
    frozenset(pair) for pair in (
        ("survive", "aboard"), ("march", "attend"), ("hospital", "injury"), ("loss", "death"), ("loss", "injury"), ("loss", "layoff"), ("loss", "pay"),
        ("treat", "injury"), ("treat", "ill"), ("treat", "hospital"),
    )
)  # fmt: skip
# Heads that say that somebody or something is counted, not what.
_PLAIN_HEADS: Final = frozenset({"QUANTITY", "PEOPLE"})
# Events that are only a field: many figures of one account belong to each.
_FIELDS: Final = frozenset({"pay", "vote", "ratelevel", "fare", "grow", "reach", "aid", "lead"})


class Weights:
    """How telling each word is: the fewer figures have it near them, the more; from 0.2 to 1."""

    def __init__(self, views: Sequence[NumberView]) -> None:
        counts = Counter(stem for view in views for stem in view.wide | view.near)
        total = max(2, len(views))
        most = math.log(1 + total / 2)
        self._weights = {
            stem: max(0.2, min(1.0, math.log(1 + total / max(2, count)) / most)) for stem, count in counts.items()
        }
        self._sums: dict[frozenset[str], float] = {}
        self.rare = {stem for stem, count in counts.items() if 1 < count <= max(4, total // 20)}

    def overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Shared weight over the mean weight of the two sides, from 0 to 1."""
        shared = one & other
        return self._sum(shared) / math.sqrt(self._sum(one) * self._sum(other)) if shared else 0.0

    def _sum(self, stems: frozenset[str]) -> float:
        known = self._sums.get(stems)
        if known is None:
            known = self._sums[stems] = sum(map(self._weights.__getitem__, stems))
        return known


@lru_cache(maxsize=200_000)
def same(a: Figure, b: Figure) -> bool:
    """`equal`, remembered: accounts of one event give the same few figures over and over."""
    return equal(a, b)


@lru_cache(maxsize=200_000)
def related(a: Figure, b: Figure) -> str:
    """`relation`, remembered."""
    return relation(a, b)


def apart(a: NumberView, b: NumberView) -> bool:
    """Whether two figures certainly measure different things."""
    if a.dimension != b.dimension or a.number.kind != b.number.kind:
        return True
    if _periods(a) != _periods(b) and _periods(a) and _periods(b):
        return True
    if a.sides and b.sides and not a.sides & b.sides:
        return True
    if ("subset" in a.tags) != ("subset" in b.tags) and not (a.own_events and b.own_events and a.events & b.events):
        return True
    if ("period" in a.tags) != ("period" in b.tags) and not same(a.figure, b.figure):
        return True
    if a.events and b.events and not _akin(a.events, b.events):
        return True
    return a.account == b.account and _listed(a, b)


def _listed(a: NumberView, b: NumberView) -> bool:
    """Whether two figures of one account are two things that it counts: not two sources, two times or a correction."""
    if a.number.claimant != b.number.claimant or same(a.figure, b.figure):
        return False
    if a.sentence != b.sentence and related(a.figure, b.figure) == "compatible":
        return False
    if {"previous", "final", "corrects", "alternative"} & (a.tags | b.tags):
        return False
    return not (_days(a) and _days(b) and _days(a) != _days(b))


def _periods(view: NumberView) -> frozenset[str]:
    return frozenset(tag for tag in view.tags if tag.startswith("per "))


def _days(view: NumberView) -> frozenset[str]:
    return frozenset(tag for tag in view.tags if tag.startswith("on "))


def _akin(first: frozenset[str], second: frozenset[str]) -> bool:
    if first & second:
        return True
    return any(frozenset((one, other)) in _AKIN for one in first for other in second)


def score(a: NumberView, b: NumberView, weights: Weights) -> float:
    """How well two figures that need not stay apart go together; compare with `JOIN` and `MAYBE`."""
    head = _head(a, b)
    shared = a.events & b.events
    own = a.own_events and b.own_events
    if shared - _FIELDS:
        event = (1.5 if own else 0.8) * (0.5 if head < 0 else 1)
    else:
        event = 0.5 if shared else 0.8 if own and a.events and b.events else 0.0
    context = 1.3 * weights.overlap(a.near, b.near) + 0.4 * weights.overlap(a.wide, b.wide)
    side = 0.5 if a.sides & b.sides else 0.0
    if a.dimension == "share" and not (a.sides and b.sides) and (a.sides & b.wide_sides or b.sides & a.wide_sides):
        side = 1.2
    if a.wide_sides and b.wide_sides and not a.wide_sides & b.wide_sides and not side:
        side -= 0.3
    rare = 0.7 if a.alike == b.alike == 1 else 0.35 if max(a.alike, b.alike) <= 2 else 0.0
    if a.dimension in {"count", "time"}:
        rare = 0.0
    limit = 0.5 if "limit" in a.tags & b.tags else 0.0
    if "alternative" in a.tags ^ b.tags and a.account == b.account and a.sentence == b.sentence:
        limit += 1.5
    points = head + event + context + side + rare + limit + _dispute(a, b)
    return points + _value(a, b) if points + _MOST_VALUE >= MAYBE else points


def _head(a: NumberView, b: NumberView) -> float:
    """Whether the words for what is counted are the same, may be, or differ."""
    mine, theirs = a.heads - _PLAIN_HEADS, b.heads - _PLAIN_HEADS
    shared = _telling(a) & _telling(b)
    if shared:
        whole = len(shared) > 1 and (mine <= theirs or theirs <= mine)
        return 1.3 if whole else 0.9
    if a.heads & b.heads:
        return 0.45
    if _telling(a) and _telling(b) and not (_telling(a) & b.near or _telling(b) & a.near):
        return -0.2
    return 0.3


def _telling(view: NumberView) -> frozenset[str]:
    """Heads that say what is counted: not people in general, and not what happens to them."""
    return view.heads - _PLAIN_HEADS - {event.upper() for event in view.events}


def _dispute(a: NumberView, b: NumberView) -> float:
    """Two sources of one account who set their figures against each other, in one sentence or close by."""
    if a.account != b.account or a.number.claimant == b.number.claimant:
        return 0.0
    first, second = (a, b) if a.number.span.start < b.number.span.start else (b, a)
    distance = second.position - first.position
    if distance > 2 or not (a.heads & b.heads or second.heads <= _PLAIN_HEADS) or _ratio(a, b) > _FAR:
        return 0.0
    if first.contrast or second.contrast or "previous" in first.tags ^ second.tags:
        return 1.7
    return 0.6 if distance < 2 else 0.0


def _ratio(a: NumberView, b: NumberView) -> Decimal:
    """How many times the larger figure is the smaller; 1 where that cannot be said."""
    if a.figure.unit_norm != b.figure.unit_norm:
        return Decimal(1)
    small, large = sorted((abs(a.figure.high), abs(b.figure.high)))
    return large / small if small else Decimal(1)


def _value(a: NumberView, b: NumberView) -> float:
    """Evidence of the values: equal and telling ones speak for one thing, contradictory ones against, the more so far apart."""
    if same(a.figure, b.figure):
        digits = len(a.figure.high.normalize().as_tuple().digits)
        if digits == 1 and a.figure.bound == b.figure.bound == "~":
            return 0.3
        return min(_MOST_VALUE, 0.25 + 0.3 * digits)
    if rounded(a.figure, b.figure) or rounded(b.figure, a.figure):
        return 0.5
    if related(a.figure, b.figure) == "compatible":
        return 0.25
    ratio = _ratio(a, b)
    against = 0.15 if ratio <= 2 else 0.35 if ratio <= 5 else 0.6
    return -against - (0.8 if a.account != b.account and "corrects" in a.tags | b.tags else 0.0)


def words_for(view: NumberView, weights: Weights) -> Iterable[tuple[str, str]]:
    """The words under which a figure is looked up: what is counted, what happens to it, and rare words beside it."""
    yield from ((view.dimension, stem) for stem in view.heads | view.events | (view.near & weights.rare))
