"""Asking a model with recordings in use: the recorder around it, the client's mode, the recorded model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

DEFAULT_PACK = "staged"

Record = Literal["none", "new", "all"]
Mode = Literal["off", "record", "replay"]


def client_mode(folder: Path | None, record: Record) -> Mode:
    """What the client must know."""
    if folder is None:
        return "off"
    return "replay" if record == "none" else "record"


@contextmanager
def recording(folder: Path | None, record: Record) -> Iterator[None]:
    """The cassettes in `folder`, around everything that asks; nothing where there is none."""
    if folder is None:
        yield
        return
    from summarizer import cassettes

    with cassettes.use(folder, record=record):
        yield


def settings_for(flags: Mapping[str, Any], folder: Path | None, record: Record) -> dict[str, Any]:
    """The flags; when replaying without a model, with the one model that the recordings are of, if it is one."""
    settings = dict(flags)
    if folder is not None and record == "none" and settings.get("model") is None and folder.is_dir():
        from summarizer import cassettes

        models = cassettes.recorded_models(folder)
        if len(models) == 1:
            settings["model"] = models.pop()
    return settings
