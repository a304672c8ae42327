"""An OpenAI-compatible server on loopback, and short ways to ask it and to replay it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import openai
import pytest

from summarizer.engines.calls import CallContext, current_call

NOWHERE = "http://api.example.invalid/v1"
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Server:
    """Answers chat completions; every answer has another number in it, so that no two are the same by chance."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    reply: Callable[[dict[str, Any], int], Reply] | None = None
    delay: float = 0.0

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        self.requests.append(body)
        self.headers.append(headers)
        number = len(self.requests)
        time.sleep(self.delay)
        return self.reply(body, number) if self.reply else completion(f'{{"speaker":"Öz","n":{number}}}', number)


def completion(text: str, number: int = 1, **more: Any) -> Reply:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    body = {"id": f"c{number}", "object": "chat.completion", "created": 1_700_000_000 + number, "model": "m"}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    content = json.dumps(body | {"choices": [choice], "usage": usage} | more, ensure_ascii=False).encode()
    return 200, {"content-type": "application/json"}, content


def stream(pieces: list[str], done: bool = True) -> Reply:
    common = {"id": "s1", "object": "chat.completion.chunk", "created": 5, "model": "m"}
    events = [{**common, "choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    content = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + ("data: [DONE]\n\n" if done else "")
    return 200, {"content-type": "text/event-stream"}, content.encode()


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65536  # one packet an answer; two would wait for each other

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status, headers, content = state.answer(body, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        request_queue_size = 128

    listener = Listener(("127.0.0.1", 0), Handler)
    state = Server(f"http://127.0.0.1:{listener.server_port}/v1")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    listener.shutdown()
    thread.join()
    listener.server_close()


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
