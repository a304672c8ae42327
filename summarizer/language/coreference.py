"""Pronouns and descriptions that refer to a named person or outlet, where only one fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.articles.model import Sentence
from summarizer.briefs.models import ActorKind, MentionKind
from summarizer.language.gazetteer import FEMALE, MALE, OUTLET_NOUNS, TITLES
from summarizer.language.reporting import is_verb_here, reporting_verb
from summarizer.language.tokens import Token
from summarizer.text.ranges import Range

# How many sentences back an antecedent may stand.
_WINDOW = 3


@dataclass
class Person:
    """A person or outlet that later words may refer to. `mentions` is added to."""

    mentions: dict[Range, MentionKind]
    role: Range | None
    kind: ActorKind | None
    gender: str | None = field(default=None)


def refer(text: str, parts: Sequence[tuple[Sentence, Sequence[Token]]], entities: Sequence[Person]) -> None:
    """Add to each entity the pronouns and descriptions that can only mean it.

    "he" means the one person of its sentence so far, else of the nearest earlier sentence that has any; where that
    sentence has several, the one who speaks in it, if the pronoun speaks too.
    """
    people = [entity for entity in entities if entity.kind == "person"]
    outlets = [entity for entity in entities if entity.kind == "outlet"]
    owners = {where: person for person in people for where in person.mentions}
    places = sorted(owners)
    history: list[list[tuple[Range, Person, bool]]] = []
    cursor = 0
    for sentence, tokens in parts:
        here: list[tuple[Range, Person, bool]] = []
        while cursor < len(places) and places[cursor].start < sentence.range.start:
            cursor += 1
        ahead = cursor
        for position, token in enumerate(tokens):
            while ahead < len(places) and places[ahead].end <= token.end:
                if places[ahead].start >= sentence.range.start:
                    where = places[ahead]
                    here.append((where, owners[where], _speaks(tokens, position)))
                ahead += 1
            gender = "m" if token.lower in MALE else "f" if token.lower in FEMALE else None
            if gender is None:
                continue
            person = _antecedent(here, history[-_WINDOW:], gender, _speaks(tokens, position))
            if person is not None:
                person.gender = gender
                person.mentions.setdefault(token.range, "pronominal")
                here.append((token.range, person, _speaks(tokens, position)))
        history.append(here)
    _describe(text, parts, people, outlets)


def _speaks(tokens: Sequence[Token], position: int) -> bool:
    """Whether the word at `position` is right before or after a reporting verb."""
    for index in (position + 1, position + 2, position - 1):
        if 0 <= index < len(tokens) and reporting_verb(tokens[index].lower) is not None and is_verb_here(tokens, index):
            return True
    return False


def _antecedent(
    here: Sequence[tuple[Range, Person, bool]],
    history: Sequence[Sequence[tuple[Range, Person, bool]]],
    gender: str,
    speaks: bool,
) -> Person | None:
    for sentence in (here, *reversed(history)):
        fitting = [(where, person, spoke) for where, person, spoke in sentence if person.gender in (None, gender)]
        distinct = {id(person): person for _, person, _ in fitting}
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        if len(distinct) > 1:
            speakers = {id(person): person for _, person, spoke in fitting if spoke}
            return next(iter(speakers.values())) if speaks and len(speakers) == 1 else None
    return None


_DESCRIPTION = re.compile(r"\b[Tt]he\s+(?P<head>[a-zA-Z-]+)\b(?!\s+(?:of|for|[A-Z]))")


def _describe(
    text: str, parts: Sequence[tuple[Sentence, Sequence[Token]]], people: Sequence[Person], outlets: Sequence[Person]
) -> None:
    """ "the general", "the newspaper": the one person whose office has the word, the one outlet named so far."""
    offices: dict[str, list[Person]] = {}
    for person in people:
        if person.role is not None:
            for word in re.findall(r"[a-z-]+", person.role.of(text).lower()):
                if word in TITLES:
                    offices.setdefault(word, []).append(person)
    for sentence, _ in parts:
        for match in _DESCRIPTION.finditer(text, sentence.range.start, sentence.range.end):
            head = match["head"].lower()
            where = Range(*match.span())
            fitting = offices.get(head, []) if head in TITLES else outlets if head in OUTLET_NOUNS else []
            earlier = [entity for entity in fitting if min(entity.mentions).start < where.start]
            if len(earlier) != 1 or len(fitting) != 1:
                continue
            role = earlier[0].role
            own = role is not None and role.overlaps(where)
            if not own and not any(mention.overlaps(where) for mention in earlier[0].mentions):
                earlier[0].mentions.setdefault(where, "nominal")
