"""Closed word lists of news English that several parts of the quantity grammar share."""

from __future__ import annotations

from typing import Final


def words(listing: str) -> frozenset[str]:
    """The white-space separated words of `listing`."""
    return frozenset(listing.split())


MONTHS: Final = words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
WEEKDAYS: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
)
SEASONS: Final = words("spring summer autumn fall winter")
ORDINAL_ENDINGS: Final = words("st nd rd th")

DETERMINERS: Final = words(
    "the a an this that these those its his her their our my your every each any some no another"
)

# Words that end a noun phrase: nothing after them is counted by the numeral before them.
FUNCTION_WORDS: Final = words(
    """
    a an the this that these those and or but nor so yet if because although though while whereas since until unless
    when where who whom whose which what why how as than then there here in on at by for from to into onto of off over
    under above below with within without about around across after before behind between beyond during against among
    along amid toward towards upon via per through throughout near like despite except inside outside up down out i
    you he she it we they me him them us my your his her its our their mine yours hers ours theirs himself herself
    itself is are was were be been being am do does did done has have had having will would shall should can could may
    might must not no never also only just even still already again ever always often now today tomorrow yesterday
    tonight overnight last next ago later earlier each every either neither both all any some such same very too more
    most less least respectively total altogether apiece alone combined away back together instead however meanwhile
    including said says say saying told tells
    """
)
# Finite verbs that often follow a bare figure ("430 died", "12 remain").
VERBS: Final = words(
    """
    died dies die fell fall rose rise went go came come took take got get made make gave give left leave lost lose won
    win remain remains remained became become voted signed joined attended survived arrived returned fled escaped
    happened occurred began start started seems seem appeared needed need want wanted believe believed think thought
    """
)
IRREGULAR_PLURALS: Final = words(
    """
    people men women children police troops personnel aircraft staff sheep cattle fish fishermen servicemen servicewomen
    policemen policewomen congressmen lawmen gunmen businessmen businesspeople spacecraft hovercraft watercraft feet
    teeth mice geese criteria media data phenomena militia crew firemen airmen clergy households infantry lawmakers
    oxen deer helicopter-borne offspring livestock spokesmen workmen craftsmen salespeople townspeople headquarters
    series species dead wounded injured missing homeless
    """
)
NOT_PLURALS: Final = words(
    """
    this his its was is has does as us yes perhaps always across besides towards afterwards nowadays sometimes thus
    plus minus versus less unless news politics economics mathematics physics athletics whereas besides ours theirs
    yours hers afterwards backwards forwards upwards downwards overseas indoors outdoors serious various previous
    famous numerous dangerous religious contagious enormous precious continuous
    """
)
