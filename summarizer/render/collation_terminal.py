"""A collation for the terminal. Control characters in the articles are shown, never obeyed."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarizer.collate.models import Collation
from summarizer.render import collation_rows as rows
from summarizer.render.visible import one_line

_STYLE = {
    "agrees": "green",
    "compatible": "cyan",
    "different_scope": "yellow",
    "different_time": "yellow",
    "contradicts": "bold red",
}
_MOST_SINGLE = 10  # claims of one account that are listed; the other formats have all


def to_terminal(collation: Collation, *, width: int | None = None, colour: bool = False) -> str:
    """The collation as text of at most `width` columns, with ANSI colours only when asked for."""
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=width or 110, force_terminal=colour, no_color=not colour, highlight=False, markup=False
    )
    console.print(Group(*_page(collation)))
    return buffer.getvalue()


def _page(collation: Collation) -> Iterable[RenderableType]:
    called = {key: one_line(name) for key, name in rows.labels(collation).items()}
    yield Text(one_line(rows.summary_of(collation)), style="bold")
    for remark in collation.remarks:
        yield Text(f"! {one_line(remark)}", style="yellow")
    yield Text()
    yield _accounts(collation, called)
    if collation.topics:
        yield Text("\nFigures", style="bold")
        yield _figures(collation, called)
    shared, single = rows.shared_and_single(collation)
    if shared:
        yield Text("\nClaims", style="bold")
        yield _claims(collation, called)
    if collation.wording:
        yield Text("\nWords", style="bold")
        for one in collation.wording:
            yield Text(f"{one_line(one.of)}: {one_line(one.why)}")
            for choice in one.words:
                yield Text(f"  {called[choice.account]} {choice.item}: “{one_line(choice.words)}”", style="dim")
    if collation.hedging:
        yield Text("\nHow sure", style="bold")
        for hedge in collation.hedging:
            yield Text(f"{hedge.claim} {one_line(hedge.why)}")
    if collation.timeline:
        yield Text("\nTimeline", style="bold")
        for entry in collation.timeline:
            said = ", ".join(f"{called[cell.account]} “{one_line(cell.said)}”" for cell in entry.cells)
            yield Text(f"{entry.when}  {one_line(entry.event)[:90]}  ({said})")
    if single:
        yield Text(f"\nOnly in one account ({len(single)})", style="bold")
        for group in single[:_MOST_SINGLE]:
            yield Text(f"{called[group.cells[0].account]}: {one_line(group.statement)}", style="dim")
        if len(single) > _MOST_SINGLE:
            yield Text(f"… and {len(single) - _MOST_SINGLE} more; --format md, html or json lists them", style="dim")
    if collation.undecided:
        yield Text(f"\nUndecided ({len(collation.undecided) + collation.undecided_left_out})", style="bold")
        for open_pair in collation.undecided[:_MOST_SINGLE]:
            here, there = (f"{called[ref.account]} {ref.item}" for ref in open_pair.pair)
            first, second = map(one_line, open_pair.words)
            yield Text(f"{open_pair.type}: “{first}” ({here}) and “{second}” ({there})", style="dim")


def _accounts(collation: Collation, called: dict[str, str]) -> Table:
    table = _table("account", "day", "title", "claims", "figures")
    for account in collation.accounts:
        title = one_line(account.title or "")
        if account.same_as is not None:
            title = f"(the same text as {called[account.same_as]})"
        elif account.problems:
            title += "  (does not verify)"
        cells = (called[account.id], account.day or "?", title, str(account.claims), str(account.numbers))
        table.add_row(*map(Text, cells))
    return table


def _figures(collation: Collation, called: dict[str, str]) -> Table:
    table = _table("", "what", "accounts", "they")
    for topic in collation.topics:
        state = rows.state_of(topic)
        cells = Text()
        for cell in topic.cells:
            by = f", {one_line(cell.claimant)}" if cell.claimant else ""
            cells.append(f"{one_line(cell.words)}", style="bold").append(f"  {called[cell.account]}{by}\n", style="dim")
        for line in rows.relation_lines(topic, called):
            cells.append(f"{one_line(line)}\n", style="italic")
        table.add_row(
            Text(topic.id, style="dim"),
            Text(one_line(topic.label)),
            cells,
            Text(rows.STATE_WORDS[state], style=_STYLE[state]),
        )
    return table


def _claims(collation: Collation, called: dict[str, str]) -> Table:
    table = _table("", "claim", "accounts", "mark")
    for group in rows.shared_and_single(collation)[0]:
        cells = Text()
        for account, found in rows.claims_by_account(group.cells).items():
            how = "; ".join(dict.fromkeys(one_line(rows.said_by(cell)) for cell in found))
            cells.append(called[account]).append(f"  {how}\n", style="dim")
        style = "bold red" if group.mark == "denied_by" else ""
        table.add_row(
            Text(group.id, style="dim"),
            Text(one_line(group.statement)),
            cells,
            Text(one_line(rows.mark_of(group)), style=style),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", ratio=1 if name in ("what", "claim", "title", "accounts") else None)
    return table
