"""What must never reach a recording: keys, tokens, organisation ids, cookies.

Headers go through allow-lists, so an unknown header is left out. Bodies are searched for the credentials of the request
and of the environment, and for text that looks like one.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summarizer.redaction import REDACTED, SHORTEST, find_secrets, in_environment

__all__ = ["REQUEST_HEADERS", "RESPONSE_HEADERS", "allowed", "credentials", "find_secrets", "hint", "redact"]

REQUEST_HEADERS = frozenset({"content-type"})
RESPONSE_HEADERS = frozenset({"content-type", "content-encoding", "location"})
_CREDENTIAL_HEADERS = ("authorization", "api-key", "x-api-key", "openai-organization", "openai-project", "cookie")


def allowed(headers: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The headers on the list `names`, with lower-case names."""
    return {name.lower(): value for name, value in headers.items() if name.lower() in names}


def credentials(headers: Mapping[str, str]) -> frozenset[str]:
    """The secrets known for sure: those a request carries, and those in the environment."""
    values = {value for name in _CREDENTIAL_HEADERS if name in headers for value in _values(headers[name])}
    return frozenset(value for value in values if len(value) >= SHORTEST) | in_environment()


def _values(header: str) -> Iterator[str]:
    """What is secret in a header: the value without its scheme and, of a basic one, user and password in plain."""
    scheme, _, rest = header.partition(" ")
    yield rest or header
    if scheme.lower() == "basic":
        try:
            plain = base64.b64decode(rest, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return
        yield plain
        yield plain.partition(":")[2]


def redact(value: Any, known: Iterable[str], where: str = "") -> tuple[Any, list[str]]:
    """`value` with every secret in its strings replaced, and the places (`choices.0.message`) that were changed."""
    known = tuple(known)
    if isinstance(value, str):
        secrets = find_secrets(value, known)
        for _, secret in sorted(secrets, key=lambda pair: -len(pair[1])):  # one may be a part of another
            value = value.replace(secret, REDACTED)
        return value, [where] if secrets else []
    if isinstance(value, list):
        entries: Iterable[tuple[Any, Any]] = enumerate(value)
    elif isinstance(value, dict):
        entries = value.items()
    else:
        return value, []
    places: list[str] = []
    cleaned: list[tuple[Any, Any]] = []
    for name, item in entries:
        clean_name, of_name = redact(name, known, where)
        clean, inside = redact(item, known, f"{where}.{clean_name}".lstrip("."))
        cleaned.append((clean_name, clean))
        places.extend([*of_name, *inside])
    return (dict(cleaned) if isinstance(value, dict) else [item for _, item in cleaned]), places


def hint(secret: str) -> str:
    """Enough of a secret to find it, too little to use it: nothing of a short one."""
    return f"{secret[:4]}…" if len(secret) >= 20 else "…"
