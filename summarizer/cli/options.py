"""Options that several commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from summarizer.errors import UsageError
from summarizer.recordings import Mode, Record, client_mode, command_line, recording, settings_for

if TYPE_CHECKING:
    from summarizer.config import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class ModelOptions:
    """How a command asks a model, as given on the command line (None: not given)."""

    model: str | None
    model_path: Path | None
    base_url: str | None
    cassettes: Path | None
    record: Record

    @property
    def mode(self) -> Mode:
        """What the client must know about recordings."""
        return client_mode(self.cassettes, self.record)

    def settings(self, **more: Any) -> Settings:
        """The settings that hold, flags over environment over file."""
        from summarizer.config import load_settings

        flags = {"model": self.model, "model_path": self.model_path, "base_url": self.base_url, **more}
        return load_settings(settings_for(flags, self.cassettes, self.record))

    def recorder(self, words: Callable[[str], Sequence[str]], **options: Any) -> AbstractContextManager[None]:
        """The cassettes to record to or replay from, around everything that asks.

        Where an answer is missing, the user is told the command that records it: the words that `words` makes of what an
        article was read from, then these options and those about the model.
        """
        if (folder := self.cassettes) is None:
            return nullcontext()

        def command(article: str) -> str:
            from summarizer.engines.providers import resolve

            asked = {"model": resolve(self.settings()).name, "model_path": self.model_path, "base_url": self.base_url}
            given = {f"--{name.replace('_', '-')}": value for name, value in {**options, **asked}.items()}
            return command_line(words(article), given, folder)

        return recording(folder, self.record, command)


def model_options(command: Command) -> Command:
    """Add the options of `ModelOptions`; the command gets them as `asking`."""

    @wraps(command)  # also carries over the parameters that click has hung on the command
    def gathered(*args: Any, **kwargs: Any) -> Any:
        asking = ModelOptions(
            kwargs.pop("model"),
            kwargs.pop("model_path"),
            kwargs.pop("base_url"),
            kwargs.pop("cassettes"),
            kwargs.pop("record"),
        )
        if asking.cassettes is None and asking.record != "none":
            raise UsageError(f"--record {asking.record} needs --cassettes DIR to record to")
        return command(*args, asking=asking, **kwargs)

    options = [
        click.option(
            "--model",
            metavar="PROVIDER/NAME",
            help="Model to ask, such as openai/gpt-4.1-mini or local/qwen2.5-coder-1.5b.",
        ),
        click.option("--model-path", type=click.Path(path_type=Path), help="A GGUF file for the embedded engine."),
        click.option("--base-url", metavar="URL", help="An OpenAI-compatible server other than the provider's own."),
        click.option(
            "--cassettes", type=click.Path(path_type=Path), metavar="DIR", help="Recordings to replay or to add to."
        ),
        click.option(
            "--record",
            type=click.Choice(["none", "new", "all"]),
            default="none",
            show_default=True,
            help="With --cassettes: only replay, record what is missing, or record everything again.",
        ),
    ]
    for option in reversed(options):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]
