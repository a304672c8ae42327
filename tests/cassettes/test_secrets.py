"""Keys, tokens and cookies never reach a file; one planted by hand is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openai
import pytest

from summarizer.cassettes import cause, check, use
from summarizer.cassettes.secrets import find_secrets
from summarizer.errors import UsageError

from .conftest import JSON, Server, ask, client, completion, stream

KEY = "sk-proj-" + "Ab3dEf6hIj9kLm2nOp5q"
ODD_KEY = "a key of no known form 123"  # known only because the request carries it


def contents(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
def test_a_key_in_headers_stays_out(tmp_path: Path, server: Server, key: str) -> None:
    headers = {"set-cookie": f"s={key}", "openai-organization": "org-acme", "x-request-id": key}
    server.reply = lambda body, number: (200, JSON, completion("fine")[2], headers)
    with use(tmp_path, "new"), client(server.url, key, organization="org-secret") as sdk:
        ask(sdk)
    assert server.headers[0]["authorization"] == f"Bearer {key}"
    text = contents(tmp_path)
    assert "fine" in text
    assert not [word for word in (key, "cookie", "org-", "request-id", "authorization") if word in text]


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
def test_a_question_with_a_key_is_neither_sent_nor_stored(tmp_path: Path, server: Server, key: str) -> None:
    with use(tmp_path, "new"), client(server.url, key) as sdk, pytest.raises(openai.APIConnectionError) as caught:
        ask(sdk, "a", f"Who says {key}?")
    refused = cause(caught.value)
    assert isinstance(refused, UsageError)
    assert "article a, pack p, call speaker" in str(refused)
    assert key not in str(refused)
    assert server.requests == []
    assert contents(tmp_path) == ""


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
def test_a_key_in_an_answer_is_taken_out_and_the_answer_kept(tmp_path: Path, server: Server, key: str) -> None:
    server.reply = lambda body, number: completion(f"Use {key} now.", number, organization=key)
    with use(tmp_path, "new"), client(server.url, key) as sdk:
        recorded = ask(sdk)
    with use(tmp_path), client() as sdk:
        assert ask(sdk) == recorded
    assert recorded.choices[0].message.content == "Use [redacted] now."
    assert key not in contents(tmp_path)
    findings = check(tmp_path)
    assert [finding.kind for finding in findings] == ["redacted"]
    assert "choices.0.message.content" in findings[0].text


def test_a_key_in_pieces_of_a_stream_is_taken_out(tmp_path: Path, server: Server) -> None:
    server.reply = lambda body, number: stream(["Use ", *(KEY[at : at + 4] for at in range(0, len(KEY), 4)), "\nnow."])
    with use(tmp_path, "new"), client(server.url) as sdk:
        pieces = [chunk.choices[0].delta.content for chunk in ask(sdk, stream=True)]
    assert "".join(pieces) == "Use [redacted]\nnow."
    assert "Ab3d" not in contents(tmp_path)


def test_token_probabilities_do_not_spell_a_key(tmp_path: Path, server: Server) -> None:
    tokens = [{"token": KEY[at : at + 4], "logprob": -0.1} for at in range(0, len(KEY), 4)]

    def reply(body: dict[str, Any], number: int) -> Any:
        answer = json.loads(completion(KEY)[2])
        answer["choices"][0]["logprobs"] = {"content": tokens}
        return 200, JSON, json.dumps(answer).encode(), {}

    server.reply = reply
    with use(tmp_path, "new"), client(server.url) as sdk:
        ask(sdk)
    assert "Ab3d" not in contents(tmp_path)


def test_a_key_in_the_environment_is_known(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_API_KEY", "acme-without-any-form")
    server.reply = lambda body, number: completion("acme-without-any-form")
    with use(tmp_path, "new"), client(server.url) as sdk:
        assert ask(sdk).choices[0].message.content == "[redacted]"


@pytest.mark.parametrize(
    ("kind", "planted"),
    [
        ("API key", KEY),
        ("API key", "sk-ant-api03-" + "x1" * 20),
        ("bearer token", "Authorization: Bearer abcdefgh12345678ijklmnop"),
        ("organisation id", "org-A1b2C3d4E5f6G7h8"),
        ("access token", "hf_" + "aB3" * 12),
        ("access token", "AKIA" + "ABCD1234" * 2),
        ("JSON web token", "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKKF2Q".replace(".", "UzI1NiJ9.", 1)),
        ("private key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("cookie", "__cf_bm=abcdefghijklmnop1234"),
    ],
)
def test_check_finds_what_was_planted_by_hand(tmp_path: Path, server: Server, kind: str, planted: str) -> None:
    with use(tmp_path, "new"), client(server.url) as sdk:
        ask(sdk)
    assert check(tmp_path) == []
    path = next(tmp_path.glob("p/*.json"))
    stored = json.loads(path.read_text("utf-8"))
    stored["response"]["body"]["json"]["note"] = planted
    path.write_text(json.dumps(stored), "utf-8")
    findings = [finding for finding in check(tmp_path) if finding.kind == "leaking"]
    assert [(finding.path, finding.fails) for finding in findings] == [(path, True)]
    assert findings[0].text.startswith(kind)
    assert planted not in findings[0].text


def test_check_finds_a_header_that_should_not_be_there(tmp_path: Path, server: Server) -> None:
    with use(tmp_path, "new"), client(server.url) as sdk:
        ask(sdk)
    path = next(tmp_path.glob("p/*.json"))
    stored = json.loads(path.read_text("utf-8"))
    stored["response"]["headers"]["Set-Cookie"] = ["a=b"]
    path.write_text(json.dumps(stored), "utf-8")
    assert any(finding.kind == "leaking" and "Set-Cookie" in finding.text for finding in check(tmp_path))


@pytest.mark.parametrize(
    "harmless",
    [
        "the task-oriented-dialogue-systems-of-2024 and disk-0123456789abcdefghij",
        "org-wide reform; the sk-8 model; a bearer of bad news from 2024",
        "Contact press@example.org, +1 202 555 0143, https://example.org/a?token=1",
        "SHA-256 cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        "Risk-taking-in-uncertain-times-2022, sk-learning-to-write-without-digits",
    ],
)
def test_news_is_no_secret(harmless: str) -> None:
    assert find_secrets(harmless) == []
