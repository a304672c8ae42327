"""Actors of several accounts merged by name, alias and transliteration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from summarizer.briefs.models import Actor, ActorKind, Brief, Span
from summarizer.collate.models import ActorMember, SharedActor
from summarizer.collate.names import country_of, force_of, full_key, given, name_words, sound

# Kinds that outlets confuse: the same body is an organisation in one brief and a government in another.
_BODIES: Final[frozenset[ActorKind]] = frozenset({"organization", "government", "outlet", "armed_force", "country"})
Place = tuple[int, int]


@dataclass
class Merged:
    """One actor of the collation before it is numbered: places are (account, actor) by position."""

    places: list[Place]
    names: Counter[str] = field(default_factory=Counter)


class _Union:
    """Disjoint sets of places."""

    def __init__(self) -> None:
        self._parent: dict[Place, Place] = {}

    def find(self, place: Place) -> Place:
        root = place
        while (up := self._parent.get(root, root)) != root:
            root = up
        while (up := self._parent.get(place, place)) != root:
            self._parent[place] = root
            place = up
        return root

    def join(self, first: Place, second: Place) -> None:
        one, other = sorted((self.find(first), self.find(second)))
        self._parent[other] = one


def merge_actors(briefs: Sequence[Brief]) -> list[Merged]:
    """Actors that are the same, of all briefs; those of one account too, where its brief has somebody under two names.

    People merge by surname where their given names agree or one is missing and nobody else bears the surname; countries
    by name or capital; armed forces by country; other bodies by their full name, or by one that begins or ends the
    other ("electoral commission", "Central Electoral Commission") where only one body's does and the account of the
    shorter name has no such longer one.
    """
    union = _Union()
    people: dict[str, list[tuple[Place, tuple[str, ...]]]] = defaultdict(list)
    bodies: dict[str, list[Place]] = defaultdict(list)
    for index, brief in enumerate(briefs):
        for number, actor in enumerate(brief.actors):
            place = (index, number)
            if actor.kind == "person":
                parts = name_words(actor.name)
                if parts:
                    people[sound(parts[-1])].append((place, parts[:-1]))
            else:
                for key in _keys(actor):
                    bodies[key].append(place)
    for bearers in people.values():
        _join_people(union, bearers)
    for places in bodies.values():
        for place in places[1:]:
            union.join(places[0], place)
    _join_short(union, bodies)
    groups: dict[Place, Merged] = {}
    for index, brief in enumerate(briefs):
        for number, actor in enumerate(brief.actors):
            group = groups.setdefault(union.find((index, number)), Merged([]))
            group.places.append((index, number))
            group.names[actor.name] += 1
    return list(groups.values())


def _keys(actor: Actor) -> set[str]:
    if (force := force_of(actor.name)) is not None and actor.kind != "country":
        return {f"force {force}"}
    if actor.kind in ("country", "government") and (country := country_of(actor.name)) is not None:
        return {f"country {country}"}
    names = [actor.name, *(alias for alias in actor.aliases if any(char.isupper() for char in alias[1:] or alias))]
    keys = {full_key(name) for name in names if len(name_words(name)) > 1 or name == actor.name or name[:1].isupper()}
    return {key for key in keys if key and key not in _PLAIN}


# Words that stand for whatever body an article has just named.
_PLAIN: Final = frozenset(
    full_key(word)
    for word in [
        "agency",
        "association",
        "authority",
        "bank",
        "board",
        "club",
        "commission",
        "committee",
        "company",
        "council",
        "court",
        "department",
        "firm",
        "force",
        "forces",
        "government",
        "group",
        "institute",
        "league",
        "lab",
        "laboratory",
        "line",
        "ministry",
        "office",
        "officials",
        "organisation",
        "organization",
        "paper",
        "party",
        "plant",
        "police",
        "port",
        "service",
        "station",
        "team",
        "trust",
        "union",
        "university",
        "village",
        "town",
        "island",
        "organisers",
        "residents",
        "analysts",
        "experts",
        "researchers",
        "insurers",
        "fans",
        "witnesses",
        "users",
        "families",
        "voters",
        "workers",
    ]
)


def _join_people(union: _Union, bearers: list[tuple[Place, tuple[str, ...]]]) -> None:
    """Bearers of one surname: by given name, and those without one with the only bearer of a given name."""
    by_given: dict[str, Place] = {}
    bare = []
    for place, first in bearers:
        if not first:
            bare.append(place)
            continue
        key = given(first[0])
        initial = key[:1] if len(first[0].rstrip(".")) == 1 else None
        known = next((other for other in by_given if other == key or (initial and other.startswith(initial))), None)
        if known is None:
            by_given[key] = place
        else:
            union.join(by_given[known], place)
    if len(by_given) <= 1:
        places = [*by_given.values(), *bare]
        for place in places[1:]:
            union.join(places[0], place)


def _join_short(union: _Union, bodies: dict[str, list[Place]]) -> None:
    """A name that is the end of exactly one longer name is that body's: "electoral commission"."""
    longer: dict[str, set[str]] = defaultdict(set)
    for key in bodies:
        parts = key.split()
        for cut in range(1, len(parts)):
            longer[" ".join(parts[cut:])].add(key)
            longer[" ".join(parts[:-cut])].add(key)
    for key in sorted(bodies):
        candidates = longer.get(key, set())
        roots = {union.find(bodies[other][0]) for other in candidates if not other.startswith(("force ", "country "))}
        if len(roots) != 1:
            continue
        root = next(iter(roots))
        accounts = {place[0] for other in candidates for place in bodies[other]}
        for place in bodies[key]:
            if place[0] not in accounts:
                union.join(root, place)


def shared_actors(groups: Sequence[Merged], briefs: Sequence[Brief], ids: Sequence[str]) -> list[SharedActor]:
    """The actors that at least two accounts name, most widely named first."""
    found = [group for group in groups if len({index for index, _ in group.places}) > 1]
    found.sort(key=lambda group: (-len(group.places), group.places))
    shared = []
    for number, group in enumerate(found, start=1):
        actors = [(index, briefs[index].actors[at]) for index, at in group.places]
        name = min(group.names, key=lambda written: (-group.names[written], -len(written), written))
        written = sorted(group.names)
        shared.append(
            SharedActor(
                id=f"A{number}",
                name=name,
                kind=Counter(actor.kind for _, actor in actors).most_common(1)[0][0],
                members=[
                    ActorMember(account=ids[index], item=actor.id, name=actor.name, spans=_spans(actor, briefs[index]))
                    for index, actor in actors
                ],
                written=written if len(written) > 1 else [],
            )
        )
    return shared


def _spans(actor: Actor, brief: Brief) -> list[Span]:
    """Where the account names the actor: its first named mentions, else the first place of the name."""
    named = [mention.span for mention in actor.mentions if mention.kind == "named"][:1] or [
        mention.span for mention in actor.mentions
    ][:1]
    if named:
        return named
    for name in (actor.name, *actor.aliases):
        at = brief.source.text.find(name)
        if at >= 0:
            return [Span(start=at, end=at + len(name), text=name)]
    return []
