"""A new item from selected words, filled in with what the rules see there: less to type, all of it to be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from summarizer.articles.build import article_from_text
from summarizer.articles.model import Article
from summarizer.briefs.models import Actor, Brief, Claim, Coverage, Hedge, ItemType, Number, Source
from summarizer.errors import InputError
from summarizer.language.analysis import Analysis
from summarizer.language.types import Attribution
from summarizer.review.places import span
from summarizer.review.state import Item, State
from summarizer.text.ranges import Range


class Rules:
    """What the rules see in one article. Nothing is computed before it is asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _analysis(self) -> Analysis | None:
        """None for a text that is no article by today's rules: it can still be labelled by hand."""
        try:
            article: Article = article_from_text(self._source.text, id=self._source.id, title=self._source.title)
        except InputError:
            return None
        return Analysis(article) if article.text == self._source.text else None

    def coverage(self, brief: Brief) -> Coverage | None:
        """What no item of `brief` covers."""
        from summarizer.grounding.coverage import measure

        return measure(brief, self._analysis.article, self._analysis) if self._analysis is not None else None

    def new(self, state: State, type_: ItemType, where: Range) -> Item:
        """An item of this type on the words at `where`."""
        makers: Mapping[str, Callable[[State, Range], Item]]
        makers = {"claim": self._claim, "number": self._number, "hedge": self._hedge, "actor": self._actor}
        return makers[type_](state, where)

    def _claim(self, state: State, where: Range) -> Claim:
        content = [span(state.text, where)]
        found = self._attribution(where)
        inside = [n.id for n in state.numbers if where.covers(Range(n.span.start, n.span.end))]
        if found is None:
            return Claim(id=_free(state, "c"), content=content, form="narrated", numbers=inside)
        source = span(state.text, found.source) if found.source is not None else None
        return Claim(
            id=_free(state, "c"),
            speaker=_named_in(state, source.text) if source is not None else None,
            source=source,
            source_kind=found.source_kind or "named_individual",
            cue=span(state.text, Range(found.cue[0].start, found.cue[-1].end)) if found.cue else None,
            content=content,
            form=found.form,
            polarity=found.polarity,
            numbers=inside,
        )

    def _attribution(self, where: Range) -> Attribution | None:
        """The one whose content the selection mostly is."""
        if self._analysis is None:
            return None

        def shared(found: Attribution) -> int:
            return sum(max(0, min(p.end, where.end) - max(p.start, where.start)) for p in found.content)

        best = max(self._analysis.attributions, key=shared, default=None)
        return best if best is not None and 2 * shared(best) > where.size else None

    def _number(self, state: State, where: Range) -> Number:
        known = self._analysis.quantities if self._analysis is not None else []
        found = next((quantity for quantity in known if quantity.range.overlaps(where)), None)
        if found is None:
            raise InputError("these words hold no figure that can be read; select the figure itself")
        at = found.range
        bound = span(state.text, found.bound_range) if found.bound_range is not None else None
        return Number(
            id=_free(state, "n"),
            span=span(state.text, at),
            kind=found.kind,
            value=found.value,
            low=found.low if found.low is not None else found.value,
            high=found.high if found.high is not None else found.value,
            bound=found.bound,
            bound_span=bound,
            unit=found.unit,
            unit_norm=found.unit_norm,
            what=span(state.text, found.noun) if found.noun is not None else None,
            claimant=_claimant(state, at),
        )

    def _hedge(self, state: State, where: Range) -> Hedge:
        known = self._analysis.hedges if self._analysis is not None else []
        kind = next((candidate.kind for candidate in known if candidate.cue.overlaps(where)), "epistemic")
        claim = innermost(state, where)
        holder = "outlet" if claim is None or claim.form == "narrated" else claim.speaker
        return Hedge(
            id=_free(state, "h"),
            cue=span(state.text, where),
            kind=kind,
            claim=claim.id if claim is not None else None,
            holder=holder,
        )

    def _actor(self, state: State, where: Range) -> Actor:
        name = " ".join(where.of(state.text).split())
        known = self._analysis.names if self._analysis is not None else []
        found = next((entity for entity in known if name in (entity.name, *entity.aliases)), None)
        return Actor(
            id=_free(state, "a"),
            name=name,
            kind=(found.kind if found is not None else None) or "person",
            role=span(state.text, found.role) if found is not None and found.role is not None else None,
        )


def innermost(state: State, where: Range) -> Claim | None:
    """The claim with the shortest content that holds the words at `where`; rejected ones do not count."""
    holding = [
        (part.end - part.start, claim)
        for claim in state.claims
        if state.mark(claim.id).verdict != "rejected"
        for part in claim.content
        if Range(part.start, part.end).covers(where)
    ]
    return min(holding, key=lambda one: one[0])[1] if holding else None


def _claimant(state: State, where: Range) -> str | None:
    claim = innermost(state, where)
    return claim.speaker if claim is not None and claim.polarity == "affirms" else None


def _named_in(state: State, words: str) -> str | None:
    """The actor whose name stands in the source words; the longest name decides."""
    names = [
        (len(name), actor.id)
        for actor in state.actors
        if state.mark(actor.id).verdict != "rejected"
        for name in (actor.name, *actor.aliases)
        if name in words
    ]
    return max(names, key=lambda one: one[0])[1] if names else None


def _free(state: State, letter: str) -> str:
    return f"{letter}{1 + max((int(item[1:]) for item in state.items if item[0] == letter), default=0)}"
