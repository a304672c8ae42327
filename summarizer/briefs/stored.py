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

from summarizer.bounds import lines_within, skip_line
from summarizer.briefs.load import MAX_BYTES, parse_brief, read_stored
from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.parquet import column_names, plain_value, read_rows
from summarizer.suffixes import CORPORA, is_corpus, is_lines, is_parquet, suffix_of

SUFFIXES = (".json", *CORPORA)
"""What a file of stored briefs may end with."""
_COLUMN = "brief"
_LOOKED_AT = 3  # lines, of which any may be damaged, that tell briefs from articles
_BEGINNING = 1 << 20


@dataclass(frozen=True)
class Stored:
    """A brief and where it is: `name` is `FILE`, or `FILE:3` for the third line or row.

    `data` is the file as it was read, where the brief has a file to itself.
    """

    name: str
    brief: Brief
    data: bytes | None = None


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
            data = read_stored(path)
            yield Stored(str(path), parse_brief(data, str(path)), data)
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
        return _COLUMN in column_names(path) if is_parquet(path) else _has_lines(path)
    except OSError:
        return False
    except InputError:
        return True  # a broken file, or no pyarrow: it cannot be told, which is to be said when it is read


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
    with path.open("rb") as file:
        for number, line in enumerate(lines_within(file, MAX_BYTES), start=1):
            name = f"{path}:{number}"
            if line is None:
                yield InputError(f"{name} is longer than {MAX_BYTES:,} bytes, the limit for this kind of file")
            elif line.strip():
                yield _parsed(line, name)


def _rows(path: Path) -> Iterator[Stored | InputError]:
    if _COLUMN not in column_names(path):
        raise InputError(f"{path} has no column named {_COLUMN}, so no stored briefs")
    for number, row in enumerate(read_rows(path, [_COLUMN]), start=1):
        yield _row(row[_COLUMN], f"{path}:{number}")


def _row(cell: Any, name: str) -> Stored | InputError:
    try:
        value = plain_value(cell, name)
    except InputError as error:
        return error
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
