"""Reading stored briefs: exactly, or not at all with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.briefs.load import load_brief, parse_brief
from summarizer.cli import run as cli
from summarizer.errors import InputError
from tests.grounding.making import brief_of, claim_of

BRIEF = brief_of("Ada Quill spoke.", claims=[claim_of("Ada Quill spoke.", "Ada Quill spoke", form="narrated")]).sealed()
STORED = BRIEF.to_json().encode()


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        parse_brief(data, "x.json")
    message = str(caught.value)
    assert message.startswith("x.json: ")
    assert len(message.splitlines()) == 1
    return message


def changed(**fields: object) -> bytes:
    return json.dumps(json.loads(STORED) | fields).encode()


def test_a_brief_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(STORED)
    assert load_brief(path) == BRIEF
    assert load_brief(str(path)).to_json().encode() == STORED


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            load_brief(path)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "not valid JSON"),
        (STORED[:-20], "not valid JSON"),
        (b"\xff" + STORED, "not UTF-8 text (byte 0)"),
        (b"[1]", "a JSON object is expected"),
        (b"{}", "no schema_version"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema_version": "1.0", "schema_version": "1.0"}', "'schema_version' occurs twice"),
        (changed(source=None), "source: "),
        (changed(surprise=1), "surprise: "),
        (b'{"schema_version": "1.0", "usage": NaN}', "NaN is not a JSON number"),
        (b'{"n": ' + b"1" * 5000 + b"}", "not valid JSON"),
    ],
)
def test_what_is_no_brief_is_refused_with_the_reason(data: bytes, part: str) -> None:
    assert part in refused(data)


@pytest.mark.parametrize(
    ("version", "advice"),
    [
        ("2.0", "pip install --upgrade summarizer"),
        ("1.1", "pip install --upgrade summarizer"),
        ("0.9", "summarizer brief"),
        ("first", "summarizer brief"),
    ],
)
def test_another_schema_version_is_refused_with_what_to_do(version: str, advice: str) -> None:
    message = refused(changed(schema_version=version))
    assert repr(version) in message
    assert advice in message


def test_a_link_to_nothing_is_refused() -> None:
    content = json.loads(STORED)
    content["claims"][0]["speaker"] = "a9"
    assert "'a9', which is not in the brief" in refused(json.dumps(content).encode())


def numbered(**figure: Any) -> bytes:
    """The brief with a number that says just this much."""
    span = {"start": 0, "end": 3, "text": "Ada"}
    return changed(numbers=[{"id": "n1", "span": span, "kind": "count", **figure}])


@pytest.mark.parametrize("figure", [{}, {"low": "1"}, {"high": "1"}, {"value": None, "low": "1", "high": None}])
def test_a_number_that_says_no_figure_is_refused(figure: dict[str, Any]) -> None:
    assert "numbers.0: n1 has neither a value nor both ends of an interval" in refused(numbered(**figure))


@pytest.mark.parametrize("figure", [{"value": "0"}, {"low": "0", "high": "0"}, {"value": "1", "low": "1", "high": "1"}])
def test_a_value_or_both_ends_are_a_figure(figure: dict[str, Any]) -> None:
    (number,) = parse_brief(numbered(**figure), "x.json").numbers
    assert {name: str(getattr(number, name)) for name in figure} == figure


def test_collating_a_number_without_a_figure_says_so_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(numbered())
    assert cli(["collate", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "x.json: not a valid brief: numbers.0: n1 has neither a value" in lines[0]
    assert "nothing to collate" in lines[1]
