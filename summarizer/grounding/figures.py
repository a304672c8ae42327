"""The numbers of a brief: what the figure's own words say, cross-checked with what the model says about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from summarizer.briefs.models import FindingCode, Number, Span
from summarizer.grounding.actors import ActorTable, key
from summarizer.grounding.desk import Desk, range_of
from summarizer.grounding.draft import DraftNumber
from summarizer.numbers.quantity import Quantity
from summarizer.numbers.units import normalise_unit


@dataclass(frozen=True)
class PlacedNumber:
    """A figure that has been found. `claimant` is the key of an actor that the model named, if it named one."""

    quantity: Quantity
    span: Span
    what: Span | None
    claimant: str | None
    notes: tuple[tuple[FindingCode, str], ...] = ()


@dataclass
class NumberTable:
    """Places drafted numbers. The grammar reads the figure; what the model says differently becomes a finding."""

    desk: Desk
    actors: ActorTable
    numbers: list[PlacedNumber] = field(default_factory=list)

    def add(self, draft: DraftNumber) -> None:
        """Place a number, or reject it: not in the article, not a quantity, or already there."""
        span = self.desk.span(draft.figure, "number", "figure")
        if span is None:
            return
        quantity = self._quantity(span)
        if quantity is None:
            self.desk.reject("number", "figure", "not_a_number", span.text)
            return
        if any(known.quantity.range == quantity.range for known in self.numbers):
            self.desk.reject("number", "figure", "duplicate", span.text)
            return
        sentence = self.desk.analysis.sentence_at(quantity.range)
        near = sentence.range if sentence else quantity.range
        what = self.desk.span(draft.what, "number", "what", near=near)
        if what is None and quantity.noun is not None:
            what = self.desk.exact(quantity.noun)
        exact = self.desk.locator.span(quantity.range, ambiguous=span.verdict == "ambiguous")
        self.numbers.append(PlacedNumber(quantity, exact, what, self._claimant(draft), _disagreements(draft, quantity)))

    def ordered(self) -> list[PlacedNumber]:
        """The numbers in reading order."""
        return sorted(self.numbers, key=lambda placed: placed.quantity.range)

    def _quantity(self, span: Span) -> Quantity | None:
        where = range_of(span)
        touching = [found for found in self.desk.analysis.quantities if found.range.overlaps(where)]
        return touching[0] if touching else None

    def _claimant(self, draft: DraftNumber) -> str | None:
        if not draft.claimant or not draft.claimant.strip():
            return None
        if entry := self.actors.speaker(draft.claimant):
            return key(entry.name)
        self.desk.reject("number", "claimant", "not_found", draft.claimant)
        return None


def to_number(
    placed: PlacedNumber, number_id: str, claimant: str | None, equivalent_of: str | None, desk: Desk
) -> Number:
    """The brief's number, with ids filled in."""
    quantity = placed.quantity
    return Number(
        id=number_id,
        span=placed.span,
        kind=quantity.kind,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        bound_span=desk.exact(quantity.bound_range) if quantity.bound_range else None,
        unit=quantity.unit,
        unit_norm=quantity.unit_norm,
        what=placed.what,
        claimant=claimant,
        equivalent_of=equivalent_of,
    )


def _disagreements(draft: DraftNumber, quantity: Quantity) -> tuple[tuple[FindingCode, str], ...]:
    notes: list[tuple[FindingCode, str]] = []
    if draft.value is not None and not _agrees(draft.value, quantity):
        notes.append(("number_drift", f"the model gave the value {draft.value}; the words say {_said(quantity)}"))
    if draft.bound is not None and draft.bound != quantity.bound:
        notes.append(("bound_lost", f"the model gave the bound {draft.bound!r}; the words say {quantity.bound!r}"))
    if draft.unit is not None and draft.unit.strip() and normalise_unit(draft.unit) != quantity.unit_norm:
        notes.append(
            ("unit_mismatch", f"the model gave the unit {draft.unit!r}; the words say {quantity.unit_norm or 'none'}")
        )
    return tuple(notes)


def _agrees(value: str, quantity: Quantity) -> bool:
    try:
        given = Decimal(value)
    except InvalidOperation:
        return False
    if quantity.value is not None:
        return given == quantity.value
    return quantity.low is not None and quantity.high is not None and quantity.low <= given <= quantity.high


def _said(quantity: Quantity) -> str:
    if quantity.value is not None:
        return format(quantity.value, "f")
    return f"{quantity.low:f} to {quantity.high:f}"
