"""Words that news uses for the same thing, so that two accounts can be compared without a model.

A concept is what several words share ("reclaimed", "regained", "liberated"). *Event* concepts say what happens to what
is counted; two figures with events in common may be the same figure, two with different ones are not. *Head* concepts
say what is counted. Words in no list stand for themselves, reduced to a stem.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# concept: words, by stem or in full; a trailing * takes every ending.
_EVENTS: Final = """
death: die died dies dying dead death* killed kill kills killing toll perish* fatalit* slain deadl*
loss: lost loss losses
treat: treated
injury: hurt injur* wound* cuts bruis* casualt*
missing: missing unaccounted
survive: surviv* alive rescue* pulled saved
hospital: hospital* admitted ward
capture: prisoner* captive* captur* pow pows seiz*
arrest: arrest* detain* detention custody
evacuate: evacuat* driven flee fled displac* uproot*
ill: ill illness* sick* infect* cases
retake: reclaim* regain* recaptur* retak* retook liberat* recover*
encircle: encircl* surround* isolat* trapp*
withdraw: withdraw* withdrew retreat* pullout
aboard: aboard carrying passenger*
certify: certif* capacity licen* allows
burn: burn* scorch* size
contain: contain*
turnout: turnout
lead: lead gap margin trails
attend: attendance spectators ticket*
march: march* crowd* protest* demonstrat* streets rall*
halt: stopped halt* stoppage interrupt* suspend* delay*
layoff: jobs positions redundan* workforce layoffs
convict: convict* guilty
acquit: acquit* cleared threw thrown
jail: prison jail* sentenc*
bribe: brib*
grow: grew grow growth
vote: vote votes voted split
sales: sales revenue* turnover
profit: profit*
inflation: inflation prices
ratelevel: rate rates
fare: fare fares ticket*
pay: pay pays paid price payment cost costs receive* offer*
quota: quota* catch* herring
test: test tests sample*
aid: aid assistance
reach: away
"""

_HEADS: Final = """
troops: troop* soldier* servicem* personnel fighter* members army
people: people person persons man men woman women resident* passenger* patient* adult*
area: territor* area land region hectare*
settlement: settlement* village* town*
vessel: trawler* vessel* boat* ship* ferr*
officer: officer*
colony: colon* coral*
gene: gene genes
share: share*
quantity: number count figure total estimate toll tally sum
"""

# Used for claims only: what is said to happen, beside what happens to things that are counted.
_ACTS: Final = """
fail: fail* collaps* thwart* defeat*
leverage: leverag* bargain*
divert: divert* distract* stop
win: victor* won win wins winning triumph* beat
terror: terroris*
visit: visit*
cross: cross* enter* entering border
attack: incursion* invasion* invad* offensive* counteroffensive* attack* foray*
hold: maintain* defend* defence* defense* defensive positions
zone: zone* buffer
control: control* full
deny: deny denies denied reject*
cause: caus* source trigger* due
steal: stolen steal* fraud* rigged
likely: likely probabl*
fine: fine* penalt*
overload: overload* overcrowd*
restart: restart* resum* replay*
approve: approv* application authoris* authoriz* submit*
mild: mild tolerated
spare: spare spared
"""

_STOP: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "he",
        "she",
        "his",
        "her",
        "they",
        "their",
        "them",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "can",
        "not",
        "no",
        "nor",
        "than",
        "then",
        "more",
        "most",
        "less",
        "least",
        "over",
        "under",
        "about",
        "around",
        "some",
        "nearly",
        "almost",
        "approximately",
        "roughly",
        "up",
        "down",
        "out",
        "off",
        "into",
        "after",
        "before",
        "during",
        "since",
        "until",
        "within",
        "also",
        "still",
        "just",
        "only",
        "very",
        "one",
        "two",
        "who",
        "which",
        "what",
        "when",
        "where",
        "while",
        "there",
        "here",
        "all",
        "any",
        "each",
        "both",
        "few",
        "many",
        "much",
        "other",
        "others",
        "another",
        "first",
        "early",
        "initial",
        "latest",
        "mr",
        "mrs",
        "ms",
        "dr",
        "such",
        "own",
        "same",
        "so",
        "too",
        "said",
        "says",
        "say",
        "saying",
        "told",
        "added",
        "adding",
        "according",
        "claimed",
        "claim",
        "claims",
        "stated",
        "reported",
        "reports",
        "we",
        "us",
        "our",
        "you",
        "i",
        "my",
        "me",
        "if",
        "because",
        "per",
        "including",
    ]
)
_PHRASES: Final = (
    ("not guilty", "acquitted"),
    ("service members?|army members?", "soldiers"),
    ("from (?:their )?homes|on the move", "evacuated"),
    ("on board", "aboard"),
    ("held up", "halted"),
    ("policy rate|benchmark rate|interest rates?|key rate", "rates"),
    ("consumer prices", "inflation"),
    ("in size", "burned"),
    ("made it", "survived"),
)
_PHRASE: Final = re.compile(
    "|".join(rf"(?P<p{number}>\b(?:{pattern})\b)" for number, (pattern, _) in enumerate(_PHRASES)), re.IGNORECASE
)
# Names of days and months, whose first letter tells them from verbs ("March", "may"), and words of units.
_CALENDAR: Final = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_UNITS: Final = frozenset(
    [
        "percent",
        "cent",
        "per",
        "percentage",
        "point",
        "points",
        "basis",
        "square",
        "kilometre",
        "kilometres",
        "kilometer",
        "kilometers",
        "km",
        "metre",
        "metres",
        "meter",
        "meters",
        "mile",
        "miles",
        "feet",
        "foot",
        "hectare",
        "hectares",
        "acre",
        "acres",
        "tonne",
        "tonnes",
        "ton",
        "tons",
        "kilo",
        "degrees",
        "degree",
        "celsius",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "minute",
        "minutes",
        "second",
        "seconds",
        "million",
        "billion",
        "thousand",
        "thousands",
        "hundreds",
        "dozen",
        "dozens",
        "half",
        "euros",
        "dollars",
        "kroner",
        "pounds",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ]
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _parsed(table: str) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    exact: dict[str, tuple[str, ...]] = {}
    prefixes: list[tuple[str, str]] = []
    for line in table.strip().splitlines():
        name, _, listed = line.partition(":")
        for word in listed.split():
            if word.endswith("*"):
                prefixes.append((word[:-1], name))
            else:
                exact[word] = (*exact.get(word, ()), name)
    return exact, prefixes


_EVENT_EXACT, _EVENT_PREFIX = _parsed(_EVENTS)
_ACT_EXACT, _ACT_PREFIX = _parsed(_ACTS)
_HEAD_EXACT, _HEAD_PREFIX = _parsed(_HEADS)


def words_of(text: str) -> list[str]:
    """The words of `text` in lower case, possessives and typographic apostrophes taken off."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        found.append(word[:-2] if word.endswith("'s") else word.rstrip("'"))
    return found


@lru_cache(maxsize=65536)
def events_of(word: str) -> tuple[str, ...]:
    """Event concepts of a lower-case word; mostly none."""
    return _EVENT_EXACT.get(word) or tuple({name for prefix, name in _EVENT_PREFIX if word.startswith(prefix)})


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A head concept, an event concept or the word without its commonest endings: what two words must share."""
    heads = _HEAD_EXACT.get(word) or tuple(name for prefix, name in _HEAD_PREFIX if word.startswith(prefix))
    if heads:
        return heads[0].upper()
    if events := events_of(word):
        return min(events).upper()
    for ending in ("ations", "ation", "ings", "ing", "ies", "edly", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def act(word: str) -> str:
    """What a word of a claim shares with its like: an act ("failed", "collapsed"), else as `stem`."""
    acts = _ACT_EXACT.get(word) or tuple(name for prefix, name in _ACT_PREFIX if word.startswith(prefix))
    return f"act {acts[0]}" if acts else stem(word)


@lru_cache(maxsize=65536)
def content_words(text: str) -> tuple[str, ...]:
    """The words of `text` that carry content, in order; a few fixed phrases as the one word that they mean."""
    text = _CALENDAR.sub(" ", _PHRASE.sub(_phrase_word, text))
    return tuple(word for word in words_of(text) if word not in _STOP and word not in _UNITS and len(word) > 1)


def _phrase_word(match: re.Match[str]) -> str:
    assert match.lastgroup is not None
    return _PHRASES[int(match.lastgroup[1:])][1]
