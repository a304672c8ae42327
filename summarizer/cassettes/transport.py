"""vcrpy's handling of httpx2 requests, with four things added: a clock, a limit to what is read of an answer, one request
at a time per question, and the stored answer, not the one from the wire, for whoever asked while recording.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

import httpx2
from vcr.request import Request
from vcr.stubs.httpx_stubs import vcr_handle_async_request, vcr_handle_request

from summarizer.engines.transport import RECORDED, bounded

if TYPE_CHECKING:
    from summarizer.cassettes.cassette import FolderCassette

Patch = tuple[type, str, Any]
_SYNC = (httpx2.HTTPTransport, httpx2.WSGITransport, httpx2.MockTransport)
_ASYNC = (httpx2.AsyncHTTPTransport, httpx2.ASGITransport, httpx2.MockTransport)
# As they are before any cassette replaces them.
_REAL_SYNC = {transport: transport.handle_request for transport in _SYNC}
_REAL_ASYNC = {transport: transport.handle_async_request for transport in _ASYNC}

_started: ContextVar[float] = ContextVar("_started")


def elapsed() -> float:
    """Seconds since the request of this task or thread was sent."""
    return perf_counter() - _started.get()


class Turns:
    """Lets one task or thread at a time ask a question; the next one then finds the answer recorded."""

    def __init__(self) -> None:
        self._busy: dict[str, Future[None]] = {}
        self._lock = Lock()

    @contextmanager
    def wait(self, key: str) -> Iterator[None]:
        """The turn of a thread."""
        while (running := self._enter(key)) is not None:
            running.result()
        try:
            yield
        finally:
            self._leave(key)

    @asynccontextmanager
    async def wait_async(self, key: str) -> AsyncIterator[None]:
        """The turn of a task."""
        while (running := self._enter(key)) is not None:
            # Shielded: a task that is cancelled while it waits must not cancel the wait of the others.
            await asyncio.shield(asyncio.wrap_future(running))
        try:
            yield
        finally:
            self._leave(key)

    def _enter(self, key: str) -> Future[None] | None:
        with self._lock:
            running = self._busy.get(key)
            if running is None:
                self._busy[key] = Future()
            return running

    def _leave(self, key: str) -> None:
        with self._lock:
            finished = self._busy.pop(key)
        finished.set_result(None)


def patches(cassette: FolderCassette) -> tuple[Patch, ...]:
    """What vcrpy shall replace while `cassette` is in use."""
    turns = Turns()
    return (
        *((kind, "handle_request", _sync(cassette, turns, real)) for kind, real in _REAL_SYNC.items()),
        *((kind, "handle_async_request", _async(cassette, turns, real)) for kind, real in _REAL_ASYNC.items()),
    )


def _sync(cassette: FolderCassette, turns: Turns, real: Any) -> Any:
    def timed(transport: Any, request: Any) -> Any:
        _started.set(perf_counter())
        return bounded(real(transport, request))

    handle = vcr_handle_request(cassette, timed, httpx2)

    def handle_request(transport: Any, request: Any) -> Any:
        if not cassette.recording:
            return _recorded(handle(transport, request))
        if not cassette.asks_model(request.method):
            return real(transport, request)
        request.read()
        place = cassette.place(_as_vcr(request))
        with turns.wait(place.key):
            if not cassette.holds(place):
                _prepare(cassette, request)
                response = handle(transport, request)
                if not cassette.holds(place):
                    return response
            return _recorded(handle(transport, request))

    return handle_request


def _async(cassette: FolderCassette, turns: Turns, real: Any) -> Any:
    async def timed(transport: Any, request: Any) -> Any:
        _started.set(perf_counter())
        return bounded(await real(transport, request))

    handle = vcr_handle_async_request(cassette, timed, httpx2)

    async def handle_async_request(transport: Any, request: Any) -> Any:
        if not cassette.recording:
            return _recorded(await handle(transport, request))
        if not cassette.asks_model(request.method):
            return await real(transport, request)
        await request.aread()
        place = cassette.place(_as_vcr(request))
        async with turns.wait_async(place.key):
            if not cassette.holds(place):
                _prepare(cassette, request)
                response = await handle(transport, request)
                if not cassette.holds(place):
                    return response
            return _recorded(await handle(transport, request))

    return handle_async_request


def _as_vcr(request: Any) -> Request:
    return Request(request.method, str(request.url), request.content, request.headers)


def _recorded(response: Any) -> Any:
    """A response from the folder, marked as such: only its headers are to be believed about seconds and requests."""
    response.extensions[RECORDED] = True
    return response


def _prepare(cassette: FolderCassette, request: Any) -> None:
    cassette.check_question(_as_vcr(request))
    # Only plain text can be bounded, parsed and searched, whatever compressions the client knows.
    request.headers["accept-encoding"] = "identity"
