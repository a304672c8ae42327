"""What recordings promise, at full size, on this machine: one line a promise, exit code 1 if one is broken.

    python -m bench.cassettes                 all parts
    python -m bench.cassettes replay kill     some of: replay, kill, speed, misses, upgrade

`replay`   200 articles recorded 16 at a time from a server that asks for patience (429), fails (500) and answers
           rubbish (so that it is asked again), then replayed 1, 16 and 50 at a time with sockets blocked: equal bytes.
`kill`     a recording killed (SIGKILL) at ten random moments, resumed each time.
`speed`    1,000 articles replayed, beside the bare client on `httpx2.MockTransport`, and beside stock vcrpy.
`misses`   swapped articles, a byte of a prompt, a field of a schema: what a miss says.
`upgrade`  recorded with old versions of openai and pydantic, replayed with new ones, in virtual environments made here.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.cassette_stub import Flaky, article_number, article_text, briefs, without_versions
from summarizer import cassettes
from summarizer.cassettes.interaction import read_interaction
from summarizer.cassettes.suites import interaction_paths
from summarizer.cassettes.texts import SharedTexts
from summarizer.engines.calls import CallContext, current_call
from summarizer.schemas import wire_schema

ROOT = Path(__file__).resolve().parent.parent
OLD = ("openai==3.3.0", "pydantic==2.11.10")
# instructor 1.17 itself pins a jiter that newer releases of openai refuse, so it is installed past the resolver.
NEW = ("openai==3.54.0", "pydantic==2.14.3")
OTHERS = "vcrpy jsonschema click jinja2 pint platformdirs pyyaml rapidfuzz rich trafilatura"
INSTRUCTOR_NEEDS = "tenacity docstring-parser typer aiohttp requests"


class Report:
    """Prints results as they come and remembers whether all were as promised."""

    def __init__(self, venvs: Path) -> None:
        self.venvs = venvs
        self.broken = 0

    def line(self, promise: str, kept: bool, figures: str = "") -> None:
        self.broken += not kept
        print(f"{'ok    ' if kept else 'BROKEN'}  {promise}{': ' + figures if figures else ''}", flush=True)


@contextmanager
def no_sockets() -> Iterator[list[Any]]:
    """Refuse and list every connection, whoever makes it."""
    tried: list[Any] = []

    def refuse(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("sockets are blocked")

    originals = socket.socket.connect, socket.socket.connect_ex
    socket.socket.connect = socket.socket.connect_ex = refuse  # type: ignore[method-assign, assignment]
    try:
        yield tried
    finally:
        socket.socket.connect, socket.socket.connect_ex = originals  # type: ignore[method-assign]


def replay(report: Report, folder: Path) -> None:
    from tests.stub import Stub

    count = 200
    script = Flaky(delay=0.02)
    with Stub(script) as stub:
        started = time.perf_counter()
        with cassettes.use(folder, "new", synthetic=True) as session:
            recorded = asyncio.run(briefs(stub.target(), range(count), 16, "record"))
        seconds = time.perf_counter() - started
    again = len(session.recorded) - count
    figures = (
        f"{seconds:.1f} s, {stub.at_once} at once, answered with {dict(script.outcomes)}, {again} re-asks recorded"
    )
    kept = len(set(recorded)) == count and again >= script.outcomes["rubbish"] and stub.at_once > 8
    report.line(f"{count} articles recorded 16 at a time", kept, figures)
    for ways in (1, 16, 50):
        started = time.perf_counter()
        with no_sockets() as tried, cassettes.use(folder) as session:
            replayed = asyncio.run(briefs(stub.target(), range(count), ways, "replay"))
        seconds = time.perf_counter() - started
        same = sum(first == second for first, second in zip(recorded, replayed, strict=True))
        figures = f"{same} of {count} briefs equal byte for byte, {len(tried)} sockets opened, {seconds:.1f} s"
        report.line(f"replayed {ways} at a time", same == count and not tried and not session.unplayed(), figures)


RECORD_CHILD = """
import asyncio, sys
from bench.cassette_stub import briefs
from summarizer import cassettes
from summarizer.engines.providers import Target
with cassettes.use(sys.argv[1], "new", synthetic=True):
    asyncio.run(briefs(Target("stub/model-1", "model-1", sys.argv[2]), range(int(sys.argv[3])), 16, "record"))
"""


def kill(report: Report, folder: Path) -> None:
    from tests.stub import Stub

    count, kills, ways = 400, 10, 16
    chance = random.Random()
    lost = twice = most_in_flight = 0
    with Stub(Flaky(delay=0.02)) as stub:
        command = [sys.executable, "-c", RECORD_CHILD, str(folder), stub.base_url, str(count)]
        for _ in range(kills):
            before = len(stub.requests)
            stored = _stored(folder)
            child = subprocess.Popen(command, cwd=ROOT)
            wanted = before + chance.randint(1, 45)
            while len(stub.requests) < wanted and child.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.05)
            child.kill()
            child.wait()
            lost += _lost(stored, folder)
            asked = [(article_number(r.messages), len(r.messages)) for r in stub.requests[before:]]
            twice += sum(question in stored for question in asked)
            most_in_flight = max(most_in_flight, len(set(asked) - _stored(folder).keys()))
        stored, before = _stored(folder), len(stub.requests)
        finished = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        twice += sum((article_number(r.messages), len(r.messages)) in stored for r in stub.requests[before:])
        lost += _lost(stored, folder)
    with no_sockets(), cassettes.use(folder):
        whole = len(set(asyncio.run(briefs(stub.target(), range(count), ways, "replay")))) == count
    wrong = [finding for finding in cassettes.check(folder) if finding.fails and finding.kind != "orphaned"]
    kept = finished and whole and not lost and not twice and not wrong and most_in_flight <= ways
    figures = f"{lost} stored answers lost, {twice} asked twice, at most {most_in_flight} in flight at a kill"
    report.line(f"recording killed at {kills} random moments and resumed", kept, figures)


def _stored(folder: Path) -> dict[tuple[int, int], bytes]:
    """The stored answers by article and length of the conversation, with their bytes."""
    texts = SharedTexts(folder)
    found = {}
    for path in interaction_paths(folder):
        messages = read_interaction(path).request_body(texts)["messages"]
        found[article_number(messages), len(messages)] = path.read_bytes()
    return found


def _lost(before: dict[tuple[int, int], bytes], folder: Path) -> int:
    after = _stored(folder)
    return sum(after.get(question) != content for question, content in before.items())


def _messages(number: int) -> list[dict[str, str]]:
    system = "You analyse news articles. Answer in JSON. " * 20
    return [{"role": "system", "content": system}, {"role": "user", "content": article_text(number) * 2}]


def _completion(request: Any) -> Any:
    import httpx2

    number = article_number(json.loads(request.content)["messages"])
    message = {"role": "assistant", "content": json.dumps({"number": number, "speakers": ["Ana Kos"] * 20})}
    choices = [{"index": 0, "finish_reason": "stop", "message": message}]
    body = {"id": f"c{number}", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}
    return httpx2.Response(200, json=body)


async def _ask(numbers: range, mocked: bool) -> list[float]:
    """Seconds of each question, one after the other."""
    import httpx2
    import openai

    options: dict[str, Any] = {"transport": httpx2.MockTransport(_completion)} if mocked else {}
    http = openai.DefaultAsyncHttpxClient(**options)
    times = []
    async with openai.AsyncOpenAI(
        api_key="none", base_url="http://api.invalid/v1", max_retries=0, http_client=http
    ) as sdk:
        for number in numbers:
            current_call.set(CallContext(f"n{number:04}", "p", "brief"))
            started = time.perf_counter()
            answer = await sdk.chat.completions.create(model="m", messages=_messages(number), temperature=0.0)  # type: ignore[arg-type]
            times.append(time.perf_counter() - started)
            assert answer.id == f"c{number}"
    return times


def speed(report: Report, folder: Path) -> None:
    count = 1000
    with cassettes.use(folder, "new", synthetic=True):
        written = asyncio.run(_ask(range(count), mocked=True))
    print(f"        recording {count} articles: {median(written) * 1000:.1f} ms each, each synced to disk")
    asyncio.run(_ask(range(20), mocked=True))  # warm
    floor = asyncio.run(_ask(range(count), mocked=True))
    started = time.perf_counter()
    with no_sockets(), cassettes.use(folder) as session:
        load = time.perf_counter() - started
        replayed = asyncio.run(_ask(range(count), mocked=False))
    mean = sum(replayed) / count * 1000
    figures = (
        f"{mean:.2f} ms each on average (median {median(replayed) * 1000:.2f}, slowest {max(replayed) * 1000:.1f}); "
        f"bare client on MockTransport {sum(floor) / count * 1000:.2f} ms (median {median(floor) * 1000:.2f})"
    )
    report.line(f"{count} articles replayed in at most 12 ms each", mean <= 12 and not session.unplayed(), figures)
    report.line("loaded in at most 2 s", load <= 2, f"{load * 1000:.0f} ms, patching of the process included")
    _stock(folder, range(0, count, count // 10))


def _stock(folder: Path, numbers: range) -> None:
    """The same recordings through vcrpy as it comes, matched on the body."""
    from vcr import VCR

    from summarizer.cassettes.cassette import FolderPersister

    library = VCR(record_mode="none", match_on=["body"])
    library.register_persister(FolderPersister)
    started = time.perf_counter()
    with library.use_cassette(str(folder)):
        load = time.perf_counter() - started
        times = asyncio.run(_ask(numbers, mocked=False))
    print(
        f"        stock vcrpy, match_on=['body']: {sum(times) / len(times) * 1000:.0f} ms each"
        f" (over {len(times)} spread articles), loaded in {load:.1f} s"
    )


def misses(report: Report, folder: Path) -> None:
    """Each change against one recorded pack; prints what a miss says."""

    def body(number: int, change: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
        schema = json.loads(json.dumps(wire_schema("sentences")))
        wanted = {"type": "json_schema", "json_schema": {"name": "brief", "schema": schema}}
        made = {"model": "m", "messages": _messages(number), "temperature": 0.0, "response_format": wanted}
        if change is not None:
            change(made)
        return made

    async def record() -> None:
        import httpx2

        async with httpx2.AsyncClient(transport=httpx2.MockTransport(_completion)) as http:
            for number in range(20):
                current_call.set(CallContext(f"n{number}", "p", "brief"))
                await http.post("http://api.invalid/v1/chat/completions", json=body(number))

    def one_byte(made: dict[str, Any]) -> None:
        made["messages"][0]["content"] = made["messages"][0]["content"].replace("in JSON", "in json", 1)

    def one_field(made: dict[str, Any]) -> None:
        made["response_format"]["json_schema"]["schema"]["properties"]["mood"] = {"type": "string"}

    with cassettes.use(folder, "new", synthetic=True):
        asyncio.run(record())
    cases = {
        "two articles swapped": ("article", body(4)),
        "one byte of a prompt": ("prompt", body(3, one_byte)),
        "a field of a schema": ("schema", body(3, one_field)),
    }
    for name, (cause, asked) in cases.items():
        found = cassettes.explain(folder, asked, article="n3", pack="p", call="brief")
        report.line(f"{name} is a miss that names it", found.causes == (cause,))
        print("        " + found.text.replace(str(folder), "cassettes/suite").replace("\n", "\n        "))


UPGRADE_CHILD = """
import asyncio, json, sys
import openai, pydantic
from bench.cassette_stub import briefs
from summarizer import cassettes
from summarizer.engines.providers import Target
folder, url, record = sys.argv[1:]
with cassettes.use(folder, record, synthetic=True):
    recording = "replay" if record == "none" else "record"
    made = asyncio.run(briefs(Target("stub/model-1", "model-1", url), range(40), 8, recording))
print(json.dumps([openai.__version__, pydantic.VERSION, made]))
"""


def upgrade(report: Report, folder: Path) -> None:
    from tests.stub import Stub

    with Stub(Flaky()) as stub:
        old = _in(_python(report.venvs / "old", OLD), folder, stub.base_url, "new")
        asked = len(stub.requests)
        new = _in(_python(report.venvs / "new", NEW), folder, stub.base_url, "none")
    same = [without_versions(brief) for brief in old[2]] == [without_versions(brief) for brief in new[2]]
    figures = f"openai {old[0]} → {new[0]}, pydantic {old[1]} → {new[1]}, {len(old[2])} briefs with re-asks"
    report.line("replays survive an upgrade", same and len(stub.requests) == asked, figures)


def _in(python: Path, folder: Path, url: str, record: str) -> Any:
    command = [str(python), "-c", UPGRADE_CHILD, str(folder), url, record]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def _python(folder: Path, pins: tuple[str, ...]) -> Path:
    """The interpreter of a virtual environment with these versions, made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"        making {folder} with {', '.join(pins)} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, *pins, *OTHERS.split(), *INSTRUCTOR_NEEDS.split()], check=True)
        subprocess.run([*install, "--no-deps", "instructor==1.17.0"], check=True)
    return python


PARTS: dict[str, Callable[[Report, Path], None]] = {
    "replay": replay, "kill": kill, "speed": speed, "misses": misses, "upgrade": upgrade,
}  # fmt: skip


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}")
    parser.add_argument("--venvs", type=Path, help="where the environments of `upgrade` are, or are put")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    os.environ.pop("OPENAI_API_KEY", None)
    with tempfile.TemporaryDirectory() as scratch:
        report = Report(options.venvs or Path(scratch) / "venvs")
        for name in options.parts or PARTS:
            print(f"{name}:")
            PARTS[name](report, Path(scratch) / name)
    return int(report.broken > 0)


if __name__ == "__main__":
    sys.exit(main())
