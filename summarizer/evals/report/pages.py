"""What the HTML page shows of each article: gold and prediction side by side, over the highlighted text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Span
from summarizer.evals.gold import Gold
from summarizer.evals.ledger import FULL, Row
from summarizer.evals.measures import HEADLINES
from summarizer.evals.report.ledgers import Judged, record_key, words
from summarizer.evals.report.tables import NOTHING, score_text
from summarizer.render.visible import visible


@dataclass(frozen=True)
class FieldView:
    """One field of a record on both sides; `right` is None where it was not judged."""

    name: str
    gold: str
    predicted: str
    right: bool | None


@dataclass(frozen=True)
class RowView:
    """A row of the ledger. `refs` name the highlighted places; `changed`: another cell than under the other systems."""

    type: str
    cell: str
    gold: str | None
    predicted: str | None
    fields: Sequence[FieldView]
    errors: str
    refs: str
    changed: bool


@dataclass(frozen=True)
class Segment:
    """A stretch of the article under the same marks. `classes` is empty for plain text."""

    text: str
    classes: str
    refs: str


@dataclass(frozen=True)
class Answer:
    """What one system made of an article in its first take. `judged` is None where that has no answer: `missing` says why.

    `take` says which of several takes this is; empty where there is one.
    """

    system: str
    take: str
    judged: Judged | None
    missing: str


@dataclass(frozen=True)
class PanelView:
    """One article under one system. Without an answer there are no scores, rows and segments, and a note says why."""

    system: str
    take: str
    scores: Sequence[tuple[str, str]]
    notes: Sequence[str]
    rows: Sequence[RowView]
    segments: Sequence[Segment]


@dataclass(frozen=True)
class ArticleView:
    """One article under every system."""

    id: str
    title: str
    genre: str
    cluster: str
    panels: Sequence[PanelView]
    changed: bool


def article_view(gold: Gold, answers: Sequence[Answer]) -> ArticleView:
    """The view of one article, given what each system made of it."""
    answered = [one.judged for one in answers if one.judged is not None]
    cells = [{record_key(one, row): row.cell for row in one.score.rows} for one in answered]
    differing = {key for each in cells for key in each if len({other.get(key) for other in cells}) > 1}
    panels = [_panel(one, differing) for one in answers]
    return ArticleView(
        id=gold.article,
        title=visible(gold.brief.source.title or gold.article),
        genre=gold.genre,
        cluster=gold.cluster,
        panels=panels,
        changed=bool(differing),
    )


def _panel(answer: Answer, differing: set[tuple[str, str]]) -> PanelView:
    one = answer.judged
    if one is None:
        return PanelView(answer.system, answer.take, scores=(), notes=(answer.missing,), rows=(), segments=())
    notes = list(one.score.flags)
    notes += [f"critical claim {claim} is missing or contradicted" for claim in one.score.critical_misses]
    return PanelView(
        system=answer.system,
        take=answer.take,
        scores=[(measure.label, score_text(measure.of(one.score.rows).f)) for measure in HEADLINES],
        notes=notes,
        rows=[_row(one, row, record_key(one, row) in differing) for row in one.score.rows],
        segments=segments(one),
    )


def _row(one: Judged, row: Row, changed: bool) -> RowView:
    gold = _find(one.gold.brief, row.type, row.gold)
    predicted = _find(one.brief, row.type, row.predicted)
    refs = [f"g-{row.gold}"] if row.gold else []
    refs += [f"p-{row.predicted}"] if row.predicted else []
    return RowView(
        type=row.type,
        cell=row.cell,
        gold=visible(words(one.gold.brief, row.type, row.gold)) if row.gold else None,
        predicted=visible(words(one.brief, row.type, row.predicted)) if one.brief and row.predicted else None,
        fields=_fields(one, row, gold, predicted),
        errors=", ".join(error.replace("_", " ") for error in row.errors),
        refs=" ".join(refs),
        changed=changed,
    )


def _fields(one: Judged, row: Row, gold: Any, predicted: Any) -> list[FieldView]:
    ours = _values(one.gold.brief, gold) if gold is not None else {}
    theirs = _values(one.brief, predicted) if one.brief is not None and predicted is not None else {}
    found = []
    for name in ours or theirs:
        if {ours.get(name, NOTHING), theirs.get(name, NOTHING)} == {NOTHING}:
            continue
        credit = row.fields.get(name)
        right = None if credit is None else credit >= FULL
        found.append(FieldView(name, visible(ours.get(name, "")), visible(theirs.get(name, "")), right))
    return found


def _find(brief: Brief | None, type_: str, item: str | None) -> Any:
    if brief is None or item is None:
        return None
    return next(record for record in getattr(brief, f"{type_}s") if record.id == item)


def _values(brief: Brief, record: Any) -> dict[str, str]:
    """The fields of a record that are credited, as text."""
    names = {actor.id: actor.name for actor in brief.actors}
    if isinstance(record, Actor):
        return {
            "kind": record.kind,
            "aliases": ", ".join(record.aliases) or NOTHING,
            "affiliation": names.get(record.affiliation or "", NOTHING),
        }
    if isinstance(record, Claim):
        return {
            "speaker": names.get(record.speaker or "", NOTHING),
            "cue": _text(record.cue),
            "source": _text(record.source),
            "form": record.form,
            "polarity": record.polarity,
            "verification": record.verification,
        }
    if isinstance(record, Number):
        return {
            "value": _amount(record),
            "unit": record.unit_norm or NOTHING,
            "bound": record.bound,
            "what": _text(record.what),
            "claimant": names.get(record.claimant or "", NOTHING),
        }
    assert isinstance(record, Hedge)
    return {
        "kind": record.kind,
        "claim": words(brief, "claim", record.claim) if record.claim else NOTHING,
        "holder": names.get(record.holder or "", record.holder or NOTHING),
    }


def _text(span: Span | None) -> str:
    return span.text if span is not None else NOTHING


def _amount(number: Number) -> str:
    if number.value is not None:
        return _plain(number.value)
    return f"{_plain(number.low)} to {_plain(number.high)}"


def _plain(value: Decimal | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:,f}" if abs(value.adjusted()) < 40 else str(value)


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    layer: str
    ref: str


def segments(one: Judged) -> list[Segment]:
    """The article cut wherever a mark of gold or of the prediction begins or ends."""
    text = one.gold.brief.source.text
    marks = [*_marks(one.gold.brief, "g"), *(_marks(one.brief, "p") if one.brief is not None else [])]
    marks = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    starting: dict[int, list[_Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.start, []).append(mark)
    found: list[Segment] = []
    open_marks: list[_Mark] = []
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > start] + starting.get(start, [])
        found.append(Segment(visible(text[start:end]), _classes(open_marks), " ".join(mark.ref for mark in open_marks)))
    return found


def _marks(brief: Brief, side: str) -> Iterable[_Mark]:
    for claim in brief.claims:
        for part in claim.content:
            yield _Mark(part.start, part.end, f"{side}-claim", f"{side}-{claim.id}")
    for number in brief.numbers:
        yield _Mark(number.span.start, number.span.end, f"{side}-figure", f"{side}-{number.id}")
    for hedge in brief.hedges:
        yield _Mark(hedge.cue.start, hedge.cue.end, f"{side}-hedge", f"{side}-{hedge.id}")


def _classes(marks: Sequence[_Mark]) -> str:
    layers = {mark.layer for mark in marks}
    found = []
    for layer in ("claim", "figure", "hedge"):
        gold, predicted = f"g-{layer}" in layers, f"p-{layer}" in layers
        if gold or predicted:
            found.append(f"{layer}-{'both' if gold and predicted else 'gold' if gold else 'predicted'}")
    return " ".join(found)
