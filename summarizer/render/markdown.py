"""A brief as Markdown, for notes, tickets and pull requests."""

from __future__ import annotations

import re
from collections.abc import Sequence

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

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&]|\A-)")
_ITEM = re.compile(r"\A(\d{1,9})\.(?=\s|\Z)")  # what begins a numbered list, where it begins a line
# Addresses and names become links without any markup; a zero-width space, which is not seen, keeps them from it.
_LINKING = re.compile(r"(@|#(?=\d)|:(?=//)|(?<=www)(?=\.))", re.IGNORECASE)


def escaped(text: str) -> str:
    """Article text that Markdown leaves as it is: no markup, no HTML, no links, nobody notified."""
    shown = _ITEM.sub(r"\1\.", _SPECIAL.sub(r"\\\1", one_line(text)))
    return _LINKING.sub("\\1\u200b", shown)


def to_markdown(brief: Brief) -> str:
    """The whole brief; article text is escaped, so nothing in it becomes markup."""
    lookup = Lookup.of(brief)
    source = brief.source
    lines = [f"# {escaped(source.title or source.id)}", ""]
    about = [escaped(part) for part in (source.outlet, source.date.isoformat() if source.date else None) if part]
    lines += [" · ".join(about), ""] if about else []
    lines += [counts_of(brief) + ".", ""]
    lines += _claims(brief, lookup) + _numbers(brief, lookup) + _hedges(brief, lookup) + _actors(brief)
    lines += _attention(brief)
    return "\n".join(lines).rstrip() + "\n"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table of escaped cells under its heading; none where it has no rows."""
    if not rows:
        return []
    return [
        f"## {title}",
        "",
        "| " + " | ".join(head) + " |",
        "| " + " | ".join("---" for _ in head) + " |",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def _claims(brief: Brief, lookup: Lookup) -> list[str]:
    def row(claim: Claim) -> list[str]:
        cue = claim.cue.text if claim.cue else ""
        return [
            claim.id,
            escaped(speaker_of(claim, lookup)),
            escaped(cue),
            escaped(content_of(claim)),
            certainty_of(claim),
            claim.form,
        ]

    return table("Claims", ["", "who", "cue", "what", "certainty", "form"], [row(claim) for claim in brief.claims])


def _numbers(brief: Brief, lookup: Lookup) -> list[str]:
    rows = [
        [
            number.id,
            escaped(words_of(number, brief.source.text)),
            escaped(value_of(number)),
            escaped(number.what.text) if number.what else "",
            escaped(claimant_of(number, lookup)),
        ]
        for number in brief.numbers
    ]
    return table("Numbers", ["", "words", "value", "of what", "who says so"], rows)


def _hedges(brief: Brief, lookup: Lookup) -> list[str]:
    rows = [
        [hedge.id, escaped(hedge.cue.text), hedge.kind, hedge.claim or "", escaped(holder_of(hedge.holder, lookup))]
        for hedge in brief.hedges
    ]
    return table("Hedges", ["", "words", "class", "claim", "whose doubt"], rows)


def _actors(brief: Brief) -> list[str]:
    rows = [
        [
            actor.id,
            escaped(actor.name),
            actor.kind,
            escaped(actor.role.text) if actor.role else "",
            escaped(", ".join(actor.aliases)),
        ]
        for actor in brief.actors
    ]
    return table("Actors", ["", "name", "kind", "role", "also called"], rows)


def _attention(brief: Brief) -> list[str]:
    lines: list[str] = []
    if brief.findings:
        lines += [
            "## Findings",
            "",
            *(f"- **{item.code}** {escaped(item.item or '')} {escaped(item.message)}" for item in brief.findings),
            "",
        ]
    if brief.rejected:
        lines += ["## Rejected", ""]
        for item in brief.rejected:
            nearest = f"; nearest: {escaped(item.nearest.span.text)}" if item.nearest else ""
            lines.append(f"- {item.type} {escaped(item.field)}, {item.reason}: {escaped(item.written)}{nearest}")
        lines.append("")
    lines += [f"Coverage: {coverage_of(brief)}.", ""]
    if brief.coverage and brief.coverage.uncovered:
        lines += [f"- not covered ({item.kind}): {escaped(item.span.text)}" for item in brief.coverage.uncovered] + [""]
    if brief.provenance:
        made, usage = brief.provenance, brief.provenance.usage
        lines.append(
            f"Made by {escaped(made.model)} with the pack {escaped(made.pack)}: {counted(usage.requests, 'request')}, "
            f"{usage.prompt_tokens} prompt and {usage.output_tokens} output tokens, {usage.seconds:.1f} s. "
            f"Source SHA-256 {brief.source.sha256[:16]}…"
        )
    return lines
