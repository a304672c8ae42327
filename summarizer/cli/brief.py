"""`summarizer brief`: articles in, briefs out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from summarizer.cli.options import ModelOptions, model_options
from summarizer.cli.output import Format, Writer
from summarizer.errors import SummarizerError
from summarizer.recordings import DEFAULT_PACK

INCOMPLETE = 3


@click.command(
    epilog="Exit codes: 0 all done, 2 nothing to be done, 3 some articles failed, the rest is written, 4 no recording."
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@click.option(
    "--prompt",
    metavar="PACK",
    help=f"Prompt pack: a name from `summarizer prompts list` or a folder.  [default: {DEFAULT_PACK}]",
)
@model_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file, or a folder for one file an article.")
@click.option(
    "--format", "format_", type=click.Choice(["json", "md", "table"]), help="[default: table on a terminal, else json]"
)
@click.option(
    "--take",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which of several answers to the same questions.",
)
@click.option("--temperature", type=click.FloatRange(0, 2), help="Overrides the pack's.")
@click.option(
    "--concurrency", type=click.IntRange(min=1), help="Articles in flight at once.  [default: 1 embedded, 4 served]"
)
@click.option("--encoding", help="Encoding of text files that are not UTF-8.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, only errors.")
def brief(
    articles: tuple[str, ...],
    prompt: str | None,
    asking: ModelOptions,
    output: Path | None,
    format_: Format | None,
    take: int,
    temperature: float | None,
    concurrency: int | None,
    encoding: str | None,
    quiet: bool,
) -> int:
    """Turn each ARTICLE into a brief.

    An ARTICLE is a .txt, .md or .html file, a folder of them, a .jsonl corpus, a URL, or - for standard input.
    The embedded model wants the machine to itself: anything busy beside it makes it many times slower.
    """
    import asyncio
    from dataclasses import replace

    from summarizer.articles.read import read_articles
    from summarizer.batch import Job, run
    from summarizer.cli.progress import Reporter
    from summarizer.prompting.strategies import open_pack

    settings = asking.settings(prompt=prompt, concurrency=concurrency)
    pack = open_pack(settings.prompt or DEFAULT_PACK)
    if temperature is not None:
        pack = replace(pack, temperature=temperature)
    if format_ is None:
        to_terminal = output is None and sys.stdout.isatty()
        format_ = "table" if to_terminal else "json"
    writer = Writer(output, format_, several=_several(articles))
    job = Job(read_articles(articles, encoding=encoding), pack, settings, take, asking.mode)
    with Reporter(writer, quiet=quiet, show_items=asking.mode != "replay") as reporter, asking.recorder():
        outcome = asyncio.run(run(job, reporter))
    return _exit_code(outcome.done, outcome.failed, outcome.first_error)


def _several(articles: tuple[str, ...]) -> bool:
    one = articles[0]
    return len(articles) > 1 or Path(one).is_dir() or one.endswith((".jsonl", ".parquet"))


def _exit_code(done: int, failed: int, first_error: SummarizerError | None) -> int:
    if not failed or first_error is None:
        return 0
    return INCOMPLETE if done else first_error.exit_code
