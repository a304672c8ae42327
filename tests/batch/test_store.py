"""The files of a corpus run, written and taken up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.batch.limits import Spending
from summarizer.batch.recipe import Recipe
from summarizer.batch.store import Store, failures_path, journal_path
from summarizer.errors import RefusedError

RECIPE = Recipe("p", "0" * 64, "0" * 64, "stub/m", 1, 0.0)


@pytest.mark.parametrize("journal", [True, False])
def test_a_failure_in_words_that_are_no_text_is_stored_and_taken_up(tmp_path: Path, journal: bool) -> None:
    output, words = tmp_path / "briefs.jsonl", "declined: half a smile \ud83d"
    with Store(output, RECIPE, Spending(None)) as store:
        store.fail(None, "story.txt", RefusedError(words))
    [row] = failures_path(output).read_text(encoding="utf-8").splitlines()
    assert json.loads(row)["message"] == words
    if not journal:
        journal_path(output).unlink()
    with Store(output, RECIPE, Spending(None), resume=True) as again:
        assert (again.failed, again.has_origin("story.txt")) == (1, "failed")
