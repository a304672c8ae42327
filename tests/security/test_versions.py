"""Stored scores of another version are refused with the way out; the other stored files: `test_files.py`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.errors import InputError
from summarizer.evals.scores import load_scores, save_scores
from tests.evals.material import golds
from tests.evals.runmaking import make_run


@pytest.mark.parametrize(
    ("version", "way"),
    [("0.9", "eval score"), ("1.0", "eval score"), ("2.1", "upgrade"), ("3.0", "upgrade"), (None, "no schema_version")],
)
def test_scores_of_another_version_are_refused_with_the_way_out(version: str | None, way: str, tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"p": lambda gold, take: gold.brief}, material=golds()[:1])
    save_scores(run, scores)
    assert load_scores(run).systems.keys() == scores.systems.keys()
    path = run.folder / "scores.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": version}))
    with pytest.raises(InputError, match=way):
        load_scores(run)
