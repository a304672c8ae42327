"""Grammars that keep the embedded engine's answers inside a schema, without a byte of white space.

Why not the ways the engine has already (xllamacpp 2026.10): its `response_format` allows white space anywhere, and a
small model spends a fifth to a half of its tokens on it; its `json_schema_to_grammar` gives a llguidance grammar, which
can be told to be compact, but let the model out of the schema in 11 of 40 answers with long non-ASCII strings. A
grammar in llama.cpp's own notation (GBNF) held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Any

from summarizer.errors import PackError

_RULES = {
    "string": r'"\"" char* "\""',
    "char": r'[^"\\\x7F\x00-\x1F] | [\\] (["\\/bfnrt] | "u" [0-9a-fA-F]{4})',
    "integer": '"-"? natural',
    "natural": '"0" | [1-9] [0-9]{0,15}',
    "number": '"-"? natural ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?',
    "boolean": '"true" | "false"',
    "null": '"null"',
}
_USES = {"string": ("char",), "integer": ("natural",), "number": ("natural",)}
_MOST_REPEATS = 1000  # the engine unrolls repetitions; longer ones are left to the validation of the answer
_MOST_NUMBERS = 1000


def compact_json(schema: Mapping[str, Any]) -> str:
    """A GBNF grammar for JSON without white space that satisfies `schema`; properties come in its order.

    `pattern`, `format` and bounds that are open or very wide are not enforced here, as every answer is validated again.
    Pure text: the same schema gives the same bytes, whether or not the engine is installed.

    Raises:
        PackError: the schema uses what strict hosted models refuse, too: optional properties or free-form objects.
    """
    return _cached(json.dumps(schema))


@lru_cache(maxsize=64)
def _cached(schema: str) -> str:
    return _Grammar(json.loads(schema)).text()


class _Grammar:
    def __init__(self, schema: dict[str, Any]) -> None:
        self._definitions = schema.get("$defs", {})
        self._rules: dict[str, str] = {}
        self._root = self._of(schema, "$")

    def text(self) -> str:
        rules = {"root": self._root, **dict(sorted(self._rules.items()))}
        return "".join(f"{name} ::= {body}\n" for name, body in rules.items())

    def _of(self, schema: Mapping[str, Any], path: str) -> str:
        if "$ref" in schema:
            return self._reference(schema["$ref"], path)
        if "const" in schema:
            return _literal(_dump(schema["const"]))
        if "enum" in schema:
            return _one_of(_dump(option) for option in schema["enum"])
        if "anyOf" in schema:
            options = [self._of(option, f"{path}.anyOf[{index}]") for index, option in enumerate(schema["anyOf"])]
            return f"({' | '.join(options)})"
        kind = schema.get("type")
        if isinstance(kind, list):
            return f"({' | '.join(self._of({**schema, 'type': one}, path) for one in kind)})"
        match kind:
            case "object":
                return self._object(schema, path)
            case "array":
                return self._array(schema, path)
            case "string":
                return self._string(schema)
            case "integer":
                return self._integer(schema)
            case "number" | "boolean" | "null":
                return self._use(kind)
        raise PackError(f"the schema says nothing about {path} that a grammar can enforce; give it a type or an enum")

    def _object(self, schema: Mapping[str, Any], path: str) -> str:
        properties = schema.get("properties")
        if not properties or schema.get("additionalProperties") is not False:
            raise PackError(f"the schema leaves the fields of {path} open; name them and forbid others")
        if optional := sorted(set(properties) - set(schema.get("required", ()))):
            raise PackError(f"the schema makes {path}.{optional[0]} optional; require it and allow null")
        fields = [
            f"{_literal(_dump(name) + ':')} {self._of(item, f'{path}.{name}')}" for name, item in properties.items()
        ]
        return '"{" ' + ' "," '.join(fields) + ' "}"'

    def _array(self, schema: Mapping[str, Any], path: str) -> str:
        if "items" not in schema:
            raise PackError(f"the schema does not say what {path} holds; give it items")
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if most == 0:
            return '"[]"'
        item = self._of(schema["items"], f"{path}[]")
        more = f'("," {item}){_repeats(max(least - 1, 0), None if most is None else most - 1)}'
        return f'"[" {item} {more} "]"' if least else f'"[" ({item} {more})? "]"'

    def _string(self, schema: Mapping[str, Any]) -> str:
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        if (least == 0 and most is None) or max(least, most or 0) > _MOST_REPEATS:
            return self._use("string")
        return rf'"\"" {self._use("char")}{_repeats(least, most)} "\""'

    def _integer(self, schema: Mapping[str, Any]) -> str:
        least, most = schema.get("minimum"), schema.get("maximum")
        if least is not None and most is not None and 0 <= most - least < _MOST_NUMBERS:
            return _one_of(str(number) for number in range(int(least), int(most) + 1))
        return self._use("natural" if least is not None and least >= 0 else "integer")

    def _reference(self, reference: str, path: str) -> str:
        name = reference.removeprefix("#/$defs/")
        if name not in self._definitions:
            raise PackError(f"the schema points from {path} at {reference}, which it does not define")
        # Rule names are letters, digits and dashes; the index keeps two definitions apart that differ in other signs.
        index = list(self._definitions).index(name)
        rule = f"def-{index}"
        if rule not in self._rules:
            self._rules[rule] = ""  # now known, should the definition mention itself
            self._rules[rule] = self._of(self._definitions[name], f"$defs.{name}")
        return rule

    def _use(self, name: str) -> str:
        for rule in (name, *_USES.get(name, ())):
            self._rules[rule] = _RULES[rule]
        return name


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _repeats(least: int, most: int | None) -> str:
    if most is None:
        return "*" if least == 0 else f"{{{least},}}"
    return f"{{{least},{most}}}"


def _one_of(options: Iterable[str]) -> str:
    """Alternatives by common beginnings: the engine follows every open alternative at each token it considers."""
    return _branches(sorted(set(options)))


def _branches(options: Sequence[str]) -> str:
    if len(options) == 1:
        return _literal(options[0])
    # In sorted order, what the first and the last begin with, all do.
    pairs = zip(options[0], options[-1], strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rests = [option[len(shared) :] for option in options]
    parts: list[str] = []
    for first, group in groupby(rests, key=lambda rest: rest[:1]):
        parts.append(_branches(list(group)) if first else '""')
    alternatives = f"({' | '.join(parts)})"
    return f"{_literal(shared)} {alternatives}" if shared else alternatives
