"""The formats of external gold by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from summarizer.evals.external.attribution import read_brat, read_jsonl
from summarizer.evals.external.newsquant import read_newsquant
from summarizer.evals.external.number_spans import read_number_spans
from summarizer.evals.external.results import ExternalSet

FORMATS: Mapping[str, Callable[[Path, int | None], ExternalSet]] = {
    "attribution-jsonl": read_jsonl,
    "brat-attribution": read_brat,
    "number-spans": read_number_spans,
    "newsquant": read_newsquant,
}
