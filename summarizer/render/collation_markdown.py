"""A collation as Markdown, for notes and tickets. Article text is escaped, so nothing in it becomes markup."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.collate.models import Collation
from summarizer.render import collation_rows as rows
from summarizer.render.markdown import escaped, table


def to_markdown(collation: Collation) -> str:
    """The whole collation: one table of figures, one of claims, with the accounts as columns; then the rest as lists."""
    called = {key: escaped(name) for key, name in rows.labels(collation).items()}
    lines = ["# Accounts side by side", "", rows.summary_of(collation) + ".", ""]
    lines += [f"- **{escaped(remark)}**" for remark in collation.remarks] + ([""] if collation.remarks else [])
    lines += _accounts(collation, called) + _figures(collation, called) + _claims(collation, called)
    lines += _wording(collation, called) + _hedging(collation) + _timeline(collation, called)
    lines += _actors(collation, called) + _single(collation, called) + _undecided(collation, called)
    return "\n".join(lines).rstrip() + "\n"


def _accounts(collation: Collation, called: Mapping[str, str]) -> list[str]:
    return table(
        "Accounts",
        ["account", "day", "title", "claims", "figures", "remark"],
        [
            [
                called[account.id],
                account.day or "not said",
                escaped(account.title or ""),
                str(account.claims),
                str(account.numbers),
                escaped("; ".join(account.problems) or (f"same text as {account.same_as}" if account.same_as else "")),
            ]
            for account in collation.accounts
        ],
    )


def _figures(collation: Collation, called: Mapping[str, str]) -> list[str]:
    columns = [account.id for account in rows.counted(collation)]
    body, notes = [], []
    for topic in collation.topics:
        cells = rows.by_account(topic.cells)
        body.append(
            [
                topic.id,
                escaped(topic.label),
                *(
                    "<br>".join(
                        escaped(cell.words) + (f" ({escaped(cell.claimant)})" if cell.claimant else "")
                        for cell in cells.get(column, ())
                    )
                    for column in columns
                ),
                rows.STATE_WORDS[rows.state_of(topic)],
            ]
        )
        notes += [f"- {topic.id}: {escaped(line)}" for line in rows.relation_lines(topic, rows.labels(collation))]
    listed = table("Figures", ["", "what", *(called[column] for column in columns), "they"], body)
    return [*listed, *notes, ""] if notes else listed


def _claims(collation: Collation, called: Mapping[str, str]) -> list[str]:
    columns = [account.id for account in rows.counted(collation)]
    body = []
    for group in rows.shared_and_single(collation)[0]:
        cells = rows.claims_by_account(group.cells)
        body.append(
            [
                group.id,
                escaped(group.statement),
                *(
                    "<br>".join(dict.fromkeys(escaped(rows.said_by(cell)) for cell in cells.get(column, ())))
                    for column in columns
                ),
                escaped(rows.mark_of(group)),
            ]
        )
    return table("Claims", ["", "claim", *(called[column] for column in columns), "mark"], body)


def _wording(collation: Collation, called: Mapping[str, str]) -> list[str]:
    lines = []
    for one in collation.wording:
        lines += [f"- **{escaped(one.of)}**: {escaped(one.why)}"]
        lines += [f"  - {called[word.account]} {word.item}: “{escaped(word.words)}”" for word in one.words]
    return ["## Words", "", *lines, ""] if lines else []


def _hedging(collation: Collation) -> list[str]:
    lines = [f"- {one.claim}: {escaped(one.why)}" for one in collation.hedging]
    return ["## How sure", "", *lines, ""] if lines else []


def _timeline(collation: Collation, called: Mapping[str, str]) -> list[str]:
    lines = [
        f"- **{escaped(entry.when)}** {escaped(entry.event)} ("
        + "; ".join(f"{called[cell.account]}: “{escaped(cell.said)}”" for cell in entry.cells)
        + ")"
        for entry in collation.timeline
    ]
    return ["## Timeline", "", *lines, ""] if lines else []


def _actors(collation: Collation, called: Mapping[str, str]) -> list[str]:
    return table(
        "Actors",
        ["", "name", "kind", "accounts", "written"],
        [
            [
                actor.id,
                escaped(actor.name),
                actor.kind,
                ", ".join(dict.fromkeys(called[member.account] for member in actor.members)),
                escaped(", ".join(actor.written)),
            ]
            for actor in collation.actors
        ],
    )


def _single(collation: Collation, called: Mapping[str, str]) -> list[str]:
    lines = [
        f"- {called[group.cells[0].account]}: {escaped(group.statement)}"
        for group in rows.shared_and_single(collation)[1]
    ]
    return ["## In one account only", "", *lines, ""] if lines else []


def _undecided(collation: Collation, called: Mapping[str, str]) -> list[str]:
    lines = [
        f"- {one.type}: “{escaped(one.words[0])}” ({called[one.pair[0].account]} {one.pair[0].item}) and "
        f"“{escaped(one.words[1])}” ({called[one.pair[1].account]} {one.pair[1].item})"
        for one in collation.undecided
    ]
    if collation.undecided_left_out:
        lines.append(f"- and {collation.undecided_left_out} more")
    return ["## Undecided", "", *lines, ""] if lines else []
