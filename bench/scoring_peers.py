"""One peer of `bench.scoring_speed`: the given records through its own machinery, with our scorer as its scorer.

    python scoring_peers.py inspect_ai|pydantic_evals|promptfoo RECORDS [FOLDER]

Prints seconds and the mean score as JSON. Runs under an interpreter that may have another set of packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

GOLD = Path(__file__).resolve().parent.parent / "evals" / "gold" / "newsroom"
Judge = Callable[[str, str], float]


def scorer() -> Judge:
    """Joint attribution F of an output text for an article, 1 where there is nothing to find."""
    from summarizer.briefs.models import Brief
    from summarizer.evals.gold import load_gold_set
    from summarizer.evals.measures import MEASURES
    from summarizer.evals.scoring import score

    golds = {gold.article: gold for gold in load_gold_set(GOLD)}

    def judge(article: str, output: str) -> float:
        rows = score(golds[article], Brief.model_validate_json(output)).rows
        sums = [measure.of(rows) for measure in MEASURES]
        return 1.0 if sums[0].f is None else sums[0].f

    return judge


def main() -> None:
    """Time one peer."""
    name, path, *rest = sys.argv[1:]
    records = json.loads(Path(path).read_text(encoding="utf-8"))
    run: Any = {"inspect_ai": with_inspect, "pydantic_evals": with_pydantic, "promptfoo": with_promptfoo}[name]
    print(json.dumps(run(records, *rest)))


def with_inspect(records: list[dict[str, str]]) -> dict[str, float]:
    """A log of finished samples, scored by `inspect_ai.score`."""
    from inspect_ai import score as rescore
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSample, EvalSpec
    from inspect_ai.model import ModelOutput
    from inspect_ai.scorer import Score, Target, mean
    from inspect_ai.scorer import scorer as declare
    from inspect_ai.solver import TaskState

    judge = scorer()

    @declare(metrics=[mean()])
    def attribution() -> Any:
        async def scored(state: TaskState, target: Target) -> Score:
            return Score(value=judge(target.text, state.output.completion))

        return scored

    samples = [
        EvalSample(
            id=number,
            epoch=1,
            input=record["article"],
            target=record["article"],
            output=ModelOutput.from_content("stub", record["output"]),
        )
        for number, record in enumerate(records)
    ]
    spec = EvalSpec(
        created="1970-01-01T00:00:00+00:00",
        task="speed",
        dataset=EvalDataset(samples=len(samples)),
        model="mockllm/model",
        config=EvalConfig(),
    )
    log = EvalLog(eval=spec, samples=samples, status="success")
    started = time.perf_counter()
    result = rescore(log, attribution(), display="none")
    seconds = time.perf_counter() - started
    assert result.results is not None
    return {"seconds": seconds, "mean": result.results.scores[0].metrics["mean"].value}


def with_pydantic(records: list[dict[str, str]]) -> dict[str, float]:
    """A dataset whose task gives back the stored output, evaluated without a progress bar."""
    from dataclasses import dataclass

    from pydantic_evals import Case, Dataset
    from pydantic_evals.evaluators import Evaluator, EvaluatorContext

    judge = scorer()

    @dataclass
    class Attribution(Evaluator[dict[str, str], str, None]):
        def evaluate(self, ctx: EvaluatorContext[dict[str, str], str, None]) -> float:
            return judge(ctx.inputs["article"], ctx.output)

    cases = [Case(name=str(number), inputs=record) for number, record in enumerate(records)]
    dataset = Dataset(name="speed", cases=cases, evaluators=[Attribution()])
    started = time.perf_counter()
    report = dataset.evaluate_sync(lambda record: record["output"], progress=False)
    seconds = time.perf_counter() - started
    values = [case.scores["Attribution"].value for case in report.cases]
    return {"seconds": seconds, "mean": sum(values) / len(values)}


def with_promptfoo(records: list[dict[str, str]], folder: str) -> dict[str, float]:
    """An evaluation of stored outputs (`promptfoo eval`), whose assertion is a Python file with our scorer."""
    here = Path.cwd()
    (here / "judge.py").write_text(
        "from bench.scoring_peers import scorer\n"
        "judge = scorer()\n"
        "def get_assert(output, context):\n"
        "    return judge(context['vars']['article'], output)\n",
        encoding="utf-8",
    )
    config = {
        "prompts": ["{{output}}"],
        "providers": ["echo"],
        "tests": [
            {
                "vars": {"article": record["article"], "output": record["output"]},
                "assert": [{"type": "python", "value": "file://judge.py", "threshold": 0}],
            }
            for record in records
        ],
    }
    (here / "promptfooconfig.json").write_text(json.dumps(config), encoding="utf-8")
    program = str(Path(folder) / "node_modules" / ".bin" / "promptfoo")
    command = [
        program,
        "eval",
        "-c",
        "promptfooconfig.json",
        "-o",
        "out.json",
        "--no-cache",
        "--no-progress-bar",
        "--no-table",
    ]
    environment = _environment(here)
    started = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - started
    if not (here / "out.json").exists():
        sys.exit((done.stderr or done.stdout).strip()[-300:])
    results = json.loads((here / "out.json").read_text(encoding="utf-8"))["results"]["results"]
    values = [one["score"] for one in results]
    return {"seconds": seconds, "mean": sum(values) / len(values)}


def _environment(here: Path) -> dict[str, str]:
    import os

    return {
        **os.environ,
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_CONFIG_DIR": str(here / "promptfoo"),
        "PROMPTFOO_PYTHON": sys.executable,
    }


if __name__ == "__main__":
    main()
