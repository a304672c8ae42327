"""What is reported: the clause, quotation or phrase after a reporting verb, or the clause before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from summarizer.language.grammar import (
    ADVERBIAL_STARTS,
    ARTICLES,
    COORDINATORS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    QUESTION_WORDS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    WEEKDAYS,
    finite_at,
    is_adverb,
)
from summarizer.language.reporting import TAKES_LISTENER, ReportingVerb
from summarizer.language.tokens import Token, words

ComplementKind = Literal["that", "quote", "clause", "question", "infinitive", "gerund", "noun"]

_MEDIUM = words(
    """statement interview post speech letter tweet message briefing conference report telegram address
    remarks email blog article video broadcast comments testimony book paper memo note release thread
    interviews reporters press parliament journalists court facebook twitter platform"""
)
_LISTENERS = words(
    """reporters journalists parliament lawmakers senators congress viewers investors supporters followers
    staff police them him her us me you everyone people officials residents voters media press court
    audience crowd"""
)
_REACH = 40


class Complement(NamedTuple):
    """Half-open token positions of what is reported, the introducing "that" left out."""

    kind: ComplementKind
    first: int
    last: int


def complement_after(
    tokens: Sequence[Token], position: int, verb: ReportingVerb | None, stops: Sequence[int]
) -> Complement | None:
    """What the reporting verb that ends before `position` reports, if it stands behind the verb."""
    end = next((stop for stop in stops if stop > position), len(tokens))
    start = _after_adjuncts(tokens, position, end, verb)
    if start >= end:
        return None
    kind = _kind(tokens, start, end, verb)
    if kind is None:
        return None
    if kind == "that":
        start += 1
        if start < end and tokens[start].text == ",":
            start += 1
        if start < end and tokens[start].kind == "quote":
            kind = "quote"
    last = _end(tokens, start, end)
    return Complement(kind, start, last) if start < last else None


def _kind(tokens: Sequence[Token], start: int, end: int, verb: ReportingVerb | None) -> ComplementKind | None:
    token = tokens[start]
    lower = token.lower
    if token.kind == "quote":
        return "quote"
    if token.kind == "mark" and token.text not in "([$£€…....":
        return None
    if lower == "that":
        return "that" if start + 1 < end else None
    if lower in ADVERBIAL_STARTS:
        return None
    if lower in QUESTION_WORDS:
        return "question" if finite_at(tokens, start + 1, end) is not None else None
    if lower == "to":
        return "infinitive" if start + 1 < end and tokens[start + 1].kind == "word" else None
    if lower in RELATIVES or lower in COORDINATORS:
        return None
    verb_position = finite_at(tokens, start, min(end, start + _REACH))
    comma = next((index for index in range(start, end) if tokens[index].text == ","), end)
    if verb_position is not None and (verb_position > start or token.kind == "word"):
        if lower in PREPOSITIONS and verb_position > comma and not _clause_after_comma(tokens, comma, verb_position):
            return None
        if verb_position < comma or lower in PREPOSITIONS or _inserted(tokens, comma, verb_position):
            return "clause"
    if lower in PREPOSITIONS:
        return None
    if lower.endswith("ing") and len(lower) > 4 and not token.capitalised:
        return "gerund"
    return "noun"


def _clause_after_comma(tokens: Sequence[Token], comma: int, verb: int) -> bool:
    opening = tokens[comma + 1] if comma + 1 < len(tokens) else None
    return opening is not None and comma + 1 < verb and opening.lower not in RELATIVES | COORDINATORS | ADVERBIAL_STARTS


def _inserted(tokens: Sequence[Token], comma: int, verb: int) -> bool:
    """Whether the first comma opens an insertion in the subject ("that the city, once a port, is")."""
    closing = next((index for index in range(comma + 1, verb) if tokens[index].text == ","), None)
    return closing is not None and closing == verb - 1


def _after_adjuncts(tokens: Sequence[Token], position: int, end: int, verb: ReportingVerb | None) -> int:
    """Past adverbs, times, media and the person spoken to, to where the complement can begin."""
    start = position
    if verb is not None and verb.lemma in TAKES_LISTENER | {"quote", "convince"}:
        start = _after_listener(tokens, start, end)
    for _ in range(6):
        before = start
        start = _after_adjunct(tokens, start, end)
        if start == before:
            break
    if start < end and tokens[start].text == ",":
        following = start + 1
        if following < end and tokens[following].kind == "quote":
            return following
        closing = next(
            (index for index in range(following, min(end, following + 14)) if tokens[index].text == ","), None
        )
        if (
            closing is not None
            and closing + 1 < end
            and (tokens[closing + 1].lower == "that" or tokens[closing + 1].kind == "quote")
        ):
            return closing + 1
    colon = next((index for index in range(start, end) if tokens[index].text == ":"), None)
    if colon is not None and colon + 1 < end and finite_at(tokens, start, colon) is None:
        return colon + 1
    return start


def _after_adjunct(tokens: Sequence[Token], start: int, end: int) -> int:
    if start >= end:
        return start
    token = tokens[start]
    lower = token.lower
    if token.text == ":":
        return start + 1
    if token.kind != "word":
        return start
    if lower in WEEKDAYS or lower in ("today", "yesterday", "tonight", "earlier", "later", "recently"):
        return start + 1
    if lower == "in" and [t.lower for t in tokens[start + 1 : start + 3]] == ["no", "uncertain"]:
        return start
    if lower in ("last", "this", "earlier") and start + 1 < end and tokens[start + 1].lower in WEEKDAYS | TIME_WORDS:
        return start + 2
    if is_adverb(token) and not token.capitalised:
        return start + 1
    if lower in ("back", "out", "away", "forward"):
        return start + 1
    if lower in PREPOSITIONS:
        return _after_prepositional(tokens, start, end)
    return start


def _after_prepositional(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "in a statement on Monday", "to the press": up to "that", a quotation, a colon or a clause of its own."""
    limit = min(end, start + 16)
    verb = finite_at(tokens, start + 1, limit)
    for index in range(start + 1, limit):
        token = tokens[index]
        if token.lower == "that" and index > start + 1 and (verb is None or index < verb):
            return index
        if (token.kind == "quote" or token.text == ":") and (verb is None or index < verb):
            return index if _introduces(tokens, index) else start
        if token.text in ",;" and (verb is None or index < verb):
            return start if index + 1 >= end or tokens[index + 1].kind != "quote" else index + 1
    following = tokens[start + 1] if start + 1 < end else None
    if following is None:
        return start
    if following.lower in WEEKDAYS | MONTHS | TIME_WORDS or following.kind == "number":
        index = start + 1
        while index < end and (tokens[index].lower in WEEKDAYS | MONTHS | TIME_WORDS or tokens[index].kind == "number"):
            index += 1
        return index
    for index in range(start + 1, min(limit, start + 6)):
        if tokens[index].lower in _MEDIUM or tokens[index].lower in _LISTENERS:
            return index + 1
    return start


def _introduces(tokens: Sequence[Token], index: int) -> bool:
    """Whether a quotation after a preposition is what is said, not a name in the phrase ("in “Meet the Press”")."""
    token = tokens[index]
    return token.text == ":" or len(token.text) > 25


def _after_listener(tokens: Sequence[Token], start: int, end: int) -> int:
    if start >= end:
        return start
    token = tokens[start]
    index = start
    if token.kind != "word" or token.lower == "that":
        return start
    if token.lower in words("him her them us me you") or token.lower in _LISTENERS:
        return start + 1
    if token.lower in ("it", "its") and token.text != "Its":
        return start
    if token.lower in ARTICLES or token.capitalised or token.lower in DETERMINERS:
        limit = min(end, start + 12)
        verb = finite_at(tokens, start, limit)
        for position in range(start, limit):
            if verb is not None and position >= verb:
                break
            if (
                tokens[position].lower in ("that", "how", "why", "what", "whether", "to")
                or tokens[position].kind == "quote"
            ):
                return position
            if tokens[position].text in (",", ":"):
                return position
        if token.capitalised and token.lower not in ARTICLES:
            while index < end and (tokens[index].capitalised or (tokens[index].lower in ("of", "the") and index > start)):
                if index > start and tokens[index].lower in ("the", "of") and not tokens[index + 1].capitalised:
                    break
                index += 1
            return index if verb is None or index < verb else start
        noun = start + 1
        while noun < end and tokens[noun].kind == "word" and noun - start < 3:
            following = tokens[noun + 1] if noun + 1 < end else None
            if (
                following is None
                or following.lower in SUBJECT_PRONOUNS | ARTICLES | DETERMINERS | PREPOSITIONS
                or following.capitalised
            ):
                return noun + 1
            noun += 1
        return start
    following = tokens[start + 1] if start + 1 < end else None
    if (
        token.lower.endswith("s")
        and following is not None
        and (
            following.lower in SUBJECT_PRONOUNS | DETERMINERS | {"that"} | PREPOSITIONS
            or following.capitalised
            or following.kind == "mark"
        )
    ):
        return start + 1
    return start


def _end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the content that begins at `start` ends: a whole quotation ends it when a new clause follows."""
    if tokens[start].kind == "quote" and start + 1 < end:
        following = tokens[start + 1]
        ends_inside = tokens[start].text[-2:-1] in ",.?!"
        if following.text in ",;" or (ends_inside and following.kind == "word"):
            return start + 1
        if following.lower in ADVERBIAL_STARTS and len(tokens[start].text) > 30:
            return start + 1
    return end


def content_before(tokens: Sequence[Token], unit_start: int, region_start: int) -> tuple[int, int] | None:
    """The clause or quotation that ends right before a reporting clause at `unit_start` ("…, she said")."""
    if unit_start <= region_start:
        return None
    before = tokens[unit_start - 1]
    if before.kind == "quote":
        last = unit_start
    elif before.text in (",", "-", "–", "—", "--", "?", "!"):
        last = unit_start - 1
    else:
        return None
    first = _after_opening(tokens, region_start, last)
    if first >= last:
        return None
    if any(tokens[index].kind == "quote" for index in range(first, last)):
        return first, last
    if finite_at(tokens, first, last) is None:
        return None
    opening = tokens[first].lower
    if opening in ("as", "when", "while", "after", "before", "if", "although", "though", "since", "because", "asked"):
        comma = next((index for index in range(first, last) if tokens[index].text == ","), None)
        if comma is None or finite_at(tokens, comma, last) is None:
            return None
    return first, last


def _after_opening(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past a label ("What Kyiv is saying:") and connectives ("However,")."""
    for index in range(first, min(first + 8, last)):
        if tokens[index].text == ":" and index + 1 < last:
            first = index + 1
            break
    if first + 1 < last and tokens[first + 1].text == "," and is_adverb(tokens[first]):
        first += 2
    while first < last and tokens[first].lower in ("but", "and"):
        first += 1
    return first
