"""Writing files so that a killed process leaves whole ones only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summarizer.errors import UsageError

_TEMPORARY = ".tmp"


def write_whole(path: Path, content: bytes | str) -> None:
    """Write `content` (text as UTF-8) to `path` at once: readers, also after a crash, see the old file or the new one.

    Two writers at the same path leave one of the two contents. A device or a pipe, such as `/dev/stdout`, is written to.

    Raises:
        UsageError: the folder cannot be written to, or the disk is full.
    """
    data = content.encode() if isinstance(content, str) else content
    with _told(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        with _written_beside(path, data) as temporary:
            os.replace(temporary, path)


def write_first(path: Path, content: bytes) -> bool:
    """`write_whole` where there is no such file yet; False, and nothing is written, where another writer was first."""
    with _told(path), _written_beside(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links; then the last one wins
            os.replace(temporary, path)
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the system says into an error that names the file."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """A file with `content` in the same folder, to be moved to `path`; it is gone in the end, and the move lasts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name}.{secrets.token_hex(4)}{_TEMPORARY}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlive a power cut, where the system lets a folder be opened."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def is_temporary(name: str) -> bool:
    """Whether a file name is one that `write_whole` leaves when its process is killed."""
    return name.startswith(".") and name.endswith(_TEMPORARY)
