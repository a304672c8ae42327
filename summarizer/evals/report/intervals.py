"""Means and differences with their intervals, as rows of markers in the coordinates of an SVG 720 wide.

A series has a colour and a shape, so that it is told apart without colour too; what a marker shows is written out in
`told` and, for the whole chart, in `about`. The same figures stand in the tables of the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.evals.compare import Difference
from summarizer.evals.measures import BY_NAME, HEADLINES, Measure
from summarizer.evals.report.content import Report, SystemReport
from summarizer.evals.report.tables import interval_text, score_text

_LEFT, _RIGHT, _TOP = 176.0, 620.0, 10.0
_STEP, _GAP = 15.0, 12.0
# Circle, square, diamond, triangle up, triangle down, each about 9 wide around the origin.
SHAPES = (
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "M-4 -4h8v8h-8z",
    "M0 -5.5L5.5 0L0 5.5L-5.5 0z",
    "M0 -5L5 4H-5z",
    "M0 5L-5 -4H5z",
)
_COLOURS = 4
_NICE = (0.05, 0.1, 0.2, 0.4, 1.0)


@dataclass(frozen=True)
class Series:
    """What one colour and shape stand for."""

    name: str
    colour: int
    shape: str

    @classmethod
    def of(cls, place: int, name: str) -> Series:
        """The series at a place of the legend; twenty of them differ."""
        return cls(name, place % _COLOURS, SHAPES[place % len(SHAPES)])


@dataclass(frozen=True)
class Dot:
    """A value; `low` and `high` are the ends of its interval, `word` stands at the end of its row."""

    series: Series
    x: float
    y: float
    low: float | None
    high: float | None
    word: str
    told: str


@dataclass(frozen=True)
class Row:
    """A measure: its values, and where the trivial baseline and the human ceiling lie."""

    label: str
    top: float
    middle: float
    bottom: float
    dots: Sequence[Dot]
    baseline: float | None = None
    human: float | None = None


@dataclass(frozen=True)
class Chart:
    """A chart. `ticks` are (position, text); `band` is where differences do not matter, as (position, width)."""

    id: str
    title: str
    about: str
    axis: str
    height: float
    foot: float
    ticks: Sequence[tuple[float, str]]
    rows: Sequence[Row]
    series: Sequence[Series]
    band: tuple[float, float] | None = None


def charts(report: Report) -> list[Chart]:
    """The headline measures of every system, then the differences between them, where there are any to draw."""
    found = [_means(report)]
    drawn = [one for one in report.comparisons if one.analysis is not None]
    return found + ([_differences(report, drawn)] if drawn else [])


def _means(report: Report) -> Chart:
    series = [Series.of(place, system.name) for place, system in enumerate(report.systems)]
    rows, told, top = [], [], _TOP
    for measure in HEADLINES:
        dots: list[Dot] = []
        for one, system in zip(series, report.systems, strict=True):
            dot = _mean(one, system, measure, top + _STEP * (len(dots) + 0.5))
            dots += [dot] if dot is not None else []
        human = report.human.get(measure.name) if report.human else None
        base = report.baseline[measure.name]
        beside = [f"{name} {score_text(value)}" for name, value in (("trivial baseline", base), ("human", human))]
        told.append(f"{measure.label}: {', '.join([*(dot.told for dot in dots), *beside])}")
        bottom = top + _STEP * max(1, len(series))
        rows.append(
            Row(
                measure.label,
                top,
                (top + bottom) / 2,
                bottom,
                dots,
                baseline=_across(base, 0.0, 1.0) if base is not None else None,
                human=_across(human, 0.0, 1.0) if human is not None else None,
            )
        )
        top = bottom + _GAP
    return Chart(
        id="means",
        title="Headline measures with their 95% intervals",
        about=". ".join(told) + ".",
        axis="macro mean F",
        height=top + 34,
        foot=top - _GAP / 2,
        ticks=[(_across(part / 5, 0.0, 1.0), f"{part / 5:g}") for part in range(6)],
        rows=rows,
        series=series,
    )


def _mean(series: Series, system: SystemReport, measure: Measure, y: float) -> Dot | None:
    macro, interval = system.summaries[measure.name].macro, system.intervals[measure.name]
    if macro is None:
        return None
    low, high = (max(0.0, interval[0]), min(1.0, interval[1])) if interval else (None, None)
    return Dot(
        series=series,
        x=_across(macro, 0.0, 1.0),
        y=y,
        low=_across(low, 0.0, 1.0) if low is not None else None,
        high=_across(high, 0.0, 1.0) if high is not None else None,
        word="",
        told=f"{system.name} {score_text(macro)}" + (f" {interval_text(interval)}" if interval else ""),
    )


def _differences(report: Report, differences: Sequence[Difference]) -> Chart:
    names = list(dict.fromkeys(f"{one.b} against {one.a}" for one in differences))
    series = {name: Series.of(place, name) for place, name in enumerate(names, start=1)}
    reach = _reach(report, differences)
    rows, told, top = [], [], _TOP
    for measure in dict.fromkeys(one.measure for one in differences):
        dots: list[Dot] = []
        for one in differences:
            if one.measure == measure:
                name = f"{one.b} against {one.a}"
                dots.append(_difference(series[name], one, reach, top + _STEP * (len(dots) + 0.5)))
        label = BY_NAME[measure].label
        told.append(f"{label}: {'; '.join(dot.told for dot in dots)}")
        bottom = top + _STEP * len(dots)
        rows.append(Row(label, top, (top + bottom) / 2, bottom, dots))
        top = bottom + _GAP
    left = _across(-report.margin, -reach, reach)
    return Chart(
        id="differences",
        title="Differences with their 95% intervals",
        about=f"The shaded band, {report.margin:g} to either side, does not matter. {'. '.join(told)}.",
        axis="difference of the means; to the right is better",
        height=top + 34,
        foot=top - _GAP / 2,
        ticks=[
            (_across(reach * part / 2, -reach, reach), f"{reach * part / 2:+g}" if part else "0")
            for part in range(-2, 3)
        ],
        rows=rows,
        series=list(series.values()),
        band=(left, round(_across(report.margin, -reach, reach) - left, 1)),
    )


def _difference(series: Series, one: Difference, reach: float, y: float) -> Dot:
    assert one.analysis is not None
    low, high = one.analysis.low, one.analysis.high
    between = f" {interval_text((low, high), signed=True)}" if low is not None else ""
    return Dot(
        series=series,
        x=_across(one.analysis.mean, -reach, reach),
        y=y,
        low=_across(max(low, -reach), -reach, reach) if low is not None else None,
        high=_across(min(high, reach), -reach, reach) if high is not None else None,
        word=one.verdict,
        told=f"{series.name} {one.analysis.mean:+.3f}{between}, {one.verdict}",
    )


def _reach(report: Report, differences: Sequence[Difference]) -> float:
    """How far the axis goes to either side; an interval of two or three stories may go further and is cut there."""
    ends = [report.margin]
    for one in differences:
        if one.analysis is not None:
            ends += [abs(end) for end in (one.analysis.mean, one.analysis.low, one.analysis.high) if end is not None]
    return next((nice for nice in _NICE if nice >= max(ends)), _NICE[-1])


def _across(value: float, low: float, high: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * (value - low) / (high - low), 1)
