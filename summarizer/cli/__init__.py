"""The command line: the only place that prints, and that turns errors into exit codes.

    0 done   1 findings   2 usage or bad input   3 incomplete   4 a cassette has no answer   130 interrupted

Each command is a module of its own that is imported when it is called, so that `--help` stays quick.
"""

from __future__ import annotations

import importlib
import io
import logging
import sys
from collections.abc import Mapping

import click

from summarizer.errors import SummarizerError

INTERRUPTED = 130

# Command name: module, attribute, one-line help (repeated here so that the list needs no import).
_COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "brief": ("summarizer.cli.brief", "brief", "Turn articles into grounded, typed briefs."),
    "verify": ("summarizer.cli.verify", "verify", "Re-check stored briefs against their articles; needs no model."),
    "review": ("summarizer.cli.review", "review", "Accept, reject and correct items on a local page; saves gold."),
    "collate": ("summarizer.cli.collate", "collate", "Set several accounts of one event side by side."),
    "prompts": ("summarizer.cli.prompts", "prompts", "List, show and check prompt packs."),
    "schema": ("summarizer.cli.schema", "schema", "Show, write or check the JSON Schemas."),
    "models": ("summarizer.cli.models", "models", "List models, fetch the weights of the embedded one."),
    "cassettes": ("summarizer.cli.cassettes", "cassettes", "List, check and explain recordings."),
    "eval": ("summarizer.cli.eval", "evaluate", "Score prompts against gold, compare them, gate."),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in _COMMANDS.items()])


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings come from summarizer.toml, then SUMMARIZER_… variables, then options.",
)
@click.version_option(package_name="summarizer", prog_name="summarizer")
def cli() -> None:
    """Turn news articles into typed briefs that point at the article's own words.

    Results go to standard output, progress and messages to standard error.
    """


def main() -> None:
    """Run the command line and leave with the documented exit code."""
    # What libraries log or warn of can hold an article's words and a terminal's escapes; our own messages say enough.
    logging.captureWarnings(True)
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; errors are printed in one or two lines."""
    try:
        code = cli.main(arguments, prog_name="summarizer", standalone_mode=False)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        _say(shown.getvalue().rstrip("\n"))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; what was finished is in place", err=True)
        return INTERRUPTED
    except SummarizerError as error:
        _say(f"error: {error}")
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output (`| head`) has had enough; there is nobody left to tell.
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _say(text: str) -> None:
    from summarizer.cli.saying import say

    say(text)
