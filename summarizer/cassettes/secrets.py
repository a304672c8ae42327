"""What must never reach a recording: keys, tokens, organisation ids, cookies.

Headers go through allow-lists, so an unknown header is left out. Bodies are searched for the credentials of the request
and of the environment, and for text that looks like one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

REQUEST_HEADERS = frozenset({"content-type"})
RESPONSE_HEADERS = frozenset({"content-type", "content-encoding", "location"})
REDACTED = "[redacted]"
_CREDENTIAL_HEADERS = ("authorization", "api-key", "x-api-key", "openai-organization", "openai-project", "cookie")
_CREDENTIAL_VARIABLE = re.compile(r"(?:^|_)(?:API_?KEY|TOKEN|SECRET|PASSWORD|ORG_ID|ORGANIZATION)$", re.IGNORECASE)
# A shorter value ("none", "test") would be found all over an article.
_SHORTEST = 12

_PATTERNS: Mapping[str, str] = {
    "API key": r"(?<![A-Za-z0-9])(?:sk|pk|rk)-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}",
    "bearer token": r"(?i:bearer)\s+(?=[A-Za-z._~+/-]{0,60}[0-9])[A-Za-z0-9._~+/-]{20,}=*",
    "organisation id": r"(?<![A-Za-z0-9-])org-(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{16,}(?![A-Za-z0-9-])",
    "project id": r"(?<![A-Za-z0-9])proj_(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{16,}",
    "access token": (
        r"(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{30,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,}"
        r"|gsk_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{30,}|AIza[A-Za-z0-9_-]{35}|AKIA[A-Z0-9]{16})"
    ),
    "JSON web token": r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{10,}",
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "cookie": r"(?i:set-cookie\s*\"?\s*:)|(?<![A-Za-z0-9_])(?:__cf_bm|_cfuvid|cf_clearance)=[A-Za-z0-9._-]{16,}",
}
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS.values()))


def allowed(headers: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The headers on the list `names`, with lower-case names."""
    return {name.lower(): value for name, value in headers.items() if name.lower() in names}


def credentials(headers: Mapping[str, str]) -> frozenset[str]:
    """The secrets known for sure: those a request carries, and those in the environment."""
    values = {headers[name].removeprefix("Bearer ") for name in _CREDENTIAL_HEADERS if name in headers}
    values.update(value for name, value in os.environ.items() if _CREDENTIAL_VARIABLE.search(name))
    return frozenset(value for value in values if len(value) >= _SHORTEST)


def find_secrets(text: str, known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The secrets in `text`, as (kind, the text itself), in no order."""
    found = [("credential", value) for value in known if value in text]
    if _ANY.search(text):
        for kind, pattern in _PATTERNS.items():
            found.extend((kind, match[0]) for match in re.finditer(pattern, text))
    return found


def redact(value: Any, known: Iterable[str], where: str = "") -> tuple[Any, list[str]]:
    """`value` with every secret in its strings replaced, and the places (`choices.0.message`) that were changed."""
    known = tuple(known)
    if isinstance(value, str):
        secrets = find_secrets(value, known)
        for _, secret in secrets:
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
    """Enough of a secret to find it, too little to use it."""
    return f"{secret[:6]}…"
