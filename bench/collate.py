"""Collating many accounts of one event: processor seconds and memory against the number of items.

    python bench/collate.py                 # 25 to 800 accounts, in process
    python bench/collate.py --stored 200    # 200 stored briefs through the command line

The accounts are made by rule, about as dense as the seed articles: every one gives ten figures of one flood, each in one of
several wordings, which agree, are rounded, grow from day to day or contradict, and has fourteen sentences of its own. No growth faster than
n log n means that the last column stays flat or falls.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import hashlib
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

from summarizer.briefs.models import Actor, Brief, Claim, Number, Source, Span
from summarizer.collate import collate

_FACTS = (
    ("people were killed", ("{n} people were killed", "{n} people have died", "the death toll stands at {n}")),
    ("people are missing", ("{n} people are missing", "{n} residents are still missing")),
    ("people were evacuated", ("{n} people were evacuated", "{n} residents have been evacuated from their homes")),
    ("houses were destroyed", ("{n} houses were destroyed", "the water destroyed {n} houses")),
    ("soldiers were sent", ("{n} soldiers were sent", "the army has deployed {n} soldiers")),
    ("people were rescued", ("{n} people were rescued", "{n} people were pulled from the water")),
    ("schools are closed", ("{n} schools are closed", "{n} schools will stay shut")),
    ("bridges have collapsed", ("{n} bridges have collapsed", "the flood swept away {n} bridges")),
    ("people are in hospital", ("{n} people are in hospital", "{n} people were admitted to hospital")),
    ("arrests were made", ("{n} people were arrested", "{n} people were detained for looting")),
)
_PLACES = ("Arlen", "Borso", "Celm", "Dorn", "Elvar")
_NAMES = ("Ines Varga", "Tomas Relin", "Olga Petrenko", "Karl Sundt", "Maya Oduya")
_OWN = (
    "A baker in {p} gave away bread",
    "The mayor of {p} asked for patience",
    "A train waited outside {p} for hours",
    "Volunteers from {p} filled bags with sand",
    "The bakery in {p} kept its ovens on",
    "Cattle near {p} stood on a dam",
)


def account(number: int, rng: random.Random) -> Brief:
    """One account of the flood."""
    day = rng.randrange(3)
    parts: list[str] = []
    numbers: list[Number] = []
    claims: list[Claim] = []
    at = 0

    def add(text: str) -> int:
        nonlocal at
        parts.append(text)
        start, at = at, at + len(text)
        return start

    add(f"Flood in the Arlen valley, account {number}\n\n")
    for place in _PLACES[:1]:
        for index, (_, wordings) in enumerate(_FACTS):
            base = 20 * (index + 1) + 7 * _PLACES.index(place)
            value = base + rng.choice((0, 0, 0, 3 * day, round(base, -1) - base))
            words = rng.choice(wordings)
            speaker = rng.randrange(len(_NAMES))
            before, after = words.split("{n}")
            start = add(before)
            figure = add(str(value))
            add(f"{after} in {place}")
            end = at
            add(f", {_NAMES[speaker]} said. ")
            numbers.append(
                Number(
                    id=f"n{len(numbers) + 1}",
                    span=Span(start=figure, end=figure + len(str(value)), text=str(value)),
                    kind="count",
                    value=Decimal(value),
                    low=Decimal(value),
                    high=Decimal(value),
                    what=Span(start=end - len(f"{after} in {place}") + 1, end=end, text=f"{after} in {place}"[1:]),
                    claimant=f"a{speaker + 1}",
                )
            )
            text = "".join(parts)[start:end]
            claims.append(
                Claim(
                    id=f"c{len(claims) + 1}",
                    speaker=f"a{speaker + 1}",
                    content=[Span(start=start, end=end, text=text)],
                    form="indirect",
                    source_kind="named_individual",
                    numbers=[numbers[-1].id],
                )
            )
    for _ in range(14):
        sentence = rng.choice(_OWN).format(p=rng.choice(_PLACES)) + f" on street {rng.randrange(10_000)}"
        start = add(sentence)
        claims.append(
            Claim(
                id=f"c{len(claims) + 1}",
                content=[Span(start=start, end=start + len(sentence), text=sentence)],
                form="narrated",
            )
        )
        add(". ")
    text = "".join(parts)
    return Brief(
        source=Source(
            id=f"account-{number}",
            outlet=f"Outlet {number}",
            date=datetime.date(2026, 3, 1 + day),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
        ),
        actors=[Actor(id=f"a{index + 1}", name=name, kind="person") for index, name in enumerate(_NAMES)],
        claims=claims,
        numbers=numbers,
    ).sealed()


def grow(sizes: list[int]) -> None:
    """Print processor seconds and peak memory for each number of accounts, and both over n log n."""
    print("accounts   items  seconds  per n·log n (µs)   peak MB  per n·log n (bytes)")
    for size in sizes:
        rng = random.Random(7)
        briefs = [account(number, rng) for number in range(size)]
        items = sum(len(brief.claims) + len(brief.numbers) + len(brief.actors) for brief in briefs)
        unit = items * math.log2(items)
        gc.collect()
        start = time.process_time()
        collate(briefs)
        seconds = time.process_time() - start
        tracemalloc.start()
        collate(briefs)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"{size:8} {items:7} {seconds:8.2f} {seconds / unit * 1e6:17.2f} {peak / 1e6:9.1f} {peak / unit:20.1f}",
            flush=True,
        )


def stored(size: int) -> None:
    """Print how long the command takes from stored briefs, reading and verifying them included."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(size):
            brief = account(number, rng)
            Path(folder, f"{brief.source.id}.json").write_text(brief.to_json(), encoding="utf-8")
        before = os.times()
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "summarizer",
            "collate",
            folder,
            "-o",
            str(Path(folder, "out.json.tmp")),
            "--json",
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        after = os.times()
        busy = after.children_user + after.children_system - before.children_user - before.children_system
        wall = time.perf_counter() - start
        print(f"{size} stored briefs: {wall:.2f} s, {busy:.2f} s of processor, exit code {done.returncode}")
        print(done.stderr.strip().splitlines()[-1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stored", type=int)
    parser.add_argument("--sizes", type=int, nargs="+", default=[25, 50, 100, 200, 400, 800])
    arguments = parser.parse_args()
    if arguments.stored:
        stored(arguments.stored)
    else:
        grow(arguments.sizes)
