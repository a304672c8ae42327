"""Settings from file, environment and flags, in rising order."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.config import find_file, load_settings
from summarizer.engines.providers import resolve
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


LAB = {"SUMMARIZER_MODEL": "lab/m", "SUMMARIZER_BASE_URL": "http://gpu.lab/v1"}


@pytest.mark.parametrize(
    ("file", "environ", "flags", "expected"),
    [
        # a model of another provider leaves address and weights of the lower one behind
        ("", LAB, {"model": "openai/x"}, ("openai/x", None, None)),
        ("model = 'lab/m'\nbase_url = 'http://gpu.lab/v1'", {"SUMMARIZER_MODEL": "vllm/x"}, {}, ("vllm/x", None, None)),
        ("", LAB, {"model": "local/x"}, ("local/x", None, None)),
        ("model_path = '/a.gguf'", {}, {"model": "openai/x"}, ("openai/x", None, None)),
        ("model = 'local/a'\nmodel_path = '/a.gguf'", {}, {"model": "local/b"}, ("local/b", None, None)),
        # a file alone is a model of its own
        ("model = 'openai/x'", {}, {"model_path": "/b.gguf"}, (None, None, Path("/b.gguf"))),
        ("", LAB, {"model_path": "/b.gguf"}, (None, None, Path("/b.gguf"))),
        # the same provider, and an address in the same or a higher layer
        ("", LAB, {"model": "lab/other"}, ("lab/other", "http://gpu.lab/v1", None)),
        ("model = 'lab/m'", {"SUMMARIZER_BASE_URL": "http://b/v1"}, {}, ("lab/m", "http://b/v1", None)),
        ("", LAB, {"base_url": "http://c/v1"}, ("lab/m", "http://c/v1", None)),
        ("", LAB, {"model": "vllm/x", "base_url": "http://c/v1"}, ("vllm/x", "http://c/v1", None)),
        ("model_path = '/a.gguf'", {}, {"model": "local/a"}, ("local/a", None, Path("/a.gguf"))),
        # an address beside no model is for a served one that has none of its own
        ("base_url = 'http://d/v1'", {}, {"model": "lab/m"}, ("lab/m", "http://d/v1", None)),
        ("base_url = 'http://d/v1'", {}, {"model": "local/a"}, ("local/a", None, None)),
        (
            "base_url = 'http://d/v1'\n[providers.lab]\nbase_url = 'http://gpu.lab/v1'",
            {},
            {"model": "lab/m"},
            ("lab/m", None, None),
        ),
    ],
)
def test_where_a_model_is_goes_with_the_model(
    tmp_path: Path, file: str, environ: dict[str, str], flags: dict[str, str], expected: tuple[object, ...]
) -> None:
    write(tmp_path, file)
    settings = load_settings(flags, environ=environ, start=tmp_path)
    assert (settings.model, settings.base_url, settings.model_path) == expected


def test_no_key_goes_to_the_server_of_another_model(tmp_path: Path) -> None:
    write(tmp_path, "model = 'lab/m'\nbase_url = 'http://gpu.lab/v1'")
    target = resolve(load_settings({"model": "openai/x"}, environ={}, start=tmp_path), {"OPENAI_API_KEY": "k"})
    assert (target.base_url, target.key) == ("https://api.openai.com/v1", "k")
