"""The passages of an article that address a model."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.grounding.instructions import addressing, codes, english, forgeries, languages
from summarizer.grounding.instructions.rules import Hit, Kind, apply
from summarizer.text.disguise import plain
from summarizer.text.ranges import Range

_BEFORE, _BEHIND = 300, 1000  # characters of a paragraph, before and behind what was found, that the passage takes
_MARKS = ".!?:;,\"'“”‘’„«»([{*>#|-–—"  # where a clause begins; no part of the order
_APART = 300  # characters between two passages up to which what lies between belongs to them


@dataclass(frozen=True)
class Passage:
    """A stretch of the article, what gave it away (`cue`, within the stretch), and what kind of address that is."""

    range: Range
    cue: Range
    kind: Kind


def find_instructions(text: str) -> list[Passage]:
    """The passages of `text` that address a model, in order, apart from each other. Time is linear in its length.

    A passage is the paragraph around what was found (of a long one, 300 characters before and 1,000 behind), with what
    stands between it and the next. What poses as something else than article (a token, a role, an answer) takes the
    lines next to it up to a blank one, a line that ends in a colon those under it.
    """
    reading = plain(text)
    found = [*_orders(reading.text), *apply(forgeries.RULES, reading.text), *forgeries.keyed_lines(reading.text)]
    found += [*addressing.addressing_sentences(reading.text), *codes.turned(reading.text, _orders)]
    hits = [Hit(reading.original(*hit.range), hit.kind) for hit in found if hit.range.size]
    hits += [*forgeries.role_lines(reading, text), *codes.coded(text)]
    return _merged([_passage(group, text) for group in _groups(sorted(hits, key=lambda hit: hit.range))])


def _orders(text: str) -> list[Hit]:
    return apply((*english.RULES, *languages.RULES), text)


def _groups(hits: list[Hit]) -> list[list[Hit]]:
    """The hits, those together between which there is little; each group is widened once, so time stays linear."""
    groups: list[list[Hit]] = []
    end = 0
    for hit in hits:
        if groups and hit.range.start - end <= _APART:
            groups[-1].append(hit)
        else:
            groups.append([hit])
        end = max(end, hit.range.end)
    return groups


def _passage(group: list[Hit], text: str) -> Passage:
    cue = group[0].range.trimmed(text, _MARKS if group[0].kind == "order" else "")
    last = max(hit.range.end for hit in group)
    earliest, latest = max(0, cue.start - _BEFORE), min(len(text), last + _BEHIND)
    start = max(earliest, text.rfind("\n", earliest, cue.start) + 1)
    end = _line_end(last, latest, text)
    forged = any(hit.kind != "order" for hit in group)
    while forged and start > earliest and text[start - 2 : start - 1].strip():
        start = max(earliest, text.rfind("\n", earliest, start - 1) + 1)
    opens = forged or text[max(cue.start, end - _BEHIND) : end].rstrip().endswith(":")
    while opens and end < latest and text[end + 1 : end + 2].strip():
        end = _line_end(end + 1, latest, text)
    return Passage(Range(start, end).trimmed(text), cue, group[0].kind)


def _line_end(start: int, latest: int, text: str) -> int:
    found = text.find("\n", start, latest)
    return latest if found < 0 else found


def _merged(passages: list[Passage]) -> list[Passage]:
    merged: list[Passage] = []
    for passage in passages:
        if merged and passage.range.start - merged[-1].range.end <= _APART:
            last = merged[-1]
            whole = Range(min(last.range.start, passage.range.start), max(last.range.end, passage.range.end))
            merged[-1] = Passage(whole, last.cue, last.kind)
        else:
            merged.append(passage)
    return merged
