"""Reading articles from files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer.articles.build import article_from_text
from summarizer.articles.decode import decode
from summarizer.articles.model import Article
from summarizer.errors import InputError

MAX_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True)
class ReadFailure:
    """A source that gave no article, and why."""

    origin: str
    error: InputError


def read_articles(
    sources: Iterable[str], *, encoding: str | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Article | ReadFailure]:
    """The articles of `sources`, one by one."""
    for source in sources:
        try:
            yield _read_file(source, encoding, max_bytes)
        except InputError as error:
            yield ReadFailure(source, error)


def _read_file(source: str, encoding: str | None, max_bytes: int) -> Article:
    path = Path(source)
    try:
        data = sys.stdin.buffer.read(max_bytes + 1) if source == "-" else path.read_bytes()
    except OSError as error:
        raise InputError(f"{source}: {os.strerror(error.errno or 0)}.") from None
    return article_from_text(decode(data, source, encoding), id="stdin" if source == "-" else path.stem, origin=source)
