"""Whom an actor belongs to or acts for, as far as the words of the article say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from summarizer.language.forces import force_country
from summarizer.language.gazetteer import COUNTRY_BY_DEMONYM, COUNTRY_BY_NAME
from summarizer.language.tokens import words
from summarizer.language.types import NameCandidate
from summarizer.text.ranges import Range

BODIES: Final = ("country", "government", "organization", "armed_force", "outlet", None)  # what one can belong to

# Offices that one holds for somebody; a passenger, a lawyer or a witness needs nobody.
_OFFICES: Final = words(
    """president vice-president chancellor premier minister secretary ambassador envoy governor chief commander
    commander-in-chief general admiral marshal chairman chairwoman chairperson chair head leader ceo director
    director-general spokesman spokeswoman spokesperson manager judge counterpart"""
)
_BEHIND_NAME: Final = re.compile(
    r"\s+(?:of|from|at)\s+(?:the\s+)?$|,?\s+who\s+(?:leads|heads|runs|founded|chairs|represents)\s+(?:the\s+)?$"
)
_BEFORE_OFFICE: Final = re.compile(r"(?:['’]s?)?\s+$")
_CAPITALISED: Final = re.compile(r"[^\W\d_][\w.’'-]*")


def belongs_to(actor: NameCandidate, names: Sequence[NameCandidate], text: str) -> NameCandidate | None:
    """The one of `names` that the words beside `actor` say it belongs to; None where they do not say.

    Those words are the office ("head of the Continental Observers", "Russian President"), what stands right before it
    ("Kremlin spokesperson") or right behind the name ("Joan Farr of Pill Watch"), and for forces their own name.
    """
    bodies = [name for name in names if name is not actor and name.kind in BODIES]
    if actor.kind == "armed_force":
        country = force_country(actor.name)
        return _by_country(country, bodies) if country else None
    if actor.kind not in ("person", None):
        return None
    if actor.role is not None:
        if (owner := owner_in(actor.role, bodies, text)) is not None:
            return owner
        if (owner := _right_before(actor.role.start, bodies, text)) is not None:
            return owner
    return _right_behind(actor, bodies, text)


def holds_office(actor: NameCandidate, text: str) -> bool:
    """Whether the office of a person is one that is held for somebody ("Foreign Minister", not "a passenger")."""
    if actor.kind != "person" or actor.role is None:
        return False
    head = re.split(r"\s(?:of|for|at|in|to)\s", actor.role.of(text), maxsplit=1)[0].split()
    return bool(head) and head[-1].casefold() in _OFFICES


def owner_in(phrase: Range, bodies: Iterable[NameCandidate], text: str) -> NameCandidate | None:
    """The body that a description names last ("chief of the General Staff of the Russian Armed Forces"), else the
    country of an adjective in it ("Ukrainian leader")."""
    bodies = list(bodies)
    inside = [
        (mention.end, mention.size, at)
        for at, name in enumerate(bodies)
        for mention, kind in name.mentions
        if kind == "named" and phrase.covers(mention)
    ]
    if inside:
        return bodies[max(inside)[2]]
    for match in _CAPITALISED.finditer(text, phrase.start, phrase.end):
        word = re.sub(r"['’]s?$", "", match[0])
        country = COUNTRY_BY_DEMONYM.get(word) or COUNTRY_BY_NAME.get(word)
        if country is not None and (found := _by_country(country.name, bodies)) is not None:
            return found
    return None


def _by_country(country: str, bodies: Iterable[NameCandidate]) -> NameCandidate | None:
    known = COUNTRY_BY_NAME[country]
    forms = {known.name, *known.aliases, *known.capitals}
    return next((body for body in bodies if body.kind == "country" and forms & {body.name, *body.aliases}), None)


def _right_before(office: int, bodies: Iterable[NameCandidate], text: str) -> NameCandidate | None:
    for body in bodies:
        for mention, kind in body.mentions:
            near = kind == "named" and mention.end <= office <= mention.end + 3
            if near and _BEFORE_OFFICE.fullmatch(text, mention.end, office):
                return body
    return None


def _right_behind(actor: NameCandidate, bodies: Iterable[NameCandidate], text: str) -> NameCandidate | None:
    ends = [mention.end for mention, kind in actor.mentions if kind == "named"]
    for body in bodies:
        for mention, kind in body.mentions:
            if kind != "named":
                continue
            for end in ends:
                if end < mention.start <= end + 24 and _BEHIND_NAME.fullmatch(text, end, mention.start):
                    return body
    return None
