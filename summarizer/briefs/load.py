"""Read stored briefs. What cannot be read exactly is refused with the reason; nothing is guessed or dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from summarizer.bounds import read_bounded
from summarizer.briefs.models import SCHEMA_VERSION, Brief
from summarizer.errors import InputError
from summarizer.versions import check_version

MAX_BYTES = 64 * 1024 * 1024
"""Largest stored brief. One of an article of a million characters, with every sentence an item, takes some 10 MB."""
_OLDER = "make it again from its article with `summarizer brief`"


def load_brief(path: str | Path) -> Brief:
    """The brief stored in the file `path`.

    Raises:
        InputError: the file is missing or too large, is not JSON, has another schema version, or is not a brief.
    """
    return parse_brief(read_stored(path), str(path))


def read_stored(path: str | Path) -> bytes:
    """The bytes of the file `path`, for `parse_brief`. A pipe can be read once only.

    Raises:
        InputError: the file is missing or too large.
    """
    try:
        return read_bounded(Path(path), MAX_BYTES)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def parse_brief(data: bytes, name: str) -> Brief:
    """The brief in `data`, UTF-8 JSON; `name` stands in error messages. Errors as for `load_brief`."""
    content = _parse_json(data, name)
    if not isinstance(content, dict):
        raise InputError(f"{name}: not a brief: a JSON object is expected")
    check_version(content.get("schema_version"), SCHEMA_VERSION, name, _OLDER)
    try:
        return Brief.model_validate(content)
    except ValidationError as error:
        raise InputError(f"{name}: not a valid brief: {_first_problem(error)}") from error


def _parse_json(data: bytes, name: str) -> Any:
    try:
        content = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
        if b"\\ud" in data or b"\\uD" in data:
            json.dumps(content, ensure_ascii=False).encode()  # an escape may stand for half a character
        return content
    except UnicodeEncodeError as error:
        raise InputError(f"{name}: not a brief: it holds half a character ({error.object[error.start]!a})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text (byte {error.start})") from error
    except RecursionError as error:
        raise InputError(f"{name}: not a brief: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{name}: not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except ValueError as error:
        raise InputError(f"{name}: not valid JSON: {error}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key[:60]!r} occurs twice in one object")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _first_problem(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    first = problems[0]
    where = ".".join(str(part)[:60] for part in first["loc"]) or "brief"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{where}: {first['msg'].removeprefix('Value error, ')}{more}"
