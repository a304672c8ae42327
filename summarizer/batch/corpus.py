"""A corpus to a file of briefs: what is through already is passed over, the rest is asked about and stored."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from summarizer.articles.model import Article, ReadFailure
from summarizer.batch.journal import State
from summarizer.batch.limits import Spending
from summarizer.batch.parquet import pack_parquet, unpack_parquet, working_file
from summarizer.batch.recipe import recipe_of
from summarizer.batch.running import Job, Outcome, Watcher, run
from summarizer.batch.store import Store
from summarizer.briefs.models import Brief
from summarizer.engines.calls import TokenProgress
from summarizer.engines.providers import resolve
from summarizer.engines.weights import Stage
from summarizer.errors import SummarizerError
from summarizer.locks import held
from summarizer.prompting.events import Progress
from summarizer.suffixes import is_parquet


@dataclass(frozen=True)
class Output:
    """Where briefs go, and what to do with what is there. `retry_failed` tries failed articles again."""

    path: Path
    resume: bool = False
    retry_failed: bool = False


class CorpusWatcher(Watcher, Protocol):
    """A watcher that is also told what there is no need to do."""

    def skipped(self, state: State) -> None:
        """An earlier run has finished this article."""


async def run_corpus(job: Job, output: Output, watcher: CorpusWatcher, spending: Spending | None = None) -> Outcome:
    """Run a job into one file; see `summarizer.batch.store` for the files beside it.

    `spending` starts with what earlier runs into the same file used, so that a cost limit is one for all of them. The
    outcome counts this run alone, but for its `failed_before`.

    Raises:
        UsageError: the output cannot be written, is being written by another run, or is there already and not to be
            resumed.
        EngineError, CassetteMissError: no further article can succeed; what was finished is stored.
    """
    path = output.path
    busy = f"another run is writing {path}; wait for it, or give another -o"
    # Around everything, since a Parquet file is unpacked before and packed after its lines are written.
    with held(path.with_name(f".{path.name}.lock"), busy):
        return await _run_alone(job, output, watcher, spending)


_BETWEEN_COLLECTIONS = 7_000  # objects; the 700 of Python take a tenth of the time and find little to free


async def _run_alone(job: Job, output: Output, watcher: CorpusWatcher, spending: Spending | None) -> Outcome:
    gc.freeze()  # what is imported stays
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    target = resolve(job.settings)
    spending = spending or Spending(target.price)
    recipe = recipe_of(job.pack, target, job.take)
    lines = working_file(output.path) if is_parquet(output.path) else None
    if lines is not None and output.resume:
        unpack_parquet(output.path, lines)
    with Store(
        output.path, recipe, spending, lines=lines, resume=output.resume, retry_failed=output.retry_failed
    ) as store:
        keeper = _Keeper(store, watcher)
        articles = keeper.not_through(iter(job.articles))
        outcome = await run(replace(job, articles=articles, ordered=False), keeper, spending)
        outcome.failed_before = store.failed - outcome.failed
    if lines is not None:
        pack_parquet(lines, output.path)
    return outcome


class _Keeper:
    """Stores results, and passes everything on to another watcher."""

    def __init__(self, store: Store, watcher: CorpusWatcher) -> None:
        self._store = store
        self._watcher = watcher
        self._flying: dict[str, Article] = {}

    def not_through(self, articles: Iterator[Article | ReadFailure]) -> Iterator[Article | ReadFailure]:
        """The articles that no earlier run has finished."""
        for item in articles:
            known = self._store.has_origin(item.origin) if isinstance(item, ReadFailure) else self._store.has(item)
            if known is None:
                yield item
            else:
                self._watcher.skipped(known)

    def started(self, article: Article) -> None:
        """Remember the article until it is through."""
        self._flying[article.origin or "the text"] = article
        self._watcher.started(article)

    def finished(self, brief: Brief) -> None:
        """Store a brief."""
        self._flying.pop(brief.source.origin or "the text", None)
        self._store.put(brief)
        self._watcher.finished(brief)

    def failed(self, origin: str, error: SummarizerError) -> None:
        """Store a failure."""
        self._store.fail(self._flying.pop(origin, None), origin, error)
        self._watcher.failed(origin, error)

    def progress(self, progress: Progress) -> None:
        """Pass on."""
        self._watcher.progress(progress)

    def tokens(self, progress: TokenProgress) -> None:
        """Pass on."""
        self._watcher.tokens(progress)

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Pass on."""
        self._watcher.weights(stage, done, total)
