"""How each field of each type is credited. Weights sit beside the rule, so that what a score means is read in one place.

A rule gives 1 for right, 0 for wrong, something between where parts of it are right, and None where the field does not
apply. Similarity of texts never earns credit; overlap of spans does, because it counts the article's own characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from summarizer.brief.models import Actor, Claim, Hedge, Number, Span
from summarizer.evals.names import normal_names
from summarizer.numbers.compare import Figure, equal, figure

Record = TypeVar("Record")

_ENOUGH = 0.9  # of the characters: punctuation and a complementiser at the edges are not what a score is about


@dataclass
class Links:
    """Which predicted records stand for which gold records, as far as is known: predicted id to gold id."""

    actors: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    unresolved: Mapping[str, Sequence[Span]] = field(default_factory=dict)  # predicted actor to its mentions

    def same_actor(self, gold: str | None, predicted: str | None) -> bool:
        """Whether both name the same actor, or both nobody."""
        if predicted is None or gold is None:
            return predicted is None and gold is None
        return self.actors.get(predicted) == gold


def dice(gold: Sequence[Span], predicted: Sequence[Span]) -> float:
    """Dice coefficient over the characters that the spans cover: 2·shared / (gold + predicted)."""
    ours = _covered(gold)
    theirs = _covered(predicted)
    total = sum(end - start for start, end in ours) + sum(end - start for start, end in theirs)
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in ours for b in theirs)
    return 2 * shared / total if total else 0.0


def _covered(spans: Sequence[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def overlaps(gold: Span | None, predicted: Span | None) -> float | None:
    """1 where the two share a character, None where neither is there."""
    if gold is None and predicted is None:
        return None
    if gold is None or predicted is None:
        return 0.0
    return float(gold.start < predicted.end and predicted.start < gold.end)


def speaker_right(gold: Claim, predicted: Claim, links: Links) -> bool:
    """Whether both claims are put in the same mouth.

    A source that is nobody in gold ("reports indicate") is right as nobody, or as an actor made of the same words.
    """
    if (gold.form == "narrated") != (predicted.form == "narrated"):
        return False
    if links.same_actor(gold.speaker, predicted.speaker):
        return True
    if gold.speaker is None and predicted.speaker is not None and gold.source is not None:
        mentions = links.unresolved.get(predicted.speaker, ())
        return any(overlaps(gold.source, mention) for mention in mentions)
    return False


def figure_of(number: Number) -> Figure:
    """A number ready to be compared."""
    return figure(
        number.value, number.low, number.high, bound=number.bound, unit=number.unit_norm, written=number.span.text
    )


def same_value(gold: Number, predicted: Number) -> bool:
    """Equal in dimension and value, to the coarser stated precision."""
    return equal(figure_of(gold), figure_of(predicted))


@dataclass(frozen=True)
class Field(Generic[Record]):
    """A field's name, weight and rule."""

    name: str
    weight: float
    rule: Callable[[Record, Record, Links], float | None]


def _content(gold: Claim, predicted: Claim, links: Links) -> float:
    share = dice(gold.content, predicted.content)
    return 1.0 if share >= _ENOUGH else share


def _same(name: str) -> Callable[[object, object, Links], float]:
    return lambda gold, predicted, links: float(getattr(gold, name) == getattr(predicted, name))


def _actor_field(name: str) -> Callable[[object, object, Links], float]:
    return lambda gold, predicted, links: float(links.same_actor(getattr(gold, name), getattr(predicted, name)))


def _aliases(gold: Actor, predicted: Actor, links: Links) -> float | None:
    """Share of gold's other names that the prediction has; the predicted extra ones are judged by the claims."""
    wanted = normal_names(gold)
    return len(wanted & normal_names(predicted)) / len(wanted) if len(wanted) > 1 else None


def _holder(gold: Hedge, predicted: Hedge, links: Links) -> float:
    if "outlet" in (gold.holder, predicted.holder):
        return float(gold.holder == predicted.holder)
    return float(links.same_actor(gold.holder, predicted.holder))


def _claim_link(gold: Hedge, predicted: Hedge, links: Links) -> float:
    if gold.claim is None or predicted.claim is None:
        return float(gold.claim == predicted.claim)
    return float(links.claims.get(predicted.claim) == gold.claim)


ACTOR_FIELDS: tuple[Field[Actor], ...] = (
    Field("name", 2, lambda gold, predicted, links: 1.0),  # what the pair rests on
    Field("kind", 1, _same("kind")),
    Field("aliases", 1, _aliases),
)
CLAIM_FIELDS: tuple[Field[Claim], ...] = (
    Field("content", 2, _content),
    Field("speaker", 2, lambda gold, predicted, links: float(speaker_right(gold, predicted, links))),
    Field("cue", 1, lambda gold, predicted, links: overlaps(gold.cue, predicted.cue)),
    Field("source", 1, lambda gold, predicted, links: overlaps(gold.source, predicted.source)),
    Field("form", 0.5, _same("form")),
    Field("polarity", 1, _same("polarity")),
    Field("verification", 0.5, _same("verification")),
)
NUMBER_FIELDS: tuple[Field[Number], ...] = (
    Field("value", 2, lambda gold, predicted, links: float(same_value(gold, predicted))),
    Field("unit", 1, lambda gold, predicted, links: float(same_unit(gold, predicted))),
    Field("bound", 1, _same("bound")),
    Field("what", 1, lambda gold, predicted, links: overlaps(gold.what, predicted.what)),
    Field("claimant", 1, _actor_field("claimant")),
)
HEDGE_FIELDS: tuple[Field[Hedge], ...] = (
    Field("cue", 2, lambda gold, predicted, links: overlaps(gold.cue, predicted.cue)),
    Field("kind", 1, _same("kind")),
    Field("claim", 1, _claim_link),
    Field("holder", 1, _holder),
)


def same_unit(gold: Number, predicted: Number) -> bool:
    """The same normalised unit, whatever it is called in the article."""
    return figure_of(gold).unit_norm == figure_of(predicted).unit_norm
