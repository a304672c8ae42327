"""One client for hosted, self-hosted and embedded models: the `openai` SDK, with instructor asking again.

    async with Client(resolve(load_settings())) as client:
        answer = await client.ask(call)

How the libraries are used, and why:

* The request is built here, from the committed schema. instructor's own schema and the wording of its re-ask change
  with its version, and pydantic's, which would change requests under the recordings.
* Each answer is classified before anything else: a truncated or refused one is never asked for again.
* Usage is read from each response as it arrives; afterwards instructor overwrites it with the sum of all attempts.
* instructor's `context=` is never used: it would run article text through Jinja.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Literal, Self

import httpx2
import instructor
import openai
from instructor.core.exceptions import InstructorRetryException, ResponseParsingError

from summarizer.engines import completion
from summarizer.engines.asking import classify, request_body
from summarizer.engines.calls import Answer, Call, CallContext, OnTokens, TokenProgress, current_call
from summarizer.engines.completion import Completion
from summarizer.engines.embedded import Lease
from summarizer.engines.failures import not_a_completion, translate
from summarizer.engines.providers import Target
from summarizer.engines.transport import (
    UNPACKED,
    EngineTransport,
    Meter,
    bound_answer,
    meter,
    note_answer,
    say_nothing_else,
)
from summarizer.engines.validation import NotJsonError, parse, schema_problems
from summarizer.engines.weights import OnBytes
from summarizer.errors import EngineError, InvalidAnswerError, ModelError, SummarizerError, TransportError
from summarizer.redaction import basic, user_info
from summarizer.text.chat_tokens import broken

Recording = Literal["off", "record", "replay"]
Sent = tuple[Any, Completion | None]
Pace = Callable[[Call, Callable[[], Awaitable[Sent]]], Awaitable[Sent]]
"""Called with what is asked and a function that sends it once; returns what that returned when it was well."""

_REASKS = 1
_NOWHERE = "http://127.0.0.1:9"
"""Base URL where every answer comes from a recording: the discard port, where nothing listens."""

# instructor logs every failure: to the terminal, beside our own message, and into other people's logs with whatever the
# server said, the key perhaps among it. What matters of it is in our errors.
logging.getLogger("instructor").addHandler(logging.NullHandler())
logging.getLogger("instructor").propagate = False


@dataclass
class _Exchange:
    """One `ask`: what was asked and everything that came back. `best` is the last answer that satisfied the schema."""

    call: Call
    completions: list[Completion] = field(default_factory=list)
    answers: int = 0
    seconds: float = 0.0
    complaint: str = ""
    best: tuple[Any, Completion, tuple[str, ...]] | None = None

    def judge(self) -> None:
        """Judge the last completion.

        Raises:
            ResponseParsingError: it should be asked for again; the text says why.
        """
        last = self.completions[-1]
        try:
            data = parse(last.text)
            problems = schema_problems(data, self.call.schema)
        except NotJsonError as error:
            problems = [str(error)]
        else:
            if not problems:
                problems = self.call.check(data) if self.call.check is not None else []
                self.best = (data, last, tuple(problems))
        if problems:
            self.complaint = "\n".join(f"- {problem}" for problem in problems)
            raise ResponseParsingError(self.complaint)

    def messages(self) -> list[Mapping[str, Any]]:
        """What goes on the wire: the call's messages and, after a bad answer, that answer and what is wrong with it.

        Both quote the article, so chat-template tokens are taken out of them as they are of the article.
        """
        messages: list[Mapping[str, Any]] = [dict(message) for message in self.call.messages]
        if self.complaint:
            again = f"That answer cannot be used:\n{self.complaint}\nAnswer again, in full, with this put right."
            messages += [
                {"role": "assistant", "content": broken(self.completions[-1].text)},
                {"role": "user", "content": broken(again)},
            ]
        return messages


_exchange: ContextVar[_Exchange] = ContextVar("exchange")


class _Judged(instructor.ResponseSchema):
    """The response model that instructor validates answers with: it hands them to the exchange that is under way."""

    @classmethod
    def model_validate_json(cls, json_data: Any, **_: Any) -> Self:
        _exchange.get().judge()
        return cls()


class Client:
    """Asks one model. An async context manager; requests may run concurrently.

    `recording` says whether recordings are in use: "replay" needs no key and no engine and never tries twice, "record"
    keeps answers whole. `on_tokens` is told about each answer, token by token where it can be streamed (not while
    recording). `on_bytes` follows the assembling or download of weights. `max_retries` counts repeats of a request that
    failed on its way, with the SDK's growing, jittered pauses. `pace` sends every request instead, for whoever wants
    to say when and how often (give `max_retries=0` then).
    """

    def __init__(
        self,
        target: Target,
        *,
        recording: Recording = "off",
        on_tokens: OnTokens | None = None,
        on_bytes: OnBytes | None = None,
        max_retries: int = 2,
        pace: Pace | None = None,
    ) -> None:
        self.target = target
        self._recording = recording
        self._on_tokens = on_tokens
        self._max_retries = 0 if recording == "replay" else max_retries
        self._pace = pace
        self._secrets = target.secrets()
        embedded = target.embedded if recording != "replay" else None
        self._lease = Lease(embedded, on_bytes) if embedded is not None else None
        self._sdk: openai.AsyncOpenAI | None = None
        self._create: Any = None
        self._answered = False

    async def __aenter__(self) -> Self:
        if self.target.needs_key and not self.target.key and self._recording != "replay":
            raise EngineError(
                f"{self.target.name} needs a key: set {self.target.key_env}, or choose another model with --model "
                "(local/… needs no key)"
            )
        # A password in the address would get into logs and errors of the libraries, so it goes into the header here.
        given = user_info(self.target.base_url or "")
        self._sdk = openai.AsyncOpenAI(
            api_key=self.target.key or "none",
            base_url=self.target.shown_url or f"{_NOWHERE}/v1",
            default_headers={"Authorization": f"Basic {basic(given)}"} if given else None,
            max_retries=self._max_retries,
            http_client=self._http_client(),
        )
        self._create = instructor.patch(create=self._request, mode=instructor.Mode.JSON_SCHEMA)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sdk is not None:
            await self._sdk.close()
        if self._lease is not None:
            await asyncio.to_thread(self._lease.close)

    async def ask(self, call: Call) -> Answer:
        """The model's answer to `call`, which satisfies its schema. A bad answer is asked for once more.

        One that satisfies the schema, though not the check of the call, outlives whatever goes wrong the second time.

        Raises:
            TruncatedError: the answer was cut off by `max_tokens`.
            RefusedError: the model declined, or its provider did.
            InvalidAnswerError: two answers broke the schema.
            TransportError: network or server failure after retries.
            ModelError: the server refused this request (it is too long, for example).
            EngineError: no request can succeed: no weights, wrong key, unknown model, dead endpoint.
            CassetteMissError: replaying, and there is no recording.
        """
        if self._create is None:
            raise RuntimeError("use the client inside `async with`")
        exchange = _Exchange(call)
        token = _exchange.set(exchange)
        try:
            await self._create(
                response_model=_Judged, max_retries=_REASKS, messages=[dict(message) for message in call.messages]
            )
        except InstructorRetryException as error:
            if not isinstance(error.__cause__, ResponseParsingError):
                failure = translate(error, self.target, self._answered)
                if failure is None:
                    raise
                if not self._survives(failure, exchange):
                    raise failure from error
        finally:
            _exchange.reset(token)
        return self._answer(exchange)

    def _survives(self, failure: SummarizerError, exchange: _Exchange) -> bool:
        """Whether an answer is at hand although the second asking, which is longer than the first, has failed.

        While recording, a failure on the way is none to live with: it is not on record, so a replay would end there.
        """
        passing = isinstance(failure, TransportError) and self._recording == "record"
        return isinstance(failure, ModelError) and not passing and exchange.best is not None

    def _answer(self, exchange: _Exchange) -> Answer:
        if exchange.best is None:
            first = exchange.complaint.splitlines()[0].removeprefix("- ")
            raise InvalidAnswerError(
                f"{self.target.name} broke the schema of {exchange.call.name!r} twice: {first}. "
                "A larger model or another --prompt may do better"
            )
        data, last, problems = exchange.best
        return Answer(
            data=data,
            raw=last.text,
            finish_reason=last.finish_reason,
            model=self.target.name,
            requests=exchange.answers,
            attempts=len(exchange.completions),
            prompt_tokens=sum(one.prompt_tokens for one in exchange.completions),
            cached_tokens=sum(one.cached_tokens for one in exchange.completions),
            output_tokens=sum(one.output_tokens for one in exchange.completions),
            seconds=exchange.seconds,
            confidence=last.confidence,
            answered_at=last.created,
            problems=problems,
        )

    async def _request(self, **_: Any) -> Any:
        """One request and its answer, classified. Called by instructor, whose arguments the exchange knows better.

        Returns the response of the SDK; of a streamed one, an equal one put together.
        """
        exchange = _exchange.get()
        measured = Meter()
        token = meter.set(measured)
        watch = _Watch(exchange.call.name, current_call.get(), self._on_tokens)
        try:
            send = partial(self._exchange_one, exchange, watch)
            response, answer = await (send() if self._pace is None else self._pace(exchange.call, send))
        except ValueError as error:  # a body that is no JSON: instructor would take it for a bad answer and ask again
            raise TransportError(not_a_completion(self.target)) from error
        finally:
            meter.reset(token)
            exchange.answers += measured.answers
            recorded = measured.recorded_seconds
            exchange.seconds += watch.seconds() - measured.starting_seconds if recorded is None else recorded
        if answer is None:
            raise TransportError(not_a_completion(self.target))
        self._answered = True
        answer = completion.without_known(answer, self._secrets)
        exchange.completions.append(answer)
        watch.finished(answer)
        classify(answer, exchange.call, self.target)
        return response

    async def _exchange_one(self, exchange: _Exchange, watch: _Watch) -> Sent:
        assert self._sdk is not None
        context = current_call.get()
        take = context.take if context is not None else 1
        body = request_body(self.target, exchange.call, exchange.messages(), take)
        # As extra_body, because the SDK looks through all it knows for names to translate, which costs more than sending.
        known: dict[str, Any] = {"model": self.target.wire_name, "messages": (), "extra_body": body}
        if self._on_tokens is None or self._recording != "off":
            response = await self._sdk.chat.completions.create(**known)
            return response, completion.of_response(response)
        if "stream_options" not in self.target.omit:
            body["stream_options"] = {"include_usage": True}
        async with await self._sdk.chat.completions.create(**known, stream=True) as stream:
            answer = await completion.of_stream(stream, watch.piece)
        return _whole(answer), answer

    def _http_client(self) -> httpx2.AsyncClient:
        hooks = {"request": [say_nothing_else], "response": [note_answer, bound_answer]}
        common: dict[str, Any] = {"event_hooks": hooks, "headers": UNPACKED}
        if self._recording == "replay":
            # Nothing leaves the process, so no certificates need to be loaded and no proxy asked.
            return openai.DefaultAsyncHttpxClient(**common, verify=False, trust_env=False)
        if self._lease is not None:
            transport = EngineTransport(httpx2.AsyncHTTPTransport(verify=False), self._lease)
            # However long it takes: a slow machine is no reason to throw away what it has worked out.
            timeout = httpx2.Timeout(None, connect=5.0)
            return openai.DefaultAsyncHttpxClient(**common, transport=transport, timeout=timeout)
        timeout = httpx2.Timeout(self.target.timeout, connect=min(10.0, self.target.timeout))
        return openai.DefaultAsyncHttpxClient(**common, timeout=timeout)


class _Watch:
    """Follows one answer in time, for whoever wants to know."""

    def __init__(self, call: str, context: CallContext | None, on_tokens: OnTokens | None) -> None:
        self._call = call
        self._context = context
        self._on_tokens = on_tokens
        self._started = time.perf_counter()
        self._first: float | None = None
        self._streamed = False

    def seconds(self) -> float:
        return time.perf_counter() - self._started

    def piece(self, text: str, tokens: int) -> None:
        self._first = self._first if self._first is not None else time.perf_counter()
        self._streamed = True
        self._report(text, tokens, finished=False)

    def finished(self, answer: Completion) -> None:
        self._report("" if self._streamed else answer.text, answer.output_tokens, finished=True)

    def _report(self, text: str, tokens: int, *, finished: bool) -> None:
        if self._on_tokens is None:
            return
        now = time.perf_counter()
        since_first = now - (self._first if self._first is not None else self._started)
        self._on_tokens(
            TokenProgress(self._context, self._call, tokens, now - self._started, since_first, text, finished)
        )


def _whole(answer: Completion | None) -> Any:
    """A streamed answer in the form that instructor reads. Why it ended has been looked at by then."""
    if answer is None:
        return None
    message = {"role": "assistant", "content": answer.text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return openai.types.chat.ChatCompletion.model_validate(
        {"id": "streamed", "object": "chat.completion", "created": answer.created, "model": "", "choices": [choice]}
    )
