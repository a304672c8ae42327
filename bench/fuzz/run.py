"""Fuzz every target for some time, in slices, and say what was found.

    python bench/fuzz/run.py --seconds 600 [TARGET…]           # 600 s a target, in slices of 60 s, one after the other
    python bench/fuzz/run.py --seconds 600 --pause-file FILE   # between slices: waits while FILE is there

Inputs that broke something are kept in `out/fuzz/TARGET/found`. Each is run once more without instrumentation: a crash
that stays is a crash; a slow one counts where it takes more than a second for a megabyte, or for its own size if that is
less. Exit code 1 where anything is left. Needs atheris, see `fuzz.py`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "out" / "fuzz"
_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s+(\d+)|Done (\d+) runs")
# What one input may take while instrumented, which makes it some ten times slower; what is over it is timed again.
_SLOW = 10
_REPLAY = """
import sys, time
sys.path[:0] = [{here!r}, {root!r}]
import targets
targets.seeds()
function, data = targets.TARGETS[{name!r}], open({path!r}, "rb").read()
try:
    function(b"")
finally:
    begun = time.perf_counter()
function(data)
print(f"{{time.perf_counter() - begun:.3f}}")
"""


@dataclass
class Found:
    """What became of a target."""

    name: str
    runs: int = 0
    seconds: float = 0.0
    crashes: dict[str, str] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--slice", type=int, default=60, help="seconds at a time")
    parser.add_argument("--max-len", type=int, default=8192)
    parser.add_argument("--pause-file", type=Path, help="wait between slices while this file is there")
    parser.add_argument("--before", default="", help="words before each command, such as: nice taskset -c 1")
    options = parser.parse_args()
    names = options.targets or subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0]=[{str(HERE)!r}, {str(HERE.parents[1])!r}]; import targets; print(*targets.TARGETS)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    results = {name: Found(name) for name in names}
    for _ in range(-(-options.seconds // options.slice)):
        for found in results.values():
            while options.pause_file is not None and options.pause_file.exists():
                time.sleep(5)
            _slice(found, options)
    for found in results.values():
        print(f"{found.name:10} {found.runs:>10,} inputs in {found.seconds:,.0f} s, {len(found.crashes)} failures")
        for path, what in found.crashes.items():
            print(f"    {path}: {what}")
    return 1 if any(found.crashes for found in results.values()) else 0


def _slice(found: Found, options: argparse.Namespace) -> None:
    corpus, kept = OUT / found.name / "corpus", OUT / found.name / "found"
    kept.mkdir(parents=True, exist_ok=True)
    before = set(kept.iterdir())
    begun = time.perf_counter()
    limits = [f"-max_total_time={options.slice}", f"-max_len={options.max_len}", f"-timeout={_SLOW}"]
    done = subprocess.run(
        [*options.before.split(), sys.executable, str(HERE / "fuzz.py"), found.name, str(corpus), *limits,
         f"-artifact_prefix={kept}/", "-rss_limit_mb=2048", "-print_final_stats=1"],
        capture_output=True, text=True, errors="replace", env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    found.seconds += time.perf_counter() - begun
    counts = [int(match[1] or match[2]) for match in _EXECUTIONS.finditer(done.stderr + done.stdout)]
    found.runs += max(counts, default=0)
    new = set(kept.iterdir()) - before
    for path in sorted(new):
        if (what := _again(found.name, path)) is not None:
            found.crashes[str(path)] = what
    if done.returncode and not new:
        found.crashes[f"{found.name} itself"] = (done.stderr.strip().splitlines() or ["no word"])[-1]
    print(f"{found.name}: {found.runs:,} inputs, {len(found.crashes)} failures", file=sys.stderr, flush=True)


def _again(name: str, path: Path) -> str | None:
    """What an input does without instrumentation; None where it is right and quick after all."""
    script = _REPLAY.format(here=str(HERE), root=str(HERE.parents[1]), name=name, path=str(path))
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=120
        )
    except subprocess.TimeoutExpired:
        return "takes more than 120 s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1][:300]
    seconds = float(done.stdout.split()[-1])
    allowed = max(1.0, path.stat().st_size / 1e6)
    return f"takes {seconds:.1f} s for {path.stat().st_size:,} bytes" if seconds > allowed else None


if __name__ == "__main__":
    sys.exit(main())
