"""Shell completion as the page says: the script that the program prints, used by a real shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    program = tmp_path / "summarizer"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m summarizer "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def bash(environment: dict[str, str], *typed: str) -> set[str]:
    """What bash offers after these words, the last of which is being typed."""
    words = " ".join(f"'{word}'" for word in typed)
    script = f"""
        eval "$(_SUMMARIZER_COMPLETE=bash_source summarizer)"
        COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}
        $(complete -p summarizer | sed 's/.*-F \\([^ ]*\\) .*/\\1/') summarizer
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "--norc", "-c", script], env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    return set(done.stdout.split())


def test_bash_completes_commands_options_and_values(environment: dict[str, str]) -> None:
    assert {"brief", "verify", "eval", "review"} <= bash(environment, "summarizer", "")
    assert bash(environment, "summarizer", "eval", "co") == {"compare"}
    assert {"--model", "--model-path"} <= bash(environment, "summarizer", "brief", "--mo")
    assert bash(environment, "summarizer", "brief", "a.txt", "--format", "") == {"json", "md", "html", "table"}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_a_script_and_answers(environment: dict[str, str], shell: str) -> None:
    def asked(instruction: str, **more: str) -> str:
        given = {**environment, "_SUMMARIZER_COMPLETE": f"{shell}_{instruction}", **more}
        return subprocess.run(["summarizer"], env=given, capture_output=True, text=True, check=True).stdout

    script = asked("source")
    assert "summarizer" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)
    words = {"COMP_WORDS": "summarizer eval co", "COMP_CWORD": "co" if shell == "fish" else "2"}
    assert "compare" in asked("complete", **words)
