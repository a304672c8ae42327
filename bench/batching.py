"""Briefs per hour of the embedded engine: articles together against one at a time, in one run, on one machine.

    pip install -e ".[local]"
    python bench/batching.py --articles seeds --packs staged --at-once 1,2,4         # the default model, alone on it
    python bench/batching.py --model local/smollm2-135m --articles seeds             # a quick check of the engine

For each pack and each number of articles in flight, on a freshly started engine and in the order given and back again
(1 2 4 4 2 1), so that a machine that slows down does not decide: briefs per hour, generated tokens a second over all,
the share of prompt tokens that came from the cache, and whether the briefs are the same as one at a time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from summarizer.articles.model import Article, ReadFailure  # noqa: E402
from summarizer.articles.read import read_articles  # noqa: E402
from summarizer.batch import Job, Limits, run  # noqa: E402
from summarizer.batch.idle import idle_cores  # noqa: E402
from summarizer.briefs.models import Brief  # noqa: E402
from summarizer.config import Settings  # noqa: E402
from summarizer.errors import SummarizerError  # noqa: E402
from summarizer.prompting.strategies import open_pack  # noqa: E402


@dataclass
class Row:
    """One way of running one pack, once."""

    pack: str
    at_once: int
    threads: int
    briefs: int
    failed: int
    seconds: float
    prompt_tokens: int
    cached_tokens: int
    output_tokens: int

    @property
    def an_hour(self) -> float:
        return 3600 * self.briefs / self.seconds


class Watcher:
    """Keeps briefs, and when the engine was ready: its start is no part of the comparison."""

    def __init__(self) -> None:
        self.briefs: dict[str, Brief] = {}
        self.failed_: dict[str, str] = {}
        self.ready: float | None = None

    def started(self, article: Article) -> None:
        pass

    def progress(self, progress: Any) -> None:
        pass

    def tokens(self, progress: Any) -> None:
        if self.ready is None:  # the first token of the warm-up article
            self.ready = time.perf_counter()

    def weights(self, stage: Any, done: int, total: int) -> None:
        pass

    def finished(self, brief: Brief) -> None:
        self.briefs[brief.source.id] = brief

    def failed(self, origin: str, error: SummarizerError) -> None:
        self.failed_[origin] = str(error)


def once(pack: str, at_once: int, articles: list[Article | ReadFailure], options: argparse.Namespace) -> Row:
    threads = options.threads or idle_cores()
    settings = Settings(
        model=options.model,
        model_path=options.model_path,
        concurrency=at_once,
        threads=threads,
        context=options.context,
    )
    watcher = Watcher()
    limits = Limits(article_seconds=options.article_timeout)
    asyncio.run(run(Job(articles, open_pack(pack), settings, limits=limits, ordered=False), watcher))
    ended = time.perf_counter()
    usages = [brief.provenance.usage for brief in watcher.briefs.values() if brief.provenance is not None]
    assert watcher.ready is not None, watcher.failed_
    row = Row(
        pack,
        at_once,
        threads,
        len(watcher.briefs),
        len(watcher.failed_),
        ended - watcher.ready,
        sum(usage.prompt_tokens for usage in usages),
        sum(usage.cached_tokens for usage in usages),
        sum(usage.output_tokens for usage in usages),
    )
    said = {id: content(brief) for id, brief in watcher.briefs.items()}
    same = _first.setdefault(pack, said)
    equal = sum(same.get(id) == words for id, words in said.items())
    print(
        f"{pack}, {at_once} at once, {threads} threads: {row.briefs} briefs and {row.failed} failed in "
        f"{row.seconds:.1f} s, {row.an_hour:.1f} an hour, {row.output_tokens / row.seconds:.1f} tokens/s, "
        f"{row.cached_tokens / max(1, row.prompt_tokens):.0%} of prompts cached, {equal} as in the first run",
        flush=True,
    )
    return row


_first: dict[str, dict[str, str]] = {}


def content(brief: Brief) -> str:
    """What a brief says, without how it came about."""
    return json.dumps(brief.model_dump(mode="json", exclude={"provenance", "digest"}), sort_keys=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default=str(ROOT / "seeds"), help="a file, folder or corpus")
    parser.add_argument("--packs", default="staged", help="comma-separated")
    parser.add_argument("--at-once", default="1,2,4", help="comma-separated; each is run twice")
    parser.add_argument("--model", default="local/qwen2.5-coder-1.5b")
    parser.add_argument("--model-path", type=Path)
    parser.add_argument("--threads", type=int, help="default: the cores that are idle")
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--article-timeout", type=float, default=1800)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {idle_cores(1.0)} idle; {options.model}", flush=True)
    articles = list(read_articles([options.articles]))
    widths = [int(width) for width in options.at_once.split(",")]
    for pack in options.packs.split(","):
        rows = [once(pack, width, articles, options) for width in [*widths, *reversed(widths)]]
        by_width: dict[int, list[float]] = defaultdict(list)
        for row in rows:
            by_width[row.at_once].append(row.an_hour)
        base = sum(by_width[widths[0]]) / len(by_width[widths[0]])
        for width, rates in by_width.items():
            mean = sum(rates) / len(rates)
            print(f"{pack}: {width} at once {mean:.1f} briefs an hour, {mean / base:.2f} of {widths[0]} at once")


if __name__ == "__main__":
    main()
