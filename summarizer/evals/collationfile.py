"""The gold file of a collation: the hand-made table of one story, as a person writes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from summarizer.collate.models import Mark, NumberRelation, Stance, Status

Item = tuple[str, str]


def _item(value: Any) -> Any:
    return tuple(value.split(".", 1)) if isinstance(value, str) and "." in value else value


Named = Annotated[Item, BeforeValidator(_item)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldAccount(_Record):
    """Where an account's gold brief is; `date` is as the annotator could tell it."""

    article: str
    gold: str
    outlet: str | None = None
    date: str | None = None
    note: str | None = None


class GoldShared(_Record):
    """An actor by its names in the gold briefs."""

    id: str
    name: str
    members: list[Named]
    written: list[str] = []
    note: str | None = None


class GoldMember(_Record):
    """A figure of a topic; `again` are the account's other places with it."""

    number: Named
    words: str
    reads: str
    claimant: str | None = None
    again: list[str] = []


class GoldRelation(_Record):
    """The relation of two figures."""

    pair: tuple[Named, Named]
    relation: NumberRelation
    why: str
    bound: Literal["differs"] | None = None


class GoldTopic(_Record):
    """Figures that measure one thing."""

    id: str
    topic: str
    members: list[GoldMember]
    relations: list[GoldRelation] = []
    note: str | None = None


class GoldCell(_Record):
    """What one account does with a claim."""

    status: Status
    reports: list[str] = []
    denies: list[str] = []


class GoldGroup(_Record):
    """Claims of one content."""

    id: str
    statement: str
    verdict: Mark
    denied_by: list[Named] = []
    numbers: list[str] = []
    note: str | None = None
    accounts: dict[str, GoldCell]


class GoldWord(_Record):
    """A choice of words in a claim."""

    account: str
    claim: str
    words: str


class GoldWording(_Record):
    """Words of several accounts for one thing."""

    id: str
    of: str
    why: str
    words: list[GoldWord]


class GoldStance(_Record):
    """How an account carries some of its claims."""

    account: str
    claims: list[str]
    stance: Stance
    who: list[str] = []
    words: str | None = None


class GoldHedging(_Record):
    """Stances of several accounts on one thing."""

    id: str
    of: str
    why: str | None = None
    accounts: list[GoldStance]


class GoldDated(_Record):
    """The claims that an account places on a day."""

    account: str
    claims: list[str]
    said: str | None = None


class GoldEntry(_Record):
    """A day and what happens on it."""

    when: str | None
    event: str
    note: str | None = None
    accounts: list[GoldDated]


class GoldCollation(_Record):
    """The hand-made table of one cluster; accounts by a short name of their own."""

    schema_version: Literal["1.0"]
    cluster: str
    accounts: dict[str, GoldAccount]
    actors: list[GoldShared] = []
    numbers: list[GoldTopic] = []
    apart: list[GoldRelation] = []
    claims: list[GoldGroup] = []
    wording: list[GoldWording] = []
    hedging: list[GoldHedging] = []
    timeline: list[GoldEntry] = []
