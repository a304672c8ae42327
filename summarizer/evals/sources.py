"""Hashes of source code, by which results of other code are told apart; a version says too little while code changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_MAKING = ("articles", "briefs", "grounding", "language", "numbers", "prompting", "text")


def source_digest(files: Iterable[tuple[str, Path]], start: bytes = b"") -> str:
    """16 hexadecimal digits over `start`, and name and content of each file; the same whatever the line ends are."""
    digest = hashlib.sha256(start)
    for name, path in files:
        digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


@cache
def maker_id() -> str:
    """Identifies what makes a brief of a model's answers: articles read, answers grounded, records assembled."""
    files = [path for folder in _MAKING for path in (PACKAGE / folder).rglob("*.py")]
    named = [(path.relative_to(PACKAGE).as_posix(), path) for path in [*files, PACKAGE / "pipeline.py"]]
    return source_digest(sorted(named))
