"""What kind of actor a common noun describes: "insurers" are firms, "a court" an authority, "the aide" a person."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.briefs.models import ActorKind
from summarizer.language.gazetteer import TITLES
from summarizer.language.grammar import DETERMINERS
from summarizer.language.sources import head_of
from summarizer.language.tokens import Token, tokenise, words
from summarizer.text.ranges import Range

_FIRMS = words(
    """company firm business corporation operator chain bank airline airport retailer manufacturer supermarket insurer
    carrier utility supplier lender carmaker automaker shipowner shipbuilder developer wholesaler contractor producer
    brewery hotel casino startup start-up conglomerate exporter importer employer"""
)
_SOCIETIES = words(
    """union party club charity group team league association organisation organization federation foundation
    university hospital school museum church movement alliance coalition institute institution society lobby
    campaign opposition ngo"""
)
_AUTHORITIES = words(
    """court police ministry commission council regulator government authority administration parliament embassy
    tribunal cabinet senate treasury department watchdog coastguard municipality inspectorate bureau prosecution"""
)
_FORCES = words("army troop navy military militia junta")
_OUTLETS = words("newspaper broadcaster magazine tabloid")
_COMPOUNDS: dict[str, ActorKind] = {
    "central bank": "government",
    "prosecutor's office": "government",
    "prosecutors' office": "government",
    "fire service": "government",
    "fire brigade": "government",
    "weather service": "government",
    "health service": "government",
    "air force": "armed_force",
    "armed force": "armed_force",
    "coast guard": "government",
    "news agency": "outlet",
    "radio station": "outlet",
    "television station": "outlet",
}
_PEOPLE = words(
    """aide source friend relative neighbour neighbor broker chief boss employee people men women police media critic
    expert survivor victim parent mother father son daughter husband wife brother sister diplomat envoy insider
    lawmaker politician economist academic colleague ally veteran guard refugee migrant tourist guest tenant"""
)
_PERSONAL = ("er", "or", "ist", "man", "woman", "person", "ian", "eer", "ant", "ent", "ee")
# Words with such an ending that are no people.
_THINGS = words(
    """number paper letter order matter power tower river water weather winter summer center centre tumor
    error factor sector minor major harbor labor color event agreement statement document payment parliament
    government moment element amount account front point want restaurant plant grant rent comment announcement
    argument treatment deployment investment employment department percent content extent accident incident
    committee coffee fee degree chapter offer poster computer counter corner border
    danger newsletter disaster register semester quarter shelter letter supper dinner"""
)


def described_kind(description: str) -> ActorKind | None:
    """The kind of actor that the head of a noun phrase shows; None where it shows none (a bare name, "the one")."""
    parts = _parts(description)
    if not parts:
        return None
    head = head_of(parts)
    at = parts.index(head)
    noun = singular(head.bare.lower)
    compound = f"{parts[at - 1].text.lower().replace('’', chr(39))} {noun}" if at else ""
    if compound in _COMPOUNDS:
        return _COMPOUNDS[compound]
    for kind, nouns in _BY_KIND:
        if noun in nouns:
            return kind
    return "person" if is_personal(noun) and not (head.capitalised and at) else None


def head_noun(description: str) -> str:
    """The noun that a phrase is about, in the singular and lower case; empty where there is no word."""
    parts = _parts(description)
    return singular(head_of(parts).bare.lower) if parts else ""


def is_personal(noun: str) -> bool:
    """Whether a singular noun in lower case means somebody ("spokeswoman", "engineer")."""
    if noun in _FIRMS | _SOCIETIES | _AUTHORITIES | _THINGS or noun in _FORCES | _OUTLETS:
        return False
    return noun in TITLES or noun in _PEOPLE or (noun.endswith(_PERSONAL) and len(noun) > 4)


def is_plural(description: str) -> bool:
    """Whether the head of a noun phrase is plural ("Three lawmakers", "people close to the talks")."""
    parts = _parts(description)
    if not parts:
        return False
    head = head_of(parts).bare.lower
    return head in _PLURALS or singular(head) != head


def singular(noun: str) -> str:
    """The singular of a noun in lower case, by its ending."""
    if noun.endswith("men") and len(noun) > 4:
        return noun[:-3] + "man"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3 else noun


def _parts(description: str) -> list[Token]:
    """The words before the first comma, without determiners."""
    tokens: Sequence[Token] = tokenise(description, Range(0, len(description)))
    comma = next((at for at, token in enumerate(tokens) if token.text == ","), len(tokens))
    parts = [token for token in tokens[:comma] if token.kind == "word"]
    while len(parts) > 1 and parts[0].lower in DETERMINERS:
        parts = parts[1:]
    return parts


_PLURALS = words("people men women police media")
_BY_KIND: tuple[tuple[ActorKind, frozenset[str]], ...] = (
    ("organization", _FIRMS | _SOCIETIES),
    ("government", _AUTHORITIES),
    ("armed_force", _FORCES),
    ("outlet", _OUTLETS),
)
