"""What a brief leaves out, measured without gold: quotations, figures and reporting sentences that no item covers."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.articles.model import Article
from summarizer.briefs.models import Brief, Coverage, CoverageCount, CoverageKind, Span, Uncovered
from summarizer.grounding.cover import Cover, ranges_of
from summarizer.language.analysis import Analysis
from summarizer.language.reporting import is_reporting
from summarizer.text.ranges import Range

_ENOUGH = 0.5  # share of a quoted passage's characters that must stand in some claim


def measure(brief: Brief, article: Article, analysis: Analysis) -> Coverage:
    """How much of what looks like news some item of `brief` covers; `uncovered` is in reading order. Linear time.

    A quoted passage is covered when at least half of it stands in the content of claims; a figure when a number stands
    on it; a reporting sentence when a claim has its content, cue or source there. A claim with the finding
    `opinion_as_fact` does not count for that: it leaves out who said so.
    """
    content = Cover(where for claim in brief.claims for where in ranges_of(*claim.content))
    figures = Cover(ranges_of(*(number.span for number in brief.numbers)))
    bare = {finding.item for finding in brief.findings if finding.code == "opinion_as_fact"}
    told = Cover(
        where
        for claim in brief.claims
        if claim.id not in bare
        for where in ranges_of(*claim.content, claim.source, claim.cue)
    )
    quotes = [quotation.inner for quotation in analysis.quotations if quotation.inner.size > 0]
    reporting = [s.range for s in article.sentences if is_reporting(s.range.of(article.text))]
    counts: list[CoverageCount] = []
    uncovered: list[Uncovered] = []
    kinds: tuple[tuple[CoverageKind, Sequence[Range], Cover, float], ...] = (
        ("quote", quotes, content, _ENOUGH),
        ("figure", [quantity.range for quantity in analysis.quantities], figures, 0.0),
        ("reporting_sentence", reporting, told, 0.0),
    )
    for kind, passages, cover, enough in kinds:
        missed = [passage for passage in passages if cover.taken(passage) < max(1, enough * passage.size)]
        counts.append(CoverageCount(total=len(passages), covered=len(passages) - len(missed)))
        for start, end in missed:
            uncovered.append(Uncovered(kind=kind, span=Span(start=start, end=end, text=article.text[start:end])))
    uncovered.sort(key=lambda item: (item.span.start, item.span.end, item.kind))
    return Coverage(quotes=counts[0], figures=counts[1], reporting_sentences=counts[2], uncovered=uncovered)
