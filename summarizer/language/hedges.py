"""Words that weaken a claim, found by lexicon and by the words beside them.

The classes follow Szeged and BioScope (epistemic, doxastic, conditional, investigation, weasel) with `non_verification`
beside them, for what an outlet says it could not check. Words of approximation ("about", "more than", "hundreds") are
no hedges: they belong to numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from summarizer.articles.model import Article
from summarizer.briefs.models import HedgeKind
from summarizer.language.grammar import ARTICLES
from summarizer.language.reporting import DOCUMENT_NOUNS
from summarizer.language.tokens import Hit, PhraseTable, Token, tokenise, words
from summarizer.language.types import HedgeCandidate
from summarizer.text.ranges import Range


class Cue(NamedTuple):
    """A lexicon entry: the class of a phrase, and whether it hedges wherever it stands."""

    kind: HedgeKind
    certain: bool


_LISTED: tuple[tuple[HedgeKind, bool, str], ...] = (
    (
        "epistemic",
        True,
        """may | might | may have | might have | could have | likely | unlikely | more likely | less likely | most
        likely | very likely | highly likely | highly unlikely | possibly | probably | perhaps | maybe |
        potentially | almost certainly | almost certain | cannot be ruled out | could not be ruled out | could
        potentially | may potentially | might potentially | apparently | presumably | ostensibly | seemingly |
        conceivably | arguably | presumed | seem | seems | seemed | seemingly | appears to | appear to |
        appeared to | appears that | appeared that | it appears | it appeared | appears as if | appears likely |
        appeared likely | not clear | unclear | not certain | uncertain | not known | unknown whether | remains
        to be seen | in theory | to our knowledge | could be | raises the possibility | raised the possibility |
        the possibility that | the possibility of | a possibility that | there is a chance | a chance that | the
        likelihood of | likelihood that """,
    ),
    (
        "epistemic",
        False,
        """could | possible | probable | potential | suggest | suggests | suggested | suggesting | indicate | indicates
        | indicated | indicating | hint | hints | hinted | imply | implies | implied | at risk of | poised to |
        appears | appear | appeared | projected""",
    ),
    (
        "doxastic",
        True,
        """believed | thought | thought to | thought to be | feared | presumed | suspected | is expected | are
        expected | was expected | were expected | understood to | estimated to | in my opinion | in
        our view | in his view | in her view | in their view""",
    ),
    (
        "doxastic",
        False,
        """believe | believes | believing | think | thinks | thinking | expect | expects | expected | expecting |
        suspect | suspects | assume | assumes | assumed | assuming | presume | presumes | speculate | speculates
        | speculated | doubt | doubts | doubted | doubtful | hope | hopes | hoped | hoping | fear | fears |
        guess | guesses | skeptical | sceptical | consider | considers | considered to be | anticipate |
        anticipates | anticipated | understood | estimate | estimates | estimated | assumption | assessment |
        predicts | predicted""",
    ),
    (
        "conditional",
        True,
        """if | even if | only if | unless | as long as | depending on | in case | provided that | on condition
        that | on the condition that | in the event of | in the event that | in case of | should it | if
        confirmed | if true | otherwise""",
    ),
    (
        "conditional",
        False,
        "should | so long as | subject to | contingent on",
    ),
    (
        "investigation",
        True,
        """investigate | investigates | investigated | investigating | examining | examined | probing | being
        assessed | reviewing whether | to determine whether | under investigation | is being investigated |
        looking into | is looking into | are looking into | opened an investigation | an investigation into |
        launched an investigation | an inquiry into | under review""",
    ),
    (
        "investigation",
        False,
        "investigation | investigations | inquiry | probe | examine | inquest",
    ),
    (
        "weasel",
        True,
        """reportedly | allegedly | alleged | purportedly | purported | supposedly | reports indicate | reports
        suggest | reports say | reports indicating | reports suggesting | reports claim | some reports | media
        reports | unconfirmed reports | according to reports | according to some | reports have surfaced |
        reports surfaced | reports emerged | reports have emerged | it is said | it is believed | it is thought
        | it was believed | it is understood | it is reported | it was reported | is said to | are said to | was
        said to | were said to | is reported to | are reported to | was reported to | were reported to | is
        thought to | are thought to | is rumored | is rumoured | are rumored | rumored | rumoured | rumors |
        rumours | widely believed | widely seen | is alleged to | are alleged to | estimates indicating |
        estimates suggest | evidence suggests | sources indicate | sources suggest | anonymous sources |
        so-called""",
    ),
    (
        "weasel",
        False,
        """some officials | some say | some believe | some argue | some claim | many believe | sources say |
        sources said | experts believe | unnamed | unidentified | anonymous""",
    ),
    (
        "non_verification",
        True,
        """unverified | unconfirmed | uncorroborated | unsubstantiated | not substantiated | no independent
        confirmation | without independent confirmation | no independent verification | no evidence | without
        evidence | without providing evidence | without offering evidence | without giving evidence | did not
        provide evidence | offered no evidence | provided no evidence | gave no evidence | impossible to verify |
        not possible to verify | difficult to verify | hard to verify | if confirmed""",
    ),
)

# Phrases in which a listed word does not hedge.
_NOT_HEDGING = PhraseTable(
    (phrase, None)
    for phrase in (
        "as soon as possible",
        "as much as possible",
        "as many as possible",
        "as quickly as possible",
        "as far as possible",
        "as early as possible",
        "wherever possible",
        "where possible",
        "if any",
        "for as long as",
        "as long as necessary",
        "as long as possible",
        "asked if",
        "asks if",
        "if not",
        "if only",
        "as if",
        "think tank",
        "think tanks",
        "no doubt",
        "without doubt",
        "undoubtedly",
        "could not",
        "should have",
        "considering that",
        "no matter if",
        "otherwise known as",
        "public opinion",
        "opinion poll",
        "opinion polls",
        "the suspect",
        "a suspect",
        "the suspects",
        "think about",
        "thinking about",
        "think of",
        "thought about",
        "thought of",
        "two suspects",
        "three suspects",
        "prime suspect",
        "murder suspect",
        "space probe",
        "cost estimate",
    )
)

_Verdict = Literal["certain", "doubtful", "listed", "none"]
_AFTER_MONTH = words("and until through to day was is in of")
_ABILITY = words("see hear feel afford no not remember speak reach bear stand sleep walk find get do")
_PLACE_NEXT = words("on in at before with by from for alongside as regularly live together")
_PASSIVE = words("is are was were be been being widely long generally commonly")
_CANNOT = words("cannot can't couldn't unable hasn't haven't wasn't weren't isn't hadn't didn't yet")
_NOT_ABLE = words("could can has have had was were is are been yet not be did immediately")
_BETWEEN = words("be been able to independently immediately yet fully readily have itself directly also")
_VERIFY = words("verify verified confirm confirmed corroborate corroborated authenticate authenticated substantiated")
_CHECKS = words("verify verified corroborate corroborated authenticate authenticated substantiated")


def _phrases() -> Iterable[tuple[str, Cue]]:
    seen: set[str] = set()
    for kind, certain, listed in _LISTED:
        cue = Cue(kind, certain)
        for phrase in (" ".join(part.split()) for part in listed.split("|")):
            if phrase and phrase not in seen:
                seen.add(phrase)
                yield phrase, cue


LEXICON: dict[str, Cue] = dict(_phrases())
"""Every listed phrase with its class; `non_verification` has grammatical patterns besides."""

_TABLE: PhraseTable[Cue] = PhraseTable(LEXICON)


def find_hedges(article: Article) -> list[HedgeCandidate]:
    """The hedge cues in the sentences of an article, in reading order, none overlapping another."""
    found: list[HedgeCandidate] = []
    for sentence in article.sentences:
        found.extend(_hedges(tokenise(article.text, sentence.range)))
    return found


def hedge_cues(text: str, within: Range | None = None) -> list[HedgeCandidate]:
    """The hedge cues of a plain string (of the part `within`); ranges are offsets in `text`. Linear in its length."""
    return _hedges(tokenise(text, within))


def _hedges(tokens: Sequence[Token]) -> list[HedgeCandidate]:
    found: list[HedgeCandidate] = []
    position = 0
    while position < len(tokens):
        spared = _NOT_HEDGING.at(tokens, position)
        checked = _non_verification(tokens, position)
        if checked is not None:
            found.append(_candidate(tokens, checked))
            position = checked.last
            continue
        if spared is not None:
            position = spared.last
            continue
        hit = _TABLE.at(tokens, position)
        if hit is None:
            position += 1
            continue
        judged = _judge(tokens, hit)
        if judged is not None:
            found.append(_candidate(tokens, judged))
        position = hit.last
    return found


def _candidate(tokens: Sequence[Token], hit: Hit[Cue]) -> HedgeCandidate:
    where = Range(tokens[hit.first].start, tokens[hit.last - 1].end)
    return HedgeCandidate(where, hit.label.kind, hit.label.certain)


def _judge(tokens: Sequence[Token], hit: Hit[Cue]) -> Hit[Cue] | None:
    """The hit with its certainty settled by the words beside it; None where it cannot be a hedge."""
    rule = _RULES.get(tokens[hit.first].lower)
    if rule is None or hit.last - hit.first > 1:
        return hit
    verdict = rule(tokens, hit.first)
    if verdict == "doubtful":
        return hit._replace(label=hit.label._replace(certain=False))
    if verdict == "certain":
        return hit._replace(label=hit.label._replace(certain=True))
    return hit if verdict == "listed" else None


def _may(tokens: Sequence[Token], position: int) -> _Verdict:
    """ "May" the month: capitalised inside a sentence, or beside a number."""
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if not tokens[position].capitalised:
        return "listed"
    if after is None or after.kind != "word" or after.lower in _AFTER_MONTH:
        return "none"
    return "listed" if before is None or before.kind in ("mark", "quote") else "none"


def _could(tokens: Sequence[Token], position: int) -> _Verdict:
    """ "could" of possibility, unless a verb of sense or ability follows."""
    after = tokens[position + 1 : position + 3]
    if not after or any(token.lower in _ABILITY for token in after):
        return "doubtful"
    return "doubtful" if position and tokens[position - 1].lower in ("i", "we", "than") else "certain"


def _appears(tokens: Sequence[Token], position: int) -> _Verdict:
    """ "appears" hedges before an adjective or a clause, not before the place where somebody turns up."""
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if after is None or after.kind != "word":
        return "doubtful"
    return "none" if after.lower in _PLACE_NEXT else "listed"


def _possible(tokens: Sequence[Token], position: int) -> _Verdict:
    before = tokens[position - 1].lower if position else ""
    if before in ("as", "if", "where", "when", "best"):
        return "none"
    return "certain" if before in ("is", "was", "a", "be", "it's", "of", "remains") else "listed"


def _believed(tokens: Sequence[Token], position: int) -> _Verdict:
    """ "is believed", "believed to have": nobody is named who believes; otherwise the verb reports."""
    before = tokens[position - 1].lower if position else ""
    after = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    if before in _PASSIVE or after == "to" or (before in ("a", "the", "and") and after not in ("that",)):
        return "certain"
    return "doubtful"


def _should(tokens: Sequence[Token], position: int) -> _Verdict:
    """ "should the wall fail": a condition when its subject follows."""
    after = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    return "certain" if after in ARTICLES | {"it", "he", "she", "they", "we", "any"} else "none"


def _alleged(tokens: Sequence[Token], position: int) -> _Verdict:
    after = tokens[position + 1].lower if position + 1 < len(tokens) else ""
    return "doubtful" if after == "that" else "listed"


def _suggests(tokens: Sequence[Token], position: int) -> _Verdict:
    """Evidence that suggests; a person who does reports."""
    before = [token.lower for token in tokens[max(position - 4, 0) : position]]
    return "certain" if any(word in DOCUMENT_NOUNS for word in before) else "doubtful"


_RULES: dict[str, Callable[[Sequence[Token], int], _Verdict]] = {
    "may": _may,
    "could": _could,
    "possible": _possible,
    "should": _should,
    "alleged": _alleged,
    **dict.fromkeys(("appears", "appear", "appeared"), _appears),
    **dict.fromkeys(("believed", "thought", "feared", "presumed", "understood"), _believed),
    **dict.fromkeys(
        ("suggest", "suggests", "suggested", "suggesting", "indicate", "indicates", "indicated"), _suggests
    ),
}


def _non_verification(tokens: Sequence[Token], position: int) -> Hit[Cue] | None:
    """ "cannot independently verify", "could not be confirmed", "has not been verified", "was unable to verify"."""
    first = tokens[position].lower
    last = position + 1
    if first in _NOT_ABLE and first != "not":
        while last < len(tokens) and tokens[last].lower in _NOT_ABLE and tokens[last].lower != "not":
            last += 1
        negated = last < len(tokens) and tokens[last].lower in ("not", "unable", "yet")
        if not negated:
            return None
        last += 1
    elif first not in _CANNOT:
        return None
    start = last
    while last < len(tokens) and tokens[last].lower in _BETWEEN:
        last += 1
    if last >= len(tokens) or tokens[last].lower not in _VERIFY:
        return None
    between = {token.lower for token in tokens[start:last]}
    certain = tokens[last].lower in _CHECKS or "independently" in between or "be" in between or "been" in between
    return Hit(position, last + 1, Cue("non_verification", certain))
