"""Figures of a brief that need no gold; they stand beside the scores and never replace them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from summarizer.briefs.models import Brief


@dataclass(frozen=True, slots=True)
class Figures:
    """What a brief says about itself.

    `items` are in the brief and `rejected` are what the article does not support; `findings` the fidelity findings;
    `covered` of `passages` (quoted passages, figures, reporting sentences) have an item; `valid` is 1 where the answer
    satisfied its schema. `cost` is in US dollars (None: no price known), `seconds` as recorded.
    """

    valid: int
    items: int
    rejected: int
    findings: int
    passages: int
    covered: int
    prompt_tokens: int
    output_tokens: int
    seconds: float
    cost: float | None

    def plain(self) -> dict[str, Any]:
        """By name, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


# The tokens of an answer that was thrown away are not known any more.
NO_ANSWER = Figures(0, 0, 0, 0, 0, 0, 0, 0, 0.0, None)


def figures(brief: Brief) -> Figures:
    """The figures of a brief."""
    usage = brief.provenance.usage if brief.provenance is not None else None
    coverage = brief.coverage
    counts = [coverage.quotes, coverage.figures, coverage.reporting_sentences] if coverage is not None else []
    return Figures(
        valid=1,
        items=len(brief.actors) + len(brief.claims) + len(brief.numbers) + len(brief.hedges),
        rejected=len(brief.rejected),
        findings=len(brief.findings),
        passages=sum(count.total for count in counts),
        covered=sum(count.covered for count in counts),
        prompt_tokens=usage.prompt_tokens if usage else 0,
        output_tokens=usage.output_tokens if usage else 0,
        seconds=usage.seconds if usage else 0.0,
        cost=usage.cost if usage else None,
    )
