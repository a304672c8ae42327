"""From a draft to a brief: place every item on the article's words, link them, check them, measure what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.articles.model import Article
from summarizer.briefs.models import Brief, Claim, Factuality, FactualityValue, Hedge, Number, Source, Span
from summarizer.grounding.actors import ActorTable
from summarizer.grounding.claims import ClaimTable, PlacedClaim
from summarizer.grounding.coverage import measure
from summarizer.grounding.desk import Desk, range_of
from summarizer.grounding.draft import Draft, DraftHedge
from summarizer.grounding.fidelity import check_brief
from summarizer.grounding.figures import NumberTable, PlacedNumber, to_number
from summarizer.grounding.locate import Locator
from summarizer.language.analysis import Analysis
from summarizer.numbers.equivalence import equivalents
from summarizer.text.ranges import Range

_CONCESSION = "even if"
_PROBABLE = ("likely", "probably", "expected", "almost certainly", "presumably")


def assemble(article: Article, analysis: Analysis, draft: Draft, examples: Sequence[str] = ()) -> Brief:
    """The brief that `draft` comes to, without provenance and digest.

    Args:
        examples: texts of the pack's worked examples; what the model copies from them is named `example_leak`.
    """
    desk = Desk(article, analysis, Locator(article.text), tuple(examples))
    actors = ActorTable(desk)
    for actor in draft.actors:
        actors.add(actor)
    claims = ClaimTable(desk, actors)
    for claim in draft.claims:
        claims.add(claim)
    claims.complete()
    numbers = NumberTable(desk, actors)
    for number in draft.numbers:
        numbers.add(number)
    hedges = _place_hedges(draft.hedges, desk)
    brief = _Linker(desk, actors, claims.claims, numbers.ordered(), hedges).brief()
    checked = brief.model_copy(update={"findings": [*brief.findings, *check_brief(brief)]})
    return checked.model_copy(update={"coverage": measure(checked, article, analysis)})


def source_of(article: Article) -> Source:
    """The article as a brief stores it."""
    return Source(
        id=article.id,
        title=article.title,
        outlet=article.outlet,
        date=article.date,
        url=article.url,
        origin=article.origin,
        sha256=article.sha256,
        text=article.text,
    )


def _place_hedges(drafts: Iterable[DraftHedge], desk: Desk) -> list[tuple[Span, DraftHedge]]:
    placed: dict[Range, tuple[Span, DraftHedge]] = {}
    for draft in drafts:
        span = desk.span(draft.cue, "hedge", "cue")
        if span is None:
            continue
        if range_of(span) in placed:
            desk.reject("hedge", "cue", "duplicate", span.text)
            continue
        placed[range_of(span)] = (span, draft)
    return [placed[where] for where in sorted(placed)]


class _Linker:
    """Gives out ids and fills in every reference between items."""

    def __init__(
        self,
        desk: Desk,
        actors: ActorTable,
        claims: list[PlacedClaim],
        numbers: list[PlacedNumber],
        hedges: list[tuple[Span, DraftHedge]],
    ) -> None:
        self._desk = desk
        self._actors, self._actor_ids = actors.finish()
        self._claims = claims
        self._numbers = numbers
        self._hedges = hedges

    def brief(self) -> Brief:
        """Everything linked."""
        hedges = self._linked_hedges()
        numbers = self._linked_numbers()
        claims = [self._claim(index, claim, hedges) for index, claim in enumerate(self._claims)]
        for placed, number in zip(self._numbers, numbers, strict=True):
            for code, message in placed.notes:
                self._desk.note(code, number.id, message, number.span)
        return Brief(
            source=source_of(self._desk.article),
            actors=self._actors,
            claims=claims,
            numbers=numbers,
            hedges=hedges,
            rejected=self._desk.rejected,
            findings=self._desk.findings,
        )

    def _speaker_id(self, claim: PlacedClaim) -> str | None:
        return self._actor_ids[claim.speaker] if claim.speaker is not None else None

    def _innermost(self, where: Range) -> int | None:
        """Index of the smallest claim whose content holds `where`; of two equal ones the later, the nested one."""
        holding = [index for index, claim in enumerate(self._claims) if claim.holds(where)]
        return min(holding, key=lambda index: (self._claims[index].extent.size, -index), default=None)

    def _claim(self, index: int, claim: PlacedClaim, hedges: list[Hedge]) -> Claim:
        mine = [hedge for hedge in hedges if hedge.claim == f"c{index + 1}"]
        speaker = self._speaker_id(claim)
        held = [hedge for hedge in mine if claim.form == "narrated" or hedge.holder != "outlet"]
        return Claim(
            id=f"c{index + 1}",
            speaker=speaker,
            source=claim.source,
            source_kind=claim.source_kind,
            cue=claim.cue,
            content=list(claim.content),
            form=claim.form,
            polarity=claim.polarity,
            factuality=_factuality(claim, speaker, held),
            verification=claim.verification,
            numbers=[f"n{at + 1}" for at, number in enumerate(self._numbers) if claim.holds(number.quantity.range)],
            hedges=[hedge.id for hedge in mine],
            sentences=list(claim.sentences),
            parent=self._parent(index, claim),
            confidence=claim.confidence,
        )

    def _parent(self, index: int, claim: PlacedClaim) -> str | None:
        """The smallest attributed claim in whose content all of this one lies."""
        if claim.form == "narrated":
            return None
        around = [
            at
            for at, other in enumerate(self._claims)
            if at != index
            and other.form != "narrated"
            and other.extent.size > claim.extent.size
            and all(other.holds(range_of(span)) for span in claim.content)
        ]
        smallest = min(around, key=lambda at: self._claims[at].extent.size, default=None)
        return f"c{smallest + 1}" if smallest is not None else None

    def _linked_numbers(self) -> list[Number]:
        quantities = [placed.quantity for placed in self._numbers]
        pairs = {second: first for first, second in equivalents(quantities, self._desk.article.text)}
        return [
            to_number(
                placed,
                f"n{index + 1}",
                self._claimant(placed),
                f"n{pairs[index] + 1}" if index in pairs else None,
                self._desk,
            )
            for index, placed in enumerate(self._numbers)
        ]

    def _claimant(self, placed: PlacedNumber) -> str | None:
        """Whoever makes the innermost affirming claim that holds the figure; else whom the model named."""
        holding = [
            claim for claim in self._claims if claim.polarity == "affirms" and claim.holds(placed.quantity.range)
        ]
        for claim in sorted(holding, key=lambda claim: claim.extent.size):
            if claim.form != "narrated":
                return self._speaker_id(claim)
        return self._actor_ids[placed.claimant] if placed.claimant is not None else None

    def _linked_hedges(self) -> list[Hedge]:
        linked = []
        for number, (span, draft) in enumerate(self._hedges, start=1):
            at = self._hedged(span, draft)
            claim = self._claims[at] if at is not None else None
            inside = claim is not None and claim.form != "narrated" and claim.holds(range_of(span))
            holder = self._speaker_id(claim) if claim is not None and inside else "outlet"
            linked.append(
                Hedge(
                    id=f"h{number}",
                    cue=span,
                    kind=draft.kind,
                    claim=f"c{at + 1}" if at is not None else None,
                    holder=holder,
                )
            )
        return linked

    def _hedged(self, span: Span, draft: DraftHedge) -> int | None:
        """Which claim a cue weakens: what is not verified stands before it; else the claim around it, or beside it."""
        where = range_of(span)
        if draft.kind == "non_verification":
            before = [
                index
                for index, claim in enumerate(self._claims)
                if claim.verification == "unverified" and claim.extent.end <= where.start
            ]
            if before:
                return before[-1]
        if (inside := self._innermost(where)) is not None:
            return inside
        sentence = self._desk.analysis.sentence_at(where)
        beside = [index for index, claim in enumerate(self._claims) if sentence and sentence.index in claim.sentences]
        return min(beside, key=lambda index: abs(self._claims[index].extent.start - where.start), default=None)


def _factuality(claim: PlacedClaim, speaker: str | None, hedges: list[Hedge]) -> list[Factuality]:
    """How certain the speaker and the outlet present the claim (FactBank's scale, reduced to five values).

    `hedges` are those of whoever makes the claim. "Even if" grants something and leaves the claim as certain as it was.
    """
    own: FactualityValue = "certain"
    weakening = [hedge for hedge in hedges if not hedge.cue.text.casefold().startswith(_CONCESSION)]
    cues = [hedge.cue.text.casefold() for hedge in weakening if hedge.kind != "non_verification"]
    if claim.polarity == "denies":
        own = "counterfactual"
    elif any(hedge.kind in ("conditional", "investigation") for hedge in weakening):
        own = "uncommitted"
    elif cues:
        own = "probable" if all(cue.startswith(_PROBABLE) for cue in cues) else "possible"
    if claim.form == "narrated":
        return [Factuality(holder="outlet", value=own)]
    outlet: dict[str, FactualityValue] = {"confirmed": "certain", "refuted": "counterfactual"}
    found = [Factuality(holder=speaker, value=own)] if speaker is not None else []
    return [*found, Factuality(holder="outlet", value=outlet.get(claim.verification, "uncommitted"))]
