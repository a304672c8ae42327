"""How long does `summarizer --help` take, beside an interpreter that does nothing?

    python bench/startup.py [--runs 20]

Prints the median of both and their difference in seconds. Exit code 1 when help takes more than 0.25 s.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

LIMIT = 0.25


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    nothing = median([sys.executable, "-c", "pass"], runs)
    help_text = median([sys.executable, "-m", "summarizer", "--help"], runs)
    print(f"interpreter {nothing:.3f} s, summarizer --help {help_text:.3f} s (limit {LIMIT} s)")
    return int(help_text > LIMIT)


def median(command: list[str], runs: int) -> float:
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])  # the first one warms the disk cache


if __name__ == "__main__":
    sys.exit(main())
