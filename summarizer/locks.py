"""Locks between processes: a file that one of them, or several readers, hold; the system takes it back when they die."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summarizer.errors import UsageError

_BEYOND = (1 << 31) - 2  # where Windows locks a byte: as far behind what others read as its C library can


def take(handle: int, *, shared: bool = False) -> bool:
    """Lock an open file against other processes, without waiting; False where one of them has it.

    Several may hold it `shared` (but not on Windows, which knows no such lock).
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def held(path: Path, busy: str, *, shared: bool = False) -> Iterator[None]:
    """The lock file `path`, with its folder, held by this process for a block and removed after it.

    Raises:
        UsageError: another process holds it (with `busy` as its text), or the file cannot be made.
    """
    handle = _open_and_take(path, busy, shared=shared)
    try:
        yield
    finally:
        # Whoever is last removes the file; another that has opened it meanwhile sees that it is gone and begins anew.
        if sys.platform != "win32" and take(handle):
            path.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            try:
                path.unlink(missing_ok=True)
            except OSError:
                pass  # another process has it open


def _open_and_take(path: Path, busy: str, *, shared: bool) -> int:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        if not take(handle, shared=shared):
            os.close(handle)
            raise UsageError(busy)
        if _is_there(path, handle):
            return handle
        os.close(handle)  # removed by its last holder between our opening and our locking it


def _is_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except OSError:
        return False
