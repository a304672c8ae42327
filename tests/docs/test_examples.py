"""Python in the README and the documentation runs as it stands, offline."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from summarizer.briefs.models import Number
from tests.docs.blocks import PAGES, ROOT, blocks
from tests.grounding.making import brief_of, span_of

EXAMPLES = {page: found for page in PAGES if page.parent.name != "reference" and (found := blocks(page, "python"))}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("seeds", "cassettes", "prompts"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("OPENAI_API_KEY", "SUMMARIZER_MODEL", "SUMMARIZER_MODEL_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_examples_in_the_readme_and_beyond() -> None:
    assert {page.name for page in EXAMPLES} >= {"README.md", "python.md", "cassettes.md"}


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.name)
def test_examples_run(page: Path, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for block in EXAMPLES[page]:
        if "def test_" in block.body:
            continue
        code = compile("\n" * (block.line - 1) + block.body, str(page), "exec")
        exec(code, names)
    assert capsys.readouterr().err == ""


def test_the_example_of_numbers_shows_a_figure_of_zero(capsys: pytest.CaptureFixture[str]) -> None:
    [example] = [block for block in EXAMPLES[ROOT / "docs" / "python.md"] if "in brief.numbers" in block.body]
    text, zero = "Zero deaths were reported.", Decimal(0)
    number = Number(id="n1", span=span_of(text, "Zero"), kind="count", value=zero, low=zero, high=zero)
    exec(example.body, {"brief": brief_of(text, numbers=[number])})
    assert capsys.readouterr().out == "Zero = 0 None\n"


def test_examples_of_tests_pass(checkout: Path) -> None:
    found = [block for of_page in EXAMPLES.values() for block in of_page if "def test_" in block.body]

    assert found
    (checkout / "conftest.py").write_text('pytest_plugins = ["summarizer.cassettes.pytest_plugin"]\n')
    (checkout / "test_example.py").write_text("import pytest\n\n" + "\n".join(block.body for block in found))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, env=_environment())
    assert done.returncode == 0, done.stdout


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}
