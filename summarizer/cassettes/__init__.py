"""Recordings of what models answered, to be replayed byte for byte with no network and no key.

Importing this imports neither vcrpy nor an SDK; `use` does.
"""

from __future__ import annotations

from summarizer.cassettes.check import Finding, check, prune
from summarizer.cassettes.explain import Change, Explanation, explain
from summarizer.cassettes.listing import Row, list_cassettes, recorded_models, shared_size
from summarizer.cassettes.session import Record, Session, cause, use

__all__ = [
    "Change",
    "Explanation",
    "Finding",
    "Record",
    "Row",
    "Session",
    "cause",
    "check",
    "explain",
    "list_cassettes",
    "prune",
    "recorded_models",
    "shared_size",
    "use",
]
