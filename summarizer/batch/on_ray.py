"""The same job on Ray: parts of a corpus to parts of an output, on the cores of one machine or of many.

Ray Data deals out the parts, a few lines of text each, and every worker reads, briefs and writes its part with the
function that the local engine uses, journal and all. So article text and briefs never pass through Ray; a worker that
is killed is started again by Ray and finds in its part what is through; and results are those of the local engine,
article for article. On a cluster, corpus and output must be on storage that all machines see.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from summarizer.articles.model import Article
from summarizer.batch.corpus import Output, run_corpus
from summarizer.batch.journal import State
from summarizer.batch.limits import Limits
from summarizer.batch.parts import Part, parts_of, read_part
from summarizer.batch.running import Job
from summarizer.briefs.models import Brief
from summarizer.config import Settings
from summarizer.engines.calls import TokenProgress
from summarizer.engines.weights import Stage
from summarizer.errors import EngineError, InputError, SummarizerError, UsageError
from summarizer.prompting.events import Progress
from summarizer.prompting.pack import Pack


@dataclass(frozen=True)
class RayOptions:
    """Where the parts of the output go, and how many `workers` there are (None: one for each core Ray has)."""

    folder: Path
    workers: int | None = None
    resume: bool = False
    retry_failed: bool = False
    encoding: str | None = None


def run_on_ray(job: Job, sources: tuple[str, ...], options: RayOptions, tell: Callable[[str], None]) -> tuple[int, int]:
    """Brief the corpora `sources` into `part-00000.jsonl` … in a folder; the briefs and failures there are in the end.

    `job.articles` is not used: workers read for themselves. `job.settings.concurrency` is for each worker, the limits
    are shared out among them.

    Raises:
        UsageError: Ray is missing, the folder holds something and is not to be resumed, or a cost limit is given.
        InputError: a source is no corpus, or there is no article in any.
        EngineError: the model cannot be used at all.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Ray reports home unless it is told not to
    try:
        import ray
        import ray.data
    except ImportError:
        raise UsageError("--engine ray needs Ray: pip install 'summarizer[ray]'") from None
    if job.limits.cost is not None:
        raise UsageError("--max-cost cannot be kept by workers that do not know of each other; see --dry-run first")
    if options.folder.is_dir() and any(options.folder.iterdir()) and not options.resume:
        raise UsageError(f"{options.folder} holds files already; go on with them with --resume, or give another folder")
    parts = [asdict(part) for part in parts_of(sources)]
    if not parts:
        raise InputError(f"no article in {', '.join(sources)}")
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="ERROR")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    workers = min(len(parts), options.workers or max(1, int(ray.cluster_resources().get("CPU", 1))))
    given = _Given(job.pack, job.settings, job.take, _share(job.limits, workers), options)
    pool = ray.data.ActorPoolStrategy(size=workers)
    # One block for each part, so that a worker that dies gives back one part and not several.
    todo = ray.data.from_items(parts, override_num_blocks=len(parts))
    through = todo.map(_Worker, fn_constructor_args=(given,), compute=pool)
    done = failed = count = 0
    for row in through.iter_rows():
        if row["error"]:
            raise EngineError(row["error"])
        count, done, failed = count + 1, done + row["done"], failed + row["failed"]
        tell(f"{count:,} of {len(parts):,} parts · {done:,} briefs · {failed:,} failed")
    return done, failed


@dataclass(frozen=True)
class _Given:
    """What a worker is given once."""

    pack: Pack
    settings: Settings
    take: int
    limits: Limits
    options: RayOptions


class _Worker:
    """Briefs one part after another."""

    def __init__(self, given: _Given) -> None:
        self._given = given

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Brief the part in `row`; how many briefs and failures its output holds then, or why nothing can succeed."""
        part, given, options = Part(**row), self._given, self._given.options
        job = Job(read_part(part, options.encoding), given.pack, given.settings, given.take, limits=given.limits)
        path = options.folder.absolute() / f"part-{part.number:05d}.jsonl"
        watcher = _Counter()
        # A part that was begun before this worker was killed is there, so every part is always resumed.
        output = Output(path, resume=True, retry_failed=options.retry_failed)
        try:
            asyncio.run(run_corpus(job, output, watcher))
        except SummarizerError as error:
            return {"part": part.number, "done": 0, "failed": 0, "error": str(error)}
        return {"part": part.number, "done": watcher.done, "failed": watcher.lost, "error": ""}


class _Counter:
    """Counts what is stored."""

    def __init__(self) -> None:
        self.done = 0
        self.lost = 0

    def started(self, article: Article) -> None:
        """Nobody watches."""

    def progress(self, progress: Progress) -> None:
        """Nobody watches."""

    def tokens(self, progress: TokenProgress) -> None:
        """Nobody watches."""

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Nobody watches."""

    def skipped(self, state: State) -> None:
        """Count what an earlier run has stored."""
        self._count(state)

    def finished(self, brief: Brief) -> None:
        """Count a brief."""
        self._count("done")

    def failed(self, origin: str, error: SummarizerError) -> None:
        """Count a failure."""
        self._count("failed")

    def _count(self, state: State) -> None:
        if state == "done":
            self.done += 1
        else:
            self.lost += 1


def _share(limits: Limits, workers: int) -> Limits:
    def part(whole: float | None) -> float | None:
        return None if whole is None else whole / workers

    return replace(
        limits,
        requests_per_minute=part(limits.requests_per_minute),
        tokens_per_minute=part(limits.tokens_per_minute),
    )
