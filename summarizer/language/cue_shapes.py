"""How a reporting verb stands in its clause: its group and particle, agreement with a subject, inversion."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.language.grammar import ARTICLES, AUXILIARIES, NEGATIONS, PREPOSITIONS, finite_at, is_adverb, is_finite
from summarizer.language.reporting import ReportingVerb, reporting_verb
from summarizer.language.subjects import Phrase, subject_before, verb_group_start
from summarizer.language.tokens import Token, words

_SINGULAR_BASES = words(
    "i we they you who media police people data and some many most several few others men women researchers"
)
_PARTICLES = {
    "point": ("out",),
    "rule": ("out",),
    "call": ("for",),
    "ask": ("for",),
    "advocate": ("for",),
    "hint": ("at",),
}
_INVERTING = words("note read warn conclude continue report observe recall")
_FAR = 200  # tokens between a participle that opens a sentence and its subject, at most


def owner_start(tokens: Sequence[Token], owner: int) -> int:
    """Where the noun phrase that ends in a possessive begins: its name, or its article."""
    start = owner
    while start and tokens[start - 1].capitalised and tokens[start].capitalised:
        start -= 1
    for index in range(start - 1, max(start - 5, -1), -1):
        if tokens[index].lower in ARTICLES:
            return index
        if tokens[index].kind != "word" or tokens[index].lower in PREPOSITIONS | AUXILIARIES:
            break
        if is_finite(tokens, index):
            break  # "The guard denied Marl's assertion that"
    return start


def cue_phrase(tokens: Sequence[Token], first: int, position: int) -> Phrase:
    """The verb with the auxiliaries and "not" right before it, and its particle."""
    start = position
    while start > first and (tokens[start - 1].lower in AUXILIARIES or tokens[start - 1].lower == "not"):
        start -= 1
    last = position + 1
    following = tokens[last].lower if last < len(tokens) else ""
    verb = reporting_verb(tokens[position].lower)
    lemma = verb.lemma if verb is not None else ""
    if lemma == "push" and following == "back":
        last += 2
    elif following in _PARTICLES.get(lemma, ()):
        last += 1
    return Phrase(start, last)


def is_negated(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a verb group says that something was not said ("has not confirmed", "declined to say")."""
    refusing = words("declined refused declines refuses decline refuse")
    return any(token.lower in NEGATIONS or token.lower in refusing for token in tokens[first:last])


def is_label(tokens: Sequence[Token], subject: Phrase, verb: int) -> bool:
    """ "What Kyiv is saying:" announces content and is none."""
    lead = tokens[subject.first - 1].lower if subject.first else ""
    return lead in ("what", "how", "who") and verb + 1 < len(tokens) and tokens[verb + 1].text == ":"


def agrees(tokens: Sequence[Token], subject: Phrase, first: int, verb: int) -> bool:
    """Whether a base form can be the finite verb of this subject: an auxiliary before it, or a plural subject."""
    if any(not is_adverb(token) for token in tokens[first:verb]):
        return True
    head = tokens[subject.first : subject.last]
    return any(token.lower in _SINGULAR_BASES or token.lower.endswith("s") or token.text.isupper() for token in head)


def may_invert(before: Token | None, verb: ReportingVerb) -> bool:
    """Whether a verb may have its subject behind it, judged by what stands before it ("…,” said")."""
    if "say" not in verb.strengths and verb.lemma not in _INVERTING:
        return False
    return before is None or before.kind == "quote" or before.text in (",", "—", "–", "-")


def reads_inverted(tokens: Sequence[Token], verb: int, after: Phrase) -> bool:
    """Whether what follows the verb is its subject: a name or noun, then the end, a comma, or a circumstance."""
    opening = tokens[after.first]
    if opening.lower in ("that", "it", "there", "this"):
        return False
    if verb and tokens[verb - 1].text == "," and subject_before(tokens, verb) is not None:
        return False
    following = tokens[after.last] if after.last < len(tokens) else None
    if finite_at(tokens, after.first, after.last) is not None:
        return False
    if following is None or following.kind in ("mark", "quote"):
        return True
    return following.lower in PREPOSITIONS or following.lower in words(
        "who as while when and wednesday monday tuesday thursday friday saturday sunday today yesterday"
    )


def subject_after_comma(tokens: Sequence[Token], position: int) -> Phrase | None:
    """The subject of the main clause behind a participle that opens the sentence."""
    last = min(len(tokens), position + _FAR)
    verb = finite_at(tokens, position + 1, last)
    while verb is not None:
        subject = subject_before(tokens, verb_group_start(tokens, verb))
        if subject is not None and subject.first and tokens[subject.first - 1].text == ",":
            return subject
        verb = finite_at(tokens, verb + 1, last)
    return None
