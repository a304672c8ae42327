"""What every rendering of a collation shows, in the same words: labels of accounts, states of rows, passages with marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.briefs.models import Span
from summarizer.collate.models import Account, ClaimCell, ClaimGroup, Collation, NumberCell, Topic
from summarizer.render import summary

State = Literal["agrees", "compatible", "different_scope", "different_time", "contradicts"]
_WORST_FIRST: Sequence[State] = ("contradicts", "different_time", "different_scope", "compatible")
STATE_WORDS: Mapping[State, str] = {
    "agrees": "all the same",
    "compatible": "can all hold",
    "different_scope": "of different scope",
    "different_time": "of different times",
    "contradicts": "contradict",
}
RELATION_WORDS = {
    "equal": "the same as",
    "compatible": "compatible with",
    "contradicts": "contradicts",
    "different_scope": "of another scope than",
    "different_time": "of another time than",
}
MARK_WORDS = {
    "reported_by_all": "reported by all",
    "reported_by_some": "reported by some",
    "only_here": "only here",
    "denied_by": "denied by",
}


def label_of(account: Account) -> str:
    """What an account is called: its outlet, else its id."""
    return account.outlet or account.id


def labels(collation: Collation) -> dict[str, str]:
    """A label for each account, with the id where two would be called the same."""
    named = [label_of(account) for account in collation.accounts]
    return {
        account.id: name if named.count(name) == 1 else f"{name} ({account.id})"
        for account, name in zip(collation.accounts, named, strict=True)
    }


def counted(collation: Collation) -> list[Account]:
    """The accounts that have a column: duplicates have none."""
    return [account for account in collation.accounts if account.same_as is None]


def state_of(topic: Topic) -> State:
    """The gravest relation of a topic."""
    found = {relation.relation for relation in topic.relations}
    return next((state for state in _WORST_FIRST if state in found), "agrees")


@dataclass(frozen=True, slots=True)
class Passage:
    """A cell's passage in pieces; the marked ones are the words it stands on."""

    parts: tuple[tuple[str, bool], ...]


def passage_of(passage: Span, spans: Iterable[Span]) -> Passage:
    """The passage with the spans marked; spans outside it are left out, and overlaps are joined."""
    parts: list[tuple[str, bool]] = []
    at = passage.start
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        start, end = max(span.start, at), min(span.end, passage.end)
        if start >= end:
            continue
        if start > at:
            parts.append((passage.text[at - passage.start : start - passage.start], False))
        parts.append((passage.text[start - passage.start : end - passage.start], True))
        at = end
    if at < passage.end:
        parts.append((passage.text[at - passage.start :], False))
    return Passage(tuple(parts))


def by_account(cells: Sequence[NumberCell]) -> dict[str, list[NumberCell]]:
    """The cells of a topic by account."""
    found: dict[str, list[NumberCell]] = {}
    for cell in cells:
        found.setdefault(cell.account, []).append(cell)
    return found


def claims_by_account(cells: Sequence[ClaimCell]) -> dict[str, list[ClaimCell]]:
    """The cells of a claim group by account."""
    found: dict[str, list[ClaimCell]] = {}
    for cell in cells:
        found.setdefault(cell.account, []).append(cell)
    return found


def said_by(cell: ClaimCell) -> str:
    """`fact`, `Gerasimov`, `denied by Roos`, `unverified: Gerasimov`."""
    if cell.stance in ("fact", "hedged"):
        return cell.stance
    who = cell.who or "nobody named"
    return who if cell.stance == "attributed" else f"{cell.stance}: {who}"


def relation_lines(topic: Topic, called: Mapping[str, str]) -> list[str]:
    """The relations that are not plain equality, in words, and how many are not listed."""
    words = {(cell.account, cell.item): f"“{cell.words}” ({called[cell.account]})" for cell in topic.cells}
    lines = []
    for relation in topic.relations:
        if relation.relation == "equal" and not relation.bound_differs:
            continue
        one, other = (words[ref.account, ref.item] for ref in relation.pair)
        why = "the same figure, of which one has a bound" if relation.relation == "equal" else relation.why
        lines.append(f"{one} {RELATION_WORDS[relation.relation]} {other}: {why}")
    if topic.left_out:
        lines.append(f"{summary.counted(topic.left_out, 'further pair')} not listed")
    return lines


def mark_of(group: ClaimGroup) -> str:
    """The mark in words, with who denies."""
    words = MARK_WORDS[group.mark]
    return f"{words} {', '.join(group.denied_by)}" if group.mark == "denied_by" else words


def shared_and_single(collation: Collation) -> tuple[list[ClaimGroup], list[ClaimGroup]]:
    """Claims that several accounts have or somebody denies, and those that stand in one account only."""
    shared = [one for one in collation.claims if one.mark != "only_here"]
    return shared, [one for one in collation.claims if one.mark == "only_here"]


def summary_of(collation: Collation) -> str:
    """One line: how much there is, and what differs."""
    states = [state_of(topic) for topic in collation.topics]
    shared, single = shared_and_single(collation)
    parts = [
        summary.counted(len(counted(collation)), "account"),
        summary.counted(len(collation.actors), "shared actor"),
        summary.counted(len(states), "figure") + f", {states.count('contradicts')} contradicted",
        summary.counted(len(shared), "shared claim") + f", {sum(one.mark == 'denied_by' for one in shared)} denied",
        f"{len(single)} in one account only",
        f"{len(collation.undecided) + collation.undecided_left_out} undecided",
    ]
    return ", ".join(parts)
