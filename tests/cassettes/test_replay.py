"""Recording and replaying through the real SDK, against a real server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from pytest_socket import disable_socket, enable_socket

from summarizer.cassettes import cause, check, use
from summarizer.engines import transport as engine_transport
from summarizer.engines.calls import CallContext, current_call
from summarizer.errors import CassetteMissError, InputError, TransportError, UsageError

from .conftest import EVENTS, JSON, NOWHERE, Server, ask, client, completion, messages, stream


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.json") if path.parent.name != "texts")


@pytest.fixture
def no_sockets() -> Any:
    disable_socket()
    yield
    enable_socket()


def record(folder: Path, server: Server, *articles: str, **options: Any) -> list[Any]:
    with use(folder, "new"), client(server.url) as sdk:
        return [ask(sdk, article, **options) for article in articles]


def test_a_replay_is_equal_to_the_recording_with_no_socket(
    tmp_path: Path, server: Server, request: pytest.FixtureRequest
) -> None:
    recorded = record(tmp_path, server, "a", "b")
    request.getfixturevalue("no_sockets")
    with use(tmp_path) as session, client() as sdk:
        replayed = [ask(sdk, article) for article in ("b", "a")][::-1]
    assert replayed == recorded
    assert len(server.requests) == 2
    assert session.unplayed() == []


def test_under_none_nothing_is_fetched_whatever_the_library(tmp_path: Path, server: Server) -> None:
    record(tmp_path, server, "a")
    with use(tmp_path), httpx2.Client(verify=False) as http:
        with pytest.raises(InputError, match="nothing is fetched while replaying; save the page"):
            urllib.request.urlopen(f"{server.url}/page?token=1")
        with pytest.raises(InputError, match=r"^http://news\.example/v1/page: nothing"):
            http.get(f"{server.url}/page", headers={"host": "news.example"}).raise_for_status()
    assert len(server.requests) == 1


def test_pages_that_are_fetched_while_recording_are_not_recorded(tmp_path: Path) -> None:
    page = httpx2.MockTransport(lambda request: httpx2.Response(200, text="news"))
    with use(tmp_path, "new") as session, httpx2.Client(transport=page) as http:
        assert http.get("http://news.example/page").text == "news"
    assert not session.recorded


def test_the_caller_sees_while_recording_what_a_replay_will_give(tmp_path: Path, server: Server) -> None:
    with use(tmp_path, "new"), client(server.url) as sdk:
        first = sdk.with_raw_response.chat.completions.create(model="m", messages=messages("a"))
    with use(tmp_path), client() as sdk:
        again = sdk.with_raw_response.chat.completions.create(model="m", messages=messages("a"))
    assert first.content == again.content
    assert first.headers["x-recorded-seconds"] == again.headers["x-recorded-seconds"]
    assert 0 < float(again.headers["x-recorded-seconds"]) < 10


@pytest.mark.parametrize("ways", [1, 16, 50])
def test_every_article_gets_its_own_answer_whatever_the_concurrency(tmp_path: Path, server: Server, ways: int) -> None:
    def reply(body: dict[str, Any], number: int) -> Any:
        return completion(body["messages"][1]["content"].split()[1], number)

    server.reply = reply
    articles = [f"n{number}" for number in range(60)]

    async def run(url: str) -> dict[str, str]:
        gate = asyncio.Semaphore(ways)
        async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as sdk:

            async def one(article: str) -> str:
                async with gate:
                    current_call.set(CallContext(article, "p", "speaker"))
                    answer = await sdk.chat.completions.create(model="m", messages=messages(article))  # type: ignore[arg-type]
                    return answer.model_dump_json()

            answers = await asyncio.gather(*(asyncio.create_task(one(article)) for article in articles))
        return dict(zip(articles, answers, strict=True))

    with use(tmp_path, "new"):
        recorded = asyncio.run(run(server.url))
    with use(tmp_path):
        assert asyncio.run(run(NOWHERE)) == recorded
    assert all(f'"content":"{article}.' in answer for article, answer in recorded.items())
    assert len(server.requests) == len(articles)


def test_equal_questions_at_the_same_time_are_asked_once(tmp_path: Path, server: Server) -> None:
    server.delay = 0.1

    async def run() -> list[str]:
        async with openai.AsyncOpenAI(base_url=server.url, api_key="none") as sdk:
            current_call.set(CallContext("a", "p", "c"))
            asked = [sdk.chat.completions.create(model="m", messages=messages("a")) for _ in range(8)]  # type: ignore[call-overload]
            return [answer.id for answer in await asyncio.gather(*asked)]

    with use(tmp_path, "new"):
        assert len(set(asyncio.run(run()))) == 1
        with client(server.url) as sdk, ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(ask, sdk, "from threads") for _ in range(8)]
            assert len({answer.result().id for answer in asked}) == 1
    assert len(server.requests) == 2


def test_takes_are_dealt_by_number_not_by_arrival(tmp_path: Path, server: Server) -> None:
    with use(tmp_path, "new"), client(server.url) as sdk:
        recorded = {take: ask(sdk, take=take, seed=take, temperature=0.7) for take in (1, 2, 3)}
    with use(tmp_path), client() as sdk:
        assert {take: ask(sdk, take=take, seed=take, temperature=0.7) for take in (3, 1, 2)} == recorded
    assert len({answer.id for answer in recorded.values()}) == 3


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, 401, 404])
def test_passing_failures_are_not_stored(tmp_path: Path, server: Server, status: int) -> None:
    failure = (status, JSON, b'{"error": {"message": "later"}}', {"retry-after": "0"})
    server.reply = lambda body, number: failure if number == 1 else completion("fine", number)
    with use(tmp_path, "new") as session, client(server.url) as sdk:
        with pytest.raises(openai.APIStatusError):
            ask(sdk)
        assert not session.recorded
        assert ask(sdk).choices[0].message.content == "fine"
    assert len(files(tmp_path)) == 1
    assert json.loads(files(tmp_path)[0].read_text("utf-8"))["requests"] == 2


def test_a_failure_that_lies_in_the_question_is_stored(tmp_path: Path, server: Server) -> None:
    server.reply = lambda body, number: (400, JSON, b'{"error": {"message": "too long"}}', {})
    with use(tmp_path, "new"), client(server.url) as sdk, pytest.raises(openai.BadRequestError, match="too long"):
        ask(sdk)
    with use(tmp_path), client() as sdk, pytest.raises(openai.BadRequestError, match="too long"):
        ask(sdk)


@pytest.mark.parametrize(
    "reply",
    [
        stream(["half an ans"], done=False),
        (200, EVENTS, b'data: {"error": {"message": "overloaded"}}\n\ndata: [DONE]\n\n', {}),
        (200, JSON, b'{"error": {"message": "overloaded"}}', {}),
        (200, JSON, b'{"id": "c1", "cho', {}),
        (200, "text/html", b"<html>Welcome to our network! Log in here.</html>", {}),
        (302, "text/html", b"", {"location": "http://login.example.invalid/"}),
        (204, JSON, b"", {}),
    ],
    ids=[
        "half a stream",
        "an error in a stream",
        "an error as a success",
        "half a body",
        "a page",
        "the way to a page",
        "nothing",
    ],
)
def test_answers_that_are_not_whole_or_not_a_models_are_not_stored(tmp_path: Path, server: Server, reply: Any) -> None:
    server.reply = lambda body, number: reply
    with use(tmp_path, "new") as session, httpx2.Client() as http:
        http.post(f"{server.url}/chat/completions", json={"model": "m", "stream": True})
    assert len(server.requests) == 1
    assert not session.recorded
    assert files(tmp_path) == []


def test_an_endpoint_that_has_moved_is_followed_in_a_replay_too(tmp_path: Path, server: Server) -> None:
    moved = (307, JSON, b"", {"location": f"{server.url}/moved/chat/completions"})
    server.reply = lambda body, number: moved if number == 1 else completion("fine", number)
    recorded = record(tmp_path, server, "a")
    with use(tmp_path), client(server.url) as sdk:
        assert [ask(sdk, "a")] == recorded
    assert len(server.requests) == len(files(tmp_path)) == 2


@pytest.mark.parametrize(("packed", "words"), [("identity", "the answer is larger"), ("gzip", "packed its answer")])
def test_of_an_answer_to_be_recorded_no_more_is_read_than_of_another(
    tmp_path: Path, packed: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_transport, "MAX_ANSWER", 10_000)
    read: list[int] = []
    closed: list[str] = []

    class Endless(httpx2.SyncByteStream, httpx2.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for number in range(1000):
                read.append(number)
                yield bytes(1000)

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for part in self:
                yield part

        def close(self) -> None:
            closed.append("close")

        async def aclose(self) -> None:
            closed.append("aclose")

    headers = {"content-type": JSON, "content-encoding": packed}
    server = httpx2.MockTransport(lambda request: httpx2.Response(200, headers=headers, stream=Endless()))

    async def ask_async() -> None:
        async with httpx2.AsyncClient(transport=server) as http:
            await http.post(f"{NOWHERE}/chat/completions", json={"model": "m"})

    with use(tmp_path, "new") as session:
        with pytest.raises(TransportError, match=words):
            asyncio.run(ask_async())
        with pytest.raises(TransportError, match=words), httpx2.Client(transport=server) as http:
            http.post(f"{NOWHERE}/chat/completions", json={"model": "m"})
        assert not session.recorded
    assert len(read) == (22 if packed == "identity" else 2)
    assert closed == ["aclose", "close"]
    assert files(tmp_path) == []


def test_streams_are_replayed_equal(tmp_path: Path, server: Server) -> None:
    pieces = ['{"', "speaker", '":', ' "Öz"', "}\n", "\u2028", "🎈"]
    server.reply = lambda body, number: stream(pieces)
    with use(tmp_path, "new"), client(server.url) as sdk:
        recorded = list(ask(sdk, stream=True))
    with use(tmp_path), client() as sdk:
        assert list(ask(sdk, stream=True)) == recorded
    assert [chunk.choices[0].delta.content for chunk in recorded] == pieces
    stored = json.loads(files(tmp_path)[0].read_text("utf-8"))["response"]["body"]["stream"]
    assert stored["common"]["model"] == "m"
    assert [event["choices"][0]["delta"]["content"] for event in stored["events"][:2]] == ['{"', "speaker"]


def test_new_asks_only_what_is_missing_and_all_asks_everything_once(tmp_path: Path, server: Server) -> None:
    first = record(tmp_path, server, "a")[0]
    with use(tmp_path, "new"), client(server.url) as sdk:
        assert ask(sdk, "a") == first
        ask(sdk, "b")
    assert len(server.requests) == 2
    with use(tmp_path, "all") as session, client(server.url) as sdk:
        again = ask(sdk, "a")
        assert ask(sdk, "a") == again != first
    assert len(server.requests) == 3
    assert len(session.recorded) == 1
    assert len(files(tmp_path)) == 2
    with use(tmp_path), client() as sdk:
        assert ask(sdk, "a") == again


def test_a_recorded_again_answer_changes_few_lines(tmp_path: Path, server: Server) -> None:
    record(tmp_path, server, "a")
    before = files(tmp_path)[0].read_text("utf-8").splitlines()
    with use(tmp_path, "all"), client(server.url) as sdk:
        ask(sdk, "a")
    after = files(tmp_path)[0].read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert 2 <= len(changed) <= 4  # id, created, content, and seconds where they differ


def test_long_texts_and_schemas_are_stored_once(tmp_path: Path, server: Server) -> None:
    names = [f"actor number {number}" for number in range(60)]
    schema = {"type": "object", "properties": {"who": {"enum": names}}, "required": ["who"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    with use(tmp_path, "new"), client(server.url) as sdk:
        for number in range(20):
            ask(sdk, "a", f"Who says sentence {number}?", response_format=wanted)
    assert sorted(path.suffix for path in (tmp_path / "texts").iterdir()) == [".json", ".txt", ".txt"]
    assert max(path.stat().st_size for path in files(tmp_path)) < 1500
    assert server.requests[-1]["response_format"] == wanted
    with use(tmp_path), client() as sdk:
        assert ask(sdk, "a", "Who says sentence 7?", response_format=wanted).id == "c8"


def test_the_origin_the_seed_and_noise_do_not_matter(tmp_path: Path, server: Server) -> None:
    recorded = record(tmp_path, server, "a", seed=1, user="me", extra_body={"cache_prompt": True})[0]
    with use(tmp_path), client("https://elsewhere.example/v1") as sdk:
        assert ask(sdk, "a", seed=2, temperature=0) == recorded


def test_a_miss_is_told_through_the_sdk(tmp_path: Path, server: Server) -> None:
    record(tmp_path, server, "a")
    with use(tmp_path) as session, client() as sdk:
        with pytest.raises(openai.APIConnectionError) as caught:
            ask(sdk, "unknown")
        found = cause(caught.value)
        assert isinstance(found, CassetteMissError)
        assert "article unknown, pack p, call speaker" in str(found)
        with pytest.raises(CassetteMissError, match="article unknown"):
            session.raise_for_misses()
    assert cause(ValueError("no miss")) is None


def test_one_block_at_a_time(tmp_path: Path, server: Server) -> None:
    record(tmp_path, server, "a")
    with use(tmp_path), pytest.raises(UsageError, match="already in use"), use(tmp_path):
        pass
    with use(tmp_path), client() as sdk:
        ask(sdk, "a")


def test_a_folder_that_is_not_there_and_a_mode_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"), use(tmp_path / "typo"):
        pass
    with pytest.raises(UsageError, match="'sometimes'"), use(tmp_path, "sometimes"):  # type: ignore[arg-type]
        pass


def test_a_play_log_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_PLAY_LOG", str(tmp_path / "nowhere" / "plays"))
    worked = False
    with pytest.raises(UsageError, match=r"plays: cannot write the play log \(No such file"), use(tmp_path):
        worked = True
    assert not worked
    monkeypatch.delenv("SUMMARIZER_PLAY_LOG")
    with use(tmp_path):  # which was not left in use
        pass


def test_a_recording_changed_by_hand_answers_nothing(tmp_path: Path, server: Server) -> None:
    record(tmp_path, server, "a")
    path = files(tmp_path)[0]
    path.write_text(path.read_text("utf-8").replace("Who speaks?", "Who denies?"), "utf-8")
    with use(tmp_path), client() as sdk, pytest.raises(openai.APIConnectionError) as caught:
        ask(sdk, "a")
    found = cause(caught.value)
    assert isinstance(found, InputError)
    assert "changed by hand" in str(found)


# A recorder in a process of its own, without the SDK, which takes a second to import.
RECORDER = """
import sys
from concurrent.futures import ThreadPoolExecutor
import httpx2
from summarizer.cassettes import use
from summarizer.engines.calls import CallContext, current_call

def ask(number):
    current_call.set(CallContext(f"n{number}", "p", "c"))
    http.post(sys.argv[2] + "/chat/completions", json={"model": "m", "messages": [{"content": str(number)}]})

with use(sys.argv[1], "new"), httpx2.Client(verify=False) as http, ThreadPoolExecutor(4) as pool:
    list(pool.map(ask, range(int(sys.argv[3]))))
"""


def recorder(folder: Path, server: Server, questions: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RECORDER, str(folder), server.url, str(questions)])


def test_two_recorders_at_once_leave_whole_files(tmp_path: Path, server: Server) -> None:
    running = [recorder(tmp_path, server, 30) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(files(tmp_path)) == 30
    assert check(tmp_path) == []


def test_a_killed_recording_loses_nothing_and_asks_nothing_twice(tmp_path: Path, server: Server) -> None:
    server.delay = 0.01
    killed = recorder(tmp_path, server, 40)
    while len(server.requests) < 20:
        assert killed.poll() is None
        time.sleep(0.005)
    killed.kill()
    killed.wait()
    stored = {path: path.read_bytes() for path in files(tmp_path)}
    asked = len(server.requests)
    assert asked - 4 <= len(stored) < 40  # four in flight
    assert recorder(tmp_path, server, 40).wait(60) == 0
    assert len(server.requests) == asked + 40 - len(stored)
    assert {path: path.read_bytes() for path in stored} == stored
    assert len(files(tmp_path)) == 40


def test_answers_are_on_disk_as_they_arrive(tmp_path: Path, server: Server) -> None:
    arrived = threading.Event()
    seen: list[int] = []

    def reply(body: dict[str, Any], number: int) -> Any:
        seen.append(len(files(tmp_path)))
        arrived.set()
        return completion("x", number)

    server.reply = reply
    record(tmp_path, server, "a", "b", "c")
    assert seen == [0, 1, 2]


def test_vcr_does_not_log_bodies(tmp_path: Path, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    record(tmp_path, server, "a")
    assert not [entry for entry in caplog.records if entry.name.startswith("vcr")]


def test_importing_the_package_imports_no_vcr() -> None:
    script = "import sys, summarizer.cassettes; print([m for m in ('vcr', 'openai', 'httpx2') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"
