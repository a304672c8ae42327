"""The documentation as a site: built strictly, complete, and nothing in it comes from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.blocks import ROOT

DOCS = ROOT / "docs"
_LOADS = re.compile(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"|<link[^>]*\shref="([^"]+)"[^>]*>')
_RELATIONS = re.compile(r'rel="(?:stylesheet|preconnect|preload|icon|modulepreload)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason='the site needs pip install "summarizer[docs]"')
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # the theme's notice about its successor
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=quiet)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_it_builds_without_a_warning_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))

    assert len(pages) > 15
    for page in pages:
        for match in _LOADS.finditer(page.read_text(encoding="utf-8")):
            if match[1] or _RELATIONS.search(match[0]):
                assert not re.match(r"(?:https?:)?//", match[1] or match[2]), f"{page.name}: {match[0]}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")), style


def test_neither_the_generator_nor_its_words_are_published(site: Path) -> None:
    assert [path.name for path in site.rglob("*.py")] == []


def test_every_page_is_in_the_navigation() -> None:
    def named(part: Any) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        else:
            for inner in part.values() if isinstance(part, dict) else part:
                yield from named(inner)

    listed = list(named(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert there == set(listed)
    assert len(listed) == len(set(listed))


def test_every_screenshot_is_shown_somewhere() -> None:
    shown = {
        target
        for page in DOCS.rglob("*.md")
        for target in re.findall(r"screenshots/([\w-]+\.png)", page.read_text(encoding="utf-8"))
    }
    assert {path.name for path in (DOCS / "screenshots").glob("*.png")} == shown
