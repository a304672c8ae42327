"""What makes two requests the same, and what does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.cassettes.canonical import slot

BODY: dict[str, Any] = {
    "model": "m",
    "messages": [{"role": "user", "content": "Who?"}],
    "temperature": 0.0,
    "response_format": {"json_schema": {"schema": {"properties": {"a": {"type": "string"}, "b": {"type": "null"}}}}},
}


URL = "https://api.example/v1/chat"
SWAPPED = {"properties": {"b": {"type": "null"}, "a": {"type": "string"}}}


def key(body: Any, url: str = URL, article: str = "a", take: int = 1, method: str = "POST") -> str:
    return slot(method, url, json.dumps(body).encode(), article, "p", "c", take).key


@pytest.mark.parametrize(
    "same",
    [
        BODY | {"seed": 3},
        BODY | {"user": "u", "metadata": {"run": "7"}, "prompt_cache_key": "k", "id_slot": 2},
        BODY | {"temperature": 0},
        BODY | {"stop": None},
        dict(reversed(BODY.items())),
        BODY | {"messages": [{"content": "Who?", "role": "user"}]},
    ],
)
def test_what_changes_from_run_to_run_plays_no_part(same: dict[str, Any]) -> None:
    assert key(same) == key(BODY)


def test_the_origin_plays_no_part_and_the_path_does() -> None:
    assert key(BODY, "http://127.0.0.1:8000/v1/chat") == key(BODY)
    assert key(BODY, "https://api.example/v2/chat") != key(BODY)
    assert key(BODY, "https://api.example/v1/chat?api-version=2") != key(BODY)


@pytest.mark.parametrize(
    "other",
    [
        BODY | {"model": "n"},
        BODY | {"temperature": 0.5},
        BODY | {"messages": [{"role": "user", "content": "Who? "}]},
        BODY | {"stream": True},
        # The order of properties is the order in which the model writes them.
        BODY | {"response_format": {"json_schema": {"schema": SWAPPED}}},
        [BODY],
        "text",
    ],
)
def test_what_is_asked_does(other: Any) -> None:
    assert key(other) != key(BODY)


def test_article_take_and_method_do() -> None:
    assert len({key(BODY), key(BODY, article="b"), key(BODY, take=2), key(BODY, method="GET")}) == 4


def test_links_to_the_documentation_of_a_pydantic_version_play_no_part() -> None:
    def complaint(version: str) -> Any:
        text = (
            f"Field required\n    For further information visit https://errors.pydantic.dev/{version}/v/missing\nAgain."
        )
        return BODY | {"messages": [{"role": "user", "content": text}]}

    assert key(complaint("2.11")) == key(complaint("2.14"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(JSON, JSON)
def test_different_questions_have_different_keys(first: Any, second: Any) -> None:
    same = json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)
    assert (key({"messages": first}) == key({"messages": second})) == same or (first is None) != (second is None)
