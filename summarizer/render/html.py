"""A brief as one HTML page that needs nothing else: no file, no network, no consent.

The article is untrusted. Jinja2 escapes every value, `visible` shows control and bidirectional characters on the way
(an environment-wide `finalize`, so that no template can forget it), and the page's own policy lets nothing run or load
but the one script and the one style sheet whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from summarizer.briefs.models import Brief
from summarizer.render.cards import sentence_case
from summarizer.render.page import page_of
from summarizer.render.visible import visible

TEMPLATES = Path(__file__).parent / "templates"


def to_html(brief: Brief) -> str:
    """The brief as a page; equal briefs give equal bytes. About 0.2 s for 300 items."""
    style, script = asset("page.css"), asset("page.js")
    return (
        environment()
        .get_template("brief.html.j2")
        .render(
            page=page_of(brief),
            style=Markup(style),
            style_hash=content_hash(style),
            script=Markup(script),
            script_hash=content_hash(script),
        )
    )


@cache
def environment(*folders: Path) -> Environment:
    """Templates of this folder, and of `folders` before it; everything they print is made visible and escaped."""
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=made_visible,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    made.filters["sentence"] = sentence_case
    return made


@cache
def asset(name: str) -> str:
    """A style sheet or script of this folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def made_visible(value: Any) -> Any:
    """What a template prints: text without hidden characters, nothing for None, our own markup as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return "" if value is None else value
    return visible(value)


def content_hash(content: str) -> str:
    """What a page's policy calls its own style sheet or script, so that nothing else may be one."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def fragment(template: str, macro: str, *arguments: Any, folders: tuple[Path, ...] = (), **named: Any) -> str:
    """What one macro of a template makes of its arguments."""
    made: Mapping[str, Any] = environment(*folders).get_template(template).module.__dict__
    return str(made[macro](*arguments, **named))
