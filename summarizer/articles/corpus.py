"""Corpora: one article per line of JSON, or per row of a Parquet file, read as a stream in flat memory.

A line or row has its text in `text`, `body`, `content` or `html`; `id`, `title` (or `headline`), `outlet` (or
`publisher`, `source`), `date` (or `published`) and `url` are taken where they are. A bad one gives a ReadFailure and
the next is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from summarizer.articles.build import article_from_text
from summarizer.articles.decode import decode
from summarizer.articles.markup import html_to_text
from summarizer.articles.metadata import Metadata, clean, clean_url, parse_date
from summarizer.articles.model import Article, ReadFailure
from summarizer.bounds import lines_within
from summarizer.errors import InputError
from summarizer.parquet import column_names, plain_value, read_rows

TEXT_FIELDS = ("text", "body", "content", "html")
_TITLE = ("title", "headline")
_OUTLET = ("outlet", "publisher", "source")
_DATE = ("date", "published")
_FIELDS = (*TEXT_FIELDS, "id", *_TITLE, *_OUTLET, *_DATE, "url")


def read_jsonl(
    file: BinaryIO, name: str, encoding: str | None, max_bytes: int, *, first: int = 1
) -> Iterator[Article | ReadFailure]:
    """The articles of a JSONL stream. `max_bytes` limits each line; blank lines are skipped. `first` is the number of
    the first line, where a file is read from the middle.

    `encoding` must write a line feed as one byte, since lines are told apart before they are decoded.
    """
    if encoding and encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32")):
        raise InputError(f"{name}: a corpus of lines cannot be read as {encoding}. Convert it to UTF-8 first.")
    for number, line in enumerate(lines_within(file, max_bytes), start=first):
        origin = f"{name}:{number}"
        try:
            if line is None:
                raise InputError(f"{origin} is longer than the limit of {max_bytes:,} bytes for one article.")
            if line.strip():
                yield article_from_row(_parse(line, origin, encoding), origin)
        except InputError as error:
            yield ReadFailure(origin, error)


def read_parquet(
    path: Path, name: str, max_bytes: int, *, row_group: int | None = None, first: int = 1
) -> Iterator[Article | ReadFailure]:
    """The articles of a Parquet file, a few rows at a time. Needs pyarrow. `max_bytes` limits each text.

    `row_group` reads one group of rows only, whose first row has the number `first`.
    """
    if not set(TEXT_FIELDS).intersection(column_names(path)):
        raise InputError(f"{name} has no column named {', '.join(TEXT_FIELDS[:-1])} or {TEXT_FIELDS[-1]}.")
    for number, row in enumerate(read_rows(path, _FIELDS, row_group), start=first):
        yield _row(row, f"{name}:{number}", max_bytes)


def article_from_row(row: Mapping[str, Any], origin: str) -> Article:
    """The article in one row of a corpus. Raises InputError where there is none."""
    field = next((field for field in TEXT_FIELDS if row.get(field) not in (None, "")), None)
    if field is None:
        raise InputError(f"{origin} has no text: one of {', '.join(TEXT_FIELDS)} is needed.")
    text = row[field]
    if not isinstance(text, str):
        raise InputError(f"{origin}: {field!r} is a {type(text).__name__}, not text.")
    found = Metadata()
    if field == "html":
        text, found = html_to_text(text, origin)
    given = row.get("id")
    return article_from_text(
        text,
        id=str(given) if isinstance(given, (str, int)) and str(given).strip() else None,
        title=_first(row, _TITLE, clean) or found.title,
        outlet=_first(row, _OUTLET, clean) or found.outlet,
        date=_first(row, _DATE, parse_date) or found.date,
        url=clean_url(row.get("url")) or found.url,
        origin=origin,
    )


def _first(row: Mapping[str, Any], names: tuple[str, ...], read: Any) -> Any:
    return next((value for name in names if (value := read(row.get(name))) is not None), None)


def _parse(line: bytes, origin: str, encoding: str | None) -> dict[str, Any]:
    text = decode(line, origin, encoding)
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{origin} is not JSON: {error.msg} at character {error.pos}.") from None
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise InputError(f"{origin} is not JSON that can be read: {what}.") from None
    if not isinstance(row, dict):
        raise InputError(f"{origin} is not a JSON object but a {type(row).__name__}.")
    return row


def _row(cells: dict[str, Any], origin: str, max_bytes: int) -> Article | ReadFailure:
    try:
        row = {name: plain_value(cell, origin) for name, cell in cells.items()}
        if any(isinstance(row.get(field), str) and len(row[field]) > max_bytes for field in TEXT_FIELDS):
            raise InputError(f"{origin} is longer than the limit of {max_bytes:,} bytes for one article.")
        return article_from_row(row, origin)
    except InputError as error:
        return ReadFailure(origin, error)
