"""Many articles: a bounded number in flight, one failure never stops the rest."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure
from summarizer.batch.limits import Limits, Spending
from summarizer.briefs.models import Brief
from summarizer.config import Settings
from summarizer.engines.calls import Call, TokenProgress
from summarizer.engines.client import Client, Recording, Sent
from summarizer.engines.providers import Target, resolve
from summarizer.engines.weights import Stage
from summarizer.errors import (
    EngineError,
    InputError,
    ModelError,
    SummarizerError,
    TimeLimitError,
    TransportError,
    UsageError,
)
from summarizer.pipeline import Asker, make_brief
from summarizer.prompting.events import Progress
from summarizer.prompting.pack import Pack

_SERVED = 4  # articles in flight at a server, where nothing else is said; the embedded engine has one place
_AHEAD = 8  # finished articles that may wait for an earlier one, as a multiple of those in flight
_IN_A_ROW = 20  # articles that fail on their way to the server, one after the other, before the run is given up


@dataclass(frozen=True)
class Job:
    """What to do: which articles, asked how, of which model, within which limits.

    `ordered` hands results over in the order of the articles; without it as they come, which keeps more in flight.
    `answers` takes the place of the model.
    """

    articles: Iterable[Article | ReadFailure]
    pack: Pack
    settings: Settings
    take: int = 1
    recording: Recording = "off"
    limits: Limits = field(default_factory=Limits)
    ordered: bool = True
    answers: Asker | None = None


@dataclass
class Outcome:
    """What became of a job. `stopped` says why it ended before all articles were through; None where it did not.

    `failed_before` are failures that earlier runs left in the same output.
    """

    done: int = 0
    failed: int = 0
    failed_before: int = 0
    first_error: SummarizerError | None = None
    stopped: str | None = None
    spending: Spending | None = None


class Watcher(Protocol):
    """Who is told what becomes of each article, and on the way how far things are."""

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


async def run(job: Job, watcher: Watcher, spending: Spending | None = None) -> Outcome:
    """Brief every article of the job. `spending` is added to, so that its owner can watch it.

    Raises:
        UsageError: a cost limit for a model without a price.
        EngineError, CassetteMissError: no further article can succeed; what was finished has been handed over.
    """
    target = fitted_target(job)
    if job.limits.cost is not None and target.price is None and target.embedded is None:
        raise UsageError(
            f"a cost limit needs the price of {target.name}: give input and output, in dollars per million tokens, "
            f'under [models."{target.name}"] in summarizer.toml'
        )
    _check_rates(job, target)
    spending = spending or Spending(target.price)
    job = replace(job, pack=job.pack.fitted(target.context))
    outcome = Outcome(spending=spending)
    if job.answers is not None:
        await _Flight(job, watcher, job.answers, outcome).run()
        return outcome
    async with _client(job, target, watcher, spending) as client:
        await _Flight(job, watcher, client, outcome).run()
    return outcome


def _check_rates(job: Job, target: Target) -> None:
    rates = job.limits.requests_per_minute or job.limits.tokens_per_minute
    if rates and (target.embedded is not None or job.recording != "off" or job.answers is not None):
        raise UsageError("requests and tokens a minute can only be limited where a served model is asked, unrecorded")


def width_of(job: Job, target: Target) -> int:
    """How many questions are asked at once."""
    return job.settings.concurrency or (1 if target.embedded is not None else _SERVED)


def fitted_target(job: Job) -> Target:
    """The model, and where it is embedded with as many places as articles in flight, on the cores that are idle."""
    target = resolve(job.settings)
    if target.embedded is None or job.recording == "replay":
        return target
    width = width_of(job, target)
    if width == 1:
        return target  # as everywhere else, so that all commands share one engine
    from summarizer.batch.idle import idle_cores

    threads = target.embedded.threads or idle_cores()
    return replace(target, embedded=replace(target.embedded, parallel=width, threads=threads))


def _client(job: Job, target: Target, watcher: Watcher, spending: Spending) -> Client:
    if job.recording != "off" or target.embedded is not None:
        # A recording must be of what the SDK itself would do; the embedded engine has no limits to keep to.
        count = partial(_counted, spending)
        return Client(target, recording=job.recording, on_tokens=watcher.tokens, on_bytes=watcher.weights, pace=count)
    from summarizer.batch.pacing import Pacer

    # Half of an article's time at most for one request, so that one that hangs leaves time for another.
    seconds = min(target.timeout, (job.limits.article_seconds or math.inf) / 2)
    pacer = Pacer(job.limits, spending, width_of(job, target), seconds)
    tokens = watcher.tokens if job.ordered else None  # nobody can follow many answers; whole ones cost less
    return Client(target, on_tokens=tokens, on_bytes=watcher.weights, max_retries=0, pace=pacer)


async def _counted(spending: Spending, call: Call, send: Callable[[], Awaitable[Sent]]) -> Sent:
    """Send at once, and count the answer."""
    response, answer = await send()
    if answer is not None:
        spending.add(answer)
    return response, answer


class _Flight:
    """The articles in flight, and what became of those that landed."""

    def __init__(self, job: Job, watcher: Watcher, asker: Asker, outcome: Outcome) -> None:
        self._asker = asker
        self._outcome = outcome
        self._job = job
        self._watcher = watcher
        width = width_of(job, asker.target)
        # Where requests are paced, the pacer keeps to the width; more articles then, so that none of its places stays
        # empty while an article is read, grounded or waits to try again.
        self._width = width if job.ordered else width + width // 2 + 1
        self._flying: set[asyncio.Task[Brief]] = set()
        self._landed: asyncio.Queue[tuple[int, str, asyncio.Task[Brief]]] = asyncio.Queue()
        self._waiting: dict[int, tuple[str, asyncio.Task[Brief]]] = {}
        self._next: Article | ReadFailure | None = None  # read, and not started for fear of the cost
        self._started = 0
        self._handed = 0
        self._in_a_row = 0

    async def run(self) -> None:
        articles = iter(self._job.articles)
        try:
            while self._refill(articles) or self._flying or not self._landed.empty():
                number, origin, task = await self._landed.get()
                self._flying.discard(task)
                self._waiting[number] = (origin, task)
                if not self._job.ordered:
                    self._hand_over(number)
                while self._handed in self._waiting:
                    self._hand_over(self._handed)
        finally:
            for task in self._flying:
                task.cancel()
            await asyncio.gather(*self._flying, return_exceptions=True)
            self._hand_over_finished()

    def _refill(self, articles: Iterator[Article | ReadFailure]) -> bool:
        """Start articles until enough are in flight; whether any was started."""
        started = False
        while len(self._flying) < self._width and len(self._waiting) < _AHEAD * self._width:
            item = self._next or next(articles, None)
            if item is None:
                break
            if isinstance(item, Article) and not self._affordable():
                self._next = item
                break
            self._next = None
            task = asyncio.create_task(self._one(item))
            self._flying.add(task)
            number, origin = self._started, item.origin or "the text"
            task.add_done_callback(lambda task, n=number, o=origin: self._landed.put_nowait((n, o, task)))  # type: ignore[misc]
            self._started += 1
            started = True
        return started

    def _affordable(self) -> bool:
        """Whether one more article surely stays within the cost limit, if none is dearer than the dearest so far."""
        limit, spending = self._job.limits.cost, self._outcome.spending
        if limit is None or self._job.recording == "replay" or spending is None or (spent := spending.cost) is None:
            return True
        if spent + spending.dearest * (len(self._flying) + 1) <= limit and (spending.dearest or not self._flying):
            self._outcome.stopped = None
            return True
        self._outcome.stopped = f"${spent:.4f} of ${limit:g} are spent, and another article could be too much"
        return False

    def _hand_over(self, number: int) -> None:
        origin, task = self._waiting.pop(number)
        self._handed += 1
        if task.cancelled():
            raise asyncio.CancelledError
        error = task.exception()
        if error is None:
            self._in_a_row = 0
            self._finished(task.result())
        elif isinstance(error, (ModelError, InputError)):
            self._outcome.failed += 1
            self._outcome.first_error = self._outcome.first_error or error
            self._watcher.failed(origin, error)
            self._count_in_a_row(error)
        else:
            raise error

    def _hand_over_finished(self) -> None:
        """The briefs that were ready when the run ended, those that waited for an earlier one among them."""
        while not self._landed.empty():
            number, origin, task = self._landed.get_nowait()
            self._waiting[number] = (origin, task)
        for _, (_, task) in sorted(self._waiting.items()):
            if not task.cancelled() and task.exception() is None:
                self._finished(task.result())

    def _finished(self, brief: Brief) -> None:
        self._outcome.done += 1
        if brief.provenance is not None and self._outcome.spending is not None:
            self._outcome.spending.note(brief.provenance.usage)
        self._watcher.finished(brief)

    def _count_in_a_row(self, error: ModelError | InputError) -> None:
        if isinstance(error, InputError):
            return
        self._in_a_row = self._in_a_row + 1 if isinstance(error, (TransportError, TimeLimitError)) else 0
        if self._in_a_row >= max(_IN_A_ROW, 2 * self._width):
            raise EngineError(
                f"{self._in_a_row} articles in a row got no answer, the last because {error}. What was finished is kept"
            )

    async def _one(self, item: Article | ReadFailure) -> Brief:
        if isinstance(item, ReadFailure):
            raise item.error
        job = self._job
        self._watcher.started(item)
        make = partial(make_brief, item, job.pack, self._asker, take=job.take, on_progress=self._watcher.progress)
        seconds = job.limits.article_seconds
        if seconds is None:
            return await make()
        from summarizer.batch.pacing import article_deadline

        try:
            async with asyncio.timeout(seconds) as deadline:
                article_deadline.set(deadline)
                return await make()
        except TimeoutError as error:
            raise TimeLimitError(f"no brief within {seconds:g} s, the limit for one article") from error
