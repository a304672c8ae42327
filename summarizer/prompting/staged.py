"""The `staged` strategy: rules propose, the model decides, in short questions over a shared prefix.

The prefix (instructions and numbered article) is the same for every question, so an engine that caches prefixes reads
it once. Each question offers the possible answers as an `enum`, so an answer is a handful of tokens. What grammar
decides alone ("Gerasimov claimed") is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from summarizer.articles.model import Article
from summarizer.briefs.models import ActorKind
from summarizer.engines.calls import Answer, Call, Message
from summarizer.grounding.draft import Draft, DraftActor, DraftClaim, DraftHedge, DraftNumber
from summarizer.language.affiliation import BODIES, belongs_to, holds_office
from summarizer.language.analysis import Analysis
from summarizer.language.phrases import measured, noun_phrases
from summarizer.language.speakers import Reading, read_speakers
from summarizer.language.types import Attribution, HedgeCandidate, NameCandidate
from summarizer.numbers.quantity import Quantity
from summarizer.prompting.chunks import Chunk, numbered, split_article
from summarizer.prompting.events import Ask, Item, OnProgress, Progress
from summarizer.prompting.pack import Pack, for_model
from summarizer.prompting.wire import fill_enums
from summarizer.schemas import wire_schema
from summarizer.text.ranges import Range

Stage = Literal["kind", "affiliation", "speaker", "what", "unverified"]

NOBODY = "nobody: it is the article's own statement"
NO_BODY = "none of these"
NOBODY_IN_PARTICULAR = "nobody's in particular"
# Single everyday nouns: longer descriptions draw a small model to one of them, whatever the name.
_KINDS: dict[str, ActorKind | None] = {
    "person": "person",
    "company": "organization",
    "group": "organization",
    "country": "country",
    "authority": "government",
    "army": "armed_force",
    "newspaper": "outlet",
    "place": None,
    "thing": None,
}
_SURE = 0.9  # a rule this sure is not asked about
_MOST_OPTIONS = 24  # a longer enum costs more prompt than it decides


async def draft(article: Article, analysis: Analysis, pack: Pack, ask: Ask, on_progress: OnProgress) -> Draft:
    """Put the questions of every chunk of the article, in reading order."""
    chunks = split_article(article, pack.chunk_chars)
    parts = [await _Interview(article, analysis, pack, chunk, ask, on_progress).run() for chunk in chunks]
    return Draft.merged(parts)


@dataclass(frozen=True)
class _Question:
    """One question: which template with which values, the answers on offer, and what it was asked about."""

    stage: Stage
    values: dict[str, Any]
    options: Sequence[str]


class _Interview:
    """The questions and answers about one chunk of an article."""

    def __init__(
        self, article: Article, analysis: Analysis, pack: Pack, chunk: Chunk, ask: Ask, on_progress: OnProgress
    ) -> None:
        self._article = article
        self._analysis = analysis
        self._pack = pack
        self._ask = ask
        self._on_progress = on_progress
        self._asked = {sentence.index: sentence for sentence in chunk.sentences}
        shown = numbered(article, (*chunk.carried, *chunk.sentences))
        self._prefix: tuple[Message, ...] = (
            pack.message("system", "system"),
            pack.message("user", "article", article=shown),
        )
        self._done = 0
        self._total = 0

    async def run(self) -> Draft:
        """Ask everything; the order keeps what later questions need (the actors) first."""
        names = [name for name in self._analysis.names if self._in_chunk(name.mentions[0][0])]
        claims = [found for found in read_speakers(self._analysis) if found.attribution.sentence in self._asked]
        numbers = [found for found in self._analysis.quantities if self._in_chunk(found.range)]
        # A cue with another reading ("at risk of", "hoped") is hardly ever a hedge, and a small model says yes to all.
        hedges = [found for found in self._analysis.hedges if found.certain and self._in_chunk(found.cue)]
        self._total = 2 * len(names) + len(claims) + len(numbers)
        named = [actor for name in names if (actor := await self._actor(name)) is not None]
        actors = [await self._affiliated(actor, named) for actor in named]
        drafted = [claim for found in claims if (claim := await self._claim(found)) is not None]
        return Draft(
            actors=tuple(actors),
            claims=await self._marked_unverified(drafted, hedges),
            numbers=tuple([await self._number(found) for found in numbers]),
            hedges=tuple(DraftHedge(found.cue, found.kind) for found in hedges),
        )

    # -- one item each -------------------------------------------------------------------------------------------------

    async def _actor(self, name: NameCandidate) -> DraftActor | None:
        kind: ActorKind | None = name.kind
        if kind is None:
            answer = await self._question(_Question("kind", {"name": for_model(name.name)}, list(_KINDS)))
            kind = _KINDS[answer.data["kind"]]
        actor = None
        if kind is not None:
            actor = DraftActor(name.name, kind, name.aliases, name.mentions, name.role)
        self._step("actors", actor)
        return actor

    async def _affiliated(self, actor: DraftActor, actors: list[DraftActor]) -> DraftActor:
        """The actor with the body for which it holds an office ("Foreign Minister"), where no words beside it say so."""
        candidate = next(name for name in self._analysis.names if name.name == actor.name)
        text = self._article.text
        bodies = [other.name for other in actors if other.kind in BODIES and other is not actor]
        settled = belongs_to(candidate, self._analysis.names, text) is not None
        if bodies and not settled and holds_office(candidate, text):
            assert candidate.role is not None
            values = {"name": for_model(actor.name), "role": self._words(candidate.role)}
            options = [*map(for_model, bodies[:_MOST_OPTIONS]), NO_BODY]
            answer = await self._question(_Question("affiliation", values, options))
            if answer.data["answer"] != NO_BODY:
                actor = replace(actor, affiliation=answer.data["answer"])
        self._step("actors", None)
        return actor

    async def _claim(self, reading: Reading) -> DraftClaim | None:
        found, speaker, confidence = reading.attribution, reading.speaker, None
        if speaker is None and reading.options:
            options = [for_model(option) for option in reading.options[:_MOST_OPTIONS]]
            if found.score < _SURE:
                options.append(NOBODY)
            answer = await self._question(_Question("speaker", self._about(found), options))
            speaker, confidence = answer.data["said_by"], answer.confidence
        claim = None
        if speaker != NOBODY:
            claim = DraftClaim(
                content=found.content,
                speaker=speaker,
                source=found.source,
                cue=found.cue[0] if found.cue else None,
                polarity=found.polarity,
                source_kind=found.source_kind,
                confidence=confidence,
            )
        self._step("claims", claim)
        return claim

    async def _number(self, found: Quantity) -> DraftNumber:
        sentence = self._analysis.sentence_at(found.range)
        what = measured(self._article.text, sentence.range, found) if sentence is not None else found.noun
        # A duration on its own ("in five days") measures nothing that an article names.
        if what is None and found.kind != "duration" and (phrases := self._phrases(found)):
            values = self._sentence_values(found.range) | {"figure": self._words(found.range)}
            answer = await self._question(_Question("what", values, list(phrases)))
            what = phrases[answer.data["answer"]]
        number = DraftNumber(figure=found.range, what=what)
        self._step("numbers", number)
        return number

    async def _marked_unverified(
        self, claims: list[DraftClaim], hedges: list[HedgeCandidate]
    ) -> tuple[DraftClaim, ...]:
        """The claims, with those marked that a remark such as "could not be verified" is about."""
        speakers = list(dict.fromkeys(claim.speaker for claim in claims if claim.speaker is not None))
        for hedge in hedges:
            if hedge.kind != "non_verification" or not speakers:
                continue
            meant = self._speaker_in_remark(hedge, speakers)
            if meant is None:
                question = _Question("unverified", self._sentence_values(hedge.cue), [*speakers, NOBODY_IN_PARTICULAR])
                meant = (await self._question(question)).data["answer"]
            claims = [
                replace(claim, verification="unverified") if claim.speaker == meant else claim for claim in claims
            ]
        return tuple(claims)

    def _speaker_in_remark(self, hedge: HedgeCandidate, speakers: list[str]) -> str | None:
        """The one speaker whom the remark itself mentions behind its cue, if there is just one."""
        sentence = self._analysis.sentence_at(hedge.cue)
        if sentence is None:
            return None
        behind = Range(hedge.cue.start, sentence.range.end)
        mentioned = {
            name.name
            for name in self._analysis.names
            for mention, _ in name.mentions
            if name.name in speakers and behind.covers(mention)
        }
        return mentioned.pop() if len(mentioned) == 1 else None

    # -- asking --------------------------------------------------------------------------------------------------------

    async def _question(self, question: _Question) -> Answer:
        wire = {"speaker": "staged-speaker", "kind": "staged-kind"}.get(question.stage, "staged-option")
        blank = {"speaker": "speakers", "kind": "kinds"}.get(question.stage, "options")
        options = list(dict.fromkeys(question.options))
        return await self._ask(
            Call(
                name=question.stage,
                messages=(*self._prefix, self._pack.message("user", question.stage, **question.values)),
                schema=fill_enums(wire_schema(wire), {blank: options}),
                schema_name=question.stage,
                max_tokens=self._pack.max_tokens,
                temperature=self._pack.temperature,
                confidence=question.stage == "speaker",
            )
        )

    def _step(self, stage: str, item: Item | None) -> None:
        self._done += 1
        items = (item,) if item is not None else ()
        self._on_progress(Progress(self._article.id, stage, self._done, self._total, items))

    # -- what the questions say ----------------------------------------------------------------------------------------

    def _about(self, found: Attribution) -> dict[str, Any]:
        content = " … ".join(self._words(part) for part in found.content)
        source = self._words(found.source) if found.source is not None else None
        sentence = self._asked[found.sentence]
        words = self._words(sentence.range)
        return {"sentence": sentence.index, "words": words, "content": f"“{content}”", "source": source}

    def _sentence_values(self, where: Range) -> dict[str, Any]:
        sentence = self._analysis.sentence_at(where)
        assert sentence is not None  # candidates of this chunk lie in its sentences
        return {"sentence": sentence.index, "words": self._words(sentence.range)}

    def _phrases(self, found: Quantity) -> dict[str, Range]:
        """Phrases of the sentence that the figure may be about, by their words."""
        sentence = self._analysis.sentence_at(found.range)
        if sentence is None:
            return {}
        phrases = [
            phrase for phrase in noun_phrases(self._article.text, sentence.range) if not phrase.overlaps(found.range)
        ]
        nearest = sorted(phrases, key=lambda phrase: abs(phrase.start - found.range.end))[:8]
        return {self._words(phrase): phrase for phrase in sorted(nearest)}

    def _in_chunk(self, where: Range) -> bool:
        sentence = self._analysis.sentence_at(where)
        return sentence is not None and sentence.index in self._asked

    def _words(self, where: Range) -> str:
        return " ".join(for_model(where.of(self._article.text)).split())
