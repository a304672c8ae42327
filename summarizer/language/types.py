"""What the rules of `language` propose: candidates that a model judges and grounding has the last word on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.briefs.models import Form, HedgeKind, MentionKind, Polarity, SourceKind
from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Quotation:
    """A passage in quotation marks. `range` includes the marks, `inner` does not; may run over several sentences."""

    range: Range
    inner: Range
    closed: bool = True


@dataclass(frozen=True)
class Attribution:
    """A candidate attribution: who (`source`), reporting words (`cue`), what (`content`, maybe discontinuous).

    `source` is None where the sentence does not name one (a quotation that stands alone). `source_kind` follows from
    the form of the source words. `score` is how sure the rule is, from 0 to 1; a model should judge what is below about
    0.9. `rule` names the rule that proposed it.
    """

    sentence: int
    content: tuple[Range, ...]
    source: Range | None
    cue: tuple[Range, ...]
    form: Form
    polarity: Polarity
    source_kind: SourceKind | None
    score: float
    rule: str


@dataclass(frozen=True)
class HedgeCandidate:
    """A hedge cue found by lexicon; not `certain` where the word has another reading ("May", "could" of ability)."""

    cue: Range
    kind: HedgeKind
    certain: bool


@dataclass(frozen=True)
class NameCandidate:
    """One entity and every place where the article refers to it.

    `name` is its fullest form, `role` the words beside it that state an office ("Russia's top general").
    `kind` is None where only a model can tell.
    """

    name: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[Range, MentionKind], ...]
    role: Range | None = None
    kind: Literal["person", "organization", "government", "armed_force", "country", "outlet"] | None = None
