from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.alignment import assign, pair


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_assignment_weighs_more(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    combinations = [(row, column) for row in range(height) for column in range(width)]
    weights = data.draw(st.dictionaries(st.sampled_from(combinations), st.integers(1, 9)))
    chosen = assign(range(height), range(width), weights)
    assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == len(chosen)
    best = max(_weight(order, height, width, weights) for order in permutations(range(max(height, width))))
    assert sum(weights[combination] for combination in chosen) == best


def _weight(order: tuple[int, ...], height: int, width: int, weights: dict[tuple[int, int], int]) -> int:
    cells = (
        enumerate(order[:height]) if height <= width else ((row, column) for column, row in enumerate(order[:width]))
    )
    return sum(weights.get(cell, 0) for cell in cells)


def test_the_best_single_pair_is_given_up_for_a_better_whole() -> None:
    alike = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.8}
    pairs = pair(["a", "b"], ["x", "y"], lambda one, other: alike.get((one, other), 0.0), lambda one, other: 0, 0.5)
    assert pairs == [(0, 1), (1, 0)]


def test_what_is_under_the_threshold_is_gone_before_anything_is_assigned() -> None:
    alike = {("a", "x"): 0.6, ("a", "y"): 0.5, ("b", "x"): 0.49}
    pairs = pair(["a", "b"], ["x", "y"], lambda one, other: alike.get((one, other), 0.0), lambda one, other: 0, 0.5)
    assert pairs == [(0, 0)]


def test_equal_attributes_break_a_tie() -> None:
    pairs = pair(["a"], ["x", "y"], lambda one, other: 1.0, lambda one, other: int(other == "y"), 0.5)
    assert pairs == [(0, 1)]


def test_attributes_never_outweigh_similarity() -> None:
    alike = {"x": 0.71, "y": 0.7}
    pairs = pair(["a"], ["x", "y"], lambda one, other: alike[other], lambda one, other: 7 * int(other == "y"), 0.5)
    assert pairs == [(0, 0)]
