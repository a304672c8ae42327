"""Suites: which prompts, models and gold go together, declared in a YAML file.

schema_version: "1.0"
name: newsroom
gold: ../gold/newsroom            # folder of gold files; paths are relative to the suite's file
articles: [ferry-1, talks-3]      # optional: only these of them
cassettes: ../../cassettes/newsroom
packs: [direct, sentences, staged]
models: [local/qwen2.5-coder-1.5b]
takes: 1
temperature: 0.7                  # optional: instead of the packs' own, without which takes hardly differ
human: {a: ../gold/seeds/a, b: ../gold/seeds/b}      # optional: two labellings, for the human ceiling
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from summarizer.errors import UsageError
from summarizer.evals.yamlfile import read_yaml

SUITES = Path("evals/suites")


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
    articles: list[str] | None = Field(default=None, min_length=1)
    cassettes: Path
    packs: list[str] = Field(min_length=1)
    models: list[str] = Field(min_length=1)
    takes: int = Field(default=1, ge=1, le=100)
    temperature: float | None = Field(default=None, ge=0, le=2)
    human: Human | None = None

    @field_validator("packs", "models", "articles")
    @classmethod
    def _no_twins(cls, names: list[str] | None) -> list[str] | None:
        if names is not None and len(set(names)) < len(names):
            raise ValueError("a name is given twice")
        return names


@dataclass(frozen=True)
class OpenSuite:
    """A suite, the file it was read from, and how that was named."""

    path: Path
    suite: Suite
    given: str

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
    return OpenSuite(path, read_yaml(path, Suite), name)
