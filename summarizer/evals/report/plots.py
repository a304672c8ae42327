"""Score against cost as points of a plot, placed in the coordinates of an SVG of 420 by 260."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.evals.report.content import Report
from summarizer.evals.report.intervals import Series

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 404.0, 12.0, 216.0


@dataclass(frozen=True)
class Point:
    """A system, drawn as everywhere in the report. `low` and `high` are the ends of its interval."""

    name: str
    series: Series
    x: float
    y: float
    low: float | None
    high: float | None
    label_y: float
    label_left: bool
    told: str


@dataclass(frozen=True)
class Plot:
    """A plot: its axis, tick marks as (position, text), and points."""

    title: str
    axis: str
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    points: Sequence[Point]


def plots(report: Report, measure: str, label: str) -> list[Plot]:
    """The macro mean of one measure against output tokens and against seconds, where anything is known of them."""
    series = {one.name: Series.of(place, one.name) for place, one in enumerate(report.systems)}
    found = []
    for name, axis in (("output_tokens", "output tokens a brief"), ("seconds", "seconds a brief")):
        costs = [(one, getattr(one.free, name)) for one in report.systems if one.free is not None]
        costs = [(one, cost) for one, cost in costs if one.summaries[measure].macro is not None]
        if not costs:
            continue
        end = _round_up(max(cost for _, cost in costs))
        placed: list[Point] = []
        for one, cost in sorted(costs, key=lambda pair: (pair[0].summaries[measure].macro or 0.0, pair[0].name)):
            macro, interval = one.summaries[measure].macro or 0.0, one.intervals[measure]
            y = _y(macro)
            free = y
            while any(abs(free - other.label_y) < 14 for other in placed):
                free -= 14
            placed.append(
                Point(
                    name=one.name,
                    series=series[one.name],
                    x=_x(cost, end),
                    y=y,
                    low=_y(max(0.0, interval[0])) if interval else None,
                    high=_y(min(1.0, interval[1])) if interval else None,
                    label_y=free,
                    label_left=cost > end * 0.6,
                    told=f"{one.name}: {macro:.3f} at {cost:,.1f} {axis}",
                )
            )
        found.append(
            Plot(
                title=f"{label} against {axis}",
                axis=axis,
                x_ticks=[(_x(end * part / 4, end), f"{end * part / 4:,g}") for part in range(5)],
                y_ticks=[(_y(part / 5), f"{part / 5:g}") for part in range(6)],
                points=placed,
            )
        )
    return found


def _x(value: float, end: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * value / end, 1)


def _y(value: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value, 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 8 times a power of ten, so that quarters of it read well."""
    power = 0.01
    while True:
        for factor in (1, 2, 4, 8):
            if factor * power >= value:
                return factor * power
        power *= 10
