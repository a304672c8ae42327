"""Armed forces that are named by country and a common noun ("Russian forces", "Ukraine’s military")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.articles.model import Sentence
from summarizer.briefs.models import MentionKind
from summarizer.language.gazetteer import COUNTRY_BY_DEMONYM, COUNTRY_BY_NAME
from summarizer.language.tokens import Token, words
from summarizer.text.ranges import Range

_FORCES = words("forces troops army military navy soldiers militia")
_BETWEEN = words("armed special operations operation ground air defense defence naval military security army")


@dataclass
class Force:
    """The forces of one country: the forms in which they are named, and where."""

    forms: Counter[str] = field(default_factory=Counter)
    mentions: dict[Range, MentionKind] = field(default_factory=dict)


def find_forces(text: str, parts: Sequence[tuple[Sentence, Sequence[Token]]]) -> dict[str, Force]:
    """The forces of each country, by the name of the country."""
    found: dict[str, Force] = {}
    for _, tokens in parts:
        for position in range(len(tokens) - 1):
            match = _force_at(tokens, position)
            if match is None:
                continue
            country, last = match
            force = found.setdefault(country, Force())
            where = Range(tokens[position].start, tokens[last].bare.end)
            force.mentions.setdefault(where, "named")
            force.forms[" ".join(where.of(text).split())] += 1
    return found


def force_country(name: str) -> str | None:
    """The country whose armed forces as a whole bear this proper name ("Armed Forces of Ukraine")."""
    parts = name.split()
    if len(parts) < 2 or not {part.lower() for part in parts} & _FORCES:
        return None
    rest = " ".join(part for part in parts if part.lower() not in _FORCES | _BETWEEN | {"of", "the"})
    country = COUNTRY_BY_DEMONYM.get(rest) or COUNTRY_BY_NAME.get(rest)
    return country.name if country else None


def _force_at(tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
    """The country, and the position of the noun, of a force named at `position`."""
    token = tokens[position]
    if not token.capitalised:
        return None
    first = position + 1
    adjective = token.text
    if adjective in ("North", "South", "Saudi") and tokens[first].capitalised:
        adjective, first = f"{adjective} {tokens[first].bare.text}", first + 1
    country = COUNTRY_BY_DEMONYM.get(adjective)
    if country is None and tokens[first - 1].possessive:
        country = COUNTRY_BY_NAME.get(" ".join(t.bare.text for t in tokens[position:first]))
    if country is None:
        return None
    last = first
    while (
        last < len(tokens) and last - first < 3 and tokens[last].lower in _BETWEEN and tokens[last].lower != "military"
    ):
        last += 1
    if last < len(tokens) and tokens[last].bare.lower in _FORCES:
        following = tokens[last + 1].lower if last + 1 < len(tokens) else ""
        if tokens[last].lower in ("army", "military") and following in words(
            """chief commander group campaign operation aid base members personnel"""
        ):
            return None
        return country.name, last
    return None
