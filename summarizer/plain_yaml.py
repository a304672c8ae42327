"""YAML as people write it by hand, without what makes it dangerous: no aliases, no tags, no bottomless nesting.

An alias lets a page of text unfold into gigabytes, and a reader that recurses can be made to overflow its stack. So the
values are built here, from the events of the parser, in one pass with a stack of our own; scalars mean what they mean to
`yaml.safe_load`.
"""

from __future__ import annotations

from typing import Any, NoReturn

import yaml

MAX_DEPTH = 32
MAX_VALUES = 250_000
_LONGEST_FIGURE = (
    100  # longer plain scalars are text: reading figures of any length takes time that grows with the square
)
_NOTHING = object()


class PlainYamlError(ValueError):
    """The text is not YAML, or uses what is not allowed here; with the line."""


def load(data: bytes | str) -> Any:
    """The value of the one document in `data`; None where it is empty.

    Raises:
        PlainYamlError: not YAML; an alias, anchor or tag; a key twice in one mapping or a key that is no text; nested
            deeper than `MAX_DEPTH`, or more than `MAX_VALUES` values.
    """
    builder = _Builder()
    # libyaml reads ten times as fast; wheels of PyYAML have it, builds from source may not.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
    try:
        while True:
            event = loader.get_event()
            if isinstance(event, yaml.StreamEndEvent):
                return builder.value
            builder.take(event)
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise PlainYamlError(" ".join(str(error).split())[:300]) from error
    finally:
        loader.dispose()


class _Builder:
    """Puts values together. `_open` are the containers that are not closed yet, each with the key that waits."""

    def __init__(self) -> None:
        self.value: Any = None
        self._open: list[tuple[dict[str, Any] | list[Any], list[Any]]] = []
        self._values = 0
        self._documents = 0
        self._scalars = _Scalars()

    def take(self, event: Any) -> None:
        """The next event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                _refuse(event, "a second document begins")
        elif isinstance(event, yaml.AliasEvent):
            _refuse(event, "an alias (*) is not allowed here; write the value out")
        elif isinstance(event, yaml.NodeEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            container, _ = self._open.pop()
            self._put(container, event)

    def _begin(self, event: Any) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            _refuse(event, f"more than {MAX_VALUES:,} values")
        if event.anchor is not None:
            _refuse(event, "an anchor (&) is not allowed here")
        if isinstance(event, yaml.ScalarEvent):
            self._put(self._scalars.value_of(event), event)
            return
        if event.tag not in (None, "!"):
            _refuse(event, "a tag (!) is not allowed here")
        if len(self._open) >= MAX_DEPTH:
            _refuse(event, f"nested more than {MAX_DEPTH} deep")
        self._open.append(({} if isinstance(event, yaml.MappingStartEvent) else [], [_NOTHING]))

    def _put(self, value: Any, event: Any) -> None:
        if not self._open:
            self.value = value
            return
        container, key = self._open[-1]
        if isinstance(container, list):
            container.append(value)
        elif key[0] is _NOTHING:
            if not isinstance(value, str):
                _refuse(event, f"the key {str(value)[:40]!r} is no text")
            if value in container:
                _refuse(event, f"the key {value[:40]!r} is given twice")
            key[0] = value
        else:
            container[key[0]] = value
            key[0] = _NOTHING


class _Scalars(yaml.constructor.SafeConstructor, yaml.resolver.Resolver):
    """Scalars as `yaml.safe_load` reads them."""

    def __init__(self) -> None:
        yaml.constructor.SafeConstructor.__init__(self)
        yaml.resolver.Resolver.__init__(self)

    def value_of(self, event: Any) -> Any:
        """The value of a scalar event."""
        if event.tag not in (None, "!"):
            _refuse(event, "a tag (!) is not allowed here")
        text: str = event.value
        plain = event.implicit[0] and event.tag is None
        if not plain or len(text) > _LONGEST_FIGURE:
            return text
        resolve: Any = self.resolve  # untyped in the library's stubs
        tag = resolve(yaml.ScalarNode, text, event.implicit)
        if tag == "tag:yaml.org,2002:str":
            return text
        construct = self.yaml_constructors.get(tag)
        if construct is None:  # `<<` and `=`, which stand for merging and values of a tree
            return text
        try:
            return construct(self, yaml.ScalarNode(tag, text, event.start_mark))
        except (ValueError, OverflowError) as error:  # 2024-02-30
            _refuse(event, f"{text!r} is no value: {error}")


def _refuse(event: Any, what: str) -> NoReturn:
    raise PlainYamlError(f"{what} (line {event.start_mark.line + 1})")
