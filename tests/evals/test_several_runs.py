"""Runs beside one another: what they are called, which of them is gated, and logs that do not replace each other."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from summarizer.cli import run as cli
from summarizer.evals.labels import run_labels
from summarizer.evals.report.content import build
from summarizer.evals.report.write import Reports
from summarizer.evals.runs import Run, save_run
from summarizer.evals.scores import Scores
from tests.evals.runmaking import NEWSROOM, losing, make_run
from tests.evals.test_compare import perfect

Made = tuple[Run, Scores]


def rules(folder: Path, system: str, floor: float) -> Path:
    """A folder with a gate of one floor."""
    limits = {"floors": {"attribution": floor}, "critical": "ignore"}
    content = {"schema_version": "1.0", "suite": "newsroom", "systems": {system: limits}}
    folder.mkdir()
    (folder / "newsroom.yaml").write_text(yaml.safe_dump(content))
    return folder


def reports(*made: Made, baselines: Path) -> Reports:
    return Reports(build(made, baselines=baselines), made, baselines)


@pytest.mark.parametrize(
    ("folders", "labels"),
    [
        (["runs/one", "runs/two"], ["one", "two"]),
        (["base/runs/newsroom", "head/runs/newsroom"], ["base/runs/newsroom", "head/runs/newsroom"]),
        (["a/x/run", "b/x/run", "c/y/run", "c/z"], ["a/x/run", "b/x/run", "y/run", "z"]),
        (["runs/x", "./runs/x", "runs/../runs/x/"], ["x", "x", "x"]),
        (["/x", "/a/x"], ["/x", "a/x"]),
    ],
)
def test_a_run_is_called_by_as_much_of_its_path_as_differs(folders: list[str], labels: list[str]) -> None:
    assert run_labels([Path(folder) for folder in folders]) == labels


def test_the_working_directory_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_labels([Path(), Path("..")]) == [tmp_path.name, tmp_path.parent.name]


def test_runs_in_folders_of_one_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [
        make_run(tmp_path / side / "runs" / "newsroom", {"p": losing(share)}, material=NEWSROOM[:3])
        for side, share in (("base", 0.5), ("head", 0.1))
    ]
    names = ["base/runs/newsroom:p", "head/runs/newsroom:p"]
    report = build(made)
    assert [one.name for one in report.systems] == names
    assert {(one.a, one.b) for one in report.comparisons} == {tuple(names)}
    folders = [str(run.folder) for run, _ in made]
    assert cli(["eval", "report", *folders, "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)
    assert [one["run"] for one in reported["systems"]] == ["base/runs/newsroom", "head/runs/newsroom"]
    for given in (folders, [f"{folder}:p" for folder in folders]):
        assert cli(["eval", "compare", *given, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == reported["comparisons"]


def warmer(made: Made) -> Made:
    """The same run, asked at another temperature."""
    run, scores = made
    other = Run(run.folder, run.file.model_copy(update={"temperature": 0.7}))
    save_run(other)
    return other, scores


def of_other_code(made: Made) -> Made:
    run, scores = made
    return Run(run.folder, run.file.model_copy(update={"maker_id": "0" * 16})), scores


@pytest.mark.parametrize("change", [warmer, of_other_code, lambda made: made])
def test_logs_of_one_pack_in_two_runs_do_not_replace_each_other(tmp_path: Path, change: object) -> None:
    one = make_run(tmp_path / "one", {"p": perfect}, material=NEWSROOM[:2])
    other = change(make_run(tmp_path / "other", {"p": perfect}, material=NEWSROOM[:2]))  # type: ignore[operator]
    logs = dict(reports(one, other, baselines=tmp_path).inspect())
    assert len(logs) == 2
    specs = [json.loads(text)["eval"] for text in logs.values()]
    assert len({spec["eval_id"] for spec in specs}) == 2
    assert [spec["metadata"]["system"] for spec in specs] == ["one:p", "other:p"]
    assert [spec["metadata"]["temperature"] for spec in specs] == [run.file.temperature for run, _ in (one, other)]


def test_logs_written_one_by_one_differ_where_the_runs_do(tmp_path: Path) -> None:
    runs = {
        "one": make_run(tmp_path / "one", {"p": perfect}, material=NEWSROOM[:2]),
        "same": make_run(tmp_path / "same", {"p": perfect}, material=NEWSROOM[:2]),
        "answers": make_run(tmp_path / "answers", {"p": losing(0.5)}, material=NEWSROOM[:2]),
    }
    runs["warmer"] = warmer(make_run(tmp_path / "warmer", {"p": perfect}, material=NEWSROOM[:2]))
    logs = {name: next(reports(made, baselines=tmp_path).inspect()) for name, made in runs.items()}
    assert logs["one"] == logs["same"]
    assert len({name for name, _ in logs.values()}) == 3


@pytest.mark.parametrize(("shares", "verdict"), [((0.9, 0.0), "passed"), ((0.0, 0.9), "1 of 1 checks failed")])
def test_of_several_runs_the_last_is_gated(tmp_path: Path, shares: tuple[float, float], verdict: str) -> None:
    base, head = (
        make_run(tmp_path / name, {"p": losing(share), "q": perfect}, material=NEWSROOM[:3])
        for name, share in zip(("base", "head"), shares, strict=True)
    )
    made = reports(base, head, baselines=rules(tmp_path / "rules", "p", 0.8))
    assert f"**Gate of head: {verdict}.**" in made.markdown()
    cases = [case for case in ElementTree.fromstring(made.junit()).iter("testcase") if "floor" in case.attrib["name"]]
    assert [case.attrib["classname"] for case in cases] == ["head:p.gate"]
    assert (cases[0].find("failure") is None) == (verdict == "passed")


def test_a_run_that_the_rules_do_not_fit_is_reported_ungated_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, head = (make_run(tmp_path / name, {"p": perfect}, material=NEWSROOM[:2]) for name in ("base", "head"))
    baselines = rules(tmp_path / "rules", "q", 0.8)
    told = f"{baselines / 'newsroom.yaml'}: these are rules for q, which this run does not have, so"
    for made, what in (((base, head), "head"), ((head,), "this run")):
        written = reports(*made, baselines=baselines)
        assert written.report.notes == [f"{told} {what} is not gated"]
        assert "**Gate" not in written.markdown()
        assert ".gate" not in written.junit()
    assert cli(["eval", "gate", str(head[0].folder), "--baselines", str(baselines)]) == 2
    assert "has no 'q'" in capsys.readouterr().err


def test_every_report_is_written_where_one_run_has_more_articles(tmp_path: Path) -> None:
    before = make_run(tmp_path / "before", {"p": losing(0.4)}, material=NEWSROOM[1:3])
    after = make_run(tmp_path / "after", {"p": losing(0.1)}, material=NEWSROOM[:3])
    new = NEWSROOM[0].article
    made = reports(before, after, baselines=tmp_path)
    assert "before has no such article" in made.html()
    assert f"| {new} |" not in made.markdown()
    cases = [case for case in ElementTree.fromstring(made.junit()).iter("testcase") if case.attrib["name"] == new]
    assert [case.attrib["classname"] for case in cases] == ["after:p.articles"]
    samples = [[one["id"] for one in json.loads(text)["samples"]] for _, text in made.inspect()]
    assert [new in ids for ids in samples] == [False, True]
