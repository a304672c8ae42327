"""What a brief leaves out, measured without gold: quotations, figures and reporting sentences that no item covers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from summarizer.articles.model import Article
from summarizer.brief.models import Brief, Claim, Coverage, CoverageCount, CoverageKind, Span, Uncovered
from summarizer.language.analysis import Analysis
from summarizer.language.reporting import is_reporting
from summarizer.text.ranges import Range

_ENOUGH = 0.5  # share of a quoted passage's characters that must stand in some claim


def measure(brief: Brief, article: Article, analysis: Analysis) -> Coverage:
    """How much of what looks like news some item of `brief` covers; `uncovered` is in reading order. Linear time.

    A quoted passage is covered when at least half of it stands in the content of claims; a figure when a number stands
    on it; a reporting sentence when an attributed claim has its content, cue or source there.
    """
    content = _Cover(span for claim in brief.claims for span in claim.content)
    figures = _Cover(number.span for number in brief.numbers)
    reported = _Cover(span for claim in brief.claims if claim.form != "narrated" for span in _spans(claim))
    quotes = [quotation.inner for quotation in analysis.quotations if quotation.inner.size > 0]
    reporting = [s.range for s in article.sentences if is_reporting(s.range.of(article.text))]
    counts: list[CoverageCount] = []
    uncovered: list[Uncovered] = []
    kinds: tuple[tuple[CoverageKind, Sequence[Range], _Cover, float], ...] = (
        ("quote", quotes, content, _ENOUGH),
        ("figure", [quantity.range for quantity in analysis.quantities], figures, 0.0),
        ("reporting_sentence", reporting, reported, 0.0),
    )
    for kind, passages, cover, enough in kinds:
        missed = [passage for passage in passages if not cover.covers(passage, enough)]
        counts.append(CoverageCount(total=len(passages), covered=len(passages) - len(missed)))
        for start, end in missed:
            uncovered.append(Uncovered(kind=kind, span=Span(start=start, end=end, text=article.text[start:end])))
    uncovered.sort(key=lambda item: (item.span.start, item.span.end, item.kind))
    return Coverage(quotes=counts[0], figures=counts[1], reporting_sentences=counts[2], uncovered=uncovered)


def _spans(claim: Claim) -> list[Span]:
    return [*claim.content, *(span for span in (claim.source, claim.cue) if span is not None)]


class _Cover:
    """The characters that some spans take together, as ranges that neither touch nor overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._ranges: list[Range] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if self._ranges and start <= self._ranges[-1].end:
                self._ranges[-1] = Range(self._ranges[-1].start, max(end, self._ranges[-1].end))
            else:
                self._ranges.append(Range(start, end))
        self._starts = [known.start for known in self._ranges]

    def covers(self, passage: Range, enough: float) -> bool:
        """Whether more than no character, and at least the share `enough`, of `passage` is taken."""
        taken = 0
        for known in self._ranges[max(0, bisect_right(self._starts, passage.start) - 1) :]:
            if known.start >= passage.end:
                break
            taken += max(0, min(known.end, passage.end) - max(known.start, passage.start))
        return taken > 0 and taken >= enough * passage.size
