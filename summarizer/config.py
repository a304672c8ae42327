"""Settings, in rising order: `summarizer.toml` < environment < command line flags.

    # summarizer.toml, in the working directory or any folder above it
    model = "openai/gpt-4.1-mini"
    concurrency = 4

    [providers.lab]                       # any OpenAI-compatible server: --model lab/NAME
    base_url = "http://gpu.lab:8000/v1"
    key_env = "LAB_API_KEY"               # the name of the variable that holds the key, never the key itself

    [models."openai/gpt-4.1-mini"]        # dollars per million tokens, for `--max-cost` and the costs in a brief
    input = 0.40
    cached_input = 0.10
    output = 1.60
    batch_input = 0.20                    # what briefs from --batch-in cost; without them as above
    batch_output = 0.80
    omit = ["temperature"]                # parameters that this model refuses

The environment says the same with `SUMMARIZER_` before the name in capitals, as in `SUMMARIZER_MODEL_PATH`.

Where a model is, `base_url` or `model_path`, goes with the model that the same or a lower layer names: a model of another
provider in a higher layer leaves it behind.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summarizer.errors import UsageError

FILE_NAME = "summarizer.toml"
_PREFIX = "SUMMARIZER_"
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
_EMBEDDED = "local"  # the provider that has files instead of addresses


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProviderSettings(_Section):
    """Where a provider is. `key_env` names the environment variable with its key; `context` is in tokens."""

    base_url: str
    key_env: str | None = None
    context: int | None = Field(default=None, ge=256)

    @field_validator("key_env")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        # Messages name the variable; a key that was written here by mistake must not get into them.
        if value is not None and not _VARIABLE.fullmatch(value):
            raise ValueError("this is the name, in capitals, of the variable that holds the key; never the key itself")
        return value


class ModelSettings(_Section):
    """What one model costs (US dollars per million tokens; `batch_…` in a hosted batch), how much it reads, and which parameters it refuses."""

    input: float | None = Field(default=None, ge=0)
    cached_input: float | None = Field(default=None, ge=0)
    output: float | None = Field(default=None, ge=0)
    batch_input: float | None = Field(default=None, ge=0)
    batch_output: float | None = Field(default=None, ge=0)
    context: int | None = Field(default=None, ge=256)
    omit: frozenset[str] = frozenset()


class Settings(_Section):
    """Everything that can be set outside of a command's own options; None means "not said".

    `model` is `provider/name`. `model_path` is a GGUF file for the embedded engine, `context` its size in tokens and
    `threads` how many it uses. `timeout` is in seconds, for one request to a server.
    """

    model: str | None = None
    model_path: Path | None = None
    base_url: str | None = None
    prompt: str | None = None
    concurrency: int | None = Field(default=None, ge=1)
    context: int | None = Field(default=None, ge=256)
    threads: int | None = Field(default=None, ge=1)
    timeout: float | None = Field(default=None, gt=0)
    cache_dir: Path | None = None
    providers: dict[str, ProviderSettings] = {}
    models: dict[str, ModelSettings] = {}


def load_settings(
    flags: Mapping[str, Any] | None = None, *, environ: Mapping[str, str] | None = None, start: Path | None = None
) -> Settings:
    """The settings that hold: `flags` (None: not given) over `environ` over the file found from `start` upwards.

    Args:
        flags: by field name of `Settings`.
        environ: the process environment, if not given.
        start: the working directory, if not given.

    Raises:
        UsageError: an unknown key or a value of the wrong kind, with the file, variable or option that holds it.
    """
    environ = os.environ if environ is None else environ
    merged: dict[str, Any] = {}
    path = find_file(start or Path.cwd())
    if path is not None:
        merged = _from_file(path)
    variables = _from_environment(environ)
    merged = _over(merged, _checked(variables, lambda key: f"the environment variable {_PREFIX}{key.upper()}"))
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    merged = _over(merged, _checked(given, lambda key: f"--{key.replace('_', '-')}"))
    return Settings.model_construct(**merged)


def find_file(start: Path) -> Path | None:
    """The nearest `summarizer.toml` in `start` or a folder above it."""
    for folder in (start, *start.parents):
        if (path := folder / FILE_NAME).is_file():
            return path
    return None


def _over(lower: dict[str, Any], higher: dict[str, Any]) -> dict[str, Any]:
    """Both layers. Where `higher` names the model, what `lower` says of another one is left behind.

    An article and a key would else go to the server of the other model, or its weights pass for this one's. An address
    beside no model is for every served one, but not in place of an address that was given to its provider.
    """
    provider, before = _provider(higher), _provider(lower)
    if provider is None:
        return lower | higher
    stale: set[str] = set() if "model" in higher else {"model"}
    elsewhere = provider in lower.get("providers", ()) if before is None else before != provider
    if provider == _EMBEDDED or elsewhere:
        stale.add("base_url")
    if provider != _EMBEDDED or lower.get("model", higher.get("model")) != higher.get("model"):
        stale.add("model_path")
    return {key: value for key, value in lower.items() if key not in stale} | higher


def _provider(layer: Mapping[str, Any]) -> str | None:
    """Whose model a layer names; None where it names none."""
    if "model" in layer:
        return str(layer["model"]).partition("/")[0]
    return _EMBEDDED if "model_path" in layer else None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    values = _checked(content, lambda key: f"{path}: {key}")
    for key in ("model_path", "cache_dir"):
        if key in values:  # a relative path means the same from wherever the command is started
            values[key] = path.parent / values[key].expanduser()
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    names = [name for name, field in Settings.model_fields.items() if name not in ("providers", "models")]
    return {name: value for name in names if (value := environ.get(_PREFIX + name.upper()))}


def _checked(values: Mapping[str, Any], where: Any) -> dict[str, Any]:
    try:
        settings = Settings.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            fields = _fields_beside(first["loc"])
            raise UsageError(f"{where(key)} is not a setting; there are {', '.join(fields)}") from error
        message = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{where(key)}: {message[0].lower()}{message[1:]}") from error
    return {key: getattr(settings, key) for key in values}


def _fields_beside(location: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = Settings
    if len(location) > 1:
        section = ProviderSettings if location[0] == "providers" else ModelSettings
    return sorted(section.model_fields)
