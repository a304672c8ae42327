"""A made-up corpus of any size, each article its own.

python bench/scale_corpus.py 20000 corpus.jsonl
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

_FIRST = ("Ana", "Boris", "Chika", "Dora", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jasna")
_LAST = ("Kos", "Lind", "Moreau", "Novak", "Okoye", "Petrov", "Quist", "Rossi", "Silva", "Tanaka")
_PLACES = ("Oslo", "Quito", "Accra", "Hanoi", "Lima", "Riga", "Doha", "Cork")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_THINGS = ("homes", "people", "boats", "crates")
_SAID = (
    "the water had reached {n} {t} by noon",
    "the council may move {n} {t} before winter",
    "nobody had checked the {t} on the east bank",
    "help for {n} {t} would arrive within days",
)
_PLAIN = (
    "The river rose at dawn and fell again at dusk.",
    "More than {n} {t} were counted along the quay.",
    "A crew worked through the night on the broken gate.",
    "The market on the square stayed open all the same.",
)


def article(number: int, paragraphs: int = 5) -> dict[str, str]:
    """A row of a corpus, about 1,200 characters with five paragraphs; `number` sets it apart from all others."""
    draw = random.Random(number)
    place = draw.choice(_PLACES)
    parts = [f"Floods reach {place}, file no. {number}"]
    for _ in range(paragraphs):
        name = f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"
        values = {"n": f"{draw.randrange(2, 9000):,}", "t": draw.choice(_THINGS)}
        said = draw.choice(_SAID).format(**values)
        plain = " ".join(line.format(**values) for line in draw.sample(_PLAIN, 2))
        parts.append(f"{name} said on {draw.choice(_DAYS)} that {said}. {plain}")
    return {"id": f"flood-{number}", "outlet": "The Bench", "date": "2026-11-22", "text": "\n\n".join(parts) + "\n"}


def write(path: Path, articles: int) -> None:
    """Write a corpus, as lines or, to a `.parquet`, as rows."""
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist([article(number) for number in range(1, articles + 1)]), path)
        return
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article(number)) + "\n" for number in range(1, articles + 1))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
