"""`summarizer brief`: articles in, briefs out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.corpus_options import CorpusOptions, corpus_options, is_corpus_output
from summarizer.cli.options import ModelOptions, model_options
from summarizer.cli.output import Format, Writer, format_for, to_folder
from summarizer.cli.saying import say
from summarizer.errors import InputError, SummarizerError, UsageError
from summarizer.recordings import DEFAULT_PACK
from summarizer.suffixes import is_corpus

if TYPE_CHECKING:
    from summarizer.articles.model import Article
    from summarizer.articles.read import ReadFailure

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
@corpus_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A file whose suffix tells the format, a folder for one file an article, or one .jsonl, .ndjson or .parquet "
    "for all.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "md", "html", "table"]),
    help="[default: by the suffix of -o; in a folder json; without -o table on a terminal, else json]",
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
    corpus: CorpusOptions,
    output: Path | None,
    format_: Format | None,
    take: int,
    temperature: float | None,
    concurrency: int | None,
    encoding: str | None,
    quiet: bool,
) -> int:
    """Turn each ARTICLE into a brief.

    An ARTICLE is a .txt, .md or .html file, a folder of them, a .jsonl, .ndjson or .parquet corpus, a URL, or - for
    standard input. The embedded model wants the machine to itself: anything busy beside it makes it many times slower.

    With -o FILE.jsonl, FILE.ndjson or FILE.parquet all briefs go to one file, in the order in which they are finished,
    and failures with their reasons to FILE.failures.jsonl, FILE.ndjson.failures.jsonl or FILE.parquet.failures.jsonl.
    Killed at any moment, the run goes on with --resume; as long as failures are left there, the exit code is 3.
    """
    import asyncio

    from summarizer.articles.read import read_articles
    from summarizer.batch import Job, run
    from summarizer.cli.progress import Reporter
    from summarizer.engines.providers import resolve
    from summarizer.prompting.strategies import open_pack

    corpus.check(output)
    settings = asking.settings(prompt=prompt, concurrency=concurrency)
    pack = open_pack(settings.prompt or DEFAULT_PACK, temperature)
    one_file = is_corpus_output(output)
    served = resolve(settings).embedded is None  # the embedded engine may take its time
    limits = corpus.limits(corpus=served and (one_file or corpus.engine == "ray"))
    found = _some(read_articles(articles, encoding=encoding), articles)
    job = Job(found, pack, settings, take, asking.mode, limits)
    recorder = asking.recorder(
        lambda article: ["brief", _source(article, articles)],
        prompt=settings.prompt or DEFAULT_PACK,
        take=take if take > 1 else None,
        temperature=temperature,
        encoding=encoding,
    )
    if one_file or corpus.dry_run or corpus.batch_out is not None or corpus.engine == "ray":
        from summarizer.cli.corpus import run_job

        if format_ not in (None, "json"):
            raise UsageError(f"--format {format_} goes with a folder, a file or standard output, not with a corpus")
        return run_job(job, articles, output, corpus, recorder, encoding=encoding, quiet=quiet)
    several = _several(articles)
    chosen = format_ or "json" if to_folder(output, several=several) else format_for(output, format_)
    writer = Writer(output, chosen, several=several)
    with Reporter(writer, quiet=quiet, show_items=asking.mode != "replay") as reporter, recorder:
        outcome = asyncio.run(run(job, reporter))
    if outcome.stopped:
        say(f"stopped: {outcome.stopped}")
        return INCOMPLETE
    return _exit_code(outcome.done, outcome.failed, outcome.first_error)


def _some(found: Iterator[Article | ReadFailure], given: tuple[str, ...]) -> Iterator[Article | ReadFailure]:
    """What was found, the first of which is read at once, before anything is written.

    Raises:
        InputError: nothing was.
    """
    first = next(found, None)
    if first is None:
        raise InputError(f"no article in {', '.join(given)}")
    return chain([first], found)


def _source(article: str, given: tuple[str, ...]) -> str:
    """What was given that an article was read from: of a row of a corpus, the corpus."""
    corpus, colon, row = article.rpartition(":")
    return corpus if colon and row.isdecimal() and corpus in given else article


def _several(articles: tuple[str, ...]) -> bool:
    one = articles[0]
    return len(articles) > 1 or Path(one).is_dir() or is_corpus(one)


def _exit_code(done: int, failed: int, first_error: SummarizerError | None) -> int:
    if not failed or first_error is None:
        return 0
    return INCOMPLETE if done else first_error.exit_code
