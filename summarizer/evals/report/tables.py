"""Plain tables, and figures as text: one way to write each, so that reports agree."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.evals.compare import Difference, fewest_clusters
from summarizer.evals.measures import BY_NAME
from summarizer.evals.report.content import SystemReport
from summarizer.render.visible import one_line

NOTHING = "–"
_NAMED = 10
# A zero-width space after @ keeps a name in an article from notifying whoever bears it.
_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_[]|~#"},
        "<": "&lt;",
        ">": "&gt;",
        "&": "&amp;",
        "@": "@\u200b",
    }
)


def score_text(value: float | None) -> str:
    """A score with three decimals."""
    return NOTHING if value is None else f"{value:.3f}"


def interval_text(interval: tuple[float | None, float | None] | None, *, signed: bool = False) -> str:
    """An interval in brackets."""
    if interval is None or interval[0] is None or interval[1] is None:
        return NOTHING
    low, high = interval
    return f"[{low:+.3f}, {high:+.3f}]" if signed else f"[{low:.3f}, {high:.3f}]"


def p_text(p: float | None) -> str:
    """A p value; none where there is too little data for one."""
    if p is None:
        return NOTHING
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def share_text(value: float | None) -> str:
    """A share in percent."""
    return NOTHING if value is None else f"{100 * value:.1f}%"


def text_table(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Lines with aligned columns, the first `left` of them to the left; the first row is the header."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(len(line) for line in lines))
    return lines


def markdown_table(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """A Markdown table; the first row is the header."""
    rule = [":---" if at < left else "---:" for at in range(len(rows[0]))]
    lines = ["| " + " | ".join(escape_cell(cell) for cell in row) + " |" for row in rows]
    return [lines[0], "| " + " | ".join(rule) + " |", *lines[1:]]


def escape_cell(text: str) -> str:
    """Text of unknown origin for a cell of a Markdown table: no markup, no mention, no link comes of it."""
    plain = one_line(text).translate(_ESCAPES)
    return plain.replace("://", ":\u200b//")  # or the address would become a link


def difference_rows(differences: Sequence[Difference]) -> list[list[str]]:
    """A header and a row for each difference."""
    rows = [["", "measure", "before", "after", "difference", "95% interval", "p (Holm)", "detectable", "verdict"]]
    for one in differences:
        analysis = one.analysis
        rows.append(
            [
                f"{one.b} against {one.a}",
                BY_NAME[one.measure].label,
                score_text(one.mean_a),
                score_text(one.mean_b),
                NOTHING if analysis is None else f"{analysis.mean:+.3f}",
                NOTHING if analysis is None else interval_text((analysis.low, analysis.high), signed=True),
                p_text(one.p),
                score_text(analysis.detectable if analysis else None),
                one.verdict,
            ]
        )
    return rows


def missing_notes(systems: Sequence[SystemReport]) -> list[str]:
    """How many answers of each system never came, and on which articles; they are left out of every score."""
    notes = []
    for one in systems:
        if one.left_out:
            asked = len(one.articles) * len(one.takes)
            notes.append(f"{one.name}: {one.left_out} of {asked} answers never came and are left out: {_missing(one)}")
    return notes


def _missing(system: SystemReport) -> str:
    takes = len(system.takes)
    counts = [(entry.id, takes - len(system.answered(at))) for at, entry in enumerate(system.articles)]
    named = [name if takes == 1 else f"{name} ({count} of {takes} takes)" for name, count in counts if count]
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def difference_notes(differences: Sequence[Difference]) -> list[str]:
    """What must be known beside the table: too little data, articles left out."""
    notes = []
    for one in differences:
        if one.verdict == "insufficient":
            clusters = one.analysis.clusters if one.analysis else 0
            stories = "one story" if clusters == 1 else f"{clusters} stories"
            looks = "" if one.looks <= 1 else f" at {one.looks} looks"
            needed = fewest_clusters(one.looks)
            enough = "" if needed is None else f" ({needed} can)"
            notes.append(f"{stories} cannot reach p < 0.05{looks}{enough}, so no p is given and nothing is decided")
        if one.left_out:
            notes.append(f"{one.left_out} articles left out of {one.b} against {one.a}: no answer on one side")
    return list(dict.fromkeys(notes))
