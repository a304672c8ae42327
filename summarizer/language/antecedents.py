"""Whom a description or pronoun means, among those who spoke before and the bodies the article names.

"A senior aide to Marl said … the aide added", "Two officials warned … they said", "the company": an actor without a
name is known by the noun that described it, a body by what sort of body the word stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.language.callings import described_kind, head_noun, is_personal, is_plural
from summarizer.language.tokens import words
from summarizer.language.types import NameCandidate
from summarizer.text.ranges import Range

# What stands for a body named elsewhere, and words in names of such a body.
_SORTS: dict[str, frozenset[str]] = {
    "union": words("union federation league association workers brotherhood guild congress"),
    "party": words("party alliance front movement democrats coalition liberals greens labour union"),
    "club": words("club united city fc athletic rovers town wanderers county real sporting"),
    "team": words("club united city fc athletic rovers team racing"),
    "hospital": words("hospital clinic infirmary"),
    "university": words("university college"),
    "institute": words("institute institution centre center laboratory lab foundation"),
    "charity": words("trust fund foundation charity aid relief society cross watch"),
    "bank": words("bank"),
    "airline": words("airline airlines airways air"),
    "agency": words("agency office service authority administration"),
    "board": words("board"),
    "regulator": words("board authority commission office agency administration regulator"),
    "watchdog": words("board authority commission office agency administration ombudsman"),
    "group": words("group movement front watch network association league trust alliance coalition campaign"),
    "company": words("company foods line lines electric energy motors industries ltd inc plc corp holdings group"),
}
_SORTS["firm"] = _SORTS["operator"] = _SORTS["manufacturer"] = _SORTS["company"]
_SORTS["organisation"] = _SORTS["organization"] = _SORTS["association"] = _SORTS["group"]
_PUBLIC = words("bank agency board regulator watchdog")
# A name with such a word is no firm.
_NO_FIRM = words(
    """party union league university hospital institute board council commission court ministry police federation
    trust club association committee school church alliance front foundation office authority parliament government
    department guard coastguard observers watch"""
)
_OPENERS = re.compile(r"^(?:the|this|that|his|her|their|its|our)\s+(?P<noun>[a-z-]+)$", re.IGNORECASE)


def same_description(description: str, speakers: Sequence[str]) -> str | None:
    """The latest of the unnamed `speakers` who is described by the noun of "the aide", "the lawmakers"."""
    opener = re.match(r"(?:the|this|that|these|those)\s", description, re.IGNORECASE)
    if opener is None:
        return None
    noun, plural = head_noun(description), is_plural(description)
    for speaker in reversed(speakers):
        if head_noun(speaker) == noun and is_plural(speaker) == plural and _narrows(description, speaker):
            return speaker
    return None


def _narrows(description: str, speaker: str) -> bool:
    """Whether all the description says has been said of the speaker ("the former aide" is not "an aide to Marl")."""
    said = {word.casefold() for word in re.findall(r"\w+", speaker)}
    return {word.casefold() for word in re.findall(r"\w+", description)[1:]} <= said


def is_one_person(description: str) -> bool:
    """Whether a description without a name is of one person."""
    return described_kind(description) == "person" and not is_plural(description)


def agrees(pronoun: str, description: str) -> bool:
    """Whether "he" or "she" may stand for a described person, as far as the noun tells a gender."""
    noun = head_noun(description)
    if noun.endswith(("woman", "ress")) or noun in ("mother", "daughter", "sister", "wife", "nun"):
        return pronoun.casefold() == "she"
    if noun.endswith("man") or noun in ("father", "son", "brother", "husband"):
        return pronoun.casefold() == "he"
    return True


def is_somebodys(description: str) -> bool:
    """Whether the words are a person told by another ("his lawyer")."""
    match = re.match(r"(?:his|her|their|its)\s+(?:own\s+)?(?P<noun>[a-z-]+)$", description, re.IGNORECASE)
    return match is not None and is_personal(match["noun"].casefold())


def stands_for_body(description: str) -> str | None:
    """The noun of a phrase that stands for a body named elsewhere ("the company", "her group")."""
    match = _OPENERS.match(" ".join(description.split()))
    noun = match["noun"].casefold() if match is not None else ""
    return noun if noun in _SORTS else None


def bodies_meant(noun: str, names: Sequence[NameCandidate], before: int) -> list[NameCandidate]:
    """The bodies that `noun` may stand for, mentioned before the offset `before`; the one mentioned last comes first.

    Those whose name has a word for such a body come alone; else those count that are not plainly something else.
    """
    kinds = ("organization", "government", None) if noun in _PUBLIC else ("organization", None)
    known = [name for name in names if name.kind in kinds and name.mentions[0][0].start < before]
    telling = [name for name in known if _SORTS[noun] & _last_words(name)]
    if not telling:
        telling = [name for name in known if not _NO_FIRM & _last_words(name)]
        certain = [name for name in telling if name.kind is not None]
        telling = certain if len(certain) == 1 else telling
    return sorted(telling, key=lambda name: before - max(m.start for m, _ in name.mentions if m.start < before))


def _last_words(name: NameCandidate) -> set[str]:
    """The words of a name without what follows a preposition ("Bank of Lorn")."""
    found = set()
    for form in (name.name, *name.aliases):
        found |= set(re.split(r"\s(?:of|for|in)\s", form.casefold().replace("’", "'"))[0].split())
    return found


def named_within(name: NameCandidate, where: Range) -> bool:
    """Whether an actor is named inside `where`."""
    return any(kind == "named" and where.covers(mention) for mention, kind in name.mentions)
