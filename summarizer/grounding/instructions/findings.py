"""What a reader of a brief must know where its article addresses a model: `instruction_in_article`.

One finding for each passage, on the brief as a whole, since an order may have touched any item; and one on each item
whose evidence lies there. Nothing is taken out: a person who is quoted with such words has said them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summarizer.briefs.models import Actor, Brief, Claim, Finding, Hedge, Number, Span
from summarizer.grounding.cover import Cover
from summarizer.grounding.instructions.passages import Passage
from summarizer.grounding.instructions.rules import Kind
from summarizer.text.ranges import Range

_WORDS: Mapping[Kind, str] = {
    "order": "gives orders to a model",
    "message": "poses as a message to or from a model",
    "answer": "poses as an answer, or tells a model what to answer",
    "code": "holds an order or other text in a code",
}
Item = Actor | Claim | Number | Hedge
_LONGEST = 80  # characters of the telling words that a message shows
_ITEM = "its words stand in or beside a passage of the article that addresses a model"


def instruction_findings(brief: Brief, passages: Sequence[Passage]) -> Iterator[Finding]:
    """The findings on `brief`, whose article holds `passages`; none where there are no passages."""
    text = brief.source.text
    for passage in passages:
        cue = " ".join(passage.cue.of(text).split())
        shown = cue if len(cue) <= _LONGEST else cue[: _LONGEST - 1] + "…"
        start, end = passage.range
        span = Span(start=start, end=end, text=text[start:end])
        message = f"a passage of the article {_WORDS[passage.kind]}: {shown!r}"
        yield Finding(code="instruction_in_article", message=message, span=span)
    if not passages:
        return
    cover = Cover(passage.range for passage in passages)
    items: list[Item] = [*brief.actors, *brief.claims, *brief.numbers, *brief.hedges]
    for item in items:
        inside = next((span for span in _evidence(item, cover) if cover.taken(Range(span.start, span.end))), None)
        if inside is not None:
            yield Finding(code="instruction_in_article", item=item.id, message=_ITEM, span=inside)


def _evidence(item: Item, cover: Cover) -> list[Span]:
    """The spans an item rests on; of an actor's mentions one, and only where all lie in the passages."""
    if isinstance(item, Claim):
        spans = [*item.content, item.source, item.cue]
    elif isinstance(item, Number):
        spans = [item.span, item.bound_span, item.what]
    elif isinstance(item, Hedge):
        spans = [item.cue]
    else:
        mentions = [mention.span for mention in item.mentions]
        outside = any(not cover.taken(Range(span.start, span.end)) for span in mentions)
        spans = [*([] if outside else mentions[:1]), item.role]
    return [span for span in spans if span is not None]
