"""Who speaks, where the words for it follow: the noun phrase after "according to", "by" or an inverted "said"."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.language.grammar import (
    ARTICLES,
    BE,
    COORDINATORS,
    DETERMINERS,
    FINITE_AUXILIARIES,
    MONTHS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
    WEEKDAYS,
    finite_at,
    has_clause,
    is_adverb,
    is_finite,
)
from summarizer.language.subjects import Phrase
from summarizer.language.tokens import Token, words

_REACH = 60


def noun_phrase_after(tokens: Sequence[Token], start: int, *, apposition: bool = True) -> Phrase | None:
    """The noun phrase that begins at `start` (after "said", "according to", "by"), with its apposition."""
    end = start
    stop = min(start + _REACH, len(tokens))
    while end < stop:
        token = tokens[end]
        lower = token.lower
        if token.text == "(":
            end = next((p + 1 for p in range(end, min(end + 20, len(tokens))) if tokens[p].text == ")"), end + 1)
            continue
        if token.kind == "mark" and token.text not in "’'&/$£€%-@#":
            break
        if token.kind == "quote" and (end == start or tokens[end - 1].text == ","):
            break
        if end > start and token.kind == "word":
            if lower in RELATIVES or lower in SUBORDINATORS or lower in ("but", "than"):
                break
            if lower in ("and", "or") and finite_at(tokens, end + 1, min(end + 12, stop)) is not None:
                break
            if lower in SUBJECT_PRONOUNS or tokens[start].lower in SUBJECT_PRONOUNS:
                break
            if lower in WEEKDAYS or lower in ("yesterday", "today", "tonight"):
                break
            if lower in ARTICLES and tokens[end - 1].kind == "word" and tokens[end - 1].lower not in _BEFORE_ARTICLE:
                break
            if lower in PREPOSITIONS and lower != "of" and _starts_adverbial(tokens, end):
                break
            if is_finite(tokens, end) or (lower in FINITE_AUXILIARIES):
                break
            if is_adverb(token):
                break
        end += 1
    while end > start and (
        tokens[end - 1].lower in PREPOSITIONS or (tokens[end - 1].kind == "mark" and tokens[end - 1].text not in ")’'%")
    ):
        end -= 1
    if end == start:
        return None
    phrase = Phrase(start, end)
    return _appended(tokens, phrase) if apposition else phrase


_BEFORE_ARTICLE = PREPOSITIONS | words("and or of to the both all")


def _starts_adverbial(tokens: Sequence[Token], position: int) -> bool:
    """Whether the preposition at `position` begins a time or a circumstance rather than a part of a title."""
    following = [token.lower for token in tokens[position + 1 : position + 4]]
    if not following:
        return True
    if tokens[position].lower in (
        "during",
        "after",
        "before",
        "amid",
        "since",
        "until",
        "via",
        "through",
        "despite",
        "following",
    ):
        return True
    if following[0] in WEEKDAYS | MONTHS | TIME_WORDS or tokens[position + 1].kind == "number":
        return True
    circumstances = words(
        """statement interview post speech letter tweet message briefing conference press telegram address
        televised"""
    )
    return any(word in circumstances for word in following)


def _appended(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """The phrase with an apposition between commas, or before the end of the sentence."""
    comma = phrase.last
    if comma >= len(tokens) or tokens[comma].text != ",":
        return phrase
    end = comma + 1
    while (
        end < len(tokens)
        and end - comma < 25
        and tokens[end].text not in (",", ".", ";", ":", "!", "?")
        and tokens[end].kind != "quote"
    ):
        end += 1
    opening = tokens[comma + 1] if comma + 1 < len(tokens) else None
    if opening is None or end == comma + 1 or end >= len(tokens) or tokens[end].text not in ",.":
        return phrase
    if has_clause(tokens, comma + 1, end) or opening.lower in RELATIVES | SUBORDINATORS | PREPOSITIONS | COORDINATORS:
        return phrase
    named = _has_name(tokens, phrase)
    if opening.lower in _OFFICES | {"a", "an", "the", "one"} and named and tokens[phrase.first].lower not in ("the",):
        return Phrase(phrase.first, end)
    if (
        opening.capitalised
        and (not named or opening.lower not in DETERMINERS)
        and _is_apposition(tokens, phrase, comma, end)
    ):
        return Phrase(phrase.first, end)
    return phrase


def _has_name(tokens: Sequence[Token], phrase: Phrase) -> bool:
    return (
        any(token.capitalised for token in tokens[max(phrase.first, 1) : phrase.last])
        or tokens[phrase.first].capitalised
    )


def _is_apposition(tokens: Sequence[Token], phrase: Phrase, comma: int, end: int) -> bool:
    """A name beside an office or the other way round: no verb in it, and it is short."""
    inside = tokens[comma + 1 : end]
    if any(token.lower in BE for token in inside) or len(inside) > 14:
        return False
    lower_in_source = any(
        token.kind == "word" and not token.capitalised for token in tokens[phrase.first : phrase.last]
    )
    office = any(token.lower in _OFFICES for token in inside)
    name_only = all(token.capitalised for token in inside) and 1 < len(inside) <= 4
    return office or (lower_in_source and name_only)


_OFFICES = words(
    """chief head president vice deputy senior leading minister secretary spokesman spokeswoman spokesperson
    director chairman chairwoman general commander leader professor author founder ceo mayor governor senator
    representative ambassador manager analyst editor adviser advisor chair officer coach captain captain deputy
    commissioner inspector lawyer attorney"""
)
