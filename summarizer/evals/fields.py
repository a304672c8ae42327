"""How each field of each type is credited. Weights sit beside the rules: what a score means is read in one place.

A rule gives 1 for right, 0 for wrong, something between where parts of it are right, and None where the field does not
apply. Similarity of texts never earns credit; overlap of spans does, because it counts the article's own characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

from summarizer.briefs.models import Claim, Span
from summarizer.evals.views import ActorView, ClaimView, HedgeView, NumberView, View, dice, overlaps

_ENOUGH = 0.9  # of the characters: punctuation and a complementiser at the edges are not what a score is about


@dataclass
class Links:
    """Which predicted records stand for which gold records, as far as is known: predicted id to gold id."""

    actors: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    mentions: Mapping[str, Sequence[Span]] = field(default_factory=dict)  # predicted actor to where it is mentioned

    def same_actor(self, gold: str | None, predicted: str | None) -> bool:
        """Whether both name the same actor, or both nobody."""
        if predicted is None or gold is None:
            return predicted is None and gold is None
        return self.actors.get(predicted) == gold


def speaker_right(gold: Claim, predicted: Claim, links: Links) -> bool:
    """Whether both claims are put in the same mouth.

    A source that is nobody in gold ("reports indicate") is right as nobody, or as an actor made of the same words.
    """
    if (gold.form == "narrated") != (predicted.form == "narrated"):
        return False
    if links.same_actor(gold.speaker, predicted.speaker):
        return True
    if gold.speaker is None and predicted.speaker is not None and gold.source is not None:
        return any(overlaps(gold.source, mention) for mention in links.mentions.get(predicted.speaker, ()))
    return False


@dataclass(frozen=True)
class Field(Generic[View]):
    """A field's name, weight and rule."""

    name: str
    weight: float
    rule: Callable[[View, View, Links], float | None]


def _content(gold: ClaimView, predicted: ClaimView, links: Links) -> float:
    share = dice(gold.content, predicted.content)
    return 1.0 if share >= _ENOUGH else share


def _aliases(gold: ActorView, predicted: ActorView, links: Links) -> float | None:
    """Share of gold's names that the prediction has; extra predicted ones are judged by the claims."""
    wanted = gold.names
    return len(wanted & predicted.names) / len(wanted) if len(wanted) > 1 else None


def _affiliation(gold: ActorView, predicted: ActorView, links: Links) -> float | None:
    """Right where both belong to the same actor; does not apply where neither belongs to any."""
    ours, theirs = gold.record.affiliation, predicted.record.affiliation
    return None if ours is None and theirs is None else float(links.same_actor(ours, theirs))


def _holder(gold: HedgeView, predicted: HedgeView, links: Links) -> float:
    if "outlet" in (gold.record.holder, predicted.record.holder):
        return float(gold.record.holder == predicted.record.holder)
    return float(links.same_actor(gold.record.holder, predicted.record.holder))


def same_claim(gold: HedgeView, predicted: HedgeView, links: Links) -> bool:
    """Whether two hedges sit on the same claim, or both on none."""
    if gold.record.claim is None or predicted.record.claim is None:
        return gold.record.claim == predicted.record.claim
    return links.claims.get(predicted.record.claim) == gold.record.claim


ACTOR_FIELDS: tuple[Field[ActorView], ...] = (
    Field("name", 2, lambda gold, predicted, links: 1.0),  # what the pair rests on
    Field("kind", 1, lambda gold, predicted, links: float(gold.record.kind == predicted.record.kind)),
    Field("aliases", 1, _aliases),
    Field("affiliation", 0.5, _affiliation),
)
CLAIM_FIELDS: tuple[Field[ClaimView], ...] = (
    Field("content", 2, _content),
    Field("speaker", 2, lambda gold, predicted, links: float(speaker_right(gold.record, predicted.record, links))),
    Field("cue", 1, lambda gold, predicted, links: overlaps(gold.record.cue, predicted.record.cue)),
    Field("source", 1, lambda gold, predicted, links: overlaps(gold.record.source, predicted.record.source)),
    Field("form", 0.5, lambda gold, predicted, links: float(gold.record.form == predicted.record.form)),
    Field("polarity", 1, lambda gold, predicted, links: float(gold.record.polarity == predicted.record.polarity)),
    Field(
        "verification",
        0.5,
        lambda gold, predicted, links: float(gold.record.verification == predicted.record.verification),
    ),
)
NUMBER_FIELDS: tuple[Field[NumberView], ...] = (
    Field("value", 2, lambda gold, predicted, links: float(gold.same_value(predicted))),
    Field("unit", 1, lambda gold, predicted, links: float(gold.figure.unit_norm == predicted.figure.unit_norm)),
    Field("bound", 1, lambda gold, predicted, links: float(gold.record.bound == predicted.record.bound)),
    Field("what", 1, lambda gold, predicted, links: overlaps(gold.record.what, predicted.record.what)),
    Field(
        "claimant",
        1,
        lambda gold, predicted, links: float(links.same_actor(gold.record.claimant, predicted.record.claimant)),
    ),
)
HEDGE_FIELDS: tuple[Field[HedgeView], ...] = (
    Field("cue", 2, lambda gold, predicted, links: 1.0),  # what the pair rests on
    Field("kind", 1, lambda gold, predicted, links: float(gold.record.kind == predicted.record.kind)),
    Field("claim", 1, lambda gold, predicted, links: float(same_claim(gold, predicted, links))),
    Field("holder", 1, _holder),
)
