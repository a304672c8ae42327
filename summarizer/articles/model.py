"""The article: normalised text that every offset of a brief refers to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from summarizer.errors import InputError
from summarizer.text.ranges import Range

BlockKind = Literal["headline", "dateline", "byline", "caption", "label", "body", "furniture"]


@dataclass(frozen=True)
class Sentence:
    """One sentence of an article.

    `index` counts from 1, in reading order, over the sentences that may carry news; it is the number that a model sees.
    `kind` is its block's, `paragraph` the place of that block in `Article.blocks`.
    """

    index: int
    range: Range
    kind: BlockKind
    paragraph: int


@dataclass(frozen=True)
class Block:
    """A stretch of the article of one kind: a headline, a paragraph of body text, site furniture."""

    kind: BlockKind
    range: Range


@dataclass(frozen=True)
class ReadFailure:
    """A source, or a line of one, that gave no article: where it is (path, `path:line`, URL or `-`), and why."""

    origin: str
    error: InputError


@dataclass(frozen=True)
class Article:
    """A news article.

    `text` is the stored text, after decoding and line-end normalisation only (of HTML and Markdown, the text without
    markup); all offsets are Unicode code points of it. `blocks` partition its non-blank lines by kind. `origin` is
    the path, URL or `-` it came from. Make one with `summarizer.articles.build.article_from_text`.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    date: date | None = None
    url: str | None = None
    origin: str | None = None
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the UTF-8 encoding of `text`, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of every block but furniture, numbered from 1; duplicated headlines are furniture too."""
        from summarizer.text.sentences import split_sentences

        found: list[Sentence] = []
        for paragraph, block in enumerate(self.blocks):
            if block.kind == "furniture":
                continue
            parts = split_sentences(self.text, block.range)
            found += [Sentence(index, part, block.kind, paragraph) for index, part in enumerate(parts, len(found) + 1)]
        return tuple(found)
