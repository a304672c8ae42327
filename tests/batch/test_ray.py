"""Ray workers against the local engine. Runs where Ray is installed; `bench/scale.py ray` does it at size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.conftest import Server, brief, essence, rows

Serve = Callable[..., Server]
Corpus = Callable[..., Path]


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_briefs_are_those_of_the_local_engine(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    server, source = serve(delay=0), corpus(8)
    with source.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    local, out = tmp_path / "local.jsonl", tmp_path / "parts"

    brief(source, server, "-o", str(local))
    first = brief(source, server, "--engine", "ray", "--workers", "1", "-o", str(out))
    asked = server.stats()["requests"]
    again = brief(source, server, "--engine", "ray", "--workers", "1", "-o", str(out), "--resume")

    assert (first.returncode, again.returncode) == (3, 3), first.stderr
    expected = {row["source"]["id"]: essence(row) for row in rows(local)}
    assert {row["source"]["id"]: essence(row) for row in rows(out / "part-00000.jsonl")} == expected
    assert rows(out / "part-00000.failures.jsonl") == rows(tmp_path / "local.failures.jsonl")
    assert server.stats()["requests"] == asked == 16


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-o", "briefs.jsonl"], "give a folder"),
        ([], "give a folder"),
        (["-o", "parts", "--dry-run"], "does not go with --dry-run"),
    ],
)
def test_options_that_do_not_go_with_ray(corpus: Corpus, tmp_path: Path, flags: list[str], message: str) -> None:
    placed = [str(tmp_path / flag) if flag in ("parts", "briefs.jsonl") else flag for flag in flags]

    run = brief(corpus(1), "http://127.0.0.1:9/v1", "--engine", "ray", *placed)

    assert run.returncode == 2
    assert message in run.stderr


def test_no_article_at_all_is_nothing_to_be_done_on_ray_either(corpus: Corpus, tmp_path: Path) -> None:
    pytest.importorskip("ray")

    run = brief(corpus(0), "http://127.0.0.1:9/v1", "--engine", "ray", "-o", str(tmp_path / "parts"))

    assert run.returncode == 2
    assert "no article in" in run.stderr
