import subprocess
import sys
import time

import pytest

from summarizer.cli import run

HEAVY = {"openai", "instructor", "vcr", "pydantic", "jsonschema", "rich", "pint", "trafilatura", "httpx2"}


def test_help_imports_no_sdk_and_is_quick() -> None:
    code = (
        "import sys, summarizer.cli as c; "
        "code = c.run(['--help']); "
        "print(code, sorted(sys.modules.keys() & set(sys.argv[1:])), file=sys.stderr)"
    )

    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started

    assert done.stderr.split() == ["0", "[]"]
    assert "brief" in done.stdout
    assert seconds < 2  # the limit of 0.25 s is held by bench/startup.py; a shared machine may be eight times slower


def test_importing_the_package_imports_no_sdk() -> None:
    code = "import sys, summarizer; print(sorted(sys.modules.keys() & set(sys.argv[1:])))"

    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.split("Commands:")[1].splitlines() if line.strip()]
    assert listed[0] == "brief"
    for command in ("brief", "verify", "prompts", "schema", "models", "cassettes"):
        assert run([command, "--help"]) == 0
        assert "Usage: summarizer" in capsys.readouterr().out


def test_unknown_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summarise"]) == 2
    assert "No such command" in capsys.readouterr().err


def test_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "summarizer", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("summarizer, version ")


def test_prompts_list_show_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["direct", "sentences", "staged"]

    assert run(["prompts", "show", "sentences"]) == 0
    shown = capsys.readouterr().out
    assert "--- system.md" in shown and "--- schema sentences" in shown and "--- example" in shown

    assert run(["prompts", "check"]) == 0
    assert capsys.readouterr().out.count(": ok") == 3


def test_prompts_check_finds_a_broken_pack(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "pack.toml").write_text('strategy = "direct"\n')

    assert run(["prompts", "check", f"{tmp_path}/"]) == 1
    assert "needs description" in capsys.readouterr().out


def test_schema_prints_and_checks(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert run(["schema"]) == 0
    assert '"title": "Brief"' in capsys.readouterr().out
    assert run(["schema", "--check"]) == 0
    capsys.readouterr()
    assert run(["schema", "--write", "--directory", str(tmp_path)]) == 0
    (tmp_path / "brief.json").write_text("{}")
    assert run(["schema", "--check", "--directory", str(tmp_path)]) == 1
    assert "brief.json: differs" in capsys.readouterr().out
    assert run(["schema", "nonesuch"]) == 2


def test_models_list_says_where_weights_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert "local/qwen2.5-coder-1.5b  1,117,320,768 bytes" in out
    assert "served: local/…, ollama/…, openai/…, vllm/…" in out


def test_fetching_unknown_weights_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "fetch", "local/other"]) == 2
    assert "local/smollm2-135m" in capsys.readouterr().err
