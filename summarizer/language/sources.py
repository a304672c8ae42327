"""What kind of source a noun phrase names."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefs.models import SourceKind
from summarizer.language.gazetteer import (
    COUNTRY_BY_CAPITAL,
    COUNTRY_BY_DEMONYM,
    COUNTRY_BY_NAME,
    FORCE_WORDS,
    GOVERNMENT_WORDS,
    ORGANISATION_WORDS,
    OUTLET_NOUNS,
    OUTLET_WORDS,
    OUTLETS,
    SEATS,
    TITLES,
)
from summarizer.language.grammar import DETERMINERS, PREPOSITIONS
from summarizer.language.reporting import DOCUMENT_NOUNS
from summarizer.language.tokens import Token, words

_GROUP_NOUNS = words(
    """police army military government ministry company agency council committee court union party club team group firm
    bank university hospital school church board commission department office administration parliament navy airline
    campaign prosecution defence coalition regime authority authorities side mayoralty municipality city regulator"""
)
_VAGUE_PLURALS = words(
    """people men women media critics analysts experts officials sources witnesses residents researchers scientists
    authors neighbours neighbors survivors supporters opponents activists protesters campaigners lawyers doctors"""
)
_PLURAL_PEOPLE = ("ers", "ors", "ists", "ians", "ants", "ents", "men", "women")
_UNNAMING = words("unnamed unidentified anonymous another one someone somebody a an")


def source_kind(tokens: Sequence[Token]) -> SourceKind | None:
    """The kind that the words of a source show; None where only the context tells ("they", "the mayor")."""
    parts = [token for token in tokens if token.kind == "word"]
    if not parts:
        return None
    first = parts[0]
    if len(parts) == 1 and first.lower.split("'")[0] in ("he", "she", "i"):
        return "named_individual"
    if len(parts) == 1 and first.lower in ("they", "we", "it", "you", "who"):
        return None
    segments = _segments(tokens)
    if len(segments) > 1 and any(_is_person(segment) for segment in segments):
        return "named_individual"
    parts = segments[0]
    if _is_titled(parts):
        return "named_individual"
    head = head_of(parts)
    if len(parts) == 1 and head.lower in ("reports", "estimates", "rumours", "rumors"):
        return "unnamed_group"
    parts = parts[: parts.index(head) + 1]
    if _is_outlet(parts):
        return "outlet"
    if head.lower in DOCUMENT_NOUNS:
        return "document"
    name = _trailing_name(parts, head)
    if name and any(token.lower in TITLES for token in parts if token not in name):
        return "named_individual"
    if _is_body(parts, head):
        return "named_group"
    singular = head.lower.rstrip(".") in TITLES
    if singular or head.lower.endswith(("er", "or", "ist", "man", "woman", "person", "soldier")):
        if name or (head.capitalised and len(parts) > 1 and first.lower not in DETERMINERS):
            return "named_individual"
        return "unnamed_individual" if first.lower in _UNNAMING else None
    if head.lower in _VAGUE_PLURALS or (len(parts) == 1 and head.lower.endswith(_PLURAL_PEOPLE)):
        return "unnamed_group"
    if head.lower.endswith("s") and not head.capitalised:
        return "unnamed_group"
    if first.lower in _UNNAMING and not any(token.capitalised for token in parts[1:]):
        return "unnamed_individual"
    if len(name) >= 2 and first.lower not in DETERMINERS:
        return "named_individual"
    return "named_individual" if len(parts) == 1 and head.capitalised and not head.text.isupper() else None


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    """The words of a phrase, parted at its commas."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == "," and found[-1]:
            found.append([])
        elif token.kind == "word":
            found[-1].append(token)
    return [segment for segment in found if segment]


def _is_person(segment: Sequence[Token]) -> bool:
    """Whether a segment is two or more names in a row, none of them of a body."""
    if not 1 < len(segment) <= 5 or segment[0].lower in DETERMINERS:
        return False
    return len(_trailing_name(segment, segment[-1])) >= 2


def _is_titled(parts: Sequence[Token]) -> bool:
    """An office with the name behind it ("Russian chief of staff Valery Gerasimov")."""
    name = _trailing_name(parts, parts[-1])
    before = parts[: len(parts) - len(name)]
    if not name or not before or before[-1].lower in PREPOSITIONS | DETERMINERS or before[-1].possessive:
        return False
    return any(token.lower.rstrip(".") in TITLES for token in before[-4:])


def head_of(parts: Sequence[Token]) -> Token:
    """The noun that the phrase is about: the last word before "of", "for", a relative or a participle."""
    last = len(parts)
    for index in range(1, len(parts)):
        token = parts[index]
        if token.lower in PREPOSITIONS or token.lower in ("who", "which", "that"):
            last = index
            break
        if token.lower.endswith("ing") and not token.capitalised and index > 1:
            last = index
            break
        if token.lower.endswith(("seen", "ed")) and not token.capitalised and index > 1 and index < len(parts) - 1:
            last = index
            break
    if last > 1 and parts[last - 1].lower in ("familiar", "close", "opposed", "loyal", "involved", "responsible"):
        last -= 1
    return parts[last - 1]


def _trailing_name(parts: Sequence[Token], head: Token) -> list[Token]:
    """The capitalised words at the end that may be a person's name; those of a body or country are none."""
    name: list[Token] = []
    for token in reversed(parts):
        lower = token.bare.lower
        if not token.capitalised or lower in TITLES or lower in DETERMINERS:
            break
        if lower in ORGANISATION_WORDS | GOVERNMENT_WORDS | FORCE_WORDS or token.bare.text in COUNTRY_BY_NAME:
            break
        name.insert(0, token)
    if not name and head.capitalised:
        return []
    return [] if any(token.bare.text in COUNTRY_BY_DEMONYM for token in name) else name


def _is_outlet(parts: Sequence[Token]) -> bool:
    plain = [token for token in parts if token.lower not in ("the", "a", "an")]
    joined = " ".join(token.bare.text for token in plain)
    if joined in OUTLETS or f"The {joined}" in OUTLETS:
        return True
    if not plain:
        return False
    last = plain[-1]
    if last.lower in ("newspaper", "magazine", "broadcaster", "publication", "outlet", "paper"):
        return True
    if len(plain) == 1 and plain[0].lower in OUTLET_NOUNS - {"agency", "station", "network", "website", "daily"}:
        return True
    return len(plain) > 1 and last.capitalised and last.lower in OUTLET_WORDS - {"agency", "press", "union"}


def _is_body(parts: Sequence[Token], head: Token) -> bool:
    plain = " ".join(token.bare.text for token in parts if token.lower not in ("the", "a", "an"))
    if plain in SEATS or plain in COUNTRY_BY_NAME or plain in COUNTRY_BY_CAPITAL:
        return True
    lower = head.bare.lower
    if lower in _GROUP_NOUNS:
        return True
    if head.capitalised and lower in ORGANISATION_WORDS | GOVERNMENT_WORDS | FORCE_WORDS:
        return True
    return len(parts) <= 2 and head.text.isupper() and len(head.text) > 1
