"""Stored briefs wherever `summarizer brief` puts them: a file, lines, rows of Parquet, a folder of any of these.

What cannot be read is handed over in its place, and the next brief is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from summarizer.bounds import refuse_bombs, skip_line
from summarizer.briefs.load import MAX_BYTES, load_brief, parse_brief
from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.suffixes import CORPORA, is_corpus, is_lines, is_parquet, suffix_of

SUFFIXES = (".json", *CORPORA)
"""What a file of stored briefs may end with."""
_COLUMN = "brief"
_BATCH = 8  # rows of Parquet in memory at once
_LOOKED_AT = 3  # lines, of which any may be damaged, that tell briefs from articles
_BEGINNING = 1 << 20


@dataclass(frozen=True)
class Stored:
    """A brief and where it is: `name` is `FILE`, or `FILE:3` for the third line or row; `file` holds no other brief."""

    name: str
    brief: Brief
    file: Path | None = None


def read_briefs(source: str | Path) -> Iterator[Stored | InputError]:
    """The briefs of a file or a folder, in order, or why one cannot be read.

    A file is taken for lines or rows by its suffix, for one brief otherwise. In a folder and its subfolders, lines and
    rows are read where they are briefs; what lies beside them (failures, journals, articles) is passed over.
    """
    path = Path(source)
    if path.is_dir():
        for one in _files(path):
            yield from read_briefs(one)
        return
    try:
        if is_lines(path):
            yield from _lines(path)
        elif is_parquet(path):
            yield from _rows(path)
        else:
            yield Stored(str(path), load_brief(path), path)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(f"{path}: cannot be read: {error.strerror or error}")


def holds_briefs(source: str | Path) -> bool:
    """Whether a source is for `read_briefs`, going by suffix and, of lines and rows, by what is in them."""
    path = Path(source)
    if path.is_dir():
        return bool(_files(path))
    if not is_corpus(path):
        return suffix_of(path) == ".json"
    try:
        return _has_column(path) if is_parquet(path) else _has_lines(path)
    except OSError:
        return False
    except InputError:
        return True  # it cannot be told without pyarrow, which is to be said when it is read


def _files(folder: Path) -> list[Path]:
    """The files of briefs under a folder, sorted; links to folders are not followed."""
    found = [Path(base, name) for base, _, names in os.walk(folder) for name in names]
    return sorted(one for one in found if suffix_of(one) in SUFFIXES and one.is_file() and holds_briefs(one))


def _has_lines(path: Path) -> bool:
    with path.open("rb") as file:
        for line in islice(iter(lambda: file.readline(_BEGINNING), b""), _LOOKED_AT):
            if b'"schema_version"' in line and b'"source"' in line:
                return True
            if not line.endswith(b"\n"):
                skip_line(file)
    return False


def _lines(path: Path) -> Iterator[Stored | InputError]:
    number = 0
    with path.open("rb") as file:
        while line := file.readline(MAX_BYTES + 1):
            number += 1
            name = f"{path}:{number}"
            if len(line) > MAX_BYTES and not line.endswith(b"\n"):
                skip_line(file)
                yield InputError(f"{name} is longer than {MAX_BYTES:,} bytes, the limit for this kind of file")
            elif line.strip():
                yield _parsed(line, name)


def _rows(path: Path) -> Iterator[Stored | InputError]:
    pa, pq = _pyarrow(path)
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            if _COLUMN not in file.schema_arrow.names:
                raise InputError(f"{path} has no column named {_COLUMN}, so no stored briefs")
            refuse_bombs(file.metadata, list(range(file.num_row_groups)), [_COLUMN], str(path))
            for batch in file.iter_batches(batch_size=_BATCH, columns=[_COLUMN]):
                for cell in batch.column(0):
                    number += 1
                    yield _row(cell, f"{path}:{number}")
    except pa.ArrowException as error:
        raise InputError(f"{path} is not a Parquet file that can be read: {_first_line(error)}") from None


def _row(cell: Any, name: str) -> Stored | InputError:
    try:
        value = cell.as_py()
    except ValueError as error:  # text that is not UTF-8
        return InputError(f"{name} cannot be read: {_first_line(error)}")
    data = value.encode() if isinstance(value, str) else value
    if not isinstance(data, bytes):
        return InputError(f"{name} holds no brief")
    if len(data) > MAX_BYTES:
        return InputError(f"{name} is longer than {MAX_BYTES:,} bytes, the limit for this kind of file")
    return _parsed(data, name)


def _parsed(data: bytes, name: str) -> Stored | InputError:
    try:
        return Stored(name, parse_brief(data, name))
    except InputError as error:
        return error


def _has_column(path: Path) -> bool:
    pa, pq = _pyarrow(path)
    try:
        return _COLUMN in pq.read_schema(path).names
    except pa.ArrowException:
        return False


def _pyarrow(path: Path) -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(f"{path}: Parquet needs pyarrow: pip install 'summarizer[parquet]'") from None
    return pa, pq


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
