from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizer.articles.model import Article, Block, BlockKind
from summarizer.text.ranges import Range

MakeArticle = Callable[..., Article]


def make_article(text: str, kind: BlockKind = "body") -> Article:
    """An article with a block of one kind for each line of `text`."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind, Range(start, start + len(line))))
        start += len(line) + 1
    return Article(id="test", text=text, blocks=tuple(blocks))


@pytest.fixture(name="make_article")
def _make_article() -> MakeArticle:
    return make_article
