"""Which model is meant by `provider/name`, where it answers, how it is asked, and what it costs.

local/…    the embedded engine            constrained by a grammar, gives token probabilities, costs nothing
openai/…   https://api.openai.com/v1      OPENAI_API_KEY, OPENAI_BASE_URL
ollama/…   http://localhost:11434/v1
vllm/…     http://localhost:8000/v1
any/…      `[providers.any]` in summarizer.toml, or --base-url
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Literal

from summarizer.config import ModelSettings, Settings
from summarizer.engines import weights
from summarizer.engines.calls import Answer
from summarizer.errors import UsageError
from summarizer.redaction import SHORTEST, in_address, in_environment, without_user_info

DEFAULT_LOCAL = f"local/{weights.DEFAULT.name}"
DEFAULT_HOSTED = "openai/gpt-4.1-mini"
LOCAL_CONTEXT = 8192


@dataclass(frozen=True)
class _Provider:
    base_url: str
    key_env: str
    needs_key: bool = False
    token_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    context: int = 8192


_PROVIDERS: Mapping[str, _Provider] = {
    # The newer models of OpenAI refuse `max_tokens`; self-hosted servers know only that.
    "openai": _Provider("https://api.openai.com/v1", "OPENAI_API_KEY", True, "max_completion_tokens", 128_000),
    # Ollama cuts a longer prompt without a word, so the cautious figure is its default.
    "ollama": _Provider("http://localhost:11434/v1", "OLLAMA_API_KEY", context=4096),
    "vllm": _Provider("http://localhost:8000/v1", "VLLM_API_KEY"),
}


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float
    cached_input: float

    def of(self, prompt_tokens: int, cached_tokens: int, output_tokens: int) -> float:
        """The price of one or several answers in dollars; `prompt_tokens` includes the cached ones."""
        fresh = prompt_tokens - cached_tokens
        return (fresh * self.input + cached_tokens * self.cached_input + output_tokens * self.output) / 1_000_000


@dataclass(frozen=True)
class Embedded:
    """How to run the embedded engine. `path` is a GGUF file, None for the known weights called `name`.

    `context` is in tokens for each of the `parallel` answers that may be generated together.
    """

    name: str
    path: Path | None = None
    context: int = LOCAL_CONTEXT
    threads: int | None = None
    cache_dir: Path | None = None
    parallel: int = 1


@dataclass(frozen=True)
class Target:
    """A model and how to reach it. `name` is `provider/name`; `wire_name` is what the server calls it.

    `base_url` is None for the embedded engine, which `embedded` describes. `context` is in tokens, `timeout` in
    seconds. `batch_price` is what answers cost that a hosted batch gave.
    """

    name: str
    wire_name: str
    base_url: str | None = field(repr=False)  # may hold a password
    key_env: str | None = None
    key: str | None = field(default=None, repr=False)
    needs_key: bool = False
    token_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    context: int = 8192
    timeout: float = 600.0
    price: Price | None = None
    batch_price: Price | None = None
    omit: frozenset[str] = frozenset()
    embedded: Embedded | None = None

    @property
    def shown_url(self) -> str | None:
        """The base URL as messages say it: without user name and password."""
        return without_user_info(self.base_url) if self.base_url is not None else None

    def secrets(self, shortest: int = SHORTEST) -> frozenset[str]:
        """What must not be repeated anywhere: the key, the password of the base URL, credentials in the environment."""
        own = {self.key} if self.key else set()
        return frozenset(one for one in own | in_address(self.base_url) if len(one) >= shortest) | in_environment()

    @property
    def engine(self) -> str | None:
        """Name and version of the embedded engine, where it is used and installed."""
        if self.embedded is None:
            return None
        try:
            return f"xllamacpp {metadata.version('xllamacpp')}"
        except metadata.PackageNotFoundError:
            return None

    def cost(self, *answers: Answer) -> float | None:
        """What `answers` cost in dollars; None where no price is known. The embedded engine costs nothing."""
        if self.price is None:
            return 0.0 if self.embedded is not None else None
        return sum(self.price.of(a.prompt_tokens, a.cached_tokens, a.output_tokens) for a in answers)


def provider_names(settings: Settings) -> list[str]:
    """The providers that a model may be named with, sorted."""
    return sorted({"local", *_PROVIDERS, *settings.providers})


def choose_model(settings: Settings, environ: Mapping[str, str] | None = None) -> str:
    """The `provider/name` to use: the setting, a given GGUF file, OpenAI where its key is set, else embedded."""
    environ = os.environ if environ is None else environ
    if settings.model:
        return settings.model
    if settings.model_path is not None:
        known = weights.known_by_size(settings.model_path)
        return f"local/{known.name if known else settings.model_path.stem}"
    return DEFAULT_HOSTED if environ.get("OPENAI_API_KEY") else DEFAULT_LOCAL


def resolve(settings: Settings, environ: Mapping[str, str] | None = None) -> Target:
    """The model that `settings` mean, and how to reach it. Nothing is contacted or loaded.

    Raises:
        UsageError: not a `provider/name`, a provider nobody has described, or settings that exclude each other.
    """
    environ = os.environ if environ is None else environ
    name = choose_model(settings, environ)
    provider, slash, wire_name = name.partition("/")
    if not (provider and slash and wire_name):
        raise UsageError(f"model {name!r} is not provider/name; write for example {DEFAULT_HOSTED} or {DEFAULT_LOCAL}")
    if provider == "local":
        return _local(name, wire_name, settings)
    if settings.model_path is not None and settings.model:
        raise UsageError(f"a model path goes with local/…, not with {name}; leave one of them out")
    return _served(name, provider, wire_name, settings, environ)


def _local(name: str, wire_name: str, settings: Settings) -> Target:
    if settings.base_url is not None:
        raise UsageError(
            f"{name} runs in this process and has no base URL; leave that out, or name the server's provider"
        )
    if settings.model_path is None and wire_name not in weights.KNOWN:
        raise UsageError(f"no weights are known as {name}; there are {_known()}, or give a GGUF file with --model-path")
    model = settings.models.get(name, ModelSettings())
    context = settings.context or model.context or LOCAL_CONTEXT
    embedded = Embedded(wire_name, settings.model_path, context, settings.threads, settings.cache_dir)
    return Target(name, wire_name, None, context=context, price=_price(model), omit=model.omit, embedded=embedded)


def _served(name: str, provider: str, wire_name: str, settings: Settings, environ: Mapping[str, str]) -> Target:
    known = _PROVIDERS.get(provider)
    described = settings.providers.get(provider)
    model = settings.models.get(name, ModelSettings())
    base_url = settings.base_url or (described.base_url if described else None)
    if base_url is None and provider == "openai":
        base_url = environ.get("OPENAI_BASE_URL") or None
    if base_url is None and known is not None:
        base_url = known.base_url
    if base_url is None:
        names = ", ".join(provider_names(settings))
        raise UsageError(
            f"nobody has said where {provider!r} is; there are {names}. Give --base-url URL, "
            f"or [providers.{provider}] in summarizer.toml"
        )
    shown = without_user_info(base_url)
    if not base_url.startswith(("http://", "https://")):
        raise UsageError(f"{shown!r} is not a base URL; it starts with http:// or https:// and often ends with /v1")
    if "?" in base_url or "#" in base_url:
        address = shown.partition("?")[0].partition("#")[0]
        raise UsageError(f"the base URL {address} goes on with ? or #, which no request could keep; leave that out")
    key_env = (described.key_env if described else None) or (known.key_env if known else _key_variable(provider))
    contexts = (settings.context, model.context, described.context if described else None)
    return Target(
        name,
        wire_name,
        base_url.rstrip("/"),
        key_env=key_env,
        key=environ.get(key_env) or None,
        # A server of one's own behind --base-url may well want no key; the hosted service always does.
        needs_key=known is not None and known.needs_key and base_url.rstrip("/") == known.base_url,
        token_field=known.token_field if known else "max_tokens",
        context=next((size for size in contexts if size), known.context if known else 8192),
        timeout=settings.timeout or 600.0,
        price=_price(model),
        batch_price=_batch_price(model),
        omit=model.omit,
    )


def _key_variable(provider: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in provider.upper()) + "_API_KEY"


def _price(model: ModelSettings) -> Price | None:
    if model.input is None or model.output is None:
        return None
    return Price(model.input, model.output, model.input if model.cached_input is None else model.cached_input)


def _batch_price(model: ModelSettings) -> Price | None:
    """The price in a hosted batch, where cached tokens cost what others do; as otherwise where none is given."""
    if model.batch_input is None or model.batch_output is None:
        return _price(model)
    return Price(model.batch_input, model.batch_output, model.batch_input)


def _known() -> str:
    return ", ".join(f"local/{name}" for name in weights.KNOWN)
