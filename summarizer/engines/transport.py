"""What happens between the SDK and the wire: answers are counted, recorded times read, the embedded engine started.

Recordings are made and played one level below, inside `httpx2.AsyncHTTPTransport`. So a request to the embedded engine
first goes to a closed port: a recording may answer it, and only when the connection is refused does the engine start.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx2

from summarizer.engines.embedded import Lease
from summarizer.errors import TransportError

RECORDED_SECONDS = "x-recorded-seconds"
RECORDED_REQUESTS = "x-recorded-requests"
RECORDED = "recorded"
"""The extension of a response that a recording gave. A server may send the headers too, but it can set no extension."""
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
    if RECORDED not in response.extensions:
        current.answers += 1
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
    """An event hook of the HTTP client: `bounded`."""
    bounded(response)


def bounded(response: httpx2.Response) -> httpx2.Response:
    """`response`; reading it raises TransportError where it is packed, or grows beyond `MAX_ANSWER`."""
    if not response.is_closed:  # else it is here already
        packed = response.headers.get("content-encoding", "").strip().lower()
        response.stream = _Bounded(response.stream, "" if packed == "identity" else packed)
    return response


class _Bounded(httpx2.AsyncByteStream, httpx2.SyncByteStream):
    """What comes in through `inner`, a stream of either kind, unless it is `packed` or too much."""

    def __init__(self, inner: Any, packed: str) -> None:
        self._inner = inner
        self._packed = packed
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._inner:
            yield self._checked(part)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            yield self._checked(part)

    def _checked(self, part: bytes) -> bytes:
        if self._packed:
            raise TransportError(f"the server packed its answer as {self._packed[:40]!r}, which was not asked for")
        self._size += len(part)
        if self._size > MAX_ANSWER:
            raise TransportError(f"the answer is larger than {MAX_ANSWER // 2**20} MB, which no model's is")
        return part

    def close(self) -> None:
        self._inner.close()

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
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < math.inf else None
