import json
from pathlib import Path

import pytest

from summarizer import schemas
from summarizer.prompting.wire import WIRE_MODELS, fill_enums


def test_committed_schemas_are_what_the_models_generate() -> None:
    assert schemas.differences() == []


def test_one_changed_byte_is_found(tmp_path: Path) -> None:
    for name, text in schemas.generated().items():
        (tmp_path / name).write_text(text)
    assert schemas.differences(tmp_path) == []

    (tmp_path / "brief.json").write_text(schemas.generated()["brief.json"] + " ")
    (tmp_path / "wire-direct.json").unlink()
    (tmp_path / "old.json").write_text("{}")

    found = schemas.differences(tmp_path)
    assert [line.split(":")[0] for line in found] == ["wire-direct.json", "old.json", "brief.json"]


@pytest.mark.parametrize("name", WIRE_MODELS)
def test_wire_schemas_are_what_strict_hosted_models_accept(name: str) -> None:
    assert schemas.lint(schemas.wire_schema(name)) == []


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"type": "array"}, "root"),
        ({"type": "object"}, "without named properties"),
        ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, "additionalProperties"),
        ({"type": "object", "properties": {"a": {}}, "required": [], "additionalProperties": False}, "not required: a"),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string", "default": "x"}},
                "required": ["a"],
                "additionalProperties": False,
            },
            "`default` is refused",
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "array", "items": {"oneOf": []}}},
                "required": ["a"],
                "additionalProperties": False,
            },
            "`oneOf` is refused",
        ),
    ],
)
def test_lint_names_what_hosted_models_refuse(schema: dict[str, object], problem: str) -> None:
    assert any(problem in line for line in schemas.lint(schema))


def test_blanks_are_filled_with_the_articles_own_values() -> None:
    schema = schemas.wire_schema("staged-speaker")

    filled = fill_enums(schema, {"speakers": ["Ann", "$speakers"]})

    assert filled["properties"]["said_by"]["enum"] == ["Ann", "$speakers"]
    assert schemas.wire_schema("staged-speaker") == schema  # the committed one is untouched


def test_a_blank_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill_enums(schemas.wire_schema("staged-speaker"), {})


def test_schema_files_are_json_with_a_final_newline() -> None:
    for text in schemas.generated().values():
        json.loads(text)
        assert text.endswith("}\n")
