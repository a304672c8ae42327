"""Reading articles from wherever they are: files, folders, standard input, addresses, corpora."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.articles.build import article_from_text
from summarizer.articles.corpus import read_jsonl, read_parquet
from summarizer.articles.decode import decode, decode_html, is_known
from summarizer.articles.fetch import Page, fetch, without_credentials
from summarizer.articles.markup import html_to_text, markdown_to_text
from summarizer.articles.metadata import Metadata, UniqueIds, clean_url
from summarizer.articles.model import Article, ReadFailure
from summarizer.errors import InputError
from summarizer.suffixes import is_lines, is_parquet, suffix_of

__all__ = ["MAX_BYTES", "SUFFIXES", "ReadFailure", "read_articles"]

MAX_BYTES = 25 * 1024 * 1024
"""Default limit for one article, in bytes as stored or sent."""

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm")
"""What is taken from a folder."""

_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,500}?-->\s*+)?<(?:!doctype\s+html|html)\b", re.I | re.S
)


def read_articles(
    sources: Iterable[str],
    *,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
) -> Iterator[Article | ReadFailure]:
    """The articles of `sources`, one by one and in order, each read when it is asked for.

    A source is a file (`.txt`, Markdown, HTML; any other is sniffed), a folder (its files of those kinds, sorted, with
    subfolders; a README is no article), `-` for standard input, an http or https address, or a corpus (`.jsonl`,
    `.ndjson`, `.parquet`), which is streamed. What cannot be read gives a ReadFailure and the rest goes on. Ids do not repeat
    within one call.

    `encoding` is for everything but addresses and Parquet; without it text is UTF-8, or UTF-16 and UTF-32 with a mark.
    `max_bytes` limits one article. `allow_private` lets addresses lead to this machine and its network.
    Raises UsageError for an unknown encoding.
    """
    options = _Options(encoding, max_bytes, stdin, allow_private)
    ids = UniqueIds()
    for source in sources:
        for found in _read(source, options):
            yield found if isinstance(found, ReadFailure) else dataclasses.replace(found, id=ids.claim(found.id))


@dataclasses.dataclass(frozen=True)
class _Options:
    encoding: str | None
    max_bytes: int
    stdin: BinaryIO | None
    allow_private: bool


def _read(source: str, options: _Options) -> Iterator[Article | ReadFailure]:
    name = _printable(without_credentials(source))
    try:
        if source == "-":
            yield _article(
                _limited(options.stdin or sys.stdin.buffer, name, options.max_bytes), "-", "stdin", "", options
            )
        elif _ADDRESS.match(source):
            yield _from_page(
                fetch(source, max_bytes=options.max_bytes, allow_private=options.allow_private), name, options
            )
        elif source:
            yield from _read_path(Path(source), name, options)
        else:
            raise InputError("An empty name is no source of articles.")
    except InputError as error:
        yield ReadFailure(name, error)


def _read_path(path: Path, name: str, options: _Options) -> Iterator[Article | ReadFailure]:
    try:
        if path.is_dir():
            yield from _read_folder(path, name, options)
        elif is_parquet(path) and path.exists():
            yield from read_parquet(path, name, options.max_bytes)
        elif is_lines(path):
            with path.open("rb") as file:
                yield from read_jsonl(file, name, options.encoding, options.max_bytes)
        else:
            with path.open("rb") as file:
                data = _limited(file, name, options.max_bytes)
            yield _article(data, name, path.stem, suffix_of(path), options)
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: {_reason(error)}") from None


def _read_folder(folder: Path, name: str, options: _Options) -> Iterator[Article | ReadFailure]:
    files = _files(folder)
    if not files:
        raise InputError(f"{name} is a folder without articles ({', '.join(SUFFIXES)}; a README is none).")
    for path in files:
        yield from _read(str(path), options)


def _files(folder: Path) -> list[Path]:
    """The articles under a folder, sorted; hidden files and folders are passed over, links to folders not followed."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(base, name)
            if suffix_of(path) in SUFFIXES and path.stem.lower() != "readme" and not name.startswith("."):
                found.append(path)
    return sorted(found)


def _limited(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    """All bytes of a stream; one byte more than the limit is enough to refuse it, so an endless stream ends."""
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(f"{name} is larger than {max_bytes:,} bytes, the limit for one article. Split it first.")
    return data


def _article(data: bytes, name: str, id: str, suffix: str, options: _Options) -> Article:
    if suffix in _HTML:
        return _from_html(decode_html(data, name, options.encoding), name, id)
    text = decode(data, name, options.encoding)
    if suffix in _MARKDOWN:
        return _build(*markdown_to_text(text, name), name, id)
    if suffix != ".txt" and _LOOKS_LIKE_HTML.match(text):
        return _from_html(decode_html(data, name, options.encoding), name, id)
    return article_from_text(text, id=id, origin=name)


def _from_html(html: str, name: str, id: str) -> Article:
    if not html.strip():
        raise InputError(f"{name} is empty.")
    return _build(*html_to_text(html, name), name, id)


def _from_page(page: Page, name: str, options: _Options) -> Article:
    id = re.sub(r"\.[A-Za-z]{2,5}\Z", "", page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]) or "page"
    kind = page.content_type
    html = decode_html(page.data, name, options.encoding, page.charset) if kind.endswith("html") or not kind else None
    if html is not None and (kind or _LOOKS_LIKE_HTML.match(html)):
        text, found = html_to_text(html, name)
    else:
        declared = page.charset if page.charset and is_known(page.charset) else None  # what is not is no fault of ours
        plain = decode(page.data, name, options.encoding or declared)
        text, found = markdown_to_text(plain, name) if kind == "text/markdown" else (plain, Metadata())
    return _build(text, dataclasses.replace(found, url=clean_url(page.url)), name, id)


def _build(text: str, found: Metadata, name: str, id: str) -> Article:
    return article_from_text(
        text, id=id, title=found.title, outlet=found.outlet, date=found.date, url=found.url, origin=name
    )


def _printable(source: str) -> str:
    """A source as messages and briefs name it: valid Unicode whatever bytes the file name holds."""
    return source.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not source.isascii() else source


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder."
    if isinstance(error, PermissionError):
        return "no permission to read it."
    if isinstance(error, OSError):
        return f"{error.strerror or type(error).__name__}."
    return f"{error}."
