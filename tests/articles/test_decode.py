"""Encodings, binary files, line ends."""

import pytest

from summarizer.articles.decode import decode, decode_html
from summarizer.errors import InputError, UsageError

TEXT = "“Élan” – 我们 🎉\nend"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_a_mark(codec: str) -> None:
    assert decode(TEXT.replace("\n", "\r\n").encode(codec), "a.txt") == TEXT


def test_a_named_encoding_is_used() -> None:
    assert decode("naïve – café".encode("cp1252"), "a.txt", "cp1252") == "naïve – café"
    assert decode("我们".encode("gb18030"), "a.txt", "gb18030") == "我们"
    assert decode(TEXT.encode("utf-8-sig"), "a.txt", "UTF8") == TEXT


def test_the_wrong_encoding_names_the_byte_and_the_option() -> None:
    with pytest.raises(InputError, match=r"a\.txt is not UTF-8: byte 0xe9 at offset 3 .*--encoding"):
        decode(b"caf\xe9 noir", "a.txt")
    with pytest.raises(InputError, match="not UTF-16"):
        decode(b"\xff\xfea", "a.txt")


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "a\x00b"])
def test_an_unknown_encoding_is_a_usage_error(encoding: str) -> None:
    with pytest.raises(UsageError, match="ncoding"):
        decode(b"abc", "a.txt", encoding)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"some text \x00 and more", "zero byte at offset 10"),
        ("no mark".encode("utf-16-le"), "--encoding utf-16-le"),
    ],
)
def test_binary_is_refused_with_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        decode(data, "a.txt")


def test_html_may_declare_its_encoding() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head>“café”'.encode("cp1252")
    assert "“café”" in decode_html(page, "a.html")
    assert "жук" in decode_html("<p>жук".encode("koi8-r"), "a.html", declared="KOI8-R")
    assert "жук" in decode_html("<p>жук".encode("koi8-r"), "a.html", encoding="koi8-r", declared="utf-8")
    assert "é" in decode_html("<meta charset=nonsense>é".encode(), "a.html")
    with pytest.raises(InputError, match="not UTF-8"):
        decode_html('<meta charset="utf-8">caf\xe9'.encode("cp1252"), "a.html")


@pytest.mark.parametrize("label", ["utf-16", "UTF-16LE", "utf-32"])
def test_a_page_whose_declaration_reads_as_ascii_is_in_no_wide_encoding(label: str) -> None:
    page = f'<html><head><meta charset="{label}"></head>“café”, he said'
    assert decode_html(page.encode(), "a.html") == page
    assert decode_html("<p>“café”".encode("utf-16-le"), "a.html", declared="utf-16-le") == "<p>“café”"
