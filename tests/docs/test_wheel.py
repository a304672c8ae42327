"""What is installed: the wheel holds prompts, schemas and templates, is marked as typed, and works on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_everything_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {"summarizer/py.typed", "summarizer/__main__.py"}
    for name in ("prompts", "schemas"):
        files = [path for path in (ROOT / name).rglob("*") if path.is_file()]
        wanted |= {f"summarizer/data/{name}/{path.relative_to(ROOT / name).as_posix()}" for path in files}
    package = [path for path in (ROOT / "summarizer").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    wanted |= {path.relative_to(ROOT).as_posix() for path in package if "data" not in path.relative_to(ROOT).parts}

    assert wanted <= names
    assert any(name.endswith("templates/page.html.j2") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "cassettes/", "bench/"))]


def test_unpacked_anywhere_it_works(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", "-m", "summarizer", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version").startswith("summarizer, version ")
    assert "staged" in run("prompts", "list")
    assert "agree with the models" in run("schema", "--check")
    article = str(ROOT / "seeds" / "000_f233553325f6fc12.txt")
    page = run("brief", article, "--cassettes", str(ROOT / "cassettes" / "seeds"), "-q", "--format", "html")
    assert page.startswith("<!doctype html>")
    where = "import summarizer, sys; sys.stdout.write(summarizer.__file__)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert Path(found.stdout).is_relative_to(unpacked)
