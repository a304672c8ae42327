"""The suites that ship, from the recordings that ship: run twice, byte for byte the same, and held to their baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.cli import run as cli

ROOT = Path(__file__).parents[2]
GATED = ("seeds", "newsroom")
SUITES = (*GATED, "seeds-takes")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Two runs of each suite."""
    base = tmp_path_factory.mktemp("runs")
    made = {suite: (base / f"{suite}-1", base / f"{suite}-2") for suite in SUITES}
    for suite, folders in made.items():
        for folder in folders:
            code = cli(["eval", "run", str(ROOT / f"evals/suites/{suite}.yaml"), "-o", str(folder), "-q"])
            assert code in (0, 3)  # 3: a pack failed on an article, which is scored as an empty brief
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("suite", SUITES)
def test_two_runs_are_byte_identical(runs: dict[str, tuple[Path, Path]], suite: str) -> None:
    first, second = map(contents, runs[suite])
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("suite", GATED)
def test_a_run_holds_its_floors_and_does_not_fall_behind_the_blessed_one(
    runs: dict[str, tuple[Path, Path]], suite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli(["eval", "gate", str(runs[suite][0]), "--baselines", str(ROOT / "evals/baselines")])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("other", ["direct", "sentences"])
def test_the_default_pack_is_better_in_every_headline_measure_and_the_paired_test_says_so(
    runs: dict[str, tuple[Path, Path]], other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = []
    for folder in runs["newsroom"]:
        assert cli(["eval", "compare", f"{folder}:{other}", f"{folder}:staged", "--json"]) == 0
        outputs.append(capsys.readouterr().out.replace(folder.name, "RUN"))
    assert outputs[0] == outputs[1]
    verdicts = {row["measure"]: row["verdict"] for row in json.loads(outputs[0])}
    assert set(verdicts.values()) == {"better"}, verdicts


def test_the_takes_of_the_default_pack_show_how_much_is_noise(
    runs: dict[str, tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli(["eval", "aa", str(runs["seeds-takes"][0]), "--json", "--baselines", str(ROOT / "evals/baselines")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["gate_flips"] == []
    assert {len(band["means"]) for band in told["noise"]} == {3}
    assert max(band["band"] for band in told["noise"]) > 0  # they are three answers, not one read three times
