"""Whole corpora from the command line, real processes against a real server."""

from __future__ import annotations

import json
import random
import resource
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.briefs.models import Brief
from summarizer.grounding.verify import verify
from tests.batch.conftest import Server, brief, command, environment, essence, rows

Serve = Callable[..., Server]
Corpus = Callable[..., Path]


def test_every_article_becomes_a_brief_that_verifies(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0.02), tmp_path / "briefs.jsonl"

    run = brief(corpus(12), server, "-o", str(out), "--concurrency", "6")

    assert run.returncode == 0, run.stderr
    found = [Brief.model_validate(row) for row in rows(out)]
    assert sorted(item.source.id for item in found) == sorted(f"flood-{number}" for number in range(1, 13))
    assert all(item.claims and verify(item) == [] for item in found)
    assert server.stats()["at_once"] == 6
    assert not (tmp_path / "briefs.failures.jsonl").exists()
    assert "12 briefs · 0 failed" in run.stderr


def test_output_that_is_there_is_only_gone_on_with_when_asked(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0), tmp_path / "briefs.jsonl"
    source = corpus(4)
    brief(source, server, "-o", str(out))
    before = out.read_bytes()

    again = brief(source, server, "-o", str(out))
    resumed = brief(source, server, "-o", str(out), "--resume")
    other = brief(source, server, "-o", str(out), "--resume", "--take", "2")

    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert resumed.returncode == 0
    assert "4 from before" in resumed.stderr
    assert other.returncode == 2
    assert "made with another take" in other.stderr
    assert out.read_bytes() == before
    assert server.stats()["requests"] == 4


def test_changed_article_is_asked_again_and_others_are_not(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0), tmp_path / "briefs.jsonl"
    source = corpus(4)
    brief(source, server, "-o", str(out))
    source.write_text(source.read_text(encoding="utf-8").replace("file no. 3", "file no. 33"), encoding="utf-8")

    brief(source, server, "-o", str(out), "--resume")

    assert Counter(row["source"]["id"] for row in rows(out))["flood-3"] == 2
    assert server.stats()["requests"] == 5


@pytest.mark.parametrize("seed", [1, 2])
def test_faults_and_kills_leave_every_article_once(serve: Serve, corpus: Corpus, tmp_path: Path, seed: int) -> None:
    server = serve(delay=0.05, faults=0.2, seed=seed, drip=60)
    source, out, width, articles = corpus(80), tmp_path / "briefs.jsonl", 8, 80
    flags = ["-o", str(out), "--concurrency", str(width), "--article-timeout", "2", "-q"]
    draw, kills = random.Random(seed), 0
    for _ in range(2):
        process = subprocess.Popen(
            command(source, server, *flags, *(["--resume"] if out.exists() else [])),
            env=environment(),
            stderr=subprocess.DEVNULL,
        )
        before = len(rows(out)) if out.exists() else 0
        while process.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < before + 5):
            time.sleep(0.01)
        time.sleep(draw.uniform(0, 0.4))
        kills += process.poll() is None
        process.kill()
        process.wait()

    last = brief(source, server, *flags, "--resume")

    assert last.returncode in (0, 3), last.stderr
    assert kills
    failures = rows(tmp_path / "briefs.failures.jsonl")
    through = Counter([row["source"]["id"] for row in rows(out)] + [row["id"] for row in failures])
    assert through == Counter(f"flood-{number}" for number in range(1, articles + 1))
    assert {row["error"] for row in failures} <= {
        "RefusedError",
        "InvalidAnswerError",
        "TimeLimitError",
        "TransportError",
    }
    assert all(row["message"] for row in failures)
    assert server.stats()["paid_again"] <= kills * width


def test_interrupted_run_keeps_what_was_finished(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0.1), tmp_path / "briefs.jsonl"
    source = corpus(200)
    flags = ["-o", str(out), "--concurrency", "4"]
    for stop, more in ((signal.SIGINT, []), (signal.SIGTERM, ["--resume"])):
        process = subprocess.Popen(
            command(source, server, *flags, *more),
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
            # Tests that run in the background of a shell ignore Ctrl-C, and what they start would too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        before = len(rows(out))
        while process.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < before + 4):
            time.sleep(0.02)
        process.send_signal(stop)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "what was finished is in place" in said
        assert "Traceback" not in said

    found = [row["source"]["id"] for row in rows(out)]
    assert len(found) == len(set(found)) >= 8


def test_cost_limit_stops_cleanly_and_counts_earlier_runs(
    serve: Serve, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server, out = serve(delay=0.01), tmp_path / "briefs.jsonl"
    source = corpus(60)
    (tmp_path / "summarizer.toml").write_text('[models."stub/m"]\ninput = 100\noutput = 100\n', encoding="utf-8")
    flags = ["-o", str(out), "--concurrency", "8"]

    first = brief(source, server, *flags, "--max-cost", "1")
    stored = len(rows(out))
    second = brief(source, server, *flags, "--max-cost", "1", "--resume")
    assert len(rows(out)) == stored
    third = brief(source, server, *flags, "--max-cost", "2", "--resume")

    assert (first.returncode, second.returncode, third.returncode) == (3, 3, 3)
    assert "stopped: $0.9" in first.stderr
    cost = sum(row["provenance"]["usage"]["cost"] for row in rows(out))
    assert 1.8 < cost <= 2


def test_cost_limit_without_a_price_is_refused(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    run = brief(corpus(1), serve(delay=0), "-o", str(tmp_path / "briefs.jsonl"), "--max-cost", "1")

    assert run.returncode == 2
    assert 'under [models."stub/m"] in summarizer.toml' in run.stderr


def test_dead_server_ends_the_run_with_one_message(corpus: Corpus, tmp_path: Path) -> None:
    run = brief(corpus(30), "http://127.0.0.1:9/v1", "-o", str(tmp_path / "briefs.jsonl"))

    assert run.returncode == 2
    assert run.stderr.count("error:") == 1
    assert "cannot reach http://127.0.0.1:9/v1" in run.stderr


def test_full_disk_ends_with_a_message_and_an_intact_journal(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0), tmp_path / "briefs.jsonl"
    source = corpus(12)

    def limited() -> None:  # a file-size limit fails writes half-way, as a full disk does
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (32_000, 32_000))

    full = subprocess.run(
        command(source, server, "-o", str(out)),
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=limited,
        check=False,
    )
    kept = out.read_bytes()
    resumed = brief(source, server, "-o", str(out), "--resume")

    assert full.returncode == 2
    assert full.stderr.count("error:") == 1
    assert f"cannot write {out}" in full.stderr
    assert "--resume" in full.stderr
    assert kept.endswith(b"\n")
    assert resumed.returncode == 0, resumed.stderr
    assert out.read_bytes().startswith(kept)
    assert len(rows(out)) == 12


def test_output_folder_that_cannot_be_written(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server = serve(delay=0)
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")

    run = brief(corpus(2), server, "-o", str(blocked / "briefs.jsonl"))

    assert run.returncode == 2
    assert run.stderr.startswith("error: cannot write")
    assert server.stats().get("requests", 0) == 0


def test_two_runs_do_not_write_one_output(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0.2), tmp_path / "briefs.jsonl"
    source = corpus(60)
    first = subprocess.Popen(
        command(source, server, "-o", str(out), "-q", "--concurrency", "1"), env=environment(), stderr=subprocess.PIPE
    )
    while not out.exists():
        time.sleep(0.02)

    second = brief(source, server, "-o", str(out), "--resume")
    first.kill()
    first.communicate()

    assert second.returncode == 2
    assert "another run is writing" in second.stderr


def test_failed_articles_are_tried_again_when_asked(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    source, out = corpus(16), tmp_path / "briefs.jsonl"
    source.write_text("{broken\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    flags = ["-o", str(out), "--concurrency", "8", "--article-timeout", "1"]
    bad = brief(source, serve(delay=0, faults=1.0, seed=3), *flags)
    failed = rows(tmp_path / "briefs.failures.jsonl")

    good = brief(source, serve(delay=0), *flags, "--resume", "--retry-failed")

    assert bad.returncode in (2, 3)
    assert len(failed) > 5
    assert good.returncode == 3
    assert [row["error"] for row in rows(tmp_path / "briefs.failures.jsonl")] == ["InputError"]
    assert sorted(row["source"]["id"] for row in rows(out)) == sorted(f"flood-{number}" for number in range(1, 17))


def with_bad_lines(source: Path, count: int) -> Path:
    source.write_text("{broken\n" * count + source.read_text(encoding="utf-8"), encoding="utf-8")
    return source


@pytest.mark.parametrize("other", ["b.ndjson", "b.parquet"])
def test_failures_of_one_output_are_not_those_of_another(
    serve: Serve, corpus: Corpus, tmp_path: Path, other: str
) -> None:
    if other.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    server, source = serve(delay=0), with_bad_lines(corpus(2), 2)
    first = brief(source, server, "-o", str(tmp_path / "b.jsonl"))
    failed = (tmp_path / "b.failures.jsonl").read_bytes()

    second = brief(source, server, "-o", str(tmp_path / other))
    source.write_text("".join(source.read_text(encoding="utf-8").splitlines(keepends=True)[2:]), encoding="utf-8")
    third = brief(source, server, "-o", str(tmp_path / other), "--resume", "--retry-failed")

    assert (first.returncode, second.returncode, third.returncode) == (3, 3, 0)
    assert "2 briefs · 2 failed" in second.stderr
    assert (tmp_path / "b.failures.jsonl").read_bytes() == failed
    assert not (tmp_path / f"{other}.failures.jsonl").exists()


@pytest.mark.parametrize(
    ("output", "left"),
    [
        ("b.jsonl", "b.failures.jsonl"),
        ("b.jsonl", "b.jsonl.journal"),
        ("b.parquet", "b.parquet.failures.jsonl"),
        ("b.parquet", "b.parquet.partial.jsonl"),
    ],
)
def test_what_is_left_of_an_output_is_only_gone_on_with_when_asked(
    serve: Serve, corpus: Corpus, tmp_path: Path, output: str, left: str
) -> None:
    server = serve(delay=0)
    (tmp_path / left).touch()

    run = brief(corpus(2), server, "-o", str(tmp_path / output))

    assert run.returncode == 2
    assert f"{left} is there already" in run.stderr
    assert not (tmp_path / output).exists()
    assert server.stats().get("requests", 0) == 0


def test_failures_of_earlier_runs_are_still_failures(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    server, out = serve(delay=0), tmp_path / "b.jsonl"
    source = with_bad_lines(corpus(2), 2)
    brief(source, server, "-o", str(out))

    resumed = brief(source, server, "-o", str(out), "--resume")

    assert resumed.returncode == 3
    assert "2 articles failed, 2 of them in earlier runs; the reasons are in" in resumed.stderr


def test_parquet_in_and_out(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    server, out = serve(delay=0), tmp_path / "briefs.parquet"
    lines = tmp_path / "briefs.jsonl"
    source = corpus(6, "corpus.parquet")

    first = brief(source, server, "-o", str(out))
    again = brief(source, server, "-o", str(out), "--resume")
    brief(source, server, "-o", str(lines))

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert server.stats()["requests"] == 12
    assert sorted(path.name for path in tmp_path.glob("briefs.parquet*")) == [
        "briefs.parquet",
        "briefs.parquet.journal",
    ]
    table = parquet.read_table(out).to_pylist()
    by_id = {row["source"]["id"]: essence(row) for row in rows(lines)}
    assert {row["id"]: essence(json.loads(row["brief"])) for row in table} == by_id
    assert all(row["model"] == "stub/m" and len(row["sha256"]) == 64 for row in table)


def test_few_files_go_to_one_file_too(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    source, out = corpus(1), tmp_path / "briefs.jsonl"
    text = json.loads(source.read_text(encoding="utf-8"))["text"]
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")

    run = brief(tmp_path / "one.txt", serve(delay=0), str(source), "-o", str(out))

    assert run.returncode == 0, run.stderr
    assert sorted(row["source"]["id"] for row in rows(out)) == ["flood-1", "one"]
