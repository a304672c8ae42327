"""Whether an answer is what its schema says, and, if not, what the model should be told about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from summarizer.bounds import too_deep

if TYPE_CHECKING:
    from jsonschema import ValidationError

_MOST_PROBLEMS = 6
_MOST_LOOKED_AT = 1000  # a megabyte of empty objects breaks a schema a million times
_MOST_OPTIONS = 40
_LONGEST = 300


class NotJsonError(ValueError):
    """The text is not one JSON value."""


def parse(raw: str) -> Any:
    """The JSON value that `raw` is. Nothing is repaired: what is not strict JSON is an error.

    Raises:
        NotJsonError: with what is wrong and where.
    """
    try:
        data = json.loads(raw, parse_constant=_no_constant)
        if too_deep(data):
            raise ValueError("nested too deeply")
        json.dumps(data, ensure_ascii=False).encode()  # an escape may stand for half a character, which is no text
        return data
    except json.JSONDecodeError as error:
        raise NotJsonError(
            f"the answer is not JSON ({error.msg} at character {error.pos}); answer with one JSON object, nothing else"
        ) from error
    except (ValueError, RecursionError) as error:  # NaN, a number of thousands of digits, brackets without end
        reason = str(error)[:80]
        raise NotJsonError(f"the answer is not usable JSON ({reason}); answer with one short JSON object") from error


def schema_problems(data: Any, schema: Mapping[str, Any]) -> list[str]:
    """Where `data` breaks `schema`: the field and what to do about it, at most six lines; empty when it does not."""
    errors = islice(_innermost(_validator(json.dumps(schema)).iter_errors(data)), _MOST_LOOKED_AT)
    lines = list(dict.fromkeys(map(_line, errors)))
    if len(lines) > _MOST_PROBLEMS:
        return [*lines[: _MOST_PROBLEMS - 1], f"and {len(lines) - _MOST_PROBLEMS + 1} more of the kind"]
    return lines


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _innermost(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    """For a failed `anyOf`, the errors of the alternative that the answer comes nearest to."""
    for error in errors:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        # An alternative that fails at its root is of another kind altogether.
        near = [branch for branch in branches.values() if all(inner.relative_path for inner in branch)]
        if near:
            yield from _innermost(min(near, key=lambda branch: len(list(branch))))
        else:
            yield error


def _line(error: ValidationError) -> str:
    field, keyword = _field(error), error.validator
    value: Any = error.instance
    wanted: Any = error.validator_value
    match keyword:
        case "required":
            missing = " and ".join(repr(name) for name in wanted if name not in value)
            return f"{field}: {missing} missing; add it"
        case "additionalProperties":
            schema: Any = error.schema
            extra = [name for name in value if name not in schema.get("properties", {})]
            return f"{field}: {_short(extra)} not allowed; leave it out"
        case "enum":
            shown = ", ".join(json.dumps(option, ensure_ascii=False) for option in wanted[:_MOST_OPTIONS])
            more = "" if len(wanted) <= _MOST_OPTIONS else f" or {len(wanted) - _MOST_OPTIONS} more"
            return f"{field}: {_short(value)} is not one of the answers allowed; write {shown}{more}"
        case "type":
            kinds = wanted if isinstance(wanted, str) else " or ".join(wanted)
            return f"{field}: {_short(value)} is not of type {kinds}; write a value of that type"
        case "maxLength" | "minLength" | "maxItems" | "minItems" | "maximum" | "minimum":
            return f"{field}: {_short(value)} breaks {keyword} {wanted}; keep to it"
        case _:
            return f"{field}: {error.message[:_LONGEST]}"


def _field(error: ValidationError) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    return path or "the answer"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
