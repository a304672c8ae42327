"""Reports as plain text, for a terminal or a log. Names and reasons from elsewhere are shown, never obeyed."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.evals.compare import Difference, Noise
from summarizer.evals.external.results import Result
from summarizer.evals.gate import Check
from summarizer.evals.ledger import CELLS
from summarizer.evals.measures import BY_NAME, HEADLINES, MEASURES
from summarizer.evals.report.content import Report
from summarizer.evals.report.tables import (
    NOTHING,
    difference_notes,
    difference_rows,
    interval_text,
    score_text,
    share_text,
    text_table,
)
from summarizer.render.visible import visible

_TYPES = ("actor", "claim", "number", "hedge")


def to_text(report: Report, *, with_slices: bool = True) -> str:
    """The whole report."""
    lines = [
        f"{report.suite}: {report.size}; scorer {report.scorer_id}",
        "",
        *text_table(score_rows(report)),
        *_uneven(report),
        "",
        *text_table(free_rows(report)),
        "",
        *_ledger(report),
        *_unusual(report),
    ]
    if with_slices:
        lines += ["", *text_table(slice_rows(report))] if report.systems[0].slices else []
    if report.comparisons:
        lines += ["", *comparison_lines(report.comparisons)]
    if report.notes:
        lines += ["", *(f"note: {note}" for note in report.notes)]
    return visible("\n".join(lines) + "\n")


def score_rows(report: Report) -> list[list[str]]:
    """Macro means with their intervals, a row a measure; strict F of the types after their soft F."""
    rows = [["macro mean F", *(one.name for one in report.systems), "trivial", "human"]]
    for measure in MEASURES:
        cells = []
        for system in report.systems:
            summary, interval = system.summaries[measure.name], system.intervals[measure.name]
            text = score_text(summary.macro)
            cells.append(f"{text} {interval_text(interval)}" if interval else text)
        human = report.human.get(measure.name) if report.human else None
        rows.append([measure.label, *cells, score_text(report.baseline[measure.name]), score_text(human)])
        if measure.name in ("claims", "actors", "numbers", "hedges"):
            strict = [score_text(system.summaries[measure.name].strict) for system in report.systems]
            rows.append(["  strict", *strict, NOTHING, NOTHING])
    return rows


def _uneven(report: Report) -> list[str]:
    lines = []
    for system in report.systems:
        for measure in HEADLINES:
            summary = system.summaries[measure.name]
            if summary.uneven:
                lines.append(
                    f"note: {system.name}, {measure.label}: the micro mean is {score_text(summary.micro)}; "
                    "long and short articles differ, read neither alone"
                )
    return lines


def free_rows(report: Report) -> list[list[str]]:
    """Gold-free figures, a row each."""
    rows = [["without gold, a brief", *(one.name for one in report.systems)]]
    summaries = [one.free for one in report.systems]
    for label, name, shape in (
        ("valid answers", "valid", "share"),
        ("grounded items", "grounded", "share"),
        ("passages covered", "covered", "share"),
        ("fidelity findings", "findings", "2f"),
        ("prompt tokens", "prompt_tokens", "0f"),
        ("output tokens", "output_tokens", "0f"),
        ("seconds", "seconds", "1f"),
        ("cost (US dollars)", "cost", "5f"),
    ):
        values = [getattr(one, name) if one is not None else None for one in summaries]
        if shape == "share":
            rows.append([label, *(share_text(value) for value in values)])
        else:
            rows.append([label, *(NOTHING if value is None else f"{value:,.{shape}}" for value in values)])
    rows.append(["answers left out, in all", *(str(one.left_out) for one in report.systems)])
    return rows


def _ledger(report: Report) -> list[str]:
    lines: list[str] = []
    for system in report.systems:
        rows = [[f"ledger of {system.name}", *CELLS, "what is wrong"]]
        for type_ in _TYPES:
            cells = system.cells.get(type_, {})
            errors = sorted(system.errors.get(type_, {}).items(), key=lambda item: (-item[1], item[0]))
            wrong = ", ".join(f"{error} {count}" for error, count in errors)
            rows.append([type_, *(str(cells.get(cell, 0)) for cell in CELLS), wrong])
        widest = max(len(row[-1]) for row in rows)
        lines += [*text_table([[*row[:-1], row[-1].ljust(widest)] for row in rows]), ""]
    return lines[:-1]


def _unusual(report: Report) -> list[str]:
    lines = []
    for system in report.systems:
        for article, flag in system.flags:
            lines.append(f"note: {system.name}, {article}: {flag}")
        if system.critical_misses:
            lines.append(f"note: {system.name} missed critical claims: {', '.join(system.critical_misses)}")
    return ["", *lines] if lines else []


def slice_rows(report: Report) -> list[list[str]]:
    """Headline measures of each slice and system."""
    rows = [["slice", "system", "articles", *(measure.label for measure in HEADLINES)]]
    for name in report.systems[0].slices:
        for system in report.systems:
            summaries = system.slices[name]
            figures = [score_text(summaries[measure.name].macro) for measure in HEADLINES]
            rows.append([name, system.name, str(summaries[HEADLINES[0].name].articles), *figures])
    return rows


def comparison_lines(differences: Sequence[Difference]) -> list[str]:
    """The table of differences, what to know beside it, and the articles that lost most."""
    lines = text_table(difference_rows(differences), left=2)
    lines += [f"note: {note}" for note in difference_notes(differences)]
    worst = [
        f"  {one.b} against {one.a}, {BY_NAME[one.measure].label}: "
        + ", ".join(f"{article} {change:+.3f}" for article, change in one.worst)
        for one in differences
        if one.worst
    ]
    return [*lines, "", "articles that lost most", *worst] if worst else lines


def noise_text(bands: Sequence[Noise]) -> str:
    """The noise of each system in each measure."""
    rows = [["system", "measure", "takes", "lowest", "highest", "band", "verdicts between takes"]]
    for one in bands:
        means = [mean for mean in one.means if mean is not None]
        counts = {verdict: one.verdicts.count(verdict) for verdict in dict.fromkeys(one.verdicts)}
        rows.append(
            [
                one.system,
                BY_NAME[one.measure].label,
                str(len(one.means)),
                score_text(min(means, default=None)),
                score_text(max(means, default=None)),
                score_text(one.band),
                ", ".join(f"{verdict} {count}" for verdict, count in counts.items()),
            ]
        )
    return visible("\n".join(text_table(rows, left=2)) + "\n")


def external_text(name: str, result: Result) -> str:
    """Scores against external gold."""
    rows = [["metric", "system", "precision", "recall", "F1", "right", "predicted", "gold"]]
    for metric in dict.fromkeys(line.metric for line in result.lines):
        for line in result.lines:
            if line.metric == metric:
                counts = line.counts
                details = [NOTHING] * 2 if counts is None else [score_text(counts.precision), score_text(counts.recall)]
                sums = [NOTHING] * 3 if counts is None else [str(counts.right), str(counts.predicted), str(counts.gold)]
                rows.append([metric, line.system, *details, score_text(line.f1), *sums])
    lines = [f"{name}: {result.documents} documents, {result.items} items", "", *text_table(rows, left=2)]
    return visible("\n".join([*lines, *(f"note: {note}" for note in result.notes)]) + "\n")


def gate_text(checks: Sequence[Check]) -> str:
    """Every check, the failed ones first."""
    ordered = sorted(checks, key=lambda check: check.passed)
    lines = [f"{'pass' if one.passed else 'FAIL'}  {one.system}: {one.what}: {one.detail}" for one in ordered]
    failed = sum(not one.passed for one in checks)
    return visible("\n".join([*lines, f"{len(checks)} checks, {failed} failed"]) + "\n")
