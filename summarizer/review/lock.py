"""One review of one brief at a time: a lock on a file, which the system lets go of when its process dies."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from summarizer.errors import UsageError
from summarizer.locks import take

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_MOST_PID = (1 << 32) - 1
_MOST_PORT = (1 << 16) - 1


@dataclass(frozen=True)
class Seat:
    """Where a review is being held: process, port, and the secret part of its address."""

    pid: int
    port: int
    token: str


class Lock:
    """The right to review. `left` is the seat of a process that died without giving it back, None after a clean end.

    Raises:
        UsageError: another process holds it; the message says which.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        self.left = _seat(os.read(self._handle, 4096))
        if not take(self._handle):
            os.close(self._handle)
            by = f"by process {self.left.pid}, on port {self.left.port}" if self.left is not None else "elsewhere"
            name = path.name.removesuffix(".lock")
            raise UsageError(
                f"{name} is under review {by}: go on there, or end it with Ctrl-C first; "
                "another person reviews beside it with --reviewer NAME"
            )

    def sit(self, seat: Seat) -> None:
        """Say where the review is held."""
        self._write(json.dumps(asdict(seat)).encode())

    def release(self) -> None:
        """Give it back, and say that the end was clean."""
        self._write(b"")
        os.close(self._handle)

    def _write(self, content: bytes) -> None:
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, content)


def new_token() -> str:
    """A secret that cannot be guessed: 32 letters, digits, `_` and `-`."""
    return secrets.token_urlsafe(24)


def _seat(content: bytes) -> Seat | None:
    """What `sit` wrote; None for anything else, for the file may have come from elsewhere with its folder."""
    try:
        seat = Seat(**json.loads(content))
    except (ValueError, TypeError, RecursionError):
        return None
    right = (
        _within(seat.pid, _MOST_PID)
        and _within(seat.port, _MOST_PORT)
        and isinstance(seat.token, str)
        and _TOKEN.fullmatch(seat.token)
    )
    return seat if right else None


def _within(number: object, most: int) -> bool:
    return type(number) is int and 0 < number <= most  # not isinstance: True is one too
