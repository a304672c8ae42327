"""Reports as values for JSON: every figure unrounded but for the ninth decimal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from summarizer.evals.aggregate import Summary
from summarizer.evals.compare import Difference
from summarizer.evals.report.content import Report, SystemReport

_DIGITS = 9


def plain(record: Any) -> dict[str, Any]:
    """A dataclass by name, floats rounded."""
    return {name: _rounded(value) for name, value in asdict(record).items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value


def difference(one: Difference) -> dict[str, Any]:
    """A comparison."""
    return plain(one)


def _summaries(summaries: dict[str, Summary]) -> dict[str, Any]:
    return {name: plain(summary) | {"uneven": summary.uneven} for name, summary in summaries.items()}


def _system(one: SystemReport) -> dict[str, Any]:
    return {
        "name": one.name,
        "run": one.label,
        "pack": one.system.pack,
        "pack_sha256": one.system.pack_sha256,
        "model": one.system.model,
        "takes": len(one.takes),
        "temperature": one.run.file.temperature,
        "measures": _summaries(one.summaries),
        "intervals": _rounded(one.intervals),
        "left_out": one.left_out,
        "without_gold": plain(one.free) if one.free is not None else None,
        "ledger": one.cells,
        "errors": one.errors,
        "flags": [list(flag) for flag in one.flags],
        "critical_misses": one.critical_misses,
        "slices": {name: _summaries(summaries) for name, summaries in one.slices.items()},
    }


def report(content: Report) -> dict[str, Any]:
    """The whole report."""
    return {
        "schema_version": "1.0",
        "suite": content.suite,
        "scorer_id": content.scorer_id,
        "gold_sha256": content.gold_sha256,
        "articles": [entry.model_dump() for entry in content.articles],
        "systems": [_system(one) for one in content.systems],
        "baseline": _rounded(content.baseline),
        "human": content.human,
        "margin": content.margin,
        "comparisons": [difference(one) for one in content.comparisons],
        "notes": list(content.notes),
    }
