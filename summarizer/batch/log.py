"""A file of lines that only grows, and that a crash leaves with whole lines or one that can be told to be half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from summarizer.errors import UsageError
from summarizer.locks import take

_CHUNK = 1 << 20


class Log:
    """The file `path`, locked against other writers while it is open.

    Raises:
        UsageError: it cannot be written, or another process is writing it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        if not take(self._file):
            os.close(self._file)
            raise UsageError(f"another run is writing {path}; wait for it, or give another -o")
        self.size = os.fstat(self._file).st_size

    def append(self, line: bytes) -> None:
        """Add a line (without its end). On failure the file is as it was.

        Raises:
            UsageError: the disk is full, or the file cannot be written for another reason.
        """
        data = memoryview(line + b"\n")
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError as error:
            self.truncate(self.size)
            raise _cannot_go_on(self.path, error) from error
        self.size += written

    def flush(self) -> None:
        """Make sure that everything is on the disk."""
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _cannot_go_on(self.path, error) from error

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """The whole lines from the offset `start` on, without their ends; a last line that is not ended is left out."""
        rest = b""
        offset = start
        while chunk := self._read(offset, _CHUNK):
            offset += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole

    def truncate(self, size: int) -> None:
        """Cut off everything behind `size`."""
        os.ftruncate(self._file, size)
        self.size = size

    def whole(self) -> int:
        """The size up to the end of the last whole line."""
        end = self.size
        while end > 0:
            start = max(0, end - _CHUNK)
            at = self._read(start, end - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
            end = start
        return 0

    def close(self, *, remove_if_empty: bool = False) -> None:
        """Close the file; closing twice is fine."""
        if self._file >= 0:
            if remove_if_empty and not self.size:
                self.path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = -1

    def _read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from `offset` on; what is written goes to the end, wherever the file was read last."""
        os.lseek(self._file, offset, os.SEEK_SET)
        return os.read(self._file, size)


def _cannot_go_on(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"cannot write {path}: {error.strerror}. What was finished is kept; put that right and run the same again "
        "with --resume"
    )
