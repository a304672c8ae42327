"""Whatever is stored comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.cassettes.bodies import decode, decode_response, encode, encode_response, parse_events
from summarizer.cassettes.files import pretty_json
from summarizer.cassettes.texts import SharedTexts, text_name
from summarizer.errors import InputError


class Memory:
    """Shared texts without a disk."""

    def __init__(self) -> None:
        self.contents: dict[str, str] = {}

    def put(self, content: str, kind: str) -> str:
        self.contents[f"{len(self.contents)}.{kind}"] = content
        return f"{len(self.contents) - 1}.{kind}"

    def get(self, name: str) -> str:
        return self.contents[name]


MARKERS = ["$shared", "$tokens", "$lines", "$parsed", "$literal"]
NAMES = st.sampled_from([*MARKERS, "token", "schema", "content", ""]) | st.text(max_size=5)
STRINGS = (
    st.text(max_size=20)
    | st.text("ab\n\r\u2028\x85 é", max_size=30)
    | st.sampled_from(['{"a":1}', '{"a": 1, "b": [2]}', "[1,2]", '{"a":1,"a":2}', '{"f":1.0}', "x" * 500, '{"a":NaN}'])
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_every_value_survives_the_file(value: Any) -> None:
    texts = Memory()
    stored = json.loads(pretty_json(encode(value, texts)))
    assert decode(stored, texts) == value


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_every_json_answer_is_replayed_equal(value: Any) -> None:
    texts = Memory()
    stored = json.loads(pretty_json(encode_response(json.dumps(value).encode(), "application/json")))
    assert json.loads(decode_response(stored, texts)) == value


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=4), max_size=5), st.sampled_from(["\n\n", "\r\n\r\n"]))
def test_every_stream_is_replayed_equal(events: list[Any], gap: str) -> None:
    content = ": ping" + gap + gap.join(f"data: {json.dumps(event)}" for event in events) + gap + "data: [DONE]" + gap
    texts = Memory()
    stored = json.loads(pretty_json(encode_response(content.encode(), "text/event-stream; charset=utf-8")))
    assert parse_events(decode_response(stored, texts).decode()) == [*events, "[DONE]"]


PIECES = st.sampled_from(["{", "é", "", "\ud83d"])
TOKEN = st.fixed_dictionaries({"id": st.integers(0, 9), "token": PIECES, "logprob": st.floats(-9, 0)})


def finished(token: dict[str, Any], top: list[dict[str, Any]] | None, odd: bool) -> dict[str, Any]:
    spelled = token | {"bytes": [208] if odd else list(token["token"].encode("utf-8", "surrogatepass"))}
    return spelled | {"top_logprobs": [spelled] if top is None else [finished_alone(one) for one in top]}


def finished_alone(token: dict[str, Any]) -> dict[str, Any]:
    return token | {"bytes": None}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(finished, TOKEN, st.none() | st.lists(TOKEN, max_size=2), st.booleans()), max_size=4))
def test_token_probabilities_survive_the_file(tokens: list[Any]) -> None:
    answer = {"choices": [{"logprobs": {"content": tokens}}]}
    stored = json.loads(pretty_json(encode(answer)))
    assert decode(stored, Memory()) == answer


def test_token_probabilities_take_little_room() -> None:
    plain = [{"id": 9000 + n, "token": f"w{n}", "logprob": -0.123456789012345} for n in range(40)]
    tokens = [finished(token, None, odd=False) for token in plain]
    text = pretty_json(encode({"content": tokens}))
    assert len(text.splitlines()) < 25
    assert len(text) < len(json.dumps(tokens)) / 3


def test_the_stop_watch_of_the_server_is_left_out() -> None:
    content = json.dumps({"id": "c", "timings": {"predicted_ms": 3.5}}).encode()
    assert encode_response(content, "application/json") == {"json": {"id": "c"}}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_every_other_body_is_replayed_byte_for_byte(content: bytes) -> None:
    stored = json.loads(pretty_json(encode_response(content, "application/octet-stream")))
    if "json" not in stored:
        assert decode_response(stored, Memory()) == content


def test_an_answer_in_json_reads_as_json() -> None:
    encoded = encode_response(json.dumps({"content": '{"speaker":"Putin","cue":"said"}'}).encode(), "application/json")
    assert encoded == {"json": {"content": {"$parsed": {"speaker": "Putin", "cue": "said"}}}}


def test_short_values_share_a_line_and_long_ones_do_not() -> None:
    tokens = [[f"token{number}", -0.123456] for number in range(40)]
    text = pretty_json({"tokens": tokens, "list": ["a" * 70, "b" * 70]})
    assert json.loads(text) == {"tokens": tokens, "list": ["a" * 70, "b" * 70]}
    assert max(map(len, text.splitlines())) <= 120
    assert len(text.splitlines()) < 20


def test_a_shared_text_that_was_changed_is_refused(tmp_path: Path) -> None:
    name = SharedTexts(tmp_path).put("once upon a time", "txt")
    assert SharedTexts(tmp_path).get(name) == "once upon a time"
    (tmp_path / "texts" / name).write_text("twice upon a time")
    with pytest.raises(InputError, match="changed by hand"):
        SharedTexts(tmp_path).get(name)
    with pytest.raises(InputError, match="cannot be read"):
        SharedTexts(tmp_path).get(text_name("gone", "txt"))
    for outside in ("gone.txt", "../secret.txt", f"../texts/{name}", "/dev/zero", f"{name}\n", ["a"]):
        with pytest.raises(InputError, match="no shared text is called"):
            SharedTexts(tmp_path).get(outside)  # type: ignore[arg-type]
