"""One recorded question and answer, and the file it lives in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.bounds import read_bounded, too_deep
from summarizer.cassettes import bodies
from summarizer.cassettes.canonical import body_digest, slot_key
from summarizer.cassettes.files import decode, encode, pretty_json
from summarizer.errors import InputError

FORMAT = 1
MAX_BYTES = 64 * 1024 * 1024
_MOST_SECONDS = 1e9
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "article": str,
    "pack": str,
    "call": str,
    "take": int,
    "article_sha256": (str, type(None)),
    "pack_sha256": (str, type(None)),
    "model": str,
    "engine": str,
    "recorded_at": str,
    "seconds": (int, float),
    "requests": int,
    "synthetic": bool,
    "redacted": list,
    "request": dict,
    "response": dict,
}
# What goes wrong in a body that somebody changed.
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Interaction:
    """One recorded question and answer.

    `request` and `response` are as in the file (see `bodies` for the forms of strings). `seconds` is how long the real
    exchange took; `requests` counts it and the passing failures (429, 500) before it. `recorded_at` is the day (UTC,
    ISO 8601). `synthetic` marks an answer that no model gave. `redacted` lists where a secret was taken out of it.
    `path` is the file it was read from.
    """

    article: str
    pack: str
    call: str
    take: int
    model: str
    engine: str
    recorded_at: str
    seconds: float
    request: dict[str, Any] = field(repr=False)
    response: dict[str, Any] = field(repr=False)
    article_sha256: str | None = None
    pack_sha256: str | None = None
    synthetic: bool = False
    requests: int = 1
    redacted: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)

    def to_bytes(self) -> bytes:
        """The content of the file."""
        about: dict[str, Any] = {
            "format": FORMAT,
            "article": self.article,
            "pack": self.pack,
            "call": self.call,
            "take": self.take,
            "article_sha256": self.article_sha256,
            "pack_sha256": self.pack_sha256,
            "model": self.model,
            "engine": self.engine,
            "recorded_at": self.recorded_at,
            "seconds": self.seconds,
            "requests": self.requests,
            "synthetic": self.synthetic,
        }
        if self.redacted:
            about["redacted"] = list(self.redacted)
        return encode(pretty_json(about | {"request": self.request, "response": self.response}))

    def request_body(self, texts: bodies.Texts) -> Any:
        """The body of the request, with shared texts put back.

        Raises:
            InputError: it was changed so that it cannot be read, or a shared text is missing.
        """
        try:
            return bodies.decode(self.request["body"], texts)
        except _BROKEN as error:
            raise _unreadable(self.path, error) from error

    def response_body(self, texts: bodies.Texts) -> bytes:
        """The bytes of the response. Errors as for `request_body`."""
        try:
            return bodies.decode_response(self.response["body"], texts)
        except _BROKEN as error:
            raise _unreadable(self.path, error) from error

    def question(self, texts: bodies.Texts) -> str:
        """The digest of what was asked, whoever it was asked for; see `canonical.Slot`."""
        return body_digest(self.request["method"], self.request["path"], self.request_body(texts))

    def key(self, texts: bodies.Texts) -> str:
        """The name that the file must have."""
        return slot_key(self.question(texts), self.article, self.take)


def read_interaction(path: Path) -> Interaction:
    """The interaction in `path`.

    Raises:
        InputError: it cannot be read, or is no recording of this format.
    """
    try:
        data = json.loads(decode(read_bounded(path, MAX_BYTES)))
        _check(data)
        return Interaction(**data | {"redacted": tuple(data.get("redacted", ())), "path": path})
    except (OSError, *_BROKEN) as error:
        raise _unreadable(path, error) from error


def _check(data: Any) -> None:
    """Pass what has the shape of an interaction, and take its `format` off.

    Raises:
        ValueError: it has not.
    """
    if not isinstance(data, dict) or (version := data.pop("format", None)) is None:
        raise ValueError("it has no format")
    if version != FORMAT:
        raise ValueError(f"it is of format {str(version)[:20]}, this program reads {FORMAT}")
    if too_deep(data):
        raise ValueError("nested too deeply")
    for name, kind in _KINDS.items():
        if name in data and not isinstance(data[name], kind):
            raise ValueError(f"{name} is a {type(data[name]).__name__}")
    if not 0 <= data["seconds"] < _MOST_SECONDS:  # which NaN is not either
        raise ValueError(f"seconds is {str(data['seconds'])[:20]}")
    request, response = data["request"], data["response"]
    headers, body = response["headers"], response["body"]
    if not isinstance(request["method"], str) or not isinstance(request["path"], str) or "body" not in request:
        raise ValueError("the request is no request")
    if not isinstance(response["status"], int) or not isinstance(headers, dict) or not isinstance(body, dict):
        raise ValueError("the response is no response")
    if not all(isinstance(values, list) and all(isinstance(v, str) for v in values) for values in headers.values()):
        raise ValueError("a header of the response is no list of text")
    stream = body.get("stream", {"common": {}, "events": []})
    if not isinstance(stream, dict) or not isinstance(stream["common"], dict) or not isinstance(stream["events"], list):
        raise ValueError("the stream is no stream")


def _unreadable(path: Path | None, error: Exception) -> InputError:
    reason = (
        str(error)[:200] if not isinstance(error, (KeyError, RecursionError)) else f"{type(error).__name__} {error}"
    )
    return InputError(
        f"{path or 'a recording'}: not a recording that can be read ({reason}); restore it, or record again"
    )
