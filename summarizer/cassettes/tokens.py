"""Token probabilities in a form that takes a line for several tokens instead of several lines for one.

A list of tokens, each with `token`, `logprob`, `bytes` and perhaps `id` and `top_logprobs`, is kept as

    {"fields": ["id", "token", "bytes", "logprob", "top_logprobs"], "rows": [["who", -0.25, 8291], …]}

A row is token, log probability, and the id where there is one. What cannot be worked out from these comes last, as an
object: `bytes` that are not the token's UTF-8, and `top` rows, unless the token itself is the only one.
"""

from __future__ import annotations

from typing import Any

_REQUIRED = {"token", "logprob", "bytes"}
_KNOWN = _REQUIRED | {"id", "top_logprobs"}


def pack(entries: list[Any]) -> dict[str, Any] | None:
    """The short form of a list of tokens; None where it is anything else."""
    if not entries or not isinstance(entries[0], dict):
        return None
    fields = list(entries[0])
    if not _REQUIRED <= set(fields) <= _KNOWN:
        return None
    rows = _rows(entries, fields)
    return None if rows is None else {"fields": fields, "rows": rows}


def _rows(entries: list[Any], fields: list[str]) -> list[list[Any]] | None:
    rows = []
    for entry in entries:
        if not isinstance(entry, dict) or entry.keys() != set(fields) or not isinstance(entry["token"], str):
            return None
        row = [entry["token"], entry["logprob"], *([entry["id"]] if "id" in fields else [])]
        rest = {} if entry["bytes"] == _utf8(entry["token"]) else {"bytes": entry["bytes"]}
        if "top_logprobs" in fields and entry["top_logprobs"] != [_alone(entry)]:
            if not isinstance(entry["top_logprobs"], list):
                return None
            top = _rows(entry["top_logprobs"], [name for name in fields if name != "top_logprobs"])
            if top is None:
                return None
            rest["top"] = top
        rows.append([*row, rest] if rest else row)
    return rows


def unpack(packed: dict[str, Any]) -> list[dict[str, Any]]:
    """The reverse of `pack`."""
    return [_entry(row, packed["fields"]) for row in packed["rows"]]


def _entry(row: list[Any], fields: list[str]) -> dict[str, Any]:
    token, logprob, *more = row
    values: dict[str, Any] = {"token": token, "logprob": logprob, "bytes": _utf8(token)}
    if "id" in fields:
        values["id"], *more = more
    rest = more[0] if more else {}
    values |= {name: value for name, value in rest.items() if name == "bytes"}
    if "top_logprobs" in fields:
        inner = [name for name in fields if name != "top_logprobs"]
        top = rest.get("top")
        values["top_logprobs"] = [_alone(values)] if top is None else [_entry(one, inner) for one in top]
    return {name: values[name] for name in fields}


def _alone(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "top_logprobs"}


def _utf8(token: str) -> list[int]:
    return list(token.encode("utf-8", "surrogatepass"))
