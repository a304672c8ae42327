"""The form on which an item is corrected: which fields it has, what they may hold and what they hold now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from summarizer.briefs.models import (
    Actor,
    ActorKind,
    Bound,
    Claim,
    Form,
    HedgeKind,
    Number,
    NumberKind,
    Polarity,
    SourceKind,
    Span,
    Verification,
)
from summarizer.render.summary import content_of
from summarizer.review.state import Item, State
from summarizer.text.ranges import Range

ControlKind = Literal["select", "words", "text", "check"]
_BOUNDS = {"=": "exactly", "~": "about", ">": "more than", "<": "less than", ">=": "at least", "<=": "at most"}
_SHOWN = 60


@dataclass(frozen=True)
class Control:
    """One field of the form. `words` are a passage, typed or taken from the selection; `options` are (value, label)."""

    name: str
    label: str
    kind: ControlKind
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def controls(state: State, item: Item) -> list[Control]:
    """The form of one item, most wanted fields first."""
    if isinstance(item, Claim):
        return [*_claim(state, item), *_marks(state, item)]
    if isinstance(item, Number):
        return [*_number(state, item), *_marks(state, item)]
    if isinstance(item, Actor):
        return [*_actor(state, item), *_marks(state, item)]
    holders = (("outlet", "the outlet"), *_actors(state))
    claims = tuple(_claims(state))
    return [
        Control("cue", "Cue", "words", item.cue.text),
        Control("kind", "Class", "select", item.kind, _plain(get_args(HedgeKind))),
        Control("claim", "Weakens", "select", item.claim or "", (("", "no claim"), *claims)),
        Control("holder", "Whose doubt", "select", item.holder or "", (("", "nobody named"), *holders)),
        *_marks(state, item),
    ]


def _claim(state: State, claim: Claim) -> Iterable[Control]:
    nobody = (("", "nobody named"), *_actors(state))
    yield Control("speaker", "Speaker", "select", claim.speaker or "", nobody)
    yield Control("source", "Source words", "words", _text(claim.source), hint="none")
    yield Control("cue", "Cue", "words", _text(claim.cue), hint="none")
    for place, part in enumerate(claim.content):
        label = "Content" if len(claim.content) == 1 else f"Content {place + 1}"
        yield Control(f"content.{place}", label, "words", part.text)
    yield Control("content.add", "Another passage", "words", hint="for content that is interrupted")
    yield Control("form", "Form", "select", claim.form, _plain(get_args(Form)))
    yield Control("source_kind", "Source kind", "select", claim.source_kind, _plain(get_args(SourceKind)))
    yield Control("polarity", "Polarity", "select", claim.polarity, _plain(get_args(Polarity)))
    yield Control("verification", "Verification", "select", claim.verification, _plain(get_args(Verification)))
    for number in state.numbers:
        linked = number.id in claim.numbers
        if linked or _inside(claim, number):
            yield Control(
                f"numbers.{number.id}", f"Has {number.id}: {number.span.text}", "check", "1" if linked else ""
            )
    others = tuple(_claims(state, claim.id))
    yield Control("parent", "Said within", "select", claim.parent or "", (("", "no other claim"), *others))


def _number(state: State, number: Number) -> Iterable[Control]:
    value = f"{number.value:f}" if number.value is not None else f"{number.low:f} to {number.high:f}"
    others = tuple((n.id, f"{n.id} {n.span.text}") for n in state.numbers if n.id != number.id)
    yield Control("claimant", "Who says so", "select", number.claimant or "", (("", "the outlet"), *_actors(state)))
    yield Control("value", "Value", "text", value, hint="4200000, or 30 to 40")
    yield Control("bound", "Bound", "select", number.bound, tuple((sign, _BOUNDS[sign]) for sign in get_args(Bound)))
    yield Control("bound_span", "Bound words", "words", _text(number.bound_span), hint="none")
    yield Control("unit", "Unit", "text", number.unit_norm or "", hint="none")
    yield Control("kind", "Kind", "select", number.kind, _plain(get_args(NumberKind)))
    yield Control("what", "Of what", "words", _text(number.what), hint="none")
    yield Control("span", "Figure", "words", number.span.text)
    yield Control("equivalent_of", "Restates", "select", number.equivalent_of or "", (("", "no other number"), *others))


def _actor(state: State, actor: Actor) -> Iterable[Control]:
    others = tuple(one for one in _actors(state) if one[0] != actor.id)
    yield Control("name", "Name", "text", actor.name)
    yield Control("kind", "Kind", "select", actor.kind, _plain(get_args(ActorKind)))
    yield Control("aliases", "Also called", "text", "; ".join(actor.aliases), hint="Orrin; the governor")
    yield Control("role", "Role", "words", _text(actor.role), hint="none")
    yield Control("affiliation", "Belongs to", "select", actor.affiliation or "", (("", "nobody"), *others))


def _marks(state: State, item: Item) -> Iterable[Control]:
    mark = state.mark(item.id)
    yield Control("optional", "Optional: a careful colleague might leave it out", "check", "1" if mark.optional else "")
    if isinstance(item, Claim):
        label = "Critical: a brief without it has failed"
        yield Control("critical", label, "check", "1" if mark.critical else "")
    yield Control("any_of", "One reading of", "text", mark.any_of or "", hint="a word that other readings share")


def _actors(state: State) -> tuple[tuple[str, str], ...]:
    named = [(a.id, a.name) for a in state.actors if state.mark(a.id).verdict != "rejected"]
    return tuple(sorted(named, key=lambda one: one[1].casefold()))


def _claims(state: State, without: str = "") -> Iterable[tuple[str, str]]:
    for claim in state.claims:
        if claim.id != without and state.mark(claim.id).verdict != "rejected":
            words = content_of(claim)
            yield claim.id, f"{claim.id} {words if len(words) <= _SHOWN else words[:_SHOWN] + '…'}"


def _inside(claim: Claim, number: Number) -> bool:
    where = Range(number.span.start, number.span.end)
    return any(Range(part.start, part.end).overlaps(where) for part in claim.content)


def _text(span: Span | None) -> str:
    return span.text if span is not None else ""


def _plain(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, value.replace("_", " ")) for value in values)
