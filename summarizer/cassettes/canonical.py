"""What makes two requests the same: method, path and a canonical body, made for the same article as the same take."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from summarizer.bounds import too_deep

# They change from run to run, or say who asks and not what is asked.
_VOLATILE = frozenset({
    "cache_prompt", "id_slot", "metadata", "prompt_cache_key", "prompt_cache_retention", "safety_identifier",
    "service_tier", "session_id", "store", "user",
})  # fmt: skip
# `seed` sets takes apart on the wire; in the key the number of the take does.
_NOT_IN_KEY = frozenset({"seed"})
# The order of properties is the order in which a constrained model writes them, so it is part of the question.
_ORDERED = frozenset({"schema", "parameters"})
# A re-ask quotes pydantic, whose errors link to the documentation of its own version.
_PYDANTIC_LINK = re.compile(r"(?<!\s)\s*For further information visit https://errors\.pydantic\.dev/\S+")
_DIGITS = 32


@dataclass(frozen=True)
class Slot:
    """The place of one request among the recordings.

    `key` names the file. `question` leaves out article and take: equal digests ask the same.
    """

    article: str
    pack: str
    call: str
    take: int
    method: str
    path: str
    body: Any
    question: str
    key: str


def slot(method: str, url: str, content: bytes, article: str, pack: str, call: str, take: int) -> Slot:
    """The place of a request with `content` as its body. The origin of `url` (scheme, host, port) plays no part."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    body = stored_body(content)
    question = body_digest(method, path, body)
    return Slot(article, pack, call, take, method.upper(), path, body, question, slot_key(question, article, take))


def body_digest(method: str, path: str, body: Any) -> str:
    """The digest of what is asked, whoever it is asked for."""
    return digest([method.upper(), path, canonical(body)])


def slot_key(question: str, article: str, take: int) -> str:
    """The name of the file that answers a question asked for `article` as its `take`-th repetition.

    The article is part of it although its text is in the body, so that no article can be given another one's answer.
    """
    return digest([question, article, take])


def stored_body(content: bytes) -> Any:
    """A request body as recordings keep it: parsed, without volatile fields; text where it is not JSON."""
    body = parse_json(content)
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name not in _VOLATILE and value is not None}
    return content.decode("utf-8", "backslashreplace") if body is None else body


def parse_json(content: bytes | str) -> Any:
    """The value of strict JSON that nests no deeper than a recording may, else None."""
    try:
        value = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return None if too_deep(value) else value


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def canonical(body: Any) -> Any:
    """`body` with what says the same in the same form: field order outside schemas, `0.0` and `0`, library links."""
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in _NOT_IN_KEY}
    return _canonical(body, ordered=False)


def _canonical(value: Any, ordered: bool) -> Any:
    if isinstance(value, dict):
        names = list(value) if ordered else sorted(value)
        return [[name, _canonical(value[name], ordered or name in _ORDERED)] for name in names]
    if isinstance(value, list):
        # Marked, so that a list of pairs is not taken for an object.
        return ["list", *(_canonical(item, ordered) for item in value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return _PYDANTIC_LINK.sub("", value)
    return value


def digest(value: Any) -> str:
    """The first 128 bits of the SHA-256 of `value` as compact JSON, in hexadecimal."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]
