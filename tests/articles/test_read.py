"""Reading from files, folders, standard input and corpora; one failure never stops the rest."""

import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from summarizer.articles.model import Article, ReadFailure
from summarizer.articles.read import read_articles
from summarizer.errors import InputError, UsageError

BODY = "The minister resigned on Wednesday after a report said that he had leaked papers."


def read(*sources: object, **options: object) -> list[Article | ReadFailure]:
    return list(read_articles([str(source) for source in sources], **options))  # type: ignore[arg-type]


def article(*sources: object, **options: object) -> Article:
    (found,) = read(*sources, **options)
    assert isinstance(found, Article), found
    return found


def failure(*sources: object, **options: object) -> str:
    (found,) = read(*sources, **options)
    assert isinstance(found, ReadFailure), found
    assert isinstance(found.error, InputError)
    assert len(str(found.error).splitlines()) == 1
    return str(found.error)


def test_a_text_file_keeps_its_text_and_gives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "my story.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"Minister resigns\r\n{BODY}".encode())
    found = article(path)
    assert (found.id, found.text, found.title) == ("my-story", f"Minister resigns\n{BODY}", "Minister resigns")
    assert found.origin == str(path)


def test_failures_stand_where_they_happened_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9. " + BODY.encode())
    names = ["a.txt", "gone.txt", "empty.txt", "image.txt", "latin.txt", "a.txt"]
    found = read(*(tmp_path / name for name in names))
    assert [item.id if isinstance(item, Article) else str(item.error).split(": ")[-1] for item in found] == [
        "a",
        "no such file or folder.",
        f"{tmp_path}/empty.txt is empty.",
        f"{tmp_path}/image.txt is a PNG image, not text. Save or export it as .txt or .html first.",
        "byte 0xe9 at offset 3 (invalid continuation byte). Name its encoding, such as --encoding cp1252.",
        "a-2",
    ]
    assert article(tmp_path / "latin.txt", encoding="cp1252").text.startswith("café. ")


def test_an_unknown_encoding_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    with pytest.raises(UsageError, match="klingon"):
        read(tmp_path / "a.txt", encoding="klingon")


def test_articles_are_read_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    stream = read_articles([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(stream), Article)
    (tmp_path / "b.txt").write_text(BODY)
    assert isinstance(next(stream), Article)


def test_a_folder_gives_its_articles_sorted_and_no_readme(tmp_path: Path) -> None:
    for name in [
        "b.txt",
        "a/z.md",
        "a/README.md",
        "readme.txt",
        ".hidden.txt",
        ".git/x.txt",
        "notes.json",
        "c.HTM",
        "a.jsonl",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<html><body><article><p>{BODY}</p></article></body></html>" if name == "c.HTM" else BODY)
    assert [item.id for item in read(tmp_path) if isinstance(item, Article)] == ["z", "b", "c"]
    assert len(read(tmp_path)) == 3


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(BODY)
    assert "folder without articles" in failure(tmp_path)


def test_standard_input() -> None:
    found = article("-", stdin=io.BytesIO(BODY.encode()))
    assert (found.id, found.origin, found.text) == ("stdin", "-", BODY)
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body><article><p>{BODY}</p></article></body></html>"
    assert "<p>" not in article("-", stdin=io.BytesIO(page.encode())).text
    assert failure("-", stdin=io.BytesIO(b"")) == "- is empty."


def test_too_large_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    assert "larger than 10 bytes" in failure(tmp_path / "a.txt", max_bytes=10)
    assert "larger than" in failure("/dev/zero", max_bytes=1000)


@pytest.mark.parametrize("source", ["", "a\x00b.txt", "x" * 5000, "file:///etc/passwd", "ftp://x.org/a.txt"])
def test_what_names_no_source_is_a_clear_failure(source: str) -> None:
    assert failure(source).endswith(".")


def test_a_file_name_that_is_not_utf8_can_still_be_reported(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "w") as file:
        file.write(BODY)
    found = article(os.fsdecode(path))
    assert found.origin is not None
    found.origin.encode()
    assert found.id == "caf"


def test_credentials_in_an_address_are_not_repeated() -> None:
    (found,) = read("https://reader:s3cret@example.org/story")
    assert isinstance(found, ReadFailure)
    assert "s3cret" not in found.origin + str(found.error)


def test_twenty_megabytes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"{BODY} He left. " * 220_000)
    assert path.stat().st_size > 20_000_000
    found = article(path)
    assert len(found.blocks) == 1
    assert found.blocks[0].range.size == len(found.text.strip())


ROWS = [
    {"id": "one/../two", "title": "T", "outlet": "O", "date": "2025-03-12", "url": "https://x.org/1", "text": BODY},
    {"body": BODY},
    {"id": 7, "content": BODY + " Then.", "headline": "H", "publisher": "P", "published": "2024-01-02"},
    {"html": f"<html><head><title>Page</title></head><body><article><p>{BODY}</p></article></body></html>"},
]


def check_rows(found: list[Article | ReadFailure]) -> None:
    first, second, third, page = found
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert isinstance(page, Article)
    assert (first.id, first.title, first.outlet, str(first.date)) == ("one-..-two", "T", "O", "2025-03-12")
    assert (first.url, first.text) == ("https://x.org/1", BODY)
    assert second.id == second.sha256[:16]
    assert (third.id, third.title, third.outlet, str(third.date)) == ("7", "H", "P", "2024-01-02")
    assert page.text == f"Page\n{BODY}"


def test_a_jsonl_corpus(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text("\ufeff" + "\r\n\n".join(json.dumps(row) for row in ROWS))
    check_rows(read(path))
    assert [item.origin for item in read(path)] == [f"{path}:{number}" for number in (1, 3, 5, 7)]


def test_a_parquet_corpus_reads_alike(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    columns = sorted({name for row in ROWS for name in row})
    rows = [{name: str(row[name]) if name in row else None for name in columns} for row in ROWS]
    pq.write_table(pa.Table.from_pylist([{**row, "vector": [1.0]} for row in rows]), path)
    check_rows(read(path))


def test_a_bad_line_is_a_failure_with_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    good = json.dumps({"text": BODY}).encode()
    bad = [b"{oops", b"[1]", b'{"id": 1}', b'{"text": ["a"]}', b'{"text": "\xff"}', b'{"text": "' + b"x" * 3000 + b'"}']
    bad += [
        b"[" * 900,
        b'{"text": ' + b"1" * 900 + b"}",
        b'{"text": "\\ud800 is here"}',
        b'{"text": " "}',
        b'{"text": "a\x00"}',
    ]
    path.write_bytes(b"\n".join([good, *bad, good.replace(b"minister", b"general")]))
    found = read(path, max_bytes=1000)
    failures = {int(item.origin.rsplit(":")[-1]): str(item.error) for item in found if isinstance(item, ReadFailure)}
    assert sorted(failures) == list(range(2, 2 + len(bad)))
    assert all(message.startswith(f"{path}:{number}") for number, message in failures.items())
    assert "not JSON: Expecting property name" in failures[2]
    assert "not a JSON object but a list" in failures[3]
    assert "has no text" in failures[4]
    assert "'text' is a list" in failures[5]
    assert "longer than the limit of 1,000 bytes" in failures[7]
    assert [type(item) for item in (found[0], found[-1])] == [Article, Article]


def test_a_corpus_in_two_byte_units_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps({"text": BODY}), "utf-16")
    assert "Convert it to UTF-8" in failure(path, encoding="UTF_16")


def test_deep_json_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_text("[" * 200_000)
    assert "nested too deeply" in failure(path)


@pytest.mark.parametrize("content", [b"PAR1 but not really", b""])
def test_a_broken_parquet_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    assert "is not a Parquet file that can be read" in failure(path)


def test_a_parquet_file_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"title": ["a"]}), path)
    assert "no column named text, body, content or html" in failure(path)


def test_a_corpus_is_streamed_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    with path.open("w") as file:
        for number in range(3000):
            file.write(json.dumps({"id": f"n{number}", "text": f"{number} {BODY} " * 20}) + "\n")
    tracemalloc.start()
    try:
        peaks = list(_peaks(read_articles([str(path)])))
    finally:
        tracemalloc.stop()
    assert peaks[2] < 1.5 * peaks[1]
    assert peaks[2] < path.stat().st_size / 5


def _peaks(stream: Iterator[Article | ReadFailure]) -> Iterator[int]:
    """Peak memory over each thousand articles."""
    for number, _ in enumerate(stream, start=1):
        if number % 1000 == 0:
            yield tracemalloc.get_traced_memory()[1]
            tracemalloc.reset_peak()
