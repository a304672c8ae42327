"""The committed JSON Schemas: generated from the models, checked byte for byte, linted, and sent as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from summarizer.errors import SummarizerError
from summarizer.resources import resource_dir

# What hosted models refuse in strict mode, and why it is here although a schema library would accept it.
_REFUSED = (
    "default",
    "oneOf",
    "discriminator",
    "prefixItems",
    "uniqueItems",
    "patternProperties",
    "not",
    "if",
    "allOf",
)


def wire_file(name: str) -> str:
    """File name of a wire schema."""
    return f"wire-{name}.json"


def generated() -> dict[str, str]:
    """Every schema this version of the models stands for: file name to JSON text."""
    from summarizer.briefs.models import Brief
    from summarizer.collate.models import Collation
    from summarizer.collate.wire import SameAnswer
    from summarizer.prompting.wire import WIRE_MODELS

    files = {
        "brief.json": _text(Brief.model_json_schema(mode="serialization")),
        "collation.json": _text(Collation.model_json_schema(mode="serialization")),
    }
    wires: dict[str, type[BaseModel]] = {**WIRE_MODELS, "collate-same": SameAnswer}
    for name, model in wires.items():
        files[wire_file(name)] = _text(_wire(model))
    return files


def differences(folder: Path | None = None) -> list[str]:
    """What `schemas/` holds that differs from the models, one line each; empty when they agree byte for byte."""
    folder = folder or resource_dir("schemas")
    wanted = generated()
    present = {path.name for path in folder.glob("*.json")}
    found = [f"{name}: missing" for name in sorted(wanted.keys() - present)]
    found += [f"{name}: no model generates it" for name in sorted(present - wanted.keys())]
    for name in sorted(wanted.keys() & present):
        if (folder / name).read_bytes() != wanted[name].encode():
            found.append(f"{name}: differs from the models; run `summarizer schema --write` and review the change")
    return found


def lint(schema: Mapping[str, Any]) -> list[str]:
    """What strict hosted models refuse in a wire schema, one line each."""
    found = [] if schema.get("type") == "object" else ["the root must be one object"]
    for path, node in _nodes(schema, "$"):
        found += [f"{path}: `{word}` is refused" for word in _REFUSED if word in node]
        if node.get("type") != "object":
            continue
        properties = node.get("properties")
        if not properties:
            found.append(f"{path}: an object without named properties is refused")
            continue
        if node.get("additionalProperties") is not False:
            found.append(f"{path}: additionalProperties must be false")
        missing = sorted(set(properties) - set(node.get("required", ())))
        if missing:
            found.append(f"{path}: not required: {', '.join(missing)}")
    return found


@cache
def _committed(name: str) -> str:
    path = resource_dir("schemas") / wire_file(name)
    if not path.is_file():
        raise SummarizerError(f"the wire schema {path.name} is missing; run `summarizer schema --write`")
    return path.read_text(encoding="utf-8")


def wire_schema(name: str) -> dict[str, Any]:
    """The committed wire schema called `name`, as a fresh dictionary."""
    schema = json.loads(_committed(name))
    assert isinstance(schema, dict)
    return schema


def _wire(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema, references inlined and prose left out: fewer tokens, and nothing that varies by version."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return plain(definitions[node["$ref"].rsplit("/", 1)[1]])
        return {
            key: {name: plain(item) for name, item in value.items()} if key == "properties" else plain(value)
            for key, value in node.items()
            if key not in ("title", "description")
        }

    return dict(plain(schema))


def _nodes(node: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        yield path, node
        for name, item in node.get("properties", {}).items():
            yield from _nodes(item, f"{path}.{name}")
        for key in ("items", "anyOf", "$defs"):
            child = node.get(key)
            if isinstance(child, list):
                for index, item in enumerate(child):
                    yield from _nodes(item, f"{path}.{key}[{index}]")
            elif key == "$defs" and isinstance(child, Mapping):
                for name, item in child.items():
                    yield from _nodes(item, f"{path}.{name}")
            elif child is not None:
                yield from _nodes(child, f"{path}[]")


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
