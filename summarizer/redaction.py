"""Secrets: which are known, what text looks like one, and text without them.

Known for sure are the credentials in the environment, those of a request, and what an address holds before its host.
Text is also searched for what keys and tokens of the usual services look like.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

REDACTED = "[redacted]"
SHORTEST = 12
"""A shorter value ("none", "test") would be found all over an article, so it is not taken for a secret."""
_CREDENTIAL_VARIABLE = re.compile(
    r"(?:^|_)(?:API_?KEY|ACCESS_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|ORG_ID|ORGANIZATION|PROJECT_ID)$",
    re.IGNORECASE,
)
_PROXY_VARIABLE = re.compile(r"^(?:HTTPS?|ALL)_PROXY$|^OPENAI_BASE_URL$|^SUMMARIZER_BASE_URL$", re.IGNORECASE)
# The scheme is bounded: every letter of a long word is a beginning.
_USER_INFO = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40}://)([^/?#\s]*)@")

_PATTERNS: Mapping[str, str] = {
    "API key": r"(?<![A-Za-z0-9])(?:sk|pk|rk)-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}",
    "bearer token": r"(?i:bearer)\s+(?=[A-Za-z._~+/-]{0,60}[0-9])[A-Za-z0-9._~+/-]{20,}=*",
    "organisation id": r"(?<![A-Za-z0-9-])org-(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{16,}(?![A-Za-z0-9-])",
    "project id": r"(?<![A-Za-z0-9])proj_(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{16,}",
    "access token": (
        r"(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{30,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,}"
        r"|gsk_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{30,}|AIza[A-Za-z0-9_-]{35}|AKIA[A-Z0-9]{16})"
    ),
    # Bounded: a token may stand in the middle of a run of its own characters, and each place is a beginning.
    "JSON web token": r"(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,200}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{10,}",
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "cookie": r"(?i:set-cookie\s*\"?\s*:)|(?<![A-Za-z0-9_])(?:__cf_bm|_cfuvid|cf_clearance)=[A-Za-z0-9._-]{16,}",
}
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS.values()))


def in_environment(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The credentials that the environment holds: in variables named as such, and in the addresses of proxies."""
    environ = os.environ if environ is None else environ
    values = {value for name, value in environ.items() if _CREDENTIAL_VARIABLE.search(name)}
    for name, value in environ.items():
        if _PROXY_VARIABLE.search(name):
            values |= in_address(value)
    return frozenset(value for value in values if len(value) >= SHORTEST)


def in_address(url: str | None) -> frozenset[str]:
    """What stands before the host of an address: the user with the password, and the password, also unescaped and as a
    header has them."""
    match = _USER_INFO.match(url or "")
    if match is None:
        return frozenset()
    password = match[2].partition(":")[2]
    values = (match[2], unquote(match[2]), password, unquote(password), basic(match[2]))
    return frozenset(value for value in values if value)


def user_info(url: str) -> str | None:
    """What stands before the host of an address, as it is there; None where nothing does."""
    match = _USER_INFO.match(url)
    return match[2] if match is not None else None


def basic(user_and_password: str) -> str:
    """User and password of an address as the header of basic authentication holds them."""
    return base64.b64encode(unquote(user_and_password).encode()).decode()


def without_user_info(text: str) -> str:
    """`text` with no user name or password left before the host of any address in it."""
    return _USER_INFO.sub(r"\1", text)


def find_secrets(text: str, known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The secrets in `text`, as (kind, the text itself), in no order."""
    found = [("credential", value) for value in known if value in text]
    if _ANY.search(text):
        for kind, pattern in _PATTERNS.items():
            found.extend((kind, match[0]) for match in re.finditer(pattern, text))
    return found


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """`text` as messages may say it: what is known or looks like a secret replaced, addresses without passwords."""
    text = without_user_info(text)
    for _, secret in sorted(find_secrets(text, known), key=lambda pair: -len(pair[1])):
        text = text.replace(secret, REDACTED)
    return text
