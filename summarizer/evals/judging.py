"""What is wrong with a record: contradictions, which leave a pair no credit, and the type of every error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from summarizer.briefs.models import Claim, Hedge, Number, Span
from summarizer.evals.fields import Links, speaker_right
from summarizer.evals.ledger import ErrorType
from summarizer.evals.views import ClaimView, HedgeView, NumberView, dice, overlaps

_UPWARDS, _DOWNWARDS = (">", ">="), ("<", "<=")
# A clash of these kinds says another number; what is left is the right number without its approximator.
_CONTRADICTIONS: frozenset[ErrorType] = frozenset(
    {"wrong_speaker", "negation_flip", "number_clash", "scale_slip", "percent_points", "unit_mismatch"}
)


def pair_errors(gold: Any, predicted: Any, links: Links) -> tuple[ErrorType, ...]:
    """The types of error in a pair of views."""
    if isinstance(gold, ClaimView):
        return _claim_errors(gold.record, predicted.record, links)
    if isinstance(gold, NumberView):
        return _number_errors(gold, predicted)
    return ()


def contradicts(errors: Sequence[ErrorType]) -> bool:
    """Whether one of the errors makes the pair say something else than gold: polarity, number, direction, speaker."""
    return not _CONTRADICTIONS.isdisjoint(errors)


def _claim_errors(gold: Claim, predicted: Claim, links: Links) -> tuple[ErrorType, ...]:
    found: list[ErrorType] = []
    if not speaker_right(gold, predicted, links):
        found.append("wrong_speaker")
    if gold.polarity != predicted.polarity:
        found.append("negation_flip")
    return tuple(found)


def _number_errors(gold: NumberView, predicted: NumberView) -> tuple[ErrorType, ...]:
    if not gold.same_value(predicted):
        return (gold.clash(predicted) or "number_clash",)
    ours, theirs = gold.record.bound, predicted.record.bound
    if (ours in _UPWARDS and theirs in _DOWNWARDS) or (ours in _DOWNWARDS and theirs in _UPWARDS):
        return ("number_clash",)
    kind = gold.clash(predicted)
    return (kind,) if kind is not None else ()


def missing_errors(gold: Any, links: Links) -> tuple[ErrorType, ...]:
    """What a missing record means: a claim that is there without its hedge has lost it."""
    if isinstance(gold, HedgeView) and gold.record.claim in links.claims.values():
        return ("hedge_lost",)
    return ()


def spurious_errors(
    predicted: Any, wanted: Sequence[Any], rivals: Sequence[Any], links: Links
) -> tuple[ErrorType, ...]:
    """What a spurious record is, where that can be said: a repetition, a piece of a claim, a hedge nobody wrote.

    Args:
        wanted: the views of gold's records.
        rivals: the predicted records that were better partners for gold it could have been paired with.
    """
    if isinstance(predicted, NumberView):  # the same value at another place is another number
        rivals = [one for one in rivals if overlaps(one.record.span, predicted.record.span)]
    if isinstance(predicted, ClaimView):
        rivals = [one for one in rivals if dice(one.content, predicted.content)]
    if rivals:
        return ("duplicate",)
    if isinstance(predicted, ClaimView) and any(_inside(predicted, whole) for whole in wanted):
        return ("split",)
    if isinstance(predicted, HedgeView) and predicted.record.claim in links.claims:
        return ("hedge_added",)
    return ()


def _inside(part: ClaimView, whole: ClaimView) -> bool:
    return all(
        any(start <= low and high <= end for start, end in whole.content) for low, high in part.content
    ) and bool(part.content)


def stands(record: Any, text: str) -> bool:
    """Whether the words that a record rests on stand in the article where it says they do."""
    spans: Sequence[Span] = ()
    if isinstance(record, Claim):
        spans = record.content
    elif isinstance(record, Number):
        spans = (record.span,)
    elif isinstance(record, Hedge):
        spans = (record.cue,)
    return all(span.verdict != "not_found" and text[span.start : span.end] == span.text for span in spans)
