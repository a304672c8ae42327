"""What happens between the SDK and the wire: answers are counted, recorded times read, the embedded engine started.

Recordings are made and played one level below, inside `httpx2.AsyncHTTPTransport`. So a request to the embedded engine
first goes to a closed port: a recording may answer it, and only when the connection is refused does the engine start.
"""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

import httpx2

from summarizer.engines.embedded import Lease
from summarizer.errors import TransportError

RECORDED_SECONDS = "x-recorded-seconds"
RECORDED_REQUESTS = "x-recorded-requests"
UNPACKED: Mapping[str, str] = {"accept-encoding": "identity"}
"""Headers of every request: answers are short, and a packed one could unfold into any size."""
MAX_ANSWER = 64 * 1024 * 1024
"""Largest answer in bytes; the longest of a model is some hundred kilobytes."""


@dataclass
class Meter:
    """What one exchange with the server took.

    `recorded_seconds` is None unless a recording answered; `starting_seconds` went into starting the engine, which is
    no part of answering.
    """

    answers: int = 0
    starting_seconds: float = 0.0
    recorded_seconds: float | None = None


meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


async def note_answer(response: httpx2.Response) -> None:
    """An event hook of the HTTP client: enters an answer in the current `meter`."""
    if (current := meter.get()) is None:
        return
    # A recording may have taken retries, which a replay has no need of: it says how many requests it took in all.
    recorded_requests = response.headers.get(RECORDED_REQUESTS, "")
    current.answers = int(recorded_requests) if recorded_requests.isdecimal() else current.answers + 1
    if (recorded := _seconds(response.headers.get(RECORDED_SECONDS))) is not None:
        current.recorded_seconds = (current.recorded_seconds or 0.0) + recorded


async def say_nothing_else(request: httpx2.Request) -> None:
    """An event hook of the HTTP client: takes off what the SDK tells every server of this machine and this Python."""
    for name in [name for name in request.headers if name.startswith("x-stainless-")]:
        del request.headers[name]


async def bound_answer(response: httpx2.Response) -> None:
    """An event hook of the HTTP client: refuses an answer that is packed, and cuts off one without end."""
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in ("", "identity"):
        raise TransportError(f"the server packed its answer as {packed[:40]!r}, which was not asked for")
    if not response.is_closed:  # else it is here already, from a recording
        response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A stream that may not grow beyond `MAX_ANSWER`."""

    def __init__(self, inner: object) -> None:
        assert isinstance(inner, httpx2.AsyncByteStream)
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._inner:
            size += len(part)
            if size > MAX_ANSWER:
                raise TransportError(f"the answer is larger than {MAX_ANSWER // 2**20} MB, which no model's is")
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()


class EngineTransport(httpx2.AsyncBaseTransport):
    """Sends requests to the embedded engine, wherever it listens, and starts it at the first that needs it."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, engine: Lease) -> None:
        self._inner = inner
        self._engine = engine
        self._closed_port: socket.socket | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer `request`, from a recording or from the engine."""
        if not self._engine.started:
            try:
                return await self._send(request, self._closed(), "")
            except httpx2.ConnectError:
                pass
        started = time.perf_counter()
        origin, key = await self._engine.address()
        if (current := meter.get()) is not None:
            current.starting_seconds += time.perf_counter() - started
        return await self._send(request, origin, key)

    def _closed(self) -> str:
        """An address that refuses connections, held from the first request on: with none to make, no port is bound."""
        if self._closed_port is None:
            # Bound but never listening: as long as it is held, a connection to this port is certain to be refused.
            self._closed_port = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._closed_port.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{self._closed_port.getsockname()[1]}"

    async def _send(self, request: httpx2.Request, origin: str, key: str) -> httpx2.Response:
        where = httpx2.URL(origin)
        request.url = request.url.copy_with(scheme=where.scheme, host=where.host, port=where.port)
        request.headers["host"] = request.url.netloc.decode("ascii")
        request.headers["authorization"] = f"Bearer {key}"
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections; the share in the engine is given back by its owner."""
        if self._closed_port is not None:
            self._closed_port.close()
        await self._inner.aclose()


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header is not None else None
    except ValueError:
        return None
