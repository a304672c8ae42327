"""`summarizer cassettes` on recordings that `summarizer brief` made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cassette_stub import Flaky, article_text
from summarizer.cli import run
from tests.stub import Stub

PACK = "direct"


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in (3, 4):
        (tmp_path / f"n{number}.txt").write_text(article_text(number))
    with Stub(Flaky()) as stub:
        asked = ["--prompt", PACK, "--model", "vllm/m", "--base-url", stub.base_url, "-o", "out/", "-q"]
        assert run(["brief", "n3.txt", "n4.txt", *asked, "--cassettes", "cassettes/few", "--record", "new"]) == 0
    return tmp_path / "cassettes" / "few"


def test_brief_replays_what_it_recorded(suite: Path) -> None:
    replay = ["--prompt", PACK, "--cassettes", "cassettes/few", "-q", "-o", "again/"]
    assert run(["brief", "n3.txt", "n4.txt", *replay]) == 0
    for name in ("n3.json", "n4.json"):
        assert Path("again", name).read_bytes() == Path("out", name).read_bytes()


def test_a_miss_is_exit_code_4_and_names_the_command(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("n3.txt").read_text()
    Path("n3.txt").write_text(text.replace("flooded", "damaged", 1))
    capsys.readouterr()
    assert run(["brief", "n3.txt", "--prompt", PACK, "--cassettes", "cassettes/few", "-q", "-o", "again/"]) == 4
    error = capsys.readouterr().err
    first, second = error.splitlines()
    assert first.startswith(f"error: no recording answers article n3, pack {PACK}, call ")
    assert (
        "article: its text is not the one that was recorded (and 1 more; see `summarizer cassettes explain`)" in first
    )
    assert second.startswith("Record it with: summarizer brief n3.txt")
    assert run(["cassettes", "explain", "cassettes/few", "n3.txt", "--prompt", PACK]) == 4
    assert "[-flood-]{+damag+}ed" in capsys.readouterr().out
    assert f"summarizer brief n3.txt --prompt {PACK} --model vllm/m --cassettes cassettes/few --record new" in error
    assert not Path("again").exists()


def test_list(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["cassettes", "list"]) == 0
    header, row, total = capsys.readouterr().out.splitlines()
    assert row.split()[:6] == ["few", PACK, "vllm/m", "2", "3", "1"]
    assert "in all" in total
    assert header.index("articles") + len("articles") == row.index(" 2 ") + 2
    assert run(["cassettes", "list", "cassettes/few", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["recordings"][0]["articles"] == 2


def test_check(suite: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sources = ["--articles", "n3.txt", "--articles", "n4.txt"]
    assert run(["cassettes", "check", *sources]) == 0
    monkeypatch.setenv("SUMMARIZER_PLAY_LOG", "plays")
    assert run(["brief", "n3.txt", "--prompt", PACK, "--cassettes", "cassettes/few", "-q", "-o", "again/"]) == 0
    capsys.readouterr()
    assert run(["cassettes", "check", *sources, "--played", "plays", "--json"]) == 1
    assert [finding["kind"] for finding in json.loads(capsys.readouterr().out)] == ["unplayed", "unplayed"]
    assert run(["brief", "n4.txt", "--prompt", PACK, "--cassettes", "cassettes/few", "-q", "-o", "again/"]) == 0
    assert run(["cassettes", "check", *sources, "--played", "plays"]) == 0
    Path("n4.txt").write_text(article_text(5))
    capsys.readouterr()
    assert run(["cassettes", "check", *sources]) == 1
    assert "stale: " in capsys.readouterr().out
    assert run(["cassettes", "check", *sources, "--prune"]) == 0
    assert run(["cassettes", "check", "nowhere"]) == 2


def test_articles_of_one_name_are_in_order_as_they_were_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = ["a/story.txt", "b/story.txt"]
    for number, source in enumerate(sources, start=3):
        Path(source).parent.mkdir()
        Path(source).write_text(article_text(number))
    asked = ["--prompt", PACK, "--model", "vllm/m", "-q", "--cassettes", "suite", "--record", "new"]
    with Stub(Flaky()) as stub:
        asked += ["--base-url", stub.base_url]
        assert run(["brief", *sources, *asked, "-o", "together/"]) == 0  # story and story-2
        assert run(["brief", sources[1], *asked, "-o", "alone/"]) == 0  # story, another one
    recorded = {path.name for path in Path("suite").rglob("*.json")}
    known = [part for source in sources for part in ("--articles", source)]
    assert run(["cassettes", "check", "suite", *known, "--prune"]) == 0, capsys.readouterr().out
    assert {path.name for path in Path("suite").rglob("*.json")} == recorded
    assert run(["cassettes", "check", "suite", *known[:2]]) == 1
    assert "orphaned: " in capsys.readouterr().out


def test_explain(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["cassettes", "explain", "cassettes/few", "n3.txt", "n4.txt", "--prompt", PACK]
    capsys.readouterr()
    assert run(asked) == 0
    assert capsys.readouterr().out == "every question has its answer\n"
    first, second = Path("n3.txt").read_text(), Path("n4.txt").read_text()
    Path("n3.txt").write_text(second)
    Path("n4.txt").write_text(first)
    assert run([*asked, "--json"]) == 4
    found = json.loads(capsys.readouterr().out)
    assert [(one["article"], one["changes"][0]["cause"]) for one in found] == [("n3", "article"), ("n4", "article")]
    assert "recorded for article 'n4'" in found[0]["changes"][0]["text"]


def test_explain_at_a_temperature(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["cassettes", "explain", "cassettes/few", "n3.txt", "--prompt", PACK, "--temperature"]
    assert run([*asked, "0"]) == 0
    capsys.readouterr()
    assert run([*asked, "0.7"]) == 4
    assert "settings: temperature 0.0 → 0.7" in capsys.readouterr().out
