"""One self-contained page: no network, no inline handlers, every word of an article escaped.

The page's content security policy allows its own style and script by their hashes and nothing else, so that even an
escape that failed could not run anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.evals.compare import Difference
from summarizer.evals.gold import Gold
from summarizer.evals.ledger import CELLS, Tally
from summarizer.evals.measures import BY_NAME, HEADLINES, MEASURES
from summarizer.evals.report.content import Report, SystemReport
from summarizer.evals.report.intervals import charts
from summarizer.evals.report.ledgers import judged
from summarizer.evals.report.pages import Answer, ArticleView, article_view
from summarizer.evals.report.plots import plots
from summarizer.evals.report.tables import (
    difference_notes,
    difference_rows,
    interval_text,
    missing_notes,
    score_text,
)
from summarizer.evals.report.terminal import free_rows, slice_rows
from summarizer.render.html import made_visible

PANELS = 600
"""Articles times systems that are shown one by one; a page with more is slow to open."""
_TEMPLATES = Path(__file__).with_name("templates")
_TYPES = ("actor", "claim", "number", "hedge")


@dataclass(frozen=True)
class _Cell:
    text: str
    interval: str
    note: str


def to_html(report: Report, golds: Sequence[Gold]) -> str:
    """The page. `golds` are those of the report's articles, in their order."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=made_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    shown = _shown(report)
    return environment.get_template("report.html.j2").render(
        report=report,
        standing=[*report.notes, *missing_notes(report.systems)],
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        headlines=HEADLINES,
        measures=MEASURES,
        matrix=_matrix(report),
        free=free_rows(report),
        ledgers=[_ledger(one) for one in report.systems],
        cells=CELLS,
        slices=slice_rows(report) if report.systems[0].slices else [],
        differences=difference_rows(report.comparisons) if report.comparisons else [],
        notes=difference_notes(report.comparisons),
        worst=_worst(report.comparisons),
        charts=charts(report),
        plots=plots(report, HEADLINES[0].name, HEADLINES[0].label),
        articles=_articles(report, golds, shown),
        hidden_articles=len(golds) - len(shown),
        genres=sorted({gold.genre for gold in golds}),
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _matrix(report: Report) -> list[tuple[str, list[_Cell]]]:
    rows = []
    for system in report.systems:
        cells = []
        for measure in MEASURES:
            summary = system.summaries[measure.name]
            note = f"micro {score_text(summary.micro)}" if summary.uneven else ""
            interval = system.intervals[measure.name]
            cells.append(_Cell(score_text(summary.macro), interval_text(interval) if interval else "", note))
        rows.append((system.name, cells))
    rows.append(("trivial baseline", [_Cell(score_text(report.baseline[one.name]), "", "") for one in MEASURES]))
    if report.human is not None:
        rows.append(("human ceiling", [_Cell(score_text(report.human.get(one.name)), "", "") for one in MEASURES]))
    return rows


def _ledger(system: SystemReport) -> tuple[str, list[tuple[str, list[int], str]]]:
    rows = []
    for type_ in _TYPES:
        counts = system.cells.get(type_, {})
        errors = sorted(system.errors.get(type_, {}).items(), key=lambda item: (-item[1], item[0]))
        wrong = ", ".join(f"{error.replace('_', ' ')} {count}" for error, count in errors)
        rows.append((type_, [counts.get(cell, 0) for cell in CELLS], wrong))
    return system.name, rows


def _worst(differences: Sequence[Difference]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            f"{one.b} against {one.a}, {BY_NAME[one.measure].label}",
            [(article, f"{change:+.3f}") for article, change in one.worst],
        )
        for one in differences
        if one.worst
    ]


def _shown(report: Report) -> set[str]:
    """The articles that are shown one by one: all, or those on which the last system does worst."""
    room = max(1, PANELS // len(report.systems))
    last = report.systems[-1]
    sums = dict(zip((entry.id for entry in last.articles), last.takes[0].sums[HEADLINES[0].name], strict=True))
    ranked = sorted((_rank(sums[entry.id]) if entry.id in sums else 2.0, entry.id) for entry in report.articles)
    return {article for _, article in ranked[:room]}


def _rank(tally: Tally | None) -> float:
    """Worst first: no answer, then by the score; nothing to find and nothing found is best."""
    if tally is None:
        return -1.0
    return 2.0 if tally.f is None else tally.f


def _articles(report: Report, golds: Sequence[Gold], shown: set[str]) -> list[ArticleView]:
    chosen = [gold for gold in golds if gold.article in shown]
    by_system = [_answers(system, chosen) for system in report.systems]
    return [article_view(gold, [answers[at] for answers in by_system]) for at, gold in enumerate(chosen)]


def _answers(system: SystemReport, golds: Sequence[Gold]) -> list[Answer]:
    take = f"take 1 of {len(system.takes)}" if len(system.takes) > 1 else ""
    known = {entry.id for entry in system.articles}
    flags = system.takes[0].flags
    return [
        Answer(
            system.name,
            take,
            one,
            "; ".join(flags.get(gold.article, ())) if gold.article in known else f"{system.label} has no such article",
        )
        for gold, one in zip(golds, judged(system, golds), strict=True)
    ]
