"""A sentence as the rules see it: quotations stand in as one token each, and their insides are regions of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.articles.model import Article, Sentence
from summarizer.language.tokens import Token, tokenise
from summarizer.language.types import Quotation
from summarizer.text.ranges import Range


@dataclass(frozen=True)
class Region:
    """Tokens of one level of one sentence.

    `quotations` gives the quotation behind each token of kind "quote"; `inside` is the quotation around the region,
    None for the sentence itself. A quotation may run beyond the sentence; its token does not.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    quotations: dict[int, Quotation]
    inside: Quotation | None


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that lie in no other; they come in order and do not overlap."""
    found: list[Quotation] = []
    for quotation in quotations:
        if not found or quotation.range.start >= found[-1].range.end:
            found.append(quotation)
    return found


def regions(article: Article, quotations: Sequence[Quotation]) -> Iterator[Region]:
    """The regions of an article: each sentence, then the insides of its quotations (one level down)."""
    outer = outermost(quotations)
    starts = [quotation.range.start for quotation in outer]
    on_top = set(outer)
    nested = [quotation for quotation in quotations if quotation not in on_top]
    nested_starts = [quotation.range.start for quotation in nested]
    for sentence in article.sentences:
        here = _touching(outer, starts, sentence.range)
        yield _region(article.text, sentence, sentence.range, here, None)
        for quotation in here:
            part = _common(quotation.inner, sentence.range)
            if part.size > 0:
                inner = outermost(_touching(nested, nested_starts, part))
                yield _region(article.text, sentence, part, inner, quotation)


def _touching(quotations: Sequence[Quotation], starts: Sequence[int], where: Range) -> list[Quotation]:
    """Those of `quotations` (in order, none overlapping) that share a character with `where`."""
    first = max(bisect_right(starts, where.start) - 1, 0)
    found = []
    for quotation in quotations[first:]:
        if quotation.range.start >= where.end:
            break
        if quotation.range.overlaps(where):
            found.append(quotation)
    return found


def _common(one: Range, other: Range) -> Range:
    return Range(max(one.start, other.start), min(one.end, other.end))


def _region(
    text: str, sentence: Sentence, part: Range, quotations: Sequence[Quotation], inside: Quotation | None
) -> Region:
    tokens: list[Token] = []
    behind: dict[int, Quotation] = {}
    position = part.start
    for quotation in quotations:
        start, end = _common(quotation.range, part)
        if start < position:
            continue
        tokens += tokenise(text, Range(position, start))
        behind[len(tokens)] = quotation
        tokens.append(Token.at(start, text[start:end], "quote"))
        position = end
    tokens += tokenise(text, Range(position, part.end))
    return Region(sentence, tuple(tokens), behind, inside)
