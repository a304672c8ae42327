from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from summarizer.cli import run as cli
from summarizer.errors import InputError, UsageError
from summarizer.evals.compare import compare, open_sides
from summarizer.evals.gate import Check, bless, flips, gate
from summarizer.evals.measures import HEADLINE_NAMES
from tests.evals.runmaking import losing, make_run
from tests.evals.test_compare import articles_of, hopeless, perfect


def rules(folder: Path, **changes: object) -> None:
    limits = {"floors": {"attribution": 0.5}, "ceilings": {"output_tokens": 400}, "critical": "ignore"}
    content = {"schema_version": "1.0", "suite": "newsroom", "systems": {"p": limits}} | changes
    folder.mkdir(exist_ok=True)
    (folder / "newsroom.yaml").write_text(yaml.safe_dump(content))


def failed(checks: list[Check]) -> list[str]:
    return [check.what for check in checks if not check.passed]


def test_floors_and_ceilings(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": losing(0.1)})
    rules(tmp_path / "rules")
    assert failed(gate(run, scores, tmp_path / "rules")) == []
    rules(
        tmp_path / "rules",
        systems={"p": {"floors": {"attribution": 0.999}, "ceilings": {"output_tokens": 299}, "critical": "ignore"}},
    )
    assert failed(gate(run, scores, tmp_path / "rules")) == ["floor of attribution", "ceiling of output_tokens"]


def test_a_missed_critical_claim_fails(tmp_path: Path) -> None:
    good, good_scores = make_run(tmp_path / "good", {"p": perfect})
    poor, poor_scores = make_run(tmp_path / "poor", {"p": losing(0.4)})
    rules(tmp_path / "rules", systems={"p": {}})
    assert failed(gate(good, good_scores, tmp_path / "rules")) == []
    assert failed(gate(poor, poor_scores, tmp_path / "rules")) == ["critical claims"]


def test_a_blessed_run_is_a_gate_without_rules(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": perfect})
    bless(run, scores, tmp_path)
    assert failed(gate(run, scores, tmp_path)) == []
    assert "no regression in attribution" in failed(gate(*make_run(tmp_path / "worse", {"p": losing(0.6)}), tmp_path))


def test_a_folder_without_a_gate_passes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, _ = make_run(tmp_path / "run", {"p": perfect}, takes=2)
    rules(tmp_path / "rules", systems={"p": {}})
    assert cli(["eval", "gate", str(run.folder), "--baselines", str(tmp_path / "rules")]) == 0
    for folder in (tmp_path / "rulse", tmp_path):  # one that is not there, one with other things in it
        capsys.readouterr()
        assert cli(["eval", "gate", str(run.folder), "--baselines", str(folder)]) == 2
        out, told = capsys.readouterr()
        assert out == ""
        assert f"{folder}: no gate for the suite 'newsroom' here" in told
        assert len(told.splitlines()) == 1
        assert cli(["eval", "aa", str(run.folder), "--baselines", str(folder)]) == 0
        assert f"no gate for the suite 'newsroom' in {folder}" in capsys.readouterr().err


def test_known_misses_can_be_let_pass(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": losing(0.4)})
    rules(tmp_path / "rules", systems={"p": {"critical": "new"}})
    assert failed(gate(run, scores, tmp_path / "rules")) == ["critical claims, new misses"]
    bless(run, scores, tmp_path / "rules")
    assert failed(gate(run, scores, tmp_path / "rules")) == []
    worse, worse_scores = make_run(tmp_path / "worse", {"p": losing(0.45)})
    assert "critical claims, new misses" in failed(gate(worse, worse_scores, tmp_path / "rules"))


def test_falling_behind_the_blessed_run_fails_and_going_ahead_does_not(tmp_path: Path) -> None:
    middling, scores = make_run(tmp_path / "middling", {"p": losing(0.25)})
    folder = tmp_path / "rules"
    rules(folder, systems={"p": {"critical": "ignore"}})
    bless(middling, scores, folder)
    assert failed(gate(middling, scores, folder)) == []
    assert failed(gate(*make_run(tmp_path / "better", {"p": losing(0.05)}), folder)) == []
    assert "no regression in attribution" in failed(gate(*make_run(tmp_path / "worse", {"p": losing(0.6)}), folder))


@pytest.mark.parametrize("stories", [5, 6, 7, 8, 9])
def test_a_collapse_of_every_measure_fails_however_few_stories_there_are(tmp_path: Path, stories: int) -> None:
    good = make_run(tmp_path / "good", {"p": perfect}, material=articles_of(stories))
    bad = make_run(tmp_path / "bad", {"p": hopeless}, material=articles_of(stories))
    rules(tmp_path / "rules", systems={"p": {"critical": "ignore"}})
    bless(*good, tmp_path / "rules")
    assert failed(gate(*good, tmp_path / "rules")) == []
    assert failed(gate(*bad, tmp_path / "rules")) == [f"no regression in {name}" for name in sorted(HEADLINE_NAMES)]


def test_a_loss_within_the_margin_passes_where_there_are_too_few_stories_to_tell(tmp_path: Path) -> None:
    good = make_run(tmp_path / "good", {"p": perfect}, material=articles_of(8))
    worse = make_run(tmp_path / "worse", {"p": losing(0.05)}, material=articles_of(8))
    for margin, expected in ((0.9, False), (0.0, True)):
        rules(tmp_path / "rules", margin=margin, systems={"p": {"critical": "ignore"}})
        bless(*good, tmp_path / "rules")
        assert ("no regression in attribution" in failed(gate(*worse, tmp_path / "rules"))) is expected


def test_a_loss_is_the_one_that_compare_sees(tmp_path: Path) -> None:
    good, worse = make_run(tmp_path / "good", {"p": perfect}), make_run(tmp_path / "worse", {"p": losing(0.3)})
    rules(tmp_path / "rules", systems={"p": {"critical": "ignore"}})
    bless(*good, tmp_path / "rules")
    told = {check.what: check.detail for check in gate(*worse, tmp_path / "rules")}
    for one in compare([(*open_sides(*good), *open_sides(*worse))]):
        assert one.analysis is not None
        # Also where some articles have nothing to find, as few have no hedge at all.
        assert told[f"no regression in {one.measure}"].startswith(f"{one.analysis.mean:+.3f} against"), one.measure


def test_another_scorer_is_not_gated(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": perfect})
    path = bless(run, scores, tmp_path)
    content = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump(content | {"scorer_id": "0" * 16}))
    with pytest.raises(InputError, match="other scoring rules"):
        gate(run, scores, tmp_path)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"suite": "seeds"}, "rules of 'seeds'"),
        ({"systems": {"p": {"floors": {"beauty": 1.0}}}}, "no figure 'beauty'"),
        ({"systems": {}}, "systems"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_rules_are_refused(tmp_path: Path, changes: dict[str, object], complaint: str) -> None:
    run, scores = make_run(tmp_path / "run", {"p": perfect})
    rules(tmp_path / "rules", **changes)
    with pytest.raises(InputError, match=complaint):
        gate(run, scores, tmp_path / "rules")


def test_rules_for_a_prompt_that_was_not_run_are_refused(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": perfect})
    rules(tmp_path / "rules", systems={"q": {}})
    with pytest.raises(UsageError, match="has no 'q'"):
        gate(run, scores, tmp_path / "rules")


def test_a_floor_between_two_takes_is_no_gate(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path / "run", {"p": losing(0.3)}, takes=2)
    from summarizer.evals.aggregate import summarise

    low, high = sorted(summarise([take], "attribution").macro or 0.0 for take in scores.systems["p"])
    rules(tmp_path / "rules", systems={"p": {"floors": {"attribution": (low + high) / 2}, "critical": "ignore"}})
    assert flips(run, scores, tmp_path / "rules") == ["p: floor of attribution"]
    rules(tmp_path / "rules", systems={"p": {"floors": {"attribution": low - 0.01}, "critical": "ignore"}})
    assert flips(run, scores, tmp_path / "rules") == []
