"""Who speaks, as far as the text alone tells: names, descriptions, pronouns, and who spoke just before.

What stays open comes with the actors who may be meant, the most likely first; a model chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from summarizer.language.analysis import WORTH_READING, Analysis
from summarizer.language.antecedents import (
    agrees,
    bodies_meant,
    is_one_person,
    is_somebodys,
    named_within,
    same_description,
    stands_for_body,
)
from summarizer.language.callings import head_noun, is_plural
from summarizer.language.resolution import Resolution, resolve
from summarizer.language.types import Attribution, NameCandidate
from summarizer.text.ranges import Range

_REACH = 3  # sentences over which "he said" goes on from the last speaker
_MEMORY = 60  # attributions over which a description goes on
_ONE_PERSON = re.compile(r"(?:he|she)$", re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|these|those|its)\s", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:I|we|We)$")
_SEVERAL = re.compile(r"(?:they|we|it)$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One attribution as the rules read it: `speaker` where they know, else `options`, the most likely first."""

    attribution: Attribution
    speaker: str | None
    options: tuple[str, ...] = ()


def read_speakers(analysis: Analysis) -> list[Reading]:
    """The attributions worth reading, in order, with their speakers; quotations that go on belong to the one before."""
    readings: list[Reading] = []
    for found in analysis.attributions:
        if found.score < WORTH_READING:
            continue
        if found.rule == "continuation" and readings and _goes_on(readings[-1].attribution, found):
            last = readings[-1]
            whole = replace(last.attribution, content=(*last.attribution.content, *found.content))
            readings[-1] = replace(last, attribution=whole)
            continue
        readings.append(_read(found, readings[-_MEMORY:], analysis))
    return [_within_quotation(reading, readings, analysis.article.text) for reading in readings]


def _within_quotation(reading: Reading, readings: list[Reading], text: str) -> Reading:
    """ "I" in a quotation is whoever is quoted."""
    source = reading.attribution.source
    if reading.speaker is not None or source is None or not _FIRST_PERSON.fullmatch(source.of(text).strip()):
        return reading
    for other in readings:
        if other.attribution.form != "indirect" and any(part.covers(source) for part in other.attribution.content):
            return replace(reading, speaker=other.speaker, options=other.options)
    return reading


def _goes_on(last: Attribution, found: Attribution) -> bool:
    return last.form == "direct" and found.sentence - last.sentence <= _REACH


def _read(found: Attribution, before: list[Reading], analysis: Analysis) -> Reading:
    text = analysis.article.text
    words = found.source.of(text).strip() if found.source is not None else ""
    resolution = Resolution(None, "open")
    if found.source is not None:
        resolution = resolve(found.source, text, analysis.names)
    if (unnamed := _unnamed(words, resolution, found, before, analysis)) is not None:
        return Reading(found, unnamed)
    if resolution.name is not None and resolution.how != "described":
        return Reading(found, resolution.name)
    if resolution.how == "nobody":
        return Reading(found, _same_document(words, before, analysis))
    for rule in (_by_office, _by_head):
        if (actor := rule(words, found, analysis)) is not None:
            return Reading(found, actor)
    if (noun := stands_for_body(words)) is not None and (bodies := _bodies(noun, found, before, analysis)):
        speaker = bodies[0] if len(bodies) == 1 else None
        return Reading(found, speaker, () if speaker else tuple(bodies))
    if is_somebodys(words):
        return Reading(found, " ".join(words.split()))
    one_person = bool(_ONE_PERSON.fullmatch(words))
    if one_person or found.source is None:
        speaker = _last_speaker(found, before, analysis)
        if speaker is not None:
            return Reading(found, speaker)
    if words.casefold() in ("it", "they") and (body := _body_goes_on(found, before, analysis)) is not None:
        return Reading(found, body)
    if resolution.how == "described" or _names_itself(words):
        return Reading(found, " ".join(words.split()))
    options = list(_options(found, analysis, one_person=one_person, several=bool(_SEVERAL.fullmatch(words))))
    if words and not one_person and not _SEVERAL.fullmatch(words):
        options.append(" ".join(words.split()))  # "the coastguard" may well be an actor of its own
    return Reading(found, None, tuple(dict.fromkeys(options)))


def _unnamed(
    words: str, resolution: Resolution, found: Attribution, before: list[Reading], analysis: Analysis
) -> str | None:
    """The speaker without a name who goes on: "the aide", "he", "they", "one" behind a source that was described."""
    known = {name.name for name in analysis.names}
    described = [reading for reading in before if reading.speaker is not None and reading.speaker not in known]
    if not described:
        return None
    if resolution.how == "open" and (
        speaker := same_description(words, [reading.speaker for reading in described if reading.speaker])
    ):
        return speaker
    last = described[-1]
    assert last.speaker is not None
    if last is not _last_on_top(before) or found.sentence - last.attribution.sentence > _REACH:
        return None
    if _ONE_PERSON.fullmatch(words):
        goes_on = is_one_person(last.speaker) and agrees(words, last.speaker)
    else:
        goes_on = words.casefold() in ("they", "one", "some", "another") and is_plural(last.speaker)
    return last.speaker if goes_on and not _named_since(last.attribution, found, analysis) else None


def _body_goes_on(found: Attribution, before: list[Reading], analysis: Analysis) -> str | None:
    """The body that spoke in this sentence or the one before, if "it" can only go on from there."""
    last = _last_on_top(before)
    if last is None or last.speaker is None or found.sentence - last.attribution.sentence > 1:
        return None
    kinds = {name.name: name.kind for name in analysis.names}
    if kinds.get(last.speaker, "person") in ("person", None):
        return None
    at = found.source.start if found.source is not None else found.content[0].start
    return last.speaker if not any(part.start < at < part.end for part in last.attribution.content) else None


def _same_document(words: str, before: list[Reading], analysis: Analysis) -> str | None:
    """Whoever issued the document that an earlier source told more of ("a study by the Marine Office", "the study")."""
    if not _DEFINITE.match(words):
        return None
    noun = head_noun(words)
    for reading in reversed(before):
        source = reading.attribution.source
        if source is not None and reading.speaker and noun == head_noun(source.of(analysis.article.text)):
            return reading.speaker
    return None


def _last_on_top(before: list[Reading]) -> Reading | None:
    """The last reading that is not nested in the content of another one."""
    for reading in reversed(before):
        part = reading.attribution.content[0]
        around = (other.attribution for other in before if other is not reading)
        if not any(whole.covers(part) and whole != part for other in around for whole in other.content):
            return reading
    return None


def _named_since(last: Attribution, found: Attribution, analysis: Analysis) -> bool:
    """Whether somebody who may be a person is named between two attributions, outside of what they report."""
    start = last.source.end if last.source is not None else last.content[-1].end
    end = found.source.start if found.source is not None else found.content[0].start
    between = Range(min(start, end), end)
    inside = (*last.content, *found.content)
    return any(
        kind == "named" and between.covers(mention) and not any(part.covers(mention) for part in inside)
        for name in analysis.names
        if name.kind == "person" or (name.kind is None and " " in name.name)
        for mention, kind in name.mentions
    )


def _bodies(noun: str, found: Attribution, before: list[Reading], analysis: Analysis) -> list[str]:
    """The bodies that "the company", "her group" may mean; the one named with the last speaker settles the latter."""
    at = found.source.start if found.source is not None else found.content[0].start
    meant = bodies_meant(noun, analysis.names, at)
    words = found.source.of(analysis.article.text) if found.source is not None else ""
    if words[:3].casefold() in ("his", "her") and before and before[-1].attribution.source is not None:
        beside = [name for name in meant if named_within(name, before[-1].attribution.source)]
        meant = beside if len(beside) == 1 else meant
    return [name.name for name in meant]


def _by_office(words: str, found: Attribution, analysis: Analysis) -> str | None:
    """The one actor whose office the words name: "the president", "Russian chief of staff".

    Of several with such an office only those count who have been mentioned before.
    """
    office = _DETERMINER.sub("", " ".join(words.split())).casefold()
    if not office or is_plural(office):
        return None
    text = analysis.article.text
    at = found.source.start if found.source is not None else found.content[0].start
    holders = [
        name
        for name in analysis.names
        if name.role is not None
        and (role := _DETERMINER.sub("", " ".join(name.role.of(text).split())).casefold())
        and (role == office or (role.endswith(f" {office}") and head_noun(role) == head_noun(office)))
    ]
    known = [name for name in holders if name.mentions[0][0].start < at]
    chosen = known if known else holders
    return chosen[0].name if len(chosen) == 1 else None


def _by_head(words: str, found: Attribution, analysis: Analysis) -> str | None:
    """The one actor mentioned before whose name holds the words: "the board" for "the Medicines Board"."""
    if not _DETERMINER.match(words):
        return None
    head = _DETERMINER.sub("", words).casefold().split()
    if not 0 < len(head) <= 2:
        return None
    at = found.source.start if found.source is not None else found.content[0].start
    named = [
        name
        for name in analysis.names
        if name.kind != "person"
        and name.mentions[0][0].start < at
        and any(set(head) <= set(form.casefold().split()) for form in (name.name, *name.aliases))
    ]
    return named[0].name if len(named) == 1 else None


def _names_itself(words: str) -> bool:
    """Whether a definite phrase has a name in it ("the Swiss foreign ministry"): then it is an actor of its own."""
    rest = _DETERMINER.sub("", words)
    return rest != words and any(word[0].isupper() for word in rest.split())


def _last_speaker(found: Attribution, before: list[Reading], analysis: Analysis) -> str | None:
    """Whoever spoke last, if that was just before and nobody else has been named since."""
    if not before or before[-1].speaker is None:
        return None
    last = before[-1]
    if found.sentence - last.attribution.sentence > _REACH:
        return None
    people = {name.name: name for name in analysis.names if name.kind == "person"}
    if last.speaker not in people:
        return None
    start = last.attribution.source.end if last.attribution.source is not None else last.attribution.content[-1].end
    end = found.source.start if found.source is not None else found.content[0].start
    between = Range(min(start, end), end)
    inside = (*last.attribution.content, *found.content)
    for name in people.values():
        if name.name == last.speaker:
            continue
        for mention, kind in name.mentions:
            if kind == "named" and between.covers(mention) and not any(part.covers(mention) for part in inside):
                return None
    return last.speaker


def _options(found: Attribution, analysis: Analysis, *, one_person: bool, several: bool) -> Iterable[str]:
    """Actors who may be meant, those mentioned last before the words first, those mentioned only later behind."""
    at = found.source.start if found.source is not None else found.content[0].start

    def distance(name: NameCandidate) -> tuple[bool, int]:
        earlier = [mention.start for mention, _ in name.mentions if mention.start < at]
        return (not earlier, at - earlier[-1] if earlier else name.mentions[0][0].start)

    for name in sorted(analysis.names, key=distance):
        if one_person and name.kind not in ("person", None):
            continue
        if several and name.kind == "person":
            continue
        yield name.name
