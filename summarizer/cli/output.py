"""Where results go: one file an article in a folder, one file, or standard output; always whole files, never halves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import click

from summarizer.briefs.models import Brief
from summarizer.cli.saying import put_json
from summarizer.errors import UsageError
from summarizer.files import write_whole
from summarizer.suffixes import suffix_of

Format = Literal["json", "md", "html", "table"]
SUFFIXES: Mapping[Format, str] = {"json": ".json", "md": ".md", "html": ".html", "table": ".txt"}
_FORMATS: Mapping[str, Format] = {suffix: format_ for format_, suffix in SUFFIXES.items()} | {".htm": "html"}


def format_for(output: Path | None, given: Format | None) -> Format:
    """The format to write: what was `given`, else what the name of the file says, else what suits standard output.

    Raises:
        UsageError: the name says another format than the one given, or none where none is given.
    """
    if output is None:
        return given or ("table" if sys.stdout.isatty() else "json")
    named = _FORMATS.get(suffix_of(output))
    if given is not None and named not in (None, given):
        raise UsageError(f"{output}: --format {given} does not go with this name; leave --format out, or rename it")
    if found := given or named:
        return found
    raise UsageError(f"{output}: give --format, or a name that ends in {', '.join(_FORMATS)}")


def to_folder(output: Path | None, *, several: bool) -> bool:
    """Whether `output` is a folder for one file a brief.

    Raises:
        UsageError: it is one file, and there are several briefs to write.
    """
    if output is None or output.is_dir():
        return output is not None
    if several and (output.exists() or suffix_of(output) in _FORMATS):
        raise UsageError(
            f"{output} is one file, and there are several briefs to write; give a folder, or FILE.jsonl for all"
        )
    return several or not (output.suffix or output.exists())


def rendered(brief: Brief, format_: Format, *, width: int | None = None, colour: bool = False) -> str:
    """The brief in one of the formats."""
    if format_ == "json":
        return brief.to_json()
    if format_ == "md":
        from summarizer.render.markdown import to_markdown

        return to_markdown(brief)
    if format_ == "html":
        from summarizer.render.html import to_html

        return to_html(brief)
    from summarizer.render.terminal import to_terminal

    return to_terminal(brief, width=width, colour=colour)


class Writer:
    """Puts briefs where `-o` says.

    A folder gets one file an article; a file gets one brief, and no second; standard output gets all of them, JSON as
    one brief a line when there are several sources.
    """

    def __init__(self, target: Path | None, format_: Format, *, several: bool) -> None:
        self._format = format_
        self._several = several
        self._names: set[str] = set()
        self._written = False
        folder = to_folder(target, several=several)
        self._folder = target if folder else None
        self._file = target if not folder else None

    def put(self, brief: Brief) -> Path | None:
        """Write one brief; the path, or None for standard output."""
        if self._folder is None and self._file is None:
            self._print(brief)
            return None
        if self._file is not None and self._written:
            raise UsageError(f"{self._file} holds the first of several briefs; give a folder, or FILE.jsonl for all")
        path = self._file or self._path(brief)
        write_whole(path, rendered(brief, self._format))
        self._written = True
        return path

    def _path(self, brief: Brief) -> Path:
        assert self._folder is not None
        name = brief.source.id
        number = 2
        while name in self._names:  # two articles may bear the same name in different folders
            name = f"{brief.source.id}-{number}"
            number += 1
        self._names.add(name)
        return self._folder / f"{name}{SUFFIXES[self._format]}"

    def _print(self, brief: Brief) -> None:
        if self._format == "json":
            put_json(brief.model_dump_json() if self._several else brief.to_json())
            return
        terminal = sys.stdout.isatty()
        width = None
        if terminal:
            import shutil

            width = shutil.get_terminal_size().columns
        click.echo(rendered(brief, self._format, width=width, colour=terminal), nl=False)
