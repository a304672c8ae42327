"""Bodies that the article names by a common noun only: "police", "the electoral commission"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.articles.model import Sentence
from summarizer.briefs.models import ActorKind
from summarizer.language.grammar import ARTICLES, PREPOSITIONS, is_adverb, is_finite
from summarizer.language.nameruns import past_apposition
from summarizer.language.reporting import is_verb_here, reporting_verb
from summarizer.language.tokens import Token, words
from summarizer.text.ranges import Range

_KINDS: dict[str, ActorKind] = {
    **dict.fromkeys(
        words(
            """police ministry department commission council court regulator government administration parliament
            authority coastguard municipality embassy prosecution tribunal cabinet senate treasury"""
        ),
        "government",
    ),
    **dict.fromkeys(words("army navy military militia junta"), "armed_force"),
    **dict.fromkeys(
        words("union league party club hospital university airline opposition charity committee federation operator"),
        "organization",
    ),
}
_COMPOUNDS: dict[tuple[str, str], ActorKind] = {
    ("fire", "service"): "government",
    ("fire", "department"): "government",
    ("health", "service"): "government",
    ("health", "agency"): "government",
    ("central", "bank"): "government",
    ("weather", "service"): "government",
    ("air", "force"): "armed_force",
    ("news", "agency"): "outlet",
}
# Alone, these refer to a body that the article has named more fully.
_NEVER_ALONE = words(
    "ministry department commission committee court university hospital club party airline operator union"
)
_MODIFIERS = words(
    """city local federal regional national state electoral supreme high transport interior foreign defence defense
    finance health education justice interior labour labor trade energy environment agriculture constitutional
    appeal appeals district county military border riot traffic town village parish election ruling opposition
    teachers' public"""
)


@dataclass
class Body:
    """A body without a proper name."""

    name: str
    kind: ActorKind
    mentions: list[Range]


def find_bodies(text: str, parts: Sequence[tuple[Sentence, Sequence[Token]]], named: Sequence[str]) -> list[Body]:
    """The bodies that act in an article and that no name in `named` covers, by first mention."""
    covered = {word.lower() for name in named for word in name.split()}
    endings = tuple(f" {name.lower()}" for name in named)
    found: dict[str, Body] = {}
    active: set[str] = set()
    for sentence, tokens in parts:
        if sentence.kind not in ("body", "headline"):
            continue
        for position in range(len(tokens)):
            match = _body_at(tokens, position)
            if match is None:
                continue
            first, last, kind = match
            where = Range(tokens[first].start, tokens[last - 1].bare.end)
            name = " ".join(where.of(text).split()).lower()
            if first == last - 1 and (name in _NEVER_ALONE or name in covered):
                continue
            if any(ending.endswith(f" {name}") for ending in endings):
                continue
            found.setdefault(name, Body(name, kind, [])).mentions.append(where)
            if _acts(tokens, first, last):
                active.add(name)
    return [body for body in _joined(found).values() if body.name in active]


def _body_at(tokens: Sequence[Token], position: int) -> tuple[int, int, ActorKind] | None:
    """The token positions of a body whose head noun stands at `position`."""
    token = tokens[position]
    before = tokens[position - 1] if position else None
    kind = _COMPOUNDS.get((before.lower, token.bare.lower)) if before is not None else None
    first = position - 1 if kind is not None else position
    kind = kind or _KINDS.get(token.bare.lower)
    if kind is None or (token.capitalised and position and token.lower != "police"):
        return None
    while first and tokens[first - 1].lower in _MODIFIERS:
        first -= 1
    if first == position and first > 1 and tokens[first - 2].lower == "the" and _may_modify(tokens[first - 1]):
        first -= 1
    determiner = tokens[first - 1].lower if first else ""
    if determiner != "the" and token.lower != "police":
        return None
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is not None and following.kind == "word" and _continues(tokens, position + 1):
        return None
    return first, position + 1, kind


def _may_modify(token: Token) -> bool:
    """Whether a word may narrow a body down ("the island police")."""
    plain = token.kind == "word" and not token.capitalised and not token.possessive
    return plain and token.lower not in PREPOSITIONS | ARTICLES


def _continues(tokens: Sequence[Token], position: int) -> bool:
    """Whether the noun goes on ("police spokeswoman", "party leader") or belongs to somebody ("the court of Vesk")."""
    token = tokens[position]
    if token.lower in PREPOSITIONS | ARTICLES or is_adverb(token) or is_finite(tokens, position):
        return False
    if token.lower in (
        "and",
        "or",
        "but",
        "to",
        "that",
        "who",
        "which",
        "as",
        "when",
        "while",
        "because",
        "whether",
        "if",
    ):
        return False
    return not (reporting_verb(token.lower) is not None and is_verb_here(tokens, position))


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the body is a subject, or what follows "according to", "by", "told", "accused"."""
    lead = first - 1 if first and tokens[first - 1].lower == "the" else first
    before = tokens[lead - 1].lower if lead else ""
    if before in ("by", "citing", "accused", "blamed") or (
        before == "to" and lead > 1 and tokens[lead - 2].lower == "according"
    ):
        return True
    if before in PREPOSITIONS:
        return False
    position = past_apposition(tokens, last)
    while position < len(tokens) and is_adverb(tokens[position]):
        position += 1
    if position >= len(tokens):
        return False
    return is_finite(tokens, position) or (
        reporting_verb(tokens[position].lower) is not None and is_verb_here(tokens, position)
    )


def _joined(found: dict[str, Body]) -> dict[str, Body]:
    """A bare noun joined with the one fuller form that ends in it ("council", "city council")."""
    for name in list(found):
        fuller = [other for other in found if other != name and other.endswith(f" {name}")]
        if len(fuller) == 1:
            found[fuller[0]].mentions = sorted({*found[fuller[0]].mentions, *found[name].mentions})
            del found[name]
    return found
