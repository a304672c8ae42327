"""Find the words a model quoted in the article, and say how they were found.

Nothing is matched "nearly": a quote is in the article, character for character after folding typography, on word
boundaries, or it is not. What is not found can be explained by the most similar passage (`Locator.nearest`), which
never becomes a span of the brief.

Which occurrence is meant, when there are several: those inside `within` if given; among them the one inside `near`,
when exactly one is; and when none is, the one beside `near`: on the same line and at most 100 characters away, with any
other on that line at least twice as far and 20 characters more. Otherwise the result is `ambiguous` and holds the first
(of those inside `near`, if any are).

Quotes that leave words out ("The plan … has failed") are found as several passages: each part must be at least two
words, stand in the written order, and begin at most 300 characters after the part before it. What their gap leaves out
is then a matter for the fidelity checks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from summarizer.briefs.models import Span, Verdict
from summarizer.grounding.nearest import Nearest, nearest_passage
from summarizer.text.fold import Folded, fold, fold_text
from summarizer.text.ranges import Range

MAX_GAP = 300  # characters between two parts of a quote with an ellipsis
MAX_ASIDE = 100  # characters between `near` and an occurrence beside it
_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:\[\s*(?:\.{3,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|\.{3,}|…)\s*")
# Scripts written without spaces, or with particles joined to the word: there a word boundary proves nothing.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CLITIC = re.compile(r"(?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
_WORD_END = re.compile(r"\w*")


@dataclass(frozen=True)
class Part:
    """One passage of the article, what was written for it, and how often it stands in the whole article."""

    range: Range
    text: str
    written: str
    occurrences: int

    @property
    def verbatim(self) -> bool:
        """Whether the two are equal character for character, white space at the ends of `written` aside."""
        return self.text == self.written.strip()


@dataclass(frozen=True)
class Located:
    """Where a quote stands. `parts` is empty for `not_found`, and has several passages for a quote with an ellipsis."""

    verdict: Verdict
    parts: tuple[Part, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the article holds the words at all."""
        return bool(self.parts)


NOT_FOUND = Located("not_found")


class Locator:
    """Finds quotes in one text. Cheap to make; the text is folded once, when the first quote is looked up."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    def find(self, quote: str, near: Range | None = None, within: Range | None = None) -> Located:
        """Look up the words of `quote`; see the module docstring for the rules. Linear in the length of the text.

        Where they are not found as written, quotation marks around the whole quote, and a full stop, comma or semicolon
        that the writer closed it with, are left off; such a result is `typographic` at best.
        """
        written = quote.strip()
        if not any(character.isalnum() for character in written):
            return NOT_FOUND
        for wanted, not_before in _readings(fold_text(written).strip()):
            found = self._choose(wanted, written, near, within, not_before)
            if found.found:
                return found
        return self._find_parts(written, near, within)

    def nearest(self, quote: str) -> Nearest | None:
        """The passage most like `quote`, on word boundaries, for a person to compare; None if nothing is alike at all.

        Time is linear in the text and bounded in the quote (its first 1,000 characters are compared).
        """
        alike = nearest_passage(fold_text(quote).strip(), self._folded.text)
        if alike is None or alike.similarity <= 0:
            return None
        return Nearest(self._folded.covering(*alike.range).trimmed(self.text), alike.similarity)

    def count(self, words: str) -> int:
        """How often `words` stand in the text, typography folded, counted without overlap."""
        return sum(1 for _ in self._occurrences(fold_text(words).strip()))

    def span(self, where: Range, ambiguous: bool = False) -> Span:
        """The span of a range that is known otherwise than by its words: by a rule, or as part of a quote found before.

        `ambiguous` says that the words which led there did not decide between several places; it holds for the span if
        its own words stand more than once.
        """
        text = where.of(self.text)
        occurrences = self.count(text) if ambiguous else 1
        verdict: Verdict = "ambiguous" if occurrences > 1 else "verbatim"
        return Span(start=where.start, end=where.end, text=text, verdict=verdict, occurrences=occurrences)

    def _choose(
        self, wanted: str, written: str, near: Range | None, within: Range | None, not_before: str = ""
    ) -> Located:
        everywhere = list(self._occurrences(wanted))
        allowed = [
            r for r in everywhere if (within is None or within.covers(r)) and not self._followed_by(r, not_before)
        ]
        if not allowed:
            return NOT_FOUND
        index, decided = _decide(allowed, near, self.text)
        part = Part(allowed[index], allowed[index].of(self.text), written, len(everywhere))
        return Located("ambiguous" if not decided else "verbatim" if part.verbatim else "typographic", (part,))

    def _followed_by(self, range_: Range, characters: str) -> bool:
        return bool(characters) and self.text[range_.end : range_.end + 1] in tuple(characters)

    def _occurrences(self, wanted: str) -> Iterator[Range]:
        """Every place where folded `wanted` stands on word boundaries, in order and without overlap."""
        text = self._folded.text
        start = text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            range_ = self._folded.original(start, end) if _stands_alone(text, start, end) else None
            if range_ is not None:
                yield range_
                start = text.find(wanted, end)
            else:
                # The next place to begin is after this word, which also keeps a hostile "aaaa…" linear.
                word = _WORD_END.match(text, start)
                start = text.find(wanted, max(start + 1, word.end() if word and _spaced(text[start]) else 0))

    def _find_parts(self, written: str, near: Range | None, within: Range | None) -> Located:
        pieces = _pieces(written)
        if len(pieces) == 1 and pieces[0] != written:
            for wanted, not_before in _readings(fold_text(pieces[0]).strip()):
                found = self._choose(wanted, written, near, within, not_before)
                if found.found:
                    return found
        if len(pieces) < 2 or any(len(piece.split()) < 2 and _spaced(piece[0]) for piece in pieces):
            return NOT_FOUND
        places = [list(self._occurrences(fold_text(piece).strip())) for piece in pieces]
        chains = list(_chains(places))
        extents = [Range(chain[0].start, chain[-1].end) for chain in chains]
        allowed = [i for i, extent in enumerate(extents) if within is None or within.covers(extent)]
        if not allowed:
            return NOT_FOUND
        index, decided = _decide([extents[i] for i in allowed], near, self.text)
        chain = chains[allowed[index]]
        parts = tuple(
            Part(r, r.of(self.text), piece, len(known)) for r, piece, known in zip(chain, pieces, places, strict=True)
        )
        return Located("typographic" if decided else "ambiguous", parts)


def _decide(places: list[Range], near: Range | None, text: str) -> tuple[int, bool]:
    """Which of several places is meant (its index), and whether the context decides it; see the module docstring."""
    if len(places) == 1:
        return 0, True
    if near is None:
        return 0, False
    inside = [i for i, place in enumerate(places) if near.covers(place)]
    if inside:
        return inside[0], len(inside) == 1
    line_end = text.find("\n", near.end)
    line = Range(text.rfind("\n", 0, near.start) + 1, line_end if line_end >= 0 else len(text))
    gaps = sorted(
        (max(near.start - place.end, place.start - near.end), i) for i, place in enumerate(places) if line.covers(place)
    )
    if not gaps or gaps[0][0] > MAX_ASIDE or (len(gaps) > 1 and gaps[1][0] < 2 * gaps[0][0] + 20):
        return 0, False
    return gaps[0][1], True


def _chains(places: list[list[Range]]) -> Iterator[tuple[Range, ...]]:
    """Ways to read the pieces in order with bounded gaps; each first piece takes the nearest followers."""
    upto = [0] * len(places)
    for first in places[0]:
        chain = [first]
        for level, options in enumerate(places[1:], start=1):
            while upto[level] < len(options) and options[upto[level]].start < chain[-1].end:
                upto[level] += 1
            if upto[level] == len(options):
                return
            following = options[upto[level]]
            if following.start - chain[-1].end > MAX_GAP:
                break
            chain.append(following)
        if len(chain) == len(places):
            yield tuple(chain)


def to_spans(located: Located) -> list[Span]:
    """The spans of a brief for what was found, one for each passage, in reading order; `[]` for `not_found`.

    `written` is filled in wherever it differs from the article's characters.
    """
    return [
        Span(
            start=part.range.start,
            end=part.range.end,
            text=part.text,
            verdict=_verdict(located, part),
            written=None if part.verbatim else part.written,
            occurrences=part.occurrences,
        )
        for part in located.parts
    ]


def _verdict(located: Located, part: Part) -> Verdict:
    """The verdict on one passage: of a quote in parts that is ambiguous, at least one part stands more than once."""
    if located.verdict == "ambiguous" and part.occurrences > 1:
        return "ambiguous"
    return "verbatim" if part.verbatim else "typographic"


def reads_as(written: str, text: str) -> bool:
    """Whether `text`, a passage of the article, is what `find` may take `written` to stand for."""
    passage = fold_text(text).strip()
    candidates = [written.strip(), *_pieces(written)]
    return any(
        wanted == passage
        for candidate in (candidates if len(candidates) == 2 else candidates[:1])
        for wanted, _ in _readings(fold_text(candidate).strip())
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` (folded) begins and ends on word boundaries and cuts no figure or contraction.

    So 430 is not in 1430, in 4,430, in 430.5 or in -430; over is not in Hanover; can is not in can't.
    """
    return not (_cuts_before(text, start) or _cuts_after(text, end))


def _cuts_before(text: str, start: int) -> bool:
    if start == 0:
        return False
    before, first = text[start - 1], text[start]
    if _same_word(before, first) or _in_figure(text, start - 1) or _in_figure(text, start) or _elides(text, start):
        return True
    earlier = text[start - 2] if start > 1 else " "
    if before == "'" and earlier.isalpha():
        return _CLITIC.match(text, start) is not None
    return before == "-" and first.isdecimal() and not (earlier.isalnum() or earlier in ")\"'")


def _cuts_after(text: str, end: int) -> bool:
    if end == len(text):
        return False
    last, after = text[end - 1], text[end]
    if _same_word(last, after) or _in_figure(text, end - 1) or _in_figure(text, end) or _elides(text, end - 1):
        return True
    # A possessive may be left off (Russia's), but not a negation (can't).
    return last.isalpha() and _elides(text, end) and re.match(r"'t\b", text[end : end + 3], re.IGNORECASE) is not None


def _elides(text: str, at: int) -> bool:
    """Whether the character at `at` is an apostrophe between two letters."""
    return 0 < at < len(text) - 1 and text[at] == "'" and text[at - 1].isalpha() and text[at + 1].isalpha()


def _in_figure(text: str, at: int) -> bool:
    """Whether the character at `at` is a separator between two digits: 4,430 and 430.5 and 12'000."""
    return text[at] in ".,'" and 0 < at < len(text) - 1 and text[at - 1].isdecimal() and text[at + 1].isdecimal()


def _same_word(left: str, right: str) -> bool:
    if unicodedata.combining(right):
        return True
    if not (_is_word(left) and _is_word(right)):
        return False
    return (left.isdecimal() and right.isdecimal()) or (_spaced(left) and _spaced(right))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) != 0


def _spaced(character: str) -> bool:
    return _UNSPACED.match(character) is None


def _pieces(written: str) -> list[str]:
    """What stands between the ellipses of a quote, quotation marks around the whole left off."""
    bare = written.strip()
    first, last = fold_text(bare[:1]), fold_text(bare[-1:])
    if len(bare) > 2 and first == last and first in ("'", '"'):
        bare = bare[1:-1]
    return [piece.strip() for piece in _ELLIPSIS.split(bare) if piece.strip()]


def _readings(wanted: str) -> Iterator[tuple[str, str]]:
    """The folded quote, then without marks around it, then without the full stop or comma that closes it.

    Beside each reading, the characters that must not follow it: a question is not quoted by closing it with a stop.
    """
    if not wanted:
        return
    yield wanted, ""
    bare = wanted
    if len(bare) > 2 and bare[0] in "\"'" and bare[-1] == bare[0] and bare[0] not in bare[1:-1]:
        bare = bare[1:-1].strip()
        if bare:
            yield bare, ""
    if len(bare) > 1 and bare[-1] in ".,;" and bare[-2].isalnum():
        yield bare[:-1], "?!"
