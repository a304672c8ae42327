"""What a corpus run does at size, with real processes and files, against the stub of `bench/scale_stub.py`.

    python bench/scale.py rate   --articles 20000 --concurrency 64     rate, memory and CPU, by quarter of the run
    python bench/scale.py rate   --articles 20000 --prompt staged      the same with the default pack's many questions
    python bench/scale.py faults --articles 2000 --kills 10            20 % faults and kill -9, resumed each time
    python bench/scale.py ray    --articles 600                        1 and 2 workers, one killed; needs ray
    python bench/scale.py disk                                         full disk and read-only folder; needs root
    python bench/scale.py limit  --articles 600 --rpm 1200             a server that limits, the client not told
    python bench/scale.py peers  --articles 200                        overhead beside other libraries, no delay

Ideal is what the concurrency and the delay allow: concurrency / delay / calls an article, in articles a second.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import scale_corpus  # noqa: E402

# What is measured is what the commands say, not what this machine is set to.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("SUMMARIZER_")}
ENVIRONMENT["PYTHONPATH"] = str(ROOT)
_TICK = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def stub(**options: float) -> Iterator[str]:
    """The server's base URL, while it runs."""
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "bench/scale_stub.py"), *flags], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def stats(url: str) -> dict[str, int]:
    with urllib.request.urlopen(url.removesuffix("/v1") + "/stats") as response:
        counts: dict[str, int] = json.load(response)
    return counts


def command(corpus: Path, url: str, out: Path, *more: str, prompt: str = "direct") -> list[str]:
    asked = ["--model", "stub/m", "--base-url", url, "--prompt", prompt, "-o", str(out)]
    return [sys.executable, "-m", "summarizer", "brief", str(corpus), *asked, *more]


def start(arguments: list[str], **changes: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(arguments, env=ENVIRONMENT, text=True, **changes)


def lines_in(path: Path, known: list[int]) -> int:
    """The lines of a growing file, counted on from the last time; `known` is [offset, lines]."""
    if path.exists():
        with path.open("rb") as file:
            file.seek(known[0])
            while chunk := file.read(1 << 20):
                known[0] += len(chunk)
                known[1] += chunk.count(b"\n")
    return known[1]


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def rate(options: argparse.Namespace, folder: Path) -> None:
    corpus, out = folder / "corpus.jsonl", folder / "briefs.jsonl"
    scale_corpus.write(corpus, options.articles)
    flags = ["--concurrency", str(options.concurrency), "-q"]
    with stub(delay=options.delay) as url:
        process = start(command(corpus, url, out, *flags, prompt=options.prompt))
        known, samples = [0, 0], []
        while process.poll() is None:
            with contextlib.suppress(OSError):
                row = (time.monotonic(), lines_in(out, known), resident(process.pid), cpu_seconds(process.pid))
                samples.append(row)
            time.sleep(0.25)
        served = stats(url)
    began = [row for row in samples if row[1] > 0]
    first, last = began[0], max(began, key=lambda row: (row[1], -row[0]))
    measured = (last[1] - first[1]) / (last[0] - first[0])
    calls = served["requests"] / options.articles
    ideal = options.concurrency / options.delay / calls
    print(f"{options.articles:,} articles, concurrency {options.concurrency}, {options.delay * 1000:.0f} ms a call")
    print(f"pack {options.prompt}, {calls:.2f} calls an article")
    print(f"ideal {ideal:.1f}/s, measured {measured:.1f}/s: {measured / ideal:.0%}; at once {served['at_once']}")
    print(f"CPU {1000 * (last[3] - first[3]) / (last[1] - first[1]):.1f} ms an article, of this process alone")
    for quarter in range(4):
        low, high = options.articles * quarter / 4, options.articles * (quarter + 1) / 4
        inside = [row for row in began if low <= row[1] <= high]
        if len(inside) > 1:
            (t0, n0, _, c0), (t1, n1, _, c1) = inside[0], inside[-1]
            memory = sum(row[2] for row in inside) / len(inside)
            print(
                f"  quarter {quarter + 1}: {memory:.1f} MB resident, {(n1 - n0) / (t1 - t0):.1f}/s, "
                f"{1000 * (c1 - c0) / (n1 - n0):.1f} ms CPU an article"
            )
    assert lines_in(out, known) == options.articles


def faults(options: argparse.Namespace, folder: Path) -> None:
    corpus, out = folder / "corpus.jsonl", folder / "briefs.jsonl"
    scale_corpus.write(corpus, options.articles)
    draw = random.Random(options.seed)
    flags = ["--concurrency", str(options.concurrency), "--article-timeout", "20", "-q"]
    points = sorted(draw.sample(range(1, options.articles * 9 // 10), options.kills))
    known, failed = [0, 0], [0, 0]
    with stub(delay=options.delay, faults=0.2, seed=options.seed, drip=120) as url:
        for kill, point in enumerate([*points, None]):
            process = start(command(corpus, url, out, *flags, *(["--resume"] if kill else [])))
            while process.poll() is None:
                through = lines_in(out, known) + lines_in(folder / "briefs.failures.jsonl", failed)
                if point is not None and through >= point:
                    time.sleep(draw.uniform(0, 0.2))
                    process.kill()
                    break
                time.sleep(0.02)
            process.wait()
            # A killed run may have left half a line, which the next one cuts off; so count anew.
            known, failed = [0, 0], [0, 0]
        served = stats(url)
    briefs = [json.loads(line)["source"]["id"] for line in out.open(encoding="utf-8")]
    reasons = [json.loads(line) for line in (folder / "briefs.failures.jsonl").open(encoding="utf-8")]
    through = Counter(briefs + [row["id"] for row in reasons])
    assert through == Counter(f"flood-{number}" for number in range(1, options.articles + 1)), "not each exactly once"
    print(
        f"{options.articles:,} articles, 20 % faults, {options.kills} times kill -9, concurrency {options.concurrency}"
    )
    print(f"each exactly once: {len(briefs):,} briefs, {len(reasons):,} failures with a reason")
    print(f"failures: {dict(Counter(row['error'] for row in reasons))}")
    print(f"the server: {served}")
    print(f"paid twice: {served['paid_again']}, at most {options.kills} kills x {options.concurrency} in flight")
    assert served["paid_again"] <= options.kills * options.concurrency


def essence(line: str) -> dict[str, Any]:
    """A brief without the seconds that answers took, and the digest over them."""
    brief: dict[str, Any] = json.loads(line)
    brief["provenance"]["usage"].pop("seconds")
    brief.pop("digest")
    return brief


def ray(options: argparse.Namespace, folder: Path) -> None:
    corpus, local = folder / "corpus.jsonl", folder / "briefs.jsonl"
    scale_corpus.write(corpus, options.articles)
    with stub(delay=options.delay) as url:
        began = time.monotonic()
        start(
            command(corpus, url, local, "--concurrency", str(options.concurrency), "-q", prompt=options.prompt)
        ).wait()
        calls = stats(url)["requests"] / options.articles
        alone = options.concurrency / options.delay / calls
        print(f"pack {options.prompt}, {calls:.2f} calls an article, ideal {alone:.1f}/s a worker")
        print(f"local engine: {time.monotonic() - began:.1f} s")
        expected = {row["source"]["id"]: row for row in map(essence, local.open(encoding="utf-8"))}
        for workers, kill in ((1, False), (2, False), (2, True)):
            out = folder / f"ray-{workers}{'-killed' if kill else ''}"
            before = stats(url)["requests"]
            flags = ["--concurrency", str(options.concurrency), "--engine", "ray", "--workers", str(workers)]
            began = time.monotonic()
            process = start(command(corpus, url, out, *flags, prompt=options.prompt), stderr=subprocess.PIPE)
            first = None
            while process.poll() is None:
                through = sum(lines_in(path, [0, 0]) for path in out.glob("part-*.jsonl"))
                if through and first is None:
                    first = (time.monotonic(), through)
                if kill and through > options.articles // 4:
                    kill_worker(folder)
                    kill = False
                time.sleep(0.1)
            ended = time.monotonic()
            said = process.communicate()[1]
            rows = [essence(line) for path in sorted(out.glob("part-*.jsonl")) for line in path.open(encoding="utf-8")]
            found = {row["source"]["id"]: row for row in rows}
            assert len(rows) == len(found) == options.articles, said
            asked = stats(url)["requests"] - before
            assert first is not None
            speed = (len(rows) - first[1]) / (ended - first[0])
            print(
                f"{out.name}: {ended - began:.1f} s in all, {speed:.1f}/s at work; "
                f"same as local: {found == expected}; requests beyond the local engine's: "
                f"{asked - round(calls * options.articles)}"
            )


def kill_worker(folder: Path) -> None:
    """Kill one worker process of this bench's own Ray: the one that has a part of the output open."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            held = [os.readlink(link) for link in (entry / "fd").iterdir()]
            if any(path.startswith(str(folder)) and "part-" in path for path in held):
                os.kill(int(entry.name), 9)
                print(f"killed worker {entry.name}")
                return


def disk(options: argparse.Namespace, folder: Path) -> None:
    corpus, small = folder / "corpus.jsonl", folder / "small"
    scale_corpus.write(corpus, 400)
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)], check=True)
    out = small / "briefs.jsonl"
    try:
        with stub(delay=0) as url:
            full = subprocess.run(
                command(corpus, url, out, "-q"), env=ENVIRONMENT, capture_output=True, text=True, check=False
            )
            print(f"full disk: exit {full.returncode}, {full.stderr.strip()}")
            kept = out.read_bytes().count(b"\n")
            subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
            again = subprocess.run(command(corpus, url, out, "-q", "--resume"), env=ENVIRONMENT, check=False)
            ids = Counter(json.loads(line)["source"]["id"] for line in out.open(encoding="utf-8"))
            print(f"resumed with room: exit {again.returncode}, {kept} from before, {len(ids)} in all")
            assert set(ids.values()) == {1}
            assert len(ids) == 400
            subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
            for flags in (["--resume"], []):
                target = out if flags else small / "other.jsonl"
                arguments = command(corpus, url, target, "-q", *flags)
                read_only = subprocess.run(arguments, env=ENVIRONMENT, capture_output=True, text=True, check=False)
                print(f"read-only folder: exit {read_only.returncode}, {read_only.stderr.strip()}")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def limit(options: argparse.Namespace, folder: Path) -> None:
    corpus = folder / "corpus.jsonl"
    scale_corpus.write(corpus, options.articles)
    for told in (False, True):
        with stub(delay=options.delay, rpm=options.rpm) as url:
            out = folder / f"briefs-{told}.jsonl"
            flags = ["--concurrency", str(options.concurrency), "-q"]
            flags += ["--requests-per-minute", str(options.rpm)] if told else []
            process, known, began = start(command(corpus, url, out, *flags)), [0, 0], None
            while process.poll() is None:
                if began is None and lines_in(out, known):
                    began = time.monotonic()
                time.sleep(0.1)
            assert began is not None
            a_minute = 60 * options.articles / (time.monotonic() - began)
            said = "told" if told else "not told"
            counts = stats(url)
            print(
                f"server allows {options.rpm:.0f} a minute, client {said}: {a_minute:.0f} articles a minute, "
                f"{counts.get('limited', 0)} of {counts['requests']} requests refused"
            )


def peers(options: argparse.Namespace, folder: Path) -> None:
    import scale_peers

    corpus = folder / "corpus.jsonl"
    scale_corpus.write(corpus, options.articles)
    with stub(delay=0) as url:
        scale_peers.compare(corpus, url, options)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["rate", "faults", "ray", "disk", "limit", "peers"])
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--delay", type=float, default=0.2, help="seconds a call")
    parser.add_argument("--prompt", default="direct", help="the pack, for `rate` and `ray`")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rpm", type=float, default=1200)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the run", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        globals()[options.what](options, Path(folder))


if __name__ == "__main__":
    main()
