"""The passage of a text that is most like a quote which the text does not hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from summarizer.text.ranges import Range

_LONGEST = 1000  # characters of a quote that are compared
_NARROWEST = 40  # characters; a shorter quote is still looked for in a stretch that shows its neighbours
_SEEDS = 2000  # places looked at, at most
_WINDOWS = 3  # stretches aligned, at most
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Nearest:
    """A passage, and how like the quote it is, from 0 to 1 (normalised indel similarity of the folded characters)."""

    range: Range
    similarity: float


def nearest_passage(quote: str, text: str) -> Nearest | None:
    """The most similar stretch of `text`, widened to whole words; None when they share no word and no four characters.

    The rarest words of the quote are looked up, the stretches where most of them gather are aligned with the quote, and
    the best wins (the earlier of equals). Time is linear in the text and bounded in the quote, of which the first
    1,000 characters are compared.
    """
    quote = quote[:_LONGEST]
    best: Nearest | None = None
    for window in _windows(quote, text):
        found = _align(quote, text, window)
        if found is not None and (best is None or found.similarity > best.similarity):
            best = found
    return best


def _windows(quote: str, text: str) -> list[Range]:
    """The stretches of text where most of the quote's words gather, in reading order."""
    width = max(len(quote), _NARROWEST)
    # A seed at `place` that stands at `offset` in the quote votes for a passage that begins at their difference.
    votes = Counter(max(0, place - offset) // width for place, offset in _seed_places(quote, text))
    gathered = {bucket: votes[bucket] + votes.get(bucket + 1, 0) for bucket in votes}
    best = sorted(gathered, key=lambda bucket: (-gathered[bucket], bucket))[:_WINDOWS]
    starts = [bucket * width for bucket in sorted(best)]
    return [Range(max(0, start - width // 2), min(len(text), start + 3 * width)) for start in starts]


def _seed_places(quote: str, text: str) -> list[tuple[int, int]]:
    """Where words of the quote stand in the text (four-character pieces, if it shares no word), with their offsets."""
    quote, text = _lowered(quote), _lowered(text)
    words = {match.group(): match.start() for match in _WORD.finditer(quote) if len(match.group()) > 1}
    pieces = {quote[i : i + 4]: i for i in range(max(1, len(quote) - 3)) if quote[i : i + 4].strip()}
    return _look_up(words, text) or _look_up(pieces, text)


def _lowered(text: str) -> str:
    """Lower case, of the same length: one capital alone becomes two characters in lower case."""
    return text.replace("İ", "I").lower()


def _look_up(seeds: dict[str, int], text: str) -> list[tuple[int, int]]:
    """Where the seeds stand in the text, the rarest first, until enough places are known."""
    counted = sorted((text.count(seed), offset, seed) for seed, offset in seeds.items())
    places: list[tuple[int, int]] = []
    for count, offset, seed in counted:
        if count == 0:
            continue
        if places and len(places) + count > _SEEDS:
            break
        at = text.find(seed)
        while at >= 0 and len(places) < _SEEDS:
            places.append((at, offset))
            at = text.find(seed, at + len(seed))
    return places


def _align(quote: str, text: str, window: Range) -> Nearest | None:
    alignment = fuzz.partial_ratio_alignment(quote, window.of(text))
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return None
    found = Range(window.start + alignment.dest_start, window.start + alignment.dest_end)
    found = _whole_words(text, found).trimmed(text)
    return Nearest(found, round(fuzz.ratio(quote, found.of(text)) / 100, 4)) if found.size > 0 else None


def _whole_words(text: str, found: Range) -> Range:
    """The range with the words and figures at its edges completed, by at most 30 characters each way."""
    start, end = found
    for _ in range(30):
        if start == 0 or not (_inside(text, start) or (start > 1 and _inside_figure(text, start - 1))):
            break
        start -= 1
    for _ in range(30):
        if end == len(text) or not (_inside(text, end) or _inside_figure(text, end)):
            break
        end += 1
    return Range(start, end)


def _inside(text: str, at: int) -> bool:
    return (text[at - 1].isalnum() and text[at].isalnum()) or _inside_figure(text, at)


def _inside_figure(text: str, at: int) -> bool:
    return text[at] in ".," and text[at - 1].isdecimal() and text[at + 1 : at + 2].isdecimal()
