"""What goes to a terminal or a log: no character of an article, a file or a server is obeyed, no key is repeated."""

from __future__ import annotations

import sys

import click

from summarizer.redaction import in_environment, without_secrets
from summarizer.render.visible import in_json, visible


def shown(text: str) -> str:
    """A message with hidden characters made visible, and without keys and passwords; line ends are kept."""
    return visible(without_secrets(text, in_environment()))


def say(text: str) -> None:
    """A message to standard error."""
    click.echo(shown(text), err=True)


def put_json(text: str) -> None:
    """JSON to standard output as it is; to a terminal as JSON that says the same with no hidden character in it."""
    click.echo(in_json(text) if sys.stdout.isatty() else text, nl=not text.endswith("\n"))
