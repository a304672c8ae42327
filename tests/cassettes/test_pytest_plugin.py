"""The fixture, in a test run of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .conftest import Server

TESTS = """
import httpx2, pytest
from summarizer.engines.calls import CallContext, current_call

def ask(article, url):
    current_call.set(CallContext(article, "p", "c"))
    with httpx2.Client(verify=False) as http:
        return http.post(f"{url}/chat/completions", json={"messages": article}).json()["id"]

@pytest.mark.cassette("recordings")
def test_a(cassette, request):
    assert ask("a", URL) == "c1"

@pytest.mark.cassette("recordings")
def test_b(cassette, request):
    assert ask("b", URL) == "c2"
"""
SWALLOWED = """
@pytest.mark.cassette("recordings")
def test_swallowed(cassette):
    try:
        ask("c", URL)
    except Exception:
        pass
"""
WHOLE = """
@pytest.mark.cassette("recordings", whole=True)
def test_whole(cassette):
    ask("a", URL)
"""
WITHOUT = """
def test_without(cassette):
    pass
"""


def run(folder: Path, url: str, tests: str, *options: str) -> str:
    (folder / "test_it.py").write_text(f"URL = {url!r}\n{tests}")
    plugins = ["-p", "summarizer.cassettes.pytest_plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, "--strict-markers", "--rootdir", str(folder)]
    command += [str(folder / "test_it.py"), *options]
    return subprocess.run(command, capture_output=True, text=True).stdout


def test_the_fixture(tmp_path: Path, server: Server) -> None:
    assert "2 errors" in run(tmp_path, server.url, TESTS)  # no such folder of recordings
    assert "2 passed" in run(tmp_path, server.url, TESTS, "--cassettes-record", "new")
    replayed = run(tmp_path, "http://api.example.invalid/v1", TESTS + SWALLOWED + WHOLE + WITHOUT)
    assert "4 passed, 3 errors" in replayed  # two of the three pass until the fixture looks at what they did
    assert "no recording answers article c, pack p, call c" in replayed
    assert "1 recordings were not played" in replayed
    assert "needs a marker" in replayed
    assert len(server.requests) == 2
