"""`summarizer collate`: several accounts of one event, side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.options import ModelOptions, model_options
from summarizer.cli.output import Format, format_for
from summarizer.cli.saying import put_json, say
from summarizer.errors import InputError, UsageError
from summarizer.files import write_whole
from summarizer.recordings import DEFAULT_PACK
from summarizer.render.visible import one_line

if TYPE_CHECKING:
    from summarizer.briefs.models import Brief
    from summarizer.collate.models import Collation

Recorder = Callable[[], AbstractContextManager[None]]
FINDINGS = 1
INCOMPLETE = 3


@click.command(
    epilog="Exit codes: 0 done, 1 a brief does not verify (it is in the table, marked), 2 nothing to collate, "
    "3 some sources could not be read, 4 no recording."
)
@click.argument("sources", nargs=-1, required=True, metavar="BRIEF…")
@click.option("--prompt", metavar="PACK", help=f"Prompt pack for articles.  [default: {DEFAULT_PACK}]")
@model_options
@click.option(
    "--decide", is_flag=True, help="Ask the model about pairs that the rules leave open; without it they are listed."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; its suffix tells the format.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "md", "html", "table"]),
    help="[default: by the suffix of -o; else table on a terminal, json elsewhere]",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, only errors.")
def collate(
    sources: tuple[str, ...],
    prompt: str | None,
    asking: ModelOptions,
    decide: bool,
    output: Path | None,
    format_: Format | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Set several accounts of one event side by side: who is the same, which figures and claims belong together, where
    they differ, and how sure each account is.

    A BRIEF is a file that `summarizer brief` wrote, of one brief (.json) or of many (.jsonl, .ndjson, .parquet), or a
    folder of such files. Anything else is taken for an article (as by `summarizer brief`) and briefed first. Stored
    briefs need no model.
    """
    if as_json and format_ not in (None, "json"):
        raise UsageError(f"--json and --format {format_} do not go together")
    chosen = format_for(output, "json" if as_json else format_)
    words = ["collate", *sources, *(["--decide"] if decide else [])]
    recorder = partial(asking.recorder, lambda _: words, prompt=prompt)
    gathered = _gather(sources, asking, recorder, prompt, quiet)
    if not gathered.briefs:
        raise InputError("nothing to collate: no source could be read")
    collation = _collated(gathered, asking, recorder) if decide else _side_by_side(gathered)
    _put(collation, chosen, output)
    for account in collation.accounts:
        for problem in account.problems[:1]:
            say(f"warning: {one_line(account.id)} does not verify: {one_line(problem)}")
    if not quiet:
        from summarizer.render.collation_rows import summary_of

        say(summary_of(collation) + (f" → {output}" if output else ""))
    if gathered.unread:
        return INCOMPLETE
    return FINDINGS if any(account.problems for account in collation.accounts) else 0


@dataclass
class _Gathered:
    """The briefs, why some do not hold (by position), and how many sources could not be read."""

    briefs: list[Brief] = field(default_factory=list)
    problems: dict[int, list[str]] = field(default_factory=dict)
    unread: int = 0

    def add(self, brief: Brief, *, stored: bool) -> None:
        """One more brief; a stored one is verified."""
        if stored:
            from summarizer.grounding.verify import verify

            if findings := verify(brief):
                self.problems[len(self.briefs)] = [finding.message for finding in findings]
        self.briefs.append(brief)

    def failed(self, message: str) -> None:
        """A source that gave nothing; said at once."""
        self.unread += 1
        say(f"error: {one_line(message)}")


def _gather(
    sources: Sequence[str], asking: ModelOptions, recorder: Recorder, prompt: str | None, quiet: bool
) -> _Gathered:
    from summarizer.briefs.stored import holds_briefs, read_briefs

    gathered = _Gathered()
    articles: list[str] = []
    for source in sources:
        if not holds_briefs(source):
            articles.append(source)
            continue
        for read in read_briefs(source):
            if isinstance(read, InputError):
                gathered.failed(str(read))
            else:
                gathered.add(read.brief, stored=True)
    if articles:
        _brief_first(gathered, articles, asking, recorder, prompt, quiet)
    return gathered


def _brief_first(
    gathered: _Gathered,
    articles: Sequence[str],
    asking: ModelOptions,
    recorder: Recorder,
    prompt: str | None,
    quiet: bool,
) -> None:
    """Brief articles, with the progress that `summarizer brief` shows."""
    import asyncio

    from summarizer.articles.read import read_articles
    from summarizer.batch import Job, run
    from summarizer.cli.output import Writer
    from summarizer.cli.progress import Reporter
    from summarizer.prompting.strategies import open_pack

    class Keeper(Writer):
        """Keeps the briefs instead of writing them."""

        def put(self, brief: Brief) -> Path | None:
            gathered.add(brief, stored=False)
            return None

    settings = asking.settings(prompt=prompt)
    job = Job(read_articles(articles), open_pack(settings.prompt or DEFAULT_PACK), settings, recording=asking.mode)
    keeper = Keeper(None, "json", several=True)
    with Reporter(keeper, quiet=quiet, show_items=False) as reporter, recorder():
        outcome = asyncio.run(run(job, reporter))
    gathered.unread += outcome.failed
    if outcome.first_error is not None and not gathered.briefs:
        raise outcome.first_error


def _side_by_side(gathered: _Gathered) -> Collation:
    from summarizer.collate import collate as side_by_side

    return side_by_side(gathered.briefs, problems=gathered.problems)


def _collated(gathered: _Gathered, asking: ModelOptions, recorder: Recorder) -> Collation:
    """With what the rules leave open decided by the model."""
    import asyncio

    from summarizer.collate.questions import collate_with_model
    from summarizer.engines.client import Client
    from summarizer.engines.providers import resolve

    async def ask() -> Collation:
        async with Client(resolve(asking.settings()), recording=asking.mode) as client:
            return await collate_with_model(gathered.briefs, client, problems=gathered.problems)

    with recorder():
        return asyncio.run(ask())


def _put(collation: Collation, format_: Format, output: Path | None) -> None:
    if output is not None:
        write_whole(output, _rendered(collation, format_))
        return
    if format_ == "json":
        put_json(collation.to_json())
        return
    terminal = sys.stdout.isatty()
    width = None
    if terminal:
        import shutil

        width = shutil.get_terminal_size().columns
    click.echo(_rendered(collation, format_, width=width, colour=terminal), nl=False)


def _rendered(collation: Collation, format_: Format, *, width: int | None = None, colour: bool = False) -> str:
    if format_ == "json":
        return collation.to_json()
    if format_ == "md":
        from summarizer.render.collation_markdown import to_markdown

        return to_markdown(collation)
    if format_ == "html":
        from summarizer.render.collation_html import to_html

        return to_html(collation)
    from summarizer.render.collation_terminal import to_terminal

    return to_terminal(collation, width=width, colour=colour)
