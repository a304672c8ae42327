"""The embedded engine: llama.cpp in this process, answering on a loopback port like any other server.

What was found with xllamacpp 2026.10 (llama.cpp), beyond the project's notes:

* `json_schema_to_grammar` gives a llguidance grammar (`%json {…}`), not GBNF, and does not hold; see `grammar.py`.
* Loading holds the interpreter lock, so nothing else in the process runs (0.5 s for 93 MB, 1 to 9 s for 1.1 GB).
* With `poll=0` the worker threads sleep instead of spinning while they wait, at no cost in speed on idle cores.
* A client that hangs up stops its generation, streamed or not.
* `cached_tokens` of the usage counts the prompt tokens that were still in the cache.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.engines import weights
from summarizer.engines.providers import Embedded
from summarizer.engines.weights import OnBytes
from summarizer.errors import EngineError

_CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")


@dataclass
class _Running:
    server: Any
    address: str
    key: str
    users: int = 0


_running: dict[Embedded, _Running] = {}
_starting = threading.Lock()


class Lease:
    """A share in the engine that `options` describe, started at the first `address()`, stopped with the last share."""

    def __init__(self, options: Embedded, on_bytes: OnBytes | None = None) -> None:
        self._options = options
        self._on_bytes = on_bytes
        self._engine: _Running | None = None
        self._closed = False

    @property
    def started(self) -> bool:
        """Whether this share has needed the engine."""
        return self._engine is not None

    async def address(self) -> tuple[str, str]:
        """Origin (`http://127.0.0.1:PORT`) and key of the running engine, which is started if need be.

        Raises:
            EngineError: xllamacpp is missing, there are no weights, or the engine refuses them.
        """
        if self._engine is None:
            await asyncio.to_thread(self._start)
        assert self._engine is not None
        return self._engine.address, self._engine.key

    def close(self) -> None:
        """Give the share back. Closing twice is fine."""
        with _starting:
            self._closed = True
            engine, self._engine = self._engine, None
            if engine is None:
                return
            engine.users -= 1
            if engine.users == 0:
                _running.pop(self._options, None)
                engine.server = None  # its destructor stops the threads and closes the port

    def _start(self) -> None:
        with _starting:
            if self._engine is not None or self._closed:
                return  # another request of this client was first, or the client has gone meanwhile
            engine = _running.get(self._options)
            if engine is None:
                engine = _running[self._options] = _launch(self._options, self._on_bytes)
            engine.users += 1
            self._engine = engine


def model_file(options: Embedded, on_bytes: OnBytes | None = None) -> Path:
    """The checked GGUF file for `options`.

    Raises:
        EngineError: there is none, or it is not what its name promises.
    """
    known = weights.KNOWN.get(options.name)
    if options.path is None:
        if known is None:
            raise EngineError(f"no weights are known as local/{options.name}; give a GGUF file with --model-path")
        return weights.ensure(known, options.cache_dir, on_bytes)
    path = weights.check_gguf(options.path)
    # Under the name of known weights nothing else may answer: the name goes into every brief and recording.
    return weights.check(path, known, options.cache_dir, on_bytes) if known else path


def available_threads() -> int:
    """How many processor cores this process may keep busy: its affinity, or less where a control group says so."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        cores = os.cpu_count() or 1
    try:
        quota, period = _CGROUP_QUOTA.read_text(encoding="ascii").split()
        cores = min(cores, max(1, int(quota) // int(period)))
    except (OSError, ValueError):  # no control groups, or no limit ("max")
        pass
    return cores


def _launch(options: Embedded, on_bytes: OnBytes | None) -> _Running:
    try:
        import xllamacpp
    except ImportError:
        raise EngineError(
            f'local/{options.name} needs the embedded engine: pip install "summarizer[local]", or choose another model '
            "with --model"
        ) from None
    path = model_file(options, on_bytes)
    key = secrets.token_hex(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = [options.name]  # otherwise answers, and recordings of them, carry the path of the file
    params.n_ctx = options.context * options.parallel
    params.n_parallel = options.parallel
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = options.threads or available_threads()
        cpu.poll = 0
    params.use_jinja = True
    params.verbosity = -1
    params.port = 0
    params.api_keys = [key]  # other users of this machine can reach the port, too
    params.endpoint_slots = False
    params.ui = False
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise EngineError(
            f"the engine cannot load {path}: it is damaged, of a kind this llama.cpp does not know, "
            "or too big for the memory"
        ) from error
    return _Running(server, server.listening_address, key)
