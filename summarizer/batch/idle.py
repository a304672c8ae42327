"""How many cores are idle, so that the embedded engine takes those and no more.

Its threads work in step: one that shares its core with another busy process holds up all the others, and the whole
engine runs many times slower than on one core less.
"""

from __future__ import annotations

import time
from pathlib import Path

from summarizer.engines.embedded import available_threads

_STAT = Path("/proc/stat")
_SECONDS = 0.3


def idle_cores(seconds: float = _SECONDS) -> int:
    """The cores this process may use, less those that were busy in the last `seconds`; at least 1.

    Where the system does not say (not Linux), all that it may use.
    """
    available = available_threads()
    before = _ticks()
    if before is None or available == 1:
        return available
    time.sleep(seconds)
    after = _ticks()
    if after is None or after[1] <= before[1]:
        return available
    cores = _cores()
    busy = cores * (1 - (after[0] - before[0]) / (after[1] - before[1]))
    return max(1, min(available, round(cores - busy)))


def _ticks() -> tuple[int, int] | None:
    """Idle and all clock ticks of all cores since the system started."""
    try:
        fields = [int(field) for field in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    return fields[3] + fields[4], sum(fields)


def _cores() -> int:
    return sum(line.startswith("cpu") for line in _STAT.read_text(encoding="ascii").splitlines()) - 1
