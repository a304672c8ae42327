"""HTML and Markdown to the plain text that is stored, with the metadata that the page or the front matter gives.

Offsets refer to the resulting text, never to the markup. What a reader of the page cannot see (comments, scripts,
elements hidden by attribute or style) does not get into it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from summarizer.articles.hidden import STYLES, HiddenPart
from summarizer.articles.lines import key
from summarizer.articles.metadata import Metadata, clean, clean_url, parse_date
from summarizer.errors import InputError

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_HTML = 10_000_000
"""Longest HTML page, in characters: a parsed tree takes some thirty times the page's size in memory."""
MAX_TAGS = 50_000
"""Most tags of an HTML page; a long live blog has some twenty thousand. Beyond that extraction takes many seconds."""
MAX_LINES = 30_000
"""Most lines of a Markdown article, each of which may be a block of its own."""
MAX_MARKS = 50_000
"""Most characters of a Markdown article that may be markup, at each of which the parser stops and looks."""
_MANY_MARKS = 20_000  # where there is little else
_MANY_TAGS = 5_000
"""From here on trafilatura's fallback (justext) is left out: its time grows with the square of the paragraphs."""
_MAX_FRONT_MATTER = 4_000
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NEST = re.compile(r"(?<![ \t])(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))+")
_MAX_NESTING = 200
_MARKS = "[]!*_`<>|\\#$%&+-:=@^{}~"
_STYLE = "translate(@style, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ \t\r\n', 'abcdefghijklmnopqrstuvwxyz')"
_HIDDEN = " | ".join(
    [
        "//*[@hidden]",
        "//template",
        "//comment()",
        "//*[@style][" + " or ".join(f"contains(concat({_STYLE}, ';'), '{style}')" for style in STYLES) + "]",
    ]
)


def html_to_text(html: str, name: str) -> tuple[str, Metadata]:
    """The article of an HTML page as text, one paragraph a line, its headline first.

    `name` is what error messages call the page. Raises InputError where the page is too long or holds no article.
    """
    if len(html) > MAX_HTML:
        raise InputError(
            f"{name} is an HTML page of {len(html):,} characters; at most {MAX_HTML:,} are read. Save it as text."
        )
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise InputError(f"{name} is an HTML page of {tags:,} tags; at most {MAX_TAGS:,} are read. Save it as text.")
    import trafilatura

    try:
        tree = trafilatura.load_html(html)
        found = None if tree is None else _extract(tree, fast=tags > _MANY_TAGS)
    except (ValueError, RecursionError, AssertionError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{name} cannot be read as HTML ({type(error).__name__}). Save the article as .txt.") from None
    if not found or not (found.get("text") or "").strip():
        raise InputError(
            f"{name} holds no article text that can be told from its navigation. Save the article as .txt."
        )
    title = clean(found.get("title"))
    text = str(found["text"]).strip("\n")
    if title and key(title) not in {key(line) for line in text.split("\n", 4)[:4]}:
        text = f"{title}\n{text}"
    return text, Metadata(
        title, clean(found.get("sitename")), parse_date(found.get("date")), clean_url(found.get("url"))
    )


def _extract(tree: Any, fast: bool) -> dict[str, Any] | None:
    import trafilatura

    for element in tree.xpath(_HIDDEN):
        if element.getparent() is not None:
            element.drop_tree()
    document: Any = trafilatura.bare_extraction(
        tree,
        fast=fast,
        with_metadata=True,
        include_comments=False,
        # A date that the page states; the extensive search would guess one from the text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return dict(document.as_dict()) if document is not None else None


def markdown_to_text(source: str, name: str) -> tuple[str, Metadata]:
    """The text of a Markdown article without its markup, one paragraph a line, and what its front matter says.

    List items keep a bullet, headings and paragraphs are lines of their own, images become "Image: …" lines.
    """
    body, metadata = _split_front_matter(source)
    _check_shape(body, name)
    from markdown_it import MarkdownIt

    tokens = _seen(MarkdownIt("commonmark").enable("table").parse(body))
    text = "\n\n".join(_blocks(tokens)).strip()
    title = metadata.title or _first_heading(tokens)
    return text, Metadata(clean(title), metadata.outlet, metadata.date, metadata.url)


def _split_front_matter(source: str) -> tuple[str, Metadata]:
    match = _FRONT_MATTER.match(source, 0, _MAX_FRONT_MATTER)
    if match is None:
        return source, Metadata()
    from summarizer import plain_yaml

    try:
        found = plain_yaml.load(match[1])
    except plain_yaml.PlainYamlError:
        return source, Metadata()
    if not isinstance(found, dict):
        return source, Metadata()
    fields = {str(name).lower(): value for name, value in found.items() if isinstance(value, (str, int, date))}
    url = fields.get("url") or fields.get("canonical_url") or fields.get("link")
    return source[match.end() :], Metadata(
        clean(fields.get("title")),
        clean(fields.get("outlet") or fields.get("publisher") or fields.get("source") or fields.get("site")),
        parse_date(fields.get("date") or fields.get("published")),
        clean_url(url),
    )


def _check_shape(body: str, name: str) -> None:
    """Refuse what no article has and what takes a Markdown parser very long: nesting hundreds deep, little but marks,
    lines without end."""
    if (lines := body.count("\n")) > MAX_LINES:
        raise InputError(f"{name} is Markdown of {lines:,} lines; at most {MAX_LINES:,} are read. Save it as text.")
    marks = sum(body.count(mark) for mark in _MARKS)
    if marks > (MAX_MARKS if marks < 0.2 * len(body) else _MANY_MARKS):
        raise InputError(f"{name} has {marks:,} marks of Markdown in {len(body):,} characters; it is no article.")
    for match in _NEST.finditer(body):
        if match.end() - match.start() > 2 * _MAX_NESTING:
            raise InputError(
                f"{name} has quotation or list marks nested more than {_MAX_NESTING} deep; it is no article."
            )


def _seen(tokens: list[Token]) -> list[Token]:
    """The tokens without those between HTML blocks of which one opens a hidden element and another closes it."""
    kept = []
    hidden = HiddenPart()
    level = 0  # of the list item or quotation in which the hidden element began
    for token in tokens:
        if hidden.open and token.nesting < 0 and token.level < level:
            hidden.close()
        seen = not hidden.open
        if token.type == "html_block":
            level = level if hidden.open else token.level
            token.content = token.content[hidden.read(token.content) :]
            hidden.end_of_block()
            seen = bool(token.content)
        kept += [token] if seen else []
    return kept


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """The text of each block that has any."""
    in_item = False
    row: list[str] | None = None
    for token in tokens:
        if token.type in ("list_item_open", "list_item_close"):
            in_item = token.nesting > 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " | ".join(row)
            row = None
        elif token.type == "inline":
            line = _inline(token)
            if row is not None:
                row.append(line)
            elif line.strip():
                yield f"• {line}" if in_item else line
                in_item = False
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        elif token.type == "html_block" and (text := _strip_tags(token.content)):
            yield text


def _inline(token: Token) -> str:
    """The words of a paragraph: link texts, code, line breaks as spaces, pictures by their description."""
    parts = []
    hidden = HiddenPart()
    for child in token.children or ():
        if child.type == "html_inline":
            hidden.read(child.content)
        elif hidden.open:
            continue
        elif child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "image" and child.content.strip():
            parts.append(f"Image: {child.content.strip()}")
    return "".join(parts)


def _strip_tags(html: str) -> str:
    """The visible words of an HTML block inside Markdown."""
    import trafilatura

    tree = trafilatura.load_html(f"<html><body><div>{html}</div></body></html>")
    if tree is None:
        return ""
    for element in tree.xpath(_HIDDEN + " | //script | //style"):
        if element.getparent() is not None:
            element.drop_tree()
    return " ".join(tree.text_content().split())


def _first_heading(tokens: list[Token]) -> str | None:
    for token, content in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _inline(content)
    return None
