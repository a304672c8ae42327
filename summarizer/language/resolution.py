"""Which actor the words of a source refer to, as far as grammar alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from summarizer.briefs.models import MentionKind
from summarizer.language.callings import described_kind, head_noun, is_personal, singular
from summarizer.language.grammar import DETERMINERS
from summarizer.language.reporting import DOCUMENT_NOUNS
from summarizer.language.types import NameCandidate
from summarizer.text.ranges import Range

# "the president of Russia": a name behind one of these belongs to the head noun before it, and does not speak.
_DEPENDENT = re.compile(
    r"(?:\bof|\bin|\bfor|\bfrom|\bto|\bwith|\bat|\bon|\bagainst|\bby|\bnear)\s+(?:the\s+)?$", re.IGNORECASE
)
_TAIL = re.compile(r"\s(?:of|by|in|from|on|for|published|released|seen|obtained)\s|,")
_PRONOUN = re.compile(
    r"(?:he|she|they|it|we|i|you|who|him|her|them|both|some|many|others|those|these|this|that)$", re.IGNORECASE
)
# "A Nordal spokeswoman": the noun behind a name is who speaks.
_MODIFIED = re.compile(r"\s+(?:[a-z-]+\s+){0,2}?(?P<noun>[a-z-]+)(?=$|\s(?:of|for|at|in|with|who|familiar|close)\b)")
_ISSUED = re.compile(r"\b(?:by|from)\s+(?:the\s+)?$")
_NAME = r"[^\W\d_a-z][\w’'.-]*[a-z](?:\s+(?:de|van|von|der|al|bin|el|la)){0,2}"
_NAME_FIRST = re.compile(rf"(?P<name>{_NAME}(?:\s+[^\W\d_a-z][\w’'.-]*[a-z]){{1,3}})\s+(?:of|from|for|at|in|with)\b")
_NAME_ONLY = re.compile(rf"{_NAME}(?:\s+[^\W\d_a-z][\w’'-]*[a-z]){{1,3}}")
_SAMPLE = 100_000  # characters that tell whether a word is also written small
_NAME_WORD = re.compile(r"[^\W\d_a-z][\w-]*[a-z]")
_APPOSITION = re.compile(r"(?:an?|the|one)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^['’]s?\s")


@dataclass(frozen=True)
class Resolution:
    """What the source words resolve to.

    `name` is an actor's name. It is None where only the context can tell (`open`: a pronoun, "the general") and where
    the words are nobody's (`nobody`: "reports", "a survey"). `how` is the kind of reference that decided.
    """

    name: str | None
    how: Literal["named", "nominal", "pronominal", "described", "nobody", "open"]


def resolve(source: Range, text: str, names: Iterable[NameCandidate]) -> Resolution:
    """The actor that `source` refers to.

    A named person in the words wins ("Russia’s top general, Valery Gerasimov"), then a name that is the head of the
    phrase ("Ukraine’s General Staff"). Pronouns and definite descriptions resolve where `names` lists them as mentions.
    Words that name nobody ("an unidentified soldier") describe an actor of their own. A document speaks for whoever
    issued it, if the words say who ("the bank’s report"), else for nobody.
    """
    words = source.of(text)
    names = list(names)
    if _is_document(words):
        owners = [
            candidate
            for candidate in names
            for mention, kind in candidate.mentions
            if kind == "named" and source.covers(mention) and _POSSESSIVE.match(text[mention.end : source.end])
        ]
        owner = owners[0] if owners else _issuer(source, text, names)
        return Resolution(owner.name, "named") if owner is not None else Resolution(None, "nobody")
    inside = [
        (mention, kind, candidate)
        for candidate in names
        for mention, kind in candidate.mentions
        if source.overlaps(mention) and mention.start >= source.start and mention.end <= source.end
    ]
    named = [
        (mention, candidate) for mention, kind, candidate in inside if kind == "named" and _heads(mention, source, text)
    ]
    people = [(mention, candidate) for mention, candidate in named if candidate.kind == "person"]
    if people or named:
        _, candidate = (people or named)[-1]
        return Resolution(candidate.name, "named")
    if (name := proper_name(words, text)) is not None:
        return Resolution(name, "named")
    whole: list[tuple[MentionKind, NameCandidate]] = [
        (kind, candidate) for mention, kind, candidate in inside if mention.size >= 0.6 * source.size
    ]
    if whole:
        kind, candidate = whole[0]
        return Resolution(candidate.name, kind)
    if _PRONOUN.fullmatch(words.strip()) or re.match(
        r"(?:the|his|her|their|its|this|that|these|those)\s", words, re.IGNORECASE
    ):
        return Resolution(None, "open")
    return Resolution(" ".join(words.split()), "described")


def _issuer(source: Range, text: str, names: Iterable[NameCandidate]) -> NameCandidate | None:
    """Whoever the words say issued a document ("a study by the Marine Office")."""
    for candidate in names:
        for mention, kind in candidate.mentions:
            if kind == "named" and source.covers(mention) and _ISSUED.search(text[source.start : mention.start]):
                return candidate
    return None


def proper_name(words: str, text: str) -> str | None:
    """The proper name in the words of a source that no rule for names has found.

    It stands before a preposition ("Joan Farr of Pill Watch"), behind an office ("its chairwoman, Alice Ferrand"), or,
    if it is one word that `text` never writes small, before an apposition ("Countable, a firm").
    """
    first, *others = (part.strip() for part in words.split(","))
    if (match := _NAME_FIRST.match(first)) is not None and not _is_common(match["name"]):
        return match["name"]
    for part in others:
        if _NAME_ONLY.fullmatch(part) and is_personal(head_noun(first)):
            return part
    alone = _NAME_WORD.fullmatch(first) and others and _APPOSITION.match(others[0])
    return first if alone and f" {first.lower()} " not in text[:_SAMPLE] else None


def _is_common(name: str) -> bool:
    """Whether capitalised words are an office or a body by its noun, or begin with a determiner."""
    parts = name.casefold().split()
    return parts[0] in DETERMINERS or any(described_kind(part) is not None for part in parts)


def _is_document(words: str) -> bool:
    """Whether the head of the phrase is a report, a survey or the like: its last word before "of", "by", "in"."""
    head = _TAIL.split(words, maxsplit=1)[0].split()
    return bool(head) and head[-1].casefold().strip(".,") in DOCUMENT_NOUNS


def _heads(mention: Range, source: Range, text: str) -> bool:
    """Whether the name may be the head of the phrase, and not its owner ("Russia’s …") or its place ("… of Russia")."""
    behind = text[mention.end : source.end]
    if _POSSESSIVE.match(behind):
        return False
    if (noun := _MODIFIED.match(behind)) is not None and is_personal(singular(noun["noun"])):
        return False
    return not _DEPENDENT.search(text[source.start : mention.start])
