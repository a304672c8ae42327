"""A miss names its cause."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from summarizer.cassettes import Explanation, explain, use
from summarizer.errors import UsageError

from .conftest import Server, ask, client, messages

SCHEMA = {"type": "object", "properties": {"who": {"type": "string", "enum": ["Putin", "Trump"]}}, "required": ["who"]}


def body(article: str = "a", question: str = "Who speaks?", **more: Any) -> dict[str, Any]:
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": more.pop("schema", SCHEMA)}}
    defaults = {"model": "m", "messages": messages(article, question), "temperature": 0.0, "response_format": wanted}
    return defaults | more


@pytest.fixture
def suite(tmp_path: Path, server: Server) -> Path:
    with use(tmp_path, "new"), client(server.url) as sdk:
        for article in ("a", "b"):
            for question in ("Who speaks?", "Who denies it?"):
                ask(sdk, article, question, response_format=body()["response_format"])
    return tmp_path


def why(suite: Path, asked: dict[str, Any], article: str = "a", pack: str = "p", **more: Any) -> Explanation:
    return explain(suite, asked, article=article, pack=pack, call="speaker", **more)


def test_what_is_recorded_is(suite: Path) -> None:
    found = why(suite, body())
    assert found.recorded
    assert found.changes == ()


def test_swapped_articles(suite: Path) -> None:
    found = why(suite, body("b"), article="a")
    assert found.causes == ("article",)
    assert "recorded for article 'b'" in found.text


def test_an_article_that_changed(suite: Path, server: Server) -> None:
    asked = body()
    asked["messages"][1]["content"] = asked["messages"][1]["content"].replace("sentence of a. A", "sentence of a! A", 1)
    found = why(suite, asked)
    assert found.causes == ("prompt",)
    assert "[-.-]{+!+}" in found.text


def test_one_byte_of_a_prompt(suite: Path) -> None:
    found = why(suite, body(question="Who denied it?"))
    assert found.causes == ("prompt",)
    assert found.changes[0].text == "message 3 (user): Who denie[-s-]{+d+} it?"


def test_a_change_that_cannot_be_seen_is_shown(suite: Path) -> None:
    found = why(suite, body(question="Who denies\u00a0it?"))
    assert found.changes[0].text == "message 3 (user): Who denies[- -]{+\\xa0+}it?"


def test_a_field_added_to_a_schema(suite: Path) -> None:
    schema = SCHEMA | {"properties": SCHEMA["properties"] | {"cue": {"type": "string"}}, "required": ["who", "cue"]}  # type: ignore[operator]
    found = why(suite, body(schema=schema))
    assert found.causes == ("schema",)
    assert 'properties.cue added: {"type": "string"}' in found.text
    assert 'required: +"cue"' in found.text


def test_a_choice_added_to_a_schema(suite: Path) -> None:
    schema = {**SCHEMA, "properties": {"who": {"type": "string", "enum": ["Putin", "Zelensky"]}}}
    found = why(suite, body(schema=schema))
    assert found.causes == ("schema",)
    assert 'enum: -"Trump"' in found.text
    assert 'enum: +"Zelensky"' in found.text


def test_another_order_of_a_schema(suite: Path) -> None:
    schema = dict(reversed(SCHEMA.items()))
    assert why(suite, body(schema=schema)).causes == ("schema",)


@pytest.mark.parametrize(
    ("changed", "cause", "text"),
    [
        ({"model": "n"}, "model", "m → n"),
        ({"temperature": 0.7}, "settings", "temperature 0.0 → 0.7"),
        ({"max_tokens": 9}, "settings", "max_tokens null → 9"),
    ],
)
def test_another_model_and_other_settings(suite: Path, changed: dict[str, Any], cause: str, text: str) -> None:
    found = why(suite, body(**changed))
    assert [(change.cause, change.text) for change in found.changes] == [(cause, text)]


def test_another_take(suite: Path) -> None:
    found = why(suite, body(), take=2)
    assert found.causes == ("take",)
    assert "--take 2" in found.command


def test_a_pack_or_an_article_or_a_call_that_was_never_recorded(suite: Path, tmp_path: Path) -> None:
    assert why(suite, body(), pack="other").changes[0].text == "nothing is recorded for pack 'other'; there are p"
    assert why(suite, body("new"), article="new").causes[0] == "article"
    assert explain(suite, body(question="New?"), article="a", pack="p", call="cue").causes == ("call", "prompt")
    assert why(suite, body(), path="/v1/completions").causes == ("request",)
    (tmp_path / "empty").mkdir()
    assert why(tmp_path / "empty", body()).causes == ("nothing recorded",)
    with pytest.raises(UsageError, match="no such folder"):
        why(tmp_path / "typo", body())


def test_the_command_records_it(suite: Path) -> None:
    text = why(suite, body(question="New?")).text
    command = f"summarizer brief a --prompt p --cassettes {suite} --record new"
    assert text.endswith(f"Record it with: {command}")
    with use(suite, record_command="make recordings") as session, client() as sdk:
        with pytest.raises(Exception, match="Connection"):
            ask(sdk, "a", "New?")
        assert session.misses[0].command == "make recordings"


def test_long_differences_are_cut(suite: Path) -> None:
    text = why(suite, body(question="y" * 5000)).text
    assert max(map(len, text.splitlines())) < 260
    assert re.search(r"\{\+y+…\+\}", text)


def test_a_broken_recording_does_not_hide_a_miss(suite: Path) -> None:
    next(suite.glob("p/*.json")).write_text("{")
    assert "prompt" in why(suite, body(question="Who denied it?")).causes


def test_an_error_has_two_lines_and_the_explanation_all(suite: Path) -> None:
    many = {f"f{number}": {"type": "string"} for number in range(9)}
    schema = SCHEMA | {"properties": SCHEMA["properties"] | many}  # type: ignore[operator]
    found = why(suite, body(question="New\nquestion?", schema=schema, max_tokens=9))
    first, second = found.summary.splitlines()
    assert first.startswith("no recording answers article a, pack p, call speaker; prompt: message 3")
    assert first.endswith(f"(and {len(found.changes) - 1} more; see `summarizer cassettes explain`)")
    assert len(first) < 300
    assert second == f"Record it with: {found.command}"
    assert all(change.text in found.text for change in found.changes)
    assert "properties.f8 added" in found.text


def test_a_difference_of_the_whole_format_has_a_name(suite: Path) -> None:
    asked = body()
    del asked["response_format"]
    found = why(suite, asked)
    assert found.causes == ("schema",)
    assert found.changes[0].text.startswith("response_format: {")
    assert ": :" not in found.text
