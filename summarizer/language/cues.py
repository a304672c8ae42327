"""Where a sentence reports: each reporting verb or phrase with its subject, before anything is said about the content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.language.grammar import (
    ARTICLES,
    BE,
    COORDINATORS,
    NEGATIONS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    finite_at,
    is_adverb,
)
from summarizer.language.reporting import (
    SOURCE_PHRASES,
    ReportingVerb,
    is_verb_here,
    reporting_verb,
)
from summarizer.language.subjects import Phrase, noun_phrase_after, subject_before, verb_group_start
from summarizer.language.tokens import Token, words

UnitKind = Literal["verb", "inverted", "gerund", "phrase", "passive", "quoted", "state"]

# "are hopeful that", "is concerned": adjectives that say what somebody holds true.
_STATES = words(
    "hopeful concerned worried confident convinced optimistic afraid certain sure aware adamant sceptical skeptical "
    "pessimistic satisfied pleased proud"
)
_AGENT_REACH = 8


@dataclass(frozen=True)
class Unit:
    """A reporting expression. `first`–`last` are the token positions of the verb group, `cue` those of the words that report.

    `stop` is where the content of an earlier expression ends because this one begins; None where this one may be
    nested inside that content.
    """

    kind: UnitKind
    verb: ReportingVerb | None
    first: int
    last: int
    cue: Phrase
    subject: Phrase | None
    negated: bool = False
    inherited: bool = False
    stop: int | None = None

    @property
    def start(self) -> int:
        """The leftmost position of subject and verb group."""
        return (
            self.first
            if self.subject is None
            else min(self.first, self.subject.first)
            if not self.inherited
            else self.first
        )


def find_units(tokens: Sequence[Token]) -> list[Unit]:
    """The reporting expressions among the tokens of a region, in order."""
    found: list[Unit] = []
    position = 0
    while position < len(tokens):
        unit = _unit_at(tokens, position, found)
        if unit is not None:
            found.append(unit)
            position = max(unit.cue.last, position + 1)
        else:
            position += 1
    return found


def _unit_at(tokens: Sequence[Token], position: int, earlier: Sequence[Unit]) -> Unit | None:
    token = tokens[position]
    if token.kind != "word":
        return None
    phrase = SOURCE_PHRASES.at(tokens, position)
    if phrase is not None:
        return _phrase(tokens, position, phrase.last)
    verb = reporting_verb(token.lower)
    if verb is None:
        return _state(tokens, position) if token.lower in _STATES else None
    if not is_verb_here(tokens, position):
        return None
    if verb.form == "gerund":
        return _gerund(tokens, position, verb, earlier)
    first = verb_group_start(tokens, position)
    if _is_infinitive(tokens, first, position):
        return None
    group = {word.lower for word in tokens[first:position]}
    if verb.form in ("past", "participle") and group & BE:
        return _passive(tokens, first, position, verb)
    if verb.form == "participle" and verb.lemma != "read":
        # "a letter written by": only with "have" is it the verb of its clause.
        if not group & words("has have had having"):
            return None
    return _finite(tokens, first, position, verb, earlier)


def _is_infinitive(tokens: Sequence[Token], first: int, verb: int) -> bool:
    before = tokens[first - 1].lower if first else ""
    return before == "to" and reporting_verb(tokens[verb].lower) is not None


def _phrase(tokens: Sequence[Token], position: int, last: int) -> Unit | None:
    subject = noun_phrase_after(tokens, last)
    if subject is None:
        return None
    stop = _stop(tokens, position)
    return Unit("phrase", None, position, subject.last, Phrase(position, last), subject, stop=stop)


def _negated(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(
        token.lower in NEGATIONS
        or token.lower.endswith("n't")
        or token.lower in ("declined", "refused", "declines", "refuses")
        for token in tokens[first:last]
    )


def _finite(
    tokens: Sequence[Token], first: int, position: int, verb: ReportingVerb, earlier: Sequence[Unit]
) -> Unit | None:
    cue = Phrase(position, position + 1)
    negated = _negated(tokens, first, position)
    before = tokens[first - 1] if first else None
    if _may_invert(before, verb):
        after = noun_phrase_after(tokens, position + 1)
        if after is not None and _reads_inverted(tokens, position, after, before):
            return Unit("inverted", verb, first, after.last, cue, after, negated, stop=None)
    if (before is not None and before.lower in COORDINATORS) or (before is not None and before.text == "," and earlier):
        subject = subject_before(tokens, first) if before.text == "," else None
        if subject is None:
            shared = _shared_subject(tokens, first, earlier)
            if shared is None:
                return None
            return Unit(
                "verb", verb, first, position + 1, cue, shared, negated, inherited=True, stop=_stop(tokens, first)
            )
        return Unit("verb", verb, first, position + 1, cue, subject, negated, stop=_stop(tokens, subject.first))
    subject = subject_before(tokens, first)
    if subject is None:
        return None
    if verb.form == "base" and not _agrees(tokens, subject, first, position):
        return None
    return Unit("verb", verb, first, position + 1, cue, subject, negated, stop=_stop(tokens, subject.first))


def _agrees(tokens: Sequence[Token], subject: Phrase, first: int, verb: int) -> bool:
    """Whether a base form can be the finite verb of this subject: an auxiliary before it, or a plural subject."""
    if first < verb and any(not is_adverb(token) for token in tokens[first:verb]):
        return True
    head = tokens[subject.first : subject.last]
    if any(
        token.lower
        in (
            "and",
            "some",
            "many",
            "most",
            "several",
            "few",
            "others",
            "i",
            "we",
            "they",
            "you",
            "who",
            "media",
            "police",
            "people",
            "data",
        )
        for token in head
    ):
        return True
    return any(token.lower.endswith("s") or token.text.isupper() or token.lower in ("men", "women") for token in head)


def _may_invert(before: Token | None, verb: ReportingVerb) -> bool:
    if "say" not in verb.strengths and verb.lemma not in (
        "note",
        "warn",
        "conclude",
        "continue",
        "report",
        "observe",
        "recall",
    ):
        return False
    if verb.form not in ("past", "third"):
        return False
    return before is None or before.kind == "quote" or before.text in (",", "—", "–", "-")


def _reads_inverted(tokens: Sequence[Token], verb: int, after: Phrase, before: Token | None) -> bool:
    """Whether what follows the verb is its subject: a name or noun, then the end, a comma, or a circumstance."""
    opening = tokens[after.first]
    if opening.lower in ("that", "it", "there", "this"):
        return False
    if before is not None and before.text == "," and subject_before(tokens, verb) is not None:
        return False
    following = tokens[after.last] if after.last < len(tokens) else None
    if finite_at(tokens, after.first, after.last) is not None:
        return False
    if following is None or following.kind in ("mark", "quote"):
        return True
    return following.lower in PREPOSITIONS or following.lower in words(
        """who as while when and wednesday monday tuesday thursday friday saturday sunday today yesterday"""
    )


def _shared_subject(tokens: Sequence[Token], first: int, earlier: Sequence[Unit]) -> Phrase | None:
    """The subject of the clause that a coordinated or participial verb goes on with."""
    for unit in reversed(earlier):
        if unit.subject is not None and unit.kind in ("verb", "inverted", "gerund", "quoted") and unit.first < first:
            return unit.subject
    return main_subject(tokens, first)


def main_subject(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The subject of the first finite clause that begins left of `before`, adverbial clauses with a comma apart."""
    position = 0
    while position < before:
        verb = finite_at(tokens, position, before)
        if verb is None:
            return None
        first = verb_group_start(tokens, verb)
        subject = subject_before(tokens, first)
        if subject is not None and not _in_adverbial(tokens, subject):
            return subject
        position = verb + 1
    return None


def _in_adverbial(tokens: Sequence[Token], subject: Phrase) -> bool:
    before = tokens[subject.first - 1].lower if subject.first else ""
    return before in (
        "as",
        "when",
        "while",
        "because",
        "if",
        "although",
        "though",
        "that",
        "which",
        "who",
        "where",
        "since",
        "after",
    )


def _gerund(tokens: Sequence[Token], position: int, verb: ReportingVerb, earlier: Sequence[Unit]) -> Unit | None:
    first = position
    while first and (is_adverb(tokens[first - 1]) or tokens[first - 1].lower == "not"):
        first -= 1
    cue = Phrase(position, position + 1)
    before = tokens[first - 1] if first else None
    if before is not None and before.lower == "as" and (quoted := _quoted_as(tokens, first - 1)) is not None:
        return quoted
    if before is not None and before.lower in BE:
        group = verb_group_start(tokens, position)
        subject = subject_before(tokens, group)
        if subject is None:
            return None
        return Unit(
            "verb",
            verb,
            group,
            position + 1,
            cue,
            subject,
            _negated(tokens, group, position),
            stop=_stop(tokens, subject.first),
        )
    controlled = (
        before is None
        or before.kind in ("mark", "quote")
        or before.lower in COORDINATORS | words("by after while when")
    )
    if controlled:
        shared = _shared_subject(tokens, first, earlier)
        if before is None:
            shared = _subject_after_comma(tokens, position)
        if shared is None:
            return None
        return Unit(
            "gerund", verb, first, position + 1, cue, shared, inherited=True, stop=_stop(tokens, first, gerund=True)
        )
    if before is not None and (
        before.lower in PREPOSITIONS | ARTICLES or before.lower in ("as", "than", "to", "of", "not")
    ):
        return None
    subject = subject_before(tokens, first)
    if subject is None:
        return None
    return Unit("gerund", verb, first, position + 1, cue, subject, stop=_stop(tokens, subject.first, gerund=True))


def _subject_after_comma(tokens: Sequence[Token], position: int) -> Phrase | None:
    """The subject of the main clause behind a participle that opens the sentence."""
    verb = finite_at(tokens, position + 1)
    while verb is not None:
        subject = subject_before(tokens, verb_group_start(tokens, verb))
        if subject is not None and subject.first and tokens[subject.first - 1].text == ",":
            return subject
        verb = finite_at(tokens, verb + 1)
    return None


def _quoted_as(tokens: Sequence[Token], as_position: int) -> Unit | None:
    """ "X was quoted by Y as saying", "Y quoted X as saying": X is the source."""
    for quoted in range(as_position - 1, max(as_position - 12, -1), -1):
        if tokens[quoted].lower in ("quoted", "cited", "quotes", "quoting", "citing"):
            break
    else:
        return None
    cue = Phrase(quoted, as_position + 2)
    first = verb_group_start(tokens, quoted)
    if any(token.lower in BE for token in tokens[first:quoted]):
        subject = subject_before(tokens, first)
    else:
        subject = Phrase(quoted + 1, as_position) if quoted + 1 < as_position else None
    verb = reporting_verb(tokens[as_position + 1].lower)
    return Unit("quoted", verb, first, as_position + 2, cue, subject, stop=_stop(tokens, first))


def _passive(tokens: Sequence[Token], first: int, position: int, verb: ReportingVerb) -> Unit | None:
    cue = Phrase(position, position + 1)
    following = [token.lower for token in tokens[position + 1 : position + 1 + 3 * _AGENT_REACH]]
    if verb.lemma in ("quote", "cite"):
        return None
    agent: Phrase | None = None
    for offset, word in enumerate(following[:_AGENT_REACH]):
        if word == "by":
            agent = noun_phrase_after(tokens, position + 2 + offset)
            break
        if word in (",", ".", "that"):
            break
    if (
        tokens[first - 1].lower in SUBJECT_PRONOUNS - {"it"}
        and agent is None
        and verb.lemma not in ("tell", "inform", "say", "report")
    ):
        return None
    last = agent.last if agent is not None else position + 1
    return Unit(
        "passive",
        verb,
        first,
        last,
        cue,
        agent,
        _negated(tokens, first, position),
        inherited=True,
        stop=_stop(tokens, first),
    )


def _state(tokens: Sequence[Token], position: int) -> Unit | None:
    first = verb_group_start(tokens, position)
    if not any(token.lower in BE for token in tokens[first:position]):
        return None
    subject = subject_before(tokens, first)
    if subject is None:
        return None
    cue = Phrase(position, position + 1)
    return Unit(
        "state",
        None,
        first,
        position + 1,
        cue,
        subject,
        _negated(tokens, first, position),
        stop=_stop(tokens, subject.first),
    )


def _stop(tokens: Sequence[Token], start: int, *, gerund: bool = False) -> int | None:
    """Where earlier content ends if a new reporting clause starts at `start`; None where it may be nested in that content."""
    position = start
    joined = False
    while position and (
        tokens[position - 1].lower in COORDINATORS | words("while whereas although though with")
        or is_adverb(tokens[position - 1])
    ):
        joined = joined or not is_adverb(tokens[position - 1])
        position -= 1
    if not position:
        return None
    before = tokens[position - 1]
    if before.text in (",", ";", "—", "–") and (joined or gerund or before.text == ";"):
        return position - 1
    if before.kind == "quote" and (joined or gerund):
        return position
    return position if joined and tokens[position].lower in COORDINATORS else None
