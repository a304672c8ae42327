"""Grounded, typed briefs of news articles.

    import summarizer

    brief = summarizer.brief("article.txt")
    for claim in brief.claims:
        print(claim.speaker, claim.content[0].text)
    problems = summarizer.verify(brief)

What `__all__` lists is the public interface; everything else may change without notice. Importing the package imports
no SDK and no model; names are loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.api import abrief, brief, load_brief, read_articles, verify
    from summarizer.articles.model import Article
    from summarizer.articles.read import ReadFailure
    from summarizer.briefs.models import (
        Actor,
        Brief,
        Claim,
        Coverage,
        Factuality,
        Finding,
        Hedge,
        Mention,
        Number,
        Provenance,
        Rejected,
        Source,
        Span,
        Usage,
    )
    from summarizer.errors import (
        CassetteMissError,
        EngineError,
        InputError,
        InvalidAnswerError,
        ModelError,
        PackError,
        RefusedError,
        SummarizerError,
        TransportError,
        TruncatedError,
        UsageError,
    )

__all__ = [
    "Actor",
    "Article",
    "Brief",
    "CassetteMissError",
    "Claim",
    "Coverage",
    "EngineError",
    "Factuality",
    "Finding",
    "Hedge",
    "InputError",
    "InvalidAnswerError",
    "Mention",
    "ModelError",
    "Number",
    "PackError",
    "Provenance",
    "ReadFailure",
    "RefusedError",
    "Rejected",
    "Source",
    "Span",
    "SummarizerError",
    "TransportError",
    "TruncatedError",
    "Usage",
    "UsageError",
    "abrief",
    "brief",
    "load_brief",
    "read_articles",
    "verify",
]

_HOMES = {
    "summarizer.api": ("abrief", "brief", "load_brief", "read_articles", "verify"),
    "summarizer.articles.model": ("Article",),
    "summarizer.articles.read": ("ReadFailure",),
    "summarizer.briefs.models": (
        "Actor", "Brief", "Claim", "Coverage", "Factuality", "Finding", "Hedge", "Mention", "Number", "Provenance",
        "Rejected", "Source", "Span", "Usage",
    ),
    "summarizer.errors": (
        "CassetteMissError", "EngineError", "InputError", "InvalidAnswerError", "ModelError", "PackError",
        "RefusedError", "SummarizerError", "TransportError", "TruncatedError", "UsageError",
    ),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
