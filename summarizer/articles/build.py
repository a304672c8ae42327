"""Making an Article out of text and what is known about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from summarizer.articles.decode import normalise
from summarizer.articles.furniture import headline, segment
from summarizer.articles.metadata import clean, content_id, find_agency, find_date, parse_date, safe_id
from summarizer.articles.model import Article
from summarizer.errors import InputError
from summarizer.text.sentences import STOPS

MAX_LINES = 100_000
"""Most lines of an article; the longest of a million characters has a tenth of them. Each is looked at in several ways."""
_MANY_STOPS = 100_000


def article_from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    date: date | str | None = None,
    url: str | None = None,
    origin: str | None = None,
) -> Article:
    """The article with this text. What is not given (title, outlet, date) is looked for in the text; the id defaults to
    the first sixteen hexadecimal digits of the text's SHA-256.

    Only a leading byte-order mark and line ends are normalised, so that offsets into the result of an earlier call stay
    valid. Raises InputError where there is no article: no visible character, nothing but site furniture, or text that
    is not valid Unicode.
    """
    name = origin or id or "the text"
    text = normalise(text)
    _check_unicode(text, name)
    if (lines := text.count("\n")) > MAX_LINES:
        raise InputError(f"{name} has {lines:,} lines; more than {MAX_LINES:,} are no article. Split it first.")
    stops = sum(map(text.count, STOPS))
    if stops > _MANY_STOPS and stops > 0.1 * len(text):  # each is looked at for a sentence's end; news has a fiftieth
        raise InputError(f"{name} has {stops:,} full stops in {len(text):,} characters; it is no article.")
    blocks = segment(text, title)
    if not blocks:
        raise InputError(f"{name} is empty.")
    if all(block.kind == "furniture" for block in blocks):
        raise InputError(f"{name} holds no article: every line reads like a menu, a counter or a notice.")
    return Article(
        id=safe_id(id) if id else content_id(text),
        text=text,
        title=clean(title) or clean(headline(text, blocks)),
        outlet=clean(outlet) or find_agency(text, blocks),
        date=_given_date(date) or find_date(text, blocks),
        url=url,
        origin=origin,
        blocks=blocks,
    )


def _given_date(value: Any) -> date | None:
    return parse_date(value) if value is not None else None


def _check_unicode(text: str, name: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{name} is not valid Unicode: unpaired surrogate at character {error.start}.") from None
