"""Records made ready for comparison, in an order of their own, so that the order they came in cannot matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Span
from summarizer.evals.names import normal_names
from summarizer.numbers.compare import Clash, Figure, clash, equal, figure
from summarizer.numbers.units import dimension_of

Cover = tuple[tuple[int, int], ...]
"""Disjoint half-open character ranges, sorted."""


def cover(spans: Sequence[Span]) -> Cover:
    """The characters that some spans cover."""
    if len(spans) == 1:
        return ((spans[0].start, spans[0].end),)
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def dice(gold: Cover, predicted: Cover) -> float:
    """Dice coefficient over characters: 2·shared / (gold + predicted); 0 where both are empty."""
    if not gold or not predicted or gold[-1][1] <= predicted[0][0] or predicted[-1][1] <= gold[0][0]:
        return 0.0
    if len(gold) == len(predicted) == 1:  # nearly always; scoring spends much of its time here
        (start, end), (low, high) = gold[0], predicted[0]
        return 2 * (min(end, high) - max(start, low)) / (end - start + high - low)
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in gold for b in predicted)
    total = sum(end - start for start, end in gold) + sum(end - start for start, end in predicted)
    return 2 * shared / total if total else 0.0


def overlaps(gold: Span | None, predicted: Span | None) -> float | None:
    """1 where the two share a character, None where neither is there."""
    if gold is None and predicted is None:
        return None
    if gold is None or predicted is None:
        return 0.0
    return float(gold.start < predicted.end and predicted.start < gold.end)


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor with all its names folded."""

    record: Actor
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with the characters of its content."""

    record: Claim
    content: Cover

    @property
    def attributed(self) -> bool:
        """Whether it is reported, and not the article's own voice."""
        return self.record.form != "narrated"


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number with its figure ready to be compared; `low` and `step` are rough, to tell far apart from near."""

    record: Number
    figure: Figure
    dimension: str
    low: float
    step: float

    def same_value(self, other: NumberView) -> bool:
        """Equal in dimension and value, to the coarser stated precision."""
        if self.dimension != other.dimension:
            return False
        # Two figures never agree further apart than one step of the coarser; the exact comparison is slow.
        same_unit = self.figure.unit_norm == other.figure.unit_norm
        if same_unit and abs(self.low - other.low) > 2 * max(self.step, other.step):
            return False
        return _equal(self.figure, other.figure)

    def clash(self, other: NumberView) -> Clash | None:
        """What is wrong with `other` where it should state this number; None where nothing is."""
        return _clash(self.figure, other.figure)


@dataclass(frozen=True, slots=True)
class HedgeView:
    """A hedge with the characters of its cue."""

    record: Hedge
    cue: Cover


View = TypeVar("View", ActorView, ClaimView, NumberView, HedgeView)


# Reading how precisely a figure is written, and comparing two exactly, cost as much as all the rest of scoring; the
# same figures come again with every prompt and take.
_equal = lru_cache(maxsize=65_536)(equal)
_clash = lru_cache(maxsize=65_536)(clash)
_figure = lru_cache(maxsize=16_384)(
    lambda value, low, high, bound, unit, written: figure(value, low, high, bound=bound, unit=unit, written=written)
)


def _number_view(number: Number) -> NumberView:
    made = _figure(number.value, number.low, number.high, number.bound, number.unit_norm, number.span.text)
    return NumberView(number, made, dimension_of(made.unit_norm), float(made.low), float(f"1e{made.precision}"))


@dataclass(frozen=True, slots=True)
class Views:
    """The records of one brief, ordered by content."""

    actors: tuple[ActorView, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    numbers: tuple[NumberView, ...] = ()
    hedges: tuple[HedgeView, ...] = ()


def views(brief: Brief) -> Views:
    """The views of every record of a brief. Records that differ in nothing that is scored may change places."""
    names = {actor.id: actor.name for actor in brief.actors}
    pointers = _pointers(brief)
    claims = sorted(brief.claims, key=lambda claim: _claim_key(claim, names, pointers))
    rank = {claim.id: at for at, claim in enumerate(claims)}
    numbers = sorted(brief.numbers, key=lambda number: _number_key(number, names))
    hedges = sorted(brief.hedges, key=lambda hedge: _hedge_key(hedge, names, rank))
    actors = sorted(brief.actors, key=lambda actor: _actor_key(actor, pointers))
    return Views(
        actors=tuple(ActorView(actor, normal_names(actor)) for actor in actors),
        claims=tuple(ClaimView(claim, cover(claim.content)) for claim in claims),
        numbers=tuple(_number_view(number) for number in numbers),
        hedges=tuple(HedgeView(hedge, ((hedge.cue.start, hedge.cue.end),)) for hedge in hedges),
    )


_Pointers = Mapping[str, list[tuple[str, int, int]]]


def _pointers(brief: Brief) -> _Pointers:
    """What points at each actor and claim, by place: it tells apart records that are alike in all else."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for claim in brief.claims:
        if claim.speaker is not None:
            found.setdefault(claim.speaker, []).append(("claim", *_place(claim.content[0])))
    for number in brief.numbers:
        if number.claimant is not None:
            found.setdefault(number.claimant, []).append(("number", *_place(number.span)))
    for hedge in brief.hedges:
        for target in (hedge.claim, hedge.holder):
            if target is not None:
                found.setdefault(target, []).append(("hedge", *_place(hedge.cue)))
    return {name: sorted(places) for name, places in found.items()}


def _place(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span is not None else (-1, -1)


def _actor_key(actor: Actor, pointers: _Pointers) -> tuple[Any, ...]:
    mentions = sorted(_place(mention.span) for mention in actor.mentions)
    return (actor.name, actor.kind, sorted(actor.aliases), mentions, pointers.get(actor.id, []))


def _claim_key(claim: Claim, names: Mapping[str, str], pointers: _Pointers) -> tuple[Any, ...]:
    return (
        [_place(span) for span in claim.content],
        _place(claim.cue),
        _place(claim.source),
        claim.form,
        claim.polarity,
        claim.verification,
        names.get(claim.speaker or "", ""),
        pointers.get(claim.id, []),
    )


def _number_key(number: Number, names: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        _place(number.span),
        str(number.value),
        str(number.low),
        str(number.high),
        number.bound,
        number.unit_norm or "",
        _place(number.what),
        names.get(number.claimant or "", ""),
    )


def _hedge_key(hedge: Hedge, names: Mapping[str, str], rank: Mapping[str, int]) -> tuple[Any, ...]:
    holder = names.get(hedge.holder or "", hedge.holder or "")
    return (_place(hedge.cue), hedge.kind, rank.get(hedge.claim or "", -1), holder)
