"""How recordings are written: JSON so that a diff can be read, and text that may hold half a character."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 120
# Items of a list that are at most this long share a line, so that a list of token probabilities stays readable.
_SHORT_ITEM = 80


def pretty_json(value: Any) -> str:
    """`value` as JSON: whatever fits into 120 characters on one line, everything else one entry a line."""
    return _pretty(value, 0, 0) + "\n"


def _pretty(value: Any, indent: int, taken: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or not value or indent + taken + len(flat) < WIDTH:
        return flat
    inner, pad = indent + 1, " " * (indent + 1)
    if isinstance(value, dict):
        entries = []
        for name, item in value.items():
            label = json.dumps(name, ensure_ascii=False) + ": "
            entries.append(pad + label + _pretty(item, inner, len(label)))
        return "{\n" + ",\n".join(entries) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + line for line in _lines(value, inner)) + "\n" + " " * indent + "]"


def _lines(items: list[Any], indent: int) -> list[str]:
    """The items of a list, short ones several to a line."""
    lines: list[str] = []
    open_line = False
    for item in items:
        text = _pretty(item, indent, 0)
        short = len(text) <= _SHORT_ITEM and not isinstance(item, str)
        if short and open_line and indent + len(lines[-1]) + 2 + len(text) < WIDTH:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
        open_line = short
    return lines


def encode(text: str) -> bytes:
    """UTF-8, with lone surrogates kept (a model can write half an emoji in a JSON escape)."""
    return text.encode("utf-8", "surrogatepass")


def decode(content: bytes) -> str:
    """The reverse of `encode`."""
    return content.decode("utf-8", "surrogatepass")
