"""Requests at the pace the server allows, repeated when that can help.

Every request of a job goes through one `Pacer`. It keeps to the requests and tokens a minute that are configured and
learns from the server what was not. A request that gets a 429 waits as long as `Retry-After` says. Where more than a
tenth of the requests get one, all wait, and from then on requests go at the rate at which the server let them through,
but not below half of the rate at which they went. The rate creeps up again, and faster once there was no 429 for a
second. (To slow down at every single 429 would end at a standstill with a server that refuses a few at random.)
Transient failures (connection, 408, 409, 5xx, a body that is no completion) are repeated after a growing, jittered
pause; what would fail again the same way is not.

Why no library: aiolimiter (1.3) lets a whole minute's allowance through at once, serves small requests before large
ones, and cannot be slowed down while it runs.
"""

from __future__ import annotations

import asyncio
import email.utils
import math
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import httpx2
import openai

from summarizer.batch.limits import Limits, Spending
from summarizer.engines.calls import Call
from summarizer.engines.client import Sent
from summarizer.engines.completion import Completion
from summarizer.engines.failures import causes
from summarizer.engines.transport import meter
from summarizer.errors import TransportError

article_deadline: ContextVar[asyncio.Timeout | None] = ContextVar("article_deadline", default=None)
"""The time limit of the article that is being worked on; waiting for permission to ask moves it."""

_BURST_SECONDS = 0.25
_WINDOW_SECONDS = 5.0
_OVERLOADED = 0.1  # the share of requests refused with 429 that is more than chance
_GROWTH, _GROWTH_WHEN_CALM = 1.05, 1.5  # of the rate, per second
_CALM_SECONDS = 1.0
_FLOOR = 0.1  # requests a second, however often the server complains
_FREE = 4.0  # a learned rate this many times above what is asked for limits nothing any more
_LONGEST_PAUSE = 600.0
_LONGEST_BACKOFF = 30.0
_RESTART_SECONDS = 300.0  # a server that answered before may be restarting; this long it is waited for
_CHARS_A_TOKEN = 4.0


class Bucket:
    """So many units a second, spent ahead: a large request is let through and paid for by those behind it."""

    def __init__(self, per_minute: float | None) -> None:
        self.ceiling = per_minute / 60 if per_minute is not None else math.inf
        self.rate = self.ceiling
        self._level = 0.0 if math.isinf(self.rate) else self._most()
        self._at = self._slowed_at = time.monotonic()

    def delay(self) -> float:
        """Seconds until the next request may go."""
        self._fill()
        return 0.0 if self._level > 0 or math.isinf(self.rate) else -self._level / self.rate + 0.001

    def take(self, amount: float) -> None:
        """Spend `amount`; negative to give back."""
        if not math.isinf(self.rate):
            self._level = min(self._most(), self._level - amount)

    def slow_to(self, rate: float) -> None:
        """Not faster than `rate` a second from now on."""
        self._fill()
        self._slowed_at = self._at
        self.rate = min(self.ceiling, max(_FLOOR, rate))
        self._level = min(self._level, 0.0)

    def _fill(self) -> None:
        now = time.monotonic()
        passed, self._at = min(60.0, now - self._at), now
        if math.isinf(self.rate):
            return
        self._level = min(self._most(), self._level + passed * self.rate)
        growth = _GROWTH_WHEN_CALM if now - self._slowed_at > _CALM_SECONDS else _GROWTH
        self.rate = min(self.ceiling, self.rate * growth**passed)

    def _most(self) -> float:
        return max(1.0, self.rate * _BURST_SECONDS)


class Pacer:
    """Sends the requests of one job; give it to a `Client` as `pace`.

    `width` requests may be under way at once. `seconds` limits one request as a whole, so that a server that drips does
    not hold a place for ever.
    """

    def __init__(self, limits: Limits, spending: Spending, width: int, seconds: float) -> None:
        self._limits = limits
        self._spending = spending
        self._seconds = seconds
        self._requests = Bucket(limits.requests_per_minute)
        self._tokens = Bucket(limits.tokens_per_minute)
        self._places = asyncio.Semaphore(width)
        self._turn = asyncio.Lock()
        self._paused_until = 0.0
        self._slowed_at = 0.0
        self._recent: deque[tuple[float, bool]] = deque(maxlen=2048)  # when, and whether it was let through
        self._outputs: float | None = None  # moving average of output tokens
        self._chars_a_token = _CHARS_A_TOKEN
        self._answered = False
        self._down_since: float | None = None

    async def __call__(self, call: Call, send: Callable[[], Awaitable[Sent]]) -> Sent:
        """Send a request once it may go, again when that can help; raises what the last attempt raised."""
        failures = pushbacks = 0
        while True:
            estimate = self._estimate(call)
            sent_at = await self._admitted(estimate)
            try:
                response, answer = await self._sent(send)
            except (openai.APIError, httpx2.TransportError, TimeoutError, ValueError) as error:
                self._tokens.take(-estimate)
                self._down_since = (self._down_since or time.monotonic()) if _unreachable(error) else None
                if _told_to_wait(error) and pushbacks < self._limits.pushbacks:
                    pushbacks += 1
                    await self._wait_out(error, sent_at)
                elif self._worth_repeating(error, failures):
                    failures += 1
                    self._spending.retries += 1
                    await self._back_off(error, failures)
                elif isinstance(error, TimeoutError):
                    limit = f"{self._seconds:g} s"
                    raise TransportError(
                        f"the server did not finish answering within {limit}; set a longer timeout or ask for less"
                    ) from error
                else:
                    raise
            else:
                self._down_since = None
                self._recent.append((time.monotonic(), True))
                self._learn(call, answer.prompt_tokens, answer.output_tokens, estimate)
                self._spending.add(answer)
                return response, answer

    async def _sent(self, send: Callable[[], Awaitable[Sent]]) -> tuple[Any, Completion]:
        """Send a request and give its place back."""
        try:
            async with asyncio.timeout(self._seconds):
                response, answer = await send()
        finally:
            self._places.release()
        if answer is None:
            raise ValueError("no completion")
        return response, answer

    # -- when --------------------------------------------------------------------------------------------------------

    async def _admitted(self, estimate: float) -> float:
        """Wait, in the order of arrival, until a request of `estimate` tokens may go; the time it went."""
        if self._places.locked() or self._turn.locked() or self._delay() > 0:
            started = time.monotonic()
            deadline = article_deadline.get()
            until = deadline.when() if deadline is not None else None
            if deadline is not None:
                deadline.reschedule(None)
            try:
                await self._place(estimate)
            finally:
                waited = time.monotonic() - started
                if deadline is not None and until is not None:
                    deadline.reschedule(until + waited)
            _not_the_models_time(waited)
        else:
            await self._place(estimate)
        return time.monotonic()

    async def _place(self, estimate: float) -> None:
        await self._places.acquire()
        try:
            async with self._turn:
                while (delay := self._delay()) > 0:
                    await asyncio.sleep(delay)
                self._requests.take(1)
                self._tokens.take(estimate)
        except BaseException:
            self._places.release()
            raise

    def _delay(self) -> float:
        return max(self._paused_until - time.monotonic(), self._requests.delay(), self._tokens.delay())

    async def _wait_out(self, error: BaseException, sent_at: float) -> None:
        self._spending.pushbacks += 1
        now = time.monotonic()
        self._recent.append((now, False))
        asked = _retry_after(error)
        pause = min(random.uniform(0.5, 1.0) if asked is None else asked, _LONGEST_PAUSE)
        accepted, refused, seconds = self._lately(now)
        if refused >= 3 and refused > _OVERLOADED * (accepted + refused):
            self._paused_until = max(self._paused_until, now + pause)
            if sent_at >= self._slowed_at:  # else it was on its way when the rate was lowered: one burst is one lesson
                self._slowed_at = now
                sent = min(self._requests.rate, (accepted + refused) / seconds)
                self._requests.slow_to(max(accepted / seconds, sent / 2))
        await asyncio.sleep(pause * random.uniform(1.0, 1.1))
        _not_the_models_time(time.monotonic() - now)

    def _lately(self, now: float) -> tuple[int, int, float]:
        """Requests let through and refused with 429 in the last seconds, and how many seconds those are."""
        while self._recent and self._recent[0][0] < now - _WINDOW_SECONDS:
            self._recent.popleft()
        accepted = sum(passed for _, passed in self._recent)
        seconds = max(1.0, now - self._recent[0][0]) if self._recent else 1.0
        return accepted, len(self._recent) - accepted, seconds

    # -- again -------------------------------------------------------------------------------------------------------

    def _worth_repeating(self, error: BaseException, failures: int) -> bool:
        if isinstance(error, openai.APIStatusError):
            transient = error.status_code in (408, 409) or error.status_code >= 500
            return transient and failures < self._limits.retries
        if _unreachable(error):
            # By the clock and for all: while one waits the others do, so that each for itself would try for hours.
            down_since = self._down_since or time.monotonic()
            return time.monotonic() - down_since < _RESTART_SECONDS if self._answered else failures < 2
        if isinstance(error, ValueError):  # before any good answer the base URL is wrong rather than the line bad
            return self._answered and failures < self._limits.retries
        return failures < self._limits.retries

    async def _back_off(self, error: BaseException, failures: int) -> None:
        pause = min(_LONGEST_BACKOFF, self._limits.backoff * 2 ** (failures - 1)) * random.uniform(0.5, 1.0)
        if _unreachable(error):
            self._paused_until = max(self._paused_until, time.monotonic() + pause)  # nobody else gets through either
        wait = _retry_after(error)
        pause = pause if wait is None else max(pause, min(wait, _LONGEST_PAUSE))
        started = time.monotonic()
        await asyncio.sleep(pause)
        _not_the_models_time(time.monotonic() - started)

    # -- what a request takes ----------------------------------------------------------------------------------------

    def _estimate(self, call: Call) -> float:
        if math.isinf(self._tokens.ceiling):
            return 0.0
        return _chars(call) / self._chars_a_token + (call.max_tokens if self._outputs is None else self._outputs)

    def _learn(self, call: Call, prompt: int, output: int, estimate: float) -> None:
        self._answered = True
        if math.isinf(self._requests.ceiling) and not math.isinf(self._requests.rate):
            accepted, _, seconds = self._lately(time.monotonic())
            if self._requests.rate > _FREE * (accepted / seconds + 1):
                self._requests.rate = math.inf
        if math.isinf(self._tokens.ceiling):
            return
        self._tokens.take(prompt + output - estimate)
        self._outputs = output if self._outputs is None else self._outputs + 0.1 * (output - self._outputs)
        if prompt:
            self._chars_a_token += 0.1 * (_chars(call) / prompt - self._chars_a_token)


def _chars(call: Call) -> int:
    return sum(len(message["content"]) for message in call.messages)


def _told_to_wait(error: BaseException) -> bool:
    return isinstance(error, openai.RateLimitError) and (error.code or error.type) != "insufficient_quota"


def _unreachable(error: BaseException) -> bool:
    return any(isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout)) for cause in causes(error))


def _retry_after(error: BaseException) -> float | None:
    """The seconds a response asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date (RFC 9110)."""
    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    try:
        if (milliseconds := headers.get("retry-after-ms")) is not None:
            return max(0.0, float(milliseconds) / 1000)
        value = headers.get("retry-after")
        if value is None:
            return None
        if value.strip().replace(".", "", 1).isdigit():
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _not_the_models_time(seconds: float) -> None:
    if (current := meter.get()) is not None:
        current.starting_seconds += seconds
