"""What a job would take, against what it then takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.batch import pricing
from summarizer.batch.rehearsal import count_tokens
from tests.batch.conftest import Server, brief, rows

Serve = Callable[..., Server]
Corpus = Callable[..., Path]


def figures(said: str) -> list[int]:
    line = next(line for line in said.splitlines() if "calls" in line)
    return [int(found.replace(",", "")) for found in re.findall(r"[\d,]*\d", line)]


@pytest.mark.parametrize("prompt", ["direct", "sentences", "staged"])
def test_calls_are_those_that_are_then_asked(serve: Serve, corpus: Corpus, tmp_path: Path, prompt: str) -> None:
    server, source = serve(delay=0), corpus(6)

    dry = brief(source, server, "--dry-run", "--prompt", prompt)
    asked_by_dry_run = server.stats().get("requests", 0)
    brief(source, server, "-o", str(tmp_path / "briefs.jsonl"), "--prompt", prompt)

    calls, prompt_tokens, output_tokens = figures(dry.stdout)
    used = [row["provenance"]["usage"] for row in rows(tmp_path / "briefs.jsonl")]
    assert dry.returncode == 0
    assert asked_by_dry_run == 0
    assert calls == server.stats()["requests"] == sum(row["requests"] for row in used)
    # The server counts four characters a token and leaves the schema out, which these short articles are smaller than.
    assert 0.9 < prompt_tokens / sum(row["prompt_tokens"] for row in used) < 2.5
    assert output_tokens > 0


def test_price_is_given_where_it_is_known(
    serve: Serve, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = corpus(3)
    without = brief(source, "http://127.0.0.1:9/v1", "--dry-run")
    (tmp_path / "summarizer.toml").write_text('[models."stub/m"]\ninput = 1000\noutput = 0\n', encoding="utf-8")
    priced = brief(source, "http://127.0.0.1:9/v1", "--dry-run")

    _, prompt_tokens, _ = figures(priced.stdout)
    assert "is not known" in without.stdout
    assert f"about ${prompt_tokens / 1000:,.2f}" in priced.stdout


def test_large_corpus_is_priced_on_a_sample(
    serve: Serve, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus(60)
    whole = brief(source, "http://127.0.0.1:9/v1", "--dry-run")
    monkeypatch.setattr(pricing, "_EACH", 10)
    sampled = brief(source, "http://127.0.0.1:9/v1", "--dry-run")

    assert "worked out on 13 of them" in sampled.stdout
    assert figures(sampled.stdout)[0] == figures(whole.stdout)[0] == 60
    assert figures(sampled.stdout)[1] == pytest.approx(figures(whole.stdout)[1], rel=0.05)


def test_tokens_are_counted_in_linear_time_and_never_none_for_words() -> None:
    assert count_tokens("") == 0
    assert count_tokens("The minister said 1,234 people left.") == pytest.approx(9, abs=2)
    assert count_tokens("а" * 10) == 10
    assert count_tokens("x" * 1_000_000 + " " * 1_000_000) > 100_000


def test_unreadable_articles_are_counted_apart(corpus: Corpus) -> None:
    source = corpus(2)
    source.write_text(source.read_text(encoding="utf-8") + "{oops\n", encoding="utf-8")

    run = brief(source, "http://127.0.0.1:9/v1", "--dry-run")

    assert "2 articles" in run.stdout
    assert "1 more cannot be read" in run.stdout


def test_a_dry_run_goes_on_with_nothing(corpus: Corpus, tmp_path: Path) -> None:
    flags = ["-o", str(tmp_path / "briefs.jsonl"), "--dry-run", "--resume"]

    run = brief(corpus(2), "http://127.0.0.1:9/v1", *flags)

    assert run.returncode == 2
    assert "leave --resume out" in run.stderr
