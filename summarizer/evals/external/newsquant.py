"""NewsQuant (Almasian et al. 2023, the test set of CQE): value, value with unit, value with change.

A JSON list of `{"text", "quantities": [{"value", "normalized_unit", "change"?, "referred_concepts"?}]}`; `value` is a
number or a range `a-b`, `change` one of `= ~ > < up down`. As published, values match to a relative 1e-5, ranges by
both ends, and the scores are micro F1. The published script can count two predictions for one gold value; here each has
at most one partner.

Units are compared by what they stand for and not by their spelling ("metric ton", "tonne"); a counted noun, which
NewsQuant has as the unit, is compared by its last word.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.briefs.models import Brief, Number
from summarizer.errors import InputError
from summarizer.evals.alignment import pair
from summarizer.evals.external.results import Counts, Line, Predictor, Result, computed
from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity
from summarizer.numbers.units import normalise_unit

VALUE, WITH_UNIT, WITH_CHANGE = "value", "value and unit", "value and change"
METRICS = (VALUE, WITH_UNIT, WITH_CHANGE)
# F1 that the authors print for their own system, for quantulum3 and for a large model of the time.
_PUBLISHED = {
    "CQE": {VALUE: 0.920, WITH_UNIT: 0.856, WITH_CHANGE: 0.881},
    "quantulum3": {VALUE: 0.730, WITH_UNIT: 0.472},
    "GPT-3": {VALUE: 0.706, WITH_UNIT: 0.591, WITH_CHANGE: 0.519},
}
_NOTE = "CQE, quantulum3, GPT-3: as published; human: no agreement on these sentences is published"
_MAX_BYTES = 50_000_000
_RANGE = re.compile(r"^(\d[\d.]*)-(\d[\d.]*)$")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NAMES = {"percentage": "percent", "dollar": "USD", "pound sterling": "GBP", "chinese yuan": "CNY", "-": None}
_CHANGES = {">=": ">", "<=": "<"}


@dataclass(frozen=True)
class Figure:
    """A value or both ends of a range, its unit as a comparable name, and its change."""

    value: tuple[float, ...]
    unit: str | None
    change: str | None


@dataclass(frozen=True)
class NewsQuantSet:
    """Sentences with their quantities."""

    sentences: Sequence[tuple[str, tuple[Figure, ...]]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Number and text of every sentence."""
        return [(f"sentence-{number}", text) for number, (text, _) in enumerate(self.sentences, start=1)]

    def score(self, predictors: Sequence[Predictor]) -> Result:
        """Micro F1 of the published metrics."""
        systems = [("rules", [by_rules(text) for text, _ in self.sentences])]
        systems.append(("trivial", [by_baseline(text) for text, _ in self.sentences]))
        systems += [(one.name, [of_brief(brief) for brief in one.briefs]) for one in predictors]
        lines: list[Line] = []
        for name, predicted in systems:
            totals = dict.fromkeys(METRICS, Counts())
            for (_, gold), figures in zip(self.sentences, predicted, strict=True):
                for metric, counts in count(gold, figures).items():
                    totals[metric] += counts
            lines += [computed(name, metric, counts) for metric, counts in totals.items()]
        for name, published in _PUBLISHED.items():
            lines += [Line(name, metric, f1) for metric, f1 in published.items()]
        return Result(len(self.sentences), sum(len(gold) for _, gold in self.sentences), lines, [_NOTE])


def count(gold: Sequence[Figure], predicted: Sequence[Figure]) -> dict[str, Counts]:
    """The three metrics on one sentence. Pairs are chosen by value, and among equal values by unit and change."""
    pairs = pair(
        gold,
        predicted,
        lambda one, other: float(_same_value(one, other)),
        lambda one, other: 2 * (one.unit == other.unit) + (one.change == other.change),
        1.0,
    )
    matched = [(gold[row], predicted[column]) for row, column in pairs]
    right = {
        VALUE: len(matched),
        WITH_UNIT: sum(one.unit == other.unit for one, other in matched),
        WITH_CHANGE: sum(one.change == other.change for one, other in matched),
    }
    return {metric: Counts(number, len(predicted), len(gold)) for metric, number in right.items()}


def _same_value(gold: Figure, predicted: Figure) -> bool:
    return len(gold.value) == len(predicted.value) and all(
        math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-8)
        for one, other in zip(gold.value, predicted.value, strict=True)
    )


def of_quantity(quantity: Quantity, text: str) -> Figure:
    """A quantity of the grammar as NewsQuant would have it."""
    ends = (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high)
    noun = quantity.noun.of(text) if quantity.noun is not None else None
    return Figure(
        tuple(float(end) for end in ends if end is not None),
        quantity.unit_norm or _last_word(noun),
        _CHANGES.get(quantity.bound, quantity.bound),
    )


def _of_number(number: Number) -> Figure:
    ends = (number.value,) if number.value is not None else (number.low, number.high)
    noun = number.what.text if number.what is not None else None
    return Figure(
        tuple(float(end) for end in ends if end is not None),
        number.unit_norm or _last_word(noun),
        _CHANGES.get(number.bound, number.bound),
    )


def of_brief(brief: Brief | None) -> list[Figure]:
    """The numbers of a brief."""
    return [_of_number(number) for number in brief.numbers] if brief is not None else []


def by_rules(text: str) -> list[Figure]:
    """What the quantity grammar finds."""
    return [of_quantity(one, text) for one in find_quantities(text)]


def by_baseline(text: str) -> list[Figure]:
    """Every figure in digits, exact and without a unit."""
    return [Figure((float(match[0].replace(",", "")),), None, "=") for match in _DIGITS.finditer(text)]


def _last_word(noun: str | None) -> str | None:
    """The last word of a counted noun, in the singular as far as spelling shows it."""
    if not noun or not noun.split():
        return None
    word = noun.split()[-1].lower()
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def read_newsquant(path: Path, limit: int | None = None) -> NewsQuantSet:
    """The sentences of a file.

    Raises:
        InputError: it cannot be read or is not in this format.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise InputError(f"{path}: {len(data):,} bytes is too large for this kind of file")
    try:
        content = json.loads(data)
        sentences = [
            (str(record["text"]), tuple(_figure(one) for one in record["quantities"])) for record in content[:limit]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: not a list of NewsQuant sentences: {error!r}") from error
    if not sentences:
        raise InputError(f"{path}: no sentences in it")
    return NewsQuantSet(sentences)


def _figure(record: Any) -> Figure:
    written = str(record["value"]).strip()
    ends = _RANGE.match(written)
    value = (float(ends[1]), float(ends[2])) if ends else (float(written),)
    unit = str(record["normalized_unit"]).strip().lower()
    name = _NAMES[unit] if unit in _NAMES else normalise_unit(unit) or _last_word(unit)
    change = record.get("change")
    return Figure(value, name, str(change) if change is not None else "=")
