"""Reading stored briefs: exactly, or not at all with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.briefs.load import load_brief, parse_brief
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
