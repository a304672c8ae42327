"""The state of a review: the items as they are now, and what the person has said about each. Immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Record
from summarizer.errors import InputError
from summarizer.evals.gold import Gold

Verdict = Literal["open", "accepted", "corrected", "added", "rejected"]
KEPT: tuple[Verdict, ...] = ("accepted", "corrected", "added")
Item = Actor | Claim | Number | Hedge
_MODELS: Mapping[str, type[Record]] = {"a": Actor, "c": Claim, "n": Number, "h": Hedge}


class Mark(BaseModel):
    """What the person says about an item; the last three become the gold file's marks of the same names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Verdict = "open"
    optional: bool = False
    critical: bool = False
    any_of: str | None = None


@dataclass(frozen=True)
class Change:
    """An item as it is from now on, its mark, or both."""

    item: str
    record: Item | None = None
    mark: Mark | None = None

    def to_json(self) -> dict[str, Any]:
        """As the journal stores it."""
        stored: dict[str, Any] = {"item": self.item}
        if self.record is not None:
            stored["record"] = self.record.model_dump(mode="json", exclude_defaults=True)
        if self.mark is not None:
            stored["mark"] = self.mark.model_dump(mode="json", exclude_defaults=True)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Change:
        """What `to_json` gave. Raises ValueError or KeyError for anything else."""
        item = str(stored["item"])
        record = _MODELS[item[0]].model_validate(stored["record"]) if "record" in stored else None
        assert record is None or isinstance(record, Actor | Claim | Number | Hedge)
        return cls(item, record, Mark.model_validate(stored["mark"]) if "mark" in stored else None)


@dataclass(frozen=True)
class State:
    """Items and marks by id, over the brief that the review began with. `genre` and `cluster` are the gold file's."""

    base: Brief
    items: Mapping[str, Item]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    genre: str = "news"
    cluster: str = ""

    @property
    def text(self) -> str:
        """The article's text."""
        return self.base.source.text

    def mark(self, item: str) -> Mark:
        """What was said about an item; nothing yet for most."""
        return self.marks.get(item, Mark())

    def kept(self, item: str | None) -> bool:
        """Whether an item is in the gold as things stand."""
        return item is not None and item in self.items and self.mark(item).verdict in KEPT

    @cached_property
    def actors(self) -> list[Actor]:
        """All actors, rejected ones too; and so on for the other types."""
        return [item for item in self.items.values() if isinstance(item, Actor)]

    @cached_property
    def claims(self) -> list[Claim]:
        """All claims."""
        return [item for item in self.items.values() if isinstance(item, Claim)]

    @cached_property
    def numbers(self) -> list[Number]:
        """All numbers."""
        return [item for item in self.items.values() if isinstance(item, Number)]

    @cached_property
    def hedges(self) -> list[Hedge]:
        """All hedges."""
        return [item for item in self.items.values() if isinstance(item, Hedge)]

    def with_changes(self, changes: Iterable[Change]) -> State:
        """The state after some changes.

        Raises:
            InputError: a reference would point at nothing, or at an item of another type.
        """
        items, marks = dict(self.items), dict(self.marks)
        for change in changes:
            if change.record is not None:
                items[change.item] = change.record
            if change.mark is not None:
                marks[change.item] = change.mark
        changed = replace(self, items=items, marks=marks)
        changed.brief  # noqa: B018  # checks the links
        return changed

    @cached_property
    def brief(self) -> Brief:
        """The items as a brief: without the remarks of the first one that no longer hold, and without its coverage."""
        untouched = [
            f for f in self.base.findings if f.item is None or self.mark(f.item).verdict in ("open", "accepted")
        ]
        try:
            return Brief(
                source=self.base.source,
                actors=self.actors,
                claims=self.claims,
                numbers=self.numbers,
                hedges=self.hedges,
                rejected=self.base.rejected,
                findings=untouched,
                provenance=self.base.provenance,
            )
        except ValidationError as error:
            raise InputError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def begin(brief: Brief) -> State:
    """The state before anything has been said about a brief: every item is open."""
    return State(brief, {item.id: item for item in items_of(brief)}, cluster=brief.source.id)


def items_of(brief: Brief) -> list[Item]:
    """All items of a brief."""
    return [*brief.actors, *brief.claims, *brief.numbers, *brief.hedges]


def begin_gold(gold: Gold) -> State:
    """The state that gold which was saved before stands for: every item accepted, with its marks."""
    source = gold.brief.source.model_copy(update={"origin": str(gold.source_path)})
    state = begin(gold.brief.model_copy(update={"source": source}))
    marks = {
        item: Mark(
            verdict="accepted",
            optional=item in gold.optional,
            critical=item in gold.critical,
            any_of=gold.alternatives.get(item),
        )
        for item in state.items
    }
    return replace(state, marks=marks, genre=gold.genre, cluster=gold.cluster)
