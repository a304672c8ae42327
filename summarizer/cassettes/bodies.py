"""Bodies of requests and responses as recordings keep them, and back.

Values are JSON, with a few objects that stand for a string where that reads better in a diff:

    {"$shared": "<digest>.txt"}   a long text (or "….json", a schema) that is stored once in `texts/`
    {"$lines": ["…\\n", "…"]}      a string of several lines
    {"$parsed": …}                a string that is compact JSON; "$parsed_spaced" with a space after `,` and `:`
    {"$tokens": {…}}              token probabilities, see `tokens`
    {"$literal": {…}}             an object that would otherwise be taken for one of these
"""

from __future__ import annotations

import base64
import json
from typing import Any, Protocol

from summarizer.cassettes import tokens
from summarizer.cassettes.canonical import parse_json

# Shorter strings and schemas stay where they are: a file of their own would cost more than it saves.
SHARED_LENGTH = 400
_SCHEMAS = frozenset({"schema", "parameters"})
_COMPACT = (",", ":")
_STYLES = {"$parsed": _COMPACT, "$parsed_spaced": (", ", ": ")}
_MARKERS = frozenset({"$shared", "$lines", "$tokens", "$literal", *_STYLES})
_DONE = "[DONE]"
# llama.cpp's own stop-watch: it changes with every run, and the seconds of the exchange are recorded.
_VOLATILE = frozenset({"timings"})


class Texts(Protocol):
    """Where long texts are kept once."""

    def put(self, content: str, kind: str) -> str:
        """Keep `content`; the name under which `get` finds it ends in `.kind`."""

    def get(self, name: str) -> str:
        """The content kept under `name`."""


def encode(value: Any, texts: Texts | None = None) -> Any:
    """`value` for a recording; long strings and schemas go to `texts` where one is given."""
    if isinstance(value, str):
        if texts is not None and len(value) >= SHARED_LENGTH:
            return {"$shared": texts.put(value, "txt")}
        return _encode_string(value)
    if isinstance(value, list):
        packed = tokens.pack(value)
        return [encode(item, texts) for item in value] if packed is None else {"$tokens": packed}
    if isinstance(value, dict):
        encoded = {name: _encode_field(name, item, texts) for name, item in value.items()}
        return {"$literal": encoded} if len(value) == 1 and _MARKERS & value.keys() else encoded
    return value


def _encode_field(name: str, value: Any, texts: Texts | None) -> Any:
    if texts is not None and name in _SCHEMAS and isinstance(value, dict):
        content = json.dumps(value, separators=_COMPACT, ensure_ascii=False)
        if len(content) >= SHARED_LENGTH:
            return {"$shared": texts.put(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "json")}
    return encode(value, texts)


def _encode_string(text: str) -> Any:
    if text[:1] in ("{", "["):
        parsed = parse_json(text)
        for marker, separators in _STYLES.items():
            if parsed is not None and json.dumps(parsed, separators=separators, ensure_ascii=False) == text:
                return {marker: parsed}
    if "\n" in text:
        # Not `splitlines`: it would also cut at characters that JSON files show as they are.
        lines = text.split("\n")
        return {"$lines": [line + "\n" for line in lines[:-1]] + lines[-1:]}
    return text


def decode(value: Any, texts: Texts) -> Any:
    """The reverse of `encode`."""
    if isinstance(value, list):
        return [decode(item, texts) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, item),) = value.items()
        if name == "$shared":
            content = texts.get(item)
            return json.loads(content) if item.endswith(".json") else content
        if name == "$lines":
            return "".join(item)
        if name in _STYLES:
            return json.dumps(item, separators=_STYLES[name], ensure_ascii=False)
        if name == "$tokens":
            return tokens.unpack(item)
        if name == "$literal":
            return {inner: decode(part, texts) for inner, part in item.items()}
    return {name: decode(item, texts) for name, item in value.items()}


def encode_response(content: bytes, content_type: str) -> dict[str, Any]:
    """A response body for a recording, under the name of its form: `json`, `stream`, `text` or `base64`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode("ascii")}
    if content_type.startswith("text/event-stream"):
        if (events := parse_events(text)) is not None:
            return {"stream": _encode_events([_lasting(event) for event in events])}
    elif (value := parse_json(text)) is not None:
        return {"json": encode(_lasting(value))}
    return {"text": encode(text)}


def _lasting(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: item for name, item in value.items() if name not in _VOLATILE}


def decode_response(body: dict[str, Any], texts: Texts) -> bytes:
    """The bytes of a recorded response body; equal to what was recorded up to white space and order in the JSON."""
    if "base64" in body:
        return base64.b64decode(body["base64"])
    if "stream" in body:
        return _stream_bytes(decode(body["stream"], texts))
    if "json" in body:
        return _ascii(decode(body["json"], texts)).encode("ascii")
    return str(decode(body["text"], texts)).encode("utf-8", "surrogatepass")


def _ascii(value: Any) -> str:
    return json.dumps(value, separators=_COMPACT, ensure_ascii=True)


def parse_events(text: str) -> list[Any] | None:
    """The data of server-sent events, parsed, and `"[DONE]"`; None for a stream that holds anything else."""
    events: list[Any] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        data: list[str] = []
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            if name == "data":
                data.append(value.removeprefix(" "))
            elif name not in ("", "event"):  # comments keep a connection alive; `event` repeats the type in the data
                return None
        if not data:
            continue
        event = _DONE if data == [_DONE] else parse_json("\n".join(data))
        if event is None:
            return None
        events.append(event)
    return events


def _encode_events(events: list[Any]) -> dict[str, Any]:
    """The events, with the fields that all objects share (id, model, created) said once."""
    objects = [event for event in events if isinstance(event, dict)]
    common = dict(objects[0]) if objects else {}
    for event in objects[1:]:
        common = {name: value for name, value in common.items() if name in event and event[name] == value}
    rest = [
        {name: value for name, value in event.items() if name not in common} if isinstance(event, dict) else event
        for event in events
    ]
    return {"common": encode(common), "events": encode(rest)}


def _stream_bytes(stream: dict[str, Any]) -> bytes:
    parts = []
    for event in stream["events"]:
        data = event if event == _DONE else _ascii(stream["common"] | event if isinstance(event, dict) else event)
        # The Responses interface names its events; the name is the `type` of the data.
        kind = event.get("type") if isinstance(event, dict) else None
        parts.append((f"event: {kind}\n" if kind else "") + f"data: {data}\n\n")
    return "".join(parts).encode("ascii")
