"""Choices of words that change what is said: one account has "lost" where another has "killed"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.collate.accounts import AccountView
from summarizer.collate.models import ClaimCell, ClaimGroup, WordChoice, Wording
from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Family:
    """Words for one thing that are not the same thing. `together`: they count only within one aligned claim."""

    of: str
    why: str
    choices: tuple[tuple[str, re.Pattern[str]], ...]
    together: bool = True


def _family(of: str, why: str, together: bool = True, /, **choices: str) -> Family:
    patterns = tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in choices.items())
    return Family(of, why, patterns, together)


FAMILIES: Final = (
    _family(
        "what happened to people counted as losses",
        "losses take in dead, wounded, captured and missing; killed is dead",
        killed=r"killed|dead|died|deaths?",
        lost=r"lost|losses|loss(?: of life)?",
        casualties="casualties",
    ),
    _family(
        "who holds a place again",
        "liberated takes a side; retaken and regained do not",
        False,
        retaken=r"re(?:claim|gain|captur|conquer)(?:ed|es|ing|e)?|retak(?:en|es|ing|e)|retook|took back",
        liberated=r"liberat(?:ed|es|ing|ion|e)",
        seized="seized|occupied",
    ),
    _family(
        "an attack",
        "an invasion is an attack, a counteroffensive answers one, an operation says neither",
        False,
        incursion="incursion|raid",
        invasion="invasion|invaded?",
        offensive="offensive",
        counteroffensive=r"counter-?offensive",
        attack=r"(?:surprise )?attack",
        operation="special (?:military )?operation",
    ),
    _family(
        "the state of an encircled force",
        "surrounded is more than isolated; at risk of it is less than either",
        surrounded=r"(?<!being )(?:surrounded|encircled)",
        isolated="isolated|cut off",
        at_risk=r"(?:at )?risk (?:of )?(?:being )?(?:encircle\w*|surround\w*)",
    ),
    _family(
        "a movement back",
        "from a manoeuvre to a flight",
        withdraw=r"withdraw(?:al|ing|n|s)?|withdrew|pull(?:ed|ing)? (?:back|out)",
        retreat=r"retreat(?:ed|ing|s)?",
        manoeuvre=r"man(?:oeuvre|euver)(?:s|ing|ed)?",
        flee="flee|fled|fleeing",
        hold=r"(?:maintain|hold)(?:s|ing)?(?: \w+){0,2} (?:positions?|defen[cs]e)",
    ),
    _family(
        "a strip of land along a border",
        "the name says whose safety it is for",
        buffer="buffer zones?",
        safety="safety zones?",
        security="security zones?",
    ),
    _family(
        "people in the street",
        "a march is lawful, a riot is not",
        False,
        march=r"march(?:ed|ers?)?(?= (?:against|for|on|through|in|was|were|may))|marchers",
        demonstration="demonstrat(?:ion|ors?)|protest(?:s|ers?)?",
        riot=r"riot(?:s|ers?|ing)?",
        crowd="crowd",
    ),
    _family(
        "who was counted",
        "passengers leave out the crew, patients leave out the well",
        people="people|persons",
        passengers="passengers?",
        patients="patients?",
    ),
    _family(
        "what happened to a vessel",
        "stages of one accident, from listing to sinking",
        capsized="capsiz(?:ed|es)|rolled over|went over|overturned",
        sank="sank|sunk|went down",
    ),
    _family(
        "cutting jobs",
        "adjusting is the company's word, losing the workers'",
        False,
        adjust=r"adjust\w* (?:its|the) workforce|right-?siz\w+|restructur\w+",
        cut=r"cut\w* (?:\w+ ){0,4}jobs|jobs? cuts?|lay(?:ing)? off|layoffs",
        shed="shed",
        losses="jobs? losses|the losses",
    ),
    _family(
        "taking vessels or goods",
        "seizing is an act of force, escorting is not",
        seized=r"seiz(?:ed|ing|ure)",
        escorted="escorted",
        held="holds?|held",
    ),
    _family(
        "holding people",
        "an arrest needs a ground, a detention less of one",
        arrested="arrest(?:ed|s)?",
        detained="detain(?:ed|ees)|detention",
        held="held|custody",
    ),
    _family(
        "people with arms",
        "the word takes a side",
        terrorist="terrorists?",
        militant="militants?",
        rebel="rebels?|insurgents?",
        fighter="fighters?",
    ),
    _family(
        "people hurt",
        "treated and hurt are counted by different people",
        treated="treated",
        hurt="hurt|injured|wounded",
    ),
    _family(
        "who governs",
        "regime denies what government grants",
        False,
        regime="regime",
        government="government",
        junta="junta",
    ),
    _family(
        "how likely a treatment or a duty is",
        "will is a plan, should is a demand",
        will=r"will be (?=treated|tried|judged|punished)",
        should=r"should be (?=treated|tried|judged|punished)",
    ),
)


_ANY: Final = re.compile(
    "|".join(pattern.pattern for family in FAMILIES for _, pattern in family.choices), re.IGNORECASE
)
Chosen = list[tuple[int, str, WordChoice]]


def find_wording(groups: Sequence[ClaimGroup], accounts: Mapping[str, AccountView]) -> list[Wording]:
    """Families of which different accounts choose different words, in claims that are aligned or about one event."""
    merged: dict[int, dict[tuple[str, str, int], WordChoice]] = defaultdict(dict)
    everywhere: dict[int, Chosen] = defaultdict(list)
    for one in groups:
        inside: dict[int, Chosen] = defaultdict(list)
        for cell in one.cells:
            for choice in _choices(cell, accounts[cell.account]):
                inside[choice[0]].append(choice)
        for number, choices in inside.items():
            if not FAMILIES[number].together:
                everywhere[number] += choices
            elif _differs(choices):
                merged[number].update(_by_place(choices))
    for number, choices in everywhere.items():
        if _differs(choices):
            merged[number].update(_by_place(choices))
    order = {account: index for index, account in enumerate(accounts)}
    return [
        Wording(
            id=f"W{number}",
            of=FAMILIES[index].of,
            why=FAMILIES[index].why,
            words=sorted(found.values(), key=lambda choice: (order[choice.account], choice.span.start)),
        )
        for number, (index, found) in enumerate(sorted(merged.items()), start=1)
    ]


def _choices(cell: ClaimCell, account: AccountView) -> Chosen:
    """The words of each family that a claim has; the first of each kind."""
    start, end = min(span.start for span in cell.spans), max(span.end for span in cell.spans)
    if _ANY.search(account.text, start, end) is None:
        return []
    found: Chosen = []
    for number, family in enumerate(FAMILIES):
        for name, pattern in family.choices:
            match = pattern.search(account.text, start, end)
            if match is not None:
                span = account.span(Range(*match.span()))
                choice = WordChoice(
                    account=cell.account, item=cell.item, words=span.text, span=span, passage=cell.passage
                )
                found.append((number, name, choice))
    return found


def _by_place(choices: Chosen) -> dict[tuple[str, str, int], WordChoice]:
    return {(choice.account, choice.item, choice.span.start): choice for _, _, choice in choices}


def _differs(choices: Chosen) -> bool:
    """Whether two accounts chose differently."""
    by_account: dict[str, set[str]] = defaultdict(set)
    for _, name, choice in choices:
        by_account[choice.account].add(name)
    return len(by_account) > 1 and len({frozenset(names) for names in by_account.values()}) > 1
