"""A draft: what a model (and the rules beside it) say an article holds, before grounding has had its word.

Every strategy ends in a draft, so grounding, linking and checking are written once. A pointer is either words to be
found (`Quote`) or a range that is known to be right by construction (`Range`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from summarizer.briefs.models import ActorKind, Bound, HedgeKind, MentionKind, Polarity, SourceKind, Verification
from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Quote:
    """Words that a model says stand in the article; `within` is where it says they stand, if it said so."""

    text: str
    within: Range | None = None


Pointer = Quote | Range


@dataclass(frozen=True)
class DraftActor:
    """An actor by name. `mentions` are known places; places of `name` and `aliases` are found later.

    `affiliation` is the name of another actor that this one belongs to or acts for.
    """

    name: str
    kind: ActorKind | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[tuple[Range, MentionKind], ...] = ()
    role: Pointer | None = None
    affiliation: str | None = None


@dataclass(frozen=True)
class DraftClaim:
    """An attribution. `speaker` is a name that some actor bears; None leaves it to the source words.

    `quoted` is what the model said about quotation marks (None: it did not say); the article decides.
    """

    content: tuple[Pointer, ...]
    speaker: str | None = None
    source: Pointer | None = None
    cue: Pointer | None = None
    polarity: Polarity = "affirms"
    verification: Verification = "none"
    source_kind: SourceKind | None = None
    quoted: bool | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class DraftNumber:
    """A figure. `value`, `bound`, `unit` are what the model said (None: it did not say); the figure's words decide."""

    figure: Pointer
    value: str | None = None
    bound: Bound | None = None
    unit: str | None = None
    what: Pointer | None = None
    claimant: str | None = None


@dataclass(frozen=True)
class DraftHedge:
    """A hedge cue and its class."""

    cue: Pointer
    kind: HedgeKind


@dataclass(frozen=True)
class Draft:
    """Everything said about one article, or about one chunk of it."""

    actors: tuple[DraftActor, ...] = field(default=())
    claims: tuple[DraftClaim, ...] = field(default=())
    numbers: tuple[DraftNumber, ...] = field(default=())
    hedges: tuple[DraftHedge, ...] = field(default=())

    @property
    def items(self) -> tuple[DraftActor | DraftClaim | DraftNumber | DraftHedge, ...]:
        """Everything, type by type."""
        return (*self.actors, *self.claims, *self.numbers, *self.hedges)

    @classmethod
    def merged(cls, parts: Iterable[Draft]) -> Draft:
        """One draft of several chunks, in order."""
        drafts = list(parts)
        return cls(
            actors=tuple(actor for draft in drafts for actor in draft.actors),
            claims=tuple(claim for draft in drafts for claim in draft.claims),
            numbers=tuple(number for draft in drafts for number in draft.numbers),
            hedges=tuple(hedge for draft in drafts for hedge in draft.hedges),
        )
