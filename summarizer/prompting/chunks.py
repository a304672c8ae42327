"""An article longer than a model's context, cut at sentences, with context carried over.

Every sentence is in exactly one chunk, so nothing is dropped and nothing is asked twice; what is carried over is shown
to the model but not asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.articles.model import Article, Sentence
from summarizer.prompting.pack import for_model

_CARRIED = 2  # sentences of the previous chunk shown again, enough for "he said" to have its antecedent


@dataclass(frozen=True)
class Chunk:
    """Consecutive sentences to ask about, and earlier ones that are shown for context."""

    sentences: tuple[Sentence, ...]
    carried: tuple[Sentence, ...] = ()


def split_article(article: Article, max_chars: int) -> list[Chunk]:
    """Chunks of at most `max_chars` characters (a longer single sentence is a chunk of its own); at least one chunk."""
    chunks: list[Chunk] = []
    current: list[Sentence] = []
    size = 0
    carried: tuple[Sentence, ...] = ()
    lead = article.sentences[:1]
    for sentence in article.sentences:
        if current and size + sentence.range.size > max_chars:
            chunks.append(Chunk(tuple(current), carried))
            carried = (*(item for item in lead if item not in current[-_CARRIED:]), *current[-_CARRIED:])
            current, size = [], 0
        current.append(sentence)
        size += sentence.range.size
    chunks.append(Chunk(tuple(current), carried))
    return chunks


def numbered(article: Article, sentences: tuple[Sentence, ...]) -> str:
    """The sentences as a model sees them: `[7] Text`, one a line, a blank line between paragraphs."""
    lines: list[str] = []
    previous: Sentence | None = None
    for sentence in sentences:
        if previous is not None and sentence.paragraph != previous.paragraph:
            lines.append("")
        words = " ".join(for_model(sentence.range.of(article.text)).split())
        lines.append(f"[{sentence.index}] {words}")
        previous = sentence
    return "\n".join(lines)


def plain(article: Article, sentences: tuple[Sentence, ...]) -> str:
    """The sentences as running text, a blank line between paragraphs."""
    parts: list[str] = []
    previous: Sentence | None = None
    for sentence in sentences:
        if previous is not None:
            parts.append(" " if sentence.paragraph == previous.paragraph else "\n\n")
        parts.append(for_model(sentence.range.of(article.text)))
        previous = sentence
    return "".join(parts)
