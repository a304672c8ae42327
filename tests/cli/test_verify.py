"""`summarizer verify` goes through everything it is given, and what does not hold counts most."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from summarizer.cli import run
from tests.collate.making import Account

TEXT = "12 people were killed in the mine."


def line(name: str) -> str:
    return (
        Account(name, TEXT)
        .number("12", "12", "people")
        .claim(TEXT[:-1], numbers=["n1"])
        .brief()
        .sealed()
        .model_dump_json()
    )


def changed(name: str) -> str:
    return line(name).replace('"value":"12"', '"value":"13"')


def verify(*sources: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    code = run(["verify", *map(str, sources)])
    out, err = capsys.readouterr()
    return code, [row for row in out.splitlines() if not row.startswith(" ")], err


@pytest.mark.parametrize("name", ["briefs.jsonl", "briefs.ndjson", "briefs.JSONL"])
def test_a_damaged_line_hides_none_behind_it(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_text("\n".join([line("a"), "", line("b")[:-30], line("c"), changed("d")]) + "\n")
    code, said, errors = verify(path, capsys=capsys)
    assert [row.partition(";")[0] for row in said] == [
        f"{path}:1: holds",
        f"{path}:4: holds",
        f"{path}:5: does not hold",
    ]
    assert f"error: {path}:3: not valid JSON" in errors
    assert code == 1


def test_findings_count_more_than_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("good", line("a")), ("changed", changed("b")), ("broken", "{")):
        (tmp_path / f"{name}.jsonl").write_text(text + "\n")
    good, bad, broken = (tmp_path / f"{name}.jsonl" for name in ("good", "changed", "broken"))
    missing = tmp_path / "missing.json"
    for sources, code in (
        ([good], 0),
        ([good, broken], 3),
        ([good, missing], 3),
        ([broken, missing], 2),
        ([missing, bad], 1),
        ([bad, broken, good], 1),
    ):
        assert verify(*sources, capsys=capsys)[0] == code, sources


def test_parquet_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"id": ["a", "b"], "brief": [line("a"), changed("b")]}), tmp_path / "briefs.parquet")
    code, said, _ = verify(tmp_path / "briefs.parquet", capsys=capsys)
    assert code == 1
    assert [row.partition(";")[0].rpartition(":")[2].strip() for row in said] == ["holds", "does not hold"]
    (tmp_path / "more.ndjson").write_text(line("c") + "\n")
    code, said, _ = verify(tmp_path, capsys=capsys)
    assert code == 1
    assert len(said) == 3
    (tmp_path / "empty").mkdir()
    assert verify(tmp_path / "empty", capsys=capsys)[0] == 2


def test_an_article_goes_with_one_brief(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text(TEXT + "\n")
    (tmp_path / "briefs.jsonl").write_text(f"{line('a')}\n{line('b')}\n")
    assert run(["verify", str(tmp_path / "briefs.jsonl"), "--article", str(tmp_path / "mine.txt"), "--json"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "--article goes with a single brief" in err
    (tmp_path / "briefs.jsonl").write_text(f"{line('a')}\n")
    (tmp_path / "empty.jsonl").write_text("")
    assert run(["verify", str(tmp_path / "briefs.jsonl"), "--article", str(tmp_path / "empty.jsonl")]) == 2
    assert "empty.jsonl: no article in it" in capsys.readouterr().err
    (tmp_path / "other.txt").write_text(TEXT.replace("mine", "pit") + "\n")
    assert run(["verify", str(tmp_path / "briefs.jsonl"), "--article", str(tmp_path / "other.txt"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "source_changed"


def test_a_brief_may_come_through_a_pipe_which_is_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    made = Account("a", TEXT).number("12", "12", "people").claim(TEXT[:-1], numbers=["n1"]).brief().sealed()
    for stored, expected in ((made.to_json(), 0), (made.to_json().replace("\n  ", "\n\t", 1), 1)):
        reading, writing = os.pipe()
        os.write(writing, stored.encode())
        os.close(writing)
        code, said, errors = verify(Path(f"/dev/fd/{reading}"), capsys=capsys)
        os.close(reading)
        assert (code, len(said), errors) == (expected, 1, "")
