"""The pacer in front of a real client, against a scripted server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import openai
import pytest

from summarizer.batch import pacing
from summarizer.batch.limits import Limits, Spending
from summarizer.batch.pacing import Bucket, Pacer
from summarizer.engines.calls import Answer, Call
from summarizer.engines.client import Client
from summarizer.engines.completion import Completion
from summarizer.engines.providers import Price
from summarizer.errors import EngineError, ModelError, RefusedError, SummarizerError, TransportError
from tests.stub import Request, Step, Stub, answer, dropped, refusal, slow, status, text

SCHEMA = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "required": ["n"],
    "additionalProperties": False,
}
GOOD = answer({"n": 1}, prompt_tokens=100, output_tokens=20)
QUICK = Limits(backoff=0.01)


def call(words: str = "Count.") -> Call:
    return Call("count", ({"role": "user", "content": words},), SCHEMA, "count", 50)


def ask(
    script: list[Step] | Callable[[Request], Step],
    limits: Limits = QUICK,
    *,
    times: int = 1,
    width: int = 8,
    seconds: float = 5.0,
) -> tuple[list[Answer | BaseException], Spending, Stub, float]:
    """Ask so often at once; the answers or errors, what was used, the server, and how long it took."""

    async def go(stub: Stub) -> tuple[list[Any], float]:
        pacer = Pacer(limits, spending, width, seconds)
        async with Client(stub.target(), max_retries=0, pace=pacer) as client:
            began = time.monotonic()
            found = await asyncio.gather(*(client.ask(call()) for _ in range(times)), return_exceptions=True)
            return found, time.monotonic() - began

    spending = Spending(Price(1, 2, 1))
    with Stub(*(script if isinstance(script, list) else [script])) as stub:
        found, took = asyncio.run(go(stub))
    return found, spending, stub, took


@pytest.mark.parametrize(
    "bad",
    [
        status(500),
        status(503),
        status(408),
        status(409),
        dropped(),
        status(429, retry_after="0"),
        status(429, retry_after_ms="5"),
    ],
)
def test_transient_failures_are_asked_again(bad: Step) -> None:
    found, spending, stub, _ = ask([bad, bad, GOOD])

    assert isinstance(found[0], Answer)
    assert len(stub.requests) == 3
    assert spending.requests == 1
    assert spending.retries + spending.pushbacks == 2


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (status(400, "bad parameter"), ModelError),
        (status(401), EngineError),
        (status(404), EngineError),
        (status(429, "no credit", error_code="insufficient_quota"), EngineError),
        (refusal(), RefusedError),
    ],
)
def test_what_would_fail_again_is_not_asked_again(bad: Step, kind: type[SummarizerError]) -> None:
    found, _, stub, _ = ask([bad])

    assert isinstance(found[0], kind)
    assert len(stub.requests) == 1


def test_retries_end() -> None:
    found, spending, stub, _ = ask([status(500)], Limits(retries=3, backoff=0.01))

    assert isinstance(found[0], TransportError)
    assert len(stub.requests) == 4
    assert spending.retries == 3


def test_body_that_is_no_completion_is_asked_again_once_the_server_has_answered() -> None:
    broken = Step(raw=b'{"choices": [{"mess', raw_kind="application/json")

    never, _, before, _ = ask([broken])
    found, _, after, _ = ask([GOOD, broken, GOOD], times=2, width=1)

    assert isinstance(never[0], TransportError)
    assert len(before.requests) == 1
    assert all(isinstance(one, Answer) for one in found)
    assert len(after.requests) == 3


def test_bad_answer_is_asked_for_again_by_the_client_and_both_are_paid() -> None:
    found, spending, stub, _ = ask([text("{oops", prompt_tokens=10, output_tokens=5), GOOD])

    assert isinstance(found[0], Answer)
    assert len(stub.requests) == 2
    assert (spending.requests, spending.prompt_tokens, spending.output_tokens) == (2, 110, 25)
    assert spending.cost == pytest.approx((110 * 1 + 25 * 2) / 1e6)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for(form: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    found, _, stub, took = ask([status(429, retry_after="0.4" if form == "seconds" else until), GOOD])

    assert isinstance(found[0], Answer)
    assert len(stub.requests) == 2
    assert took >= (0.4 if form == "seconds" else 0.5)


def test_waiting_is_not_the_models_time() -> None:
    found, _, _, took = ask([status(429, retry_after="0.5"), GOOD])

    assert isinstance(found[0], Answer)
    assert took >= 0.5
    assert found[0].seconds < 0.3


def test_requests_a_minute_are_kept_to() -> None:
    found, _, _, took = ask([GOOD], Limits(requests_per_minute=1200), times=21)

    assert all(isinstance(one, Answer) for one in found)
    assert took >= 0.7  # 20 a second, of which a quarter of a second's may go at once


def test_tokens_a_minute_are_kept_to() -> None:
    found, spending, _, took = ask([GOOD], Limits(tokens_per_minute=72_000), times=15)

    assert all(isinstance(one, Answer) for one in found)
    assert spending.tokens == 15 * 120
    assert took >= 0.7  # 1,200 a second, of which a quarter of a second's and the last request go ahead


def test_no_more_at_once_than_the_width() -> None:
    _, _, stub, _ = ask([slow(0.05, GOOD)], times=12, width=3)

    assert stub.at_once == 3


def test_request_that_does_not_end_is_given_up() -> None:
    found, spending, _, took = ask([slow(3, GOOD)], Limits(retries=1, backoff=0.01), seconds=0.2)

    assert isinstance(found[0], TransportError)
    assert "within 0.2 s" in str(found[0])
    assert spending.retries == 1
    assert took < 2


def test_limiting_server_is_slowed_down_to_not_fought() -> None:
    allowance, filled = 5.0, time.monotonic()

    def script(request: Request) -> Step:  # 40 requests a second
        nonlocal allowance, filled
        now = time.monotonic()
        allowance, filled = min(5.0, allowance + (now - filled) * 40), now
        if allowance < 1:
            return status(429, retry_after="0.1")
        allowance -= 1
        return GOOD

    found, spending, stub, took = ask(script, times=120, width=30)

    assert all(isinstance(one, Answer) for one in found)
    assert spending.pushbacks < len(stub.requests) / 2
    assert took < 4 * 120 / 40


def test_a_few_refusals_at_random_do_not_bring_everything_to_a_standstill() -> None:
    count = 0

    def script(request: Request) -> Step:
        nonlocal count
        count += 1
        return status(429, retry_after="0.05") if count % 25 == 0 else slow(0.01, GOOD)

    found, _, _, took = ask(script, times=200, width=20)

    assert all(isinstance(one, Answer) for one in found)
    assert took < 5


def test_bucket_is_spent_ahead_and_fills_again() -> None:
    bucket = Bucket(60_000)  # 1,000 a second
    assert bucket.delay() == 0
    bucket.take(400)
    assert 0.05 < bucket.delay() < 0.2
    time.sleep(0.2)
    assert bucket.delay() == 0
    bucket.slow_to(10)
    bucket.take(1)
    assert bucket.delay() > 0.05


def test_a_server_that_goes_away_is_waited_for_by_the_clock_and_not_by_each_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "_RESTART_SECONDS", 1.0)
    monkeypatch.setattr(pacing, "_LONGEST_BACKOFF", 0.3)

    gone = openai.APIConnectionError(request=httpx2.Request("POST", "http://gone.example/v1"))
    gone.__cause__ = httpx2.ConnectError("refused")
    good = Completion("1", None, "stop", 0, 9, 0, 1)

    async def well() -> tuple[Any, Completion]:
        return None, good

    async def refused() -> tuple[Any, Completion]:
        await asyncio.sleep(0.001)
        raise gone

    async def go() -> tuple[list[Any], float]:
        pacer = Pacer(Limits(backoff=0.3), Spending(None), 64, 5.0)
        await pacer(call(), well)
        began = time.monotonic()
        found = await asyncio.gather(*(pacer(call(), refused) for _ in range(96)), return_exceptions=True)
        return found, time.monotonic() - began

    found, took = asyncio.run(go())

    assert found == [gone] * 96
    assert 1.0 < took < 4.0
