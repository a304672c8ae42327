"""A report for a pull-request comment or a step summary: the verdict first, then what flipped, then the figures."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.evals.gate import Check
from summarizer.evals.measures import BY_NAME, HEADLINES
from summarizer.evals.report.content import Report
from summarizer.evals.report.ledgers import Flip
from summarizer.evals.report.tables import (
    difference_notes,
    difference_rows,
    escape_cell,
    interval_text,
    markdown_table,
    missing_notes,
    p_text,
    score_text,
)
from summarizer.evals.report.terminal import free_rows
from summarizer.render.visible import one_line

LIMIT = 65_535
"""Characters that a comment may have."""
_WORDS = 90
_CUT = "\n\n… cut here\n"


def to_markdown(
    report: Report, flips: Sequence[tuple[str, Sequence[Flip]]], checks: Sequence[Check] = (), limit: int = LIMIT
) -> str:
    """The comment. `flips` are named groups ("staged against direct"); as many are shown as there is room for.

    `checks` are those of the last run.
    """
    head = [*_verdicts(report), *_gate(report, checks)]
    tail = ["", *_figures(report)]
    room = limit - len("\n".join([*head, *tail])) - 1000
    text = "\n".join([*head, *_flips(flips, room), *tail]) + "\n"
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT


def _verdicts(report: Report) -> list[str]:
    lines = [f"## {escape_cell(report.suite)}: {_headline(report)}", ""]
    if report.comparisons:
        lines += [*markdown_table(difference_rows(report.comparisons), left=2), ""]
    notes = [*report.notes, *missing_notes(report.systems), *difference_notes(report.comparisons)]
    return [*lines, *(f"> {escape_cell(note)}" for note in notes)]


def _headline(report: Report) -> str:
    """One sentence: what the joint attribution score decides."""
    decided = [one for one in report.comparisons if one.measure == HEADLINES[0].name]
    if not decided:
        system = report.systems[0]
        summary = system.summaries[HEADLINES[0].name]
        return f"{HEADLINES[0].label} {score_text(summary.macro)} ({escape_cell(system.name)})"
    parts = []
    for one in decided:
        analysis = one.analysis
        change = f"{analysis.mean:+.3f}" if analysis else "nothing to compare"
        interval = f" {interval_text((analysis.low, analysis.high), signed=True)}" if analysis else ""
        p = f", p {p_text(one.p)}" if one.p is not None else ""
        parts.append(
            f"{escape_cell(one.b)} against {escape_cell(one.a)} **{one.verdict}** in "
            f"{BY_NAME[one.measure].label}: {change}{interval}{p}"
        )
    return "; ".join(parts)


def _gate(report: Report, checks: Sequence[Check]) -> list[str]:
    if not checks:
        return []
    failed = [one for one in checks if not one.passed]
    label = report.systems[-1].label
    name = "Gate" if report.systems[0].run is report.systems[-1].run else f"Gate of {escape_cell(label)}"
    name = name if report.unblessed is None else f"{name} without the blessed run"
    lines = ["", f"**{name}: {len(failed)} of {len(checks)} checks failed.**" if failed else f"**{name}: passed.**"]
    return lines + [f"- {escape_cell(f'{one.system}: {one.what}: {one.detail}')}" for one in failed]


def _flips(groups: Sequence[tuple[str, Sequence[Flip]]], room: int) -> list[str]:
    lines: list[str] = []
    for name, flips in groups:
        lines += ["", f"### {escape_cell(name)}: {_count(flips)}", ""]
        rows = [
            [one.article, one.type, _short(one.words), one.before or "", one.after or ""] for one in _ordered(flips)
        ]
        table = markdown_table([["article", "type", "words", "before", "after"], *rows], left=5) if rows else []
        shown: list[str] = []
        for line in table:
            if room < len(line) + 1:
                lines += [*shown, "", f"{len(table) - len(shown)} more; see the HTML report."]
                return lines
            shown.append(line)
            room -= len(line) + 1
        lines += shown
    return lines


def _count(flips: Sequence[Flip]) -> str:
    gained, lost = sum(one.gained for one in flips), sum(one.lost for one in flips)
    others = len(flips) - gained - lost
    return f"{gained} records gained, {lost} lost" + (f", {others} wrong in another way" if others else "")


def _ordered(flips: Sequence[Flip]) -> list[Flip]:
    """Losses first: they are what a reviewer must look at. Gains last."""
    return sorted(flips, key=lambda one: (not one.lost, one.gained))


def _short(words: str) -> str:
    plain = one_line(words)
    return plain if len(plain) <= _WORDS else plain[: _WORDS - 1] + "…"


def _figures(report: Report) -> list[str]:
    rows = [["macro mean F", *(one.name for one in report.systems), "trivial", "human"]]
    for measure in HEADLINES:
        scores = [score_text(one.summaries[measure.name].macro) for one in report.systems]
        human = report.human.get(measure.name) if report.human else None
        rows.append([measure.label, *scores, score_text(report.baseline[measure.name]), score_text(human)])
    told = f"{report.size}, scorer {report.scorer_id}"
    return [
        f"<details><summary>Figures: {told}</summary>",
        "",
        *markdown_table(rows),
        "",
        *markdown_table(free_rows(report)),
        "",
        "</details>",
    ]
