"""A grammar says exactly what compact JSON of its schema says. (That the engine obeys it: `test_embedded.py`.)"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.engines.grammar import compact_json
from summarizer.errors import PackError

_TOKEN = re.compile(
    r'(?P<literal>"(?:[^"\\]|\\.)*")|(?P<set>\[(?:[^\]\\]|\\.)*\])|(?P<name>[a-z][a-z0-9-]*)'
    r"|(?P<repeat>[*?]|\{\d+(?:,\d*)?\})|(?P<mark>[()|])|\s+"
)
_ESCAPE = re.compile(r"\\(.)")


def as_regex(grammar: str) -> re.Pattern[str]:
    """The grammar as a regular expression: an independent reading, for grammars that do not mention themselves."""
    rules = dict(line.split(" ::= ", 1) for line in grammar.rstrip("\n").split("\n"))

    def read(body: str) -> str:
        out, at = [], 0
        while at < len(body):
            match = _TOKEN.match(body, at)
            assert match, f"not a grammar: {body[at : at + 40]!r}"
            at = match.end()
            if match["literal"]:
                out.append("(?:" + re.escape(_ESCAPE.sub(r"\1", match["literal"][1:-1])) + ")")
            elif match["name"]:
                out.append(f"(?:{read(rules[match['name']])})")
            elif match["mark"]:
                out.append("(?:" if match["mark"] == "(" else match["mark"])
            else:
                out.append(match["set"] or match["repeat"] or "")
        return "".join(out)

    return re.compile(read(rules["root"]))


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


KINDS: list[tuple[dict[str, Any], list[Any], list[str]]] = [
    ({"type": "string"}, ["", 'a "b" \\ c\n', "Żółć 中文 🙂"], ['"a', '"a"b"', "a", '"\n"']),
    ({"type": "string", "maxLength": 3}, ["", "abc"], ['"abcd"']),
    ({"type": "string", "minLength": 2, "maxLength": 3}, ["ab", "abc"], ['"a"', '"abcd"']),
    ({"type": "integer"}, [0, -7, 42, 10**15], ["01", "1.5", "+1", "-"]),
    ({"type": "integer", "minimum": 0}, [0, 67_000], ["-1"]),
    ({"type": "integer", "minimum": 8, "maximum": 12}, [8, 10, 12], ["7", "13", "1"]),
    ({"type": "number"}, [0.5, -1.25e-7, 3], [".5", "1."]),
    ({"type": ["integer", "null"]}, [None, 5], ["nul"]),
    ({"type": "boolean"}, [True, False], ["True"]),
    ({"enum": ["Kos", "Kosm’s", 'the "chief"', 3, None, "Ko"]}, ["Kos", "Ko", 'the "chief"', 3, None], ['"K"', "4"]),
    ({"const": "a: b"}, ["a: b"], ['"a"']),
    ({"type": "array", "items": {"type": "integer"}}, [[], [1], [1, 2, 3]], ["[1,]", "[,1]", "[1 ]"]),
    ({"type": "array", "items": {"enum": [1]}, "minItems": 2, "maxItems": 3}, [[1, 1], [1] * 3], ["[1]", "[1,1,1,1]"]),
    ({"type": "array", "items": {"enum": ["x"]}, "maxItems": 1}, [[], ["x"]], ['["x","x"]']),
    ({"type": "array", "items": {"enum": ["x"]}, "maxItems": 0}, [[]], ['["x"]']),
    ({"type": "array", "items": {"enum": ["x"]}, "minItems": 1}, [["x"], ["x"] * 9], ["[]"]),
    (obj(a={"type": "null"}, b=obj(c={"enum": [1]})), [{"a": None, "b": {"c": 1}}], ['{"b":{"c":1},"a":null}', "{}"]),
    ({"anyOf": [obj(a={"const": 1}), {"type": "null"}]}, [{"a": 1}, None], ['{"a":2}']),
]


@pytest.mark.parametrize(("schema", "right", "wrong"), KINDS)
def test_a_grammar_admits_what_the_schema_admits_and_no_more(
    schema: dict[str, Any], right: list[Any], wrong: list[str]
) -> None:
    pattern = as_regex(compact_json(obj(field=schema)))
    for data in right:
        assert pattern.fullmatch(compact({"field": data})), data
    for text in wrong:
        assert not pattern.fullmatch(f'{{"field":{text}}}'), text
    assert not pattern.fullmatch(f'{{ "field":{compact(right[0])}}}')


def test_definitions_may_be_shared_and_mention_themselves() -> None:
    node = obj(name={"type": "string"}, child={"anyOf": [{"$ref": "#/$defs/Node_1"}, {"type": "null"}]})
    reference = {"$ref": "#/$defs/Node_1"}
    grammar = compact_json(obj(a=reference, b=reference) | {"$defs": {"Node_1": node}})
    assert grammar.count("def-0 ::=") == 1
    assert grammar.count("def-0") == 4


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=30, unique=True), st.text(max_size=12))
def test_an_enum_admits_exactly_its_options(options: list[str], other: str) -> None:
    grammar = compact_json(obj(who={"enum": options}))
    assert grammar.count("\n") == 1  # options never break out of their line
    pattern = as_regex(grammar)
    assert all(pattern.fullmatch(compact({"who": option})) for option in options)
    assert bool(pattern.fullmatch(compact({"who": other}))) == (other in options)


def test_the_same_schema_gives_the_same_bytes_and_the_order_of_fields_counts() -> None:
    one = obj(a={"type": "string"}, b={"type": "integer"})
    assert compact_json(one) == compact_json(json.loads(json.dumps(one)))
    assert compact_json(one) != compact_json(obj(b={"type": "integer"}, a={"type": "string"}))


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "object"}, r"\$ open"),
        (obj(a={"type": "string"}) | {"required": []}, r"\$\.a optional"),
        (obj(a={}), r"about \$\.a"),
        (obj(a={"type": "array"}), r"what \$\.a holds"),
        (obj(a={"$ref": "#/$defs/No"}), r"#/\$defs/No"),
    ],
)
def test_what_a_grammar_cannot_enforce_is_an_error_with_its_place(schema: dict[str, Any], words: str) -> None:
    with pytest.raises(PackError, match=words):
        compact_json(schema)


def test_long_enums_stay_small() -> None:
    options = [f"Person number {number} of the town" for number in range(2000)]
    assert len(compact_json(obj(who={"enum": options}))) < 40 * len(options)
