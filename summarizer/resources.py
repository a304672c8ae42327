"""Where the files that ship with the package are: beside it in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from summarizer.errors import SummarizerError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: Literal["prompts", "schemas"]) -> Path:
    """The folder of committed prompt packs or schemas.

    Raises:
        SummarizerError: the installation is incomplete.
    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise SummarizerError(f"the folder of {name} is missing from this installation; install summarizer again")
