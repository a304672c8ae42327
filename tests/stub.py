"""A small OpenAI-compatible server on loopback, which does what it is told: real HTTP, scripted answers.

with Stub(text("{oops"), answer({"who": "Kos"})) as stub:      # one step a request, the last one for all further
    client = Client(stub.target())
assert len(stub.requests) == 2

with Stub(lambda request: answer({"n": len(request.messages)})) as stub: ...     # or worked out from the request
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from summarizer.engines.providers import Target

CREATED = 1_700_000_000


@dataclass(frozen=True)
class Step:
    """What happens to one request. `status` 0 hangs up without an answer, or in the middle of a streamed one."""

    content: str | None = None
    refusal: str | None = None
    finish_reason: str = "stop"
    status: int = 200
    error: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    prompt_tokens: int = 100
    cached_tokens: int = 0
    output_tokens: int | None = None
    raw: bytes | None = None
    raw_kind: str = "text/html"


def answer(data: Any, **changes: Any) -> Step:
    """A good answer: `data` as JSON."""
    return Step(content=json.dumps(data, ensure_ascii=False), **changes)


def text(content: str, **changes: Any) -> Step:
    """An answer that says `content`, whatever that is."""
    return Step(content=content, **changes)


def refusal(words: str = "I cannot help with that.") -> Step:
    """The model declines, as hosted models do: status 200 and a `refusal`."""
    return Step(refusal=words)


def truncated(content: str = '{"who":"Ko', **changes: Any) -> Step:
    """An answer cut off by the token limit."""
    return Step(content=content, finish_reason="length", **changes)


def status(code: int, message: str = "", *, error_code: str | None = None, **headers: str) -> Step:
    """An error; header names are written with underscores (`retry_after="0"`)."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(status=code, error={"message": message or f"status {code}", "code": error_code}, headers=named)


def dropped(content: str | None = None) -> Step:
    """The connection breaks: before anything is sent or, streaming, after `content`."""
    return Step(status=0, content=content)


def slow(seconds: float, then: Step) -> Step:
    """`then`, but only after some seconds."""
    return replace(then, delay=seconds)


@dataclass(frozen=True)
class Request:
    """A request as it came. `body` is the parsed JSON."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        """The conversation."""
        return list(self.body["messages"])


Script = Callable[[Request], Step]


class Stub:
    """The server. `requests` are those received; `at_once` is the most that were under way at the same time."""

    def __init__(self, *steps: Step | Script) -> None:
        self.requests: list[Request] = []
        self.at_once = 0
        self._steps = list(steps)
        self._busy = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stub = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def target(self, name: str = "stub/model-1", **changes: Any) -> Target:
        """A target for a `Client` that asks this server."""
        return Target(name, name.partition("/")[2], self.base_url, **{"key_env": "STUB_API_KEY", **changes})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, request: Request) -> Step:
        with self._lock:
            self.requests.append(request)
            self._busy += 1
            self.at_once = max(self.at_once, self._busy)
            step = self._steps[0] if len(self._steps) == 1 else self._steps.pop(0)
        return step if isinstance(step, Step) else step(request)

    def _done(self) -> None:
        with self._lock:
            self._busy -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a kept-alive connection would hold the end of a test up
    request_queue_size = 256
    stub: Stub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what several tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise every answer waits 40 ms for an acknowledgement
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        step = self.server.stub._next(request)
        try:
            time.sleep(step.delay)
            self._perform(step, body)
        finally:
            self.server.stub._done()

    def _perform(self, step: Step, body: Mapping[str, Any]) -> None:
        if step.status == 0 and step.content is None:
            self._hang_up()
        elif step.raw is not None:
            self._send(step, step.raw_kind, step.raw)
        elif step.status not in (0, 200):
            self._send(step, "application/json", json.dumps({"error": step.error}).encode())
        elif body.get("stream"):
            self._stream(step, body)
        else:
            self._send(step, "application/json", json.dumps(_completion(step, body)).encode())

    def _send(self, step: Step, kind: str, payload: bytes) -> None:
        self.send_response(step.status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(payload)))
        for name, value in step.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, step: Step, body: Mapping[str, Any]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
        if step.refusal is not None:
            deltas.append({"refusal": step.refusal})
        content = step.content or ""
        deltas += [{"content": content[at : at + 4]} for at in range(0, len(content), 4)]
        for delta in deltas:
            self._event(body, [{"index": 0, "delta": delta, "finish_reason": None}], None)
        if step.status == 0:
            self._hang_up()
            return
        self._event(body, [{"index": 0, "delta": {}, "finish_reason": step.finish_reason}], None)
        self._event(body, [], _usage(step))
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, body: Mapping[str, Any], choices: list[dict[str, Any]], usage: dict[str, Any] | None) -> None:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": body["model"],
            "choices": choices,
            "usage": usage,
        }
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def _hang_up(self) -> None:
        # A reset instead of an orderly end, as when a server dies.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Tests keep their output to themselves."""


def _completion(step: Step, body: Mapping[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": step.content, "refusal": step.refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": CREATED,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": step.finish_reason}],
        "usage": _usage(step),
    }


def _usage(step: Step) -> dict[str, Any]:
    output = step.output_tokens if step.output_tokens is not None else -(-len(step.content or "") // 4)
    return {
        "prompt_tokens": step.prompt_tokens,
        "completion_tokens": output,
        "total_tokens": step.prompt_tokens + output,
        "prompt_tokens_details": {"cached_tokens": step.cached_tokens},
    }
