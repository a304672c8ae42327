"""A review as a gold file: quotes instead of offsets, `near` where a quote stands more than once, then read again."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from summarizer.articles.read import ReadFailure, read_articles
from summarizer.briefs.models import Actor, Claim, Hedge, Number, Source, Span
from summarizer.errors import InputError, UsageError
from summarizer.evals.gold import Gold, load_gold
from summarizer.files import write_whole
from summarizer.review.state import Item, State, items_of
from summarizer.review.words import closest, near
from summarizer.text.ranges import Range


def write_gold(state: State, path: Path, annotator: str, articles: Path) -> Gold:
    """Write what the person kept as the gold file `path`, and give it as the evaluation reads it.

    The file refers to the article's own file where that still holds the same text; else the text is stored in the
    folder `articles`, beside what is there. `path` is replaced only after the new content has been read back and says
    the same, but for what `problems` tells of.

    Raises:
        InputError: an item cannot be said in a gold file, with its id and what to do.
        UsageError: the folder cannot be written to.
    """
    trial = path.with_name(f".{path.name}.trial.yaml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        article = _article_file(state.base.source, articles)
        content = _Writer(state).content(os.path.relpath(article, path.parent), annotator)
        text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
        write_whole(trial, text)
        _compare(state, load_gold(trial))
        os.replace(trial, path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        trial.unlink(missing_ok=True)
    return load_gold(path)


def problems(state: State) -> dict[str, str]:
    """What keeps items that are kept from being said in gold, or will be otherwise there; by id, for the person."""
    found: dict[str, list[str]] = {}
    seen: dict[tuple[object, ...], str] = {}
    for item in _kept(state):
        told = found.setdefault(item.id, [])
        lost = [name for name in _references(item) if state.mark(name).verdict == "rejected"]
        if lost:
            names = ", ".join(_called(state, name) for name in lost)
            told.append(f"Refers to what you rejected: {names}. The gold will leave that out.")
        for span in _beside(item).values():
            if _nearest(state.text, item, span) != (span.start, span.end):
                told.append(
                    f"“{span.text}” also stands closer by, and the gold will mean it there; select more words to keep "
                    "this place."
                )
        for span in _pinned(item):
            if near(state.text, Range(span.start, span.end)) is None:
                told.append(f"“{span.text}” stands in a repetition that no context tells apart; select more words.")
        if isinstance(item, Claim):
            words = item.cue.text if item.cue is not None else None
            twin = (item.speaker, words, tuple((span.start, span.end) for span in item.content))
            if twin in seen:
                told.append(f"The same claim as {seen[twin]}; reject one of them.")
            seen.setdefault(twin, item.id)
    return {item: " ".join(told) for item, told in found.items() if told}


class _Writer:
    """Turns kept items into what a gold file holds."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._text = state.text
        self._names: dict[str, str] = {}
        kept = [item for item in _kept(state) if isinstance(item, Actor)]
        for actor in kept:
            self._names[actor.id] = _short_name(actor.name, self._names.values())
        for letter, type_ in (("c", Claim), ("n", Number), ("h", Hedge)):
            ordered = sorted((i for i in _kept(state) if isinstance(i, type_)), key=_start)
            self._names |= {item.id: f"{letter}{place}" for place, item in enumerate(ordered, start=1)}

    def content(self, article: str, annotator: str) -> dict[str, Any]:
        """The whole file."""
        state = self._state
        records: dict[str, list[dict[str, Any]]] = {"actors": [], "claims": [], "numbers": [], "hedges": []}
        for item in sorted(_kept(state), key=_start):
            if isinstance(item, Actor):
                records["actors"].append(self._record(item, self._actor(item)))
            elif isinstance(item, Claim):
                records["claims"].append(self._record(item, self._claim(item)))
            elif isinstance(item, Number):
                records["numbers"].append(self._record(item, self._number(item)))
            else:
                records["hedges"].append(self._record(item, self._hedge(item)))
        return {
            "schema_version": "1.0",
            "article": Path(article).as_posix(),
            "sha256": state.base.source.sha256,
            "annotator": annotator,
            "genre": state.genre,
            "cluster": state.cluster,
            **records,
        }

    def _record(self, item: Item, fields: Mapping[str, Any]) -> dict[str, Any]:
        mark = self._state.mark(item.id)
        marks = {"optional": mark.optional, "any_of": mark.any_of, "critical": mark.critical}
        record = {"id": self._names[item.id], **fields, **marks}
        return {name: value for name, value in record.items() if _says_something(value)}

    def _actor(self, actor: Actor) -> dict[str, Any]:
        return {
            "name": actor.name,
            "kind": actor.kind,
            "aliases": list(actor.aliases),
            "role": actor.role.text if actor.role is not None else None,
            "affiliation": self._names.get(actor.affiliation or ""),
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        hedges = [h.id for h in self._state.hedges if h.claim == claim.id]
        return {
            "speaker": self._names.get(claim.speaker or ""),
            "source": self._quote(claim.source),
            "source_kind": claim.source_kind,
            "cue": self._quote(claim.cue),
            "content": [self._quote(span) for span in claim.content],
            "form": claim.form,
            "polarity": claim.polarity,
            "verification": claim.verification,
            "parent": self._names.get(claim.parent or ""),
            "numbers": self._known(claim.numbers),
            "hedges": self._known(hedges),
        }

    def _number(self, number: Number) -> dict[str, Any]:
        point = number.value is not None
        return {
            "quote": self._quote(number.span),
            "value": number.value,
            "low": None if point else number.low,
            "high": None if point else number.high,
            "bound": number.bound,
            "bound_quote": number.bound_span.text if number.bound_span is not None else None,
            "unit": number.unit_norm,
            "kind": number.kind,
            "what": number.what.text if number.what is not None else None,
            "claimant": self._names.get(number.claimant or ""),
            "equivalent_of": self._names.get(number.equivalent_of or ""),
        }

    def _hedge(self, hedge: Hedge) -> dict[str, Any]:
        holder = "outlet" if hedge.holder == "outlet" else self._names.get(hedge.holder or "")
        claim = self._names.get(hedge.claim or "")
        return {"cue": self._quote(hedge.cue), "kind": hedge.kind, "claim": claim, "holder": holder}

    def _known(self, ids: Iterable[str]) -> list[str]:
        return sorted((self._names[name] for name in ids if name in self._names), key=lambda name: int(name[1:]))

    def _quote(self, span: Span | None) -> str | dict[str, str] | None:
        if span is None:
            return None
        around = near(self._text, Range(span.start, span.end))
        words = self._text[span.start : span.end]
        if around is None:
            raise InputError(f"“{words}” stands in a repetition that no context tells apart; select more words")
        return words if around == words else {"quote": words, "near": around}


def _says_something(value: object) -> bool:
    """Whether a field belongs into the file; the figure 0 does, which is equal to False."""
    return value is not None and value is not False and value != []


class _Dumper(yaml.SafeDumper):
    """Writes decimals as the figures they are."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = format(value, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _decimal)


def _kept(state: State) -> list[Item]:
    return [item for item in state.items.values() if state.kept(item.id)]


def _start(item: Item) -> tuple[int, int]:
    """Reading order; actors stay in the order in which they were listed."""
    if isinstance(item, Claim):
        return item.content[0].start, -item.content[-1].end
    if isinstance(item, Number):
        return item.span.start, -item.span.end
    return (item.cue.start, -item.cue.end) if isinstance(item, Hedge) else (0, 0)


def _references(item: Item) -> list[str]:
    if isinstance(item, Claim):
        found = [item.speaker, item.parent, *item.numbers]
    elif isinstance(item, Number):
        found = [item.claimant, item.equivalent_of]
    else:
        found = [item.claim, item.holder] if isinstance(item, Hedge) else [item.affiliation]
    return [name for name in found if name is not None and name != "outlet"]


def _pinned(item: Item) -> list[Span]:
    """The passages whose place a gold file must say."""
    if isinstance(item, Claim):
        return [span for span in (*item.content, item.source, item.cue) if span is not None]
    if isinstance(item, Number):
        return [item.span]
    return [item.cue] if isinstance(item, Hedge) else []


def _beside(item: Item) -> dict[str, Span]:
    """The passages, by field, that a gold file quotes without their place: the closest to the item are meant."""
    fields: dict[str, Span | None] = {}
    if isinstance(item, Actor):
        fields = {"role": item.role}
    elif isinstance(item, Number):
        fields = {"what": item.what, "bound_span": item.bound_span}
    return {name: span for name, span in fields.items() if span is not None}


def _anchor(text: str, item: Item) -> int:
    """To what the passages beside an item are close: an actor's name where it first stands, a figure."""
    return max(0, text.find(item.name)) if isinstance(item, Actor) else _start(item)[0]


def _nearest(text: str, item: Item, span: Span) -> tuple[int, int]:
    """Where a gold file that quotes the words of `span` beside the item points."""
    found = closest(text, span.text, _anchor(text, item))
    return (found.start, found.end) if found is not None else (span.start, span.end)


def _called(state: State, name: str) -> str:
    item = state.items[name]
    return item.name if isinstance(item, Actor) else name


def _short_name(name: str, taken: Iterable[str]) -> str:
    """`gerasimov` for Valery Gerasimov; a number behind it where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    word, known = (words[-1] if words else "actor"), set(taken)
    if not word[0].isalpha():
        word = f"actor{word}"
    return next(
        found for place in range(1, len(known) + 2) if (found := word if place == 1 else f"{word}{place}") not in known
    )


def _article_file(source: Source, articles: Path) -> Path:
    """A file from which the article is read as it is in the brief. Another text of the same name keeps its file."""
    plain, hashed = (articles / f"{source.id}{end}.txt" for end in ("", f"-{source.sha256[:8]}"))
    for candidate in (*([Path(source.origin)] if source.origin else []), plain, hashed):
        if candidate.is_file() and _same_text(candidate, source):
            return candidate.resolve()
    stored = hashed if plain.exists() else plain
    if stored.exists():
        raise InputError(f"{stored}: holds another text than its name says; move it away and save again")
    write_whole(stored, source.text)
    if not _same_text(stored, source):
        stored.unlink()
        raise InputError(f"{source.id}: the text of this brief cannot be stored as a file that reads back the same")
    return stored.resolve()


def _same_text(path: Path, source: Source) -> bool:
    read = next(iter(read_articles([str(path)])))
    return not isinstance(read, ReadFailure) and read.sha256 == source.sha256


def _compare(state: State, gold: Gold) -> None:
    """Refuse gold that does not read back as the passages that the person saw."""
    text = state.text
    wanted = _passages(text, _kept(state), lambda item, span: _nearest(text, item, span))
    got = _passages(text, items_of(gold.brief), lambda item, span: (span.start, span.end))
    if wanted != got:
        raise InputError(
            f"{gold.path}: the file does not say what the review says; nothing was saved. Please report this"
        )


def _passages(
    text: str, items: Iterable[Item], beside: Callable[[Item, Span], tuple[int, int]]
) -> list[tuple[str, str, int, int, int]]:
    """Type, field, anchor, start and end of every passage of the items, sorted."""
    found = []
    for item in items:
        type_, anchor = type(item).__name__, _anchor(text, item)
        found += [(type_, "", anchor, span.start, span.end) for span in _pinned(item)]
        found += [(type_, name, anchor, *beside(item, span)) for name, span in _beside(item).items()]
    return sorted(found)
