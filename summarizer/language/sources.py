"""What kind of source a noun phrase names."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.brief.models import SourceKind
from summarizer.language.reporting import DOCUMENT_NOUNS
from summarizer.language.tokens import Token


def source_kind(tokens: Sequence[Token]) -> SourceKind | None:
    """The kind that the words of a source show, None where only a model can tell."""
    words = [token for token in tokens if token.kind == "word"]
    if not words:
        return None
    if any(token.lower in DOCUMENT_NOUNS for token in words) and not any(token.capitalised for token in words[1:]):
        return "document"
    if len(words) == 1 and words[0].lower in ("he", "she", "i"):
        return "named_individual"
    return None
