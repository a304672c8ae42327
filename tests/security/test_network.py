"""No telemetry: nothing is connected to, and no name is asked for, but the model that was named."""

from __future__ import annotations

import ipaddress
import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.stub import Stub, answer

pytestmark = pytest.mark.enable_socket

ROOT = Path(__file__).parents[2]
SEED = "seeds/000_f233553325f6fc12.txt"
ANSWER = {"actors": [{"name": "Ann Bell", "kind": "person"}], "claims": [], "numbers": [], "hedges": []}

# What libraries do when they are imported: urllib3 looks whether there is IPv6, the SDK asks for the kind of processor.
HARMLESS = (["socket.bind", "(('::1', 0),)"], ["subprocess.Popen", "('uname', ['uname', '-p'], None, None)"])
# Run with an audit hook, which Python calls for every socket that Python code opens, connects or binds, and for every
# name that it looks up; no library can get round it.
_WATCHED = """
import json, sys
events = []
def watch(event, args):
    if event.startswith(("socket.", "urllib.", "http.client.", "ssl.", "smtplib.", "ftplib.", "webbrowser.")):
        if event not in ("socket.__new__", "socket.gethostname"):
            events.append([event, repr(args[1:] if event.startswith("socket.") and len(args) > 1 else args)])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"):
        events.append([event, repr(args)])
sys.addaudithook(watch)
from summarizer.cli import run
codes = []
for command in json.loads(sys.argv[1]):
    before = len(events)
    codes.append([command[:2], run(command), events[before:]])
print(json.dumps(codes), file=open(sys.argv[2], "w"))
"""


def _watched(
    folder: Path, commands: list[list[str]], **environment: str
) -> list[tuple[list[str], int, list[list[str]]]]:
    """Each command with its exit code and what it did with the network."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARIZER_", "OPENAI_"))}
    report = folder / "report.json"
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, json.dumps(commands), str(report)],
        cwd=ROOT,
        env={**clean, "SUMMARIZER_CACHE_DIR": str(folder / "cache"), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = json.loads(report.read_text())
    return [(command, code, [event for event in events if event not in HARMLESS]) for command, code, events in rows]


def test_what_needs_no_model_opens_no_socket(tmp_path: Path) -> None:
    out, briefs = str(tmp_path / "out"), str(tmp_path / "briefs")
    replay = ["--prompt", "direct", "--cassettes", "cassettes/seeds"]
    commands = [
        ["--help"],
        ["--version"],
        ["brief", SEED, *replay, "-o", f"{briefs}/one.json"],
        ["brief", SEED, *replay, "-o", f"{briefs}/one.html"],
        ["brief", SEED, *replay, "-o", f"{out}.jsonl"],
        ["brief", SEED, "--model", "openai/gpt-4.1-mini", "--prompt", "direct", "--dry-run"],
        ["brief", SEED, "--model", "openai/gpt-4.1-mini", "--prompt", "direct", "--batch-out", f"{out}.requests"],
        ["brief", "seeds/gone.txt", *replay],
        ["verify", briefs],
        ["collate", f"{briefs}/one.json", "-o", f"{out}.md"],
        ["prompts", "list"],
        ["prompts", "show", "staged"],
        ["prompts", "check", "direct"],
        ["schema"],
        ["schema", "--check"],
        ["models", "list"],
        ["cassettes", "list", "cassettes/seeds"],
        ["cassettes", "check", "cassettes/seeds"],
        ["cassettes", "explain", "cassettes/seeds", SEED, "--prompt", "direct"],
        ["eval", "run", "evals/suites/seeds.yaml", "-o", f"{out}/run", "--prompt", "direct", "-q"],
        ["eval", "score", f"{out}/run"],
        ["eval", "report", f"{out}/run", "--html", f"{out}.html", "--junit", f"{out}.xml", "--markdown", f"{out}.txt"],
        ["eval", "gate", f"{out}/run"],
        ["eval", "compare", f"{out}/run", f"{out}/run"],
        ["eval", "aa", f"{out}/run"],
        ["eval", "bless", f"{out}/run", "--baselines", out],
        ["review", f"{briefs}/one.json", "-o", f"{out}/review", "--agreement"],
    ]
    seen = _watched(tmp_path, commands)
    assert [(command, events) for command, _, events in seen if events] == []
    assert sum(code == 0 for _, code, _ in seen) >= 20, [(command, code) for command, code, _ in seen if code]


def test_what_asks_a_model_connects_to_that_model_alone(tmp_path: Path) -> None:
    (tmp_path / "wall.txt").write_text("Wall falls\n\nThe wall may fall again, mayor Ann Bell said.\n")
    with Stub(answer(ANSWER)) as stub:
        port = stub.base_url.rsplit(":", 1)[1].partition("/")[0]
        asked = ["--model", "stub/m", "--base-url", stub.base_url, "--prompt", "direct"]
        source = str(tmp_path / "wall.txt")
        commands = [
            ["brief", source, *asked, "-o", str(tmp_path / "a.json")],
            ["brief", source, *asked, "-o", str(tmp_path / "a.jsonl")],
            [
                "brief",
                source,
                *asked,
                "-o",
                str(tmp_path / "b.json"),
                "--cassettes",
                str(tmp_path / "t"),
                "--record",
                "new",
            ],
            ["collate", source, *asked, "-o", str(tmp_path / "c.md")],
        ]
        seen = _watched(tmp_path, commands, STUB_API_KEY="k")
        headers = {name for request in stub.requests for name in request.headers}
    allowed = {
        f"('127.0.0.1', {port})",
        f"(('127.0.0.1', {port}),)",
    }
    for command, code, events in seen:
        assert code == 0, command
        assert {name for name, _ in events} <= {"socket.connect", "socket.getaddrinfo", "socket.getsockname"}, events
        assert {what for name, what in events if name == "socket.connect"} == {f"(('127.0.0.1', {port}),)"}, events
        for name, what in events:
            assert name != "socket.getaddrinfo" or "127.0.0.1" in what or what in allowed, what
    assert not {name for name in headers if name.startswith("x-")}, "the SDK tells of this machine"


def test_a_replay_asks_nobody_even_where_a_proxy_and_a_key_are_set(tmp_path: Path) -> None:
    command = ["brief", SEED, "--prompt", "direct", "--cassettes", "cassettes/seeds", "-o", str(tmp_path / "x.json")]
    proxy = "http://127.0.0.1:9"
    ((_, code, events),) = _watched(tmp_path, [command], OPENAI_API_KEY="k", HTTPS_PROXY=proxy, HTTP_PROXY=proxy)
    assert (code, events) == (0, [])


def test_the_review_listens_on_this_machine_alone_and_calls_nobody(tmp_path: Path) -> None:
    (tmp_path / "wall.txt").write_text("Wall falls\n\nThe wall may fall again, mayor Ann Bell said.\n")
    report = tmp_path / "report.json"
    command = ["review", str(tmp_path / "wall.txt"), "-o", str(tmp_path / "review"), "--no-browser"]
    process = subprocess.Popen(
        [sys.executable, "-c", _WATCHED, json.dumps([command]), str(report)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(address) as page:
        assert b"Wall falls" in page.read()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    ((_, code, events),) = json.loads(report.read_text())
    events = [event for event in events if event not in HARMLESS]
    assert code == 0
    assert {name for name, _ in events} <= {"socket.bind", "socket.getsockname"}, events
    assert all("127.0.0.1" in what for _, what in events)


def _own_sockets() -> list[tuple[str, str]]:
    """Local and remote address of every socket of this process, whoever opened it."""
    inodes = set()
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = []
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                found.append((_address(fields[1]), _address(fields[2])))
    return found


def _address(field: str) -> str:
    packed = bytes.fromhex(field.partition(":")[0])
    words = b"".join(packed[at : at + 4][::-1] for at in range(0, len(packed), 4))
    return str(ipaddress.ip_address(words))


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs Linux")
def test_the_embedded_engine_is_on_loopback_alone() -> None:
    """The engine is no Python code, so the operating system is asked."""
    import asyncio

    from summarizer.engines import weights
    from summarizer.engines.calls import Call
    from summarizer.engines.client import Client
    from summarizer.engines.providers import Embedded, Target

    if weights.find(weights.TINY) is None:
        pytest.skip("the small weights come with the tests of the engine")
    pytest.importorskip("xllamacpp")
    schema = {"type": "object", "properties": {"a": {"enum": ["b"]}}, "required": ["a"], "additionalProperties": False}
    call = Call("x", ({"role": "user", "content": "?"},), schema, "x", 20)
    target = Target("local/x", "smollm2-135m", None, embedded=Embedded("smollm2-135m", context=256, threads=1))
    seen: list[Any] = []

    async def ask() -> None:
        async with Client(target) as client:
            await client.ask(call)
            seen.extend(_own_sockets())

    asyncio.run(ask())
    assert seen
    for local, remote in seen:
        assert ipaddress.ip_address(local).is_loopback, local
        assert ipaddress.ip_address(remote).is_loopback or int(ipaddress.ip_address(remote)) == 0, remote
