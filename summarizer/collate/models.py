"""The collation: several accounts side by side. Every cell points at the words of an account.

Accounts are named by their id (`Account.id`), items by the ids of their brief. Offsets are those of the brief's text.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from summarizer.briefs.models import ActorKind, ExactDecimal, NumberKind, Record, Span

SCHEMA_VERSION: Literal["1.0"] = "1.0"

NumberRelation = Literal["equal", "compatible", "contradicts", "different_scope", "different_time"]
Mark = Literal["reported_by_all", "reported_by_some", "only_here", "denied_by"]
Status = Literal["absent", "reports", "denies", "both"]
Stance = Literal["fact", "attributed", "hedged", "vague", "unverified", "disputed", "denied"]


class Account(Record):
    """One account. `day` is what it says of its own day (`2025-03-12`, `03-12`, `Saturday`); None where it says nothing.

    `problems` says in words why its brief does not hold; `same_as` names the account of which it is a duplicate,
    and which then stands for it.
    """

    id: str
    title: str | None = None
    outlet: str | None = None
    day: str | None = None
    url: str | None = None
    sha256: str
    claims: int
    numbers: int
    problems: list[str] = []
    same_as: str | None = None


class Ref(Record):
    """An item of one account's brief."""

    account: str
    item: str


class ActorMember(Ref):
    """An actor as one account has it."""

    name: str
    spans: list[Span] = []


class SharedActor(Record):
    """Somebody whom several accounts name. `written` holds the spellings where they differ."""

    id: str = Field(pattern=r"^A\d+$")
    name: str
    kind: ActorKind
    members: list[ActorMember]
    written: list[str] = []


class NumberCell(Ref):
    """A figure as one account has it. `words` are as written, its bound included; `passage` is the sentence around it.

    `again` lists numbers of the account that repeat it; `claimant` is who gives it, in the article's words where they
    resolve to nobody (None: the outlet).
    """

    words: str
    reads: str
    span: Span
    passage: Span
    claimant: str | None = None
    claims: list[str] = []
    again: list[str] = []


class Relation(Record):
    """How two figures of a topic stand to each other, and why; both are cells of the topic.

    Figures that say the same in the same way share their relations: it is given for the first of each kind.
    `bound_differs`: equal values of which one is "over" or "about" and the other is not.
    """

    pair: tuple[Ref, Ref]
    relation: NumberRelation
    why: str
    bound_differs: bool = False


class Topic(Record):
    """Figures that measure the same thing. `label` is words of one of the accounts."""

    id: str = Field(pattern=r"^N\d+$")
    label: str
    kind: NumberKind
    low: ExactDecimal | None = None
    high: ExactDecimal | None = None
    cells: list[NumberCell]
    groups: list[list[int]] = []
    relations: list[Relation] = []
    left_out: int = 0


class ClaimCell(Ref):
    """A claim as one account has it: whether it affirms or denies, how surely, and on whose word."""

    status: Literal["reports", "denies"]
    stance: Stance
    who: str | None = None
    words: str
    spans: list[Span]
    cue: Span | None = None
    hedge: Span | None = None
    passage: Span


class ClaimGroup(Record):
    """Claims of one content. `statement` is the shortest account's own words; `mark` says who has it."""

    id: str = Field(pattern=r"^C\d+$")
    statement: str
    mark: Mark
    denied_by: list[str] = []
    topics: list[str] = []
    cells: list[ClaimCell]


class WordChoice(Ref):
    """The word one account has, and its place."""

    words: str
    span: Span
    passage: Span


class Wording(Record):
    """A choice of words that changes what is said."""

    id: str = Field(pattern=r"^W\d+$")
    of: str
    why: str
    words: list[WordChoice]


class Hedging(Record):
    """One claim group in which the accounts differ in how sure they are: `fact` in one, `attributed` in another."""

    claim: str
    statement: str
    stances: dict[str, list[Stance]]
    why: str


class TimelineCell(Ref):
    """The words by which an account dates a claim."""

    said: str
    span: Span
    passage: Span


class TimelineEntry(Record):
    """A day, a month or a weekday, and what the accounts place there. `when` is as complete as an account makes it."""

    when: str
    event: str
    cells: list[TimelineCell]


class Undecided(Record):
    """Two items that may or may not belong together: the rules do not tell, and no model was asked, or it gave no answer."""

    type: Literal["number", "claim"]
    pair: tuple[Ref, Ref]
    words: tuple[str, str]
    why: str


class Decided(Record):
    """A pair that the rules left open and a model decided: whether the two are about the same thing."""

    type: Literal["number", "claim"]
    pair: tuple[Ref, Ref]
    same: bool
    model: str


class Collation(Record):
    """Accounts side by side. Cells whose brief does not hold are here too; their account's `problems` say so."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    accounts: list[Account]
    actors: list[SharedActor] = []
    topics: list[Topic] = []
    claims: list[ClaimGroup] = []
    wording: list[Wording] = []
    hedging: list[Hedging] = []
    timeline: list[TimelineEntry] = []
    undecided: list[Undecided] = []
    undecided_left_out: int = 0
    decided: list[Decided] = []
    remarks: list[str] = []

    def to_json(self) -> str:
        """The collation as indented JSON with a final newline; equal collations give equal bytes."""
        return self.model_dump_json(indent=2) + "\n"
