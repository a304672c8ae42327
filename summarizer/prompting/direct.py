"""The `direct` strategy: the whole brief in one answer, every item in the article's words."""

from __future__ import annotations

import json
from typing import Any

from summarizer.articles.model import Article
from summarizer.engines.calls import Call, Message
from summarizer.grounding.draft import Draft, DraftActor, DraftClaim, DraftHedge, DraftNumber, Quote
from summarizer.grounding.locate import Locator
from summarizer.language.analysis import Analysis
from summarizer.prompting.chunks import Chunk, plain, split_article
from summarizer.prompting.events import Ask, OnProgress, Progress
from summarizer.prompting.pack import Pack
from summarizer.prompting.room import limit_items, room
from summarizer.prompting.wire import DirectAnswer
from summarizer.schemas import wire_schema
from summarizer.text.ranges import Range


async def draft(article: Article, analysis: Analysis, pack: Pack, ask: Ask, on_progress: OnProgress) -> Draft:
    """Ask once for each chunk of the article."""
    chunks = split_article(article, pack.chunk_chars)
    locator = Locator(article.text)
    parts: list[Draft] = []
    for done, chunk in enumerate(chunks):
        on_progress(Progress(article.id, "brief", done, len(chunks)))
        answer = await ask(
            Call(
                name="brief",
                messages=_messages(article, pack, chunk),
                schema=limit_items(wire_schema("direct"), room(analysis, chunk)),
                schema_name="brief",
                max_tokens=pack.max_tokens,
                temperature=pack.temperature,
                check=lambda data: unsupported(data, locator),
            )
        )
        part = expand(answer.data, _extent(chunk))
        parts.append(part)
        on_progress(Progress(article.id, "brief", done + 1, len(chunks), part.items))
    return Draft.merged(parts)


def worked_examples(pack: Pack, render: str = "article") -> list[Message]:
    """The pack's examples as turns of the conversation; `render` is the template of an article."""
    from summarizer.articles.build import article_from_text
    from summarizer.prompting.chunks import numbered

    messages: list[Message] = []
    for example in pack.examples:
        article = article_from_text(example.article, id=example.name)
        shown = numbered if pack.strategy == "sentences" else plain
        messages.append(pack.message("user", render, article=shown(article, article.sentences)))
        # Compact, as the embedded engine is made to write: shown another spacing, a small model stops at once.
        answer = json.dumps(example.answer, ensure_ascii=False, separators=(",", ":"))
        messages.append({"role": "assistant", "content": answer})
    return messages


def expand(data: Any, extent: Range | None) -> Draft:
    """The draft that a wire answer stands for; `extent` is the part of the article that was asked about."""
    answer = DirectAnswer.model_validate(data)

    def quote(text: str) -> Quote:
        return Quote(text, extent)

    return Draft(
        actors=tuple(DraftActor(actor.name, actor.kind) for actor in answer.actors),
        claims=tuple(
            DraftClaim(
                content=(quote(claim.content),),
                speaker=claim.speaker,
                cue=quote(claim.cue) if claim.cue.strip() else None,
                polarity="denies" if claim.denies else "affirms",
                verification=claim.verification,
            )
            for claim in answer.claims
        ),
        numbers=tuple(
            DraftNumber(
                figure=quote(number.figure),
                value=None if number.value is None else repr(number.value),
                bound=number.bound,
                unit=number.unit,
                what=quote(number.what) if number.what.strip() else None,
                claimant=number.claimant,
            )
            for number in answer.numbers
        ),
        hedges=tuple(DraftHedge(quote(hedge.cue), hedge.kind) for hedge in answer.hedges),
    )


def unsupported(data: Any, locator: Locator) -> list[str]:
    """What an answer quotes that the article does not say, in words for the model, with the nearest passage."""
    problems: list[str] = []
    for name, field in (("claims", "content"), ("numbers", "figure"), ("hedges", "cue")):
        for index, item in enumerate(data[name]):
            if locator.find(item[field]).verdict == "not_found":
                nearest = locator.nearest(item[field])
                hint = f"; the nearest passage is {nearest.range.of(locator.text)!r}" if nearest else ""
                problems.append(f"{name}[{index}].{field} {item[field]!r} is not in the article{hint}")
    return problems


def _messages(article: Article, pack: Pack, chunk: Chunk) -> tuple[Message, ...]:
    shown = plain(article, (*chunk.carried, *chunk.sentences))
    return (pack.message("system", "system"), *worked_examples(pack), pack.message("user", "article", article=shown))


def _extent(chunk: Chunk) -> Range | None:
    if not chunk.sentences:
        return None
    return Range(chunk.sentences[0].range.start, chunk.sentences[-1].range.end)
