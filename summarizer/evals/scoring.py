"""One predicted brief against one gold brief: pair first, credit second, and every record lands in one ledger cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.brief.models import Actor, Brief, Claim, Hedge, Number
from summarizer.evals.alignment import pair
from summarizer.evals.fields import (
    ACTOR_FIELDS,
    CLAIM_FIELDS,
    HEDGE_FIELDS,
    NUMBER_FIELDS,
    Field,
    Links,
    dice,
    figure_of,
    overlaps,
    same_value,
    speaker_right,
)
from summarizer.evals.gold import Gold
from summarizer.evals.ledger import ErrorType, Row
from summarizer.evals.names import normal_names
from summarizer.numbers.compare import clash

CONTENT_THRESHOLD = 0.5

_CLASHES: dict[str, ErrorType] = {
    "number_clash": "number_clash",
    "scale_slip": "scale_slip",
    "percent_points": "percent_points",
    "bound_lost": "bound_lost",
    "unit_mismatch": "unit_mismatch",
}


@dataclass(frozen=True)
class ArticleScore:
    """The ledger of one article. `flags` says what was unusual ("invalid answer")."""

    article: str
    rows: tuple[Row, ...]
    flags: tuple[str, ...] = ()

    def of(self, type_: str) -> list[Row]:
        """The rows of one type."""
        return [row for row in self.rows if row.type == type_]


def score(gold: Gold, predicted: Brief | None) -> ArticleScore:
    """The ledger of `predicted` against `gold`; None (no valid answer) scores as an empty brief, flagged.

    The result does not depend on the order of the predicted records. Optional gold costs nothing when missed and earns
    nothing when found; of alternatives one is enough.
    """
    flags = () if predicted is not None else ("no valid answer",)
    brief = predicted or gold.brief.model_copy(update={"actors": [], "claims": [], "numbers": [], "hedges": []})
    actors = _Aligned(gold, sorted(gold.brief.actors, key=_key), sorted(brief.actors, key=_key))
    actors.pair(lambda one, other: float(bool(normal_names(one) & normal_names(other))), ACTOR_FIELDS, Links(), 1.0)
    links = Links(actors=actors.links(), unresolved={a.id: [m.span for m in a.mentions] for a in brief.actors})

    claims = _Aligned(gold, sorted(gold.brief.claims, key=_key), sorted(brief.claims, key=_key))
    claims.pair(lambda one, other: dice(one.content, other.content), CLAIM_FIELDS, links, CONTENT_THRESHOLD)
    links.claims = claims.links()

    numbers = _Aligned(gold, sorted(gold.brief.numbers, key=_key), sorted(brief.numbers, key=_key))
    numbers.pair(_number_similarity, NUMBER_FIELDS, links, 0.5)
    numbers.pair_rest(lambda one, other: bool(overlaps(one.span, other.span)))

    hedges = _Aligned(gold, sorted(gold.brief.hedges, key=_key), sorted(brief.hedges, key=_key))
    hedges.pair(_hedge_similarity, HEDGE_FIELDS, links, 0.25)

    rows = [
        *actors.rows("actor", ACTOR_FIELDS, links),
        *claims.rows("claim", CLAIM_FIELDS, links),
        *numbers.rows("number", NUMBER_FIELDS, links),
        *hedges.rows("hedge", HEDGE_FIELDS, links),
    ]
    return ArticleScore(gold.article, tuple(rows), flags)


def _number_similarity(gold: Number, predicted: Number) -> float:
    """Value and unit first (0.5 is the threshold), then the same place, then the same thing measured."""
    if not same_value(gold, predicted):
        return 0.0
    same_place = overlaps(gold.span, predicted.span) or 0.0
    same_thing = overlaps(gold.what, predicted.what) or 0.0
    return 0.5 + 0.3 * same_place + 0.2 * same_thing


def _hedge_similarity(gold: Hedge, predicted: Hedge) -> float:
    """Overlap of the cues (0.25 is the threshold, which any overlap reaches), the larger the better."""
    if not overlaps(gold.cue, predicted.cue):
        return 0.0
    return 0.25 + 0.75 * dice([gold.cue], [predicted.cue])


def _key(record: Actor | Claim | Number | Hedge) -> tuple[Any, ...]:
    """An order of records by content alone, so that the order in which they were predicted cannot matter."""
    if isinstance(record, Actor):
        return (record.name, record.kind, sorted(record.aliases))
    if isinstance(record, Claim):
        places = tuple((span.start, span.end) for span in record.content)
        cue = record.cue.start if record.cue else -1
        return (places, cue, record.form, record.polarity, record.source.start if record.source else -1)
    if isinstance(record, Number):
        return (record.span.start, record.span.end, str(record.value), record.bound, record.unit_norm or "")
    return (record.cue.start, record.cue.end, record.kind)


class _Aligned:
    """Gold and predicted records of one type, and which of them belong together."""

    def __init__(self, gold: Gold, wanted: Sequence[Any], given: Sequence[Any]) -> None:
        self._gold = gold
        self._wanted = wanted
        self._given = given
        self._pairs: list[tuple[int, int]] = []
        self._clashing: list[tuple[int, int]] = []

    def pair(self, similarity: Any, fields: Sequence[Field[Any]], links: Links, threshold: float) -> None:
        """The optimal assignment."""

        def equal_fields(one: Any, other: Any) -> int:
            return sum((rule.rule(one, other, links) or 0.0) >= 1.0 for rule in fields)

        self._pairs = pair(self._wanted, self._given, similarity, equal_fields, threshold)

    def pair_rest(self, clashing: Any) -> None:
        """Pair what is left and stands in the same place: it is one wrong record, not a missing and a spurious one."""
        rows, columns = {row for row, _ in self._pairs}, {column for _, column in self._pairs}
        for row, one in enumerate(self._wanted):
            for column, other in enumerate(self._given):
                if row not in rows and column not in columns and clashing(one, other):
                    self._clashing.append((row, column))
                    rows.add(row)
                    columns.add(column)

    def links(self) -> dict[str, str]:
        """Predicted id to gold id."""
        return {self._given[column].id: self._wanted[row].id for row, column in self._pairs}

    def rows(self, type_: Any, fields: Sequence[Field[Any]], links: Links) -> list[Row]:
        """The ledger rows of this type, gold in order and then what is spurious."""
        partner = dict([*self._pairs, *self._clashing])
        met = {self._gold.alternatives.get(self._wanted[row].id) for row in partner} - {None}
        found: list[Row] = []
        taken: set[str] = set()
        for row, record in enumerate(self._wanted):
            group = self._gold.alternatives.get(record.id)
            if row in partner:
                if record.id not in self._gold.optional:
                    clashes = (row, partner[row]) in self._clashing
                    found.append(_judged(type_, record, self._given[partner[row]], fields, links, clashes=clashes))
                continue
            if record.id in self._gold.optional or (group is not None and (group in met or group in taken)):
                continue
            if group is not None:
                taken.add(group)
            found.append(Row(type_, "missing", record.id, None))
        paired = set(partner.values())
        for column, record in enumerate(self._given):
            if column not in paired:
                found.append(Row(type_, "spurious", None, record.id, errors=self._why_spurious(record)))
        return found

    def _why_spurious(self, record: Any) -> tuple[ErrorType, ...]:
        """A spurious claim that lies on a gold claim with another partner is its duplicate, or a piece of it."""
        if not isinstance(record, Claim):
            return ()
        for row, _ in self._pairs:
            share = dice(self._wanted[row].content, record.content)
            if share >= CONTENT_THRESHOLD:
                return ("duplicate",)
            if share > 0 and all(
                any(whole.start <= part.start and part.end <= whole.end for whole in self._wanted[row].content)
                for part in record.content
            ):
                return ("split",)
        if any(span.verdict == "not_found" for span in record.content):
            return ("ungrounded",)
        return ()


def _judged(
    type_: Any, gold: Any, predicted: Any, fields: Sequence[Field[Any]], links: Links, *, clashes: bool
) -> Row:
    credits = {rule.name: credit for rule in fields if (credit := rule.rule(gold, predicted, links)) is not None}
    errors = _errors(gold, predicted, links)
    if clashes or _contradicts(gold, predicted, links):
        return Row(type_, "incorrect", gold.id, predicted.id, 0.0, credits, errors)
    weights = {rule.name: rule.weight for rule in fields}
    total = sum(weights[name] for name in credits)
    credit = sum(weights[name] * value for name, value in credits.items()) / total
    cell = "correct" if credit >= 1 - 1e-9 else "partial"
    return Row(type_, cell, gold.id, predicted.id, min(1.0, credit), credits, errors)


def _contradicts(gold: Any, predicted: Any, links: Links) -> bool:
    """Whether a pair says the opposite of gold: other polarity, other mouth."""
    if isinstance(gold, Claim):
        return gold.polarity != predicted.polarity or not speaker_right(gold, predicted, links)
    return False


def _errors(gold: Any, predicted: Any, links: Links) -> tuple[ErrorType, ...]:
    found: list[ErrorType] = []
    if isinstance(gold, Claim):
        if not speaker_right(gold, predicted, links):
            found.append("wrong_speaker")
        if gold.polarity != predicted.polarity:
            found.append("negation_flip")
        if gold.hedges and not predicted.hedges:
            found.append("hedge_lost")
        if predicted.hedges and not gold.hedges:
            found.append("hedge_added")
    if isinstance(gold, Number):
        kind = clash(figure_of(gold), figure_of(predicted))
        if kind is not None:
            found.append(_CLASHES[kind])
        elif not same_value(gold, predicted):
            found.append("number_clash")
    return tuple(found)
