"""What the steps of assembling a brief share: the article, the locator, and the tray of what was kept out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from summarizer.articles.model import Article
from summarizer.briefs.models import Finding, FindingCode, ItemType, Nearest, Rejected, RejectReason, Span
from summarizer.grounding.draft import Pointer
from summarizer.grounding.locate import Locator, to_spans
from summarizer.grounding.wording import compare_wording
from summarizer.language.analysis import Analysis
from summarizer.text.ranges import Range

_SAME_PASSAGE = 0.7  # from this similarity on, what was written is taken for a changed copy of the nearest passage


@dataclass
class Desk:
    """One article being assembled. `examples` are the texts of the pack's worked examples."""

    article: Article
    analysis: Analysis
    locator: Locator
    examples: tuple[str, ...] = ()
    rejected: list[Rejected] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def _examples(self) -> list[Locator]:
        return [Locator(example) for example in self.examples]

    def spans(self, pointer: Pointer, type_: ItemType, field_: str, near: Range | None = None) -> list[Span]:
        """Where the pointer's words stand; nothing and an entry under `rejected` where they do not."""
        if isinstance(pointer, Range):
            return [self.exact(pointer)]
        if not pointer.text.strip():
            self.reject(type_, field_, "empty", pointer.text)
            return []
        within = pointer.within
        if within is not None and within.size == 0:
            self.reject(type_, field_, "no_such_sentence", pointer.text)
            return []
        located = self.locator.find(pointer.text, near=near, within=within)
        if located.verdict == "not_found" and within is not None:
            # A wrong sentence number is the model's slip; the words themselves may still stand elsewhere.
            located = self.locator.find(pointer.text, near=near or within)
        if located.verdict == "not_found":
            self.reject(type_, field_, "not_found", pointer.text)
            return []
        return to_spans(located)

    def span(self, pointer: Pointer | None, type_: ItemType, field_: str, near: Range | None = None) -> Span | None:
        """Like `spans`, for a field that is one passage."""
        found = self.spans(pointer, type_, field_, near) if pointer is not None else []
        return found[0] if found else None

    def exact(self, where: Range) -> Span:
        """The span of a range that is right by construction."""
        return Span(start=where.start, end=where.end, text=where.of(self.article.text))

    def reject(self, type_: ItemType, field_: str, reason: RejectReason, written: str) -> None:
        """Keep what was written, with the reason, the nearest passage, and what it changes about that passage."""
        rejected_id = f"r{len(self.rejected) + 1}"
        nearest = None
        if reason == "not_found":
            if not written.strip():
                reason = "empty"
            elif any(example.count(written) for example in self._examples):
                reason = "example_leak"
                self.note(
                    "example_leak",
                    None,
                    f"{field_} {written!r} comes from a worked example of the prompt, not from the article",
                )
            found = self.locator.nearest(written) if reason != "empty" else None
            if found is not None:
                nearest = Nearest(span=self.exact(found.range), similarity=round(found.similarity, 4))
                if found.similarity >= _SAME_PASSAGE:
                    for mismatch in compare_wording(written, nearest.span.text):
                        self.note(mismatch.code, rejected_id, mismatch.message, nearest.span)
        self.rejected.append(
            Rejected(id=rejected_id, type=type_, field=field_, reason=reason, written=written, nearest=nearest)
        )

    def note(self, code: FindingCode, item: str | None, message: str, span: Span | None = None) -> None:
        """Add a finding."""
        self.findings.append(Finding(code=code, item=item, message=message, span=span))


def range_of(span: Span) -> Range:
    """The character range of a span."""
    return Range(span.start, span.end)
