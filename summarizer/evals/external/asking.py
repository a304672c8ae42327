"""What prompt packs make of the texts of an external set, live or from recordings."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from summarizer.articles.build import article_from_text
from summarizer.articles.metadata import UniqueIds
from summarizer.briefs.models import Brief
from summarizer.errors import ModelError, SummarizerError, TransportError
from summarizer.evals.external.results import ExternalSet, Predictor
from summarizer.recordings import Mode

if TYPE_CHECKING:
    from summarizer.articles.model import Article
    from summarizer.config import Settings
    from summarizer.engines.calls import TokenProgress
    from summarizer.engines.weights import Stage
    from summarizer.prompting.events import Progress

Told = Callable[[str], None]


def ask(
    gold: ExternalSet,
    packs: Sequence[str],
    settings: Settings,
    recorder: AbstractContextManager[None],
    mode: Mode,
    told: Told,
) -> list[Predictor]:
    """The predictions of each pack. A text without a valid answer counts as one in which nothing was found.

    Args:
        recorder: the recordings that are used, if any; `mode` says how.
        told: is told about every text, in words.

    Raises:
        TransportError: a text was never answered; what was recorded need not be asked again.
        EngineError, CassetteMissError: no text can succeed.
    """
    from summarizer.batch import Job, run
    from summarizer.prompting.strategies import open_pack

    articles = _articles(gold)
    found = []
    with recorder:
        for name in packs:
            pack = open_pack(name)
            watcher = _Watcher(pack.name, told)
            asyncio.run(run(Job(articles, pack, settings, 1, mode), watcher))
            found.append(Predictor(pack.name, [watcher.briefs.get(article.id) for article in articles]))
    return found


def _articles(gold: ExternalSet) -> list[Article]:
    """The texts in order. An id is the text's name as far as it can name a file, and tells texts of one name apart."""
    ids = UniqueIds()
    found = []
    for name, text in gold.texts:
        article = article_from_text(text, id=name, origin=name)
        found.append(dataclasses.replace(article, id=ids.claim(article.id)))
    return found


class _Watcher:
    """Keeps the briefs by the ids of their articles."""

    def __init__(self, pack: str, told: Told) -> None:
        self.briefs: dict[str, Brief] = {}
        self._pack = pack
        self._told = told

    def started(self, article: Article) -> None:
        """Nothing to say."""

    def progress(self, progress: Progress) -> None:
        """Nothing to say."""

    def tokens(self, progress: TokenProgress) -> None:
        """Nothing to say."""

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Nothing to say."""

    def finished(self, brief: Brief) -> None:
        """A brief is ready."""
        self.briefs[brief.source.id] = brief
        self._told(f"{self._pack}: {brief.source.id}")

    def failed(self, origin: str, error: SummarizerError) -> None:
        """No answer."""
        if not isinstance(error, ModelError) or isinstance(error, TransportError):
            raise error
        self._told(f"{self._pack}: {origin}: {error}")
