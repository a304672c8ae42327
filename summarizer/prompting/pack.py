"""Prompt packs: a folder with a manifest, message templates and worked examples.

    prompts/<name>/pack.toml      name, description, strategy, limits
    prompts/<name>/*.md           message templates (Jinja)
    prompts/<name>/examples/*.yaml   an original article and the answer it should get

A pack is trusted like code; an article is not. Article text only ever enters a template as a value, so template syntax
in it stays text, and `for_model` takes the chat-template tokens out of it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from summarizer.engines.calls import Message
from summarizer.errors import PackError
from summarizer.resources import resource_dir
from summarizer.schemas import wire_schema
from summarizer.text import chat_tokens

if TYPE_CHECKING:
    from jinja2 import Environment

Strategy = Literal["direct", "sentences", "staged"]

# Which wire schemas each strategy sends; their bytes are part of a pack's hash.
WIRE_SCHEMAS: Mapping[Strategy, tuple[str, ...]] = {
    "direct": ("direct",),
    "sentences": ("sentences",),
    "staged": ("staged-speaker", "staged-kind", "staged-option"),
}
# The templates each strategy renders; a pack without one of them does not load.
TEMPLATES: Mapping[Strategy, tuple[str, ...]] = {
    "direct": ("system", "article"),
    "sentences": ("system", "article"),
    "staged": ("system", "article", "speaker", "kind", "affiliation", "what", "unverified"),
}
_MANIFEST = {"name", "description", "strategy", "max_tokens", "temperature", "chunk_chars"}


@dataclass(frozen=True)
class Example:
    """A worked example: an original article and the wire answer that it should get."""

    name: str
    article: str
    answer: dict[str, Any]


@dataclass(frozen=True)
class Pack:
    """One way of asking. `sha256` is over its files and the wire schemas it sends, so equal hashes ask equal questions.

    `max_tokens` limits one answer, `chunk_chars` is how much article text one request may carry.
    """

    name: str
    description: str
    strategy: Strategy
    sha256: str
    templates: Mapping[str, str] = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)
    max_tokens: int
    temperature: float = 0.0
    chunk_chars: int = 12_000

    def fitted(self, context: int) -> Pack:
        """The same pack with chunks small enough for a model with `context` tokens.

        Half of what the answer leaves free is for instructions, examples and a safety margin; three characters a token
        is a cautious figure for English news.
        """
        room = max(context - self.max_tokens, context // 4)
        chars = min(self.chunk_chars, max(600, room // 2 * 3))
        # A copy would compile its templates anew, for every article.
        return self if chars == self.chunk_chars else replace(self, chunk_chars=chars)

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import DictLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        # Messages are plain text, so there is nothing to escape; values are never rendered a second time.
        return SandboxedEnvironment(
            loader=DictLoader(dict(self.templates)), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def render(self, template: str, /, **values: Any) -> str:
        """The template with `values` put in.

        Raises:
            PackError: the template uses a value that it is not given, or is not valid Jinja.
        """
        from jinja2 import TemplateError

        try:
            return self._environment.get_template(template).render(**values).strip()
        except TemplateError as error:
            raise PackError(f"pack {self.name}: template {template}.md: {error}") from error

    def message(self, role: Literal["system", "user", "assistant"], template: str, /, **values: Any) -> Message:
        """A rendered message."""
        return {"role": role, "content": self.render(template, **values)}


def for_model(text: str) -> str:
    """Article text as a model may see it: chat-template tokens can no longer be read as such.

    A space after the opening bracket is enough, because tokenizers match these tokens whole. Other text is unchanged.
    """
    return chat_tokens.broken(text)


def pack_names() -> list[str]:
    """The packs that ship with the package, sorted."""
    return sorted(path.parent.name for path in resource_dir("prompts").glob("*/pack.toml"))


def load_pack(name: str) -> Pack:
    """The pack called `name`, or the one in the folder `name` where it is a path.

    Raises:
        PackError: no such pack, or a broken one.
    """
    folder = Path(name) if "/" in name or "\\" in name else resource_dir("prompts") / name
    manifest = folder / "pack.toml"
    if not manifest.is_file():
        raise PackError(
            f"no prompt pack {name!r}; there are {', '.join(pack_names())}, or give a folder with a pack.toml"
        )
    try:
        settings = tomllib.loads(_text(name, manifest))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"pack {name}: pack.toml: {error}") from error
    return _pack(folder, settings)


def _pack(folder: Path, settings: dict[str, Any]) -> Pack:
    name = str(settings.get("name", folder.name))
    if unknown := sorted(set(settings) - _MANIFEST):
        raise PackError(f"pack {name}: pack.toml: unknown key {unknown[0]!r}")
    strategy = _strategy(name, settings.get("strategy"))
    if not isinstance(settings.get("description"), str):
        raise PackError(f"pack {name}: pack.toml needs description (str)")
    templates = {path.stem: _text(name, path) for path in sorted(folder.glob("*.md"))}
    if missing := [template for template in TEMPLATES[strategy] if template not in templates]:
        raise PackError(f"pack {name}: the template {missing[0]}.md is missing")
    examples = tuple(_example(name, path) for path in sorted((folder / "examples").glob("*.yaml")))
    if examples and strategy == "staged":
        raise PackError(f"pack {name}: a staged pack asks without examples; take its folder examples/ away")
    return Pack(
        name=name,
        description=settings["description"],
        strategy=strategy,
        sha256=_hash(folder, strategy),
        templates=templates,
        examples=examples,
        max_tokens=_count(name, "max_tokens", settings.get("max_tokens")),
        temperature=_temperature(name, settings.get("temperature", Pack.temperature)),
        chunk_chars=_count(name, "chunk_chars", settings.get("chunk_chars", Pack.chunk_chars)),
    )


def _count(pack: str, key: str, given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise PackError(f"pack {pack}: pack.toml needs {key}, a whole number from 1")
    return given


def _temperature(pack: str, given: object) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 <= given <= 2:
        raise PackError(f"pack {pack}: pack.toml: temperature is {given!r}, not a number from 0 to 2")
    return float(given)


def _strategy(pack: str, given: object) -> Strategy:
    for known in WIRE_SCHEMAS:
        if given == known:
            return known
    raise PackError(f"pack {pack}: strategy is {given!r}, not one of {', '.join(WIRE_SCHEMAS)}")


def _text(pack: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"pack {pack}: {path.name}: {error}") from error


def _example(pack: str, path: Path) -> Example:
    try:
        content = yaml.safe_load(_text(pack, path))
    except yaml.YAMLError as error:
        raise PackError(f"pack {pack}: {path.name}: {error}") from error
    if (
        not isinstance(content, dict)
        or set(content) != {"article", "answer"}
        or not isinstance(content["answer"], dict)
    ):
        raise PackError(f"pack {pack}: {path.name} needs exactly `article` and `answer`")
    return Example(path.stem, str(content["article"]), content["answer"])


def _hash(folder: Path, strategy: Strategy) -> str:
    digest = hashlib.sha256()
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix in (".toml", ".md", ".yaml")]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in WIRE_SCHEMAS[strategy]:
        digest.update(name.encode() + b"\0" + repr(wire_schema(name)).encode() + b"\0")
    return digest.hexdigest()
