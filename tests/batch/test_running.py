"""Jobs run from Python: order, limits of time, what ends a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from summarizer.articles.build import article_from_text
from summarizer.articles.model import Article, ReadFailure
from summarizer.batch import Job, Limits, Outcome, run
from summarizer.batch.idle import idle_cores
from summarizer.briefs.models import Brief
from summarizer.config import ModelSettings, Settings
from summarizer.engines.calls import Answer, Call, current_call
from summarizer.engines.embedded import available_threads
from summarizer.engines.providers import resolve
from summarizer.errors import EngineError, InputError, SummarizerError, TimeLimitError, UsageError
from summarizer.prompting.strategies import open_pack
from tests.stub import Request, Step, Stub, answer, slow, status, truncated

NOTHING: dict[str, Any] = {"actors": [], "claims": [], "numbers": [], "hedges": []}


class Ears:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.errors: dict[str, SummarizerError] = {}

    def started(self, article: Article) -> None:
        pass

    def progress(self, progress: object) -> None:
        pass

    def tokens(self, progress: object) -> None:
        pass

    def weights(self, stage: str, done: int, total: int) -> None:
        pass

    def finished(self, brief: Brief) -> None:
        self.heard.append(brief.source.id)

    def failed(self, origin: str, error: SummarizerError) -> None:
        self.heard.append(origin)
        self.errors[origin] = error


def articles(count: int) -> list[Article | ReadFailure]:
    return [
        article_from_text(f"Ferry {number} sank off Cork on Monday.", id=f"a{number}", origin=f"a{number}")
        for number in range(count)
    ]


def brief_all(
    items: list[Article | ReadFailure], script: Step | Callable[[Request], Step], *, width: int = 4, **more: Any
) -> tuple[Ears, Outcome, Stub]:
    ears = Ears()
    with Stub(script) as stub:
        settings = Settings(model="stub/m", base_url=stub.base_url, concurrency=width)
        outcome = asyncio.run(run(Job(items, open_pack("direct"), settings, **more), ears))
    return ears, outcome, stub


def by_number(delay: Callable[[int], float]) -> Callable[[Request], Step]:
    def script(request: Request) -> Step:
        number = int(request.messages[-1]["content"].rpartition("Ferry ")[2].split()[0])
        return slow(delay(number), answer(NOTHING))

    return script


def test_results_come_in_order_though_answers_do_not() -> None:
    ears, outcome, stub = brief_all(articles(10), by_number(lambda number: 0.15 if number % 4 == 0 else 0.0))

    assert ears.heard == [f"a{number}" for number in range(10)]
    assert outcome.done == 10
    assert stub.at_once == 4


def test_results_of_a_corpus_come_as_they_are_ready() -> None:
    ears, _, _ = brief_all(articles(10), by_number(lambda number: 0.5 if number == 0 else 0.0), ordered=False)

    assert ears.heard[-1] == "a0"
    assert len(ears.heard) == 10


def test_unreadable_articles_stand_in_their_place() -> None:
    items = articles(3)
    items.insert(1, ReadFailure("bad:2", InputError("bad:2 is no JSON")))

    ears, outcome, _ = brief_all(items, answer(NOTHING))

    assert ears.heard == ["a0", "bad:2", "a1", "a2"]
    assert (outcome.done, outcome.failed) == (3, 1)


def test_article_that_takes_too_long_fails_alone() -> None:
    limits = Limits(article_seconds=0.5)

    ears, outcome, _ = brief_all(articles(4), by_number(lambda number: 3.0 if number == 2 else 0.0), limits=limits)

    assert (outcome.done, outcome.failed) == (3, 1)
    assert isinstance(ears.errors["a2"], TimeLimitError)


def test_waiting_for_permission_does_not_count_as_taking_long() -> None:
    limits = Limits(article_seconds=0.6, requests_per_minute=300)

    _, outcome, _ = brief_all(articles(7), answer(NOTHING), limits=limits, width=2, ordered=False)

    assert (outcome.done, outcome.failed) == (7, 0)


def test_run_is_given_up_when_no_article_gets_an_answer_any_more() -> None:
    with pytest.raises(EngineError, match="articles in a row got no answer"):
        brief_all(articles(60), status(500), limits=Limits(retries=0), width=2, ordered=False)


def test_idle_cores_are_some_and_not_more_than_there_are() -> None:
    assert 1 <= idle_cores(0.05) <= available_threads()


def test_rates_that_nobody_would_keep_are_refused() -> None:
    settings = Settings(model="local/smollm2-135m")
    job = Job(articles(1), open_pack("direct"), settings, limits=Limits(requests_per_minute=10))

    with pytest.raises(UsageError, match="where a served model is asked"):
        asyncio.run(run(job, Ears()))


PRICED = {"stub/m": ModelSettings(input=100, output=100)}


def limited(items: list[Article | ReadFailure], dollars: float) -> Outcome:
    """What becomes of articles that cost about a cent and a half each, under a limit."""
    with Stub(answer(NOTHING)) as stub:
        settings = Settings(model="stub/m", base_url=stub.base_url, concurrency=2, models=PRICED)
        return asyncio.run(run(Job(items, open_pack("direct"), settings, limits=Limits(cost=dollars)), Ears()))


def test_a_cost_limit_that_was_enough_stops_nothing() -> None:
    outcome = limited(articles(3), 100)
    assert outcome.spending is not None and outcome.spending.cost is not None
    just_enough = outcome.spending.cost
    assert just_enough > 0

    outcome = limited(articles(3), just_enough)
    assert (outcome.done, outcome.stopped) == (3, None)

    outcome = limited([*articles(3), ReadFailure("none.txt", InputError("none.txt: no such file"))], just_enough)
    assert (outcome.done, outcome.failed, outcome.stopped) == (3, 1, None)

    outcome = limited(articles(4), just_enough)
    assert outcome.done == 3
    assert outcome.stopped is not None and "another article could be too much" in outcome.stopped


@pytest.mark.parametrize("recording", ["off", "record"])
def test_answers_of_articles_that_fail_count_towards_the_limit(recording: Any) -> None:
    with Stub(truncated(output_tokens=100)) as stub:
        settings = Settings(model="stub/m", base_url=stub.base_url, concurrency=2, models=PRICED)
        job = Job(articles(20), open_pack("direct"), settings, recording=recording, limits=Limits(cost=0.05))
        outcome = asyncio.run(run(job, Ears()))

    assert outcome.spending is not None
    assert outcome.spending.cost == pytest.approx(0.02 * len(stub.requests))  # 100 tokens there, 100 back
    assert outcome.stopped is not None
    assert outcome.failed == len(stub.requests) == 3


def test_briefs_that_wait_for_an_earlier_one_outlive_an_interruption() -> None:
    ears = Ears()

    async def interrupted(stub: Stub) -> None:
        settings = Settings(model="stub/m", base_url=stub.base_url, concurrency=4)
        running = asyncio.create_task(run(Job(articles(4), open_pack("direct"), settings), ears))
        while len(stub.requests) < 4:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        assert ears.heard == []
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    with Stub(by_number(lambda number: 20.0 if number == 0 else 0.0)) as stub:
        asyncio.run(interrupted(stub))
    assert ears.heard == ["a1", "a2", "a3"]


class Together:
    """Answers all four articles at once: the first with an error that ends the run."""

    def __init__(self, settings: Settings) -> None:
        self.target = resolve(settings)
        self._here = 0
        self._all = asyncio.Event()

    async def ask(self, call: Call) -> Answer:
        self._here += 1
        if self._here == 4:
            self._all.set()
        await self._all.wait()
        context = current_call.get()
        if context is not None and context.article == "a0":
            raise EngineError("the key has run out")
        return Answer(NOTHING, "", "stop", "stub/m", 1, 1, 1, 0, 1, 0.0, None, 0)


@pytest.mark.parametrize("ordered", [True, False])
def test_briefs_that_are_ready_outlive_an_error_that_ends_the_run(ordered: bool) -> None:
    ears, settings = Ears(), Settings(model="stub/m", base_url="http://127.0.0.1:9/v1", concurrency=4)

    async def ended() -> None:
        job = Job(articles(4), open_pack("direct"), settings, ordered=ordered, answers=Together(settings))
        await run(job, ears)

    with pytest.raises(EngineError, match="the key has run out"):
        asyncio.run(ended())
    assert sorted(ears.heard) == ["a1", "a2", "a3"]
