"""Reporting words of news English: verbs with all their forms and strength, and phrases that name a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.brief.models import Polarity
from summarizer.language.tokens import PhraseTable, Token, tokenise, words

Strength = Literal["say", "report", "think", "judge"]
VerbForm = Literal["base", "third", "past", "participle", "gerund"]

# Speech, always: whatever clause follows is what somebody said.
_SAY = """say state claim tell add stress emphasize emphasise assert insist declare explain argue allege contend
    maintain remark comment reply respond respond write tweet admit acknowledge concede confess boast
    complain joke quip recall reiterate repeat opine posit postulate theorize theorise speculate reason
    testify vow pledge swear swear announce proclaim caution counter retort reassure inform lament muse
    exclaim whisper shout telegraph brief recount profess stipulate affirm aver avow bemoan preach rant
    gush grumble confide underline underscore"""
# Reports when a clause, a quotation or a figure follows; otherwise an act ("found a body", "showed the way").
_REPORT = """report note show find reveal confirm suggest indicate warn estimate predict forecast project conclude
    observe describe mention demonstrate prove disclose promise agree advise recommend propose urge
    demand request ask signal hint imply point conclude calculate determine discover establish learn
    read continue conclude cite detail highlight outline express convey convince persuade remind assure
    guarantee threaten record document hear rule decide order clarify specify elaborate testify deny
    reject dispute refute rebut dismiss contradict lie pretend hypothesize hypothesise"""
# States of mind: the article tells what somebody holds true, wants or expects.
_THINK = """believe think expect hope fear know suspect feel assume doubt consider understand realize realise
    presume imagine worry wonder anticipate envision envisage agree guess reckon trust foresee wish"""
# Judgements about somebody or something named: the object is part of what is reported.
_JUDGE = """blame praise criticize criticise accuse credit condemn denounce slam blast commend hail laud applaud
    thank call label dub brand characterize characterise describe denounce decry welcome defend reject
    dismiss deny dispute refute deplore rebuke chide fault lambast"""
_DENIES = words("deny reject dispute refute rebut dismiss contradict")
# These take the person spoken to as their object ("told reporters that").
TAKES_LISTENER = words(
    """tell inform remind assure reassure advise warn ask brief persuade convince promise show urge order
    caution"""
)
# The forms of these are nouns as often as verbs.
NOUN_LIKE = words(
    """claim report estimate comment note promise demand warn request call answer blame praise hope fear
    project forecast rule order record document brief state boast joke doubt trust wish guess advise vow
    pledge reply point signal hint cite detail highlight outline express lie fault credit label brand
    thank worry wonder caution counter find read telegraph reason show mention complain process study
    slam blast"""
)

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
}
_DOUBLING = words("admit quip dub rebut")
_VOWELS = "aeiou"


@dataclass(frozen=True)
class ReportingVerb:
    """A form of a reporting verb. `past` of a regular verb is also its participle; `form` is then "past"."""

    lemma: str
    form: VerbForm
    strengths: frozenset[Strength]
    denies: bool

    @property
    def polarity(self) -> Polarity:
        """Whether a source that uses the verb affirms or denies."""
        return "denies" if self.denies else "affirms"

    @property
    def noun_like(self) -> bool:
        """Whether the form may as well be a noun ("the claims", "a report")."""
        return self.lemma in NOUN_LIKE and self.form in ("base", "third")


def inflect(lemma: str) -> dict[str, VerbForm]:
    """Every form of an English verb, with which form it is."""
    if lemma.endswith("e"):
        gerund, past = lemma[:-1] + "ing", lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        gerund, past = lemma + "ing", lemma[:-1] + "ied"
    elif lemma in _DOUBLING:
        gerund, past = lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"
    else:
        gerund, past = lemma + "ing", lemma + "ed"
    if lemma == "lie":
        gerund = "lying"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third = lemma[:-1] + "ies"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    past, participle = _IRREGULAR.get(lemma, (past, past))
    forms: dict[str, VerbForm] = {participle: "participle", gerund: "gerund", third: "third", past: "past"}
    if lemma != past:
        forms[lemma] = "base"
    return forms


def _lexicon() -> dict[str, ReportingVerb]:
    strengths: dict[str, set[Strength]] = {}
    groups: tuple[tuple[Strength, str], ...] = (
        ("say", _SAY),
        ("report", _REPORT),
        ("think", _THINK),
        ("judge", _JUDGE),
    )
    for strength, listed in groups:
        for lemma in listed.split():
            strengths.setdefault(lemma, set()).add(strength)
    return {
        form: ReportingVerb(lemma, kind, frozenset(strengths[lemma]), lemma in _DENIES)
        for lemma in strengths
        for form, kind in inflect(lemma).items()
    }


VERBS: dict[str, ReportingVerb] = _lexicon()

# Phrases that stand before the words for the source.
SOURCE_PHRASES: PhraseTable[str] = PhraseTable(
    [
        ("according to", "according"),
        ("in the words of", "according"),
        ("in the opinion of", "according"),
        ("in the view of", "according"),
    ]
)
# Passives and nouns that report: what was said, and by whom.
BY_PHRASES: PhraseTable[str] = PhraseTable(
    (f"{noun} {verb} {by} by", "made by")
    for noun in (
        "announcement",
        "statement",
        "claim",
        "comment",
        "comments",
        "remark",
        "remarks",
        "claims",
        "disclosure",
        "allegation",
        "allegations",
        "accusation",
        "assertion",
        "declaration",
    )
    for verb in ("was", "were", "is", "has been", "have been", "came")
    for by in ("made", "issued", "released", "given", "confirmed", "published")
)
# Figures and findings that speak for themselves.
DOCUMENT_NOUNS = words(
    """report reports study studies survey surveys poll polls figure figures data statistics findings
    finding results result research analysis document documents letter letters statement post posts
    posting tweet memo email emails investigation review article paper papers audit estimate estimates
    record records footage video images message note website site page filing indictment complaint
    lawsuit testimony transcript evidence book census forecast bulletin communique communiqué dispatch
    release agreement declaration resolution"""
)


def reporting_verb(word: str) -> ReportingVerb | None:
    """The entry for a word form in any case, or None."""
    return VERBS.get(word.lower())


def reporting_cues(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that head a reporting expression; nouns ("the claims") left out as far as their neighbours tell."""
    found = []
    for position, token in enumerate(tokens):
        verb = VERBS.get(token.lower)
        speaks = verb is not None and not verb.strengths <= {"think"} and is_verb_here(tokens, position)
        if speaks or SOURCE_PHRASES.at(tokens, position):
            found.append(token)
    return found


def is_reporting(text: str) -> bool:
    """Whether a sentence has a reporting verb (states of mind apart) or a phrase that names a source."""
    return bool(reporting_cues(tokenise(text)))


_BEFORE_NOUN = words(
    """a an the this that these those his her its their our my your no any some every each such several
    many few more other another all both of in on by with from for about against under into over amid
    despite per latest recent new first second own last next official"""
)
_AFTER_NOUN = words("of by about against from regarding concerning over among were was are is has have had")


def is_verb_here(tokens: Sequence[Token], position: int) -> bool:
    """Whether a form of a reporting verb is used as a verb, judged by its neighbours."""
    verb = VERBS.get(tokens[position].lower)
    if verb is None:
        return False
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if before is not None and before.lower in ("a", "an", "the", "his", "her", "its", "their", "our", "my", "no"):
        return False
    if not verb.noun_like:
        return True
    if before is None or (before.kind == "mark" and before.text not in ",)—–-") or before.possessive:
        return False
    if before.lower in _BEFORE_NOUN or before.text in ("’", "'"):
        return False
    return after is None or after.lower not in _AFTER_NOUN


def lemmas(strengths: Iterable[Strength]) -> frozenset[str]:
    """The lemmas of the given strengths."""
    wanted = frozenset(strengths)
    return frozenset(verb.lemma for verb in VERBS.values() if verb.strengths & wanted)
