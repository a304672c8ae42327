"""Reading what others wrote within bounds: no file without end, no nesting without bottom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from summarizer.errors import InputError

MAX_DEPTH = 64
"""Deepest nesting of lists and objects in any file; those that this program writes stay below 20."""
_CHUNK = 1 << 20


def read_bounded(path: Path, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes; no more than that is read, also from a device or a pipe.

    Raises:
        InputError: it is larger.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"{path}: larger than {limit:,} bytes, the limit for this kind of file")
    return data


def bounded_lines(file: BinaryIO, name: str, limit: int) -> Iterator[bytes]:
    """The lines of a file, ends included, none longer than `limit`.

    Raises:
        InputError: one is longer.
    """
    for number, line in enumerate(iter(lambda: file.readline(limit + 1), b""), start=1):
        if len(line) > limit:
            raise InputError(f"{name}:{number} is longer than {limit:,} bytes, the limit for this kind of file")
        yield line


def lines_within(file: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines of a file, ends included; None in place of one that is longer than `limit` without its end."""
    while line := file.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            skip_line(file)
            yield None
        else:
            yield line


def skip_line(file: BinaryIO) -> None:
    """Read on to the end of a line that is too long, a piece at a time."""
    while chunk := file.readline(_CHUNK):
        if chunk.endswith(b"\n"):
            return


def too_deep(value: Any, limit: int = MAX_DEPTH) -> bool:
    """Whether parsed JSON nests deeper than `limit`, worked out without recursion."""
    level = [value]
    for _ in range(limit + 1):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += [inner for inner in one.values() if isinstance(inner, (dict, list))]
            elif isinstance(one, list):
                below += [inner for inner in one if isinstance(inner, (dict, list))]
        if not below:
            return False
        level = below
    return True
