"""Closed word classes of English and a guess at which words are finite verbs; enough to find clause boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.language.lexicon import inflect
from summarizer.language.reporting import reporting_verb
from summarizer.language.tokens import Token, words

DETERMINERS = words(
    """a an the this that these those his her its their our my your some any no every each both all several
    many few most another such one two three four five six seven eight nine ten dozens hundreds
    thousands"""
)
ARTICLES = words("a an the this these those his her its their our my your")
SUBJECT_PRONOUNS = words("i he she they we it you who everyone everybody someone somebody nobody others")
PREPOSITIONS = words(
    """in on at during after before by with without within from to of for since until till amid among
    around against about across along alongside behind beside besides between beyond despite following
    including inside into like near off onto out outside over past per regarding through throughout
    toward towards under up upon via concerning given"""
)
AUXILIARIES = words(
    """is are was were be been being am has have had having do does did will would shall should can could
    may might must isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't
    can't cannot couldn't shouldn't mustn't"""
)
FINITE_AUXILIARIES = AUXILIARIES - words("be been being having")
BE = words("is are was were be been being am isn't aren't wasn't weren't")
HAVE = words("has have had having hasn't haven't hadn't")
NEGATIONS = words("not never no n't neither nor cannot") | {word for word in AUXILIARIES if word.endswith("n't")}
SUBORDINATORS = words(
    """because while whilst although though whereas if unless until since as when whenever where whether once
    after before so than lest albeit despite"""
)
# Where a clause that merely goes with the reporting begins ("said as he was making his first visit").
ADVERBIAL_STARTS = words(
    """as while when after before during since until because amid following although though whereas"""
)
RELATIVES = words("who whom whose which that where")
QUESTION_WORDS = words("what why how whether who which where when if")
COORDINATORS = words("and but or nor yet")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words(
    """january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec"""
)
TIME_WORDS = words(
    "today yesterday tonight tomorrow earlier later recently now then last this next week month year morning afternoon "
    "evening night day days ago early late weekend overnight"
)
ADVERBS = words(
    """also later then now again still just already once further meanwhile however earlier today yesterday instead
    even too twice perhaps maybe only ever never not often sometimes soon since first second third thus
    therefore moreover nevertheless nonetheless always usually long ago thereby hence subsequently reportedly
    almost hard back publicly"""
)
# Words in -ly that are no adverbs.
_LY_NOUNS = words(
    """family ally assembly italy july reply supply monopoly anomaly early daily weekly monthly rally bully
    fly"""
)
CONNECTIVES = words(
    """but and however meanwhile also additionally moreover furthermore besides still yet so then now later
    earlier nevertheless nonetheless thus therefore instead indeed separately similarly overall today
    yesterday recently previously or nor while although though finally notably"""
)

_COMMON_VERBS = """accept accuse achieve act affect aim allow appear apply approve arrest arrive attack attend avoid
    attempt add
become begin belong block bomb bring build buy call cancel capture carry cause change charge choose claim close
come compare compel complete contain contest continue control convince cost count cover create cross cut damage
deal deliver demand deploy describe destroy develop die discuss drive drop ease elect emerge enable encourage
end enjoy enter escape exist expand face fail fall fight file find finish fire fly follow force form gain get
give go grow happen hear help hit hold hurt identify ignore improve include increase injure invade involve issue
join jump keep kill know launch lead leave lie like live locate look lose love maintain make manage mark mean
meet move need obtain occur offer open operate oppose own participate pass pay perform place play prepare
present prevent produce protect provide publish pull push put quit raise reach receive reclaim recognize reduce
refuse regain release rely remain remove replace represent require resign respond result resume retake return
rise run save score seek seem seize sell send serve set sign sit spend stand start stay stop strike struggle
submit succeed suffer support surround survive suspend take teach tend threaten travel treat trigger try turn
undergo use visit vote wait walk want warn win withdraw wonder work contribute attract lack depend deserve
ensure expose extend face fund hamper highlight host ignite impose inspire land last marry negotiate outline
pose precede rescue reveal shape share shift spark spread stem stretch target torpedo underline unfold violate
weaken"""
_IRREGULAR_PASTS = words(
    """became began brought built bought came chose cut dealt drove fell fought found flew forgot got gave
    went grew held hit hurt kept knew laid led left lost made meant met paid put quit ran rose saw sent
    set shot shut sang sat slept spoke spent stood struck swam took taught thought threw understood won
    withdrew wrote sought sold fled burst broke drew drank ate felt hid bore beat lent lit rode shook
    shrank stole stuck swore tore wore wept hung dug bred caught clung crept fed ground leapt leaned
    bound split spread spun sprang stung swept swung told said heard"""
)
_BASE_AND_THIRD = frozenset(
    form for lemma in _COMMON_VERBS.split() for form, kind in inflect(lemma).items() if kind in ("third", "base")
)
_REGULAR_PASTS = frozenset(
    form for lemma in _COMMON_VERBS.split() for form, kind in inflect(lemma).items() if kind == "past"
)
# Nouns as often as verbs in the present tense.
_NOUN_VERBS = words(
    """act acts aim aims appeal appeals arrest arrests attack attacks attempt attempts block blocks bomb
    bombs call calls cause causes change changes charge charges claim claims contest contests control
    controls cost costs count counts cover covers damage deal deals demand demands drive drives drop
    drops end ends escape face faces fall falls fight fights file files fire fires force forces form
    forms gain gains help hit hits hold hurt increase increases issue issues jump land lead leads lie
    lies like live look looks love mark marks move moves need needs offer offers open own pass place
    places play plays present presents produce push puts raise reach release releases result results
    return returns rise rises run runs score scores sign signs stand stands start starts stay stop stops
    strike strikes struggle support target targets travel treat trigger turn turns use uses visit visits
    vote votes walk want wait win wins wonder work works set sets put spread cut cuts join host hosts
    last lack fund funds shift shape share shares shifts land lands spark stem highlight outline warn
    pay return experience document documents report reports estimate estimates note notes comment
    comments answer answers promise promises request requests hope hopes fear fears plan plans question
    questions doubt doubts state states study studies order orders record records rule rules post posts"""
)


def is_adverb(token: Token) -> bool:
    """An adverb that may stand between a subject and its verb."""
    if token.kind != "word":
        return False
    lower = token.lower
    return lower in ADVERBS or (lower.endswith("ly") and len(lower) > 4 and lower not in _LY_NOUNS)


def is_finite(tokens: Sequence[Token], position: int) -> bool:
    """Whether a token is, as far as its form and neighbours tell, the finite verb (or first auxiliary) of a clause."""
    token = tokens[position]
    if token.kind != "word":
        return False
    lower = token.lower
    before = tokens[position - 1] if position else None
    if lower == "close" and position + 1 < len(tokens) and tokens[position + 1].lower == "to":
        return False  # "officials close to the inquiry"
    if lower in FINITE_AUXILIARIES:
        return not (lower == "may" and token.text == "May" and before is not None)
    if before is not None and before.kind == "word":
        if before.lower in ("to", "of") or before.lower in ARTICLES or before.lower in AUXILIARIES:
            return False
        if before.lower in PREPOSITIONS and before.lower not in ("of",):
            return False
    if lower.endswith(("'s", "'re", "'ll", "'ve", "'d", "'m")):
        return lower.split("'")[0] in (
            "it",
            "he",
            "she",
            "that",
            "there",
            "what",
            "who",
            "i",
            "we",
            "they",
            "you",
            "here",
        )
    if token.capitalised and position and before is not None and before.kind == "word":
        return False
    if lower in _IRREGULAR_PASTS:
        return not _is_modifier(tokens, position)
    verb = reporting_verb(lower)
    if lower in _REGULAR_PASTS or (verb is not None and verb.form in ("past", "third") and not verb.noun_like):
        return not _is_modifier(tokens, position)
    if lower in _BASE_AND_THIRD or (verb is not None and verb.form in ("base", "third")):
        return _is_present(tokens, position)
    if lower.endswith("ed") and len(lower) > 4:
        return _follows_subject(tokens, position) and not _is_modifier(tokens, position)
    return False


def _follows_subject(tokens: Sequence[Token], position: int) -> bool:
    """Whether the word before can end a subject: a pronoun, a name or a noun."""
    while position and is_adverb(tokens[position - 1]):
        position -= 1
    if not position:
        return False
    before = tokens[position - 1]
    if before.lower in SUBJECT_PRONOUNS or before.lower in ("which", "that"):
        return True
    if before.kind == "number" or before.text == ")":
        return True
    return before.kind == "word" and before.lower not in DETERMINERS and not before.possessive


def _is_modifier(tokens: Sequence[Token], position: int) -> bool:
    """Whether a past form is a participle that describes a noun ("a letter seen by the paper")."""
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if before is not None and (before.lower in SUBJECT_PRONOUNS or before.lower in ("which", "that")):
        return False
    if before is not None and before.lower in (ARTICLES | BE | HAVE):
        return True
    return after is not None and after.lower in ("by", "as")


def is_reduced(tokens: Sequence[Token], position: int) -> bool:
    """Whether a past form may be a participle behind its noun ("the survey published in May showed")."""
    lower = tokens[position].lower
    if lower in FINITE_AUXILIARIES or not (lower.endswith("ed") or lower in _SAME_PARTICIPLES):
        return False
    if position and tokens[position - 1].lower in SUBJECT_PRONOUNS | {"which", "that", "who"}:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is not None and (
        following.lower in PREPOSITIONS | TIME_WORDS | WEEKDAYS | {"to"} or is_adverb(following)
    )


_SAME_PARTICIPLES = words(
    "made held sent found built bought caught brought led left lost paid sold told put set shot hit"
)


def _is_present(tokens: Sequence[Token], position: int) -> bool:
    """Whether a present-tense form is used as a verb."""
    lower = tokens[position].lower
    before = tokens[position - 1] if position else None
    if before is None:
        return False
    if before.lower in SUBJECT_PRONOUNS or before.lower in ("which", "that"):
        return before.lower != "that" or lower not in _NOUN_VERBS
    if lower in _NOUN_VERBS:
        return False
    if lower.endswith("s"):
        return before.kind == "word" and not before.possessive and before.lower not in DETERMINERS
    plural = before.kind == "word" and before.lower.endswith("s") and not before.possessive
    return plural and not is_adverb(before) and before.lower not in AUXILIARIES


def has_clause(tokens: Sequence[Token], first: int = 0, last: int | None = None) -> bool:
    """Whether a finite verb stands among `tokens[first:last]`."""
    return finite_at(tokens, first, last) is not None


def finite_at(tokens: Sequence[Token], first: int = 0, last: int | None = None) -> int | None:
    """The position of the first finite verb among `tokens[first:last]`."""
    stop = len(tokens) if last is None else last
    return next((position for position in range(first, stop) if is_finite(tokens, position)), None)
