"""What the end of a file's name says about what is in it, for everything that reads or writes; case does not matter."""

from __future__ import annotations

from pathlib import Path

LINES = (".jsonl", ".ndjson")
"""One article, or one brief, a line."""
CORPORA = (*LINES, ".parquet")
"""Many articles, or many briefs, in one file."""


def suffix_of(path: str | Path) -> str:
    """The suffix in lower case, with its dot; empty where there is none."""
    return Path(path).suffix.lower()


def is_lines(path: str | Path) -> bool:
    """Whether a file holds one record a line."""
    return suffix_of(path) in LINES


def is_parquet(path: str | Path) -> bool:
    """Whether a file holds one record a row, as Parquet."""
    return suffix_of(path) == ".parquet"


def is_corpus(path: str | Path) -> bool:
    """Whether a file holds many records, as lines or rows."""
    return suffix_of(path) in CORPORA
