"""What was done in a review, line by line as it is done, so that nothing is lost when browser or server are killed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarizer.errors import InputError, UsageError


class Journal:
    """An append-only file of JSON lines. Each line is on the disk when `append` comes back.

    A last line that was cut off by a crash was never confirmed to anybody; it is taken away when the file is opened.

    Raises:
        InputError: a line that is not the last is damaged.
        UsageError: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes() if path.exists() else b""
            self.entries, good = _entries(content, path)
            self._file = path.open("r+b" if path.exists() else "x+b")
            self._file.truncate(good)
            self._file.seek(good)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error

    def append(self, entry: Mapping[str, Any]) -> None:
        """Write one line and wait until it is on the disk. A line that does not get there leaves nothing behind."""
        before = self._file.tell()
        try:
            self._file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._drop(before)
            raise UsageError(f"cannot write {self.path}: {error.strerror}; nothing was changed") from error
        self.entries.append(dict(entry))

    def _drop(self, size: int) -> None:
        try:
            self._file.truncate(size)
            self._file.seek(size)
        except OSError:
            pass  # the disk is gone; what is there is read again, torn line and all, at the next start

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _entries(content: bytes, path: Path) -> tuple[list[dict[str, Any]], int]:
    """The entries, and how many bytes they take."""
    found: list[dict[str, Any]] = []
    good = 0
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict):
                raise ValueError("no object")
        except (ValueError, RecursionError) as error:
            if number == len(lines) - 1:
                break
            raise InputError(f"{path}:{number}: this review is damaged here; take the lines from it on away") from error
        found.append(entry)
        good += len(line) + 1
    return found, good
