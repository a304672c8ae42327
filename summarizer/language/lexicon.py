"""Reporting verbs of news English: how strongly each reports, and what it can be followed by.

Frames: `that` a clause with "that"; `clause` one without; `quote` a quotation; `question` an indirect question;
`infinitive` ("vowed to …"); `order` a person and an infinitive ("urged residents to …"); `gerund` ("suggested moving
…"); `noun` a noun phrase that is itself what is reported ("denied the charges", "blamed the owner for …").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from summarizer.language.tokens import words

Strength = Literal["say", "report", "think", "judge"]
Frame = Literal["that", "clause", "quote", "question", "infinitive", "order", "gerund", "noun"]

_LETTERS: dict[str, Frame] = {
    "t": "that",
    "c": "clause",
    "q": "quote",
    "w": "question",
    "i": "infinitive",
    "o": "order",
    "g": "gerund",
    "n": "noun",
}


class Entry(NamedTuple):
    """A verb with its strength and frames."""

    lemma: str
    strength: Strength
    frames: frozenset[Frame]


# Strength "say": speech, always. "report": speech or evidence where such a frame follows. "think": states of mind.
# "judge":
# a verdict on what the object names.
# fmt: off
_GROUPS: tuple[tuple[Strength, str, str], ...] = (
    ("say", "tcqw", """say add state insist argue maintain contend remark explain declare reply respond write
        tweet comment assert reiterate repeat opine theorize theorise speculate complain joke quip recall
        testify boast confess caution counter retort reason lament exclaim posit postulate brief affirm aver
        avow bemoan confide grumble observe muse shout whisper quote"""),
    ("say", "q", "scoff snap sigh laugh mutter bark growl smile cry thunder sneer groan chuckle"),
    ("say", "tcqwo", "tell"),
    ("say", "tcq", "inform reassure"),
    ("say", "tcqwi", "swear"),
    ("say", "tcqwin", "claim vow pledge"),
    ("say", "tcqwgn", "acknowledge admit concede"),
    ("say", "tcqwn", "announce allege proclaim note stress emphasize emphasise underline underscore"),
    ("report", "tcqwgn", "report"),
    ("report", "tcqwn", "confirm reveal disclose predict forecast warn estimate project"),
    ("report", "tcqw", """find show indicate imply conclude mention demonstrate prove hint signal calculate
        determine discover learn observe clarify specify guarantee hypothesize hypothesise establish hear decide"""),
    ("report", "tcqgn", "suggest"),
    ("report", "tqw", "assure convince persuade remind point highlight describe elaborate explain"),
    ("report", "tq", "read record document lie"),
    ("report", "tcq", "agree rule"),
    ("report", "n", "put push"),
    ("report", "q", "continue conclude begin go"),
    ("report", "tqon", "urge order"),
    ("report", "tqwo", "ask advise"),
    ("report", "tcqion", "promise"),
    ("report", "tqin", "threaten demand"),
    ("report", "tqgn", "recommend propose"),
    ("report", "tqn", "request reject dispute refute dismiss rebut contradict advocate"),
    ("report", "tcqgn", "deny"),
    ("think", "tc", """believe think fear suspect assume doubt realize realise presume imagine worry reckon
        trust foresee hope feel know understand guess wish envision envisage pretend"""),
    ("think", "tcn", "expect anticipate"),
    ("think", "w", "wonder"),
    ("judge", "n", "question contest"),
    ("judge", "tqn", """praise blame criticize criticise accuse condemn denounce credit commend hail laud
        applaud call label dub brand characterize characterise describe decry slam blast lambast welcome reject
        dismiss deny dispute refute deplore rebuke chide defend"""),
)
# fmt: on

DENYING = words("deny reject dispute refute rebut dismiss contradict push question contest")
# These take the person spoken to as their object ("told reporters that").
TAKES_LISTENER = words(
    """tell inform remind assure reassure advise warn ask brief persuade convince promise show urge order caution
    notify"""
)
# The forms of these are nouns as often as verbs.
NOUN_LIKE = words(
    """claim report estimate comment note promise demand warn request call answer blame praise hope fear project
    forecast rule order record document brief state boast joke doubt trust wish guess vow pledge reply point
    signal hint quote highlight lie credit label brand worry wonder caution counter find read reason show
    mention question contest slam blast fault cry laugh smile sigh snap bark"""
)
# Naming rather than judging, unless a second description follows ("called him a liar", not "a site called Nova").
NAMING = words("call label dub brand")
_IRREGULAR: dict[str, tuple[str, str]] = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "feel": ("felt", "felt"),
    "understand": ("understood", "understood"),
    "swear": ("swore", "sworn"),
    "hear": ("heard", "heard"),
    "read": ("read", "read"),
    "forecast": ("forecast", "forecast"),
    "foresee": ("foresaw", "foreseen"),
    "prove": ("proved", "proven"),
    "begin": ("began", "begun"),
    "put": ("put", "put"),
    "go": ("went", "gone"),
}
_DOUBLING = words("admit quip dub rebut put snap")
_VOWELS = "aeiou"

VerbForm = Literal["base", "third", "past", "participle", "gerund"]


def entries() -> Iterator[Entry]:
    """Every verb of the lexicon; one with two strengths comes twice."""
    for strength, letters, listed in _GROUPS:
        frames = frozenset(_LETTERS[letter] for letter in letters)
        for lemma in listed.split():
            yield Entry(lemma, strength, frames)


def inflect(lemma: str) -> dict[str, VerbForm]:
    """Every form of an English verb, with which form it is; a past that is also the participle counts as past."""
    if lemma == "lie":
        gerund, past = "lying", "lied"
    elif lemma.endswith("e"):
        gerund, past = lemma[:-1] + "ing", lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        gerund, past = lemma + "ing", lemma[:-1] + "ied"
    elif lemma in _DOUBLING:
        gerund, past = lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"
    else:
        gerund, past = lemma + "ing", lemma + "ed"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third = lemma[:-1] + "ies"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "go")) else "s")
    past, participle = _IRREGULAR.get(lemma, (past, past))
    forms: dict[str, VerbForm] = {participle: "participle", gerund: "gerund", third: "third", past: "past"}
    if lemma != past:
        forms[lemma] = "base"
    return forms
