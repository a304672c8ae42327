"""A key planted in every place it could come from, and looked for everywhere it could get to."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import run
from summarizer.config import load_settings
from summarizer.engines.providers import resolve
from summarizer.errors import UsageError
from summarizer.redaction import in_address, in_environment, without_secrets
from tests.stub import Request, Step, Stub, answer, status, text

pytestmark = pytest.mark.enable_socket

ROOT = Path(__file__).parents[2]
ARTICLE = "Wall falls\n\nThe wall may fall again, mayor Ann Bell said. She denied that 3 men were hurt.\n"
KEY = "plain-words-without-any-form-Zq"
"""A key that looks like nothing: only knowing it can keep it out."""
USER, PASSWORD = "newsroom-user", "tr0ub4dor-and-3-horses"
ANSWER = {"actors": [{"name": "Ann Bell", "kind": "person"}], "claims": [], "numbers": [], "hedges": []}


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder and no settings but the planted key."""
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("STUB_API_KEY", KEY)
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wall.txt").write_text(ARTICLE)
    rows = [{"id": f"wall-{number}", "text": f"{ARTICLE}No. {number}.\n"} for number in range(2)]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def _spellings(secret: str) -> list[bytes]:
    """The secret as it is, in pieces that would still be of use, and packed as headers pack it."""
    pair = f"{USER}:{secret}".encode()
    return [
        secret.encode(),
        secret[:12].encode(),
        secret[-12:].encode(),
        base64.b64encode(pair),
        base64.b64encode(secret.encode()),
    ]


def _leaks(folder: Path, *said: str) -> list[str]:
    """The files and messages that hold a planted secret."""
    places = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    places |= {f"message {number}": words.encode() for number, words in enumerate(said)}
    forms = [form for secret in (KEY, PASSWORD) for form in _spellings(secret)]
    return [place for place, content in places.items() if any(form in content for form in forms)]


def _heard(name: str) -> bool:
    """Whether a logger's words reach the handlers of whoever uses this package; pytest listens at others too."""
    logger: logging.Logger | None = logging.getLogger(name)
    while logger is not None and logger.propagate:
        logger = logger.parent
    return logger is None


def _brief(url: str, *more: str) -> list[str]:
    return ["brief", "wall.txt", "--model", "stub/m", "--base-url", url, "--prompt", "direct", *more]


def _commands(url: str) -> Iterator[list[str]]:
    """Everything that asks a model, with everything that writes."""
    asked = ["--model", "stub/m", "--base-url", url, "--prompt", "direct"]
    for format_ in ("json", "md", "html", "table"):
        yield ["brief", "wall.txt", *asked, "--format", format_, "-o", f"one.{format_}"]
    yield ["brief", "wall.txt", *asked]
    yield ["brief", "corpus.jsonl", *asked, "-o", "briefs.jsonl"]
    yield ["brief", "corpus.jsonl", *asked, "-o", "briefs.parquet"]
    yield ["brief", "wall.txt", *asked, "-o", "recorded.json", "--cassettes", "tapes", "--record", "new"]
    yield ["brief", "corpus.jsonl", *asked, "--batch-out", "requests.jsonl"]
    yield ["brief", "corpus.jsonl", *asked, "--dry-run"]
    yield ["collate", "wall.txt", *asked, "-o", "together.md"]


def _echoing(request: Request) -> Step:
    """A server that repeats in its answer what it was sent in its headers."""
    sent = " ".join(request.headers.values())
    words = f"Ann Bell {KEY} {sent}"
    return answer(
        {
            "actors": [{"name": words, "kind": "person"}],
            "claims": [],
            "numbers": [],
            "hedges": [],
        }
    )


def _refusing(code: int) -> Any:
    def step(request: Request) -> Step:
        return status(
            code, f"Incorrect API key provided: {KEY}. Headers: {' '.join(request.headers.values())}", retry_after="0"
        )

    return step


SERVERS: Mapping[str, Any] = {
    "one that answers": answer(ANSWER),
    "one that repeats the key in its answer": _echoing,
    "one that repeats the key in its words": text(f"I was given {KEY}. " * 3),
    "one that refuses the key": _refusing(401),
    "one that refuses the request": _refusing(400),
    "one that says something else": Step(raw=f"<html>{KEY}</html>".encode()),
    "one that declines": Step(refusal=f"I will not answer {KEY}"),
}


@pytest.mark.parametrize("server", SERVERS)
def test_the_key_gets_nowhere(
    server: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Stub(SERVERS[server]) as stub:
        url = stub.base_url.replace("//", f"//{USER}:{PASSWORD}@")
        codes = [run(command) for command in _commands(url)]
        assert len(stub.requests) >= 9
    said = capfd.readouterr()
    messages = [f"{record.getMessage()}\n{record.exc_text or ''}" for record in caplog.records if _heard(record.name)]
    assert _leaks(tmp_path, said.out, said.err, *messages) == []
    assert 0 in codes  # the batch and the dry run ask nobody
    if server == "one that answers":
        assert set(codes) <= {0, 2}


@pytest.mark.parametrize("code", [429, 500])
def test_the_key_is_not_in_what_is_said_of_a_server_in_trouble(
    code: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Stub(_refusing(code)) as stub:
        recorded = ["-o", "x.json", "--cassettes", "tapes", "--record", "new"]
        assert run(_brief(stub.base_url, *recorded)) == 3
    said = capfd.readouterr()
    assert "[redacted]" in said.err
    assert _leaks(tmp_path, said.out, said.err) == []


def test_the_key_and_the_password_do_reach_the_server_they_are_for() -> None:
    """Or the test above would find nothing for the wrong reason."""
    with Stub(answer(ANSWER)) as stub:
        run(_brief(stub.base_url))
        run(_brief(stub.base_url.replace("//", f"//{USER}:{PASSWORD}@")))
    assert stub.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert (
        stub.requests[1].headers["authorization"] == f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
    )


def test_a_server_that_is_not_there_is_named_without_the_password(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url = f"http://{USER}:{PASSWORD}@127.0.0.1:9/v1"
    assert run(_brief(url)) == 2
    said = capfd.readouterr()
    assert "http://127.0.0.1:9/v1" in said.err
    assert _leaks(tmp_path, said.out, said.err) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f'[providers.lab]\nbase_url = "http://x.example/v1"\nkey_env = "{KEY}"', "never the key itself"),
        (f'[providers.lab]\nbase_url = "http://x.example/v1"\nkey = "{KEY}"', "not a setting"),
        (f'[providers.lab]\nbase_url = "http://x.example/v1"\ncontext = "{KEY}"', "context"),
        (f'api_key = "{KEY}"', "not a setting"),
        (f'key_env = "{KEY}', ""),
        (f'[providers.lab]\nbase_url = "ftp://{USER}:{PASSWORD}@x.example"', "not a base URL"),
        (f'[providers.lab]\nbase_url = "http://x.example/v1?key={KEY}"', "goes on with"),
    ],
)
def test_a_key_in_the_configuration_is_refused_without_being_repeated(
    written: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "summarizer.toml").write_text(written + "\n")
    assert run(["brief", "wall.txt", "--model", "lab/m", "-o", "out.json"]) == 2
    (tmp_path / "summarizer.toml").unlink()
    shown = capfd.readouterr()
    assert said in shown.err
    assert _leaks(tmp_path, shown.out, shown.err) == []


def test_a_key_in_the_article_is_not_recorded_and_not_sent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leak.txt").write_text(f"{ARTICLE}The key is {KEY}, she said.\n")
    with Stub(answer(ANSWER)) as stub:
        asked = ["--model", "stub/m", "--base-url", stub.base_url, "--prompt", "direct", "-o", "x.json"]
        assert run(["brief", "leak.txt", *asked, "--cassettes", "tapes", "--record", "new"]) == 2
        assert stub.requests == []
    (tmp_path / "leak.txt").unlink()
    said = capfd.readouterr()
    assert "looks like a secret" in said.err
    assert _leaks(tmp_path, said.out, said.err) == []


def test_an_address_with_a_password_is_never_repeated(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", f"https://{USER}:{PASSWORD}@news.example/a", "-o", "x.json"]) == 2
    assert run(["brief", "corpus.jsonl", f"https://{USER}:{PASSWORD}@news.example/a", "--dry-run"]) in (0, 2)
    said = capfd.readouterr()
    assert _leaks(tmp_path, said.out, said.err) == []


def test_an_eval_run_and_its_reports_hold_no_key(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    source = ROOT / "evals" / "gold" / "newsroom"
    for name in ("ferry-1.txt", "ferry-1.yaml", "ferry-2.txt", "ferry-2.yaml"):
        (gold / name).write_bytes((source / name).read_bytes())
    suite = 'schema_version: "1.0"\nname: two\ngold: gold\ncassettes: tapes\npacks: [direct]\nmodels: [stub/m]\n'
    (tmp_path / "two.yaml").write_text(suite)
    with Stub(_refusing(400)) as stub:
        url = stub.base_url.replace("//", f"//{USER}:{PASSWORD}@")
        assert run(["eval", "run", "two.yaml", "-o", "run", "--live", "--base-url", url]) == 0
    reports = ["--html", "r.html", "--markdown", "r.md", "--junit", "r.xml", "--inspect", "logs", "--json"]
    assert run(["eval", "report", "run", *reports]) == 0
    said = capfd.readouterr()
    assert "[redacted]" in (tmp_path / "run" / "run.json").read_text()
    assert _leaks(tmp_path, said.out, said.err) == []


def test_the_libraries_own_logs_say_nothing(tmp_path: Path) -> None:
    """`OPENAI_LOG=debug` makes the SDK log requests; the command line lets no library write to the terminal."""
    with Stub(_refusing(400)) as stub:
        environment = {**os.environ, "OPENAI_LOG": "debug", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "always"}
        done = subprocess.run(
            [sys.executable, "-m", "summarizer", *_brief(stub.base_url)],
            env=environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 3
    assert _leaks(tmp_path, done.stdout, done.stderr) == []
    assert len(done.stderr.splitlines()) <= 2, done.stderr


def test_nothing_that_is_printed_of_a_target_holds_its_secrets() -> None:
    url = f"http://{USER}:{PASSWORD}@x.example/v1"
    target = resolve(load_settings({"model": "stub/m", "base_url": url}))
    assert target.key == KEY
    assert KEY not in repr(target)
    assert PASSWORD not in repr(target)
    assert target.shown_url == "http://x.example/v1"
    assert {KEY, PASSWORD} <= target.secrets()


def test_what_counts_as_a_credential_of_the_environment() -> None:
    value = "abcdefghijklmnop"
    for name in (
        "OPENAI_API_KEY",
        "HF_TOKEN",
        "LAB_SECRET",
        "DB_PASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "OPENAI_ORG_ID",
        "my_key",
    ):
        assert in_environment({name: value}) == {value}, name
    for name in ("PATH", "KEYBOARD", "TOKENS", "SECRETARY", "EDITOR"):
        assert in_environment({name: value}) == frozenset(), name
    assert in_environment({"OPENAI_API_KEY": "none"}) == frozenset()
    assert PASSWORD in in_environment({"HTTPS_PROXY": f"http://{USER}:{PASSWORD}@proxy.example:3128"})
    assert in_address("http://u:a%20b@h/") == {"u:a%20b", "u:a b", "a%20b", "a b", "dTphIGI="}


def test_messages_without_secrets() -> None:
    said = f"cannot reach https://{USER}:{PASSWORD}@x.example/v1 with {KEY} nor sk-abc123def456ghi789jkl012"
    assert without_secrets(said, [KEY]) == "cannot reach https://x.example/v1 with [redacted] nor [redacted]"
    assert without_secrets("Mail ada@x.example about 86% of it.", [KEY]) == "Mail ada@x.example about 86% of it."


def test_a_base_url_with_more_behind_it_is_refused_without_being_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        resolve(load_settings({"model": "stub/m", "base_url": f"http://{USER}:{PASSWORD}@x.example/v1#{KEY}"}))
    assert PASSWORD not in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("beginning", ["", "a://", "see "])
def test_a_word_without_end_is_searched_in_linear_time(beginning: str) -> None:
    text = beginning + "x" * 200_000
    started = time.process_time()
    assert without_secrets(text) == text
    assert time.process_time() - started < 2
    assert without_secrets(f"{text} http://{USER}:{PASSWORD}@x.example/") == f"{text} http://x.example/"
