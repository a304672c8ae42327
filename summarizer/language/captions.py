"""Picture credits: whose picture a caption describes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.articles.model import Article
from summarizer.language.types import Attribution
from summarizer.text.ranges import Range

_CREDIT = re.compile(
    r"(?:^|(?<=[.!?])\s+)(?:Image|Photo|Picture|Photograph|Credit|Photo credit|File photo)s?:\s*"
    r"(?P<who>[^\n]{2,120}?)\.?\s*$"
)

# "Photo: The empty pier": a caption, and nobody's name.
_DESCRIBES = re.compile(r"(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Ss]ome)\s+[a-z]")


def picture_credits(article: Article) -> Iterable[Attribution]:
    """The caption sentence before each credit ("Image: Name."), attributed to whoever is credited."""
    sentences = article.sentences
    for index, sentence in enumerate(sentences):
        if sentence.range.size > 2000:
            continue
        match = _CREDIT.search(sentence.range.of(article.text))
        if match is None or _DESCRIBES.match(match["who"]):
            continue
        start = sentence.range.start
        caption = Range(start, start + match.start()).trimmed(article.text)
        if caption.size == 0 and index:
            caption = sentences[index - 1].range
        if caption.size == 0:
            continue
        source = Range(start + match.start("who"), start + match.end("who"))
        yield Attribution(
            sentence.index,
            (caption.trimmed(article.text, "."),),
            source,
            (),
            "indirect",
            "affirms",
            None,
            0.7,
            "credit",
        )
