"""One article through one pack and one model: ask, ground, check, and say how it came about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from summarizer.articles.model import Article
from summarizer.briefs.models import Brief, Provenance, Usage
from summarizer.engines.calls import Answer, Call, CallContext, current_call
from summarizer.engines.providers import Target
from summarizer.errors import InputError
from summarizer.grounding.assemble import assemble
from summarizer.language.analysis import Analysis
from summarizer.prompting.events import OnProgress, Progress
from summarizer.prompting.pack import Pack
from summarizer.prompting.strategies import draft_with

MAX_CHARS = 1_000_000  # a long book; beyond that the questions would take days and the brief would be of no use
_VERSIONS = ("summarizer", "openai", "instructor", "pydantic")


class Asker(Protocol):
    """What the pipeline needs of a client: which model it is, and answers."""

    @property
    def target(self) -> Target:
        """The model and what it costs."""

    async def ask(self, call: Call) -> Answer:
        """Answer one question."""


@dataclass
class _Meter:
    """Adds up what the answers to one article cost."""

    asker: Asker
    context: CallContext
    answers: list[Answer] = field(default_factory=list)

    async def ask(self, call: Call) -> Answer:
        """Ask, with the request labelled for the recorder, and count."""
        token = current_call.set(replace(self.context, call=call.name))
        try:
            answer = await self.asker.ask(call)
        finally:
            current_call.reset(token)
        self.answers.append(answer)
        return answer

    def usage(self, cost: float | None) -> Usage:
        """The sums over all answers."""
        return Usage(
            requests=sum(answer.requests for answer in self.answers),
            attempts=sum(answer.attempts for answer in self.answers),
            prompt_tokens=sum(answer.prompt_tokens for answer in self.answers),
            cached_tokens=sum(answer.cached_tokens for answer in self.answers),
            output_tokens=sum(answer.output_tokens for answer in self.answers),
            seconds=round(sum(answer.seconds for answer in self.answers), 3),
            cost=cost,
        )


async def make_brief(
    article: Article,
    pack: Pack,
    asker: Asker,
    *,
    take: int = 1,
    on_progress: OnProgress | None = None,
) -> Brief:
    """The sealed brief of one article.

    Raises:
        InputError: the article holds no sentence that could carry news, or is longer than `MAX_CHARS`.
        ModelError: the model failed on this article (see `summarizer.errors`).
        EngineError, CassetteMissError: no article can succeed.
    """
    if len(article.text) > MAX_CHARS:
        raise InputError(
            f"{article.origin or article.id}: {len(article.text):,} characters are more than one article; "
            f"a brief takes at most {MAX_CHARS:,}. Split it, or give its articles as a .jsonl corpus"
        )
    if not article.sentences:
        raise InputError(f"{article.origin or article.id}: no news text in it")
    analysis = Analysis(article)
    context = CallContext(
        article.id,
        pack.name,
        "",
        take,
        pack_sha256=pack.sha256,
        article_sha256=article.sha256,
        model=asker.target.name,
        origin=article.origin,
    )
    meter = _Meter(asker, context)
    draft = await draft_with(pack.fitted(asker.target.context), article, analysis, meter.ask, on_progress or _ignore)
    brief = assemble(article, analysis, draft, tuple(example.article for example in pack.examples))
    provenance = Provenance(
        pack=pack.name,
        pack_sha256=pack.sha256,
        model=asker.target.name,
        temperature=pack.temperature,
        take=take,
        usage=meter.usage(asker.target.cost(*meter.answers)),
        versions={name: found for name in _VERSIONS if (found := _version(name))},
    )
    return brief.model_copy(update={"provenance": provenance}).sealed()


def _ignore(progress: Progress) -> None:
    """Nobody watches."""


@cache
def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
