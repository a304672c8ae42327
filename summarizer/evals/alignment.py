"""Optimal one-to-one pairing of gold and predicted records; never greedy, never by position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from munkres import Munkres

GoldRecord = TypeVar("GoldRecord")
PredictedRecord = TypeVar("PredictedRecord")

_SCALE = 10**9  # similarity counts to this many steps; what differs by less is a tie
_ATTRIBUTES = 1000  # more equal attributes than any record has


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
    not depend on the order in which they were predicted.
    """
    weights: dict[tuple[int, int], int] = {}
    for row, one in enumerate(gold):
        for column, other in enumerate(predicted):
            alike = similarity(one, other)
            if alike >= threshold and alike > 0:
                weights[row, column] = round(alike * _SCALE) * _ATTRIBUTES + equal_attributes(one, other)
    pairs: list[tuple[int, int]] = []
    for rows, columns in _components(weights):
        pairs += _assign(rows, columns, weights)
    return sorted(pairs)


def _components(weights: dict[tuple[int, int], int]) -> list[tuple[list[int], list[int]]]:
    """Groups of records that compete with each other; nearly all are one against one."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, column in weights:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    seen: set[int] = set()
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
    return found


def _assign(rows: list[int], columns: list[int], weights: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    if len(rows) == 1:
        row = rows[0]
        return [(row, max(columns, key=lambda column: (weights[row, column], -column)))]
    if len(columns) == 1:
        column = columns[0]
        return [(max(rows, key=lambda row: (weights[row, column], -row)), column)]
    size = max(len(rows), len(columns))
    worth = [[0] * size for _ in range(size)]
    for at, row in enumerate(rows):
        for to, column in enumerate(columns):
            worth[at][to] = weights.get((row, column), 0)
    best = max(max(line) for line in worth)
    costs = [[best - value for value in line] for line in worth]
    chosen = Munkres().compute(costs)
    return [
        (rows[at], columns[to])
        for at, to in chosen
        if at < len(rows) and to < len(columns) and (rows[at], columns[to]) in weights
    ]
