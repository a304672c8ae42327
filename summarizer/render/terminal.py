"""A brief for the terminal. Escapes and control characters in the article are shown, never obeyed."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarizer.briefs.models import Brief, Claim
from summarizer.render.summary import (
    Lookup,
    certainty_of,
    claimant_of,
    content_of,
    counted,
    counts_of,
    coverage_of,
    holder_of,
    speaker_of,
    value_of,
    words_of,
)
from summarizer.render.visible import one_line

_FORM = {"direct": "green", "mixed": "green", "indirect": "cyan", "narrated": "dim"}
_MOST_UNCOVERED = 5  # passages that are listed; the other formats have all


def to_terminal(brief: Brief, *, width: int | None = None, colour: bool = False) -> str:
    """The whole brief as text of at most `width` columns, with ANSI colours only when asked for."""
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=width or 110, force_terminal=colour, no_color=not colour, highlight=False, markup=False
    )
    console.print(_page(brief))
    return buffer.getvalue()


def _page(brief: Brief) -> RenderableType:
    lookup = Lookup.of(brief)
    source = brief.source
    about = [part for part in (source.outlet, source.date.isoformat() if source.date else None) if part]
    head = Text(one_line(source.title or source.id), style="bold")
    parts: list[RenderableType] = [
        head,
        Text(" · ".join([*map(one_line, about), counts_of(brief)]), style="dim"),
        Text(),
    ]
    parts += _section("Claims", _claims(brief, lookup)) if brief.claims else []
    parts += _section("Numbers", _numbers(brief, lookup)) if brief.numbers else []
    parts += _section("Hedges", _hedges(brief, lookup)) if brief.hedges else []
    parts += _section("Actors", _actors(brief)) if brief.actors else []
    parts += [Text(line) for line in _attention(brief)]
    return Group(*parts)


def _section(title: str, table: Table) -> list[RenderableType]:
    return [Text(title, style="bold"), table, Text()]


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=True, header_style="dim", pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", ratio=1 if name in ("what", "of what", "also called") else None)
    return table


def _claims(brief: Brief, lookup: Lookup) -> Table:
    table = _table("id", "who", "cue", "what", "certainty")
    for claim in brief.claims:
        table.add_row(*_claim(claim, lookup))
    return table


def _claim(claim: Claim, lookup: Lookup) -> Iterable[Text]:
    style = _FORM[claim.form]
    cue = one_line(claim.cue.text) if claim.cue else ""
    certainty = certainty_of(claim)
    yield Text(claim.id, style="dim")
    yield Text(speaker_of(claim, lookup), style=style)
    yield Text(cue)
    yield Text(content_of(claim), style="dim" if claim.form == "narrated" else "")
    yield Text(certainty, style="yellow" if certainty else "")


def _numbers(brief: Brief, lookup: Lookup) -> Table:
    table = _table("id", "words", "value", "of what", "who says so")
    for number in brief.numbers:
        what = one_line(number.what.text) if number.what else ""
        who = claimant_of(number, lookup)
        words = words_of(number, brief.source.text)
        table.add_row(*map(Text, (number.id, words, value_of(number), what, who)))
    return table


def _hedges(brief: Brief, lookup: Lookup) -> Table:
    table = _table("id", "words", "class", "claim", "whose doubt")
    for hedge in brief.hedges:
        row = (hedge.id, one_line(hedge.cue.text), hedge.kind, hedge.claim or "", holder_of(hedge.holder, lookup))
        table.add_row(*map(Text, row))
    return table


def _actors(brief: Brief) -> Table:
    table = _table("id", "name", "kind", "role", "also called")
    for actor in brief.actors:
        role = one_line(actor.role.text) if actor.role else ""
        table.add_row(
            *map(Text, (actor.id, one_line(actor.name), actor.kind, role, ", ".join(map(one_line, actor.aliases))))
        )
    return table


def _attention(brief: Brief) -> Iterable[str]:
    for finding in brief.findings:
        yield f"! {finding.code} {one_line(finding.item or '')}: {one_line(finding.message)}"
    for item in brief.rejected:
        nearest = f" (nearest: {one_line(item.nearest.span.text)!r})" if item.nearest else ""
        yield f"x {item.type} {one_line(item.field)} {item.reason}: {one_line(item.written)!r}{nearest}"
    yield f"coverage: {coverage_of(brief)}"
    uncovered = brief.coverage.uncovered if brief.coverage else []
    for passage in uncovered[:_MOST_UNCOVERED]:
        yield f"  not covered ({passage.kind.replace('_', ' ')}): {one_line(passage.span.text)}"
    if len(uncovered) > _MOST_UNCOVERED:
        yield f"  … and {len(uncovered) - _MOST_UNCOVERED} more; --format md, html or json lists them"
    if brief.provenance:
        made, usage = brief.provenance, brief.provenance.usage
        yield (
            f"made by {one_line(made.model)}, pack {one_line(made.pack)}: {counted(usage.requests, 'request')}, "
            f"{usage.output_tokens} output tokens, {usage.seconds:.1f} s"
        )
