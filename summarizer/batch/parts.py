"""A corpus in parts that can be read on their own, in any order, by different processes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from summarizer.articles.corpus import read_jsonl, read_parquet
from summarizer.articles.metadata import UniqueIds
from summarizer.articles.model import Article, ReadFailure
from summarizer.articles.read import MAX_BYTES
from summarizer.errors import InputError
from summarizer.parquet import row_groups
from summarizer.suffixes import CORPORA, is_corpus, is_parquet

LINES = 500
"""Articles in a part of a JSONL file. Parquet comes in row groups, whose size its writer has chosen."""


@dataclasses.dataclass(frozen=True)
class Part:
    """Part `number` of a corpus: the bytes `start` to `end` of a JSONL file, or a row group of a Parquet file.

    `first` is the number of its first line or row, from 1.
    """

    number: int
    path: str
    first: int
    start: int = 0
    end: int = 0
    row_group: int | None = None


def parts_of(sources: Iterable[str], lines: int = LINES) -> Iterator[Part]:
    """The parts of several corpora, numbered through. JSONL is read once for its line ends.

    Raises:
        InputError: a source is no `.jsonl`, `.ndjson` or `.parquet` file, or cannot be read.
    """
    number = 0
    for source in sources:
        path = Path(source)
        if not is_corpus(path):
            raise InputError(f"{source} is no {', '.join(CORPORA)} corpus, which is what can be read in parts")
        try:
            for part in _row_groups(path) if is_parquet(path) else _line_ranges(path, lines):
                yield dataclasses.replace(part, number=number)
                number += 1
        except OSError as error:
            raise InputError(f"{source}: {error.strerror or error}") from error


def read_part(part: Part, encoding: str | None = None) -> Iterator[Article | ReadFailure]:
    """The articles of a part, the same as when the whole corpus is read; ids are told apart within the part only."""
    ids = UniqueIds()
    for found in _read(part, encoding):
        yield found if isinstance(found, ReadFailure) else dataclasses.replace(found, id=ids.claim(found.id))


def _read(part: Part, encoding: str | None) -> Iterator[Article | ReadFailure]:
    path = Path(part.path)
    if part.row_group is not None:
        yield from read_parquet(path, part.path, MAX_BYTES, row_group=part.row_group, first=part.first)
        return
    with path.open("rb") as file:
        file.seek(part.start)
        yield from read_jsonl(cast(BinaryIO, _Upto(file, part.end)), part.path, encoding, MAX_BYTES, first=part.first)


class _Upto:
    """A file that ends at an offset which is the end of a line."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file = file
        self._left = end - file.tell()

    def readline(self, size: int = -1) -> bytes:
        """The next line, or at most `size` bytes of it."""
        if self._left <= 0:
            return b""
        line = self._file.readline(size)
        self._left -= len(line)
        return line


def _line_ranges(path: Path, lines: int) -> Iterator[Part]:
    first = number = 1
    start = end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            number += 1
            if number - first == lines:
                yield Part(0, str(path), first, start, end)
                first, start = number, end
    if end > start:
        yield Part(0, str(path), first, start, end)


def _row_groups(path: Path) -> Iterator[Part]:
    first = 1
    for group, rows in enumerate(row_groups(path)):
        yield Part(0, str(path), first, row_group=group)
        first += rows
