"""Capitalised stretches of a sentence, taken apart into an office and a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.language.gazetteer import (
    COUNTRY_BY_DEMONYM,
    COUNTRY_BY_NAME,
    FORCE_WORDS,
    GOVERNMENT_WORDS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLE_MODIFIERS,
    TITLES,
)
from summarizer.language.grammar import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    CONNECTIVES,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    has_clause,
)
from summarizer.language.tokens import Token, words
from summarizer.text.ranges import Range

_PARTICLES = words("de von van bin ibn al el la du di da del der den ben abu le dos")
_JOINED_BY_OF = (
    ORGANISATION_WORDS | GOVERNMENT_WORDS | FORCE_WORDS | TITLES | words("armed general chiefs republic bay city")
)
_OPENING_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | CONNECTIVES
    | COORDINATORS
    | SUBORDINATORS
    | SUBJECT_PRONOUNS
    | RELATIVES
    | AUXILIARIES
    | ADVERBS
    | words(
        """not no there here what why how its it's yes please people image photo picture source sources related
        tags recent according"""
    )
)
_PERSONAL = ("er", "or", "ist", "ian", "ant", "man", "woman", "ers", "ors", "ists")
_COLLECTIVES = ORGANISATION_WORDS | GOVERNMENT_WORDS
_OWNERS = words("his her its their")
_PLACE_OPENINGS = words("mount lake port cape")
_LONGEST_RUN = 14
_LONGEST_ROLE = 16


@dataclass(frozen=True)
class Run:
    """A name as it stands: token positions of the name, the words of an office beside it, and what the office shows."""

    first: int
    last: int
    role: Range | None = None
    is_person: bool = False
    opens_sentence: bool = False


def find_runs(tokens: Sequence[Token]) -> list[Run]:
    """The names in a sentence, offices and leading function words taken off."""
    found: list[Run] = []
    position = 0
    while position < len(tokens):
        if not _may_begin(tokens, position):
            position += 1
            continue
        last = _run_end(tokens, position)
        first = position
        while first < last and (tokens[first].lower in _OPENING_WORDS and not _is_known(tokens[first])):
            first += 1
        if first < last:
            run = _split(tokens, first, last)
            if run is not None:
                found.append(run)
        position = max(last, position + 1)
    return [_with_apposition(tokens, run) for run in found]


def _is_known(token: Token) -> bool:
    return token.bare.text in COUNTRY_BY_NAME and token.bare.text.isupper()


def _may_begin(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    return token.capitalised and token.lower not in NOT_NAMES and token.bare.lower not in NOT_NAMES


def _run_end(tokens: Sequence[Token], first: int) -> int:
    """The end of the capitalised stretch that begins at `first`."""
    last = first + 1
    while last < len(tokens) and last - first < _LONGEST_RUN:
        before, token = tokens[last - 1], tokens[last]
        if before.possessive and not (token.capitalised and token.lower in _COLLECTIVES):
            break
        if token.text in "’'" and last + 1 < len(tokens) and tokens[last + 1].lower in _COLLECTIVES:
            last += 2  # "Seafarers’ Union"
            continue
        if token.capitalised and token.bare.lower not in NOT_NAMES:
            last += 1
        elif last + 1 < len(tokens) and tokens[last + 1].capitalised and _links(before, token):
            last += 2
        elif token.lower in ("of", "for", "to") and (joined := _joined(tokens, first, last)):
            last = joined
        else:
            break
    return last


def _links(before: Token, token: Token) -> bool:
    """Whether a mark or small word between two capitals belongs to the name ("L. Ron", "Marks & Cole", "van der")."""
    return token.text == "&" or token.lower in _PARTICLES or (token.text == "." and len(before.text) == 1)


def _joined(tokens: Sequence[Token], first: int, of: int) -> int | None:
    """The end of "of the Name" after an organisation or office; None where it does not go on."""
    if tokens[of].lower == "to" and tokens[of - 1].lower not in ("ambassador", "envoy", "secretary"):
        return None
    if not any(token.lower in _JOINED_BY_OF for token in tokens[first:of]):
        return None
    following = of + 1
    if following < len(tokens) and tokens[following].lower == "the":
        following += 1
    if following < len(tokens) and tokens[following].capitalised:
        return following + 1
    return None


def _split(tokens: Sequence[Token], first: int, last: int) -> Run | None:
    """The run without office and adjective of nationality."""
    opens = first == 0 or (tokens[first - 1].kind in ("mark", "quote") and tokens[first - 1].text not in ",’'-")
    opens = opens or all(token.kind in ("number", "mark") for token in tokens[:first])  # "15:55 Evacuations"
    titles = [index for index in range(first, last) if _is_title(tokens, index)]
    if not titles:
        return _untitled(tokens, first, last, opens)
    name = titles[-1] + 1
    if name == last or tokens[titles[-1]].possessive:
        head = tokens[first].bare.text
        if tokens[last - 1].lower in FORCE_WORDS or any(t.lower in GOVERNMENT_WORDS for t in tokens[first:last]):
            return Run(first, last, opens_sentence=opens)
        return Run(first, first + 1, opens_sentence=opens) if head in COUNTRY_BY_NAME and titles[0] > first else None
    own = _name_in(tokens, name, last)
    if own is None:
        if any(
            token.lower in ORGANISATION_WORDS | FORCE_WORDS | GOVERNMENT_WORDS for token in tokens[titles[0] + 1 : last]
        ):
            start = _after_of(tokens, titles[0], last)
            return Run(start, last, opens_sentence=opens) if start < last else None
        return None
    start = _role_start(tokens, first)
    role = Range(tokens[start].start, tokens[own - 1].end) if start < own else None
    return Run(own, last, role, is_person=True, opens_sentence=False)


def _is_title(tokens: Sequence[Token], position: int) -> bool:
    """An office; "General" in "General Staff" is none."""
    following = tokens[position + 1].bare.lower if position + 1 < len(tokens) else ""
    if tokens[position].lower == "general" and following in ORGANISATION_WORDS | FORCE_WORDS | GOVERNMENT_WORDS:
        return False
    return tokens[position].lower.rstrip(".") in TITLES


def _name_in(tokens: Sequence[Token], start: int, last: int) -> int | None:
    """Where the person's name begins behind an office; None where the stretch is all office."""
    if tokens[start].lower not in ("of", "for", "to", "the"):
        while start < last and tokens[start].lower in ORGANISATION_WORDS | FORCE_WORDS | GOVERNMENT_WORDS | {
            "for",
            "of",
            "the",
        }:
            start += 1
        return start if start < last and tokens[start].capitalised else None
    rest = list(range(start, last))
    ends = [i for i in rest if tokens[i].lower in ORGANISATION_WORDS | FORCE_WORDS | GOVERNMENT_WORDS]
    if ends:
        return ends[-1] + 1 if ends[-1] + 1 < last else None
    capitals = [i for i in rest if tokens[i].capitalised]
    for size in (3, 2, 1):
        country = " ".join(tokens[i].text for i in capitals[:size])
        if country in COUNTRY_BY_NAME:
            return capitals[size] if len(capitals) > size else None
    return capitals[-2] if len(capitals) >= 3 else None


def _after_of(tokens: Sequence[Token], title: int, last: int) -> int:
    start = title + 1
    while start < last and not tokens[start].capitalised:
        start += 1
    return start


def _untitled(tokens: Sequence[Token], first: int, last: int, opens: bool) -> Run | None:
    if (
        last - first == 1
        and tokens[first].bare.text in COUNTRY_BY_DEMONYM
        and tokens[first].bare.text not in COUNTRY_BY_NAME
    ):
        return None
    start = _role_start(tokens, first)
    if start < first and last - first <= 4:
        return Run(first, last, Range(tokens[start].start, tokens[first - 1].end), is_person=True)
    return Run(first, last, opens_sentence=opens)


def _role_start(tokens: Sequence[Token], name: int) -> int:
    """Where the lower-case words of an office right before `name` begin ("Russian chief of staff Valery Gerasimov")."""
    if not name:
        return name
    start = name
    if tokens[name - 1].lower == "staff" and name >= 3 and tokens[name - 2].lower == "of":
        start = name - 2
    if not start or tokens[start - 1].lower not in TITLES or tokens[start - 1].possessive:
        return name
    start -= 1
    while start and tokens[start - 1].kind == "word":
        token = tokens[start - 1]
        owner = token.bare.text in COUNTRY_BY_DEMONYM or token.possessive
        if not (token.lower in ROLE_MODIFIERS | TITLES or owner):
            break
        start -= 1
    return start


def _with_apposition(tokens: Sequence[Token], run: Run) -> Run:
    """The run with the office that stands beside it between commas, where that says more."""
    after = _apposition_after(tokens, run.last)
    before = _apposition_before(tokens, run.first)
    role = after or before
    if role is None or (run.role is not None and run.role.size >= role.size):
        return run
    return Run(run.first, run.last, role, True, run.opens_sentence)


def _apposition_after(tokens: Sequence[Token], last: int) -> Range | None:
    if last + 1 >= len(tokens) or tokens[last].text != ",":
        return None
    end = last + 1
    if tokens[end].kind == "number":  # an age
        end += 1
        if end >= len(tokens) or tokens[end].text != ",":
            return None
        end += 1
    start = end
    while (
        end < len(tokens)
        and end - start < _LONGEST_ROLE
        and tokens[end].text not in (",", ".", ";", "?", "!", "—", "–")
    ):
        end += 1
    if end == start or (end < len(tokens) and tokens[end].text not in (",", ".", "—", "–")):
        return None
    relative = (index for index in range(start, end) if tokens[index].lower in ("who", "which", "whose"))
    part = tokens[start : next(relative, end)]
    if not part or has_clause(part) or not _is_office(part):
        return None
    described = part[0].lower in ("a", "an", "one") and any(token.lower.endswith(_PERSONAL) for token in part)
    if not described and not any(token.lower in TITLES for token in part):
        return None
    return _without_article(part)


def _apposition_before(tokens: Sequence[Token], first: int) -> Range | None:
    if first < 2 or tokens[first - 1].text != ",":
        return None
    start = first - 1
    while (
        start
        and first - start < _LONGEST_ROLE
        and tokens[start - 1].text not in (",", ";", ":", ".")
        and tokens[start - 1].kind != "quote"
    ):
        start -= 1
    part = tokens[start : first - 1]
    while part and part[0].lower in CONNECTIVES | {"according", "to", "by"}:
        part = part[1:]
    articles = [index for index, token in enumerate(part) if token.lower in ("the", "a", "an")]
    if articles and has_clause(part):
        part = part[articles[-1] :]
    opening = bool(part) and (part[0].lower in ARTICLES | _OWNERS or part[0].capitalised)
    if not opening or has_clause(part) or not _is_office(part):
        return None
    head = next((index for index, token in enumerate(part) if token.lower in PREPOSITIONS), len(part))
    if not any(token.lower in TITLES for token in part[:head]):
        return None
    return _without_article(part)


def _without_article(part: Sequence[Token]) -> Range:
    first = part[1] if part[0].lower in ("the", "a", "an") else part[0]
    return Range(first.start, part[-1].end)


def _is_office(part: Sequence[Token]) -> bool:
    """Whether a segment is a noun phrase about one person: no list, no participle at its start."""
    opening = part[0]
    if opening.lower in PREPOSITIONS | RELATIVES | SUBORDINATORS | COORDINATORS | SUBJECT_PRONOUNS:
        return False
    return not (opening.lower.endswith("ing") and not opening.capitalised)


def is_place(tokens: Sequence[Token]) -> bool:
    """Whether the words of a name say that it is a place."""
    first, last = tokens[0].lower, tokens[-1].bare.lower
    if len(tokens) < 2 or (first in _PLACE_OPENINGS and last in _COLLECTIVES):
        return False  # "Port Ames Supporters’ Trust"
    return last in PLACE_WORDS or first in _PLACE_OPENINGS or first == "oval"


def past_apposition(tokens: Sequence[Token], last: int) -> int:
    """Past ", a passenger," behind a name, when a verb follows it."""
    if last >= len(tokens) or tokens[last].text != ",":
        return last
    closing = next((index for index in range(last + 1, min(last + 20, len(tokens))) if tokens[index].text == ","), None)
    return last if closing is None else closing + 1
