"""One field of one item set by a person: what the page sends, checked and turned into the item as it is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from summarizer.briefs.models import Actor, Claim, Hedge, Number, Span
from summarizer.errors import InputError
from summarizer.review.places import place, span
from summarizer.review.state import Item, State
from summarizer.review.words import closest

Fields = dict[str, Any]
_TO = (" to ", "–", "—", "..", " - ")


def with_field(state: State, item: Item, field: str, value: Any) -> Item:
    """`item` with one field set to what the page sent: words for names and figures, a passage (see `place`), an id.

    Raises:
        InputError: there is no such field, or the value is none for it.
    """
    setters: Mapping[str, Callable[[State, Any, str, Any], Fields]]
    setters = {Actor: _ACTOR, Claim: _CLAIM, Number: _NUMBER, Hedge: _HEDGE}[type(item)]
    name, _, rest = field.partition(".")
    if name not in setters:
        raise InputError(f"there is no field {field!r} to correct")
    fields = setters[name](state, item, rest, value)
    try:
        # Validated whole: model_copy alone would take anything.
        return type(item).model_validate({**dict(item), **fields})
    except ValidationError as error:
        raise InputError(f"{field}: {error.errors()[0]['msg']}") from error


def _plain(name: str) -> Callable[[State, Any, str, Any], Fields]:
    """A field that takes what is chosen from a list; the empty choice is nothing."""
    return lambda state, item, rest, value: {name: value or None}


def _words(name: str) -> Callable[[State, Any, str, Any], Fields]:
    """A field that takes a passage of the article, or nothing."""

    def set_(state: State, item: Item, rest: str, value: Any) -> Fields:
        fields: Fields = {name: _passage(state, value, _start(state, item)) if value else None}
        if isinstance(item, Claim) and value and item.form == "narrated":
            # Words that name a source or report make it a claim of somebody.
            fields |= {"form": "indirect", "source_kind": "named_individual"}
        return fields

    return set_


def _nearest_words(name: str) -> Callable[[State, Any, str, Any], Fields]:
    """The same for fields that gold files quote without context: of equal words the closest to the item are meant."""

    def set_(state: State, item: Item, rest: str, value: Any) -> Fields:
        if not value:
            return {name: None}
        start = _start(state, item)
        found = closest(state.text, _passage(state, value, start).text, start)
        assert found is not None  # they were there a line ago
        return {name: span(state.text, found)}

    return set_


def _passage(state: State, value: Any, beside: int) -> Span:
    return span(state.text, place(state.text, value, beside))


def _start(state: State, item: Item) -> int:
    if isinstance(item, Claim):
        return item.content[0].start
    if isinstance(item, Number):
        return item.span.start
    if isinstance(item, Hedge):
        return item.cue.start
    return max(0, state.text.find(item.name))


def _form(state: State, claim: Claim, rest: str, value: Any) -> Fields:
    """A narrated claim has nobody who says it."""
    nobody = {"speaker": None, "source": None, "cue": None, "source_kind": "outlet"}
    return {"form": value, **(nobody if value == "narrated" else {})}


def _speaker(state: State, claim: Claim, rest: str, value: Any) -> Fields:
    """A claim of somebody is not the outlet's own any more."""
    fields: Fields = {"speaker": value or None, "confidence": None}
    if value and claim.form == "narrated":
        kind = state.items.get(value)
        person = isinstance(kind, Actor) and kind.kind == "person"
        fields |= {"form": "indirect", "source_kind": "named_individual" if person else "named_group"}
    return fields


def _content(state: State, claim: Claim, rest: str, value: Any) -> Fields:
    """`content.0` replaces (or, with nothing, takes away) the first passage, `content.add` adds one."""
    content = list(claim.content)
    if rest == "add":
        content.append(_passage(state, value, content[-1].start))
    elif rest.isdigit() and int(rest) < len(content):
        content[int(rest) : int(rest) + 1] = [_passage(state, value, content[int(rest)].start)] if value else []
    else:
        raise InputError("there is no such passage")
    content.sort(key=lambda one: (one.start, one.end))
    if not content:
        raise InputError("a claim needs its content; reject it if it has none")
    if any(one.end > other.start for one, other in pairwise(content)):
        raise InputError("passages of one claim must not overlap")
    return {"content": content}


def _linked(name: str) -> Callable[[State, Any, str, Any], Fields]:
    """`numbers.n3` true or false: whether the claim has this number."""

    def set_(state: State, claim: Claim, rest: str, value: Any) -> Fields:
        kept = [ref for ref in getattr(claim, name) if ref != rest]
        return {name: sorted([*kept, rest] if value else kept, key=lambda ref: int(ref[1:]))}

    return set_


def _value(state: State, number: Number, rest: str, value: Any) -> Fields:
    """`67,000`, or `30 to 40` for an interval."""
    words = str(value or "").strip()
    for sign in _TO:
        low, between, high = words.partition(sign)
        if between and low.strip():
            bottom, top = _decimal(low), _decimal(high)
            if bottom > top:
                raise InputError("an interval begins with its smaller end")
            return {"value": None, "low": bottom, "high": top}
    exact = _decimal(words)
    return {"value": exact, "low": exact, "high": exact}


def _decimal(words: str) -> Decimal:
    try:
        found = Decimal(words.strip().replace(",", "").replace("\u2009", "").replace(" ", ""))
    except InvalidOperation as error:
        raise InputError("write the value in figures, such as 4200000 or 66.67 or 30 to 40") from error
    if not found.is_finite() or abs(found.adjusted()) > 30:
        raise InputError("that is no figure of an article")
    return found


def _unit(state: State, number: Number, rest: str, value: Any) -> Fields:
    return {"unit": number.unit if value else None, "unit_norm": str(value).strip() or None if value else None}


def _name(state: State, actor: Actor, rest: str, value: Any) -> Fields:
    name = " ".join(str(value or "").split())
    if not name:
        raise InputError("an actor needs a name")
    return {"name": name}


def _aliases(state: State, actor: Actor, rest: str, value: Any) -> Fields:
    names = [" ".join(name.split()) for name in str(value or "").split(";")]
    return {"aliases": list(dict.fromkeys(name for name in names if name and name != actor.name))}


def _affiliation(state: State, actor: Actor, rest: str, value: Any) -> Fields:
    if value == actor.id:
        raise InputError("an actor does not belong to itself")
    return {"affiliation": value or None}


def _parent(state: State, claim: Claim, rest: str, value: Any) -> Fields:
    if value == claim.id:
        raise InputError("a claim does not lie within itself")
    return {"parent": value or None}


_ACTOR = {
    "name": _name,
    "kind": _plain("kind"),
    "aliases": _aliases,
    "role": _nearest_words("role"),
    "affiliation": _affiliation,
}
_CLAIM = {
    "speaker": _speaker,
    "source": _words("source"),
    "source_kind": _plain("source_kind"),
    "cue": _words("cue"),
    "content": _content,
    "form": _form,
    "polarity": _plain("polarity"),
    "verification": _plain("verification"),
    "parent": _parent,
    "numbers": _linked("numbers"),
}
_NUMBER = {
    "span": _words("span"),
    "value": _value,
    "bound": _plain("bound"),
    "bound_span": _nearest_words("bound_span"),
    "unit": _unit,
    "kind": _plain("kind"),
    "what": _nearest_words("what"),
    "claimant": _plain("claimant"),
    "equivalent_of": _plain("equivalent_of"),
}
_HEDGE = {"cue": _words("cue"), "kind": _plain("kind"), "claim": _plain("claim"), "holder": _plain("holder")}
