"""The reference pages are what the code says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import ROOT

GENERATE = ROOT / "docs" / "generate.py"
REFERENCE = ROOT / "docs" / "reference"


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(GENERATE), *arguments], capture_output=True, text=True)


def test_generated_again_they_are_the_same_bytes() -> None:
    done = generate("--check")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_behind_the_code_is_named(tmp_path: Path) -> None:
    copy = shutil.copytree(REFERENCE, tmp_path / "reference")
    (copy / "findings.md").write_text((REFERENCE / "findings.md").read_text().replace("number_drift", "drift"))

    done = generate("--check", "--into", str(copy))
    assert done.returncode == 1
    assert "findings.md: differs" in done.stdout
    assert "commands.md" not in done.stdout
    assert generate("--into", str(copy)).returncode == 0
    assert generate("--check", "--into", str(copy)).returncode == 0
