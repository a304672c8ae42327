from __future__ import annotations

import pytest

from summarizer.numbers.equivalence import equivalents
from summarizer.numbers.grammar import find_quantities


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("over 1,100 square kilometers (424 square miles) of land", [(0, 1)]),
        ("around 1,100 square kilometers (approximately 425 square miles)", [(0, 1)]),
        ("9.9 billion yuan (about US$1.4 billion)", [(0, 1)]),
        ("40 hectares, or 99 acres, burned", [(0, 1)]),
        ("a 12-mile (19 km) road and 5 km/3 miles", [(0, 1), (2, 3)]),
        ("between $12 million and $20 million (£9m to £15m)", [(0, 1)]),
        ("5 kilometres (6 kilometres by road)", []),
        ("5 km and 3 miles", []),
        ("5 km (12 hours)", []),
        ("12 men (3 women)", []),
        ("$5 or £4", []),
    ],
)
def test_restatements(text: str, pairs: list[tuple[int, int]]) -> None:
    assert equivalents(find_quantities(text), text) == pairs
