"""Settings from file, environment and flags, in rising order."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.config import find_file, load_settings
from summarizer.errors import UsageError

FILE = """
model = "vllm/from-file"
prompt = "direct"
model_path = "weights/mine.gguf"
[providers.lab]
base_url = "http://lab/v1"
[models."openai/gpt-4.1-mini"]
input = 0.4
output = 1.6
omit = ["temperature"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "summarizer.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_flags_beat_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    write(tmp_path, FILE)
    environ = {"SUMMARIZER_MODEL": "vllm/from-env", "SUMMARIZER_CONCURRENCY": "3", "SUMMARIZER_PROMPT": ""}
    settings = load_settings({"model": "vllm/from-flag", "prompt": None}, environ=environ, start=tmp_path)
    assert settings.model == "vllm/from-flag"
    assert settings.prompt == "direct"  # an empty variable and a flag not given say nothing
    assert settings.concurrency == 3
    assert load_settings({}, environ=environ, start=tmp_path).model == "vllm/from-env"
    assert load_settings(environ={}, start=tmp_path).model == "vllm/from-file"


def test_the_file_is_found_from_folders_below_and_its_paths_are_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_file(below) == path
    settings = load_settings(environ={}, start=below)
    assert settings.model_path == tmp_path / "weights" / "mine.gguf"
    assert settings.providers["lab"].base_url == "http://lab/v1"
    assert settings.models["openai/gpt-4.1-mini"].omit == {"temperature"}
    write(below, "")
    assert load_settings(environ={}, start=below).model is None


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    settings = load_settings(environ={}, start=tmp_path)
    assert (settings.model, settings.base_url, settings.providers) == (None, None, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("modle = 'x/y'", r"summarizer\.toml: modle is not a setting; there are .*model"),
        ("[providers.lab]\nurl = 'http://x'\nbase_url = ''", r"providers\.lab\.url is not a setting; .*base_url"),
        ('[models."a/b"]\ninput = -1', r"models\.a/b\.input: .*greater than or equal to 0"),
        ("concurrency = 0", r"concurrency: .*greater than or equal to 1"),
        ("concurrency = 'many'", "concurrency: .*integer"),
        ("model = ", r"summarizer\.toml: "),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, text)
    with pytest.raises(UsageError, match=words) as caught:
        load_settings(environ={}, start=tmp_path)
    assert len(str(caught.value).splitlines()) <= 2


def test_a_mistake_elsewhere_names_the_variable_or_the_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="environment variable SUMMARIZER_CONCURRENCY"):
        load_settings(environ={"SUMMARIZER_CONCURRENCY": "lots"}, start=tmp_path)
    with pytest.raises(UsageError, match="--timeout: "):
        load_settings({"timeout": -1}, environ={}, start=tmp_path)


def test_a_file_that_is_not_text_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "summarizer.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"summarizer\.toml"):
        load_settings(environ={}, start=tmp_path)
