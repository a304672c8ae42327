"""A corpus in parts is the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles.model import Article, ReadFailure
from summarizer.articles.read import read_articles
from summarizer.batch.parts import parts_of, read_part
from summarizer.errors import InputError

LINES = st.sampled_from(
    [
        json.dumps({"text": "A ferry sank, the coast guard said."}),
        json.dumps({"id": "x", "text": "Ein Schiff sank.\nMehr folgt."}),
        "",
        "{broken",
        json.dumps({"title": "no text"}),
        json.dumps({"text": "é" * 50 + " sank."}, ensure_ascii=False),
    ]
)


def told(items: Iterable[Article | ReadFailure]) -> list[tuple[str | None, str]]:
    return [(item.origin, item.text if isinstance(item, Article) else str(item.error)) for item in items]


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, max_size=12), size=st.integers(1, 5), ended=st.booleans())
def test_parts_read_one_after_the_other_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, ended: bool
) -> None:
    path = tmp_path_factory.mktemp("parts") / "corpus.jsonl"
    path.write_text("\n".join(lines) + ("\n" if ended else ""), encoding="utf-8")

    parts = list(parts_of([str(path)], size))

    assert [part.number for part in parts] == list(range(len(parts)))
    assert told(item for part in parts for item in read_part(part)) == told(read_articles([str(path)]))


def test_parquet_comes_in_row_groups(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [{"id": f"a{number}", "text": f"Ferry {number} sank, the guard said."} for number in range(10)]
    path = tmp_path / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=4)

    parts = list(parts_of([str(path)]))

    assert [part.first for part in parts] == [1, 5, 9]
    assert told(item for part in parts for item in read_part(part)) == told(read_articles([str(path)]))


def test_what_cannot_be_read_in_parts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A ferry sank.", encoding="utf-8")
    with pytest.raises(InputError, match=r"one\.txt is no \.jsonl"):
        list(parts_of([str(tmp_path / "one.txt")]))
    with pytest.raises(InputError, match="No such file"):
        list(parts_of([str(tmp_path / "none.jsonl")]))
