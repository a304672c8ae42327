"""The items of a brief as cards for a page: one shape for all types, so that one template shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from summarizer.briefs.models import Actor, Brief, Claim, Finding, Hedge, Number, Rejected, Span, Uncovered
from summarizer.render.marks import state_of
from summarizer.render.summary import Lookup, certainty_of, claimant_of, content_of, holder_of, speaker_of, value_of

CardType = Literal["claim", "number", "hedge", "actor", "rejected", "uncovered", "finding"]
TITLES: Mapping[CardType, str] = {
    "claim": "Claims",
    "number": "Numbers",
    "hedge": "Hedges",
    "actor": "Actors",
    "rejected": "Rejected",
    "uncovered": "Not covered",
    "finding": "Findings",
}
REASONS = {
    "not_found": "these words are not in the article",
    "no_such_sentence": "it points at a sentence that is not there",
    "empty": "it says nothing",
    "duplicate": "it repeats another item",
    "example_leak": "it comes from the prompt's example",
    "not_a_number": "it is no number",
}
_UNCOVERED = {
    "quote": "quotation that no claim holds",
    "figure": "figure that no number stands on",
    "reporting_sentence": "reporting sentence without a claim",
}
_LONGEST_DIFF = 400  # words; beyond that a word-by-word comparison helps nobody


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another card."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a card: what it is, and words or links."""

    label: str
    parts: tuple[str | Link, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word on a card; `tone` is plain, warn or bad."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    """One item as a reader sees it. `who` is an actor id, `outlet` or empty; `flags` are what the filters ask for.

    `passage` is where the words stand of something that is no item yet. `changes` compares what was written with the nearest passage, in pieces of (`same`, `out` or `in`, words).
    """

    id: str
    type: CardType
    title: str
    lead: str = ""
    quote: str = ""
    state: str = ""
    who: str = ""
    flags: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    passage: tuple[int, int] | None = None


def cards_of(brief: Brief) -> dict[CardType, list[Card]]:
    """The cards by type, each type in reading order; types without any are left out."""
    return _Dealer(brief).cards()


def sentence_case(code: str) -> str:
    """`number_drift` as `Number drift`."""
    return code.replace("_", " ").capitalize()


class _Dealer:
    """Makes the cards of one brief."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._lookup = Lookup.of(brief)
        self._text = brief.source.text
        self._numbers = {number.id: number for number in brief.numbers}
        self._hedges = {hedge.id: hedge for hedge in brief.hedges}
        self._claims = {claim.id: claim for claim in brief.claims}
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in brief.findings:
            if finding.item is not None:
                self._findings[finding.item].append(finding)
        self._said: dict[str, list[Claim]] = defaultdict(list)
        for claim in brief.claims:
            if claim.speaker is not None:
                self._said[claim.speaker].append(claim)

    def cards(self) -> dict[CardType, list[Card]]:
        brief = self._brief
        uncovered = brief.coverage.uncovered if brief.coverage is not None else []
        found: dict[CardType, list[Card]] = {
            "claim": [self._claim(c) for c in sorted(brief.claims, key=lambda c: c.content[0].start)],
            "number": [self._number(n) for n in sorted(brief.numbers, key=lambda n: n.span.start)],
            "hedge": [self._hedge(h) for h in sorted(brief.hedges, key=lambda h: h.cue.start)],
            "actor": [self._actor(actor) for actor in brief.actors],
            "rejected": [_rejected(item) for item in brief.rejected],
            "uncovered": [_uncovered(place, item) for place, item in enumerate(uncovered, start=1)],
            "finding": [self._finding(place, item) for place, item in enumerate(brief.findings, start=1)],
        }
        return {type_: cards for type_, cards in found.items() if cards}

    def _claim(self, claim: Claim) -> Card:
        state = state_of(claim)
        tags = [Tag(claim.form)] if claim.form not in ("narrated", "indirect") else []
        tags += [Tag("no source")] if claim.form == "narrated" else []
        tags += [Tag("source not identified", "warn")] if claim.form != "narrated" and claim.speaker is None else []
        tags += [Tag("hedged", "warn")] if claim.hedges else []
        certainty = certainty_of(claim)
        tags += [
            Tag(word, "bad" if state == "doubted" and word == claim.verification else "warn")
            for word in (certainty.split(", ") if certainty else [])
        ]
        tags += _verdict_tags(*claim.content)
        facts = [
            _fact("Source", _quoted(claim.source), claim.source_kind.replace("_", " ")),
            _fact("Certain for", *(f"{holder_of(f.holder, self._lookup)}: {f.value}" for f in claim.factuality)),
            _fact("Verification", claim.verification if claim.verification != "none" else ""),
            Fact("Numbers", tuple(Link(ref, self._numbers[ref].span.text) for ref in claim.numbers)),
            Fact("Hedges", tuple(Link(ref, self._hedges[ref].cue.text) for ref in claim.hedges)),
            Fact("Said within", (Link(claim.parent, self._speaker_of(claim.parent)),) if claim.parent else ()),
            _fact("Speaker", f"{claim.confidence:.0%} sure (the model's own probability)" if claim.confidence else ""),
            *_written(*claim.content, claim.source, claim.cue),
        ]
        return Card(
            id=claim.id,
            type="claim",
            title=speaker_of(claim, self._lookup) if claim.form != "narrated" else "In the outlet’s own voice",
            lead=claim.cue.text if claim.cue is not None else "",
            quote=content_of(claim),
            state=state,
            who="outlet" if claim.form == "narrated" else claim.speaker or "",
            flags=self._flags(
                claim.id,
                hedged=bool(claim.hedges),
                unattributed=claim.form == "narrated",
                doubted=state == "doubted",
            ),
            tags=tuple(tags),
            facts=_kept(facts),
            findings=tuple(self._findings[claim.id]),
        )

    def _number(self, number: Number) -> Card:
        again = self._numbers.get(number.equivalent_of) if number.equivalent_of else None
        statement = self._lookup.statements.get(number.id)
        facts = [
            _fact("Of what", number.what.text if number.what else ""),
            _fact("Bound", _quoted(number.bound_span)),
            Fact("Same as", (Link(again.id, again.span.text),) if again is not None else ()),
            _fact("Kind", number.kind),
            Fact("In", tuple(Link(c.id, c.id) for c in self._brief.claims if number.id in c.numbers)),
            *_written(number.span),
        ]
        return Card(
            id=number.id,
            type="number",
            title=number.span.text,
            lead=value_of(number),
            quote=number.what.text if number.what else "",
            who=number.claimant or (statement.speaker or "" if statement is not None else "outlet"),
            flags=self._flags(number.id),
            tags=(Tag(claimant_of(number, self._lookup)), *_verdict_tags(number.span)),
            facts=_kept(facts[1:]),
            findings=tuple(self._findings[number.id]),
        )

    def _hedge(self, hedge: Hedge) -> Card:
        facts = [
            Fact("Weakens", (Link(hedge.claim, self._speaker_of(hedge.claim)),) if hedge.claim else ()),
            _fact("Whose doubt", holder_of(hedge.holder, self._lookup)),
            *_written(hedge.cue),
        ]
        claim = self._claims.get(hedge.claim) if hedge.claim else None
        return Card(
            id=hedge.id,
            type="hedge",
            title=hedge.cue.text,
            lead=hedge.kind.replace("_", "-"),
            quote=content_of(claim) if claim is not None else "",
            who=hedge.holder or "",
            flags=self._flags(hedge.id, hedged=True),
            tags=_verdict_tags(hedge.cue),
            facts=_kept(facts),
            findings=tuple(self._findings[hedge.id]),
        )

    def _actor(self, actor: Actor) -> Card:
        said = self._said[actor.id]
        affiliation = self._lookup.name(actor.affiliation, "") if actor.affiliation else ""
        facts = [
            _fact("Also called", ", ".join(actor.aliases)),
            Fact("Belongs to", (Link(actor.affiliation, affiliation),) if actor.affiliation else ()),
            Fact("Says", tuple(Link(claim.id, claim.id) for claim in said)),
            _fact("Mentioned", f"{len(actor.mentions)} times" if len(actor.mentions) > 1 else ""),
        ]
        return Card(
            id=actor.id,
            type="actor",
            title=actor.name,
            lead=actor.kind.replace("_", " "),
            quote=actor.role.text if actor.role else "",
            who=actor.id,
            flags=self._flags(actor.id),
            tags=(Tag(f"{len(said)} claim{'s' if len(said) != 1 else ''}"),) if said else (),
            facts=_kept(facts),
            findings=tuple(self._findings[actor.id]),
        )

    def _finding(self, place: int, finding: Finding) -> Card:
        return Card(
            id=f"f{place}",
            type="finding",
            title=sentence_case(finding.code),
            lead=finding.item or "the whole brief",
            quote=finding.message,
            flags=("finding",),
            facts=(Fact("About", (Link(finding.item, finding.item),)),) if finding.item else (),
        )

    def _flags(self, item: str, **given: bool) -> tuple[str, ...]:
        found = [name for name, holds in given.items() if holds]
        return tuple(found + (["finding"] if self._findings[item] else []))

    def _speaker_of(self, claim: str) -> str:
        return f"{claim} {speaker_of(self._claims[claim], self._lookup)}"


def _rejected(item: Rejected) -> Card:
    nearest = item.nearest.span.text if item.nearest is not None else ""
    likeness = f"{item.nearest.similarity:.0%} alike" if item.nearest is not None else ""
    return Card(
        id=item.id,
        type="rejected",
        title=f"{item.type} {item.field}",
        lead=REASONS[item.reason],
        quote=item.written,
        flags=("rejected",),
        facts=_kept([_fact("Nearest passage", f"“{nearest}”" if nearest else "", likeness)]),
        changes=_changes(item.written, nearest) if nearest else (),
        passage=(item.nearest.span.start, item.nearest.span.end) if item.nearest is not None else None,
    )


def _uncovered(place: int, item: Uncovered) -> Card:
    return Card(
        id=f"u{place}",
        type="uncovered",
        title=_UNCOVERED[item.kind],
        quote=item.span.text,
        flags=("uncovered",),
        passage=(item.span.start, item.span.end),
    )


def _changes(written: str, nearest: str) -> tuple[tuple[str, str], ...]:
    """What would turn the nearest passage into what was written, word by word."""
    old, new = nearest.split(), written.split()
    if max(len(old), len(new)) > _LONGEST_DIFF:
        return ()
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        found += [("out", " ".join(old[a:b]))] if b > a else []
        found += [("in", " ".join(new[c:d]))] if d > c else []
    return tuple(found)


def _fact(label: str, *words: str) -> Fact:
    """A fact of plain words; empty ones are left out."""
    return Fact(label, tuple(word for word in words if word))


def _kept(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.parts)


def _quoted(span: Span | None) -> str:
    return f"“{span.text}”" if span is not None else ""


def _verdict_tags(*spans: Span) -> tuple[Tag, ...]:
    return (Tag("place not certain", "warn"),) if any(span.verdict == "ambiguous" for span in spans) else ()


def _written(*spans: Span | None) -> Sequence[Fact]:
    """How the model wrote it, where that is not how the article does."""
    return [_fact("Written as", f"“{span.written}”") for span in spans if span is not None and span.written]
