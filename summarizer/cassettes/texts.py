"""Long texts and schemas that many requests share, each stored once in a suite's `texts/` folder under its digest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from threading import Lock

from summarizer.bounds import read_bounded
from summarizer.cassettes.files import decode, encode
from summarizer.errors import InputError
from summarizer.files import write_whole

_DIGITS = 32
_NAME = re.compile(rf"[0-9a-f]{{{_DIGITS}}}\.(?:txt|json)")
_MAX_BYTES = 64 * 1024 * 1024
FOLDER = "texts"


class SharedTexts:
    """The `texts/` folder of a suite. Contents are read once and kept; they name themselves: writers cannot clash."""

    def __init__(self, suite: Path) -> None:
        self.folder = suite / FOLDER
        self._contents: dict[str, str] = {}
        self._lock = Lock()

    def put(self, content: str, kind: str) -> str:
        """Store `content`, unless it is there, and return its name. It is on disk when this returns."""
        name = text_name(content, kind)
        with self._lock:
            if name not in self._contents:
                path = self.folder / name
                if not path.exists():
                    write_whole(path, encode(content))
                self._contents[name] = content
        return name

    def get(self, name: str) -> str:
        """The text called `name`.

        Raises:
            InputError: it is missing, its content does not have the digest in its name, or that is no such name.
        """
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InputError(f"{self.folder}: no shared text is called {str(name)[:60]!r}; restore the recording")
        content = self._contents.get(name)
        if content is None:
            path = self.folder / name
            try:
                content = decode(read_bounded(path, _MAX_BYTES))
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path}: cannot be read ({error}); restore it, or record again") from error
            if text_name(content, path.suffix.removeprefix(".")) != name:
                raise InputError(f"{path}: the text was changed by hand; restore it, or record again")
            self._contents[name] = content
        return content


def text_name(content: str, kind: str) -> str:
    """The file name of a shared text: the first 128 bits of its SHA-256."""
    return f"{hashlib.sha256(encode(content)).hexdigest()[:_DIGITS]}.{kind}"
