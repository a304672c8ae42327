"""The workflows of the page on continuous integration: well formed, with no more rights than needed, and they work."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.blocks import ROOT, blocks

PAGE = ROOT / "docs" / "ci.md"
WORKFLOWS = [content for block in blocks(PAGE, "yaml") if "jobs" in (content := yaml.safe_load(block.body))]
ON = True  # YAML 1.1 reads the key `on` as this


def jobs(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = list(workflow["jobs"].values())
    return found


def test_they_are_well_formed() -> None:
    assert [workflow["name"] for workflow in WORKFLOWS] == ["briefs", "briefs comment", "briefs live"]
    for workflow in WORKFLOWS:
        assert workflow[ON]
        assert workflow["permissions"]
        for job in jobs(workflow):
            assert job["runs-on"]
            for step in job["steps"]:
                assert ("uses" in step) != ("run" in step)
                assert "run" in step or re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])
    assert WORKFLOWS[1][ON]["workflow_run"]["workflows"] == [WORKFLOWS[0]["name"]]


def test_code_of_a_pull_request_never_meets_a_token_that_may_write() -> None:
    for workflow in WORKFLOWS:
        runs_foreign_code = any("checkout" in step.get("uses", "") for job in jobs(workflow) for step in job["steps"])
        may_write = "write" in workflow["permissions"].values()
        assert not (runs_foreign_code and may_write)
        # What somebody else may have chosen goes through the environment, never into the text of a script.
        for job in jobs(workflow):
            for step in job["steps"]:
                for inside in re.findall(r"\$\{\{(.*?)\}\}", step.get("run", "")):
                    assert inside.strip() == "github.event.number"


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder as GitHub's runner has it before the first step, with a `pip` and a `python -m venv` that need no index."""
    for side in ("head", "base"):
        (tmp_path / "work" / side).mkdir(parents=True)
        for name in ("seeds", "evals", "cassettes", "prompts"):
            shutil.copytree(ROOT / name, tmp_path / "work" / side / name)
    tools = tmp_path / "tools"
    tools.mkdir()
    program = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m summarizer "$@"\n'
    scripts = {
        "summarizer": program,
        "pip": "#!/bin/sh\nexit 0\n",
        "python": f'#!/bin/sh\n[ "$1 $2" = "-m venv" ] || exit 2\nmkdir -p "$3/bin"\ncp "{tools}/summarizer" "{tools}/pip" "$3/bin"\n',
    }
    for name, text in scripts.items():
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    return tmp_path


def test_the_steps_score_report_and_gate(runner: Path) -> None:
    (job,) = jobs(WORKFLOWS[0])
    work = runner / "work"
    summary = runner / "summary.md"
    codes = {}
    for step in job["steps"]:
        if "run" not in step:
            continue
        script = step["run"].replace("${{ github.event.number }}", "7")
        given = {
            "PATH": f"{runner / 'tools'}:/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "GITHUB_STEP_SUMMARY": str(summary),
            **({"BASE": "../runs/base"} if "BASE" in step.get("env", {}) else {}),
        }
        folder = work / step.get("working-directory", ".")
        done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=given, capture_output=True, text=True)
        codes[step.get("name", "install")] = done.returncode
        if step.get("name") != "Gate":  # which may well find something
            assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    assert codes["Gate"] in (0, 1)
    comment = (work / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("## seeds: head:staged against base:staged ")
    assert f"**Gate of head{': passed' if codes['Gate'] == 0 else ''}" in comment
    assert comment.index("**Gate of head") < comment.index("### ")
    assert summary.read_text(encoding="utf-8") == comment
    assert (work / "number").read_text().strip() == "7"
    upload = next(step for step in job["steps"] if "upload-artifact" in step.get("uses", ""))
    assert all((work / name).is_file() for name in upload["with"]["path"].split())
