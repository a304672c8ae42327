"""One account made ready for comparison: sentences, the words around each figure, the words of each claim."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from summarizer.briefs.models import Bound, Brief, Claim, Number, Span
from summarizer.briefs.statements import statements_of
from summarizer.collate.concepts import act, content_words, events_of, stem
from summarizer.collate.dates import Day, account_day
from summarizer.collate.names import sides_of
from summarizer.numbers.compare import Figure, figure
from summarizer.numbers.units import dimension_of
from summarizer.text.ranges import Range
from summarizer.text.sentences import split_sentences

_WRAPPED: Final = 120  # characters: longer lines are paragraphs
# Words with which one source sets a figure against another's.
CONTRAST: Final = re.compile(
    r"\b(?:not|only|but|den(?:y|ies|ied)|disput\w+|against|questions?|far (?:above|below)|had put|instead|rather|just)\b",
    re.IGNORECASE,
)
# Where what is said of a figure ends.
_PREDICATE_END: Final = re.compile(r"[,;:—–]|\s(?:and|while|but|whereas|as|which|who)\s")
# A share written as a fraction in words.
_IN_WORDS: Final = re.compile(r"(?!.*(?:%|\bper ?cent))[^\d%]*$", re.IGNORECASE)
# Words that speak of a count given just before.
_REFERS: Final = re.compile(
    r"^(?:the|this|that|its|their|\w+[’']s?) (?:\w+ )?(?:number|figure|count|total|tally|sum|estimate|toll|losses)$",
    re.IGNORECASE,
)
# Where the words around one figure end and those around its neighbour in the sentence begin.
_CUT: Final = re.compile(r"[;:,—–]\s|\s(?:and|while|but|whereas|against|from|with|of|compared)\s|,\sor\s")
_STRONG_CUT: Final = re.compile(r"[;—–]\s?|,\s|\s(?:and|while|but|whereas|against|compared)\s")


@dataclass(frozen=True)
class NumberView:
    """A figure with what tells what it measures.

    `heads` are stems of the words for what is counted, `events` the event concepts of its part of the sentence, `near` the
    stems of that part, `wide` those of the whole sentence, `sides` the countries and names that own what is counted.
    """

    account: str
    number: Number
    figure: Figure
    dimension: str
    sentence: Range
    part: Range
    heads: frozenset[str]
    events: frozenset[str]
    own_events: bool
    contrast: bool
    position: int
    alike: int
    near: frozenset[str]
    wide: frozenset[str]
    sides: frozenset[str]
    wide_sides: frozenset[str]
    tags: frozenset[str]
    day: Day | None
    claims: tuple[Claim, ...]
    principal: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Account and item."""
        return self.account, self.number.id


@dataclass(frozen=True)
class ClaimView:
    """A claim with the words of its content."""

    account: str
    claim: Claim
    stems: frozenset[str]
    events: frozenset[str]
    sides: frozenset[str]
    sentence: Range

    @property
    def key(self) -> tuple[str, str]:
        """Account and item."""
        return self.account, self.claim.id


@dataclass
class AccountView:
    """A brief under the name it has in the collation."""

    id: str
    brief: Brief
    names: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article."""
        return self.brief.source.text

    @cached_property
    def statements(self) -> dict[str, Claim]:
        """See `statements_of`."""
        return statements_of(self.brief)

    @cached_property
    def day(self) -> Day | None:
        """The account's own day."""
        return account_day(self.text, self.brief.source.date)

    @cached_property
    def sentences(self) -> list[Range]:
        """The sentences of the article; where lines are too long to be wrapped by hand, each is a paragraph."""
        text, found, start = self.text, [], 0
        lines = text.split("\n")
        if max(map(len, lines)) <= _WRAPPED:
            return split_sentences(text, Range(0, len(text)))
        for line in lines:
            found += split_sentences(text, Range(start, start + len(line)))
            start += len(line) + 1
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Range:
        """The sentence that holds a character."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)] if self.sentences else Range(0, 0)

    def after(self, sentence: Range) -> Range:
        """The sentence that follows, or an empty range at the end."""
        at = bisect_right(self._starts, sentence.start)
        return self.sentences[at] if at < len(self.sentences) else Range(sentence.end, sentence.end)

    def hits(self, pattern: re.Pattern[str], within: Range) -> bool:
        """Whether a pattern occurs in a passage; the text is searched once for each pattern."""
        places = self._places.get(pattern)
        if places is None:
            places = self._places[pattern] = [match.start() for match in pattern.finditer(self.text)]
        at = bisect_left(places, within.start)
        return at < len(places) and places[at] < within.end

    @cached_property
    def _places(self) -> dict[re.Pattern[str], list[int]]:
        return {}

    def before(self, sentence: Range) -> Range:
        """The sentence in front, or an empty range at the start."""
        at = bisect_right(self._starts, sentence.start) - 2
        return self.sentences[at] if at >= 0 else Range(sentence.start, sentence.start)

    def span(self, where: Range) -> Span:
        """A range as a span."""
        return Span(start=where.start, end=where.end, text=where.of(self.text))

    def passage(self, spans: Iterable[Span]) -> Span:
        """The sentences around some spans."""
        found = list(spans)
        start = self.sentence_at(found[0].start).start
        end = max(self.sentence_at(span.end - 1).end for span in found)
        return self.span(Range(start, max(end, found[-1].end)))

    def actor_name(self, actor: str | None) -> str | None:
        """The name of one of the brief's actors."""
        return self._actor_names.get(actor) if actor is not None else None

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        return {actor.id: actor.name for actor in self.brief.actors}

    @cached_property
    def _claims_of(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.brief.claims:
            for number in claim.numbers:
                found.setdefault(number, []).append(claim)
        return found

    @cached_property
    def numbers(self) -> list[NumberView]:
        """Every figure, ready for comparison."""
        by_sentence: dict[int, list[Number]] = {}
        for number in self.brief.numbers:
            by_sentence.setdefault(self.sentence_at(number.span.start).start, []).append(number)
        found: list[NumberView] = []
        for number in sorted(self.brief.numbers, key=lambda number: number.span.start):
            view = self._number(number, by_sentence)
            found.append(self._referred(view, found))
        alike = Counter((view.dimension, view.number.kind) for view in found if view.principal is None)
        return [replace(view, alike=alike[view.dimension, view.number.kind]) for view in found]

    def _referred(self, view: NumberView, earlier: Sequence[NumberView]) -> NumberView:
        """The view with the heads and events of the figure that "the number" or "the toll" speaks of."""
        what = view.number.what.text if view.number.what else ""
        if not _REFERS.search(what):
            return view
        for other in reversed(earlier):
            if view.position - other.position > 3:
                break
            if (
                other.position < view.position
                and other.number.kind == view.number.kind
                and (other.own_events or other.heads)
            ):
                events = view.events | other.events if view.own_events else other.events
                return replace(
                    view, heads=view.heads | other.heads, events=events, own_events=view.own_events or other.own_events
                )
        return view

    def _number(self, number: Number, by_sentence: dict[int, list[Number]]) -> NumberView:
        from summarizer.collate.scope import tags_of

        text = self.text
        sentence = self.sentence_at(number.span.start)
        part = _part(text, sentence, number, by_sentence[sentence.start])
        what = number.what.text if number.what else ""
        inside = Range(part.start, part.end).of(text)
        sides = sides_of(what, self.names)
        heads = [self.names.get(word) or stem(word) for word in content_words(what)]
        own = (*content_words(inside), *content_words(what))
        whole = content_words(sentence.of(text))
        predicate = _PREDICATE_END.split(text[number.span.end : part.end], maxsplit=1)[0]
        events = _events(content_words(predicate)) or _events(content_words(what)) or _events(own)
        unit = number.unit_norm or number.unit
        return NumberView(
            account=self.id,
            number=number,
            figure=_figure(number, unit),
            dimension=_dimension(number),
            sentence=sentence,
            part=part,
            heads=frozenset(heads),
            events=events or _events(whole),
            own_events=bool(events),
            contrast=self.hits(CONTRAST, Range(self.before(sentence).start, sentence.end)),
            position=bisect_right(self._starts, sentence.start),
            alike=0,
            near=frozenset(stem(word) for word in own) | ({f"unit {unit}"} if number.kind == "duration" else set()),
            wide=frozenset(stem(word) for word in whole),
            sides=sides,
            wide_sides=sides_of(inside, self.names),
            tags=tags_of(self, number, sentence, part),
            day=self.day,
            claims=tuple(self._claims_of.get(number.id, ())),
            principal=number.equivalent_of,
        )

    @cached_property
    def claims(self) -> list[ClaimView]:
        """Every claim, ready for comparison."""
        found = []
        for claim in self.brief.claims:
            content = " ".join(span.text for span in claim.content)
            listed = content_words(content)
            found.append(
                ClaimView(
                    self.id,
                    claim,
                    frozenset(act(word) for word in listed),
                    _events(listed),
                    sides_of(content, self.names),
                    self.sentence_at(claim.content[0].start),
                )
            )
        return found


def _dimension(number: Number) -> str:
    if number.kind != "count":
        return dimension_of(number.unit_norm or number.unit)
    often = number.what is not None and number.what.text.lower().endswith("times")
    return "times" if often else "count"


def _events(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(event for word in listed for event in events_of(word))


@lru_cache(maxsize=65536)
def _read(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, bound: Bound, unit: str | None, text: str
) -> Figure:
    return figure(value, low, high, bound=bound, unit=unit, written=text)


def _figure(number: Number, unit: str | None) -> Figure:
    """The figure ready to be compared; a share in words ("half", "three in ten") is one rounded to whole percents."""
    found = _read(number.value, number.low, number.high, number.bound, unit, number.span.text)
    loose = (
        number.kind == "percent"
        and number.value is not None
        and number.bound == "="
        and _IN_WORDS.match(number.span.text)
    )
    return replace(found, bound="~", precision=0) if loose else found


def _part(text: str, sentence: Range, number: Number, neighbours: list[Number]) -> Range:
    """The part of the sentence that is about this figure and not about its neighbours."""
    start, end = sentence.start, max(sentence.end, number.span.end)
    for other in neighbours:
        if other.id == number.id or other.equivalent_of == number.id or number.equivalent_of == other.id:
            continue
        if other.span.end <= number.span.start:
            start = max(start, _cut(text, other.span.end, number.span.start, later=True))
        elif other.span.start >= number.span.end:
            end = min(end, _cut(text, number.span.end, other.span.start, later=False))
    return Range(start, end)


def _cut(text: str, start: int, end: int, *, later: bool) -> int:
    cuts = list(_STRONG_CUT.finditer(text, start, end)) or list(_CUT.finditer(text, start, end))
    if not cuts:
        return end if later else start
    # The figure that comes second keeps what follows the last cut; the first keeps what precedes it.
    return cuts[-1].end() if later else cuts[-1].start()


def reads(number: Number) -> str:
    """A figure with its bound and normalised unit: `> 1,100 km^2`, `100 to 1,000`."""
    value = _plain(number.value) if number.value is not None else f"{_plain(number.low)} to {_plain(number.high)}"
    unit = number.unit_norm or (number.unit if number.kind != "count" else None)
    return ("" if number.bound == "=" else f"{number.bound} ") + value + (f" {unit}" if unit else "")


def _plain(value: Decimal | None) -> str:
    assert value is not None
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(text: str, number: Number) -> str:
    """A figure as written, its approximator and unit included."""
    span = number.span
    start = min(span.start, number.bound_span.start) if number.bound_span else span.start
    end = max(span.end, number.bound_span.end) if number.bound_span else span.end
    return " ".join(text[start:end].split()) if end - start <= 120 else span.text
