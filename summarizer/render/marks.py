"""Which passages of the article the items of a brief stand on, for pages that light them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.briefs.models import Brief, Claim, Span
from summarizer.text.ranges import Range

State = Literal["attributed", "unattributed", "hedged", "doubted"]
_DOUBTED = ("unverified", "disputed", "refuted")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of one item. `style` is what the page shows there; the marker of the item stands after its `anchor`."""

    item: str
    style: str
    range: Range
    anchor: bool = False


def state_of(claim: Claim) -> State:
    """What to see first: the article doubts it, it is hedged, nobody is named for it, or somebody says it."""
    if claim.verification in _DOUBTED:
        return "doubted"
    if claim.hedges:
        return "hedged"
    return "unattributed" if claim.form == "narrated" else "attributed"


def marks_of(brief: Brief) -> list[Mark]:
    """Every passage of every item, `rejected` (the nearest passage) and `uncovered` (as `u1…`) among them.

    Passages that do not lie inside the article's text are left out: a brief that does not verify can be looked at too.
    """
    size = len(brief.source.text)
    return [mark for mark in _marks(brief) if 0 <= mark.range.start < mark.range.end <= size]


def _marks(brief: Brief) -> Iterator[Mark]:
    for claim in brief.claims:
        state = state_of(claim)
        for place, span in enumerate(claim.content, start=1):
            yield Mark(claim.id, f"claim {state}", _range(span), place == len(claim.content))
        yield from _of(claim.id, "source", claim.source)
        yield from _of(claim.id, "cue", claim.cue)
    for number in brief.numbers:
        yield Mark(number.id, "number", _range(number.span), True)
        yield from _of(number.id, "bound", number.bound_span)
        yield from _of(number.id, "what", number.what)
    for hedge in brief.hedges:
        yield Mark(hedge.id, "hedge", _range(hedge.cue), True)
    for actor in brief.actors:
        for place, mention in enumerate(actor.mentions):
            yield Mark(actor.id, "mention", _range(mention.span), place == 0)
        yield from _of(actor.id, "role", actor.role)
    for rejected in brief.rejected:
        if rejected.nearest is not None:
            yield Mark(rejected.id, "nearest", _range(rejected.nearest.span), True)
    if brief.coverage is not None:
        for place, uncovered in enumerate(brief.coverage.uncovered, start=1):
            yield Mark(f"u{place}", "uncovered", _range(uncovered.span), True)


def _of(item: str, style: str, *spans: Span | None) -> Iterable[Mark]:
    return [Mark(item, style, _range(span)) for span in spans if span is not None]


def _range(span: Span) -> Range:
    return Range(span.start, span.end)
