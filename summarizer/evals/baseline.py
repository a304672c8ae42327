"""The trivial baseline: what a page of regular expressions gets, so that no score is read without its floor.

* a claim for every passage in quotation marks of three words or more, and for every other sentence with one of twenty
  reporting words, whose content is the longer side of that word; every sentence left over is narrated;
* the source is the capitalised words (or pronoun) nearest to the reporting word, and every such name is an actor;
* a number for every figure in digits, exact, with a percent sign or a currency sign before it as its unit;
* a hedge for each of ten words.

It is written apart from the rules of `summarizer.language` on purpose: it must not get better when they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Source, Span

_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*(?:[.!?]+(?=\S)[^.!?\n]+)*[.!?]*[”\"’]?")
_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")
_REPORTING = re.compile(
    r"\b(?:according to|(?:said|says|told|announced|stated|claimed|added|reported|warned|denied|confirmed|argued|"
    r"insisted|noted|wrote|alleged|admitted|predicted|explained|estimated|believes)\b(?: that\b)?)"
)
_NAME = re.compile(r"\b(?:[A-Z][\w’'.-]*\w(?: (?:of |the )?[A-Z][\w’'.-]*\w)*|[Hh]e|[Ss]he|[Tt]hey)\b")
_FIGURE = re.compile(
    r"(?P<sign>[$€£])?(?<![\w.,])(?P<digits>\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)(?P<percent> ?(?:%|percent\b))?"
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|reportedly|allegedly|possibly|probably|likely|unclear|appears?)\b", re.IGNORECASE
)
_PRONOUNS = frozenset({"he", "she", "they"})
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_LEAST_WORDS = 3


@dataclass(frozen=True)
class Reported:
    """A claim of the baseline as character ranges; `source` and `cue` may be missing."""

    content: tuple[int, int]
    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    quoted: bool


def reported(text: str) -> Iterator[Reported]:
    """The reported claims in reading order."""
    for start, end in _sentences(text):
        cue = _REPORTING.search(text, start, end)
        quotes = [one for one in _QUOTED.finditer(text, start, end) if len(one[0].split()) >= _LEAST_WORDS]
        if quotes:
            for quote in quotes:
                yield Reported(quote.span(), _source(text, start, end, cue, quotes), cue and cue.span(), True)
        elif cue is not None:
            before, after = (start, cue.start()), (cue.end(), end)
            content, other = (before, after) if cue.start() - start > end - cue.end() else (after, before)
            yield Reported(_trimmed(text, *content), _nearest_name(text, *other, cue), cue.span(), False)


def baseline_brief(source: Source) -> Brief:
    """The trivial brief of an article."""
    return _Builder(source).brief()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        yield match.span()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,:;":
        start += 1
    while end > start and text[end - 1] in " ,.:;":
        end -= 1
    return start, end


def _nearest_name(text: str, start: int, end: int, cue: re.Match[str] | None) -> tuple[int, int] | None:
    names = [match.span() for match in _NAME.finditer(text, start, end)]
    if not names:
        return None
    anchor = cue.start() if cue is not None else start
    return min(names, key=lambda name: (abs(name[0] - anchor), name))


def _source(
    text: str, start: int, end: int, cue: re.Match[str] | None, quotes: list[re.Match[str]]
) -> tuple[int, int] | None:
    """The name nearest to the reporting word, outside of the quotation marks."""
    names = [
        match.span()
        for match in _NAME.finditer(text, start, end)
        if not any(quote.start() <= match.start() < quote.end() for quote in quotes)
    ]
    anchor = cue.start() if cue is not None else quotes[0].end()
    return min(names, key=lambda name: (abs(name[0] - anchor), name), default=None)


@dataclass
class _Builder:
    """Gives ids to what the expressions find."""

    source: Source
    actors: dict[str, Actor] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def brief(self) -> Brief:
        text = self.source.text
        found = list(reported(text))
        for one in found:
            self._claim(one)
        for start, end in _sentences(text):
            if not any(start < one.content[1] and one.content[0] < end for one in found):
                self._add(Claim(id="c0", content=[self._span(*_trimmed(text, start, end))], form="narrated"))
        return Brief(
            source=self.source,
            actors=list(self.actors.values()),
            claims=self.claims,
            numbers=[self._number(at, match) for at, match in enumerate(_FIGURE.finditer(text), start=1)],
            hedges=[
                Hedge(id=f"h{at}", cue=self._span(*match.span()), kind="epistemic")
                for at, match in enumerate(_HEDGE.finditer(text), start=1)
            ],
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self.source.text[start:end])

    def _add(self, claim: Claim) -> None:
        if claim.content[0].end > claim.content[0].start:
            self.claims.append(claim.model_copy(update={"id": f"c{len(self.claims) + 1}"}))

    def _claim(self, one: Reported) -> None:
        self._add(
            Claim(
                id="c0",
                speaker=self._actor(one.source),
                source=self._span(*one.source) if one.source else None,
                source_kind="named_individual",
                cue=self._span(*one.cue) if one.cue else None,
                content=[self._span(*one.content)],
                form="direct" if one.quoted else "indirect",
            )
        )

    def _actor(self, where: tuple[int, int] | None) -> str | None:
        """The actor of that name; a pronoun is whoever was named last."""
        if where is None:
            return None
        name = self.source.text[slice(*where)]
        if name.casefold() in _PRONOUNS:
            return next((actor.id for actor in reversed(self.actors.values())), None)
        if name not in self.actors:
            self.actors[name] = Actor(id=f"a{len(self.actors) + 1}", name=name, kind="person")
        return self.actors[name].id

    def _number(self, at: int, match: re.Match[str]) -> Number:
        value = Decimal(match["digits"].replace(",", ""))
        unit = "percent" if match["percent"] else _CURRENCIES.get(match["sign"] or "")
        return Number(
            id=f"n{at}",
            span=self._span(*match.span()),
            kind="percent" if match["percent"] else "money" if unit else "count",
            value=value,
            low=value,
            high=value,
            unit=unit,
            unit_norm=unit,
        )
