"""Writing JSON so that a diff can be read, and files so that a killed process leaves whole ones only."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDTH = 120
# Items of a list that are at most this long share a line, so that a list of token probabilities stays readable.
_SHORT_ITEM = 80
_TEMPORARY = ".tmp"


def pretty_json(value: Any) -> str:
    """`value` as JSON: whatever fits into 120 characters on one line, everything else one entry a line."""
    return _pretty(value, 0, 0) + "\n"


def _pretty(value: Any, indent: int, taken: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value or indent + taken + len(flat) < WIDTH:
        return flat
    inner, pad = indent + 1, " " * (indent + 1)
    if isinstance(value, dict):
        entries = []
        for name, item in value.items():
            label = json.dumps(name, ensure_ascii=False) + ": "
            entries.append(pad + label + _pretty(item, inner, len(label)))
        return "{\n" + ",\n".join(entries) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + line for line in _lines(value, inner)) + "\n" + " " * indent + "]"


def _lines(items: list[Any], indent: int) -> list[str]:
    """The items of a list, short ones several to a line."""
    lines: list[str] = []
    open_line = False
    for item in items:
        text = _pretty(item, indent, 0)
        short = len(text) <= _SHORT_ITEM and not isinstance(item, str)
        if short and open_line and indent + len(lines[-1]) + 2 + len(text) < WIDTH:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
        open_line = short
    return lines


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` at once: readers and a killed writer see the old file, or the new one, never a part.

    Two writers at the same path leave one of the two contents. A device or a pipe, such as `/dev/stdout`, is written to.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    with _written_beside(path, content) as temporary:
        os.replace(temporary, path)


def write_first(path: Path, content: bytes) -> bool:
    """`write_whole` where there is no such file yet; False, and nothing is written, where another writer was first."""
    with _written_beside(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links; then the last one wins
            os.replace(temporary, path)
    return True


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


def encode(text: str) -> bytes:
    """UTF-8, with lone surrogates kept (a model can write half an emoji in a JSON escape)."""
    return text.encode("utf-8", "surrogatepass")


def decode(content: bytes) -> str:
    """The reverse of `encode`."""
    return content.decode("utf-8", "surrogatepass")
