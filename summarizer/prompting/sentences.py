"""The `sentences` strategy: numbered sentences in one call, an answer that points at them.

The model says that sentence 7 reports what somebody says and by which word; where the words of the report begin and end
follows from the grammar of the sentence, so the model need not repeat them. Speakers and reporting words are `enum`s of
what the article has.
"""

from __future__ import annotations

from typing import Any

from summarizer.articles.model import Article, Sentence
from summarizer.briefs.models import Polarity
from summarizer.engines.calls import Call
from summarizer.grounding.draft import Draft, DraftActor, DraftClaim, DraftHedge, DraftNumber, Pointer, Quote
from summarizer.grounding.locate import Locator
from summarizer.language.analysis import Analysis
from summarizer.language.types import Attribution
from summarizer.prompting.chunks import numbered, split_article
from summarizer.prompting.direct import worked_examples
from summarizer.prompting.events import Ask, OnProgress, Progress
from summarizer.prompting.pack import Pack, for_model
from summarizer.prompting.room import limit_items, room
from summarizer.prompting.wire import SentenceReport, SentencesAnswer, fill_enums
from summarizer.schemas import wire_schema
from summarizer.text.ranges import Range

OTHER = "someone else"
_FALLBACK_CUES = ("said", "according to")  # an enum may not be empty


async def draft(article: Article, analysis: Analysis, pack: Pack, ask: Ask, on_progress: OnProgress) -> Draft:
    """Ask once for each chunk of the article."""
    chunks = split_article(article, pack.chunk_chars)
    locator = Locator(article.text)
    parts: list[Draft] = []
    for done, chunk in enumerate(chunks):
        on_progress(Progress(article.id, "brief", done, len(chunks)))
        shown = numbered(article, (*chunk.carried, *chunk.sentences))
        asked = {sentence.index: sentence for sentence in chunk.sentences}

        def check(data: Any, asked: dict[int, Sentence] = asked) -> list[str]:
            return unsupported(data, asked, locator)

        answer = await ask(
            Call(
                name="brief",
                messages=(
                    pack.message("system", "system"),
                    *worked_examples(pack),
                    pack.message("user", "article", article=shown),
                ),
                schema=limit_items(fill_enums(wire_schema("sentences"), choices(analysis)), room(analysis, chunk)),
                schema_name="brief",
                max_tokens=pack.max_tokens,
                temperature=pack.temperature,
                check=check,
            )
        )
        part = expand(answer.data, asked, analysis)
        parts.append(part)
        on_progress(Progress(article.id, "brief", done + 1, len(chunks), part.items))
    return Draft.merged(parts)


def choices(analysis: Analysis) -> dict[str, list[str]]:
    """The names and the reporting words of the article, as answers to choose from."""
    text = analysis.article.text
    cues = [part.of(text) for found in analysis.attributions for part in found.cue]
    return {
        "names": [*dict.fromkeys(for_model(name.name) for name in analysis.names), OTHER],
        "cues": list(dict.fromkeys(cues or _FALLBACK_CUES)),
    }


def expand(data: Any, asked: dict[int, Sentence], analysis: Analysis) -> Draft:
    """The draft that a wire answer stands for. A sentence number that was not asked about leaves the place open."""
    answer = SentencesAnswer.model_validate(data)

    def quote(text: str, number: int) -> Quote:
        return Quote(text, asked[number].range if number in asked else None)

    return Draft(
        actors=tuple(DraftActor(actor.name, actor.kind) for actor in answer.actors),
        claims=tuple(_claim(report, asked, analysis) for report in answer.reports),
        numbers=tuple(
            DraftNumber(
                figure=quote(figure.figure, figure.s),
                what=quote(figure.what, figure.s) if figure.what.strip() else None,
            )
            for figure in answer.figures
        ),
        hedges=tuple(DraftHedge(quote(hedge.cue, hedge.s), hedge.kind) for hedge in answer.hedges),
    )


def unsupported(data: Any, asked: dict[int, Sentence], locator: Locator) -> list[str]:
    """What an answer points at that is not there, in words for the model."""
    problems: list[str] = []
    for name, field in (("reports", "cue"), ("figures", "figure"), ("hedges", "cue")):
        for index, item in enumerate(data[name]):
            sentence = asked.get(item["s"])
            if sentence is None:
                problems.append(f"{name}[{index}].s: there is no sentence {item['s']}")
            elif locator.find(item[field], within=sentence.range).verdict == "not_found":
                words = sentence.range.of(locator.text)
                problems.append(f"{name}[{index}].{field} {item[field]!r} is not in sentence {item['s']}: {words!r}")
    return problems


def _claim(report: SentenceReport, asked: dict[int, Sentence], analysis: Analysis) -> DraftClaim:
    polarity: Polarity = "denies" if report.denies else "affirms"
    speaker = None if report.who == OTHER else report.who
    sentence = asked.get(report.s)
    if sentence is None:
        return DraftClaim(content=(Quote(f"sentence {report.s}", Range(0, 0)),), speaker=speaker, polarity=polarity)
    candidate = _candidate(report, sentence, analysis)
    if candidate is None:
        cue = Quote(report.cue, sentence.range)
        return DraftClaim(
            content=(_longer_side(report.cue, sentence, analysis),), speaker=speaker, cue=cue, polarity=polarity
        )
    return DraftClaim(
        content=candidate.content,
        speaker=speaker,
        source=candidate.source,
        cue=candidate.cue[0] if candidate.cue else None,
        polarity=polarity,
        source_kind=candidate.source_kind,
    )


def _candidate(report: SentenceReport, sentence: Sentence, analysis: Analysis) -> Attribution | None:
    """The rule's reading of the sentence whose cue is the one that the model names."""
    text = analysis.article.text
    for candidate in analysis.attributions:
        if candidate.sentence != sentence.index or not candidate.cue:
            continue
        words = " ".join(part.of(text) for part in candidate.cue)
        if report.cue.casefold() in words.casefold() or words.casefold() in report.cue.casefold():
            return candidate
    return None


def _longer_side(cue: str, sentence: Sentence, analysis: Analysis) -> Pointer:
    """The longer part of the sentence on either side of the cue; the whole sentence where the cue is not in it."""
    text = analysis.article.text
    at = text.find(cue, *sentence.range) if cue else -1
    if at < 0:
        return sentence.range
    before = Range(sentence.range.start, at).trimmed(text, ",;:")
    after = Range(at + len(cue), sentence.range.end).trimmed(text, ",;:.")
    return max(before, after, key=lambda side: side.size)
