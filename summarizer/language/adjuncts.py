"""What may stand between a reporting verb and what it reports: adverbs, times, media, the person spoken to."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.language.grammar import (
    ARTICLES,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
    WEEKDAYS,
    finite_at,
    is_adverb,
)
from summarizer.language.lexicon import TAKES_LISTENER
from summarizer.language.reporting import ReportingVerb
from summarizer.language.tokens import Token, words

MEDIA = words(
    """statement interview interviews post posts speech letter tweet message briefing conference telegram address
    remarks email blog video broadcast testimony book paper memo note release thread reporters press parliament
    journalists court facebook twitter platform network radio television tv hearing rally podcast column filing"""
)
_LISTENERS = words(
    """reporters journalists parliament lawmakers senators congress viewers investors supporters followers staff police
    everyone people officials residents voters media press court audience crowd ministers delegates jurors"""
)
_OBJECTS = words("him her them us me you it")
_LONGEST_PHRASE = 16
_APPROXIMATING = words("about around over under near above below")

_BOUNDS = (["at", "least"], ["at", "most"], ["up", "to"])


def after_adjuncts(tokens: Sequence[Token], position: int, end: int, verb: ReportingVerb | None) -> int:
    """The position where the complement of a verb that ends before `position` can begin; at most `end`."""
    start = position
    if verb is not None and verb.lemma in TAKES_LISTENER:
        start = after_listener(tokens, start, end)
    for _ in range(6):
        before = start
        start = _after_one(tokens, start, end)
        if start == before:
            break
    if start < end and tokens[start].text == ",":
        return _after_comma(tokens, start, end)
    return start


def _after_comma(tokens: Sequence[Token], comma: int, end: int) -> int:
    """Past the comma before a quotation, or past an insertion between two commas before "that" or a quotation."""
    following = comma + 1
    if following < end and tokens[following].kind == "quote":
        return following
    closing = next((index for index in range(following, min(end, following + 14)) if tokens[index].text == ","), None)
    if closing is None or closing + 1 >= end:
        return comma
    resumed = tokens[closing + 1]
    return closing + 1 if resumed.lower == "that" or resumed.kind == "quote" else comma


def _after_one(tokens: Sequence[Token], start: int, end: int) -> int:
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
    if lower in ("last", "this", "earlier") and start + 1 < end and tokens[start + 1].lower in WEEKDAYS | TIME_WORDS:
        return start + 2
    if (
        is_adverb(token)
        and not token.capitalised
        and (lower not in ("only", "even") or (start + 1 < end and tokens[start + 1].lower == "that"))
    ):
        return start + 1
    if lower in PREPOSITIONS:
        return _after_prepositional(tokens, start, end)
    return start


def _after_prepositional(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "in a statement on Monday", "to the press": up to "that", a quotation, a colon or a clause of its own."""
    if tokens[start].lower in _APPROXIMATING and start + 1 < end and tokens[start + 1].kind == "number":
        return start
    if [token.lower for token in tokens[start : start + 2]] in _BOUNDS:
        return start
    limit = min(end, start + _LONGEST_PHRASE)
    verb = finite_at(tokens, start + 1, limit)
    for index in range(start + 1, limit if verb is None else verb):
        token = tokens[index]
        if token.lower == "that" and index > start + 1:
            return index
        if token.text == ":":
            return index
        if token.kind == "quote":
            # A short one is a name in the phrase ("on “Meet the Press”").
            return index if token.end - token.start > 25 else start
        if token.lower in ("and", "but") and index == start + 1:
            return start
        if token.text in ",;":
            quoted = index + 1 < end and tokens[index + 1].kind == "quote"
            return index + 1 if quoted else start
    if start + 1 >= end:
        return start
    if _is_time(tokens[start + 1]):
        index = start + 1
        while index < end and _is_time(tokens[index]):
            index += 1
        return index
    for index in range(start + 1, min(limit, start + 6)):
        if tokens[index].lower in MEDIA or tokens[index].lower in _LISTENERS:
            return index + 1
    return start


def _is_time(token: Token) -> bool:
    return token.lower in WEEKDAYS | MONTHS | TIME_WORDS or token.kind == "number"


def after_listener(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past the person spoken to ("told [the Courier] that"); `start` where nobody is."""
    if start >= end or tokens[start].kind != "word" or tokens[start].lower in ("that", "no"):
        return start
    token = tokens[start]
    if token.lower in _OBJECTS:
        verb = finite_at(tokens, start, min(end, start + 3))
        # "told her sister", "told it was over": not an object of its own.
        return start if verb == start + 1 and token.lower in ("it", "you") else start + 1
    if token.lower in _LISTENERS:
        return start + 1
    if token.lower in ARTICLES | DETERMINERS or token.capitalised:
        return _after_noun(tokens, start, end)
    following = tokens[start + 1] if start + 1 < end else None
    return start + 1 if token.lower.endswith("s") and following is not None and _begins_clause(following) else start


def _begins_clause(token: Token) -> bool:
    if token.lower in SUBJECT_PRONOUNS | DETERMINERS | PREPOSITIONS or token.lower in ("that", "to"):
        return True
    return token.capitalised or token.kind in ("mark", "number")


def _after_noun(tokens: Sequence[Token], start: int, end: int) -> int:
    limit = min(end, start + 12)
    verb = finite_at(tokens, start, limit)
    for position in range(start, limit if verb is None else verb):
        if tokens[position].lower in ("that", "how", "why", "what", "whether", "to"):
            return position
        if tokens[position].kind == "quote" or tokens[position].text in (",", ":"):
            return position
    if tokens[start].capitalised and tokens[start].lower not in ARTICLES:
        return _after_name(tokens, start, end, verb)
    noun = start + 1
    while noun < end and tokens[noun].kind == "word" and noun - start < 4:
        following = tokens[noun + 1] if noun + 1 < end else None
        ends = following is None or (_begins_clause(following) and following.kind != "number")
        if ends and not tokens[noun].possessive:
            return noun + 1
        noun += 1
    return start


def _after_name(tokens: Sequence[Token], start: int, end: int, verb: int | None) -> int:
    index = start
    while index < end and (tokens[index].capitalised or (index > start and tokens[index].lower in ("of", "the"))):
        small = tokens[index].lower in ("the", "of")
        if small and not (index + 1 < end and tokens[index + 1].capitalised):
            break
        index += 1
        if tokens[index - 1].possessive:
            return start
    return index if verb is None or index < verb else start
