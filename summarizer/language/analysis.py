"""Everything the rules see in one article, computed once and only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from summarizer.articles.model import Article, Sentence
from summarizer.language.types import Attribution, HedgeCandidate, NameCandidate, Quotation
from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range

WORTH_READING = 0.5  # attributions that the rules trust less are mostly no reports at all


@dataclass(frozen=True)
class Analysis:
    """The candidates that the rules find in `article`, in reading order."""

    article: Article

    @cached_property
    def quotations(self) -> list[Quotation]:
        """Passages in quotation marks, furniture left out."""
        from summarizer.language.quotations import find_quotations

        return [quotation for quotation in find_quotations(self.article.text) if self.sentence_at(quotation.range)]

    @cached_property
    def attributions(self) -> list[Attribution]:
        """Candidate attributions."""
        from summarizer.language.attribution import find_attributions

        return find_attributions(self.article)

    @cached_property
    def names(self) -> list[NameCandidate]:
        """Entities with all their mentions."""
        from summarizer.language.names import find_names

        return find_names(self.article)

    @cached_property
    def hedges(self) -> list[HedgeCandidate]:
        """Hedge cues, without the words that report a claim ("suggested") or bound a figure ("an estimated 300")."""
        from summarizer.language.hedges import find_hedges

        taken = [cue for found in self.attributions if found.score >= WORTH_READING for cue in found.cue]
        taken += [found.bound_range for found in self.quantities if found.bound_range is not None]
        busy = {position for part in taken for position in range(part.start, part.end)}
        found = find_hedges(self.article)
        return [hedge for hedge in found if hedge.cue.start not in busy and self._tells(hedge.cue)]

    def _tells(self, where: Range) -> bool:
        sentence = self.sentence_at(where)
        return sentence is not None and sentence.kind in ("headline", "body")

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Quantities in headlines and body text; sub-headings and captions repeat or decorate."""
        from summarizer.numbers.grammar import find_quantities

        return [found for found in find_quantities(self.article.text) if self._tells(found.range)]

    def sentence_at(self, where: Range) -> Sentence | None:
        """The sentence in which `where` begins; None in site furniture."""
        from bisect import bisect_right

        position = bisect_right(self._starts, where.start) - 1
        if position < 0:
            return None
        sentence = self.article.sentences[position]
        return sentence if where.start < sentence.range.end else None

    def sentences_of(self, where: Range) -> list[Sentence]:
        """The sentences that share a character with `where`."""
        first = self.sentence_at(where)
        start = first.index - 1 if first else 0
        found = []
        for sentence in self.article.sentences[start:]:
            if sentence.range.start >= where.end:
                break
            if sentence.range.overlaps(where):
                found.append(sentence)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.range.start for sentence in self.article.sentences]
