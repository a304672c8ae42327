"""Answers that never came leave the scores, and every report says how many and of which articles."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from summarizer.briefs.models import Brief
from summarizer.cli import run as cli
from summarizer.evals.gold import Gold
from summarizer.evals.report import data
from summarizer.evals.report.content import build
from summarizer.evals.report.terminal import to_text
from summarizer.evals.report.write import Reports
from tests.evals.runmaking import NEWSROOM, losing, make_run
from tests.evals.test_compare import hopeless, perfect

NEVER, ONCE, BROKEN, FINE = (gold.article for gold in NEWSROOM[:4])
TOLD = f"p: 3 of 8 answers never came and are left out: {NEVER} (2 of 2 takes), {ONCE} (1 of 2 takes)"


def patchy(gold: Gold, take: int) -> Brief | str:
    """One article is never answered, one not in the first take, one wrongly in the second."""
    if gold.article == NEVER or (gold.article == ONCE and take == 1):
        return "transport"
    return "invalid" if gold.article == BROKEN and take == 2 else gold.brief


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    made = make_run(tmp_path_factory.mktemp("run"), {"p": patchy}, takes=2, material=NEWSROOM[:4])
    return Reports(build([made]), [made], tmp_path_factory.mktemp("no-rules"))


def test_markdown_counts_and_names_them(reports: Reports) -> None:
    text = reports.markdown()
    assert f"> {TOLD}\n" in text
    assert "| answers left out, in all | 3 |" in text


def test_the_page_counts_them_and_lists_every_article(reports: Reports) -> None:
    page = reports.html()
    assert f'<p class="note">{TOLD}</p>' in page
    for gold in NEWSROOM[:4]:
        assert f'id="article-{gold.article}"' in page
    never, once, broken = (
        page.split(f'id="article-{name}"')[1].split("</details>")[0] for name in (NEVER, ONCE, BROKEN)
    )
    assert '<p class="note">no answer: said so</p>' in never
    assert "<table>" not in never
    assert "no answer, take 1 of 2" in once
    assert "joint attribution 1.000, take 1 of 2" in broken


def test_junit_fails_no_article_because_one_take_did_not_come(reports: Reports) -> None:
    cases = {case.attrib["name"]: case for case in ElementTree.fromstring(reports.junit()).iter("testcase")}
    assert [name for name, case in cases.items() if case.find("failure") is not None] == [BROKEN]
    assert [name for name, case in cases.items() if case.find("skipped") is not None] == [NEVER]


def test_the_terminal_and_json_count_them(reports: Reports) -> None:
    [row] = [line for line in to_text(reports.report).splitlines() if line.startswith("answers left out, in all")]
    assert row.split()[-1] == "3"
    [system] = data.report(reports.report)["systems"]
    assert system["left_out"] == 3


def test_a_run_without_any_answer_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_run(tmp_path / "run", {"p": lambda gold, take: "transport"}, material=NEWSROOM)
    reports = Reports(build([made]), [made], tmp_path)
    count = len(NEWSROOM)
    told = f"p: {count} of {count} answers never came and are left out: {NEWSROOM[0].article}, "
    assert told in reports.markdown()
    assert f" and {count - 10} more" in reports.markdown()
    assert reports.html().count("no answer: said so") == count
    assert cli(["eval", "score", str(made[0].folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["systems"][0]["left_out"] == count


def test_nothing_is_said_where_every_answer_came(tmp_path: Path) -> None:
    made = make_run(tmp_path / "run", {"p": hopeless, "q": perfect}, material=NEWSROOM[:2])
    assert "never came" not in Reports(build([made]), [made], tmp_path).markdown()


@pytest.mark.parametrize(
    ("takes", "told"), [((1, 1), ""), ((3, 3), ", take 1 of 3"), ((2, 1), ", take 1 of 1 against take 1 of 2")]
)
def test_flips_say_of_which_take_they_are(tmp_path: Path, takes: tuple[int, int], told: str) -> None:
    before, after = (
        make_run(tmp_path / name, {"p": losing(share)}, takes=count, material=NEWSROOM[:1])
        for name, share, count in zip(("before", "after"), (0.5, 0.1), takes, strict=True)
    )
    text = Reports(build([before, after]), [before, after], tmp_path).markdown()
    assert f"### after:p against before:p{told}: " in text
