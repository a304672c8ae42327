"""What is reported: the clause, quotation or phrase after a reporting verb, or the clause before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizer.language.adjuncts import MEDIA, after_adjuncts
from summarizer.language.grammar import (
    ADVERBIAL_STARTS,
    ARTICLES,
    COORDINATORS,
    PREPOSITIONS,
    QUESTION_WORDS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    WEEKDAYS,
    finite_at,
    is_adverb,
    is_finite,
)
from summarizer.language.lexicon import NAMING, Frame
from summarizer.language.reporting import ReportingVerb, reporting_verb
from summarizer.language.tokens import Token, words

# "called for talks", "warned of floods": verb and preposition together take what is reported as their object.
_WITH_PREPOSITION = {
    "call": ("for",),
    "ask": ("for",),
    "warn": ("of", "about", "against"),
    "hint": ("at",),
    "advocate": ("for",),
}
# "expressed hope that", "raised the possibility of": what these take as their object when they report.
ATTITUDES = words(
    """hope hopes optimism concern concerns confidence gratitude support fear fears doubt doubts regret outrage
    possibility prospect idea satisfaction belief view willingness readiness alarm sympathy condolences frustration
    scepticism skepticism suspicion suspicions question questions opposition anger shock sadness"""
)
# These deny where their object is something said; else they are about people and elections.
_OF_STATEMENTS = words("question contest")
_STATEMENTS = words(
    """claim claims finding findings figure figures account accounts allegation allegations accusation accusations
    assertion assertions version conclusion conclusions ruling verdict estimate estimates report charge charges"""
)
_WITH_FIGURE = words("put expect anticipate")
_NUMBER_WORDS = words(
    "two three four five six seven eight nine ten eleven twelve twenty thirty hundreds thousands dozens"
)
_REACH = 40
_QUOTED_SENTENCE = 30


class Complement(NamedTuple):
    """Half-open token positions of what is reported, an introducing "that" left out."""

    kind: Frame
    first: int
    last: int


def complement_after(
    tokens: Sequence[Token], position: int, verb: ReportingVerb | None, stops: Sequence[int], *, relative: bool = False
) -> Complement | None:
    """What the reporting verb that ends before `position` reports, if it stands behind the verb.

    `stops` are positions where the next reporting clause of the sentence begins. `relative` tells that the subject
    stands in a relative clause, whose own missing subject may leave a bare verb here ("which officials hope will
    open").
    """
    end = next((stop for stop in stops if stop > position), len(tokens))
    end = next((index for index in range(position, end) if tokens[index].text == ";"), end)
    lemma = verb.lemma if verb is not None else ""
    if position < end and tokens[position].lower in _WITH_PREPOSITION.get(lemma, ()):
        return _noun(tokens, position + 1, end)
    if lemma == "push":
        against = [token.lower for token in tokens[position : position + 2]]
        return _noun(tokens, position + 2, end) if against in (["back", "against"], ["back", "on"]) else None
    if lemma in ("point", "rule", "find") and position < end and tokens[position].lower == "out":
        position += 1
    start = after_adjuncts(tokens, position, end, verb)
    listens = start > position and verb is not None and "order" in verb.frames
    if listens and start < end and tokens[start].lower == "to" and tokens[start - 1].lower != "not":
        return Complement("order", position, end)
    colon = next((index for index in range(start, end) if tokens[index].text == ":"), None)
    introduces = colon is not None and colon + 1 < end and tokens[colon + 1].kind == "quote"
    speaks = verb is not None and "say" in verb.strengths
    if colon is not None and introduces and (not speaks or finite_at(tokens, start, colon) is None):
        start = colon + 1
    if start >= end:
        return None
    kind = _kind(tokens, start, end, relative)
    if kind is None:
        return None
    if kind == "that":
        start += 1
        while start < end and tokens[start].text == ",":
            start += 1
    last = _end(tokens, start, end)
    if start >= last:
        return None
    if kind == "noun" and tokens[start].kind != "quote" and lemma == "rule" and tokens[position - 1].lower == "out":
        return _noun(tokens, start, end)
    return _fitting(tokens, Complement(kind, start, last), verb, end)


def _fitting(tokens: Sequence[Token], found: Complement, verb: ReportingVerb | None, end: int) -> Complement | None:
    """The complement if the verb can take it, else the reading of it that the verb can take, else None."""
    if verb is None:
        return found
    if found.kind in ("noun", "clause") and "order" in verb.frames:
        infinitive = _infinitive(tokens, found.first, min(found.last, found.first + 10))
        if infinitive is not None:
            return found._replace(kind="order")
    if found.kind == "clause" and "clause" not in verb.frames and "noun" in verb.frames:
        colon = next((at for at in range(found.first, found.last) if tokens[at].text == ":"), None)
        inner = finite_at(tokens, found.first, found.last)
        if colon is not None and inner is not None and colon < inner:
            end = colon  # "disputes the figure: it says …"
        elif inner is None or not _is_dependent(tokens, found.first, inner):
            return None
        found = found._replace(kind="noun")
    if found.kind == "noun" and verb.lemma in ("find", "show", "reveal") and tokens[found.first].lower == "no":
        return _noun(tokens, found.first, end)
    if found.kind == "noun" and "noun" in verb.frames:
        if verb.lemma in NAMING and not _is_predicated(tokens, found.first, found.last):
            return None
        if verb.noun_like and not _named_subject(tokens, found.first, verb):
            return None
        if verb.lemma in _WITH_FIGURE and not _has_figure(tokens, found, verb.lemma):
            return None
        if verb.lemma in _OF_STATEMENTS and not _is_statement(tokens, found):
            return None
        if verb.lemma == "claim" and _takes_lives(tokens, found):
            return None
        return _noun(tokens, found.first, end)
    return found if found.kind in verb.frames else None


def _has_figure(tokens: Sequence[Token], found: Complement, lemma: str) -> bool:
    """ "put the toll at nine", "expect sales of 40 million": an estimate, not a deed or a wait."""
    inside = tokens[found.first : found.last]
    figures = any(token.kind == "number" or token.lower in _NUMBER_WORDS for token in inside)
    return figures and (lemma != "put" or any(token.lower == "at" for token in inside))


def _is_statement(tokens: Sequence[Token], found: Complement) -> bool:
    return any(token.lower in _STATEMENTS for token in tokens[found.first : min(found.first + 4, found.last)])


def _takes_lives(tokens: Sequence[Token], found: Complement) -> bool:
    """ "claimed nine lives" says nothing about what anybody said."""
    return any(
        token.lower in ("life", "lives", "victims") for token in tokens[found.first : min(found.first + 4, found.last)]
    )


def _named_subject(tokens: Sequence[Token], first: int, verb: ReportingVerb) -> bool:
    """Whether a subject stands right before a form that could be a noun ("Orrin claims victory")."""
    position = first - 1
    while position > 0 and reporting_verb(tokens[position].lower) != verb:
        position -= 1
    before = tokens[position - 1] if position else None
    if before is None or before.possessive:
        return False
    if before.capitalised or before.lower in SUBJECT_PRONOUNS:
        return True
    determined = any(token.lower in ARTICLES for token in tokens[max(position - 4, 0) : position])
    follows = tokens[first].lower in ARTICLES or tokens[first].kind == "number" or tokens[first].lower in _NUMBER_WORDS
    return determined and follows and not before.lower.endswith("s")


def _infinitive(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where "to" follows the person asked ("residents to boil water")."""
    for index in range(first + 1, last):
        if tokens[index].lower == "to":
            following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
            return None if following in ARTICLES or not following.isalpha() else index
        if tokens[index].kind != "word" or is_finite(tokens, index):
            return None
    return None


def _is_dependent(tokens: Sequence[Token], first: int, verb: int) -> bool:
    """Whether the finite verb belongs to a clause inside the noun phrase ("troops who fought", "what he called")."""
    for index in range(verb - 1, first - 1, -1):
        token = tokens[index]
        if token.lower in RELATIVES | ADVERBIAL_STARTS | QUESTION_WORDS or token.text in (",", "—", "–"):
            return True
        if token.lower in ("for", "as", "of", "with", "than", "and"):
            return True
    return False


def _is_predicated(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a second description follows the object: "called him a liar", "called the vote “a farce”"."""
    inside = tokens[first:last]
    if any(token.kind == "quote" for token in inside) or any(token.lower == "as" for token in inside):
        return True
    if inside[0].lower in ("him", "her", "it", "them", "himself", "itself"):
        return len(inside) > 1
    return any(token.lower in ("a", "an", "the") for token in inside[2:8]) and not inside[0].capitalised


def _noun(tokens: Sequence[Token], first: int, end: int) -> Complement | None:
    """A noun phrase as content: up to the clause that follows it, without the time and medium of the reporting."""
    last = first
    while last < end:
        token = tokens[last]
        if token.text in (";", ".") or (token.text in (",", "—", "–") and _leaves(tokens, last, end)):
            break
        last += 1
        if token.kind == "quote" and token.text[-2:-1] == "," and last > first + 1:
            break
    last = _without_circumstance(tokens, first, last)
    return Complement("noun", first, last) if last > first else None


def _leaves(tokens: Sequence[Token], comma: int, end: int) -> bool:
    following = tokens[comma + 1] if comma + 1 < end else None
    if following is None:
        return True
    lower = following.lower
    if lower in ADVERBIAL_STARTS | {"which", "who", "but", "a", "an"}:
        return True
    return following.kind == "word" and lower.endswith("ing") and not following.capitalised


def _without_circumstance(tokens: Sequence[Token], first: int, last: int) -> int:
    """Without "in a post on Telegram" or "on Monday" at the end."""
    while last - first > 2:
        for start in range(last - 2, max(first, last - 8), -1):
            lower = tokens[start].lower
            tail = tokens[start + 1 : last]
            if lower in ("in", "on", "during", "at", "to") and any(t.lower in MEDIA | WEEKDAYS for t in tail):
                last = start
                break
        else:
            if tokens[last - 1].lower in WEEKDAYS | {"yesterday", "today"}:
                last -= 1
                continue
            break
    return last


def _kind(tokens: Sequence[Token], start: int, end: int, relative: bool) -> Frame | None:
    token = tokens[start]
    lower = token.lower
    if token.kind == "quote":
        return "quote"
    if token.kind == "mark" and token.text not in "([$£€…....-":
        return None
    if lower == "that":
        return "that" if start + 1 < end else None
    if lower in QUESTION_WORDS and not (lower in ADVERBIAL_STARTS and tokens[start - 1].lower not in ("ask", "asked")):
        return "question" if finite_at(tokens, start + 1, end) is not None else None
    if lower in ADVERBIAL_STARTS or lower in RELATIVES or lower in COORDINATORS:
        return None
    if lower == "to":
        return "infinitive" if start + 1 < end and tokens[start + 1].kind == "word" else None
    verb = finite_at(tokens, start, min(end, start + _REACH))
    comma = next((index for index in range(start, end) if tokens[index].text == ","), end)
    if verb is not None:
        contracted = "'" in lower and lower.split("'")[0] in SUBJECT_PRONOUNS | {"there", "that", "here", "what"}
        if verb == start and not contracted:
            return "clause" if relative else None
        if lower in PREPOSITIONS:
            return "clause" if verb < comma or _main_clause(tokens, comma, verb) else None
        if verb < comma or _inserted(tokens, comma, verb):
            return "clause"
    if lower in PREPOSITIONS:
        return None
    if lower.endswith("ing") and len(lower) > 4 and not token.capitalised:
        return "gerund"
    return "noun"


def _main_clause(tokens: Sequence[Token], comma: int, verb: int) -> bool:
    """Whether a main clause follows the comma after an opening phrase ("said on arrival, the crew …")."""
    opening = tokens[comma + 1] if comma + 1 < len(tokens) else None
    if opening is None or comma + 1 >= verb or opening.lower in COORDINATORS:
        return False
    return not any(token.lower in RELATIVES | ADVERBIAL_STARTS for token in tokens[comma + 1 : verb])


def _inserted(tokens: Sequence[Token], comma: int, verb: int) -> bool:
    """Whether the first comma opens an insertion in the subject ("said the city, once a port, is")."""
    closing = [index for index in range(comma + 1, verb) if tokens[index].text == ","]
    return bool(closing) and closing[-1] >= verb - 2


def _end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the content that begins at `start` ends: a whole quotation ends it when a new clause follows."""
    if tokens[start].kind == "quote" and start + 1 < end:
        following = tokens[start + 1]
        ends_inside = tokens[start].text[-2:-1] in ",.?!"
        if following.text in ",;" or (ends_inside and following.kind == "word"):
            return start + 1
        if following.lower in ADVERBIAL_STARTS and len(tokens[start].text) > _QUOTED_SENTENCE:
            return start + 1
    return end


def content_before(
    tokens: Sequence[Token], unit_start: int, region_start: int, *, verbless: bool = False
) -> tuple[int, int] | None:
    """The clause or quotation that ends right before a reporting clause at `unit_start` ("…, she said").

    `verbless` allows what headlines do without: "Deal near, diplomat says".
    """
    last = _left_end(tokens, unit_start, region_start)
    if last is None:
        return None
    first = after_opening(tokens, region_start, last)
    if first >= last:
        return None
    if any(tokens[index].kind == "quote" for index in range(first, last)):
        return first, last
    if finite_at(tokens, first, last) is None:
        return (first, last) if verbless and last - first > 1 else None
    opening = tokens[first].lower
    if opening in ADVERBIAL_STARTS | {"if", "asked", "unless", "once"}:
        comma = next((index for index in range(first, last) if tokens[index].text == ","), None)
        if comma is None or finite_at(tokens, comma, last) is None:
            return None
    return first, last


def _left_end(tokens: Sequence[Token], unit_start: int, region_start: int) -> int | None:
    if unit_start <= region_start:
        return None
    before = tokens[unit_start - 1]
    if before.kind == "quote":
        return unit_start
    return unit_start - 1 if before.text in (",", "-", "–", "—", "--", "?", "!") else None


def interrupted(
    tokens: Sequence[Token], unit_start: int, unit_end: int, region_start: int, stops: Sequence[int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The two parts of a clause that a reporting clause between commas breaks ("The gate, she said, had failed")."""
    last = _left_end(tokens, unit_start, region_start)
    if last is None or unit_end >= len(tokens) - 1 or tokens[unit_end].text != ",":
        return None
    first = after_opening(tokens, region_start, last)
    end = next((stop for stop in stops if stop > unit_end), len(tokens))
    verb = finite_at(tokens, unit_end + 1, end)
    if first >= last or verb is None or tokens[first].lower in PREPOSITIONS | ADVERBIAL_STARTS:
        return None
    if tokens[unit_end + 1].lower in COORDINATORS | RELATIVES | ADVERBIAL_STARTS:
        return None
    return (first, last), (unit_end + 1, end)


def relative_end(tokens: Sequence[Token], start: int) -> int | None:
    """The comma that ends a relative clause before the verb of its main clause ("who said …, was arrested")."""
    for index in range(start, min(start + _REACH, len(tokens) - 1)):
        if tokens[index].text == "," and is_finite(tokens, index + 1):
            return index
    return None


def after_opening(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past a label ("What Kyiv is saying:") and connectives ("However,") at the start of a sentence."""
    for index in range(first, min(first + 8, last)):
        if tokens[index].text == ":" and index + 1 < last:
            first = index + 1
            break
    if first < last and ":" in tokens[first].text and tokens[first].kind == "number":
        first += 1  # the time of an entry in a live report
    if first + 1 < last and tokens[first + 1].text == "," and is_adverb(tokens[first]):
        first += 2
    while first < last and tokens[first].lower in ("but", "and"):
        first += 1
    return first
