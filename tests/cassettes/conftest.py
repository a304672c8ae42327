"""The stub server with numbered answers, and short ways to ask it and to replay it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import openai
import pytest

from summarizer.engines.calls import CallContext, current_call
from tests.stub import Request, Step, Stub

NOWHERE = "http://api.example.invalid/v1"
JSON, EVENTS = "application/json", "text/event-stream"
Reply = tuple[int, str, bytes, dict[str, str]]
"""Status, content type, body, further headers."""


class Server:
    """The stub, answering each request with another number in it, so that no two answers are the same by chance.

    `reply` makes an answer from the body and the number of a request; `delay` is in seconds.
    """

    def __init__(self) -> None:
        self.reply: Callable[[dict[str, Any], int], Reply] | None = None
        self.delay = 0.0
        self._numbers = itertools.count(1)
        self._stub = Stub(self._step)

    @property
    def url(self) -> str:
        return self._stub.base_url

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [dict(request.body) for request in self._stub.requests]

    @property
    def headers(self) -> list[Mapping[str, str]]:
        return [request.headers for request in self._stub.requests]

    def _step(self, request: Request) -> Step:
        number = next(self._numbers)
        body = dict(request.body)
        status, kind, content, headers = (
            self.reply(body, number) if self.reply else completion(f'{{"speaker":"Öz","n":{number}}}', number)
        )
        return Step(status=status, raw=content, raw_kind=kind, headers=headers, delay=self.delay)


def completion(text: str, number: int = 1, **more: Any) -> Reply:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    body = {"id": f"c{number}", "object": "chat.completion", "created": 1_700_000_000 + number, "model": "m"}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    content = json.dumps(body | {"choices": [choice], "usage": usage} | more, ensure_ascii=False).encode()
    return 200, JSON, content, {}


def stream(pieces: list[str], done: bool = True) -> Reply:
    common = {"id": "s1", "object": "chat.completion.chunk", "created": 5, "model": "m"}
    events = [{**common, "choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    content = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + ("data: [DONE]\n\n" if done else "")
    return 200, EVENTS, content.encode(), {}


@pytest.fixture(autouse=True)
def no_call() -> None:
    """Tests run in one context: a label that one left behind would be found by the next."""
    current_call.set(None)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()
    with state._stub:
        yield state


def client(url: str = NOWHERE, key: str = "none", **options: Any) -> openai.OpenAI:
    # Without certificates, whose loading takes most of the time that a client takes to make.
    http = openai.DefaultHttpxClient(verify=False)
    return openai.OpenAI(base_url=url, api_key=key, http_client=http, **{"max_retries": 0, **options})


def messages(article: str, question: str = "Who speaks?") -> list[dict[str, str]]:
    return [
        {"role": "system", "content": "You analyse news articles.\n" * 20},
        {"role": "user", "content": f"Article {article}.\n" + f"A sentence of {article}. " * 40},
        {"role": "user", "content": question},
    ]


def ask(
    sdk: openai.OpenAI,
    article: str = "a",
    question: str = "Who speaks?",
    *,
    take: int = 1,
    pack: str = "p",
    **body: Any,
) -> Any:
    """Ask as the pipeline does: labelled with article, pack, call and take."""
    token = current_call.set(CallContext(article, pack, "speaker", take))
    try:
        options = {"model": "m", "messages": messages(article, question), "temperature": 0.0} | body
        return sdk.chat.completions.create(**options)
    finally:
        current_call.reset(token)
