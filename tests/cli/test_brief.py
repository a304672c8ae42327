"""`summarizer brief` and `verify` as a user runs them, against a real server on loopback."""

import json
import shlex
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import brief, load_brief
from summarizer.cli import run
from summarizer.engines import client as client_module
from summarizer.errors import CassetteMissError
from tests.stub import Stub, answer, refusal, status, text

ROOT = Path(__file__).parents[2]
ARTICLE = "Wall falls\n\nThe wall may fall again, mayor Ann Bell said. She denied that 3 men were hurt.\n"


def staged(request: Any) -> Any:
    """Answers every question with its first option."""
    schema = request.body["response_format"]["json_schema"]["schema"]
    ((name, field),) = schema["properties"].items()
    return answer({name: field["enum"][0]})


def whole(**changes: Any) -> dict[str, Any]:
    return {"actors": [{"name": "Ann Bell", "kind": "person"}], "claims": [], "numbers": [], "hedges": []} | changes


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "SUMMARIZER_MODEL", "SUMMARIZER_MODEL_PATH", "SUMMARIZER_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wall.txt"
    path.write_text(ARTICLE)
    return path


@pytest.fixture
def server() -> Iterator[Stub]:
    with Stub(staged) as stub:
        yield stub


def ask(stub: Stub, *arguments: str) -> int:
    return run(["brief", *arguments, "--model", "stub/m", "--base-url", stub.base_url])


def test_brief_to_standard_output_is_schema_valid_json(
    server: Stub, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from jsonschema import Draft202012Validator

    from summarizer import schemas

    assert ask(server, str(article)) == 0

    brief = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(json.loads(schemas.generated()["brief.json"])).iter_errors(brief)) == []
    assert {claim["cue"]["text"] for claim in brief["claims"] if claim["cue"]} == {"said", "denied"}


def test_folder_of_results_and_verify(server: Stub, article: Path, tmp_path: Path, capsys: Any) -> None:
    assert ask(server, str(article), "-o", str(tmp_path / "out")) == 0
    assert "wall: " in capsys.readouterr().err

    assert run(["verify", str(tmp_path / "out")]) == 0
    assert "holds; " in capsys.readouterr().out

    article.write_text(ARTICLE.replace("3 men", "8 men"))
    assert run(["verify", str(tmp_path / "out" / "wall.json")]) == 1
    assert "source_changed" in capsys.readouterr().out


def test_verify_finds_a_changed_brief(server: Stub, article: Path, tmp_path: Path, capsys: Any) -> None:
    assert ask(server, str(article), "-o", str(tmp_path / "b.json")) == 0
    stored = (tmp_path / "b.json").read_text()
    (tmp_path / "b.json").write_text(stored.replace('"polarity": "denies"', '"polarity": "affirms"'))

    assert run(["verify", str(tmp_path / "b.json"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "digest_mismatch"


@pytest.mark.parametrize("format_", ["md", "table"])
def test_readable_formats_name_who_says_what(server: Stub, article: Path, format_: str, capsys: Any) -> None:
    assert ask(server, str(article), "--format", format_) == 0

    out = capsys.readouterr().out
    assert "Ann Bell" in out and "may fall again" in out and "denies" in out


def test_several_articles_on_standard_output_are_json_lines(server: Stub, article: Path, capsys: Any) -> None:
    other = article.with_name("other.txt")
    other.write_text("Other\n\nMayor Ann Bell said it rained.\n")

    assert ask(server, str(article), str(other)) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["source"]["id"] for line in lines] == ["wall", "other"]


def test_bad_articles_are_named_and_the_others_are_unharmed(
    server: Stub, article: Path, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "latin.txt").write_bytes("Café wall falls, mayor said.".encode("latin-1"))
    sources = [str(tmp_path / f"{name}.txt") for name in ("missing", "empty", "binary", "latin", "wall")]

    assert ask(server, *sources, "-o", str(tmp_path / "out")) == 3

    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert len(errors) == 4
    assert all(
        f"{name}.txt" in line for name, line in zip(("missing", "empty", "binary", "latin"), errors, strict=True)
    )
    assert "--encoding" in errors[3]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["wall.json"]


def test_a_single_bad_article_is_bad_input(server: Stub, tmp_path: Path) -> None:
    assert ask(server, str(tmp_path / "missing.txt")) == 2
    assert not server.requests


@pytest.mark.parametrize("output", [[], ["-o", "briefs.jsonl"]])
def test_a_missing_file_is_told_before_any_port_is_bound(
    output: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    bound: list[Any] = []
    monkeypatch.setattr(socket.socket, "bind", lambda self, address: bound.append(address))

    code = run(["brief", "gone.txt", "--model", "local/qwen2.5-coder-1.5b", *output])

    assert code == (3 if output else 2)
    assert "gone.txt: no such file or folder" in capsys.readouterr().err + _failures()
    assert bound == []


def _failures() -> str:
    path = Path("briefs.failures.jsonl")
    return path.read_text() if path.exists() else ""


def test_a_model_that_answers_rubbish_fails_that_article_only(article: Path, tmp_path: Path, capsys: Any) -> None:
    other = article.with_name("other.txt")
    other.write_text("Other\n\nIt rained.\n")

    def script(request: Any) -> Any:
        about_wall = any("Wall falls" in message["content"] for message in request.messages)
        return text("{rubbish") if about_wall else answer(whole(actors=[]))

    with Stub(script) as stub:
        code = ask(stub, str(article), str(other), "--prompt", "direct", "-o", str(tmp_path / "out"))

    assert code == 3
    assert "broke the schema" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["other.json"]


@pytest.mark.parametrize(
    ("step", "words", "code"),
    [
        (refusal(), "declined", 3),
        (status(401, "bad key"), "key", 2),
        (status(404, "no such model"), "model", 2),
    ],
)
def test_what_went_wrong_at_the_model_is_told_apart(
    article: Path, capsys: Any, step: Any, words: str, code: int
) -> None:
    with Stub(step) as stub:
        assert ask(stub, str(article), "--prompt", "direct") == code
    message = capsys.readouterr().err
    assert words in message
    assert "Traceback" not in message


def test_dead_endpoint_is_one_clear_error(article: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        client_module.Client.__init__,
        "__kwdefaults__",
        {**(client_module.Client.__init__.__kwdefaults__ or {}), "max_retries": 0},
    )

    assert (
        run(["brief", str(article), "--prompt", "direct", "--model", "x/m", "--base-url", "http://127.0.0.1:9/v1"]) == 2
    )

    error = capsys.readouterr().err
    assert error.startswith("error:") and "127.0.0.1:9" in error


def test_no_weights_says_how_to_get_them(article: Path, capsys: Any) -> None:
    code = run(
        [
            "brief",
            str(article),
            "--prompt",
            "direct",
            "--model",
            "local/qwen2.5-coder-1.5b",
            "--model-path",
            "none.gguf",
        ]
    )

    assert code == 2
    assert "none.gguf" in capsys.readouterr().err


def test_a_recording_replays_byte_for_byte_with_no_server(article: Path, tmp_path: Path, capsys: Any) -> None:
    arguments = ["--prompt", "direct", "--cassettes", str(tmp_path / "recordings")]
    with Stub(answer(whole())) as stub:
        assert ask(stub, str(article), *arguments, "--record", "new", "-o", str(tmp_path / "live.json")) == 0
    replay = ["brief", str(article), *arguments, "--base-url", "http://127.0.0.1:9/v1"]

    assert run([*replay, "-o", str(tmp_path / "replayed.json")]) == 0

    assert (tmp_path / "live.json").read_bytes() == (tmp_path / "replayed.json").read_bytes()

    article.write_text(ARTICLE.replace("wall may", "tower may"))
    assert run(replay) == 4
    assert "its text is not the one that was recorded" in capsys.readouterr().err


def told_command(error: str) -> list[str]:
    """The arguments of the command that a miss tells to record with."""
    program, *arguments = shlex.split(error.rpartition("Record it with: ")[2])
    assert program == "summarizer"
    return arguments


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """A pack that does not ship, as it is named on a command line."""
    folder = tmp_path / "my packs" / "mine"
    shutil.copytree(ROOT / "prompts" / "direct", folder)
    manifest = (folder / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(manifest.replace('name = "direct"', 'name = "mine"'), encoding="utf-8")
    (tmp_path / "recordings").mkdir()
    return "./my packs/mine"


def test_the_command_that_a_miss_tells_records_it(mine: str, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "café.txt").write_bytes(ARTICLE.replace("Wall", "Café").encode("latin-1"))
    asked = ["brief", "café.txt", "--encoding", "latin-1", "--prompt", mine, "--temperature", "0.7", "--take", "2"]
    with Stub(answer(whole())) as stub:
        asked += ["--model", "stub/m", "--base-url", stub.base_url, "--cassettes", "recordings", "-q"]
        assert run(asked) == 4
        assert run([*told_command(capsys.readouterr().err), "-o", "told.json"]) == 0
        sent = len(stub.requests)
        assert run([*asked, "-o", "asked.json"]) == 0
        assert len(stub.requests) == sent
    assert Path("told.json").read_bytes() == Path("asked.json").read_bytes()


def test_the_command_names_the_corpus_of_a_row(mine: str, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "news.jsonl").write_text(json.dumps({"id": "wall", "text": ARTICLE}) + "\n")
    asked = ["brief", "news.jsonl", "--prompt", mine, "--cassettes", "recordings", "--model", "stub/m", "-q"]
    for output in ([], ["-o", "briefs.jsonl"]):
        assert run([*asked, *output, "--base-url", "http://127.0.0.1:9/v1"]) == 4
        assert told_command(capsys.readouterr().err)[:4] == ["brief", "news.jsonl", "--prompt", mine]


def test_collate_tells_how_it_was_called(mine: str, article: Path, capsys: Any) -> None:
    asked = ["collate", str(article), "--decide", "--prompt", mine]
    assert run([*asked, "--cassettes", "recordings", "--model", "stub/m", "--base-url", "http://127.0.0.1:9/v1"]) == 4
    assert told_command(capsys.readouterr().err)[:5] == asked


def test_python_names_the_pack_as_it_was_given(mine: str, article: Path) -> None:
    with pytest.raises(CassetteMissError) as caught:
        brief(
            article,
            prompt=mine,
            model="stub/m",
            base_url="http://ada:secret-word@127.0.0.1:9/v1",
            cassettes="recordings",
        )
    assert told_command(str(caught.value))[:4] == ["brief", str(article), "--prompt", mine]
    assert "secret-word" not in str(caught.value)


def test_recording_without_a_folder_is_a_usage_error(article: Path, capsys: Any) -> None:
    assert run(["brief", str(article), "--record", "new"]) == 2
    assert "--cassettes" in capsys.readouterr().err


def test_terminal_escapes_in_an_article_are_shown_not_obeyed(server: Stub, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("Wall\n\nMayor Ann Bell said \x1b[31mred\x1b[0m \u202ewalls fell.\n")

    assert ask(server, str(path), "--format", "table") == 0

    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out
    assert "⟦U+001B⟧" in out


def write_lines(path: Path) -> None:
    rows = [{"id": name, "text": ARTICLE.replace("Wall", name)} for name in ("one", "two", "three")]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.parametrize("name", ["corpus.ndjson", "corpus.jsonl", "CORPUS.JSONL"])
def test_no_brief_of_a_corpus_is_lost(server: Stub, tmp_path: Path, name: str, capsys: Any) -> None:
    write_lines(tmp_path / name)
    assert ask(server, name, "-o", "out.json") == 2
    assert "there are several briefs to write" in capsys.readouterr().err
    assert not Path("out.json").exists()
    assert not server.requests

    assert ask(server, name, "-o", "out") == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["one.json", "three.json", "two.json"]
    assert ask(server, name, "-q") == 0
    assert [json.loads(line)["source"]["id"] for line in capsys.readouterr().out.splitlines()] == [
        "one",
        "two",
        "three",
    ]


def test_ndjson_is_one_file_of_briefs(server: Stub, tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.ndjson")
    assert ask(server, "corpus.ndjson", "-o", "briefs.NDJSON") == 0
    assert ask(server, "corpus.ndjson", "-o", "briefs.NDJSON", "--resume") == 0
    found = [json.loads(line)["source"]["id"] for line in Path("briefs.NDJSON").read_text().splitlines()]
    assert sorted(found) == ["one", "three", "two"]
    assert run(["verify", "briefs.NDJSON"]) == 0


def test_a_second_brief_never_replaces_the_first(server: Stub, article: Path, tmp_path: Path) -> None:
    from summarizer.cli.output import Writer
    from summarizer.errors import UsageError

    assert ask(server, str(article), "-o", "one.json") == 0
    stored = load_brief("one.json")
    writer = Writer(tmp_path / "many.json", "json", several=False)
    writer.put(stored)
    with pytest.raises(UsageError, match="the first of several"):
        writer.put(stored.model_copy(update={"findings": []}))


def test_the_suffix_tells_the_format(server: Stub, article: Path, capsys: Any) -> None:
    begins = {
        "a.html": "<!doctype html>",
        "b.HTM": "<!doctype html>",
        "c.md": "# ",
        "d.txt": "Wall falls",
        "e.json": "{",
    }
    for name, beginning in begins.items():
        assert ask(server, str(article), "-o", name) == 0
        assert Path(name).read_text().lstrip().startswith(beginning), name
    assert ask(server, str(article), "-o", "f.brief", "--format", "md") == 0
    assert Path("f.brief").read_text().startswith("# ")

    capsys.readouterr()
    for command in ("brief", "collate"):
        for output, more in (("x.md", ["--format", "json"]), ("x.json", ["--format", "html"]), ("x.pdf", [])):
            source = str(article) if command == "brief" else "e.json"
            assert run([command, source, "-o", output, *more]) == 2
            assert output in capsys.readouterr().err
            assert not Path(output).exists()


def test_an_address_in_the_environment_is_none_for_the_recorded_local_model(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("SUMMARIZER_BASE_URL", "http://127.0.0.1:9/v1")
    seed = ROOT / "seeds" / "000_f233553325f6fc12.txt"
    code = run(["brief", str(seed), "--cassettes", str(ROOT / "cassettes" / "seeds"), "-q", "-o", "brief.json"])
    assert code == 0, capsys.readouterr().err
    assert load_brief("brief.json").claims


@pytest.mark.parametrize("more", [[], ["-o", "briefs.jsonl"], ["--dry-run"], ["--batch-out", "requests.jsonl"]])
def test_no_article_at_all_is_nothing_to_be_done(server: Stub, tmp_path: Path, more: list[str], capsys: Any) -> None:
    (tmp_path / "empty.jsonl").write_text("")

    assert ask(server, "empty.jsonl", "--prompt", "direct", *more) == 2

    assert "no article in empty.jsonl" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == []
