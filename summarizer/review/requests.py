"""What the page asks for, and the changes that it comes to. Nothing here remembers anything; see `reviewing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.briefs.models import Claim, Hedge, Number
from summarizer.errors import InputError
from summarizer.review.adding import Rules
from summarizer.review.fields import with_field
from summarizer.review.places import place
from summarizer.review.state import Change, Item, State, items_of
from summarizer.text.ranges import Range

_TYPES = ("actor", "claim", "number", "hedge")
_MARKS = ("optional", "critical", "any_of")


def changes_for(state: State, rules: Rules, asked: Mapping[str, Any]) -> list[Change]:
    """The changes that a request of the page means; none where everything is so already.

    `{"do": "judge", "item": "c4", "verdict": "accepted" | "rejected" | "open"}`,
    `{"do": "judge_rest", "verdict": …}` for every item that is still open,
    `{"do": "set", "item": "c4", "field": "speaker", "value": "a2"}`,
    `{"do": "add", "type": "claim", "start": 10, "end": 25}`.

    Raises:
        InputError: the request cannot be met, in words for the person.
    """
    kinds = {"judge": _judge, "judge_rest": _judge_rest, "set": _set, "add": _add}
    if asked.get("do") not in kinds:
        raise InputError("the page asked for something that this program does not know; load it again")
    changes = kinds[asked["do"]](state, rules, asked)
    return [*changes, *_hedges_followed(state, changes)]


def _hedges_followed(state: State, changes: Sequence[Change]) -> list[Change]:
    """A claim's hedges are those that say so and are not rejected; what changes for a hedge changes for its claims."""
    after = state.with_changes(changes)
    hedges = [at.items.get(change.item) for at in (state, after) for change in changes]
    claims = dict.fromkeys(hedge.claim for hedge in hedges if isinstance(hedge, Hedge) and hedge.claim is not None)
    found = []
    for name in claims:
        claim = after.items[name]
        assert isinstance(claim, Claim)
        weakening = [h.id for h in after.hedges if h.claim == name and after.mark(h.id).verdict != "rejected"]
        if weakening != claim.hedges:
            found.append(Change(name, claim.model_copy(update={"hedges": weakening})))
    return found


def _item(state: State, asked: Mapping[str, Any]) -> Item:
    found = state.items.get(str(asked.get("item")))
    if found is None:
        raise InputError(f"there is no item {asked.get('item')!r}")
    return found


def _judge(state: State, rules: Rules, asked: Mapping[str, Any]) -> list[Change]:
    item, verdict = _item(state, asked), asked.get("verdict")
    mark = state.mark(item.id)
    if verdict not in ("accepted", "rejected", "open"):
        raise InputError("an item is accepted, rejected or open")
    if verdict == "accepted":
        verdict = _kept_as(state, item)
    if mark.verdict == verdict:
        return []
    return [Change(item.id, mark=mark.model_copy(update={"verdict": verdict}))]


def _kept_as(state: State, item: Item) -> str:
    """Accepted as it was, or as the person has made it."""
    first = next((known for known in items_of(state.base) if known.id == item.id), None)
    if first is None:
        return "added"
    return "accepted" if _without_links(first) == _without_links(item) else "corrected"


def _without_links(item: Item) -> Item:
    """A claim's numbers and hedges follow from what is done to those; they are no correction of the claim."""
    return item.model_copy(update={"numbers": [], "hedges": []}) if isinstance(item, Claim) else item


def _judge_rest(state: State, rules: Rules, asked: Mapping[str, Any]) -> list[Change]:
    if asked.get("verdict") not in ("accepted", "rejected"):
        raise InputError("the rest is accepted or rejected")
    return [
        change
        for item in state.items
        if state.mark(item).verdict == "open"
        for change in _judge(state, rules, {"item": item, "verdict": asked["verdict"]})
    ]


def _set(state: State, rules: Rules, asked: Mapping[str, Any]) -> list[Change]:
    item, field, value = _item(state, asked), str(asked.get("field")), asked.get("value")
    mark = state.mark(item.id)
    if field in _MARKS:
        if field == "critical" and not isinstance(item, Claim):
            raise InputError("only a claim can be critical")
        changed = mark.model_copy(update={field: (str(value).strip() or None) if field == "any_of" else bool(value)})
        if changed.critical and changed.optional:
            raise InputError("a claim cannot be both critical and optional")
        return [Change(item.id, mark=changed)] if changed != mark else []
    record = with_field(state, item, field, value)
    if record == item:
        return []
    verdict = "added" if mark.verdict == "added" else "corrected"
    changes = [Change(item.id, record, mark.model_copy(update={"verdict": verdict}))]
    if isinstance(record, Claim) and field.startswith("content"):
        changes = [_with_numbers_inside(state, record, changes[0])]
    return changes


def _with_numbers_inside(state: State, claim: Claim, change: Change) -> Change:
    """A claim has the numbers inside its content: those that its new words hold come in, those outside go."""
    inside = [number.id for number in state.numbers if _holds(claim, number)]
    return Change(change.item, claim.model_copy(update={"numbers": inside}), change.mark)


def _holds(claim: Claim, number: Number) -> bool:
    where = Range(number.span.start, number.span.end)
    return any(Range(part.start, part.end).covers(where) for part in claim.content)


def _add(state: State, rules: Rules, asked: Mapping[str, Any]) -> list[Change]:
    type_ = asked.get("type")
    if type_ not in _TYPES:
        raise InputError("an item is an actor, a claim, a number or a hedge")
    item = rules.new(state, type_, place(state.text, asked, 0))
    added = [Change(item.id, item, state.mark(item.id).model_copy(update={"verdict": "added"}))]
    if isinstance(item, Number):
        added += [
            Change(claim.id, claim.model_copy(update={"numbers": [*claim.numbers, item.id]}))
            for claim in state.claims
            if _holds(claim, item)
        ]
    return added
