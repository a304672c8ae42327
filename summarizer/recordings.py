"""Asking a model with recordings in use: the recorder around it, the client's mode, the recorded model."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from summarizer.redaction import without_user_info

if TYPE_CHECKING:
    from summarizer.cassettes.explain import RecordCommand

DEFAULT_PACK = "staged"

Record = Literal["none", "new", "all"]
Mode = Literal["off", "record", "replay"]


def client_mode(folder: Path | None, record: Record) -> Mode:
    """What the client must know."""
    if folder is None:
        return "off"
    return "replay" if record == "none" else "record"


@contextmanager
def recording(folder: Path | None, record: Record, command: RecordCommand | None = None) -> Iterator[None]:
    """The cassettes in `folder`, around everything that asks; nothing where there is none.

    `command` is what records an answer that is missing, as for `cassettes.use`.
    """
    if folder is None:
        yield
        return
    from summarizer import cassettes

    with cassettes.use(folder, record=record, record_command=command):
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


def command_line(words: Sequence[str], options: Mapping[str, Any], folder: Path) -> str:
    """A command, as a shell reads it, that records into `folder` what is missing there.

    `options` are further options, as they were given; None is left out, a tuple stands for an option given several
    times. A password in an address is left out too.
    """
    given: list[str] = []
    for name, value in options.items():
        for one in value if isinstance(value, tuple) else (value,):
            given += [] if one is None else [name, without_user_info(str(one))]
    return shlex.join(["summarizer", *words, *given, "--cassettes", str(folder), "--record", "new"])
