"""A real server process, a made-up corpus, and the command line as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import run

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import scale_corpus  # noqa: E402

MODEL = "stub/m"


class Server:
    """The stub of `bench/scale_stub.py`."""

    def __init__(self, **options: float) -> None:
        flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "bench" / "scale_stub.py"), *flags], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.base_url = self._process.stdout.readline().strip()

    def stats(self) -> dict[str, int]:
        with urllib.request.urlopen(self.base_url.removesuffix("/v1") + "/stats") as response:
            stats: dict[str, int] = json.load(response)
        return stats

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers; they are stopped with the test."""
    servers: list[Server] = []

    def start(**options: float) -> Server:
        servers.append(Server(**options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """Write a corpus of so many short articles."""

    def write(articles: int, name: str = "corpus.jsonl") -> Path:
        path = tmp_path / name
        if path.suffix == ".parquet":
            scale_corpus.write(path, articles)
        else:
            rows = (scale_corpus.article(number, paragraphs=1) for number in range(1, articles + 1))
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def command(corpus: Path, server: Server | str, *more: str) -> list[str]:
    """The command line that briefs a corpus."""
    url = server if isinstance(server, str) else server.base_url
    asked = ["--model", MODEL, "--base-url", url, "--prompt", "direct"]
    return [sys.executable, "-m", "summarizer", "brief", str(corpus), *asked, *more]


@dataclass
class Ended:
    """How a run ended."""

    returncode: int
    stderr: str
    stdout: str = ""


def brief(corpus: Path, server: Server | str, *more: str) -> Ended:
    """Run it to its end, in this process: starting another takes longer than most of the runs."""
    said, printed = io.StringIO(), io.StringIO()
    with redirect_stderr(said), redirect_stdout(printed):
        code = run(command(corpus, server, *more)[3:])
    return Ended(code, said.getvalue(), printed.getvalue())


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def essence(brief: dict[str, Any]) -> dict[str, Any]:
    """A brief without what differs between two runs: the seconds that answers took, and the digest over them."""
    brief["provenance"]["usage"].pop("seconds")
    brief.pop("digest")
    return brief
