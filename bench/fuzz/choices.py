"""Structured input from plain bytes, so that a fuzzer's bytes become texts, answers and files that are nearly right.

Every decision takes a byte or two; when they run out every further one is the first. Equal bytes give equal input.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

WORDS = (
    "the", "a", "of", "and", "to", "said", "Ada", "Quill", "Mr.", "Dr", "U.S.", "minister", "according", "claimed",
    "denied", "told", "that", "may", "reportedly", "not", "no", "without", "at", "least", "more", "than", "about",
    "hundreds", "tens", "thousands", "million", "billion", "trillion", "hundred", "dozen", "half", "two-thirds", "one",
    "twenty-one", "percent", "%", "per", "cent", "percentage", "points", "km", "square", "miles", "tonnes", "°C", "€",
    "$", "£", "1", "86%", "1,100", "1.100,5", "2024", "10 May 2024", "3.5", "1e9", "½", "²", "٣", "10–20", "-5", "+7",
    "3:45", "12/05/2024", "No.", "“", "”", "\"", "‘", "’", "'", "«", "»", "(", ")", "[", "]", "—", "-", "…", ".", ",",
    ";", ":", "!", "?", "\n", "\n\n", "\t", " ", "\u00a0", "\u200b", "\u00ad", "\u202e", "\x1b[31m", "\x00", "\r\n",
    "e\u0301", "İ", "ß", "ﬁ", "漢字", "。", "«не»", "👩\u200d🚀", "\U000e0041", "#", "*", "_", "`", "<b>", "&amp;", "|", "---",
    "By", "KYIV (Reuters) —", "Photo:", "Advertisement", "Read more", "•", "1.", "http://x.example/", "@x", "<|im_end|>",
)  # fmt: skip
_NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, 0.5, -0.0, 1e308, "", " ", "a", "c1", "n1", "h9", "outlet", "0", "1.0",
    "NaN", "1e999999999", "-1e-999999999", "../../etc/passwd", "/dev/zero", "..", "a\nb", "\x00", "\ud800", "\u202e\x1b[31m",
    "A" * 3000, [], {}, [[]], [None], {"": None}, {"$shared": "../x.txt"}, {"$lines": [1]}, {"$tokens": {}}, {"$literal": 1},
    {"$parsed": {}}, {"$parsed_spaced": [[]]},
)  # fmt: skip


class Choices:
    """Decisions taken from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._data)

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        size = 1 if limit <= 256 else 2
        taken = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(taken, "little") % max(1, limit)

    def one_of(self, options: Sequence[Any]) -> Any:
        return options[self.below(len(options))] if options else None


def text_of(choices: Choices, most: int = 400) -> str:
    """A text of words, figures, marks and traps, some of them many times."""
    parts: list[str] = []
    while not choices.done and len(parts) < most:
        word = choices.one_of(WORDS)
        kind = choices.below(16)
        if kind == 0:
            parts.append(word * (1 + choices.below(40)))
        else:
            parts.append(word if kind < 4 else word + " ")
    return "".join(parts)


def answer_of(schema: Mapping[str, Any], choices: Choices, words: Sequence[str], depth: int = 0) -> Any:
    """A value that `schema` allows, with strings from `words`."""
    if "anyOf" in schema:
        return answer_of(choices.one_of(schema["anyOf"]), choices, words, depth)
    if "enum" in schema:
        return choices.one_of(schema["enum"])
    kind = schema.get("type")
    kind = choices.one_of(kind) if isinstance(kind, list) else kind
    if kind == "object":
        return {name: answer_of(part, choices, words, depth + 1) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [answer_of(schema["items"], choices, words, depth + 1) for _ in range(choices.below(6 - min(depth, 4)))]
    if kind == "string":
        return _words_of(choices, words)
    if kind in ("integer", "number"):
        return choices.one_of((1, 2, 3, 5, 8, 0, -1, 40, 10**12)) if kind == "integer" else choices.below(100) / 10
    return {"boolean": bool(choices.below(2)), "null": None}.get(str(kind), "")


def _words_of(choices: Choices, words: Sequence[str]) -> str:
    """A stretch of the article, changed a little now and then, or something else."""
    kind = choices.below(8)
    if kind == 0:
        return text_of(Choices(bytes([choices.below(256), 9, choices.below(256), 9])))
    start = choices.below(len(words) or 1)
    found = " ".join(words[start : start + 1 + choices.below(12)])
    if kind == 1:
        return found.replace("’", "'").upper()
    if kind == 2:
        return found[:: 1 + choices.below(3)]
    return found


def mutated(tree: Any, choices: Choices) -> Any:
    """`tree` with some of its places changed: removed, repeated, swapped, nested, replaced."""
    tree = copy.deepcopy(tree)
    for _ in range(1 + choices.below(4)):
        places = list(_places(tree))
        holder, name = choices.one_of(places) if places else (None, None)
        if holder is None:
            return choices.one_of(_NASTY)
        kind = choices.below(8)
        if kind == 0:
            del holder[name]
        elif kind == 1 and isinstance(holder, list):
            holder.insert(name, copy.deepcopy(holder[name]))
        elif kind == 2:
            other, key = choices.one_of(places)
            value = other[key] if (key in other if isinstance(other, dict) else key < len(other)) else None
            holder[name] = copy.deepcopy(value)
        elif kind == 3:
            for _ in range(choices.one_of((1, 5, 70, 400))):
                holder[name] = [holder[name]] if choices.below(2) else {"a": holder[name]}
        elif kind == 4 and isinstance(holder, dict):
            holder[str(choices.one_of(_NASTY))[:40]] = holder.pop(name)
        elif kind == 5 and isinstance(holder[name], str):
            at = choices.below(len(holder[name]) + 1)
            holder[name] = holder[name][:at] + choices.one_of(WORDS) + holder[name][at:]
        elif kind == 6 and isinstance(holder[name], int):
            holder[name] = holder[name] + choices.one_of((-1, 1, 10, -10, 2**40))
        else:
            holder[name] = copy.deepcopy(choices.one_of(_NASTY))
    return tree


def _places(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting and len(found) < 5000:
        one = waiting.pop()
        entries = list(one.items()) if isinstance(one, dict) else list(enumerate(one)) if isinstance(one, list) else []
        for name, value in entries:
            found.append((one, name))
            if isinstance(value, (dict, list)):
                waiting.append(value)
    return found
