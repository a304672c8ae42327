"""Many articles: a bounded number in flight, results in the order they were given, one failure never stops the rest."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure
from summarizer.brief.models import Brief
from summarizer.config import Settings
from summarizer.engines.calls import TokenProgress
from summarizer.engines.client import Client, Recording
from summarizer.engines.providers import resolve
from summarizer.engines.weights import Stage
from summarizer.errors import InputError, ModelError, SummarizerError
from summarizer.pipeline import make_brief
from summarizer.prompting.events import Progress
from summarizer.prompting.pack import Pack

_SERVED = 4  # articles in flight at a server, where nothing else is said; the embedded engine has one place


@dataclass(frozen=True)
class Job:
    """What to do: which articles, asked how, of which model."""

    articles: Iterable[Article | ReadFailure]
    pack: Pack
    settings: Settings
    take: int = 1
    recording: Recording = "off"


@dataclass
class Outcome:
    """What became of a job."""

    done: int = 0
    failed: int = 0
    first_error: SummarizerError | None = None


class Watcher(Protocol):
    """Who is told, in order, what becomes of each article, and on the way how far things are."""

    def started(self, article: Article) -> None:
        """Work on an article begins."""

    def progress(self, progress: Progress) -> None:
        """A question is answered."""

    def tokens(self, progress: TokenProgress) -> None:
        """An answer grows."""

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Weights are being assembled, checked or downloaded: `done` of `total` bytes."""

    def finished(self, brief: Brief) -> None:
        """A brief is ready."""

    def failed(self, origin: str, error: SummarizerError) -> None:
        """An article gave no brief."""


async def run(job: Job, watcher: Watcher) -> Outcome:
    """Brief every article of the job.

    Raises:
        EngineError, CassetteMissError: no further article can succeed; what was finished has been handed over.
    """
    outcome = Outcome()
    target = resolve(job.settings)
    width = job.settings.concurrency or (1 if target.embedded is not None else _SERVED)
    client = Client(target, recording=job.recording, on_tokens=watcher.tokens, on_bytes=watcher.weights)
    articles = iter(job.articles)
    flying: deque[tuple[str, asyncio.Task[Brief]]] = deque()
    async with client:
        try:
            while _refill(flying, articles, width, job, client, watcher) or flying:
                origin, task = flying.popleft()
                try:
                    brief = await task
                except (ModelError, InputError) as error:
                    outcome.failed += 1
                    outcome.first_error = outcome.first_error or error
                    watcher.failed(origin, error)
                else:
                    outcome.done += 1
                    watcher.finished(brief)
        finally:
            for _, task in flying:
                task.cancel()
            await asyncio.gather(*(task for _, task in flying), return_exceptions=True)
    return outcome


def _refill(
    flying: deque[tuple[str, asyncio.Task[Brief]]],
    articles: Iterator[Article | ReadFailure],
    width: int,
    job: Job,
    client: Client,
    watcher: Watcher,
) -> bool:
    """Start articles until `width` are in flight; whether any was started."""
    started = False
    while len(flying) < width:
        item = next(articles, None)
        if item is None:
            return started
        origin = item.origin or "the text"
        task = asyncio.create_task(_one(item, job, client, watcher))
        flying.append((origin, task))
        started = True
    return started


async def _one(item: Article | ReadFailure, job: Job, client: Client, watcher: Watcher) -> Brief:
    if isinstance(item, ReadFailure):
        raise item.error
    watcher.started(item)
    return await make_brief(item, job.pack, client, take=job.take, on_progress=watcher.progress)
