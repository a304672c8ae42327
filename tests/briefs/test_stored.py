"""Stored briefs are read from whatever `summarizer brief` writes; a damaged one costs no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.articles.read import ReadFailure, read_articles
from summarizer.briefs import stored
from summarizer.briefs.stored import Stored, holds_briefs, read_briefs
from summarizer.errors import InputError
from tests.grounding.making import brief_of, claim_of

TEXT = "Ada Quill spoke."


def brief(name: str) -> str:
    made = brief_of(TEXT, claims=[claim_of(TEXT, "Ada Quill spoke", form="narrated")])
    return made.model_copy(update={"source": made.source.model_copy(update={"id": name})}).sealed().model_dump_json()


def write_parquet(path: Path, rows: list[object], column: str = "brief") -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({column: pa.array(rows)}), path)


def told(source: Path) -> list[str]:
    """What is read: ids, and `!` with the place of what cannot be."""
    return [
        f"! {str(one).split(': ')[0].split(' ')[0].removeprefix(str(source))}"
        if isinstance(one, InputError)
        else f"{one.brief.source.id} {one.name.removeprefix(str(source))}"
        for one in read_briefs(source)
    ]


@pytest.mark.parametrize("name", ["briefs.jsonl", "briefs.ndjson", "BRIEFS.NDJSON"])
def test_lines_are_read_one_by_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\n".join([brief("a"), brief("b")[:-20], "", brief("c"), "[1]"]))
    assert told(path) == ["a :1", "! :2", "c :4", "! :5"]


def test_a_line_without_end_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MAX_BYTES", 2000)
    path = tmp_path / "briefs.jsonl"
    path.write_text(f"{brief('a')}\n{'x' * 5000}\n{brief('b')}\n{'y' * 5000}")
    assert told(path) == ["a :1", "! :2", "b :3", "! :4"]


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "briefs.PARQUET"
    write_parquet(path, [brief("a"), None, brief("b")[:-20], brief("c")])
    assert told(path) == ["a :1", "! :2", "! :3", "c :4"]


def test_rows_of_articles_and_other_bytes_are_no_briefs(tmp_path: Path) -> None:
    write_parquet(tmp_path / "articles.parquet", ["Some news."], column="text")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing else")
    for name, part, tried in (
        ("articles.parquet", "no column named brief", False),
        ("broken.parquet", "not a Parquet file", True),  # lest it be passed over in a folder
    ):
        assert holds_briefs(tmp_path / name) is tried
        (only,) = read_briefs(tmp_path / name)
        assert isinstance(only, InputError) and part in str(only)


def test_a_folder_gives_its_briefs_and_passes_over_what_lies_beside_them(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.JSON").write_text(brief("b"))
    (tmp_path / "a.json").write_text(brief("a"))
    (tmp_path / "c.ndjson").write_text(f"damaged\n{brief('c')}\n")
    (tmp_path / "c.failures.jsonl").write_text('{"id": "x", "error": "InputError", "message": "no text"}\n')
    (tmp_path / "corpus.jsonl").write_text('{"id": "x", "text": "Some news."}\n')
    (tmp_path / "a.txt").write_text("Some news.")
    assert told(tmp_path) == ["a /a.json", "! /c.ndjson:1", "c /c.ndjson:2", "b /deep/b.JSON"]
    assert holds_briefs(tmp_path)


def test_a_folder_of_articles_holds_no_briefs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some news.")
    (tmp_path / "corpus.ndjson").write_text('{"id": "x", "text": "Some news."}\n')
    assert not holds_briefs(tmp_path)
    assert list(read_briefs(tmp_path)) == []
    assert not holds_briefs(tmp_path / "none.jsonl")


@pytest.mark.parametrize("name", ["brief", "text"])
def test_two_columns_of_one_name_are_refused(tmp_path: Path, name: str) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "twice.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["x"]), pa.array(["y"])], names=[name, name]), path)
    (only,) = read_briefs(path) if name == "brief" else read_articles([str(path)])
    assert isinstance(only, InputError | ReadFailure) and f"two columns named {name}" in str(only)


def test_a_value_that_python_has_not_costs_no_other(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    days = pa.array([0, 1], pa.timestamp("s", tz="Mars/Base"))
    pq.write_table(pa.table({"brief": days}), tmp_path / "briefs.parquet")
    assert told(tmp_path / "briefs.parquet") == ["! :1", "! :2"]
    beyond = pa.array([10**12, 0], pa.timestamp("s"))
    pq.write_table(pa.table({"text": ["a b.", "Some news."], "date": beyond}), tmp_path / "articles.parquet")
    first, second = read_articles([str(tmp_path / "articles.parquet")])
    assert isinstance(first, ReadFailure) and not isinstance(second, ReadFailure)
    pq.write_table(pa.table({"text": ["Some news."], "date": days[:1]}), tmp_path / "zone.parquet")
    (only,) = read_articles([str(tmp_path / "zone.parquet")])
    assert isinstance(only, ReadFailure) and "zone.parquet:1 cannot be read" in str(only.error)
    pq.write_table(pa.table({"brief": beyond}), tmp_path / "beyond.parquet")
    assert told(tmp_path / "beyond.parquet") == ["! :1", "! :2"]


def test_one_brief_comes_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(brief("a"))
    (only,) = read_briefs(str(path))
    assert isinstance(only, Stored) and only.data == path.read_bytes()
    (missing,) = read_briefs(tmp_path / "none.json")
    assert isinstance(missing, InputError)
