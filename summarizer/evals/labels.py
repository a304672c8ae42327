"""What runs are called beside one another: folders of one name are told apart by as much of their paths as it takes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


def run_labels(folders: Sequence[Path]) -> list[str]:
    """A label for each folder: its name, or where another is called the same, the shortest end of the path that differs.

    `base/runs/x` and `head/runs/x` are called so, `runs/one` and `runs/two` `one` and `two`. A folder that is given
    twice, in whatever words, bears one label.
    """
    absolute = [Path(os.path.abspath(folder)) for folder in folders]
    return [_label(path, {other for other in absolute if other != path}) for path in absolute]


def _label(path: Path, others: set[Path]) -> str:
    for length in range(1, len(path.parts)):
        if all(other.parts[-length:] != path.parts[-length:] for other in others):
            return Path(*path.parts[-length:]).as_posix()
    return path.as_posix()
