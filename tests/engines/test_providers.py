"""`provider/name` means the right server, key and price."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.config import ModelSettings, ProviderSettings, Settings
from summarizer.engines.calls import Answer
from summarizer.engines.providers import Target, choose_model, resolve
from summarizer.errors import UsageError

ANSWER = Answer(
    data={}, raw="{}", finish_reason="stop", model="openai/m", requests=1, attempts=1, prompt_tokens=1_000_000,
    cached_tokens=400_000, output_tokens=100_000, seconds=1.0, confidence=None, answered_at=0,
)  # fmt: skip


def test_models_are_chosen_in_the_order_of_the_design(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF")
    key = {"OPENAI_API_KEY": "k"}
    assert choose_model(Settings(model="vllm/x", model_path=path), key) == "vllm/x"
    assert choose_model(Settings(model_path=path), key) == "local/mine"
    assert choose_model(Settings(), key).startswith("openai/")
    assert choose_model(Settings(), {"OPENAI_API_KEY": ""}) == "local/qwen2.5-coder-1.5b"


def test_hosted_models() -> None:
    target = resolve(Settings(model="openai/gpt-4.1-mini"), {"OPENAI_API_KEY": "k"})
    assert (target.base_url, target.key, target.needs_key) == ("https://api.openai.com/v1", "k", True)
    assert (target.wire_name, target.token_field) == ("gpt-4.1-mini", "max_completion_tokens")
    assert target.embedded is None
    assert resolve(Settings(model="openai/x"), {}).key is None
    other = resolve(Settings(model="openai/x"), {"OPENAI_BASE_URL": "http://proxy/v1/"})
    assert (other.base_url, other.needs_key) == ("http://proxy/v1", False)


def test_self_hosted_models_need_no_key() -> None:
    ollama = resolve(Settings(model="ollama/qwen2.5:1.5b"), {})
    assert (ollama.base_url, ollama.wire_name, ollama.needs_key) == ("http://localhost:11434/v1", "qwen2.5:1.5b", False)
    vllm = resolve(Settings(model="vllm/Qwen/Qwen2.5-7B", base_url="http://gpu:8000/v1"), {})
    assert (vllm.base_url, vllm.wire_name, vllm.token_field) == ("http://gpu:8000/v1", "Qwen/Qwen2.5-7B", "max_tokens")


def test_any_other_server_by_base_url_or_configuration() -> None:
    given = resolve(Settings(model="my-lab/big", base_url="https://lab/v1"), {"MY_LAB_API_KEY": "s"})
    assert (given.base_url, given.key_env, given.key) == ("https://lab/v1", "MY_LAB_API_KEY", "s")
    lab = ProviderSettings(base_url="http://lab:1/v1", key_env="LAB", context=2000)
    described = resolve(Settings(model="lab/m", providers={"lab": lab}), {"LAB": "t"})
    assert (described.base_url, described.key, described.context) == ("http://lab:1/v1", "t", 2000)
    with pytest.raises(UsageError, match=r"nobody has said where 'lab' is.*\[providers\.lab\]"):
        resolve(Settings(model="lab/m"), {})


def test_the_embedded_model_takes_its_settings_along(tmp_path: Path) -> None:
    target = resolve(Settings(context=4096, threads=3, cache_dir=tmp_path), {})
    assert (target.name, target.wire_name, target.base_url) == (
        "local/qwen2.5-coder-1.5b",
        "qwen2.5-coder-1.5b",
        None,
    )
    assert target.embedded is not None
    assert (target.embedded.context, target.embedded.threads, target.embedded.cache_dir) == (4096, 3, tmp_path)
    assert target.context == 4096
    assert target.engine is not None
    assert target.engine.startswith("xllamacpp 2")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(model="gpt-4.1-mini"), "provider/name"),
        (Settings(model="openai/"), "provider/name"),
        (Settings(model="/x"), "provider/name"),
        (Settings(model="local/unheard-of"), "--model-path"),
        (Settings(model="local/smollm2-135m", base_url="http://x/v1"), "no base URL"),
        (Settings(model="openai/x", model_path=Path("a.gguf")), "model path"),
        (Settings(model="vllm/x", base_url="gpu:8000/v1"), "http://"),
    ],
)
def test_settings_that_cannot_work_are_usage_errors(settings: Settings, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        resolve(settings, {})


def test_prices_count_cached_tokens_at_their_own_rate() -> None:
    models = {"openai/m": ModelSettings(input=2.0, cached_input=0.5, output=8.0)}
    target = resolve(Settings(model="openai/m", models=models), {})
    assert target.cost(ANSWER) == pytest.approx(0.6 * 2.0 + 0.4 * 0.5 + 0.1 * 8.0)
    assert target.cost(ANSWER, ANSWER) == pytest.approx(2 * 2.2)
    assert target.cost() == 0
    whole = resolve(Settings(model="openai/m", models={"openai/m": ModelSettings(input=2.0, output=8.0)}), {})
    assert whole.cost(ANSWER) == pytest.approx(2.8)


def test_an_unknown_price_is_none_and_the_embedded_engine_costs_nothing() -> None:
    assert resolve(Settings(model="openai/m"), {}).cost(ANSWER) is None
    assert resolve(Settings(model="local/smollm2-135m"), {}).cost(ANSWER) == 0
    assert replace(Target("a/b", "b", "http://x"), price=None).cost(ANSWER) is None
