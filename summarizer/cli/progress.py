"""Progress on standard error: the brief as it grows, and a live line with article, stage, tokens and their rate."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from summarizer.cli.saying import say, shown
from summarizer.grounding.draft import DraftActor, DraftClaim, DraftNumber, Quote
from summarizer.prompting.events import Item, Progress
from summarizer.render.summary import counted, counts_of
from summarizer.render.visible import one_line

_LONGEST = 300
"""Characters of an item: enough to know it by."""

if TYPE_CHECKING:
    from rich.live import Live

    from summarizer.articles.model import Article
    from summarizer.briefs.models import Brief
    from summarizer.cli.output import Writer
    from summarizer.engines.calls import TokenProgress
    from summarizer.engines.weights import Stage
    from summarizer.errors import SummarizerError


class Reporter:
    """Says what is going on. On a terminal there is a live line; elsewhere one line an article."""

    def __init__(self, writer: Writer, *, quiet: bool, show_items: bool) -> None:
        self._writer = writer
        self._quiet = quiet
        self._show_items = show_items
        self._live: Live | None = None
        self._articles: dict[str, Article] = {}  # in flight, by id
        self._shown = ""  # the id of the one last heard of
        self._stage = ""
        self._done = self._total = 0
        self._tokens = 0
        self._generating = 0.0
        self._started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Reporter:
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

    def started(self, article: Article) -> None:
        """Work on an article begins."""
        self._articles[article.id] = article
        self._shown, self._stage, self._done, self._total = article.id, "", 0, 0
        self._tokens, self._generating, self._started = 0, 0.0, time.monotonic()
        self._draw(force=True)

    def progress(self, progress: Progress) -> None:
        """One more question of an article is answered."""
        self._shown, self._stage = progress.article, progress.stage
        self._done, self._total = progress.done, progress.total
        article = self._articles.get(progress.article)
        if self._show_items and not self._quiet and article is not None:
            for item in progress.items:
                line = _line(item, article)
                self._say("  " + (line if len(line) <= _LONGEST else line[:_LONGEST] + "…"))
        self._draw()

    def tokens(self, progress: TokenProgress) -> None:
        """An answer grows."""
        if progress.finished:
            self._tokens += progress.tokens
            self._generating += progress.since_first
        self._draw(extra=0 if progress.finished else progress.tokens)

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Weights are being assembled, checked or downloaded."""
        if self._live is not None:
            self._live.update(f"{stage} the weights: {done / total:.0%} of {total / 1e6:,.0f} MB", refresh=True)
        elif done == 0 and not self._quiet:
            self._say(f"{stage} the weights ({total / 1e6:,.0f} MB), once on this machine")

    def finished(self, brief: Brief) -> None:
        """A brief is ready: hand it over, and say so."""
        self._articles.pop(brief.source.id, None)
        path = self._writer.put(brief)
        if not self._quiet and brief.provenance is not None:
            usage = brief.provenance.usage
            where = f" → {one_line(str(path))}" if path else ""
            self._say(
                f"{one_line(brief.source.id)}: {counts_of(brief)}; {counted(usage.requests, 'request')}, "
                f"{usage.output_tokens} output tokens, {usage.seconds:.1f} s{where}"
            )

    def failed(self, origin: str, error: SummarizerError) -> None:
        """An article gave no brief; said also with `--quiet`."""
        self._articles = {id: one for id, one in self._articles.items() if one.origin != origin}
        message = one_line(str(error))
        self._say(f"error: {message}" if message.startswith(origin) else f"error: {one_line(origin)}: {message}")

    def _say(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(shown(text), soft_wrap=True)
        else:
            say(text)

    def _draw(self, extra: int = 0, *, force: bool = False) -> None:
        now = time.monotonic()
        if self._live is None or not self._shown or (now - self._drawn < 0.1 and not force):
            return
        self._drawn = now
        from rich.text import Text

        parts = [one_line(self._shown), self._stage or "reading the article"]
        if self._total > 1:
            parts[-1] += f" {self._done}/{self._total}"
        parts.append(f"{self._tokens + extra} tokens")
        if self._generating > 0:
            parts.append(f"{self._tokens / self._generating:.1f} tokens/s")
        parts.append(f"{now - self._started:.0f} s")
        self._live.update(Text(" · ".join(parts), style="bold"), refresh=True)


def _line(item: Item, article: Article) -> str:
    def words(pointer: object) -> str:
        text = pointer.text if isinstance(pointer, Quote) else pointer.of(article.text)  # type: ignore[attr-defined]
        return one_line(text)

    if isinstance(item, DraftActor):
        return f"actor   {one_line(item.name)}" + (f" ({item.kind})" if item.kind else "")
    if isinstance(item, DraftClaim):
        who = one_line(item.speaker or "?")
        return f"claim   {who}: {' … '.join(words(part) for part in item.content)}"
    if isinstance(item, DraftNumber):
        return f"number  {words(item.figure)}" + (f" of {words(item.what)}" if item.what is not None else "")
    return f"hedge   {words(item.cue)} ({item.kind})"
