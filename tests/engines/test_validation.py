"""What a model is told about an answer that breaks its schema."""

from __future__ import annotations

import time
from typing import Any

import pytest

from summarizer.engines.validation import NotJsonError, parse, schema_problems

HEDGE = {
    "type": "object",
    "properties": {"kind": {"enum": ["weasel", "doxastic"]}},
    "required": ["kind"],
    "additionalProperties": False,
}
CLAIM = {
    "type": "object",
    "properties": {
        "cue": {"type": "string", "maxLength": 10},
        "speaker": {"type": ["string", "null"]},
        "hedge": {"anyOf": [HEDGE, {"type": "null"}]},
    },
    "required": ["cue", "speaker", "hedge"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {"claims": {"type": "array", "items": CLAIM, "maxItems": 20}},
    "required": ["claims"],
    "additionalProperties": False,
}
GOOD = {"cue": "said", "speaker": None, "hedge": {"kind": "weasel"}}


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ({"cue": "said", "hedge": None}, "claims[1]: 'speaker' missing; add it"),
        (GOOD | {"why": 1}, 'claims[1]: ["why"] not allowed; leave it out'),
        (GOOD | {"speaker": 3}, "claims[1].speaker: 3 is not of type string or null; write a value of that type"),
        (GOOD | {"cue": "a very long cue"}, 'claims[1].cue: "a very long cue" breaks maxLength 10; keep to it'),
        (
            GOOD | {"hedge": {"kind": "doubt"}},
            'claims[1].hedge.kind: "doubt" is not one of the answers allowed; write "weasel", "doxastic"',
        ),
    ],
)
def test_a_problem_names_the_field_and_what_to_do(claim: dict[str, Any], line: str) -> None:
    assert schema_problems({"claims": [GOOD, claim]}, SCHEMA) == [line]


def test_a_good_answer_has_no_problems_and_a_wrong_root_one() -> None:
    assert schema_problems({"claims": [GOOD, GOOD | {"hedge": None}]}, SCHEMA) == []
    assert schema_problems([], SCHEMA) == ["the answer: [] is not of type object; write a value of that type"]


def test_many_problems_are_cut_short() -> None:
    lines = schema_problems({"claims": [GOOD | {"cue": number} for number in range(15)]}, SCHEMA)
    assert len(lines) == 6
    assert lines[-1] == "and 10 more of the kind"


def test_a_long_enum_or_value_does_not_flood_the_message() -> None:
    schema = {"properties": {"who": {"enum": [f"name {number}" for number in range(500)]}}}
    [line] = schema_problems({"who": "x" * 5000}, schema)
    assert "or 460 more" in line
    assert len(line) < 1000


def test_one_validator_serves_equal_schemas() -> None:
    wide = {"properties": {f"p{n}": {"type": "string"} for n in range(200)}}
    answer = {f"p{n}": "x" for n in range(200)}
    schema_problems(answer, wide)
    started = time.perf_counter()
    for _ in range(20):
        assert schema_problems(answer, {**wide}) == []
    assert (time.perf_counter() - started) / 20 < 0.05


@pytest.mark.parametrize(
    "raw", ["", "{", "[1,]", "NaN", '{"a": Infinity}', "1" * 10_000, "[" * 50_000, "```json\n{}\n```", '{"a":1} and']
)
def test_what_is_not_strict_json_is_not_repaired(raw: str) -> None:
    with pytest.raises(NotJsonError, match="answer with one"):
        parse(raw)


def test_json_comes_through_as_it_is() -> None:
    assert parse(' {"a": [1, 2.5, null, "é\\n"]}\n') == {"a": [1, 2.5, None, "é\n"]}
