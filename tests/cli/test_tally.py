"""What a run of a corpus says on the way."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import run, tally
from tests.stub import Stub, answer, slow

EMPTY = answer({"actors": [], "claims": [], "numbers": [], "hedges": []})


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("articles", [1, 3])
def test_the_last_line_counts_whether_it_is_ended_or_not(
    articles: int, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tally, "_LINE_SECONDS", 0.0)
    lines = (json.dumps({"text": f"Ferry {number} sank off Cork on Monday."}) for number in range(articles))
    Path("corpus.jsonl").write_text("\n".join(lines) + end)

    with Stub(slow(0.1, EMPTY)) as stub:
        asked = ["--prompt", "direct", "--model", "stub/m", "--base-url", stub.base_url, "--concurrency", "1"]
        code = run(["brief", "corpus.jsonl", "-o", "briefs.jsonl", *asked])

    said = capsys.readouterr().err
    assert code == 0, said
    assert re.findall(r"(\d+)%\)", said)[-1] == "100"
