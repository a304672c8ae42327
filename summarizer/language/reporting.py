"""Reporting words of news English: reporting verbs in their forms and places, and phrases that name a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.briefs.models import Polarity
from summarizer.language.lexicon import DENYING, NOUN_LIKE, Frame, Strength, VerbForm, entries, inflect
from summarizer.language.tokens import PhraseTable, Token, tokenise, words


@dataclass(frozen=True)
class ReportingVerb:
    """A form of a reporting verb, with all that its lemma can be followed by."""

    lemma: str
    form: VerbForm
    strengths: frozenset[Strength]
    frames: frozenset[Frame]

    @property
    def denies(self) -> bool:
        """Whether its source denies what follows."""
        return self.lemma in DENYING

    @property
    def polarity(self) -> Polarity:
        """Whether a source that uses the verb affirms or denies."""
        return "denies" if self.denies else "affirms"

    @property
    def noun_like(self) -> bool:
        """Whether the form may as well be a noun ("the claims", "a report")."""
        return self.lemma in NOUN_LIKE and self.form in ("base", "third")


def _verbs() -> dict[str, ReportingVerb]:
    strengths: dict[str, set[Strength]] = {}
    frames: dict[str, set[Frame]] = {}
    for entry in entries():
        strengths.setdefault(entry.lemma, set()).add(entry.strength)
        frames.setdefault(entry.lemma, set()).update(entry.frames)
    return {
        form: ReportingVerb(lemma, kind, frozenset(strengths[lemma]), frozenset(frames[lemma]))
        for lemma in strengths
        for form, kind in inflect(lemma).items()
    }


VERBS: dict[str, ReportingVerb] = _verbs()
"""Reporting verbs by each of their forms, in lower case."""

# Phrases that stand before the words for the source.
SOURCE_PHRASES: PhraseTable[str] = PhraseTable(
    (phrase, "according") for phrase in ("according to", "in the words of", "in the opinion of", "in the view of")
)
_REPORTING_NOUNS = """announcement statement claim comment comments remark remarks claims disclosure allegation
    allegations accusation assertion declaration information news figures"""
# A sentence that does nothing but say who said the one before.
BY_PHRASES: PhraseTable[str] = PhraseTable(
    (f"{noun} {auxiliary} {verb} by", "by")
    for noun in _REPORTING_NOUNS.split()
    for auxiliary in ("was", "were", "is", "has been", "have been")
    for verb in ("made", "issued", "released", "given", "confirmed", "published", "announced", "reported")
)
FROM_PHRASES: PhraseTable[str] = PhraseTable(
    (f"{noun} {verb} from", "from") for noun in _REPORTING_NOUNS.split() for verb in ("came", "comes", "come")
)
# Figures and findings that speak for themselves.
DOCUMENT_NOUNS = words(
    """report reports study studies survey surveys poll polls figure figures data statistics findings finding results
    result research analysis document documents letter letters statement post posts posting tweet memo email emails
    investigation review article paper papers audit estimate estimates record records footage video images message
    note website site page filing indictment complaint lawsuit testimony transcript evidence book census forecast
    bulletin communique communiqué test tests trial trials experiment experiments measurements calculations dispatch release declaration resolution tables chart minutes accounts"""
)

_BEFORE_NOUN = words(
    """a an the this that these those his her its their our my your no any some every each such several many few more
    most other another all both of in on by with from for about against under into over amid despite per latest recent
    new first second own last next official"""
)
_AFTER_NOUN = words(
    """of by about against from regarding concerning over among were was are is has have had can will would could may
    might should must"""
)

_POINTING = words("out to toward towards")
_LEADING = words("of in on by with from for about against under into per")


def reporting_verb(word: str) -> ReportingVerb | None:
    """The entry for a word form in any case, or None."""
    return VERBS.get(word.lower())


def is_verb_here(tokens: Sequence[Token], position: int) -> bool:
    """Whether a form of a reporting verb is used as a verb, judged by its neighbours."""
    token = tokens[position]
    verb = VERBS.get(token.lower)
    if verb is None:
        return False
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if before is not None and before.lower in ("a", "an", "the", "his", "her", "its", "their", "our", "my", "no"):
        return False
    if token.capitalised and position and not _in_title_case(tokens):
        return False
    if verb.lemma == "point" and (after is None or after.lower not in _POINTING):
        return False  # "a drop of 2.3 points"
    if not verb.noun_like:
        return True
    if (after is None or after.kind == "mark") and _ends_phrase(tokens, position):
        return False
    if before is None or (before.kind == "mark" and before.text not in ",)—–-") or before.possessive:
        return False
    if before.lower.endswith("ed") and not before.capitalised:
        return False
    if before.lower in _BEFORE_NOUN or before.text in ("’", "'"):
        return False
    return after is None or after.lower not in _AFTER_NOUN


def _ends_phrase(tokens: Sequence[Token], position: int) -> bool:
    """Whether the word closes a noun phrase behind a preposition ("the “eleven” of the police report")."""
    for article in range(position - 2, max(position - 4, 0), -1):
        if tokens[article].kind != "word" or tokens[article + 1].kind != "word":
            return False
        if tokens[article].lower in ("a", "an", "the"):
            return tokens[article - 1].lower in _LEADING
    return False


def _in_title_case(tokens: Sequence[Token]) -> bool:
    """Whether nearly all longer words are capitalised, as in many headlines."""
    if len(tokens) > 40:
        return False
    long = [token for token in tokens if token.kind == "word" and len(token.text) > 3]
    return sum(token.capitalised for token in long) > 0.7 * len(long)


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
