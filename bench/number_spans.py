"""Span F1 of the quantity grammar on a file of annotated number spans, with every miss listed.

    python -m bench.number_spans PATH [--peer PYTHON] [--quiet] [--half even|odd]

PATH is JSON lines of `{"doc", "sentence", "text", "numbers": [{"start", "end", "text", "type"}]}` with the types
QUANTITY, MONEY and PERCENT, as MEANTIME's entity mentions give them. A span counts when both its ends are right;
types are reported apart. Run it as a module: a file called `numbers.py` here would hide the standard library's from
every script of this folder.

Our ranges are mapped to theirs as `summarizer.evals.external.number_spans` says.

In the file `#` stands for the pound sign, which the tokeniser of the corpus lost; it is read as one (one character
for one).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.evals.external.number_spans import by_rules


@dataclass
class Score:
    """Counts over spans, and the misses of each kind with their sentence."""

    right: int = 0
    gold: int = 0
    found: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    spurious: list[tuple[str, str]] = field(default_factory=list)
    by_type: Counter[str] = field(default_factory=Counter)
    right_by_type: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


def sentences(path: Path) -> Iterator[dict[str, object]]:
    """The records of the file, with the lost pound signs put back."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            record["text"] = record["text"].replace("#", "£")
            yield record


def span_f1(path: Path, half: str | None = None) -> Score:
    """Exact-match score of our spans on the file (`half`: only the documents of even or odd rank).

    The sentences of a document are read as one text, a line each, as they stand in the article.
    """
    score = Score()
    documents: dict[str, list[dict[str, object]]] = {}
    for record in sentences(path):
        documents.setdefault(str(record["doc"]), []).append(record)
    for rank, records in enumerate(documents.values()):
        if half and (rank % 2 == 0) != (half == "even"):
            continue
        whole = "\n\n".join(str(record["text"]) for record in records)
        spans = by_rules(whole)
        base = 0
        for record in records:
            text = str(record["text"])
            inside = {(start - base, end - base) for start, end in spans if base <= start and end <= base + len(text)}
            _add(score, text, record["numbers"], inside)
            base += len(text) + 2
    return score


def _add(score: Score, text: str, annotated: object, found: set[tuple[int, int]]) -> None:
    assert isinstance(annotated, list)
    gold = {(entry["start"], entry["end"]): entry["type"] for entry in annotated}
    score.gold += len(gold)
    score.found += len(found)
    score.right += len(found & gold.keys())
    for span, kind in gold.items():
        score.by_type[kind] += 1
        if span in found:
            score.right_by_type[kind] += 1
        else:
            score.missed.append((kind, text[span[0] : span[1]], text))
    score.spurious += [(text[start:end], text) for start, end in sorted(found - gold.keys())]


_PEER = """
import json, sys
from quantulum3 import parser
for line in sys.stdin:
    text = json.loads(line)
    try:
        spans = [(q.span, q.unit.name, q.unit.entity.name) for q in parser.parse(text)]
    except Exception:
        spans = []
    print(json.dumps(spans))
"""


def peer_f1(path: Path, python: str) -> Score | None:
    """The same score for quantulum3 under another interpreter; None where it is not installed there.

    Its spans are kept as they are, but for times, which are left out here too.
    """
    records = list(sentences(path))
    fed = "".join(json.dumps(record["text"]) + "\n" for record in records)
    done = subprocess.run([python, "-c", _PEER], input=fed, capture_output=True, text=True, check=False)
    answers = done.stdout.splitlines()
    if done.returncode or len(answers) != len(records):
        return None
    score = Score()
    for record, answer in zip(records, answers, strict=True):
        text = str(record["text"])
        spans = set()
        for (start, end), unit, entity in json.loads(answer):
            if entity == "time":
                continue
            if unit == "dimensionless" or entity not in {"currency", "dimensionless"}:
                end = start + len(text[start:end].rstrip())
            spans.add((start, end))
        _add(score, text, record["numbers"], spans)
    return score


def show(name: str, score: Score) -> None:
    precision = score.right / score.found if score.found else 0.0
    recall = score.right / score.gold if score.gold else 0.0
    types = ", ".join(
        f"{kind} recall {score.right_by_type[kind]}/{score.by_type[kind]}" for kind in sorted(score.by_type)
    )
    print(f"{name}: F1 {score.f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  ({types})")


def main() -> None:
    options = argparse.ArgumentParser(description="Span F1 of the quantity grammar")
    options.add_argument("path", type=Path)
    options.add_argument("--peer", metavar="PYTHON", help="an interpreter that has quantulum3")
    options.add_argument("--half", choices=["even", "odd"], help="only documents of even or odd rank")
    options.add_argument("--quiet", action="store_true", help="do not list the misses")
    chosen = options.parse_args()
    score = span_f1(chosen.path, chosen.half)
    if not chosen.quiet:
        for kind, written, text in score.missed:
            print(f"missed    {kind:9}{written!r}\t{text}")
        for written, text in score.spurious:
            print(f"spurious           {written!r}\t{text}")
    show("summarizer", score)
    if chosen.peer:
        peer = peer_f1(chosen.path, chosen.peer)
        if peer is None:
            print("quantulum3: not run (it is not installed there, or failed)", file=sys.stderr)
        else:
            show("quantulum3", peer)


if __name__ == "__main__":
    main()
