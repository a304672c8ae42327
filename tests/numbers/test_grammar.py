from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range

SENTENCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
SEEDS = Path(__file__).parents[2] / "seeds"


def described(quantity: Quantity, text: str, asked: dict[str, Any]) -> dict[str, Any]:
    """A quantity in the words of the data file, with the optional keys that `asked` uses."""
    got: dict[str, Any] = {"figure": quantity.range.of(text)}
    if quantity.value is not None:
        got["is"] = quantity.value
    else:
        got["low"], got["high"] = quantity.low, quantity.high
    got |= {"kind": quantity.kind, "bound": quantity.bound, "unit": quantity.unit_norm}
    if "noun" in asked:
        got["noun"] = quantity.noun.of(text) if quantity.noun else None
    if "bound_words" in asked:
        got["bound_words"] = quantity.bound_range.of(text) if quantity.bound_range else None
    return got


def expected(asked: dict[str, Any]) -> dict[str, Any]:
    wanted = {"kind": "count", "bound": "=", "unit": None} | asked
    return {key: Decimal(str(value)) if key in {"is", "low", "high"} else value for key, value in wanted.items()}


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:50])
def test_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quantities(text)
    padded = case["holds"] + [{}] * (len(found) - len(case["holds"]))
    assert [described(q, text, asked) for q, asked in zip(found, padded, strict=False)] == [
        expected(asked) for asked in case["holds"]
    ]


def test_there_are_enough_sentences() -> None:
    assert len(SENTENCES) >= 150
    assert len({case["text"] for case in SENTENCES}) == len(SENTENCES)
