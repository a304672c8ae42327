"""`check` and `list_cassettes`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from summarizer.cassettes import check, list_cassettes, prune, recorded_models, shared_size, use
from summarizer.engines.calls import CallContext, current_call
from summarizer.errors import UsageError

from .conftest import Server, ask, client, messages, stream

SUMS: dict[str, Any] = {"packs": {"p": "pack1"}, "articles": {"a": {"text1"}, "b": {"text2"}}}


def record(folder: Path, server: Server) -> None:
    with use(folder, "new"), client(server.url) as sdk:
        for article, (sha256,) in SUMS["articles"].items():
            current_call.set(CallContext(article, "p", "c", 1, None, "pack1", sha256, "local/m", "e"))
            sdk.chat.completions.create(model="m", messages=messages(article))  # type: ignore[arg-type]
    current_call.set(None)


@pytest.fixture
def suite(tmp_path: Path, server: Server) -> Path:
    folder = tmp_path / "seeds"
    record(folder, server)
    return folder


def kinds(folder: Path, **options: object) -> list[str]:
    return [finding.kind for finding in check(folder, **options)]  # type: ignore[arg-type]


def test_good_recordings_pass(suite: Path) -> None:
    assert check(suite, **SUMS) == []
    assert check(suite.parent) == []


def test_unplayed_recordings(suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "plays"
    with use(suite, play_log=log) as session, client() as sdk:
        current_call.set(CallContext("a", "p", "c"))
        sdk.chat.completions.create(model="m", messages=messages("a"))  # type: ignore[arg-type]
        (unplayed,) = session.unplayed()
    findings = check(suite, play_log=log)
    assert [(finding.kind, finding.path) for finding in findings] == [("unplayed", unplayed)]
    monkeypatch.setenv("SUMMARIZER_PLAY_LOG", str(log))
    with use(suite), client() as sdk:
        current_call.set(CallContext("b", "p", "c"))
        sdk.chat.completions.create(model="m", messages=messages("b"))  # type: ignore[arg-type]
    assert kinds(suite, play_log=log) == []
    with pytest.raises(UsageError, match="play log"):
        check(suite, play_log=tmp_path / "typo")
    log.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not a play log"):
        check(suite, play_log=log)


def test_stale_and_orphaned_recordings(suite: Path) -> None:
    assert kinds(suite, packs={"p": "pack2"}) == ["stale", "stale"]
    assert kinds(suite, articles={"a": {"text1"}, "b": {"changed"}}) == ["stale"]
    assert kinds(suite, articles={"a": {"text1"}}) == ["orphaned"]
    assert kinds(suite, articles={"a": {"text1", "another"}, "b": {"another", "text2"}, "b-2": {"another"}}) == []
    assert kinds(suite, packs={"q": "pack1"}) == ["orphaned", "orphaned"]


def test_orphaned_texts_and_half_written_files(suite: Path) -> None:
    next(suite.glob("p/*.json")).unlink()
    assert kinds(suite) == ["orphaned"]  # the text of its article; the other article still uses the system prompt
    (suite / "p" / f".{'0' * 32}.json.12345678.tmp").write_text("{")
    assert kinds(suite) == ["orphaned", "orphaned"]


def test_unreadable_and_misnamed_files(suite: Path) -> None:
    first, second = sorted(suite.glob("p/*.json"))
    second.rename(second.with_name(f"{'0' * 32}.json"))
    assert kinds(suite) == ["misnamed"]
    first.write_text('{"format": 1}')
    assert "unreadable" in kinds(suite)
    (suite / "p" / f"{'0' * 32}.json").replace(second)
    for text in suite.glob("texts/*"):
        text.write_text("changed")
    assert "unreadable" in kinds(suite)


@pytest.mark.parametrize("seconds", ["-1", "NaN", "Infinity", "1e999", f"1{'0' * 400}"])
def test_a_recording_that_took_no_time_that_can_be_is_unreadable(suite: Path, seconds: str) -> None:
    path = next(suite.glob("p/*.json"))
    path.write_text(re.sub(r'"seconds": [0-9.]+', f'"seconds": {seconds}', path.read_text("utf-8")), "utf-8")
    assert kinds(suite) == ["unreadable"]


def test_a_moved_recording_is_misnamed(suite: Path) -> None:
    (suite / "q").mkdir()
    path = next(suite.glob("p/*.json"))
    path.rename(suite / "q" / path.name)
    assert kinds(suite) == ["misnamed"]


def test_synthetic_answers_are_labelled(tmp_path: Path, server: Server) -> None:
    with use(tmp_path, "new", synthetic=True), client(server.url) as sdk:
        ask(sdk)
    findings = check(tmp_path)
    assert [(finding.kind, finding.fails) for finding in findings] == [("synthetic", False)]
    assert [row.synthetic for row in list_cassettes(tmp_path)] == [1]


def test_the_list(suite: Path, server: Server) -> None:
    with use(suite, "new"), client(server.url) as sdk:
        ask(sdk, "a", take=1, pack="q", model="n")
        ask(sdk, "a", take=2, pack="q", model="n")
        server.reply = lambda body, number: stream(["x"])
        assert len(list(ask(sdk, "a", pack="q", model="n", stream=True))) == 1
    first, second = list_cassettes(suite)
    assert (first.suite, first.pack, first.model, first.articles, first.interactions) == ("seeds", "p", "local/m", 2, 2)
    assert (first.takes, first.prompt_tokens, first.output_tokens) == (1, 22, 14)
    assert (second.pack, second.model, second.articles, second.interactions, second.takes) == ("q", "n", 1, 3, 2)
    assert first.size == sum(path.stat().st_size for path in suite.glob("p/*.json"))
    assert list_cassettes(suite.parent) == [first, second]
    assert shared_size(suite) == sum(path.stat().st_size for path in suite.glob("texts/*"))
    assert recorded_models(suite) == {"local/m", "n"}
    assert recorded_models(suite, "p") == {"local/m"}


def test_folders_without_recordings(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "typo"):
        with pytest.raises(UsageError):
            check(folder)
        with pytest.raises(UsageError):
            list_cassettes(folder)


def test_pruning_leaves_what_is_asked_for(suite: Path, tmp_path: Path, server: Server) -> None:
    log = tmp_path / "plays"
    with use(suite, play_log=log), client() as sdk:
        current_call.set(CallContext("a", "p", "c"))
        sdk.chat.completions.create(model="m", messages=messages("a"))  # type: ignore[arg-type]
    deleted = prune(suite, check(suite, play_log=log))
    assert [path.parent.name for path in deleted] == ["p", "texts"]
    assert check(suite, play_log=log) == []
    with pytest.raises(UsageError, match="every recording"):
        prune(suite, check(suite, packs={}))
    assert kinds(suite) == []


def test_pruning_leaves_a_text_that_has_come_into_use_again(suite: Path, server: Server) -> None:
    next(suite.glob("p/*.json")).unlink()
    left = suite / "p" / f".{'0' * 32}.json.12345678.tmp"
    half = suite / "texts" / f".{'0' * 32}.txt.12345678.tmp"
    for path in (left, half):
        path.write_text("{")
    findings = check(suite)
    assert [finding.kind for finding in findings] == ["orphaned"] * 3
    record(suite, server)
    assert prune(suite, findings) == sorted([left, half])
    assert check(suite, **SUMS) == []


def test_recording_what_is_new_notes_that_the_rest_is_up_to_date(suite: Path, server: Server) -> None:
    assert kinds(suite, packs={"p": "pack2"}) == ["stale", "stale"]
    asked = len(server.requests)
    with use(suite, "new"), client(server.url) as sdk:
        current_call.set(CallContext("a", "p", "c", pack_sha256="pack2"))
        sdk.chat.completions.create(model="m", messages=messages("a"))  # type: ignore[arg-type]
    assert len(server.requests) == asked
    assert kinds(suite, packs={"p": "pack2"}) == ["stale"]
