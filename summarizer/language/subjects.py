"""Who speaks: the noun phrase that is the subject of a reporting verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizer.language.grammar import (
    ARTICLES,
    AUXILIARIES,
    CONNECTIVES,
    COORDINATORS,
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
    is_reduced,
)
from summarizer.language.tokens import Token, words

# How far a subject is looked for, in tokens; no subject of news English is longer.
_REACH = 60
_LONGEST_GROUP = 10
_FAR = 200  # tokens between a participle and the subject of its clause, at most
_CHAINING = words(
    """continue continues continued decline declines declined refuse refuses refused proceed proceeded begin began
    hasten hastened"""
)
_CLAUSE_OPENERS = words("after before since until")
_PARENTHETICAL = words("however meanwhile though moreover therefore nevertheless also too instead")


class Phrase(NamedTuple):
    """Half-open token positions of a noun phrase."""

    first: int
    last: int


def verb_group_start(tokens: Sequence[Token], verb: int) -> int:
    """Where the auxiliaries, adverbs and auxiliary-like verbs before a verb begin ("has also declined to say")."""
    start = verb
    while start and verb - start < _LONGEST_GROUP:
        before = tokens[start - 1]
        if (before.kind == "word" and before.lower in AUXILIARIES) or is_adverb(before):
            start -= 1
        elif (
            before.text == ","
            and start >= 3
            and tokens[start - 2].lower in _PARENTHETICAL
            and tokens[start - 3].text == ","
        ):
            start -= 3
        elif before.lower == "to" and start >= 2 and tokens[start - 2].lower in _CHAINING:
            start -= 2
        elif (
            before.lower == "to"
            and start >= 3
            and tokens[start - 2].lower == "on"
            and tokens[start - 3].lower in ("went", "goes")
        ):
            start -= 3
        else:
            break
    while start < verb and is_adverb(tokens[start]) and (start == 0 or tokens[start - 1].text == ","):
        start += 1
        if start < verb and tokens[start].text == ",":
            start += 1
    return start


def subject_before(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """The subject that ends right before the verb group at `verb`; with its apposition, without leading adverbials."""
    if verb == 0:
        return None
    last = verb
    before = tokens[verb - 1]
    if before.text == ",":
        return _with_apposition(tokens, verb - 1)
    if before.text in ("—", "–", "-", "--"):
        opening = _opening_dash(tokens, verb - 1)
        return None if opening is None else _noun_phrase_before(tokens, opening)
    if before.kind == "mark" and before.text not in ")%’'":
        return None
    if before.kind == "quote" and (verb == 1 or not _is_name_in_quotes(tokens, verb - 1)):
        return None
    return _noun_phrase_before(tokens, last)


def _is_name_in_quotes(tokens: Sequence[Token], quote: int) -> bool:
    """Whether a quotation is part of a noun phrase ("the “History” section"), not a statement."""
    token = tokens[quote]
    if token.end - token.start > 40 or token.text[-2:-1] in ",.?!":
        return False
    return quote > 0 and tokens[quote - 1].kind == "word" and not is_finite(tokens, quote - 1)


def _opening_dash(tokens: Sequence[Token], closing: int) -> int | None:
    for position in range(closing - 1, max(closing - 20, 0), -1):
        if tokens[position].text == tokens[closing].text:
            return position
    return None


def _with_apposition(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """ "Name, office, VERB": head and apposition. "Name, who did this, VERB": the head alone."""
    end = comma
    for _ in range(4):
        start = _comma_before(tokens, end)
        if start is None:
            # A comma too many: "The survey published this week, revealed …".
            whole = _noun_phrase_before(tokens, end)
            return whole if whole is not None and _opens_region(tokens, whole.first) else None
        opening = tokens[start + 1]
        participle = opening.lower.endswith(("ed", "ing")) and not opening.capitalised
        relative = participle or opening.lower in ("who", "which", "whose", "whom")
        if not relative and (opening.lower in SUBORDINATORS | SUBJECT_PRONOUNS or _is_clause(tokens, start + 1, end)):
            return None
        if start >= 2 and tokens[start - 1].kind == "number" and tokens[start - 2].text == ",":
            start -= 2  # an age
        head = _noun_phrase_before(tokens, start)
        joined = opening.lower in ("and", "or")
        if head is not None and not joined and not _is_time(tokens, head):
            if has_clause(tokens, head.first, start):
                return None
            return Phrase(head.first, start if relative else _relative_start(tokens, start + 1, comma))
        if not joined:
            return None
        end = start
    return None


def _is_clause(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a finite verb stands in a segment outside a relative clause at its end."""
    return has_clause(tokens, first, _relative_start(tokens, first, last))


def _relative_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where a relative clause without a comma begins in a segment; its end if there is none."""
    return next((index for index in range(first, last) if tokens[index].lower in ("who", "which", "whose")), last)


def _opens_region(tokens: Sequence[Token], position: int) -> bool:
    return position == 0 or tokens[position - 1].lower in COORDINATORS or tokens[position - 1].text == ":"


def _comma_before(tokens: Sequence[Token], position: int) -> int | None:
    for index in range(position - 1, max(position - _REACH, -1), -1):
        if tokens[index].text == ",":
            return index
        if tokens[index].text in ";:" or tokens[index].kind == "quote":
            return None
    return None


def _noun_phrase_before(tokens: Sequence[Token], end: int) -> Phrase | None:
    """The noun phrase that ends before `end`, as far left as its clause goes."""
    if end <= 0:
        return None
    tail = tokens[end - 1]
    if is_pronoun(tail):
        antecedent = _antecedent(tokens, end - 1) if tail.lower == "who" else None
        return antecedent or Phrase(end - 1, end)
    if tail.lower in ("which", "that") and end >= 2:
        return _antecedent(tokens, end - 1)
    start = end
    stop = max(end - _REACH, 0)
    stopped_by_verb = False
    while start > stop:
        token = tokens[start - 1]
        if token.text in ")]":
            opening = _opening_bracket(tokens, start - 1)
            if opening is None:
                break
            start = opening
            continue
        if token.kind == "mark" and token.text not in "’'&/$£€%.-@#":
            break
        if token.kind == "quote" and not _is_name_in_quotes(tokens, start - 1):
            break
        if token.kind == "word" and _ends_phrase(tokens, start - 1, end):
            jump = _relative_clause(tokens, start - 1)
            if jump is None:
                stopped_by_verb = is_finite(tokens, start - 1)
                break
            start = jump
            continue
        start -= 1
    if stopped_by_verb:
        start = _subordinate(tokens, start, end)
    return _trimmed(tokens, start, end)


def _subordinate(tokens: Sequence[Token], start: int, end: int) -> int:
    """Behind the verb of a main clause "after a court" begins the clause that the next verb belongs to."""
    return next((at + 1 for at in range(end - 2, start - 1, -1) if tokens[at].lower in _CLAUSE_OPENERS), start)


def is_pronoun(token: Token) -> bool:
    """A subject pronoun, also contracted ("we've"); "WHO" and "IT" are names."""
    if token.kind != "word" or (token.text.isupper() and len(token.text) > 1):
        return False
    head = token.lower.split("'")[0]
    return head in SUBJECT_PRONOUNS and (head != "i" or token.text[0] == "I")


def _opening_bracket(tokens: Sequence[Token], closing: int) -> int | None:
    for position in range(closing - 1, max(closing - 20, -1), -1):
        if tokens[position].text in "([":
            return position
    return None


def _ends_phrase(tokens: Sequence[Token], position: int, end: int) -> bool:
    """Whether the word at `position` lies left of the noun phrase that ends at `end`."""
    lower = tokens[position].lower
    if tokens[position].text.isupper() and len(lower) > 1:
        return False
    if lower in RELATIVES or (
        lower in SUBORDINATORS and lower not in ("before", "after", "since", "until", "as", "so")
    ):
        return True
    if lower in ("but", "nor", "yet", "because", "how", "why", "what", "when", "than"):
        return True
    if lower in ("as", "so") or (lower in ("after", "before", "since", "until") and position == 0):
        return position + 1 < end
    if lower in ("and", "or"):
        return _joins_clauses(tokens, position)
    return is_finite(tokens, position) and not is_reduced(tokens, position)


def _joins_clauses(tokens: Sequence[Token], position: int) -> bool:
    """Whether the "and" at `position` follows a whole clause, rather than a noun."""
    if position and tokens[position - 1].text == ",":
        return True
    start = position
    while start > max(position - 40, 0) and tokens[start - 1].text not in (",", ";", ":"):
        start -= 1
    return has_clause(tokens, start, position)


def _relative_clause(tokens: Sequence[Token], verb: int) -> int | None:
    """Where the noun before a relative clause ends, if the finite verb at `verb` belongs to one without commas."""
    position = verb
    for _ in range(3):
        if position == 0:
            return None
        position -= 1
        if tokens[position].lower in ("who", "that", "which") and position and tokens[position - 1].kind == "word":
            noun = tokens[position - 1]
            return None if noun.lower in AUXILIARIES or is_finite(tokens, position - 1) else position
        if not (is_adverb(tokens[position]) or tokens[position].lower in AUXILIARIES):
            return None
    return None


def _antecedent(tokens: Sequence[Token], relative: int) -> Phrase | None:
    end = relative - 1 if relative and tokens[relative - 1].text == "," else relative
    if end <= 0 or tokens[end - 1].kind == "mark":
        return None
    return _last_chunk(tokens, _noun_phrase_before(tokens, end))


def _last_chunk(tokens: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """The last noun of a longer stretch: from its last determiner or the first capital of its last name."""
    if phrase is None:
        return None
    start = phrase.last - 1
    while start > phrase.first:
        before = tokens[start - 1]
        if before.lower in ARTICLES:
            start -= 1
            break
        if before.kind == "mark" or before.lower in PREPOSITIONS or before.lower in AUXILIARIES:
            break
        if tokens[start].capitalised and not before.capitalised:
            break
        start -= 1
    return Phrase(start, phrase.last)


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """Without connectives, times and prepositional phrases that come before the subject."""
    while start < end:
        token = tokens[start]
        lower = token.lower
        if token.kind == "number" and ":" in token.text:
            start += 1
            continue
        if lower in COORDINATORS or (lower in CONNECTIVES and end - start > 1) or token.kind == "mark":
            start += 1
        elif lower in ("on", "in", "by", "since", "until", "last", "this", "next", "early", "late") and _time_end(
            tokens, start, end
        ):
            start = _time_end(tokens, start, end) or end
        elif (lower in WEEKDAYS or lower in TIME_WORDS) and end - start > 1:
            start += 1
        elif lower in PREPOSITIONS or lower in ("with", "as"):
            inner = _last_chunk(tokens, Phrase(start + 1, end))
            if lower == "with" or inner is None:
                start += 1
            else:
                start = inner.first if inner.first > start + 1 else start + 1
        elif is_adverb(token) and end - start > 1:
            start += 1
        else:
            break
    return Phrase(start, end) if start < end and not _is_time(tokens, Phrase(start, end)) else None


def _time_end(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The end of "on Wednesday", "last week", "in March 2025", if that is what starts at `start`."""
    position = start + 1
    seen = False
    while position < end:
        token = tokens[position]
        if token.lower in WEEKDAYS or token.lower in MONTHS or token.lower in TIME_WORDS or token.kind == "number":
            seen = True
            position += 1
        elif (
            token.lower in ("the", "of")
            and position + 1 < end
            and (tokens[position + 1].lower in MONTHS | TIME_WORDS or tokens[position + 1].kind == "number")
        ):
            position += 1
        else:
            break
    return position if seen and position < end else None


def _is_time(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase is nothing but a date or a time."""
    part = tokens[phrase.first : phrase.last]
    return all(
        token.kind in ("number", "mark")
        or token.lower in WEEKDAYS | MONTHS | TIME_WORDS | PREPOSITIONS | {"the", "a", "of"}
        for token in part
    )


def main_subject(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The subject of the first finite clause that begins left of `before`, subordinate clauses apart."""
    position = max(before - _FAR, 0)
    while position < before:
        verb = finite_at(tokens, position, before)
        if verb is None:
            return None
        subject = subject_before(tokens, verb_group_start(tokens, verb))
        if subject is not None and not (subject.first and tokens[subject.first - 1].lower in _SUBORDINATING):
            return subject
        position = verb + 1
    return None


_SUBORDINATING = RELATIVES | SUBORDINATORS
