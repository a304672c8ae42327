"""One client against a real HTTP server that behaves well and badly."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from summarizer.cassettes import use
from summarizer.engines.calls import Answer, Call, CallContext, TokenProgress, current_call
from summarizer.engines.client import Client
from summarizer.engines.providers import Price, Target
from summarizer.errors import (
    CassetteMissError,
    EngineError,
    InvalidAnswerError,
    ModelError,
    RefusedError,
    TransportError,
    TruncatedError,
)
from tests.stub import CREATED, Request, Step, Stub, answer, dropped, refusal, slow, status, text, truncated

SCHEMA = {
    "type": "object",
    "properties": {"who": {"type": "string", "enum": ["Kos", "Lem"]}, "count": {"type": "integer"}},
    "required": ["who", "count"],
    "additionalProperties": False,
}
GOOD = {"who": "Kos", "count": 3}


def call(**changes: Any) -> Call:
    given: dict[str, Any] = {
        "name": "speaker",
        "messages": ({"role": "system", "content": "You read news."}, {"role": "user", "content": "Who? {{ braces }}"}),
        "schema": SCHEMA,
        "schema_name": "speaker",
        "max_tokens": 50,
    }
    return Call(**(given | changes))


def ask(target: Target, *calls: Call, **options: Any) -> list[Answer]:
    async def run() -> list[Answer]:
        async with Client(target, **options) as client:
            return [await client.ask(one) for one in calls or (call(),)]

    return asyncio.run(run())


def test_a_good_answer_comes_back_with_its_usage() -> None:
    with Stub(answer(GOOD, prompt_tokens=90, cached_tokens=64, output_tokens=11)) as stub:
        [got] = ask(stub.target())
    assert got.data == GOOD
    assert json.loads(got.raw) == GOOD
    assert (got.requests, got.attempts) == (1, 1)
    assert (got.prompt_tokens, got.cached_tokens, got.output_tokens) == (90, 64, 11)
    assert (got.model, got.finish_reason, got.answered_at, got.problems) == ("stub/model-1", "stop", CREATED, ())
    assert got.confidence is None
    assert 0 < got.seconds < 5


@pytest.mark.parametrize(
    ("counts", "used"),
    [((10, 90, 5), (10, 10, 5)), ((-10, 5, 5), (0, 0, 5)), ((10, -5, -5), (10, 0, 0))],
)
@pytest.mark.parametrize("streamed", [False, True])
def test_counts_that_cannot_be_cost_no_less_than_nothing(
    counts: tuple[int, int, int], used: tuple[int, int, int], streamed: bool
) -> None:
    options: dict[str, Any] = {"on_tokens": lambda progress: None} if streamed else {}
    prompt, cached, output = counts
    with Stub(answer(GOOD, prompt_tokens=prompt, cached_tokens=cached, output_tokens=output)) as stub:
        target = stub.target(price=Price(input=10.0, output=1.0, cached_input=1.0))
        [got] = ask(target, **options)
    assert (got.prompt_tokens, got.cached_tokens) == used[:2]
    assert streamed or got.output_tokens == used[2]  # a stream has as many as it had pieces, at least
    assert (target.cost(got) or 0.0) > 0


def test_the_request_is_the_committed_schema_made_strict_and_the_messages_untouched() -> None:
    with Stub(answer(GOOD)) as stub:
        ask(stub.target(key="secret"))
    [request] = stub.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer secret"
    assert request.body == {
        "model": "model-1",
        "messages": [dict(message) for message in call().messages],
        "temperature": 0.0,
        "max_tokens": 50,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "speaker", "strict": True, "schema": SCHEMA},
        },
    }


def test_parameters_that_a_model_refuses_are_left_out_and_renamed() -> None:
    with Stub(answer(GOOD)) as stub:
        ask(stub.target(token_field="max_completion_tokens", omit=frozenset({"temperature"})))
    body = stub.requests[0].body
    assert "temperature" not in body
    assert "max_tokens" not in body
    assert body["max_completion_tokens"] == 50


@pytest.mark.parametrize(("omit", "sent"), [(frozenset(), True), (frozenset({"stream_options"}), False)])
def test_what_a_model_refuses_is_left_out_where_it_streams_too(omit: frozenset[str], sent: bool) -> None:
    with Stub(answer(GOOD)) as stub:
        ask(stub.target(omit=omit), on_tokens=lambda progress: None)
    assert ("stream_options" in stub.requests[0].body) == sent


def test_takes_differ_by_seed_only_where_chance_has_a_part() -> None:
    async def run(target: Target) -> None:
        current_call.set(CallContext("article", "pack", "speaker", take=3))
        async with Client(target) as client:
            await client.ask(call(temperature=0.7))
            await client.ask(call())

    with Stub(answer(GOOD)) as stub:
        asyncio.run(run(stub.target()))
    assert [request.body.get("seed") for request in stub.requests] == [3, None]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (text("{oops"), "not JSON"),
        (text('```json\n{"who": "Kos", "count": 3}\n```'), "not JSON"),
        (text('{"who": "Kos", "count": NaN}'), "not usable JSON"),
        (answer({"who": "Kos"}), "'count' missing; add it"),
        (answer({"who": "Nemo", "count": 1}), 'who: "Nemo" is not one of the answers allowed; write "Kos", "Lem"'),
        (answer({"who": "Kos", "count": "3"}), 'count: "3" is not of type integer'),
        (answer(GOOD | {"why": "so"}), '["why"] not allowed; leave it out'),
        (text(""), "not JSON"),
        (text("[" * 100_000), "not usable JSON"),
    ],
)
def test_an_answer_that_breaks_the_schema_is_asked_for_once_more(bad: Step, complaint: str) -> None:
    with Stub(bad, answer(GOOD, prompt_tokens=150, output_tokens=20)) as stub:
        [got] = ask(stub.target())
    assert got.data == GOOD
    assert (got.requests, got.attempts) == (2, 2)
    assert got.prompt_tokens == 250
    assert got.output_tokens == 20 + -(-len(bad.content or "") // 4)
    first, second = stub.requests
    assert second.messages[: len(first.messages)] == first.messages
    assistant, again = second.messages[len(first.messages) :]
    assert assistant == {"role": "assistant", "content": bad.content}
    assert again["role"] == "user"
    assert complaint in again["content"]
    assert "pydantic" not in again["content"]


def test_two_broken_answers_are_an_error_that_names_the_field() -> None:
    stub = Stub(answer({"who": "Nemo", "count": 1}))
    with stub, pytest.raises(InvalidAnswerError, match=r"who: .Nemo.") as caught:
        ask(stub.target())
    assert len(stub.requests) == 2
    assert len(str(caught.value).splitlines()) <= 2


def test_an_answer_that_the_check_dislikes_is_asked_for_once_more() -> None:
    def check(data: Any) -> list[str]:
        return [] if data["count"] == 3 else [f"count: the article has 3, not {data['count']}"]

    with Stub(answer(GOOD | {"count": 30}), answer(GOOD)) as stub:
        [got] = ask(stub.target(), call(check=check))
    assert (got.data, got.problems, got.attempts) == (GOOD, (), 2)
    assert "count: the article has 3, not 30" in stub.requests[1].messages[-1]["content"]


def test_what_the_check_still_dislikes_is_kept_with_its_problems() -> None:
    with Stub(answer(GOOD)) as stub:
        [got] = ask(stub.target(), call(check=lambda data: ["count: not in the article"]))
    assert (got.data, got.problems) == (GOOD, ("count: not in the article",))
    assert len(stub.requests) == 2


def test_a_usable_first_answer_survives_a_broken_second_one() -> None:
    with Stub(answer(GOOD, output_tokens=10), text("{", output_tokens=5)) as stub:
        [got] = ask(stub.target(), call(check=lambda data: ["count: not in the article"]))
    assert (got.data, got.raw) == (GOOD, json.dumps(GOOD))
    assert (got.problems, got.attempts, got.output_tokens) == (("count: not in the article",), 2, 15)


UNSUPPORTED = ("count: not in the article",)
FAILURES = [
    truncated(output_tokens=5),
    refusal(),
    text("", finish_reason="content_filter"),
    status(400, "too many tokens", error_code="context_length_exceeded"),
    status(500),
    dropped(),
    Step(raw=b"<html>hello</html>"),
    slow(1.0, answer(GOOD)),
]


@pytest.mark.parametrize("second", FAILURES)
def test_a_usable_first_answer_survives_whatever_becomes_of_the_second(second: Step) -> None:
    with Stub(answer(GOOD), second) as stub:
        [got] = ask(stub.target(timeout=0.5), call(check=lambda data: list(UNSUPPORTED)), max_retries=0)
    assert (got.data, got.raw, got.problems, got.finish_reason) == (GOOD, json.dumps(GOOD), UNSUPPORTED, "stop")
    assert len(stub.requests) == 2
    assert got.attempts == (2 if second.status == 200 and second.raw is None and not second.delay else 1)


@pytest.mark.parametrize("second", FAILURES)
def test_a_first_answer_that_breaks_the_schema_survives_no_second_failure(second: Step) -> None:
    with Stub(text("{"), second) as stub, pytest.raises(ModelError) as caught:
        ask(stub.target(timeout=0.5), call(), max_retries=0)
    assert not isinstance(caught.value, InvalidAnswerError)


def test_what_stops_the_run_stops_it_at_the_second_asking_too() -> None:
    with Stub(answer(GOOD), status(401)) as stub, pytest.raises(EngineError):
        ask(stub.target(), call(check=lambda data: list(UNSUPPORTED)))


def test_what_survived_while_recording_survives_in_the_replay_and_nothing_else(tmp_path: Path) -> None:
    asked = call(check=lambda data: list(UNSUPPORTED))
    with use(tmp_path / "a", "new"), Stub(answer(GOOD), truncated()) as stub:
        [recorded] = ask(stub.target(), asked, recording="record")
    with use(tmp_path / "a"):
        assert ask(stub.target(), asked, recording="replay") == [recorded]
    with use(tmp_path / "b", "new"), Stub(answer(GOOD), status(500)) as stub, pytest.raises(TransportError):
        ask(stub.target(), asked, recording="record", max_retries=0)
    with use(tmp_path / "b"), pytest.raises(CassetteMissError):
        ask(stub.target(), asked, recording="replay")


@pytest.mark.parametrize("streamed", [False, True])
def test_truncated_and_refused_answers_are_never_bought_twice(streamed: bool) -> None:
    options: dict[str, Any] = {"on_tokens": lambda progress: None} if streamed else {}
    with Stub(truncated()) as stub:
        with pytest.raises(TruncatedError, match="max_tokens"):
            ask(stub.target(), **options)
        assert len(stub.requests) == 1
    with Stub(truncated(json.dumps(GOOD))) as stub, pytest.raises(TruncatedError):
        ask(stub.target(), **options)
    with Stub(refusal("Not that\none.")) as stub:
        with pytest.raises(RefusedError, match="Not that one"):
            ask(stub.target(), **options)
        assert len(stub.requests) == 1
    with Stub(text("", finish_reason="content_filter")) as stub, pytest.raises(RefusedError, match="filter"):
        ask(stub.target(), **options)


@pytest.mark.parametrize("first", [status(429, retry_after_ms="1"), status(500, retry_after_ms="1"), dropped()])
def test_a_passing_failure_is_tried_again(first: Step) -> None:
    with Stub(first, answer(GOOD)) as stub:
        [got] = ask(stub.target(), max_retries=1)
    assert got.data == GOOD
    assert len(stub.requests) == 2
    assert got.attempts == 1


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (status(429, "slow down"), "slow down.*concurrency"),
        (status(500, "on fire"), "status 500.*on fire"),
        (status(503), "503"),
        (dropped(), "connection .* broke"),
        (Step(raw=b"<html>hello</html>"), "no chat completion"),
        (Step(raw=b'{"choices": []}'), "no chat completion"),
        (Step(raw=b'{"choices": []}', raw_kind="application/json"), "no chat completion"),
        (Step(raw=b"null", raw_kind="application/json"), "no chat completion"),
        (Step(raw=b'{"choices": [{"message": {"content": ["a"]}}]}', raw_kind="application/json"), "no chat comp"),
        (Step(raw=b'{"choices', raw_kind="application/json"), "no chat completion"),
        (Step(raw=b'{"\xff', raw_kind="application/json"), "no chat completion"),
    ],
)
def test_a_lasting_failure_costs_the_article(step: Step, words: str) -> None:
    with Stub(step) as stub, pytest.raises(TransportError, match=words):
        ask(stub.target(), max_retries=0)
    assert len(stub.requests) == 1


def test_a_server_may_leave_out_what_is_not_needed() -> None:
    sparse = {"choices": [{"message": {"content": json.dumps(GOOD)}}], "usage": {"total_tokens": 5}}
    with Stub(Step(raw=json.dumps(sparse).encode(), raw_kind="application/json")) as stub:
        [got] = ask(stub.target())
    assert (got.data, got.finish_reason, got.output_tokens) == (GOOD, "stop", 0)
    assert abs(got.answered_at - time.time()) < 60


def test_a_stream_may_end_for_a_reason_nobody_has_heard_of() -> None:
    with Stub(answer(GOOD, finish_reason="eos_token")) as stub:
        [got] = ask(stub.target(), on_tokens=lambda progress: None)
    assert (got.data, got.finish_reason) == (GOOD, "eos_token")


def test_a_server_that_is_too_slow_costs_the_article() -> None:
    with Stub(slow(1.0, answer(GOOD))) as stub, pytest.raises(TransportError, match=r"longer than 0\.2 s"):
        ask(stub.target(timeout=0.2), max_retries=0)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (status(401, "bad key"), "STUB_API_KEY.*bad key"),
        (status(403, "not for you"), "STUB_API_KEY"),
        (status(404, "no such model"), "model-1.*--base-url"),
        (status(429, "pay first", error_code="insufficient_quota"), "credit"),
    ],
)
def test_what_no_article_can_survive_stops_the_run(step: Step, words: str) -> None:
    with Stub(step) as stub, pytest.raises(EngineError, match=words):
        ask(stub.target(), max_retries=0)


@pytest.mark.parametrize(
    ("step", "kind", "words"),
    [
        (status(400, "too many tokens", error_code="context_length_exceeded"), ModelError, "context"),
        (status(400, "This model's maximum context length is 4096 tokens"), ModelError, "does not fit the context"),
        (status(400, "blocked", error_code="content_filter"), RefusedError, "blocked"),
        (status(400, "Unsupported parameter: 'temperature'"), ModelError, "omit"),
    ],
)
def test_a_request_that_the_server_refuses_costs_the_article_and_says_what_to_do(
    step: Step, kind: type[Exception], words: str
) -> None:
    with Stub(step) as stub, pytest.raises(kind, match=words):
        ask(stub.target(), max_retries=2)
    assert len(stub.requests) == 1


def test_a_dead_endpoint_stops_the_run_and_says_where() -> None:
    with Stub(answer(GOOD)) as stub:
        target = stub.target()
    with pytest.raises(EngineError, match=r"cannot reach http://127\.0\.0\.1:\d+/v1"):
        ask(target, max_retries=0)


def test_an_endpoint_that_dies_later_costs_only_the_article() -> None:
    async def run(stub: Stub) -> None:
        async with Client(stub.target(), max_retries=0) as client:
            with stub:
                await client.ask(call())
            await client.ask(call())

    with pytest.raises(TransportError):
        asyncio.run(run(Stub(answer(GOOD, headers={"connection": "close"}))))


def test_a_missing_key_is_told_before_anything_is_sent() -> None:
    with Stub(answer(GOOD)) as stub:
        with pytest.raises(EngineError, match="set STUB_API_KEY"):
            ask(stub.target(needs_key=True))
        assert stub.requests == []


def test_streaming_reports_the_answer_as_it_grows_and_ends_in_the_same_answer() -> None:
    seen: list[TokenProgress] = []
    with Stub(answer(GOOD, output_tokens=7, cached_tokens=3)) as stub:
        [streamed] = ask(stub.target(), on_tokens=seen.append)
        [whole] = ask(stub.target())
    same = ("data", "raw", "finish_reason", "requests", "attempts", "prompt_tokens", "cached_tokens", "output_tokens")
    assert {name: getattr(streamed, name) for name in same} == {name: getattr(whole, name) for name in same}
    assert "".join(progress.text for progress in seen) == whole.raw
    assert [progress.finished for progress in seen] == [False] * (len(seen) - 1) + [True]
    assert [progress.tokens for progress in seen] == [*range(1, len(seen)), 7]
    assert stub.requests[0].body["stream"] is True
    assert "stream" not in stub.requests[1].body


def test_while_recording_answers_are_kept_whole_and_reported_at_the_end() -> None:
    seen: list[TokenProgress] = []
    with Stub(answer(GOOD)) as stub:
        ask(stub.target(), on_tokens=seen.append, recording="record")
    assert "stream" not in stub.requests[0].body
    assert [(progress.finished, progress.text) for progress in seen] == [(True, json.dumps(GOOD))]


def test_a_bad_streamed_answer_is_asked_for_once_more() -> None:
    with Stub(text("{oops"), answer(GOOD)) as stub:
        [got] = ask(stub.target(), on_tokens=lambda progress: None)
    assert (got.data, got.attempts) == (GOOD, 2)
    assert stub.requests[1].messages[-2] == {"role": "assistant", "content": "{oops"}


def test_a_stream_that_breaks_off_is_a_transport_failure_not_an_answer() -> None:
    with Stub(dropped('{"who": "Kos", "cou')) as stub, pytest.raises(TransportError):
        ask(stub.target(), on_tokens=lambda progress: None, max_retries=0)


def test_recorded_seconds_take_the_place_of_measured_ones(tmp_path: Path) -> None:
    with Stub(text("{"), answer(GOOD)) as stub, use(tmp_path, "new"):
        ask(stub.target(), recording="record")
    for path in tmp_path.glob("_/*.json"):
        path.write_text(re.sub(r'"seconds": [0-9.]+', '"seconds": 21.375', path.read_text("utf-8")), "utf-8")
    with use(tmp_path):
        [got] = ask(stub.target(), recording="replay")
    assert (got.seconds, got.requests) == (42.75, 2)


@pytest.mark.parametrize("seconds", ["40.25", "-1", "nan", "inf", "soon"])
@pytest.mark.parametrize("record", [False, True])
def test_what_a_server_says_of_recorded_seconds_and_requests_is_not_believed(
    seconds: str, record: bool, tmp_path: Path
) -> None:
    headers = {"x-recorded-seconds": seconds, "x-recorded-requests": "70", "retry-after-ms": "1"}
    steps = Step(status=500, error={}, headers=headers), answer(GOOD, headers=headers)
    with Stub(*steps) as stub, use(tmp_path, "new") if record else nullcontext():
        [got] = ask(stub.target(), recording="record" if record else "off", max_retries=1)
    assert 0 <= got.seconds < 5
    assert got.requests == 2


def test_replaying_needs_no_key_and_tries_once() -> None:
    with Stub(status(500)) as stub:
        target = stub.target(needs_key=True)
        started = time.perf_counter()
        with pytest.raises(TransportError):
            ask(target, recording="replay")
    assert len(stub.requests) == 1
    assert time.perf_counter() - started < 1.0


def test_a_missing_recording_is_told_as_such_from_however_deep_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx2

    class CannotOverwriteExistingCassetteException(Exception):  # noqa: N818 (vcr's own name)
        pass

    async def miss(self: Any, request: Any) -> Any:
        raise CannotOverwriteExistingCassetteException("a diff of many lines")

    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", miss)
    with Stub(answer(GOOD)) as stub, pytest.raises(CassetteMissError, match="stub/model-1"):
        ask(stub.target(), recording="replay")


def test_a_recording_layer_that_raises_its_own_miss_is_heard_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx2

    async def miss(self: Any, request: Any) -> Any:
        raise CassetteMissError("no answer to this; run summarizer brief x.txt --record new")

    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", miss)
    with Stub(answer(GOOD)) as stub, pytest.raises(CassetteMissError, match=r"^no answer to this; run summarizer "):
        ask(stub.target(), recording="replay")


def test_concurrent_calls_keep_their_answers_apart() -> None:
    async def run(target: Target) -> list[Answer]:
        async with Client(target) as client:
            questions = [call(messages=({"role": "user", "content": str(number)},)) for number in range(30)]
            return await asyncio.gather(*(client.ask(question) for question in questions))

    def script(request: Request) -> Step:
        first = request.messages[0]["content"]
        again = len(request.messages) > 1
        bad = int(first) % 3 == 0 and not again  # so that first answers and re-asks mix
        return slow(0.01 * (int(first) % 5), text("{") if bad else answer({"who": "Lem", "count": int(first)}))

    with Stub(script) as stub:
        answers = asyncio.run(run(stub.target()))
    assert [got.data["count"] for got in answers] == list(range(30))
    assert [got.attempts for got in answers] == [2 if number % 3 == 0 else 1 for number in range(30)]
    assert stub.at_once > 1


def test_cancelling_a_question_leaves_the_client_usable() -> None:
    async def run(target: Target) -> Answer:
        async with Client(target) as client:
            task = asyncio.create_task(client.ask(call()))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.ask(call())

    with Stub(slow(5.0, answer(GOOD)), answer(GOOD)) as stub:
        started = time.perf_counter()
        got = asyncio.run(run(stub.target()))
    assert got.data == GOOD
    assert time.perf_counter() - started < 3.0


SILENT = """
import asyncio, json, sys
from summarizer.engines.calls import Call
from summarizer.engines.client import Client
from summarizer.engines.providers import Target
from summarizer.errors import ModelError
async def run():
    async with Client(Target("stub/m", "m", sys.argv[1]), max_retries=0) as client:
        for _ in range(2):
            try:
                await client.ask(Call("x", ({"role": "user", "content": "?"},), {"type": "object"}, "x", 9))
            except ModelError as error:
                print(type(error).__name__)
asyncio.run(run())
"""


def test_failures_leave_the_terminal_to_the_command_line() -> None:
    with Stub(status(500), text("{")) as stub:
        done = subprocess.run(
            [sys.executable, "-c", SILENT, stub.base_url], capture_output=True, text=True, timeout=60, check=True
        )
    assert done.stdout.split() == ["TransportError", "InvalidAnswerError"]
    assert done.stderr == ""
