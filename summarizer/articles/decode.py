"""Bytes to text: encodings, what is not text at all, line ends."""

from __future__ import annotations

import codecs
import re

from summarizer.errors import InputError, UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
)

_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of `data`: UTF-8, or UTF-16 and UTF-32 with a byte-order mark, or `encoding` where it is given.

    `name` is what error messages call the source. Raises InputError for what is not text, or not in that encoding
    (naming the first offending byte), and UsageError for an encoding that Python does not know.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{name} is {what}, not text. Save or export it as .txt or .html first.")
    codec = _codec(encoding) if encoding else _marked(data)
    if codec is None:
        nul = data.find(b"\x00")
        if nul >= 0:
            raise InputError(
                f"{name} looks binary: zero byte at offset {nul}. For UTF-16 without a mark, add --encoding utf-16-le."
            )
        codec = "utf-8"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not {codec.removesuffix('-sig').upper()}: {_culprit(data, error)}."
            " Name its encoding, such as --encoding cp1252."
        ) from None
    except ValueError as error:  # some codecs (idna, punycode) have errors of their own
        raise InputError(f"{name} cannot be read as {codec}: {error}.") from None
    return normalise(text)


def decode_html(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> str:
    """The text of an HTML page: `encoding`, else a byte-order mark, else what the server `declared`, else what the page
    declares, else UTF-8. Errors as in `decode`.

    A page that declares UTF-16 or UTF-32 is in neither, or its declaration could not be found byte by byte.
    """
    if encoding is None and _marked(data) is None:
        for label in (declared, _declared_within(data)):
            if label and is_known(label):
                # Browsers read Latin-1 and ASCII as their superset Windows-1252, and pages are written for browsers.
                encoding = "cp1252" if codecs.lookup(label).name in ("iso8859-1", "ascii") else label
                break
    return decode(data, name, encoding)


def is_known(label: str) -> bool:
    """Whether Python knows the text encoding that a server or page names."""
    try:
        return codecs.lookup(label)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _declared_within(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = found[1].decode("ascii") if found else None
    wide = label and is_known(label) and codecs.lookup(label).name.startswith(("utf-16", "utf-32"))
    return None if wide else label


def normalise(text: str) -> str:
    r"""The stored form of a text: without leading byte-order marks, every CRLF and CR an LF. Nothing else changes.

    Combining marks, soft hyphens, bidirectional and control characters stay, since offsets count the stored text;
    rendering makes the dangerous ones visible.
    """
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _BOMS if data.startswith(mark)), None)


def _codec(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        raise UsageError(
            f"Unknown encoding {encoding!r}. Python's names apply: utf-8, cp1252, utf-16, gb18030, …"
        ) from None
    if not info._is_text_encoding:
        raise UsageError(f"{encoding!r} is no text encoding. Python's names apply: utf-8, cp1252, utf-16, gb18030, …")
    return "utf-8-sig" if info.name == "utf-8" else info.name


def _culprit(data: bytes, error: UnicodeDecodeError) -> str:
    if error.start < len(data):
        return f"byte 0x{data[error.start]:02x} at offset {error.start} ({error.reason})"
    return f"{error.reason} at offset {error.start}"
