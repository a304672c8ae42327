"""Batch files written, answered as a batch service would, and read back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch import hosted
from tests.batch.conftest import ROOT, Ended, Server, essence, rows
from tests.batch.conftest import brief as command_line

sys.path.insert(0, str(ROOT / "bench"))
import scale_stub

Serve = Callable[..., Server]
Corpus = Callable[..., Path]
NOWHERE = "http://127.0.0.1:9/v1"


def brief(corpus: Path, *more: str) -> Ended:
    return command_line(corpus, NOWHERE, *more)


def respond(request: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a batch service answers."""
    body = request["body"]
    schema = body["response_format"]["json_schema"]["schema"]
    content = json.dumps(scale_stub.answer_to(schema, body["messages"][-1]["content"]))
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    completion = {
        "id": "c",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "m",
        "choices": [choice | changes.pop("choice", {})],
        "usage": usage,
    }
    response = {"status_code": 200, "request_id": "r", "body": completion}
    return {"id": "b", "custom_id": request["custom_id"], "response": response, "error": None} | changes


def write(path: Path, responses: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in responses), encoding="utf-8")


def test_requests_have_the_documented_form_and_are_what_the_client_sends(
    serve: Serve, corpus: Corpus, tmp_path: Path
) -> None:
    source, out = corpus(3), tmp_path / "requests.jsonl"

    run = brief(source, "--batch-out", str(out))

    assert run.returncode == 0, run.stderr
    requests = rows(out)
    assert len({row["custom_id"] for row in requests}) == 3
    assert all(len(row["custom_id"]) <= 64 for row in requests)
    assert {(row["method"], row["url"]) for row in requests} == {("POST", "/v1/chat/completions")}
    assert requests[0]["body"]["response_format"]["json_schema"]["strict"] is True
    assert "file no. 1" in requests[0]["body"]["messages"][-1]["content"]


def test_briefs_from_responses_are_those_of_a_live_run(serve: Serve, corpus: Corpus, tmp_path: Path) -> None:
    source, requests, responses = corpus(5), tmp_path / "requests.jsonl", tmp_path / "responses.jsonl"
    brief(source, "--batch-out", str(requests))
    write(responses, [respond(row) for row in reversed(rows(requests))])

    run = brief(source, "--batch-in", str(responses), "-o", str(tmp_path / "batch.jsonl"))
    command_line(source, serve(delay=0), "-o", str(tmp_path / "live.jsonl"))

    assert run.returncode == 0, run.stderr
    kinds = ("actors", "claims", "numbers", "hedges", "source")
    batch, live = (
        {row["source"]["id"]: [row[kind] for kind in kinds] for row in map(essence, rows(tmp_path / name))}
        for name in ("batch.jsonl", "live.jsonl")
    )
    assert batch == live
    assert len(batch) == 5


@pytest.mark.parametrize(
    ("batch", "cost"),
    [("", (100 * 4 + 20 * 8) / 1e6), ("batch_input = 2\nbatch_output = 4\n", (100 * 2 + 20 * 4) / 1e6)],
)
def test_briefs_cost_what_the_service_takes_for_a_batch(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: str, cost: float
) -> None:
    monkeypatch.chdir(tmp_path)
    prices = '[models."stub/m"]\ninput = 4\noutput = 8\n' + batch
    (tmp_path / "summarizer.toml").write_text(prices, encoding="utf-8")
    source, requests, responses = corpus(2), tmp_path / "requests.jsonl", tmp_path / "responses.jsonl"
    brief(source, "--batch-out", str(requests))
    write(responses, [respond(row) for row in rows(requests)])

    run = brief(source, "--batch-in", str(responses), "-o", str(tmp_path / "batch.jsonl"))

    assert run.returncode == 0, run.stderr
    costs = [row["provenance"]["usage"]["cost"] for row in rows(tmp_path / "batch.jsonl")]
    assert costs == pytest.approx([cost, cost])
    assert f"${2 * cost:.4f}" in run.stderr


def test_failures_of_the_batch_are_failures_of_their_articles(corpus: Corpus, tmp_path: Path) -> None:
    source, requests, responses = corpus(7), tmp_path / "requests.jsonl", tmp_path / "responses.jsonl"
    brief(source, "--batch-out", str(requests))
    asked = rows(requests)
    cut = {"finish_reason": "length"}
    declined = {"message": {"role": "assistant", "content": None, "refusal": "No."}}
    broken = {"message": {"role": "assistant", "content": '{"who": 7}'}}
    write(
        responses,
        [
            respond(asked[0]),
            respond(asked[1], choice=cut),
            respond(asked[2], choice=declined),
            respond(asked[3], choice=broken),
            respond(asked[4], response=None, error={"code": "batch_expired", "message": "expired"}),
            respond(asked[5], response={"status_code": 500, "body": {"error": {"message": "oops"}}}),
        ],
    )

    run = brief(source, "--batch-in", str(responses), "-o", str(tmp_path / "briefs.jsonl"))

    assert run.returncode == 3
    failed = {row["id"]: (row["error"], row["message"]) for row in rows(tmp_path / "briefs.failures.jsonl")}
    assert {id: error for id, (error, _) in failed.items()} == {
        "flood-2": "TruncatedError",
        "flood-3": "RefusedError",
        "flood-4": "InvalidAnswerError",
        "flood-5": "ModelError",
        "flood-6": "ModelError",
        "flood-7": "TransportError",
    }
    assert "expired" in failed["flood-5"][1]
    assert "no response" in failed["flood-7"][1]
    assert "400 + 80 tokens" in run.stderr  # what was answered is paid for, of use or not
    assert len(rows(tmp_path / "briefs.jsonl")) == 1


def test_responses_to_other_requests_are_not_taken(corpus: Corpus, tmp_path: Path) -> None:
    source, requests, responses = corpus(2), tmp_path / "requests.jsonl", tmp_path / "responses.jsonl"
    brief(source, "--batch-out", str(requests), "--prompt", "sentences")
    write(responses, [respond(row) for row in rows(requests)])

    run = brief(source, "--batch-in", str(responses), "-o", str(tmp_path / "briefs.jsonl"))

    assert run.returncode == 3
    assert "another pack" in run.stderr


@pytest.mark.parametrize("flag", ["--batch-out", "--batch-in"])
def test_packs_that_ask_one_thing_after_another_are_refused(corpus: Corpus, tmp_path: Path, flag: str) -> None:
    more = ["-o", str(tmp_path / "briefs.jsonl")] if flag == "--batch-in" else []

    run = brief(corpus(1), flag, str(tmp_path / "file.jsonl"), "--prompt", "staged", *more)

    assert run.returncode == 2
    assert "--prompt direct or --prompt sentences" in run.stderr
    assert not (tmp_path / "file.jsonl").exists()


def test_file_that_is_no_response_file_is_named(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"custom_id": "a"}\n{oops\n', encoding="utf-8")

    run = brief(corpus(1), "--batch-in", str(tmp_path / "bad.jsonl"), "-o", str(tmp_path / "briefs.jsonl"))

    assert run.returncode == 2
    assert "bad.jsonl:2 is no line of a batch response" in run.stderr


def test_more_requests_than_one_file_takes(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosted, "MOST_REQUESTS", 2)
    source, out = corpus(5), tmp_path / "requests.jsonl"

    run = brief(source, "--batch-out", str(out))

    names = ["requests.jsonl", "requests-2.jsonl", "requests-3.jsonl"]
    assert [len(rows(tmp_path / name)) for name in names] == [2, 2, 1]
    write(tmp_path / "a.jsonl", [respond(row) for row in rows(tmp_path / names[0])])
    write(tmp_path / "b.jsonl", [respond(row) for name in names[1:] for row in rows(tmp_path / name)])
    both = ("--batch-in", str(tmp_path / "a.jsonl"), "--batch-in", str(tmp_path / "b.jsonl"))
    assert brief(source, *both, "-o", str(tmp_path / "briefs.jsonl")).returncode == 0
    assert "requests-3.jsonl" in run.stderr
