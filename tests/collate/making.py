"""Small briefs made from text, for tests: quotes are looked up, so that every span holds."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal
from typing import Any

from summarizer.briefs.models import Actor, ActorKind, Brief, Claim, Number, Source, Span


def span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(start=at, end=at + len(words), text=words)


class Account:
    """Builds one brief item by item."""

    def __init__(self, name: str, text: str, date: str | None = None) -> None:
        self.name, self.text = name, text
        self.date = datetime.date.fromisoformat(date) if date else None
        self.actors: list[Actor] = []
        self.numbers: list[Number] = []
        self.claims: list[Claim] = []

    def actor(self, name: str, kind: ActorKind = "person", *aliases: str) -> Account:
        self.actors.append(Actor(id=f"a{len(self.actors) + 1}", name=name, kind=kind, aliases=list(aliases)))
        return self

    def number(self, words: str, value: str, what: str | None = None, **more: Any) -> Account:
        amount = Decimal(value)
        fields = {"kind": "count", "value": amount, "low": amount, "high": amount, **more}
        self.numbers.append(
            Number(
                id=f"n{len(self.numbers) + 1}",
                span=span(self.text, words),
                what=span(self.text, what) if what else None,
                **fields,
            )
        )
        return self

    def claim(self, content: str, speaker: str | None = None, **more: Any) -> Account:
        form = "indirect" if speaker else "narrated"
        self.claims.append(
            Claim(
                id=f"c{len(self.claims) + 1}",
                speaker=speaker,
                content=[span(self.text, content)],
                form=form,
                source_kind="named_individual" if speaker else "outlet",
                **more,
            )
        )
        return self

    def brief(self) -> Brief:
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        source = Source(id=self.name, date=self.date, sha256=digest, text=self.text)
        return Brief(source=source, actors=self.actors, numbers=self.numbers, claims=self.claims).sealed()


def trucks() -> list[Brief]:
    """Two accounts whose figures may or may not count the same thing."""
    first = Account("a", "The plant will send 47 trucks to Arlen.").number("47", "47", "trucks")
    second = Account("b", "The 47 vehicles are promised by the plant for Arlen.").number("47", "47", "vehicles")
    return [first.brief(), second.brief()]
