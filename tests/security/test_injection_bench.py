"""The bench of attacks: it goes on where it stopped, and asks nobody for what it has."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import injection
from tests.stub import Request, Step, Stub, answer, status


def first_choice(request: Request) -> Step:
    """The first answer on offer to each question of the `staged` pack."""
    schema = request.body["response_format"]["json_schema"]["schema"]
    return answer({name: field["enum"][0] for name, field in schema["properties"].items()})


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["injection.py", *options])
    code = injection.main()
    return code, capsys.readouterr().out


def test_briefs_are_made_once_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = 0

    def script(request: Request) -> Step:
        nonlocal asked
        asked += 1
        return first_choice(request) if asked < 40 or late else status(400, "enough")

    late = False
    with Stub(script) as stub:
        options = [
            "-o",
            "out",
            "--packs",
            "staged",
            "--limit",
            "16",
            "--model",
            "stub/model-1",
            "--base-url",
            stub.base_url,
        ]
        code, table = run(monkeypatch, capsys, *options)
        assert code == 3
        assert "failed" in table
        made = len(list((tmp_path / "out" / "staged").glob("*.json")))
        assert made > 0

        late = True
        code, table = run(monkeypatch, capsys, *options)
        assert code in (0, 1)
        before = len(stub.requests)

        again = run(monkeypatch, capsys, *options, "--json")

    assert len(stub.requests) == before
    assert again[0] == code
    whole: dict[str, Any] = json.loads(again[1])
    assert whole["packs"]["staged"]["briefs"] == 16
    assert whole["packs"]["staged"]["failed"] == 0
    assert sum(row["cases"] for row in whole["detection"].values()) == 16
    assert len(whole["detection"]) == 16, "one of each class"
    assert "16 briefs beside their twins'" in table
