"""Which claim of a brief a figure stands in."""

from __future__ import annotations

from summarizer.briefs.models import Brief, Claim


def statements_of(brief: Brief) -> dict[str, Claim]:
    """By the id of a number, the innermost claim in which somebody, known or not, states it."""
    stating = [claim for claim in brief.claims if claim.form != "narrated" and claim.polarity == "affirms"]
    widest_first = sorted(stating, key=lambda claim: claim.content[0].start - claim.content[-1].end)
    return {number: claim for claim in widest_first for number in claim.numbers}
