"""Fuzz one target with atheris until something breaks or the time is over; started by `run.py`, or by hand:

    python bench/fuzz/fuzz.py numbers CORPUS_FOLDER -max_total_time=60 -max_len=4096 -timeout=10

Needs `pip install atheris` (Linux, CPython 3.11 or 3.12) beside the package. The options are libFuzzer's.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["summarizer"]):
    import targets


def main() -> None:
    name, *options = sys.argv[1:]
    warnings.simplefilter("ignore")
    folder = next((Path(option) for option in options if not option.startswith("-")), None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(targets.seeds()[name]):
            (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
