"""Gold: hand-labelled articles, read from YAML and turned into briefs with spans, so that one scorer serves all.

A gold file that breaks its schema, or whose words are not in the article, is an error before anything is scored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure, read_articles
from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Source, Span
from summarizer.errors import InputError
from summarizer.evals.goldfile import GoldActor, GoldClaim, GoldFile, GoldHedge, GoldNumber, Quote
from summarizer.evals.views import Views, views
from summarizer.evals.yamlfile import read_yaml
from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Gold:
    """One labelled article as a brief. The sets hold ids of its items; `alternatives` maps an id to its `any_of`."""

    path: Path
    source_path: Path
    brief: Brief
    annotator: str
    genre: str
    cluster: str
    optional: frozenset[str] = frozenset()
    critical: frozenset[str] = frozenset()
    alternatives: Mapping[str, str] = field(default_factory=dict)

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.brief.source.id

    @cached_property
    def views(self) -> Views:
        """The records ready for comparison, made once for every brief that is scored against them."""
        return views(self.brief)


def load_gold_set(folder: Path) -> list[Gold]:
    """Every gold file of a folder, by name.

    Raises:
        InputError: there is none, one is wrong, or two label the same article.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise InputError(f"{folder}: no gold files (*.yaml) here")
    found = [load_gold(path) for path in paths]
    first: dict[str, Path] = {}
    for gold in found:
        if gold.article in first:
            raise InputError(
                f"{gold.path}: the article {gold.article} is labelled twice, also in {first[gold.article]}"
            )
        first[gold.article] = gold.path
    return found


def load_gold(path: Path) -> Gold:
    """The gold of one file, checked against its schema and its article.

    Raises:
        InputError: what is wrong, with the file and the record.
    """
    file = read_yaml(path, GoldFile)
    article = _article(path, file)
    return _Resolver(path, file, article).gold()


def _source_path(path: Path, file: GoldFile) -> Path:
    return Path(os.path.normpath(path.parent / file.article))


def _article(path: Path, file: GoldFile) -> Article:
    source = _source_path(path, file)
    read = next(iter(read_articles([str(source)])))
    if isinstance(read, ReadFailure):
        raise InputError(f"{path}: its article: {read.error}") from read.error
    if read.sha256 != file.sha256:
        raise InputError(f"{path}: the article {source.name} has changed since it was labelled (its SHA-256 differs)")
    return read


class _Resolver:
    """Turns the words of one gold file into spans and its names into ids."""

    def __init__(self, path: Path, file: GoldFile, article: Article) -> None:
        self._path = path
        self._file = file
        self._text = article.text
        self._source = article
        self._actor_ids = {actor.id: f"a{number}" for number, actor in enumerate(file.actors, start=1)}

    def gold(self) -> Gold:
        """The brief and its marks."""
        self._refuse_twins()
        file = self._file
        records: list[GoldActor | GoldClaim | GoldNumber | GoldHedge] = [*file.actors, *file.claims]
        records += [*file.numbers, *file.hedges]
        ids = {record.id: self._actor_ids.get(record.id, record.id) for record in records}
        return Gold(
            path=self._path,
            source_path=_source_path(self._path, self._file),
            brief=self._brief(),
            annotator=self._file.annotator,
            genre=self._file.genre,
            cluster=self._file.cluster,
            optional=frozenset(ids[record.id] for record in records if record.optional),
            critical=frozenset(claim.id for claim in self._file.claims if claim.critical),
            alternatives={ids[record.id]: record.any_of for record in records if record.any_of},
        )

    def _brief(self) -> Brief:
        file, article = self._file, self._source
        try:
            return Brief(
                source=Source(
                    id=article.id,
                    title=article.title,
                    outlet=article.outlet,
                    date=article.date,
                    url=article.url,
                    sha256=article.sha256,
                    text=article.text,
                ),
                actors=[
                    Actor(
                        id=self._actor_ids[actor.id],
                        name=actor.name,
                        kind=actor.kind,
                        aliases=actor.aliases,
                        role=self._closest(actor.role, self._first(actor.name), f"{actor.id}.role"),
                        affiliation=self._actor(actor.affiliation, f"{actor.id}.affiliation"),
                    )
                    for actor in file.actors
                ],
                claims=[self._claim(claim) for claim in file.claims],
                numbers=[self._number(number) for number in file.numbers],
                hedges=[
                    Hedge(
                        id=hedge.id,
                        cue=self._span(hedge.cue, hedge.near, f"{hedge.id}.cue"),
                        kind=hedge.kind,
                        claim=hedge.claim,
                        holder=self._holder(hedge),
                    )
                    for hedge in file.hedges
                ],
            )
        except ValidationError as error:
            raise self._wrong("links", error.errors()[0]["msg"]) from error

    def _holder(self, hedge: GoldHedge) -> str | None:
        return "outlet" if hedge.holder == "outlet" else self._actor(hedge.holder, f"{hedge.id}.holder")

    def _claim(self, claim: GoldClaim) -> Claim:
        def span(words: Quote | None, field: str) -> Span | None:
            return self._span(words, claim.near, f"{claim.id}.{field}") if words is not None else None

        return Claim(
            id=claim.id,
            speaker=self._actor(claim.speaker, f"{claim.id}.speaker"),
            source=span(claim.source, "source"),
            source_kind=claim.source_kind,
            cue=span(claim.cue, "cue"),
            content=[self._span(words, claim.near, f"{claim.id}.content") for words in claim.content],
            form=claim.form,
            polarity=claim.polarity,
            verification=claim.verification,
            numbers=claim.numbers,
            hedges=claim.hedges,
            parent=claim.parent,
        )

    def _number(self, number: GoldNumber) -> Number:
        span = self._span(number.quote, number.near, f"{number.id}.quote")
        if (number.value is None) == (number.low is None or number.high is None):
            raise self._wrong(number.id, "give either value, or low and high")
        at = Range(span.start, span.end)
        return Number(
            id=number.id,
            span=span,
            kind=number.kind,
            value=number.value,
            low=number.low if number.value is None else number.value,
            high=number.high if number.value is None else number.value,
            bound=number.bound,
            bound_span=self._closest(number.bound_quote, at, f"{number.id}.bound_quote"),
            unit=number.unit,
            unit_norm=number.unit,
            what=self._closest(number.what, at, f"{number.id}.what"),
            claimant=self._actor(number.claimant, f"{number.id}.claimant"),
            equivalent_of=number.equivalent_of,
        )

    def _span(self, words: Quote, near: str | None, where: str) -> Span:
        """The one place of exact words, which `near` decides where there are several."""
        places = self._places(words.quote)
        near = words.near or near
        if len(places) > 1 and near is not None:
            around = self._places(near)
            if len(around) != 1:
                raise self._wrong(where, f"near {near!r} stands {len(around)} times in the article, not once")
            places = [place for place in places if around[0].covers(place)]
        if len(places) != 1:
            found = "is not in the article" if not places else f"stands {len(places)} times; say which with `near`"
            raise self._wrong(where, f"{words.quote!r} {found}")
        return self._at(places[0])

    def _closest(self, words: str | None, to: Range | None, where: str) -> Span | None:
        """The place of exact words that is closest to another place."""
        if words is None:
            return None
        places = self._places(words)
        if not places:
            raise self._wrong(where, f"{words!r} is not in the article")
        anchor = to.start if to is not None else 0
        return self._at(min(places, key=lambda place: abs(place.start - anchor)))

    def _first(self, words: str) -> Range | None:
        places = self._places(words)
        return places[0] if places else None

    def _at(self, place: Range) -> Span:
        return Span(start=place.start, end=place.end, text=place.of(self._text))

    def _places(self, words: str) -> list[Range]:
        found, at = [], self._text.find(words)
        while at >= 0:
            found.append(Range(at, at + len(words)))
            at = self._text.find(words, at + 1)
        return found

    def _actor(self, name: str | None, where: str) -> str | None:
        if name is None:
            return None
        if name not in self._actor_ids:
            raise self._wrong(where, f"there is no actor {name!r}")
        return self._actor_ids[name]

    def _refuse_twins(self) -> None:
        seen: set[tuple[Any, ...]] = set()
        for claim in self._file.claims:
            quotes = tuple((words.quote, words.near or claim.near) for words in claim.content)
            identity = (claim.speaker, claim.cue.quote if claim.cue else None, quotes)
            if identity in seen:
                raise self._wrong(claim.id, "the same claim stands here twice")
            seen.add(identity)
        _refuse_repeated([record.id for record in self._file.actors], self._path)

    def _wrong(self, where: str, what: str) -> InputError:
        return InputError(f"{self._path}: {where}: {what}")


def _refuse_repeated(ids: Iterable[str], path: Path) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise InputError(f"{path}: the actor id {name!r} is given twice")
        seen.add(name)
