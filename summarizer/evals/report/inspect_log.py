"""A system's run as an `inspect_ai` log (version 2, JSON), so that its reader and viewer open it.

Written without `inspect_ai`. A sample is an article, an epoch a take; the input is the article, the output the brief,
the scores are the F of every measure. A run keeps no clock, so every time stands at the start of 1970: equal runs give
equal bytes. An article that left the run because the network failed is a sample with an error.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from summarizer.evals.gold import Gold
from summarizer.evals.measures import MEASURES
from summarizer.evals.report.content import Report, SystemReport
from summarizer.evals.report.ledgers import Judged, judged

_NEVER = "1970-01-01T00:00:00+00:00"


def to_inspect(report: Report, system: SystemReport, golds: Sequence[Gold]) -> tuple[str, str]:
    """The log's file name, which the viewer's list recognises (time, task and id), and the log as JSON text.

    `golds` are those of the report's articles.
    """
    known = {entry.id for entry in system.articles}
    golds = [gold for gold in golds if gold.article in known]
    samples = [
        _sample(system, gold, one, take)
        for take in range(1, len(system.takes) + 1)
        for gold, one in zip(golds, judged(system, golds, take), strict=True)
    ]
    identity = _identity(report, system, samples)
    answered = sum("error" not in sample for sample in samples)
    log = {
        "version": 2,
        "status": "success",
        "eval": _spec(report, system, golds, identity),
        "plan": {"name": "plan", "steps": [], "config": {}},
        "results": {
            "total_samples": len(samples),
            "completed_samples": answered,
            "scores": [_score(system, measure.name) for measure in MEASURES],
        },
        "stats": {"started_at": _NEVER, "completed_at": _NEVER, "model_usage": {system.system.model: _usage(system)}},
        "samples": samples,
    }
    name = f"{_NEVER.replace(':', '-')}_{report.suite}-{system.system.folder}_{identity}.json"
    return name, json.dumps(log, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _identity(report: Report, system: SystemReport, samples: Sequence[dict[str, Any]]) -> str:
    """What tells a log from others of the same pack: the run as the report calls it, how it was made, and the answers."""
    made = [system.run.file.temperature, system.run.file.maker_id]
    words = json.dumps(
        [report.suite, report.gold_sha256, report.scorer_id, system.name, system.system.model_dump(), *made, samples]
    )
    return hashlib.sha256(words.encode()).hexdigest()[:22]


def _spec(report: Report, system: SystemReport, golds: Sequence[Gold], identity: str) -> dict[str, Any]:
    return {
        "eval_id": identity,
        "run_id": identity,
        "task_id": identity,
        "created": _NEVER,
        "task": f"{report.suite}-{system.system.folder}",
        "task_version": 0,
        "task_attribs": {},
        "task_args": {"pack": system.system.pack, "pack_sha256": system.system.pack_sha256},
        "dataset": {
            "name": report.suite,
            "samples": len(golds),
            "sample_ids": [gold.article for gold in golds],
            "shuffled": False,
        },
        "model": system.system.model,
        "model_args": {},
        "config": {"epochs": len(system.takes)},
        "packages": {},
        "metadata": {
            "system": system.name,
            "temperature": system.run.file.temperature,
            "maker_id": system.run.file.maker_id,
            "scorer_id": report.scorer_id,
            "gold_sha256": report.gold_sha256,
        },
    }


def _sample(system: SystemReport, gold: Gold, one: Judged | None, take: int) -> dict[str, Any]:
    sample: dict[str, Any] = {
        "id": gold.article,
        "epoch": take,
        "input": gold.brief.source.text,
        "target": gold.brief.to_json(),
        "metadata": {"genre": gold.genre, "cluster": gold.cluster},
    }
    if one is None:
        failure = system.run.failed()[system.system.name, take, gold.article]
        return sample | {"error": {"message": failure.reason, "traceback": "", "traceback_ansi": ""}}
    answer = one.brief.to_json() if one.brief is not None else ""
    sample["messages"] = [
        {"role": "user", "content": gold.brief.source.text},
        {"role": "assistant", "content": answer},
    ]
    sample["output"] = {
        "model": system.system.model,
        "choices": [{"message": {"role": "assistant", "content": answer}, "stop_reason": "stop"}],
    }
    explanation = "\n".join(
        f"{row.type} {row.gold or '-'} {row.predicted or '-'}: {row.cell}"
        + (f" ({', '.join(row.errors)})" if row.errors else "")
        for row in one.score.rows
    )
    scores: dict[str, Any] = {}
    for measure in MEASURES:
        value = measure.of(one.score.rows).f
        if value is not None:  # nothing in gold, nothing predicted: no score
            scores[measure.name] = {"value": round(value, 9)}
    first = next(iter(scores), None)
    if first is not None:
        scores[first]["explanation"] = explanation
    return sample | {"scores": scores}


def _score(system: SystemReport, measure: str) -> dict[str, Any]:
    summary = system.summaries[measure]
    metrics = {"mean": summary.macro, "micro": summary.micro, "strict": summary.strict}
    return {
        "name": measure,
        "scorer": measure,
        "scored_samples": summary.articles,
        "unscored_samples": summary.empty + summary.left_out,
        "params": {},
        "metrics": {
            name: {"name": name, "value": round(value, 9), "params": {}}
            for name, value in metrics.items()
            if value is not None
        },
    }


def _usage(system: SystemReport) -> dict[str, int]:
    found = [one for take in system.takes for one in take.free if one is not None]
    prompt, output = sum(one.prompt_tokens for one in found), sum(one.output_tokens for one in found)
    return {"input_tokens": prompt, "output_tokens": output, "total_tokens": prompt + output}
