"""The claims of a brief: content, cue and source on the article's words; form decided by its quotation marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from summarizer.briefs.models import ActorKind, Form, Polarity, SourceKind, Span, Verification
from summarizer.grounding.actors import ActorTable, key
from summarizer.grounding.desk import Desk, range_of
from summarizer.grounding.draft import DraftClaim
from summarizer.language.callings import described_kind
from summarizer.language.types import Attribution
from summarizer.text.ranges import Range

_PUNCTUATION = ",;:.!?\"'“”‘’«» "
_SAME = 0.5  # share of characters (Dice) from which a rule's candidate and a model's claim are the same attribution


# What a speaker is of whom nothing else is known; people in the plural ("officials") are persons.
_KIND_OF_SOURCE: Mapping[SourceKind, ActorKind] = {
    "named_individual": "person",
    "unnamed_individual": "person",
    "unnamed_group": "person",
    "outlet": "outlet",
}


@dataclass(frozen=True)
class PlacedClaim:
    """A claim whose words have been found. `speaker` is the key of an actor; None for the article's own voice."""

    content: tuple[Span, ...]
    speaker: str | None
    source: Span | None
    cue: Span | None
    form: Form
    polarity: Polarity
    verification: Verification
    source_kind: SourceKind
    sentences: tuple[int, ...]
    confidence: float | None = None

    @property
    def extent(self) -> Range:
        """From the first to the last character of the content."""
        return Range(min(span.start for span in self.content), max(span.end for span in self.content))

    def holds(self, where: Range) -> bool:
        """Whether `where` lies inside one of the content spans."""
        return any(range_of(span).covers(where) for span in self.content)


@dataclass
class ClaimTable:
    """Places drafted claims one after the other and completes them with the article's own statements."""

    desk: Desk
    actors: ActorTable
    claims: list[PlacedClaim] = field(default_factory=list)

    def add(self, draft: DraftClaim) -> None:
        """Place a claim. Without content in the article it is rejected; a cue that is not there is only left out."""
        content = [span for pointer in draft.content for span in self.desk.spans(pointer, "claim", "content")]
        if not content:
            return
        extent = Range(content[0].start, content[-1].end)
        candidate = self._candidate(content)
        cue = self.desk.span(draft.cue, "claim", "cue", near=extent)
        if cue is None and candidate is not None and candidate.cue:
            cue = self.desk.exact(candidate.cue[0])
        source = self.desk.span(draft.source, "claim", "source", near=extent)
        if source is None and candidate is not None and candidate.source is not None:
            source = self.desk.exact(candidate.source)
        speaker = self._speaker(draft, source, candidate)
        placed = PlacedClaim(
            content=tuple(content),
            speaker=speaker,
            source=source,
            cue=cue,
            form=self._form(content, draft),
            polarity=draft.polarity,
            verification=draft.verification,
            source_kind=draft.source_kind
            or (candidate.source_kind if candidate else None)
            or self._source_kind(speaker, source),
            sentences=self._sentences(content),
            confidence=draft.confidence,
        )
        if speaker is not None:
            self.actors.suggest_kind(speaker, self._kind(speaker, placed.source_kind))
        if any(_twin(placed, known) for known in self.claims):
            self.desk.reject("claim", "content", "duplicate", " … ".join(span.text for span in content))
            return
        self.claims.append(placed)

    def complete(self) -> None:
        """Add one narrated claim for every sentence in the article's own voice.

        A sentence that reports somebody's words without a claim of its own stays out, so that no reported statement
        turns into fact; the coverage lists it.
        """
        reported = {candidate.sentence for candidate in self.desk.analysis.attributions}
        taken = {number for claim in self.claims for number in claim.sentences}
        taken |= {
            sentence.index
            for claim in self.claims
            for span in (claim.cue, claim.source)
            if span is not None and (sentence := self.desk.analysis.sentence_at(range_of(span))) is not None
        }
        text = self.desk.article.text
        for sentence in self.desk.article.sentences:
            if sentence.index in taken or sentence.index in reported or sentence.kind not in ("body", "headline"):
                continue
            where = sentence.range.trimmed(text)
            if not any(character.isalpha() for character in where.of(text)):
                continue
            self.claims.append(
                PlacedClaim(
                    content=(self.desk.exact(where),),
                    speaker=None,
                    source=None,
                    cue=None,
                    form="narrated",
                    polarity="affirms",
                    verification="none",
                    source_kind="outlet",
                    sentences=(sentence.index,),
                )
            )
        self.claims.sort(key=lambda claim: (claim.extent, claim.cue.start if claim.cue else -1))

    def _speaker(self, draft: DraftClaim, source: Span | None, candidate: Attribution | None) -> str | None:
        if draft.speaker is not None and draft.speaker.strip():
            if entry := self.actors.speaker(draft.speaker):
                return key(entry.name)
            self.desk.reject("claim", "speaker", "not_found", draft.speaker)
            self.desk.note("speaker_unknown", None, f"the speaker {draft.speaker!r} is not in the article", source)
        if source is not None and (entry := self.actors.by_source(range_of(source))):
            return key(entry.name)
        return None

    def _kind(self, speaker: str, source_kind: SourceKind) -> ActorKind | None:
        """What the noun that describes a speaker shows, else what is usual for such a source."""
        entry = self.actors.speaker(speaker)
        described = described_kind(entry.name) if entry is not None else None
        return described or _KIND_OF_SOURCE.get(source_kind)

    def _candidate(self, content: list[Span]) -> Attribution | None:
        """The rule's attribution whose content is the same words, if there is one."""
        best, best_share = None, _SAME
        mine = [range_of(span) for span in content]
        for candidate in self.desk.analysis.attributions:
            shared = sum(_overlap(one, other) for one in mine for other in candidate.content)
            share = 2 * shared / (sum(one.size for one in mine) + sum(other.size for other in candidate.content) or 1)
            if share >= best_share:
                best, best_share = candidate, share
        return best

    def _form(self, content: list[Span], draft: DraftClaim) -> Form:
        """Direct where all of the content stands in quotation marks, mixed where some of it does, else indirect."""
        text = self.desk.article.text
        quotations = [quotation.range for quotation in self.desk.analysis.quotations]
        quoted = total = 0
        for span in content:
            where = range_of(span).trimmed(text, _PUNCTUATION)
            total += where.size
            quoted += sum(_overlap(where, quotation) for quotation in quotations)
        if draft.quoted and quoted < total:
            self.desk.note(
                "quote_not_quoted",
                None,
                "given as a direct quotation, but not all of it is in quotation marks",
                content[0],
            )
        if quoted == 0:
            return "indirect"
        return "direct" if quoted >= total else "mixed"

    def _source_kind(self, speaker: str | None, source: Span | None) -> SourceKind:
        if speaker is None:
            return "unnamed_group" if source is not None else "outlet"
        entry = self.actors.speaker(speaker)
        named = entry is not None and "named" in entry.mentions.values()
        if entry is not None and entry.kind == "person":
            return "named_individual" if named else "unnamed_individual"
        if entry is not None and entry.kind == "outlet":
            return "outlet"
        return "named_group" if named else "unnamed_group"

    def _sentences(self, content: list[Span]) -> tuple[int, ...]:
        numbers = [item.index for span in content for item in self.desk.analysis.sentences_of(range_of(span))]
        return tuple(dict.fromkeys(numbers))


def _overlap(one: Range, other: Range) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _twin(one: PlacedClaim, other: PlacedClaim) -> bool:
    return one.content == other.content and one.speaker == other.speaker
