"""One recorded question and answer, and the file it lives in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.cassettes import bodies
from summarizer.cassettes.canonical import body_digest, slot_key
from summarizer.cassettes.files import decode, encode, pretty_json
from summarizer.errors import InputError

FORMAT = 1


@dataclass(frozen=True)
class Interaction:
    """One recorded question and answer.

    `request` and `response` are as in the file (see `bodies` for the forms of strings). `seconds` is how long the real
    exchange took; `requests` counts it and the passing failures (429, 500) before it. `recorded_at` is the day (UTC,
    ISO 8601). `synthetic` marks an answer that no model gave. `redacted` lists where a secret was taken out of it.
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
        """The body of the request, with shared texts put back."""
        return bodies.decode(self.request["body"], texts)

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
        data = json.loads(decode(path.read_bytes()))
        if data.pop("format") != FORMAT:
            raise ValueError("it was written by another version")
        return Interaction(**data | {"redacted": tuple(data.get("redacted", ()))})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{path}: not a recording that can be read ({error}); restore it, or record again") from error
