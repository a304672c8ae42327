"""Recordings of what models answered, to be replayed byte for byte with no network and no key.

Importing this imports neither vcrpy nor an SDK; `use` does.
"""

from __future__ import annotations

from summarizer.cassettes.session import Record, Session, cause, use

__all__ = ["Record", "Session", "cause", "use"]
