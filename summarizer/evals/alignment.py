"""Optimal one-to-one pairing of gold and predicted records; never greedy, never by position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

GoldRecord = TypeVar("GoldRecord")
PredictedRecord = TypeVar("PredictedRecord")

_SCALE = 10**9  # similarity counts to this many steps; what differs by less is a tie
_ATTRIBUTES = 1000  # more equal attributes than any record has

Weights = dict[tuple[int, int], int]


def pair(
    gold: Sequence[GoldRecord],
    predicted: Sequence[PredictedRecord],
    similarity: Callable[[GoldRecord, PredictedRecord], float],
    equal_attributes: Callable[[GoldRecord, PredictedRecord], int],
    threshold: float,
) -> list[tuple[int, int]]:
    """Index pairs (gold, predicted) of the assignment with the largest summed similarity, sorted.

    Similarity under `threshold` is zeroed before anything is assigned. Ties go to the assignment with more equal
    attributes, then to the earlier indexes; give the records in an order of their own (by content), and the result does
    not depend on the order in which they were predicted. Cost: one similarity for each of G·P combinations, then
    O(rows²·columns) for each group of records that compete with each other.
    """
    alike: dict[tuple[int, int], float] = {}
    for row, one in enumerate(gold):
        for column, other in enumerate(predicted):
            value = similarity(one, other)
            if value >= threshold and value > 0:
                alike[row, column] = value
    pairs, groups = _components(alike)
    for rows, columns in groups:
        weights = {
            (row, column): round(alike[row, column] * _SCALE) * _ATTRIBUTES
            + equal_attributes(gold[row], predicted[column])
            for row in rows
            for column in columns
            if (row, column) in alike
        }
        pairs += assign(rows, columns, weights)
    return sorted(pairs)


def _components(
    alike: dict[tuple[int, int], float],
) -> tuple[list[tuple[int, int]], list[tuple[list[int], list[int]]]]:
    """The pairs that nothing competes with, which nearly all are, and the groups of records that compete."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, column in alike:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    alone = [(row, column) for row, column in alike if len(by_row[row]) == len(by_column[column]) == 1]
    seen = {row for row, _ in alone}
    found = []
    for start in by_row:
        if start in seen:
            continue
        rows, columns, waiting = {start}, set[int](), [start]
        while waiting:
            for column in by_row[waiting.pop()]:
                if column not in columns:
                    columns.add(column)
                    fresh = [row for row in by_column[column] if row not in rows]
                    rows.update(fresh)
                    waiting += fresh
        seen |= rows
        found.append((sorted(rows), sorted(columns)))
    return alone, found


def assign(rows: Sequence[int], columns: Sequence[int], weights: Weights) -> list[tuple[int, int]]:
    """The pairs (row, column) that add up to the largest weight; a combination without a weight is never paired.

    Hungarian method by shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987), in whole
    numbers, so that no rounding decides.
    """
    if len(rows) > len(columns):
        turned = assign(columns, rows, {(column, row): weight for (row, column), weight in weights.items()})
        return [(row, column) for column, row in turned]
    best = max(weights.values(), default=0)
    costs = [[best - weights.get((row, column), 0) for column in columns] for row in rows]
    owner = _shortest_paths(costs)
    pairs = [(rows[row], columns[column]) for column, row in enumerate(owner) if row is not None]
    return [chosen for chosen in pairs if chosen in weights]


def _shortest_paths(costs: list[list[int]]) -> list[int | None]:
    """Which row each column is given in the cheapest assignment of every row."""
    width = len(costs[0]) if costs else 0
    of_row, of_column = [0] * len(costs), [0] * (width + 1)  # potentials; the last column is where a search starts
    owner: list[int | None] = [None] * (width + 1)
    for start in range(len(costs)):
        owner[width] = start
        column = width
        least: list[int | None] = [None] * width
        came_from = [width] * width
        done = [False] * (width + 1)
        while (row := owner[column]) is not None:
            done[column] = True
            step: int | None = None
            nearest = column
            for at in range(width):
                if done[at]:
                    continue
                reduced = costs[row][at] - of_row[row] - of_column[at]
                known = least[at]
                if known is None or reduced < known:
                    least[at] = known = reduced
                    came_from[at] = column
                if step is None or known < step:
                    step, nearest = known, at
            assert step is not None
            for at in range(width + 1):
                if done[at]:
                    holder = owner[at]
                    assert holder is not None
                    of_row[holder] += step
                    of_column[at] -= step
                elif (known := least[at]) is not None:
                    least[at] = known - step
            column = nearest
        while column != width:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return owner[:width]
