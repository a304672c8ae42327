"""Where things lie in a folder of recordings: `<suite>/<pack>/<key>.json` and `<suite>/texts/<digest>.…`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from summarizer.cassettes.texts import FOLDER as TEXTS_FOLDER
from summarizer.errors import UsageError

_UNNAMED = "_"
_LONGEST = 120
_KEY_FILE = re.compile(r"[0-9a-f]{32}\.json")


def lock_file(suite: Path) -> Path:
    """The file that recorders and `prune` keep apart with."""
    return suite / ".lock"


def pack_folder(pack: str) -> str:
    """The name of the folder of a pack's recordings; `_` for requests that belong to no pack."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", pack).strip(".-") or _UNNAMED
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 9]}-{hashlib.sha256(pack.encode()).hexdigest()[:8]}"
    return f"{name}-pack" if name == TEXTS_FOLDER else name


def interaction_paths(suite: Path, pack: str | None = None) -> Iterator[Path]:
    """The files of a suite's interactions, or of one pack's, sorted; none where there is no such folder."""
    pattern = "*" if pack is None else pack_folder(pack)
    for path in sorted(suite.glob(f"{pattern}/*.json")):
        if path.parent.name != TEXTS_FOLDER and _KEY_FILE.fullmatch(path.name):
            yield path


def find_suites(directory: Path) -> list[Path]:
    """The suites in `directory`: itself, if it is one, else the folders in it that are.

    Raises:
        UsageError: there is none.
    """
    if not directory.is_dir():
        raise UsageError(f"{directory}: no such folder of recordings")
    suites = [directory] if _is_suite(directory) else sorted(path for path in directory.iterdir() if _is_suite(path))
    if not suites:
        raise UsageError(f"{directory}: holds no recordings; make some with --cassettes {directory} --record new")
    return suites


def _is_suite(path: Path) -> bool:
    return path.is_dir() and next(interaction_paths(path), None) is not None
