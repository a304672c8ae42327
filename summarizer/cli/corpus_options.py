"""Options of `summarizer brief` for many articles, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from summarizer.errors import UsageError
from summarizer.suffixes import is_corpus

if TYPE_CHECKING:
    from summarizer.batch.limits import Limits

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class CorpusOptions:
    """How a job of many articles is run, as given on the command line (None: not given)."""

    requests_per_minute: float | None
    tokens_per_minute: float | None
    article_timeout: float | None
    max_cost: float | None
    dry_run: bool
    resume: bool
    retry_failed: bool
    engine: Literal["local", "ray"]
    workers: int | None
    batch_out: Path | None
    batch_in: tuple[Path, ...]

    def limits(self, *, corpus: bool) -> Limits:
        """The limits; a corpus has a time limit for an article also where none was given."""
        from summarizer.batch.limits import ARTICLE_SECONDS, Limits

        seconds = self.article_timeout or (ARTICLE_SECONDS if corpus else None)
        return Limits(self.requests_per_minute, self.tokens_per_minute, seconds, self.max_cost)

    def check(self, output: Path | None) -> None:
        """Pass options that go together.

        Raises:
            UsageError: they do not.
        """
        several = [name for name in ("dry_run", "batch_out", "batch_in") if getattr(self, name)]
        if len(several) > 1:
            raise UsageError(f"{_flag(several[0])} and {_flag(several[1])} do not go together; do one after the other")
        if self.dry_run and self.resume:
            raise UsageError("--dry-run prices all articles, also those that are through; leave --resume out")
        if self.batch_out is not None and (output is not None or self.resume):
            raise UsageError("--batch-out only writes requests; give -o with --batch-in, when the responses are there")
        if self.engine == "ray":
            self._check_ray(output)
            return
        if self.workers is not None:
            raise UsageError("--workers goes with --engine ray")
        if (self.resume or self.retry_failed or self.batch_in) and not is_corpus_output(output):
            flag = "--resume" if self.resume else "--retry-failed" if self.retry_failed else "--batch-in"
            raise UsageError(f"{flag} needs one file for all briefs: -o FILE.jsonl or -o FILE.parquet")
        if self.retry_failed and not self.resume:
            raise UsageError("--retry-failed goes with --resume")

    def _check_ray(self, output: Path | None) -> None:
        if output is None or output.suffix or output.is_file():
            raise UsageError("--engine ray writes one file for each part of the corpus; give a folder with -o FOLDER")
        if self.batch_out is not None or self.batch_in or self.dry_run:
            raise UsageError("--engine ray asks a model; it does not go with --dry-run, --batch-out or --batch-in")


def is_corpus_output(output: Path | None) -> bool:
    """Whether all briefs go to one file of lines, or of rows."""
    return output is not None and is_corpus(output) and not output.is_dir()


def corpus_options(command: Command) -> Command:
    """Add the options of `CorpusOptions`; the command gets them as `corpus`."""

    @wraps(command)  # also carries over the parameters that click has hung on the command
    def gathered(*args: Any, **kwargs: Any) -> Any:
        values = {field.name: kwargs.pop(field.name) for field in fields(CorpusOptions)}
        return command(*args, corpus=CorpusOptions(**values), **kwargs)

    positive = click.FloatRange(min=0, min_open=True)
    path = click.Path(path_type=Path)
    options = [
        click.option("--requests-per-minute", type=positive, metavar="N", help="Ask no faster than this."),
        click.option("--tokens-per-minute", type=positive, metavar="N", help="Prompt and output tokens together."),
        click.option(
            "--article-timeout",
            type=positive,
            metavar="SECONDS",
            help="Give an article up after this.  [default: 900 with a served model and -o FILE.jsonl or .parquet]",
        ),
        click.option("--max-cost", type=positive, metavar="DOLLARS", help="Stop before more than this is spent."),
        click.option("--dry-run", is_flag=True, help="Ask nothing; say how many calls and tokens, and what they cost."),
        click.option("--resume", is_flag=True, help="Go on with -o: articles that are through are not asked again."),
        click.option("--retry-failed", is_flag=True, help="With --resume: try articles that failed once more."),
        click.option(
            "--engine",
            type=click.Choice(["local", "ray"]),
            default="local",
            show_default=True,
            help="What runs the job: this process, or Ray workers on one machine or many.",
        ),
        click.option("--workers", type=click.IntRange(min=1), help="With --engine ray.  [default: one a core]"),
        click.option("--batch-out", type=path, metavar="FILE", help="Write requests for a hosted batch; ask nothing."),
        click.option(
            "--batch-in", type=path, metavar="FILE", multiple=True, help="Responses of a hosted batch; repeatable."
        ),
    ]
    for option in reversed(options):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
