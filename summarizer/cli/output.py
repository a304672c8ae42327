"""Where results go: one file an article in a folder, one file, or standard output; always whole files, never halves."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click

from summarizer.briefs.models import Brief
from summarizer.cli.saying import put_json
from summarizer.errors import UsageError

Format = Literal["json", "md", "html", "table"]
SUFFIXES = {"json": ".json", "md": ".md", "html": ".html", "table": ".txt"}


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, also after a crash.

    Raises:
        UsageError: the folder cannot be written to, or the disk is full.
    """
    from summarizer.cassettes.files import write_whole

    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


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

    A folder gets one file an article; a file gets the one brief; standard output gets all of them, JSON as one brief a
    line when there are several sources.
    """

    def __init__(self, target: Path | None, format_: Format, *, several: bool) -> None:
        self._format = format_
        self._several = several
        self._folder: Path | None = None
        self._file: Path | None = None
        self._names: set[str] = set()
        if target is not None and (several or target.is_dir() or str(target).endswith(os.sep) or not target.suffix):
            if target.is_file():
                raise UsageError(f"{target} is a file, and there are several briefs to write; give a folder")
            self._folder = target
        else:
            self._file = target

    def put(self, brief: Brief) -> Path | None:
        """Write one brief; the path, or None for standard output."""
        if self._folder is None and self._file is None:
            self._print(brief)
            return None
        path = self._file or self._path(brief)
        write_atomically(path, rendered(brief, self._format))
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
