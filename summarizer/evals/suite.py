"""Suites: which prompts, models and gold go together, declared in a YAML file.

schema_version: "1.0"
name: newsroom
gold: ../gold/newsroom            # folder of gold files; paths are relative to the suite's file
cassettes: ../../cassettes/newsroom
packs: [direct, sentences, staged]
models: [local/qwen2.5-coder-1.5b]
takes: 1
human: {a: ../gold/seeds/a, b: ../gold/seeds/b}      # optional: two labellings, for the human ceiling
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summarizer.errors import InputError, UsageError

Model = TypeVar("Model", bound=BaseModel)
SUITES = Path("evals/suites")
_MAX_BYTES = 50_000_000


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Human(_Record):
    """Two independent labellings of the same articles: folders of gold files."""

    a: Path
    b: Path


class Suite(_Record):
    """What a suite's file says. Every pack is asked of every model, `takes` times for each article."""

    schema_version: Literal["1.0"]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    gold: Path
    cassettes: Path
    packs: list[str] = Field(min_length=1)
    models: list[str] = Field(min_length=1)
    takes: int = Field(default=1, ge=1, le=100)
    human: Human | None = None

    @field_validator("packs", "models")
    @classmethod
    def _no_twins(cls, names: list[str]) -> list[str]:
        if len(set(names)) < len(names):
            raise ValueError("a name is given twice")
        return names


@dataclass(frozen=True)
class OpenSuite:
    """A suite and the file it was read from."""

    path: Path
    suite: Suite

    def resolve(self, path: Path) -> Path:
        """A path of the suite as seen from the working directory."""
        return Path(os.path.normpath(self.path.parent / path))


def load_suite(name: str) -> OpenSuite:
    """The suite in the file `name`, or the one called so in `evals/suites`.

    Raises:
        UsageError: there is none.
        InputError: it is not a suite, has an unknown field, or asks nothing.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = SUITES / f"{name}.yaml"
        if not path.is_file():
            known = ", ".join(sorted(file.stem for file in SUITES.glob("*.yaml"))) or "none here"
            raise UsageError(f"no suite {name!r} in {SUITES} ({known}); give one of these or a .yaml file")
    return OpenSuite(path, read_yaml(path, Suite))


def read_yaml(path: Path, model: type[Model]) -> Model:
    """A small YAML file as `model`.

    Raises:
        InputError: it is missing, not YAML, or not what `model` wants, with the first thing that is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise InputError(f"{path}: {len(data):,} bytes is too large for this kind of file")
    try:
        content: Any = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: {where or 'the file'}: {first['msg']}") from error
