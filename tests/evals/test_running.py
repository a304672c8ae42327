"""`eval run` from end to end: a real server, real recordings, real replay."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarizer.cli import run as cli
from summarizer.evals.runs import system_of
from summarizer.evals.sources import source_digest
from tests.evals.test_gold import gold_file
from tests.stub import Request, Step, Stub, answer, status, text

GOOD = {
    "actors": [{"name": "Lena Orrin", "kind": "person"}],
    "claims": [
        {
            "speaker": "Lena Orrin",
            "cue": "said",
            "content": "the lower gate may have failed",
            "denies": False,
            "verification": "none",
        }
    ],
    "numbers": [],
    "hedges": [{"cue": "may", "kind": "epistemic"}],
}
MODEL = "vllm/model-1"


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A suite of two articles about one dam, in a working directory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VLLM_API_KEY", "none")
    gold = tmp_path / "gold"
    gold.mkdir()
    path = gold_file(gold)
    second = yaml.safe_load(path.read_text()) | {"article": "weir.txt"}
    (gold / "weir.txt").write_bytes((gold / "dam.txt").read_bytes())
    (gold / "weir.yaml").write_text(yaml.safe_dump(second))
    return write_suite(tmp_path)


def write_suite(folder: Path, **changes: Any) -> Path:
    content = {
        "schema_version": "1.0",
        "name": "dams",
        "gold": "gold",
        "cassettes": "cassettes/dams",
        "packs": ["direct"],
        "models": [MODEL],
    }
    path = folder / "dams.yaml"
    path.write_text(yaml.safe_dump(content | changes))
    return path


@pytest.fixture
def recorded(suite: Path) -> Path:
    """The suite, with both articles recorded."""
    with Stub(answer(GOOD)) as stub:
        assert record(suite, stub, "first") == 0
    return suite


def record(suite: Path, stub: Stub, folder: str, *more: str) -> int:
    options = ["--base-url", stub.base_url, "--record", "new", "-q", *more]
    return cli(["eval", "run", str(suite), "-o", folder, *options])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_recorded_once_replayed_byte_for_byte(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    outputs = []
    for folder in ("second", "third"):
        assert cli(["eval", "run", str(recorded), "-o", folder, "-q"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    assert "joint attribution" in outputs[0]
    second = contents(recorded.parent / "second")
    assert second == contents(recorded.parent / "third") == contents(recorded.parent / "first")
    assert set(second) == {"run.json", "scores.json", "briefs/direct/1/dam.json", "briefs/direct/1/weir.json"}
    scores = json.loads(second["scores.json"])
    assert scores["systems"]["direct"][0]["sums"]["attribution"] == [[1.0, 1, 1, 1]] * 2
    assert [free["output_tokens"] for free in scores["systems"]["direct"][0]["free"]] > [0, 0]


def test_a_miss_stops_the_run_which_goes_on_later(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def only_the_dam(request: Request) -> Step:
        return answer(GOOD)

    with Stub(only_the_dam) as stub:
        gold = suite.parent / "gold" / "weir.yaml"
        kept = gold.read_bytes()
        gold.unlink()
        assert record(suite, stub, "dam-only") == 0
        gold.write_bytes(kept)
        assert cli(["eval", "run", str(suite), "-o", "both", "-q"]) == 4
        assert "weir" in capsys.readouterr().err
        assert (suite.parent / "both/briefs/direct/1/dam.json").exists()
        for command in ("score", "gate", "bless", "aa"):
            assert cli(["eval", command, "both"]) == 2
            assert "was not finished" in capsys.readouterr().err
        before = len(stub.requests)
        assert record(suite, stub, "both") == 0
        assert len(stub.requests) == before + 1


def test_an_invalid_answer_is_an_empty_brief_and_is_not_asked_for_again(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Stub(text("{oops")) as stub:
        assert record(suite, stub, "run") == 0
        asked = len(stub.requests)
        assert record(suite, stub, "run") == 0
        assert len(stub.requests) == asked
    assert "no valid answer" in capsys.readouterr().out
    run = json.loads((suite.parent / "run/run.json").read_text())
    assert [failure["status"] for failure in run["failures"]] == ["invalid", "invalid"]
    scores = json.loads((suite.parent / "run/scores.json").read_text())
    assert scores["systems"]["direct"][0]["sums"]["attribution"] == [[0.0, 0, 0, 1]] * 2


def test_a_network_failure_leaves_the_scores_and_is_asked_for_again(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_for_the_dam(request: Request) -> Step:
        return status(503, retry_after="0") if len(stub.requests) <= 3 else answer(GOOD)

    with Stub(broken_for_the_dam) as stub:
        assert record(suite, stub, "run", "--concurrency", "1") == 3
        assert "1 answers are missing" in capsys.readouterr().err
        scores = json.loads((suite.parent / "run/scores.json").read_text())
        assert scores["systems"]["direct"][0]["sums"]["attribution"] == [None, [1.0, 1, 1, 1]]
        asked = len(stub.requests)
        assert record(suite, stub, "run", "--concurrency", "1") == 0
        assert len(stub.requests) == asked + 1
    assert json.loads((suite.parent / "run/run.json").read_text())["failures"] == []


def test_a_run_is_scored_again_without_recordings(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = recorded.parent / "first"
    before = contents(folder)
    (folder / "scores.json").unlink()
    capsys.readouterr()
    assert cli(["eval", "compare", "first", "first"]) == 2
    assert "eval score first" in capsys.readouterr().err
    assert cli(["eval", "score", "first"]) == 0
    assert contents(folder) == before


def of_other_code(folder: Path, **changes: Any) -> None:
    """Makes a run what other code would have left: one brief without its claims, and another `maker_id`."""
    brief = folder / "briefs/direct/1/dam.json"
    brief.write_text(json.dumps(json.loads(brief.read_text()) | {"claims": []}))
    file = json.loads((folder / "run.json").read_text())
    assert len(file["maker_id"]) == 16
    (folder / "run.json").write_text(json.dumps(file | changes))


@pytest.mark.parametrize("maker", ["0" * 16, None])
def test_briefs_of_other_code_are_made_anew(
    recorded: Path, capsys: pytest.CaptureFixture[str], maker: str | None
) -> None:
    folder = recorded.parent / "first"
    before = contents(folder)
    capsys.readouterr()
    assert cli(["eval", "run", str(recorded), "-o", "first", "-q"]) == 0
    assert "made anew" not in capsys.readouterr().err
    of_other_code(folder, maker_id=maker)
    assert cli(["eval", "run", str(recorded), "-o", "first", "-q"]) == 0
    assert "first: the code that makes briefs has changed since; all of them are made anew" in capsys.readouterr().err
    assert contents(folder) == before


def test_making_anew_that_is_cut_short_starts_over(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, recordings = recorded.parent / "first", recorded.parent / "cassettes/dams"
    before, maker = contents(folder), json.loads((folder / "run.json").read_text())["maker_id"]
    of_other_code(folder, maker_id="0" * 16)
    stale = contents(folder)
    kept = recordings.with_name("kept")
    recordings.rename(kept)
    assert cli(["eval", "run", str(recorded), "-o", "first", "-q"]) == 2  # no folder of recordings: nothing is touched
    assert contents(folder) == stale
    recordings.mkdir()
    assert cli(["eval", "run", str(recorded), "-o", "first", "-q"]) == 4
    file = json.loads((folder / "run.json").read_text())
    assert (file["state"], file["maker_id"]) == ("unfinished", None)
    shutil.rmtree(recordings)
    kept.rename(recordings)
    assert cli(["eval", "run", str(recorded), "-o", "first", "-q"]) == 0
    assert json.loads((folder / "run.json").read_text())["maker_id"] == maker
    assert contents(folder) == before


def test_a_brief_of_other_code_does_not_outlive_a_failure(recorded: Path) -> None:
    folder = recorded.parent / "first"
    of_other_code(folder, maker_id="0" * 16)
    with Stub(text("{oops")) as stub:
        assert record(recorded, stub, "first", "--record", "all") == 0
    assert not (folder / "briefs/direct/1/dam.json").exists()
    assert [one["status"] for one in json.loads((folder / "run.json").read_text())["failures"]] == ["invalid"] * 2


def test_a_model_is_not_asked_again_because_the_code_changed(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = recorded.parent / "first"
    of_other_code(folder, maker_id="0" * 16)
    before = contents(folder)
    with Stub(answer(GOOD)) as stub:
        assert cli(["eval", "run", str(recorded), "-o", "first", "--live", "--base-url", stub.base_url]) == 2
        assert stub.requests == []
    assert "briefs that other code made" in capsys.readouterr().err
    assert contents(folder) == before


def test_code_is_told_apart_by_names_and_content_but_not_by_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    digests = []
    for name, content in (("a.py", b"x = 1\n"), ("a.py", b"x = 1\r\n"), ("b.py", b"x = 1\n"), ("a.py", b"x = 2\n")):
        path.write_bytes(content)
        digests.append(source_digest([(name, path)]))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_a_folder_with_another_run_is_left_alone(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(recorded.parent / "first")
    assert cli(["eval", "run", str(recorded), "-o", "first", "--takes", "2"]) == 2
    assert "other prompts, models, gold, takes or temperature" in capsys.readouterr().err
    assert contents(recorded.parent / "first") == before
    assert cli(["eval", "run", str(recorded), "-o", "gold"]) == 2
    assert "files that are no run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"packs": []}, "packs: List should have at least 1 item"),
        ({"models": []}, "models: List should have at least 1 item"),
        ({"packs": ["direct", "direct"]}, "a name is given twice"),
        ({"colour": "red"}, "colour: Extra inputs"),
        ({"gold": "cassettes"}, "no gold files"),
        ({"packs": ["nonesuch"]}, "no prompt pack 'nonesuch'"),
        ({"takes": 0}, "takes"),
        ({"temperature": 2.5}, "temperature"),
        ({"cassettes": "nowhere"}, "no such folder of recordings"),
        ({"models": ["model-1"]}, "is not provider/name"),
    ],
)
def test_a_wrong_suite_is_refused(
    suite: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], complaint: str
) -> None:
    path = write_suite(suite.parent, **changes)
    assert cli(["eval", "run", str(path), "-o", "run"]) == 2
    told = capsys.readouterr().err
    assert complaint in told
    assert len(told.splitlines()) <= 4


def test_an_unknown_suite_is_refused(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(["eval", "run", "nonesuch"]) == 2
    assert "no suite 'nonesuch'" in capsys.readouterr().err


def test_compare_gate_and_bless_on_the_command_line(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli(["eval", "compare", "first:direct", "first:direct", "--json"]) == 0
    differences = json.loads(capsys.readouterr().out)
    assert {one["verdict"] for one in differences} == {"insufficient"}
    assert cli(["eval", "bless", "first"]) == 0
    assert capsys.readouterr().out.strip() == "evals/baselines/dams.blessed.yaml"
    assert cli(["eval", "gate", "first"]) == 0
    rules = {"schema_version": "1.0", "suite": "dams", "systems": {"direct": {"floors": {"number_value": 0.5}}}}
    Path("evals/baselines/dams.yaml").write_text(yaml.safe_dump(rules))
    capsys.readouterr()
    assert cli(["eval", "gate", "first"]) == 1
    assert "FAIL  direct: floor of number_value: 0.000, floor 0.5" in capsys.readouterr().out


def test_a_suite_may_take_some_of_the_articles(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = write_suite(tmp_path, articles=["dam"])
    assert cli(["eval", "run", str(some), "-o", "some", "-q"]) == 0
    assert [entry["id"] for entry in json.loads(Path("some/run.json").read_text())["articles"]] == ["dam"]
    wrong = write_suite(tmp_path, articles=["dam", "lock"])
    capsys.readouterr()
    assert cli(["eval", "run", str(wrong), "-o", "wrong", "-q"]) == 2
    assert "no gold of lock" in capsys.readouterr().err


def test_takes_at_a_temperature_are_recorded_and_replayed(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = write_suite(tmp_path, takes=2, temperature=0.7)
    with Stub(answer(GOOD)) as stub:
        assert record(takes, stub, "first") == 0
        assert [request.body["temperature"] for request in stub.requests] == [0.7] * 4
    assert cli(["eval", "run", str(takes), "-o", "second", "-q"]) == 0
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    brief = json.loads(Path("second/briefs/direct/2/dam.json").read_text())
    assert (brief["provenance"]["temperature"], brief["provenance"]["take"]) == (0.7, 2)
    capsys.readouterr()
    assert cli(["eval", "aa", "second", "--json"]) == 0
    assert {len(band["means"]) for band in json.loads(capsys.readouterr().out)["noise"]} == {2}

    assert cli(["eval", "run", str(takes), "-o", "third", "-q", "--temperature", "0"]) == 4
    assert "temperature 0.7 → 0.0" in capsys.readouterr().err
    assert cli(["eval", "run", str(takes), "-o", "second", "-q", "--temperature", "0"]) == 2
    assert "takes or temperature" in capsys.readouterr().err
    plain = write_suite(tmp_path, takes=2)
    assert cli(["eval", "run", str(plain), "-o", "fourth", "-q", "--temperature", "0.7"]) == 0
    assert contents(tmp_path / "fourth") == contents(tmp_path / "first")


def test_the_command_that_a_miss_tells_goes_on_with_the_run(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cassettes" / "dams").mkdir(parents=True)
    shutil.copytree(Path(__file__).parents[2] / "prompts" / "direct", tmp_path / "packs" / "mine")
    manifest = tmp_path / "packs" / "mine" / "pack.toml"
    manifest.write_text(manifest.read_text().replace('name = "direct"', 'name = "mine"'))
    with Stub(answer(GOOD)) as stub:
        options = ["--prompt", "direct", "--prompt", "./packs/mine", "--base-url", stub.base_url, "--takes", "2"]
        assert cli(["eval", "run", "dams.yaml", "-o", "first", "-q", *options]) == 4
        program, *told = shlex.split(capsys.readouterr().err.rpartition("Record it with: ")[2])
        assert program == "summarizer"
        assert cli([*told, "-q"]) == 0
    assert len(list((tmp_path / "first" / "briefs").rglob("*.json"))) == 8


def briefs(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "briefs").rglob("*.json"))


def test_models_that_read_alike_in_a_folder_keep_their_briefs_apart(suite: Path) -> None:
    models = ["vllm/q:7b", "vllm/q-7b", "vllm/Q-7b"]
    with Stub(answer(GOOD)) as stub:
        assert record(suite, stub, "run", *(word for model in models for word in ("--model", model))) == 0
    systems = json.loads(Path("run/run.json").read_text())["systems"]
    assert [system["name"] for system in systems] == [f"direct@{model}" for model in models]
    folders = [system["folder"] for system in systems]
    assert len({folder.casefold() for folder in folders}) == 3
    assert len(briefs(Path("run"))) == 6
    for system in systems:
        brief = json.loads(Path(f"run/briefs/{system['folder']}/1/dam.json").read_text())
        assert brief["provenance"]["model"] == system["model"]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("staged", "staged"),
        ("staged@local/qwen2.5-coder-1.5b", "staged@local-qwen2.5-coder-1.5b"),
        ("_mine", "mine-"),
        ("原告", ""),
        ("@x", "x-"),
        ("..", ""),
        ("a b", "a-b-"),
        ("x" * 300, "x" * 100 + "-"),
    ],
)
def test_every_pack_gets_a_folder_whatever_its_name(name: str, folder: str) -> None:
    given = system_of(name, "ab" * 32, "stub/model-1", several_models=False).folder
    kept = folder and not folder.endswith("-")
    assert given == folder if kept else re.fullmatch(re.escape(folder) + "[0-9a-f]{8}", given)


@pytest.mark.parametrize("name", ["_mine", "原告"])
def test_a_pack_of_any_name_is_run_and_scored(suite: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(Path(__file__).parents[2] / "prompts" / "direct", tmp_path / "packs" / name)
    manifest = tmp_path / "packs" / name / "pack.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('name = "direct"', f'name = "{name}"'), encoding="utf-8"
    )
    with Stub(answer(GOOD)) as stub:
        assert record(suite, stub, "run", "--prompt", f"./packs/{name}") == 0
    assert len(briefs(Path("run"))) == 2


def test_a_model_given_twice_is_refused(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Stub(answer(GOOD)) as stub:
        assert record(suite, stub, "run", "--model", MODEL, "--model", MODEL) == 2
        assert stub.requests == []
    assert f"direct@{MODEL} is asked for twice" in capsys.readouterr().err
