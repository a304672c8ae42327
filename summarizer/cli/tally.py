"""Progress of a corpus on standard error: how many, how fast, how long still, tokens, money, failures."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.saying import say, shown
from summarizer.parquet import row_groups
from summarizer.render.visible import one_line
from summarizer.suffixes import is_lines, is_parquet

if TYPE_CHECKING:
    from rich.live import Live

    from summarizer.articles.model import Article
    from summarizer.batch.journal import State
    from summarizer.batch.limits import Spending
    from summarizer.briefs.models import Brief
    from summarizer.engines.calls import TokenProgress
    from summarizer.engines.weights import Stage
    from summarizer.errors import SummarizerError
    from summarizer.prompting.events import Progress

_LINE_SECONDS = 10.0  # between lines where there is no terminal
_DRAW_SECONDS = 0.25
_RATE_SECONDS = 60.0  # over which the rate is taken
_SHOWN_FAILURES = 20  # said one by one; all of them are in the failures file
_CHUNK = 1 << 22


class Tally:
    """Counts what becomes of the articles of a corpus, and says so now and then. A context manager."""

    def __init__(self, sources: Sequence[str], spending: Spending, *, quiet: bool) -> None:
        self._spending = spending
        self._quiet = quiet
        self._live: Live | None = None
        self._total: int | None = None
        self._through = self._failed = self._skipped = 0
        self._started = time.monotonic()
        self._said = self._started
        self._recent: deque[tuple[float, int]] = deque()
        if not quiet:
            threading.Thread(target=self._count, args=(list(sources),), daemon=True).start()

    def __enter__(self) -> Tally:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(
                console=Console(stderr=True, highlight=False, markup=False), auto_refresh=False, transient=True
            )
            self._live.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._live is not None:
            self._live.stop()
        if not self._quiet and (self._through or self._skipped):
            click.echo(self.line(final=True), err=True)

    def started(self, article: Article) -> None:
        """Work on an article begins."""

    def progress(self, progress: Progress) -> None:
        """A question is answered."""

    def tokens(self, progress: TokenProgress) -> None:
        """An answer grows."""

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Weights are being assembled, checked or downloaded."""
        if done == 0:
            self._say(f"{stage} the weights ({total / 1e6:,.0f} MB), once on this machine")

    def skipped(self, state: State) -> None:
        """An article was through before."""
        self._skipped += 1

    def finished(self, brief: Brief) -> None:
        """A brief is stored."""
        self._through += 1
        self._tick()

    def failed(self, origin: str, error: SummarizerError) -> None:
        """A failure is stored."""
        self._through += 1
        self._failed += 1
        if self._failed <= _SHOWN_FAILURES:
            message = one_line(str(error))
            self._say(f"error: {message}" if message.startswith(origin) else f"error: {one_line(origin)}: {message}")
            if self._failed == _SHOWN_FAILURES:
                self._say("further failures are counted here and written to the failures file")
        self._tick()

    def line(self, *, final: bool = False) -> str:
        """How far things are, in one line."""
        seconds = time.monotonic() - self._started
        done = self._through - self._failed
        parts = [f"{done:,} briefs", f"{self._failed:,} failed"]
        if self._skipped:
            parts.append(f"{self._skipped:,} from before")
        rate = self._through / seconds if final and seconds > 0 else self._rate()
        parts.append(f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min")
        if final:
            parts.append(_duration(seconds))
        elif self._total and rate > 0:
            left = max(0, self._total - self._through - self._skipped)
            parts.append(f"{_duration(left / rate)} to go ({(self._through + self._skipped) / self._total:.0%})")
        parts.append(f"{_short(self._spending.prompt_tokens)} + {_short(self._spending.output_tokens)} tokens")
        if (cost := self._spending.cost) is not None:
            parts.append(f"${cost:,.4f}" if cost < 1 else f"${cost:,.2f}")
        if self._spending.pushbacks or self._spending.retries:
            parts.append(f"{self._spending.retries:,} retries, {self._spending.pushbacks:,} told to wait")
        return " · ".join(parts)

    def _tick(self) -> None:
        now = time.monotonic()
        if not self._recent or now - self._recent[-1][0] >= 1.0:
            self._recent.append((now, self._through))
            while now - self._recent[0][0] > _RATE_SECONDS:
                self._recent.popleft()
        if self._quiet or now - self._said < (_LINE_SECONDS if self._live is None else _DRAW_SECONDS):
            return
        self._said = now
        if self._live is None:
            click.echo(self.line(), err=True)
            return
        from rich.text import Text

        self._live.update(Text(self.line(), style="bold"), refresh=True)

    def _rate(self) -> float:
        at, through = self._recent[0] if len(self._recent) > 1 else (self._started, 0)
        passed = time.monotonic() - at
        return (self._through - through) / passed if passed > 0 else 0.0

    def _say(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(shown(text), soft_wrap=True)
        else:
            say(text)

    def _count(self, sources: list[str]) -> None:
        """Count the articles there are, beside the work, for the time still to go; gives up at what is no corpus."""
        try:
            self._total = sum(_articles_in(Path(source)) for source in sources)
        except Exception:  # whatever is wrong with a source is said when it is read
            self._total = None


def _articles_in(path: Path) -> int:
    if is_parquet(path):
        return sum(row_groups(path))
    if not is_lines(path):
        if path.is_file():
            return 1
        raise ValueError("the number is not known before it is read")
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return lines + (last != b"\n")


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _short(count: int) -> str:
    if count < 10_000:
        return f"{count:,}"
    return f"{count / 1e3:,.0f}k" if count < 10_000_000 else f"{count / 1e6:,.1f}M"
