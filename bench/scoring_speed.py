"""Time and memory of scoring and comparing 10,000 stored briefs, and the same records through other frameworks.

    python -m bench.scoring_speed [--briefs N] [--peer-python PYTHON] [--promptfoo FOLDER] [--peer-briefs N]

A run of two prompts is made of the newsroom gold, each brief spoilt in its own way, and written as `eval run` writes
it; that is not measured. Then, each in a process of its own,

* `score`: every brief is read, checked, scored and the scores are stored; wall time and largest memory;
* `compare`: the stored scores are read and compared in every headline measure.

The peers get as many of the same briefs as `--peer-briefs` says, already made, and the same scorer as a function of an
output text; what is timed is from the records in memory to their scores, and the ratio is of times per brief. Peers are
`inspect_ai` and `pydantic-evals` under PEER_PYTHON (which needs this package's dependencies too), and `promptfoo`, a
program of Node, in FOLDER (`npm install promptfoo`); its scorer is the same Python function behind its own worker.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from summarizer.briefs.models import Brief, Provenance, Usage
from summarizer.evals.compare import compare, open_sides
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.evals.runs import Run, RunFile, article_entry, gold_digest, open_run, save_run, system_of
from summarizer.evals.scores import load_scores, save_scores, score_run

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "evals" / "gold" / "newsroom"
USAGE = Usage(requests=1, attempts=1, prompt_tokens=900, cached_tokens=0, output_tokens=300, seconds=2.5, cost=0.0)
_FEW = 20
_PATIENCE = 240
LIMITS = {"score": (15.0, 150.0), "compare": (1.0, 150.0)}


def main() -> int:
    """Measure, or do one of the things that are measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefs", type=int, default=10_000)
    parser.add_argument("--peer-python")
    parser.add_argument("--promptfoo", type=Path)
    parser.add_argument("--peer-briefs", type=int, default=1000)
    parser.add_argument("--step", choices=["score", "compare"], help=argparse.SUPPRESS)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(measured(options.step, options.run)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        run = make_run(Path(folder) / "run", options.briefs)
        print(f"{options.briefs:,} briefs of {len(run.articles)} articles, {_size(run):.1f} kB each")
        passed = True
        per_brief = 0.0
        for step, (seconds, megabytes) in LIMITS.items():
            figures = in_process_of_its_own(step, run)
            good = figures["seconds"] <= seconds and figures["megabytes"] <= megabytes
            passed &= good
            print(
                f"{step:8} {figures['seconds']:6.2f} s (at most {seconds:g}), "
                f"{figures['megabytes']:5.0f} MB (at most {megabytes:g})  {'ok' if good else 'TOO MUCH'}"
            )
            if step == "score":
                per_brief = figures["seconds"] / options.briefs
        peers(run, options, per_brief)
    return 0 if passed else 1


def make_run(folder: Path, briefs: int) -> Run:
    """A run of two prompts with that many briefs, as `eval run` stores it."""
    golds = load_gold_set(GOLD)
    takes = -(-briefs // (2 * len(golds)))
    systems = [system_of(name, "ab" * 32, "stub/model-1", several_models=False) for name in ("one", "other")]
    file = RunFile(
        state="complete",
        suite="speed",
        gold=str(GOLD),
        gold_sha256=gold_digest(golds),
        takes=takes,
        systems=systems,
        articles=[article_entry(gold) for gold in golds],
    )
    run = Run(folder, file)
    for system in systems:
        for take in range(1, takes + 1):
            for gold in golds:
                path = run.brief_path(system, take, gold.article)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(spoilt(gold, f"{system.name}/{take}").to_json(), encoding="utf-8")
    save_run(run)
    return run


def spoilt(gold: Gold, seed: str) -> Brief:
    """A brief of the article in which about a quarter of the records are wrong, lost or moved."""
    generator = random.Random(f"{gold.article}/{seed}")
    brief = gold.brief
    claims = []
    for claim in brief.claims:
        dice = generator.random()
        if dice < 0.1:
            continue
        if dice < 0.2 and brief.actors and claim.speaker:
            claim = claim.model_copy(update={"speaker": generator.choice(brief.actors).id})
        elif dice < 0.3:
            part = claim.content[0]
            cut = max(part.start + 1, part.end - generator.randrange(1, 30))
            text = brief.source.text[part.start : cut]
            claim = claim.model_copy(update={"content": [part.model_copy(update={"end": cut, "text": text})]})
        claims.append(claim.model_copy(update={"parent": None}))
    kept = {claim.id for claim in claims}
    numbers = []
    for number in brief.numbers:
        if generator.random() < 0.15 and number.value is not None:
            value = number.value + generator.randrange(1, 9)
            number = number.model_copy(update={"value": value, "low": value, "high": value})
        numbers.append(number)
    hedges = [hedge if hedge.claim in kept else hedge.model_copy(update={"claim": None}) for hedge in brief.hedges]
    provenance = Provenance(pack="one", pack_sha256="ab" * 32, model="stub/model-1", usage=USAGE)
    changed = brief.model_copy(
        update={"claims": claims, "numbers": numbers, "hedges": hedges, "provenance": provenance}
    )
    return changed.sealed()


def _size(run: Run) -> float:
    files = list(run.folder.glob("briefs/*/1/*.json"))
    return sum(file.stat().st_size for file in files) / len(files) / 1000


def measured(step: str, folder: Path) -> dict[str, float]:
    """Do one step in this process."""
    started = time.perf_counter()
    run = open_run(folder)
    if step == "score":
        save_scores(run, score_run(run))
    else:
        one, other = open_sides(run, load_scores(run))
        assert compare([(one, other)])
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_process_of_its_own(step: str, run: Run) -> dict[str, float]:
    """The figures of a step, start of the interpreter not counted."""
    command = [sys.executable, "-m", "bench.scoring_speed", "--step", step, "--run", str(run.folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def peers(run: Run, options: argparse.Namespace, per_brief: float) -> None:
    """The same records through the others, as ratios of seconds for one brief."""
    records = [
        {"article": article.id, "output": run.brief_path(system, take, article.id).read_text(encoding="utf-8")}
        for system, take, article in run.entries()
    ][: options.peer_briefs]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "records.json"
        given.write_text(json.dumps(records), encoding="utf-8")
        commands: list[tuple[str, Sequence[str]]] = []
        if options.peer_python:
            script = str(ROOT / "bench" / "scoring_peers.py")
            commands += [
                (name, [options.peer_python, script, name, str(given)]) for name in ("inspect_ai", "pydantic_evals")
            ]
        if options.promptfoo:
            script = str(ROOT / "bench" / "scoring_peers.py")
            few = Path(folder) / "few.json"  # it starts a Python for every assertion
            few.write_text(json.dumps(records[:_FEW]), encoding="utf-8")
            commands.append(("promptfoo", [sys.executable, script, "promptfoo", str(few), str(options.promptfoo)]))
        for name, command in commands:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            try:
                done = subprocess.run(
                    command, cwd=folder, check=False, capture_output=True, text=True, env=environment, timeout=_PATIENCE
                )
            except subprocess.TimeoutExpired:
                print(f"{name}: not measured: not done after {_PATIENCE} s")
                continue
            if done.returncode:
                last = (done.stderr.strip().splitlines() or ["no message"])[-1]
                print(f"{name}: not measured: {last}")
                continue
            figures = json.loads(done.stdout.splitlines()[-1])
            count = _FEW if name == "promptfoo" else len(records)
            each = figures["seconds"] / count
            print(
                f"{name}: {figures['seconds']:.2f} s for {count:,} briefs, {each / per_brief:.1f} times "
                f"as long; mean score {figures['mean']:.4f}"
            )
        print(f"summarizer: mean score of the same briefs {_mean(records):.4f}")


def _mean(records: Sequence[dict[str, str]]) -> float:
    from bench.scoring_peers import scorer

    judge = scorer()
    return sum(judge(record["article"], record["output"]) for record in records) / len(records)


if __name__ == "__main__":
    sys.exit(main())
