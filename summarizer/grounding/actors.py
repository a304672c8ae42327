"""The actors of a brief: names that a draft gives, merged with every place where the article refers to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarizer.briefs.models import Actor, ActorKind, Mention, MentionKind, Span
from summarizer.grounding.desk import Desk
from summarizer.grounding.draft import DraftActor
from summarizer.language.affiliation import BODIES, belongs_to, owner_in
from summarizer.language.resolution import resolve
from summarizer.language.types import NameCandidate
from summarizer.text.ranges import Range

_ARTICLE_WORD = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:the|an?|one)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


def key(name: str) -> str:
    """What makes two spellings of a name the same: case, articles and possessives do not count."""
    return _POSSESSIVE.sub("", _ARTICLE_WORD.sub("", " ".join(name.split()))).casefold()


@dataclass
class _Entry:
    name: str
    kind: ActorKind | None
    aliases: dict[str, None] = field(default_factory=dict)
    mentions: dict[Range, MentionKind] = field(default_factory=dict)
    role: Span | None = None
    affiliation: str | None = None


class ActorTable:
    """Actors by every name they bear. Ids are given out by `finish`, in order of first mention."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._entries: list[_Entry] = []
        self._by_key: dict[str, _Entry] = {}
        self._candidates: dict[str, NameCandidate] = {}
        for candidate in desk.analysis.names:
            for name in (candidate.name, *candidate.aliases):
                self._candidates.setdefault(key(name), candidate)

    def add(self, draft: DraftActor) -> _Entry | None:
        """The entry for an actor that a draft names; None, with the name rejected, where the article has it not."""
        known = self._by_key.get(key(draft.name))
        candidate = self._candidates.get(key(draft.name))
        if known is None and candidate is not None:
            known = self._by_key.get(key(candidate.name))
        if known is None:
            mentions = dict(draft.mentions) or (dict(candidate.mentions) if candidate else self._places(draft.name))
            if not mentions:
                self._desk.reject("actor", "name", "not_found", draft.name)
                return None
            known = _Entry(draft.name, draft.kind, mentions=mentions)
            self._entries.append(known)
        self._enrich(known, draft, candidate)
        return known

    def speaker(self, name: str) -> _Entry | None:
        """The entry that bears `name`; a new one where the article has the name; None where it has not."""
        if known := self._by_key.get(key(name)):
            return known
        if self._candidates.get(key(name)):
            return self.add(DraftActor(name))
        described = _DETERMINER.sub("", name)  # "one broker" is the actor "broker"
        return self.add(DraftActor(described)) if self._places(described) else None

    def by_source(self, source: Range) -> _Entry | None:
        """The entry that the words of a source resolve to by grammar alone."""
        resolution = resolve(source, self._desk.article.text, self._desk.analysis.names)
        return self.speaker(resolution.name) if resolution.name is not None else None

    def suggest_kind(self, name: str, kind: ActorKind | None) -> None:
        """Settle the kind of an actor of whom neither the model nor the rules know it."""
        entry = self._by_key[key(name)]
        entry.kind = entry.kind or kind

    def finish(self) -> tuple[list[Actor], dict[str, str]]:
        """The actors in order of first mention, and the id for every key."""
        ordered = sorted(self._entries, key=lambda entry: min(entry.mentions))
        ids = {id(entry): f"a{number}" for number, entry in enumerate(ordered, start=1)}
        actors = [self._actor(entry, ids) for entry in ordered]
        return actors, {name: ids[id(entry)] for name, entry in self._by_key.items()}

    def _owner(self, entry: _Entry) -> _Entry | None:
        """The actor that this one belongs to: as the article's words say, else as the draft does."""
        names = self._desk.analysis.names
        candidate = self._candidates.get(key(entry.name))
        if candidate is not None:
            owner = belongs_to(candidate, names, self._desk.article.text)
        else:
            described = min(entry.mentions)
            owner = owner_in(described, [name for name in names if name.kind in BODIES], self._desk.article.text)
        if owner is not None and (known := self._by_key.get(key(owner.name))) is not None:
            return known
        return self._by_key.get(key(entry.affiliation)) if entry.affiliation is not None else None

    def _actor(self, entry: _Entry, ids: dict[int, str]) -> Actor:
        owner = self._owner(entry)
        return Actor(
            id=ids[id(entry)],
            name=entry.name,
            kind=entry.kind or "organization",
            aliases=[alias for alias in entry.aliases if alias != entry.name],
            mentions=[
                Mention(span=self._desk.exact(where), kind=kind) for where, kind in sorted(entry.mentions.items())
            ],
            role=entry.role,
            affiliation=ids[id(owner)] if owner is not None and owner is not entry else None,
        )

    def _enrich(self, entry: _Entry, draft: DraftActor, candidate: NameCandidate | None) -> None:
        entry.kind = entry.kind or draft.kind or (candidate.kind if candidate else None)
        names = [draft.name, *draft.aliases]
        if candidate is not None:
            names += [candidate.name, *candidate.aliases]
            entry.mentions |= dict(candidate.mentions)
        for name in names:
            if key(name) != key(entry.name) or name != entry.name:
                entry.aliases[name] = None
            self._by_key.setdefault(key(name), entry)
        entry.affiliation = entry.affiliation or draft.affiliation
        if entry.role is None:
            role = draft.role or (candidate.role if candidate else None)
            entry.role = self._desk.span(role, "actor", "role")

    def _places(self, name: str) -> dict[Range, MentionKind]:
        words = " ".join(name.split())
        if not words:
            return {}
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)"
        kind: MentionKind = "named" if any(word[0].isupper() for word in words.split()) else "nominal"
        found = re.finditer(pattern, self._desk.article.text)
        return {Range(*match.span()): kind for match in found if self._desk.analysis.sentence_at(Range(*match.span()))}
