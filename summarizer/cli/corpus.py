"""Running a job of many articles from the command line: to one file, through Ray, as a batch, or only priced."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from summarizer.cli.saying import say
from summarizer.cli.tally import Tally
from summarizer.errors import EngineError, UsageError
from summarizer.render.visible import one_line

if TYPE_CHECKING:
    from summarizer.batch import Job, Outcome
    from summarizer.cli.corpus_options import CorpusOptions

INCOMPLETE = 3
Result = TypeVar("Result")


def run_job(
    job: Job,
    sources: tuple[str, ...],
    output: Path | None,
    corpus: CorpusOptions,
    recorder: AbstractContextManager[None],
    *,
    encoding: str | None,
    quiet: bool,
) -> int:
    """Do what the options say, with `recorder` around what is asked here; the exit code."""
    if corpus.dry_run:
        return _price(job)
    if corpus.batch_out is not None:
        return _write_batch(job, corpus.batch_out)
    assert output is not None  # CorpusOptions.check has seen to it
    if corpus.engine == "ray":
        return _run_on_ray(job, sources, output, corpus, encoding=encoding, quiet=quiet)
    return _run(job, sources, output, corpus, recorder, quiet=quiet)


def _run(
    job: Job,
    sources: tuple[str, ...],
    output: Path,
    corpus: CorpusOptions,
    recorder: AbstractContextManager[None],
    *,
    quiet: bool,
) -> int:
    from contextlib import ExitStack

    from summarizer.batch.corpus import Output, run_corpus
    from summarizer.batch.hosted import Responses, check_pack
    from summarizer.batch.limits import Spending
    from summarizer.engines.providers import resolve

    target = resolve(job.settings)
    if corpus.batch_in:
        target = replace(target, price=target.batch_price)
    spending = Spending(target.price)
    where = Output(output, resume=corpus.resume, retry_failed=corpus.retry_failed)
    with ExitStack() as stack:
        if corpus.batch_in:
            check_pack(job.pack, target)
            job = replace(job, answers=stack.enter_context(Responses(corpus.batch_in, target, spending)))
        tally = stack.enter_context(Tally(sources, spending, quiet=quiet))
        stack.enter_context(recorder)
        try:
            outcome = _interruptible(run_corpus(job, where, tally, spending))
        except EngineError as error:
            if not output.exists():
                raise
            raise EngineError(f"{error}; go on with --resume") from error
    return _exit_code(outcome, output)


def _run_on_ray(
    job: Job,
    sources: tuple[str, ...],
    output: Path,
    corpus: CorpusOptions,
    *,
    encoding: str | None,
    quiet: bool,
) -> int:
    from summarizer.batch.on_ray import RayOptions, run_on_ray

    if job.recording != "off":
        raise UsageError("--engine ray asks the model itself; recordings go with --engine local")
    options = RayOptions(output, corpus.workers, corpus.resume, corpus.retry_failed, encoding)

    def tell(line: str) -> None:
        if not quiet:
            say(line)

    done, failed = run_on_ray(job, sources, options, tell)
    say(f"{done:,} briefs, {failed:,} failed, in {output}")
    return INCOMPLETE if failed else 0


def _price(job: Job) -> int:
    from summarizer.batch.pricing import quote

    found = _interruptible(quote(job))
    click.echo(f"{found.articles:,} articles with {found.pack} and {found.model}; nothing was asked")
    if found.unreadable:
        click.echo(f"{found.unreadable:,} more cannot be read")
    if found.sampled < found.articles:
        click.echo(f"worked out on {found.sampled:,} of them")
    click.echo(f"about {found.calls:,} calls, {found.prompt_tokens:,} prompt and {found.output_tokens:,} output tokens")
    cost, highest = found.cost, found.highest_cost
    if cost is None or highest is None:
        click.echo(
            f"what that costs is not known: give input and output, in dollars per million tokens, under "
            f'[models."{found.model}"] in summarizer.toml'
        )
    elif found.embedded:
        click.echo("no cost: the model runs on this machine")
    else:
        click.echo(f"about ${cost:,.2f}; ${highest:,.2f} if every answer were as long as it may be")
    return 0 if found.articles else 2


def _write_batch(job: Job, path: Path) -> int:
    from summarizer.batch.hosted import write_requests
    from summarizer.render.summary import counted

    written = _interruptible(write_requests(job, path))
    for failure in written.unread:
        say(f"error: {one_line(str(failure.error))}")
    files = " and ".join(str(file) for file in written.files)
    say(f"{counted(written.requests, 'request')} for {counted(written.articles, 'article')} in {files}")
    if not written.requests:
        return 2
    click.echo(
        "Send them to the service; read the responses with the same articles, --prompt and --model: --batch-in FILE "
        "-o FILE.jsonl. Bad answers are not asked for again",
        err=True,
    )
    return INCOMPLETE if written.unread else 0


def _exit_code(outcome: Outcome, output: Path) -> int:
    from summarizer.batch.store import failures_path

    failed = outcome.failed + outcome.failed_before
    if failed:
        before = f", {outcome.failed_before:,} of them in earlier runs" if outcome.failed_before else ""
        say(f"{failed:,} articles failed{before}; the reasons are in {failures_path(output)}")
    if outcome.stopped:
        say(f"stopped: {outcome.stopped}. Go on with --resume and a higher --max-cost")
        return INCOMPLETE
    return INCOMPLETE if failed else 0


def _interruptible(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end; SIGTERM ends it as Ctrl-C does, with everything stored."""

    async def guarded() -> Result:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        try:
            loop.add_signal_handler(signal.SIGTERM, task.cancel)
        except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not in the main thread
            pass
        return await work

    try:
        return asyncio.run(guarded())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
