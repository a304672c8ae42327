"""Versions of the formats that this program stores: read, or refused with the way out; never misread."""

from __future__ import annotations

from summarizer.errors import InputError

_UPGRADE = "it was written by a newer summarizer; upgrade with `pip install --upgrade summarizer`"


def check_version(found: object, wanted: str, name: str, older: str) -> None:
    """Pass a stored `schema_version` that is `wanted`. `older` is what to do with a file of an earlier version.

    Raises:
        InputError: it is missing, no text, or another; `name` stands before the reason.
    """
    if found == wanted and isinstance(found, str):
        return
    if found is None:
        raise InputError(f"{name}: it has no schema_version, so it was not written for summarizer ({wanted!r} is read)")
    if not isinstance(found, str):
        raise InputError(f'{name}: schema_version is {str(found)[:40]}, not text; write schema_version: "{wanted}"')
    advice = _UPGRADE if _as_numbers(found) > _as_numbers(wanted) else older
    raise InputError(f"{name}: schema version {found[:40]!r}, this program reads {wanted!r}: {advice}")


def _as_numbers(version: str) -> list[int]:
    return [int(part) if part.isascii() and part.isdigit() and len(part) < 9 else -1 for part in version.split(".")]
