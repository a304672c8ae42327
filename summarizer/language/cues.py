"""Where a sentence reports: each reporting verb or phrase, with its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.language.agents import noun_phrase_after
from summarizer.language.complements import ATTITUDES
from summarizer.language.cue_shapes import (
    agrees,
    cue_phrase,
    is_label,
    is_negated,
    may_invert,
    owner_start,
    reads_inverted,
    subject_after_comma,
)
from summarizer.language.grammar import (
    ARTICLES,
    BE,
    COORDINATORS,
    PREPOSITIONS,
    is_adverb,
)
from summarizer.language.lexicon import NAMING
from summarizer.language.reporting import SOURCE_PHRASES, ReportingVerb, is_verb_here, reporting_verb
from summarizer.language.subjects import Phrase, main_subject, subject_before, verb_group_start
from summarizer.language.tokens import Token, words

UnitKind = Literal["verb", "inverted", "gerund", "phrase", "passive", "quoted", "state", "noun", "attitude", "citing"]

# "are hopeful that", "is concerned": adjectives that say what somebody holds true.
_STATES = words(
    """hopeful concerned worried confident convinced optimistic afraid certain sure aware adamant sceptical skeptical
    pessimistic satisfied"""
)
# "the minister's claim that".
_CLAIM_NOUNS = words(
    """claim claims assertion assertions statement announcement allegation allegations accusation accusations belief
    warning warnings conclusion suggestion insistence view opinion argument admission denial prediction promise pledge
    confirmation revelation assurance assurances complaint declaration comment fear fears hope hopes"""
)
_CONVEYING = {
    form: lemma
    for lemma, listed in {
        "express": "express expresses expressed expressing",
        "convey": "convey conveys conveyed conveying",
        "voice": "voice voices voiced voicing",
        "raise": "raise raises raised raising",
        "float": "float floats floated floating",
        "share": "shares shared",
    }.items()
    for form in listed.split()
}
# What is cited as a ground, not as a source.
_REASONS = words(
    """concern concerns rule rules reason reasons fear fears risk risks cost costs lack need needs problem problems
    safety privacy security weather grounds law laws difficulties damage examples example issues health pressure
    uncertainty"""
)
_PRESCRIBING = words(
    """law laws rule rules regulation regulations statute statutes constitution treaty contract contracts tariff
    price prices tradition custom logic"""
)
_MODALS = words("may might could would will should must can")
_AGENT_REACH = 8
_MOST_UNITS = 40  # a sentence with more reporting words is no prose


def _prescribes(tokens: Sequence[Token], subject: Phrase) -> bool:
    """Whether a subject is a rule: what "the law demands" nobody says."""
    head = next((at for at in range(subject.first + 1, subject.last) if tokens[at].lower in PREPOSITIONS), subject.last)
    return tokens[head - 1].bare.lower in _PRESCRIBING


@dataclass(frozen=True)
class Unit:
    """A reporting expression.

    `first`–`last` are the token positions of the verb group, `cue` those of the words that report. `stop` is where the
    content of an earlier expression ends because this one begins; None where this one may be nested inside that
    content. `inherited` tells that the subject stands in another clause than the verb, `modal` that the saying itself
    is only possible or to come.
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
    modal: bool = False

    @property
    def start(self) -> int:
        """The leftmost position of the verb group and, where it stands in the same clause, its subject."""
        return self.first if self.subject is None or self.inherited else min(self.first, self.subject.first)


def find_units(tokens: Sequence[Token], *, headline: bool = False) -> list[Unit]:
    """The reporting expressions among the tokens of a region, in order; the first forty of them."""
    finder = _Finder(tokens, headline)
    position = 0
    while position < len(tokens) and len(finder.found) < _MOST_UNITS:
        unit = finder.at(position)
        if unit is not None:
            finder.found.append(unit)
            position = max(unit.cue.last, position + 1)
        else:
            position += 1
    return finder.found


class _Finder:
    """Finds units from left to right; earlier ones lend their subject to later ones."""

    def __init__(self, tokens: Sequence[Token], headline: bool) -> None:
        self.tokens = tokens
        self.headline = headline
        self.found: list[Unit] = []

    def at(self, position: int) -> Unit | None:
        """The unit whose cue begins at `position`."""
        tokens = self.tokens
        token = tokens[position]
        if token.kind != "word":
            return None
        phrase = SOURCE_PHRASES.at(tokens, position)
        if phrase is not None:
            return self._phrase(position, phrase.last)
        if token.lower in _CLAIM_NOUNS and (noun := self._noun(position)) is not None:
            return noun
        if token.lower == "citing" and (cited := self._citing(position)) is not None:
            return cited
        if token.lower in _CONVEYING:
            return self._attitude(position)
        verb = reporting_verb(token.lower)
        if verb is None:
            return self._state(position) if token.lower in _STATES else None
        if not is_verb_here(tokens, position):
            return None
        if verb.form == "gerund":
            return self._gerund(position, verb)
        return self._verb(position, verb)

    def _verb(self, position: int, verb: ReportingVerb) -> Unit | None:
        tokens = self.tokens
        first = verb_group_start(tokens, position)
        if first and tokens[first - 1].lower == "to":
            return None
        group = {word.lower for word in tokens[first:position]}
        if verb.form in ("past", "participle") and group & BE and not group & words("being"):
            return self._passive(first, position, verb)
        if verb.form == "participle" and verb.lemma != "read" and not group & words("has have had having"):
            # "a letter written by": only with "have" is it the verb of its clause.
            return None
        return self._finite(first, position, verb)

    def _phrase(self, position: int, last: int) -> Unit | None:
        subject = noun_phrase_after(self.tokens, last)
        if subject is None:
            return None
        return Unit("phrase", None, position, subject.last, Phrase(position, last), subject, stop=self._stop(position))

    def _finite(self, first: int, position: int, verb: ReportingVerb) -> Unit | None:
        tokens = self.tokens
        if position + 1 < len(tokens) and tokens[position + 1].lower == "otherwise":
            return None  # "the figures say otherwise" leaves open what they say
        cue = cue_phrase(tokens, first, position)
        negated = is_negated(tokens, first, position)
        modal = any(token.lower in _MODALS for token in tokens[first:position])
        before = tokens[first - 1] if first else None
        if may_invert(before, verb) and verb.form in ("past", "third"):
            after = noun_phrase_after(tokens, position + 1)
            if after is not None and reads_inverted(tokens, position, after):
                return Unit("inverted", verb, first, after.last, cue, after, negated)
        coordinated = before is not None and before.lower in COORDINATORS
        subject = None if coordinated else subject_before(tokens, first)
        named = verb.lemma in NAMING and first == position and before is not None and before.text == ","
        if named and subject is not None and all(token.text != "," for token in tokens[subject.first : subject.last]):
            return None  # "The offensive, dubbed Kite, …"
        if subject is None and (coordinated or (before is not None and before.text == "," and self.found)):
            shared = self._shared(first)
            if shared is None:
                return None
            stop = self._stop(first)
            return Unit("verb", verb, first, position + 1, cue, shared, negated, inherited=True, stop=stop, modal=modal)
        if subject is not None and _prescribes(tokens, subject):
            return None
        if subject is None or (verb.form == "base" and not agrees(tokens, subject, first, position)):
            return None
        return Unit(
            "verb", verb, first, position + 1, cue, subject, negated, stop=self._stop(subject.first), modal=modal
        )

    def _shared(self, first: int) -> Phrase | None:
        """The subject of the clause that a coordinated or participial verb goes on with."""
        for unit in reversed(self.found):
            if unit.subject is not None and unit.kind in ("verb", "inverted", "gerund", "quoted", "attitude"):
                return unit.subject
        return main_subject(self.tokens, first)

    def _gerund(self, position: int, verb: ReportingVerb) -> Unit | None:
        tokens = self.tokens
        first = position
        while first and (is_adverb(tokens[first - 1]) or tokens[first - 1].lower == "not"):
            first -= 1
        cue = cue_phrase(tokens, position, position)
        before = tokens[first - 1] if first else None
        if before is not None and before.lower == "as":
            return self._quoted_as(first - 1)
        if before is not None and before.lower in BE:
            group = verb_group_start(tokens, position)
            subject = subject_before(tokens, group)
            if subject is None or is_label(tokens, subject, position):
                return None
            negated = is_negated(tokens, group, position)
            cue = cue_phrase(tokens, group, position)
            return Unit("verb", verb, group, position + 1, cue, subject, negated, stop=self._stop(subject.first))
        subject = self._controller(first, position)
        if subject is not None:
            stop = self._stop(first, gerund=True)
            return Unit("gerund", verb, first, position + 1, cue, subject, inherited=True, stop=stop)
        if before is None or before.kind != "word" or before.lower in PREPOSITIONS | ARTICLES | words("than to of not"):
            return None
        subject = subject_before(tokens, first)
        if subject is None:
            return None
        absolute = [index for index in range(*subject) if tokens[index].lower == "with"]
        if absolute:
            subject = Phrase(absolute[-1] + 1, subject.last)
        stop = self._stop(subject.first, gerund=True)
        return Unit("gerund", verb, first, position + 1, cue, subject, stop=stop)

    def _controller(self, first: int, position: int) -> Phrase | None:
        """The subject that a participle without one of its own takes from the clause it belongs to."""
        before = self.tokens[first - 1] if first else None
        if before is None:
            return subject_after_comma(self.tokens, position)
        if before.kind in ("mark", "quote") or before.lower in COORDINATORS | words(
            "by after before while whilst when"
        ):
            return self._shared(first)
        return None

    def _quoted_as(self, as_position: int) -> Unit | None:
        """ "X was quoted by Y as saying", "Y quoted X as saying": X is the source."""
        tokens = self.tokens
        quoted = next(
            (
                index
                for index in range(as_position - 1, max(as_position - 12, -1), -1)
                if tokens[index].lower in ("quoted", "cited", "quotes", "quoting", "citing")
            ),
            None,
        )
        if quoted is None:
            return None
        first = verb_group_start(tokens, quoted)
        if any(token.lower in BE for token in tokens[first:quoted]):
            subject = subject_before(tokens, first)
        else:
            subject = Phrase(quoted + 1, as_position) if quoted + 1 < as_position else None
        verb = reporting_verb(tokens[as_position + 1].lower)
        cue = Phrase(as_position + 1, as_position + 2)
        return Unit("quoted", verb, first, as_position + 2, cue, subject, inherited=True, stop=self._stop(first))

    def _passive(self, first: int, position: int, verb: ReportingVerb) -> Unit | None:
        tokens = self.tokens
        if verb.lemma == "quote":
            return None
        agent: Phrase | None = None
        for index in range(position + 1, min(position + 1 + _AGENT_REACH, len(tokens))):
            if tokens[index].lower == "by":
                agent = noun_phrase_after(tokens, index + 1)
                break
            if tokens[index].kind != "word" or tokens[index].lower == "that":
                break
        last = agent.last if agent is not None else position + 1
        cue = cue_phrase(tokens, first, position)
        negated = is_negated(tokens, first, position)
        return Unit("passive", verb, first, last, cue, agent, negated, inherited=True, stop=self._stop(first))

    def _state(self, position: int) -> Unit | None:
        tokens = self.tokens
        first = verb_group_start(tokens, position)
        if not any(token.lower in BE for token in tokens[first:position]):
            return None
        subject = subject_before(tokens, first)
        if subject is None:
            return None
        cue = Phrase(position, position + 1)
        negated = is_negated(tokens, first, position)
        return Unit("state", None, first, position + 1, cue, subject, negated, stop=self._stop(subject.first))

    def _noun(self, position: int) -> Unit | None:
        """ "the minister's claim that": the owner is the source."""
        tokens = self.tokens
        if position + 2 >= len(tokens) or tokens[position + 1].lower != "that":
            return None
        if not position or is_verb_here(tokens, position):
            return None
        owner = position
        while owner and position - owner < 4 and not tokens[owner - 1].possessive and tokens[owner - 1].kind == "word":
            owner -= 1
            if tokens[owner].lower in ARTICLES:
                break
        subject: Phrase | None = None
        if owner and tokens[owner - 1].possessive:
            subject = Phrase(owner_start(tokens, owner - 1), owner)
        elif tokens[owner].lower in ("his", "her", "their", "its", "my", "our"):
            subject = Phrase(owner, owner + 1)
        elif self.found and self.found[-1].verb is not None and self.found[-1].verb.denies:
            return None  # "questions the claim that": somebody else's claim
        elif not {token.lower for token in tokens[owner:position]} & {"any", "no"}:
            subject = self._shared(owner)
        if subject is None:
            return None
        cue = Phrase(position, position + 1)
        return Unit("noun", None, position, position + 1, cue, subject, inherited=True)

    def _citing(self, position: int) -> Unit | None:
        """ "…, citing police": what the sentence reports is laid on somebody else."""
        tokens = self.tokens
        source = noun_phrase_after(tokens, position + 1)
        if source is None:
            return None
        if any(token.lower in _REASONS for token in tokens[source.first : source.last]):
            return None
        cue = Phrase(position, position + 1)
        stop = self._stop(position, gerund=True)
        return Unit("citing", None, position, source.last, cue, source, inherited=True, stop=stop)

    def _attitude(self, position: int) -> Unit | None:
        """ "expressed hope that", "raising the possibility of"."""
        tokens = self.tokens
        if not any(token.lower in ATTITUDES for token in tokens[position + 1 : position + 4]):
            return None
        cue = Phrase(position, position + 1)
        first = verb_group_start(tokens, position)
        if first and tokens[first - 1].lower == "to":
            return None
        if tokens[position].lower.endswith("ing"):
            subject = self._controller(position, position)
            if subject is None:
                return None
            stop = self._stop(position, gerund=True)
            return Unit("attitude", None, position, position + 1, cue, subject, inherited=True, stop=stop)
        before = tokens[first - 1] if first else None
        if before is not None and before.lower in COORDINATORS:
            shared = self._shared(first)
            if shared is None:
                return None
            return Unit("attitude", None, first, position + 1, cue, shared, inherited=True, stop=self._stop(first))
        subject = subject_before(tokens, first)
        if subject is None:
            return None
        return Unit("attitude", None, first, position + 1, cue, subject, stop=self._stop(subject.first))

    def _stop(self, start: int, *, gerund: bool = False) -> int | None:
        """Where earlier content ends if a clause starts at `start`; None where it may be nested in that content."""
        tokens = self.tokens
        position = start
        joined = self.headline
        while position:
            before = tokens[position - 1]
            if before.lower in COORDINATORS | words("while whereas although though with"):
                joined = True
            elif not is_adverb(before):
                break
            position -= 1
        if not position:
            return None
        before = tokens[position - 1]
        if before.text in (",", ";", "—", "–") and (joined or gerund or before.text == ";"):
            return position - 1
        if before.kind == "quote" and (joined or gerund):
            return position
        return position if joined and tokens[position].lower in COORDINATORS else None
