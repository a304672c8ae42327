"""One predicted brief against one gold brief: pair first, credit second, and every record lands in one ledger cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Generic

from summarizer.briefs.models import Brief, ItemType
from summarizer.errors import InputError
from summarizer.evals.alignment import pair
from summarizer.evals.fields import (
    ACTOR_FIELDS,
    CLAIM_FIELDS,
    HEDGE_FIELDS,
    NUMBER_FIELDS,
    Field,
    Links,
    same_claim,
)
from summarizer.evals.gold import Gold
from summarizer.evals.judging import contradicts, missing_errors, pair_errors, spurious_errors, stands
from summarizer.evals.ledger import FULL, Cell, ErrorType, Row
from summarizer.evals.views import (
    ActorView,
    ClaimView,
    HedgeView,
    NumberView,
    View,
    Views,
    dice,
    overlaps,
    views,
)

CONTENT_THRESHOLD = 0.5
_NUMBER_THRESHOLD = 0.5
_HEDGE_THRESHOLD = 0.25

NO_ANSWER = "no valid answer"


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The ledger of one article.

    `flags` says what was unusual. `ignored` are (gold, predicted) ids of optional gold, which neither costs nor earns,
    and of alternatives that were not needed; `critical_misses` the critical claims of gold that are missing or
    contradicted, or of alternatives one of which is critical.
    """

    article: str
    rows: tuple[Row, ...]
    flags: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str | None], ...] = ()
    critical_misses: tuple[str, ...] = ()

    def of(self, type_: ItemType) -> list[Row]:
        """The rows of one type."""
        return [row for row in self.rows if row.type == type_]


def score(gold: Gold, predicted: Brief | None) -> ArticleScore:
    """The ledger of `predicted` against `gold`; None (no valid answer) scores as an empty brief, flagged.

    The result does not depend on the order of the predicted records. Optional gold costs nothing when missed and earns
    nothing when found; of alternatives one is enough.

    Raises:
        InputError: the brief was made from another text than the gold.
    """
    if predicted is not None and predicted.source.sha256 != gold.brief.source.sha256:
        raise InputError(f"{predicted.source.id}: this brief was made from another text than {gold.path}")
    parts = _aligned(gold, views(predicted) if predicted is not None else Views(), predicted)
    rows = tuple(row for part in parts for row in part.rows)
    return ArticleScore(
        article=gold.article,
        rows=rows,
        flags=() if predicted is not None else (NO_ANSWER,),
        ignored=tuple(ids for part in parts for ids in part.ignored),
        critical_misses=tuple(
            row.gold
            for row in rows
            if row.gold is not None and _critical(gold, row.gold) and row.cell in ("missing", "incorrect")
        ),
    )


def _critical(gold: Gold, claim: str) -> bool:
    group = gold.alternatives.get(claim)
    return claim in gold.critical or (
        group is not None and any(gold.alternatives.get(other) == group for other in gold.critical)
    )


@dataclass
class _Part:
    """The ledger of one type."""

    rows: list[Row] = field(default_factory=list)
    ignored: list[tuple[str, str | None]] = field(default_factory=list)


def _aligned(gold: Gold, given: Views, predicted: Brief | None) -> list[_Part]:
    wanted, links = gold.views, Links()
    actors = _Aligner(gold, "actor", wanted.actors, given.actors, ACTOR_FIELDS, _same_name, 1.0, links)
    links.actors = actors.partners()
    links.mentions = {a.id: [m.span for m in a.mentions] for a in predicted.actors} if predicted is not None else {}
    claims = _Aligner(gold, "claim", wanted.claims, given.claims, CLAIM_FIELDS, _same_content, CONTENT_THRESHOLD, links)
    links.claims = claims.partners()
    numbers = _Aligner(
        gold, "number", wanted.numbers, given.numbers, NUMBER_FIELDS, _same_number, _NUMBER_THRESHOLD, links
    )
    numbers.pair_rest(lambda one, other: dice(_extent(one), _extent(other)))
    hedges = _Aligner(
        gold, "hedge", wanted.hedges, given.hedges, HEDGE_FIELDS, _same_hedge(links), _HEDGE_THRESHOLD, links
    )
    return [actors.ledger(), claims.ledger(), numbers.ledger(), hedges.ledger()]


def _same_name(gold: ActorView, predicted: ActorView) -> float:
    return 0.0 if gold.names.isdisjoint(predicted.names) else 1.0


def _same_content(gold: ClaimView, predicted: ClaimView) -> float:
    return dice(gold.content, predicted.content)


def _same_number(gold: NumberView, predicted: NumberView) -> float:
    """Value and unit first (0.5 is the threshold), then the same place, then the same thing measured."""
    if not gold.same_value(predicted):
        return 0.0
    same_place = overlaps(gold.record.span, predicted.record.span) or 0.0
    same_thing = overlaps(gold.record.what, predicted.record.what) or 0.0
    return 0.5 + 0.3 * same_place + 0.2 * same_thing


def _extent(view: NumberView) -> tuple[tuple[int, int], ...]:
    return ((view.record.span.start, view.record.span.end),)


def _same_hedge(links: Links) -> Callable[[HedgeView, HedgeView], float]:
    """Overlap of the cues (0.25 is the threshold, which any overlap reaches), the larger the better; then the claim."""

    def similarity(gold: HedgeView, predicted: HedgeView) -> float:
        share = dice(gold.cue, predicted.cue)
        return 0.25 + 0.5 * share + 0.25 * same_claim(gold, predicted, links) if share else 0.0

    return similarity


class _Aligner(Generic[View]):
    """Gold and predicted records of one type: which belong together, and the ledger of that."""

    def __init__(
        self,
        gold: Gold,
        type_: ItemType,
        wanted: Sequence[View],
        given: Sequence[View],
        fields: Sequence[Field[View]],
        similarity: Callable[[View, View], float],
        threshold: float,
        links: Links,
    ) -> None:
        text = gold.brief.source.text
        self._gold = gold
        self._type = type_
        self._wanted: Sequence[View] = wanted
        standing = [stands(view.record, text) for view in given]
        self._given: list[View] = list(compress(given, standing))
        self._groundless: list[View] = [view for view, stood in zip(given, standing, strict=True) if not stood]
        self._fields: Sequence[Field[View]] = fields
        self._links = links
        self._threshold = threshold
        self._similarity: Callable[[View, View], float] = similarity
        self._pairs = dict(pair(wanted, self._given, similarity, self._equal_fields, threshold))

    def _equal_fields(self, one: View, other: View) -> int:
        return sum((rule.rule(one, other, self._links) or 0.0) >= FULL for rule in self._fields)

    def partners(self) -> dict[str, str]:
        """Predicted id to gold id.

        A duplicate stands for the same gold as its better: that it is there twice is one error already, and what points
        at it is not wrong because of it.
        """
        found = {self._given[column].record.id: self._wanted[row].record.id for row, column in self._pairs.items()}
        for view in self._given:
            if view.record.id not in found:
                likeness = [self._similarity(one, view) for one in self._wanted]
                if likeness and max(likeness) >= self._threshold:
                    found[view.record.id] = self._wanted[likeness.index(max(likeness))].record.id
        return found

    def pair_rest(self, similarity: Callable[[View, View], float]) -> None:
        """Pair what is left by another likeness: it is one wrong record, not a missing and a spurious one."""
        rows = [row for row in range(len(self._wanted)) if row not in self._pairs]
        taken = set(self._pairs.values())
        columns = [column for column in range(len(self._given)) if column not in taken]
        pairs = pair(
            [self._wanted[row] for row in rows],
            [self._given[column] for column in columns],
            similarity,
            self._equal_fields,
            0.0,
        )
        self._pairs |= {rows[row]: columns[column] for row, column in pairs}

    def ledger(self) -> _Part:
        """The rows, gold in order and then what is spurious, and what is left out of them."""
        part = _Part()
        groups = self._gold.alternatives
        met = {groups.get(self._wanted[row].record.id) for row in self._pairs} - {None}
        for row, view in enumerate(self._wanted):
            name = view.record.id
            column = self._pairs.get(row)
            if name in self._gold.optional:
                part.ignored.append((name, self._given[column].record.id if column is not None else None))
            elif column is not None:
                part.rows.append(self._judged(view, self._given[column]))
            elif groups.get(name) in met:
                part.ignored.append((name, None))
            else:
                met |= {groups[name]} if name in groups else set()
                part.rows.append(self._row("missing", view, None, missing_errors(view, self._links)))
        paired = set(self._pairs.values())
        for column, spurious in enumerate(self._given):
            if column not in paired:
                part.rows.append(self._row("spurious", None, spurious, self._why_spurious(spurious)))
        part.rows += [self._row("spurious", None, view, ("ungrounded",)) for view in self._groundless]
        return part

    def _why_spurious(self, view: View) -> tuple[ErrorType, ...]:
        rivals = [
            self._given[column]
            for row, column in self._pairs.items()
            if self._similarity(self._wanted[row], view) >= self._threshold
        ]
        return spurious_errors(view, self._wanted, rivals, self._links)

    def _judged(self, gold: View, predicted: View) -> Row:
        credits: dict[str, float] = {}
        earned = total = 0.0
        for rule in self._fields:
            credit = rule.rule(gold, predicted, self._links)
            if credit is not None:
                credits[rule.name] = credit
                earned += rule.weight * credit
                total += rule.weight
        errors = pair_errors(gold, predicted, self._links)
        if contradicts(errors):
            return self._row("incorrect", gold, predicted, errors, credits)
        right = earned / total >= FULL
        share = 1.0 if right else earned / total
        return self._row("correct" if right else "partial", gold, predicted, errors, credits, share)

    def _row(
        self,
        cell: Cell,
        gold: View | None,
        predicted: View | None,
        errors: tuple[ErrorType, ...] = (),
        credits: dict[str, float] | None = None,
        credit: float = 0.0,
    ) -> Row:
        return Row(
            self._type,
            cell,
            gold.record.id if gold is not None else None,
            predicted.record.id if predicted is not None else None,
            credit,
            credits or {},
            errors,
            (_attributed(gold), _attributed(predicted)),
        )


def _attributed(view: ActorView | ClaimView | NumberView | HedgeView | None) -> bool:
    return isinstance(view, ClaimView) and view.attributed
