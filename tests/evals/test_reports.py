from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from summarizer.briefs.models import Brief
from summarizer.cli import run as cli
from summarizer.errors import InputError
from summarizer.evals.gate import bless
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.evals.report import content, data
from summarizer.evals.report.content import build
from summarizer.evals.report.markdown import to_markdown
from summarizer.evals.report.write import Reports
from summarizer.evals.runs import Run
from summarizer.evals.scores import Scores
from tests.evals.runmaking import NEWSROOM, losing, make_run
from tests.evals.test_compare import failing_on, perfect
from tests.evals.test_gold import gold_file

HOSTILE = """Dam <script>alert(1)</script> {{ 7*7 }} fails @everyone

Orrin said “</mark></script><img src=x onerror=alert(2)> \u202egnp” at https://evil.example/x in Vesk.
"""


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Scores]:
    """Two prompts on the newsroom articles; the second has an invalid answer and one that never came."""
    lost, broken = NEWSROOM[1].article, NEWSROOM[2].article

    def second(gold: Gold, take: int) -> Brief | str:
        answers: dict[str, Brief | str] = {lost: "transport", broken: "invalid"}
        return answers.get(gold.article) or losing(0.1)(gold, take)

    return make_run(tmp_path_factory.mktemp("run"), {"poor": losing(0.5), "good": second})


@pytest.fixture(scope="module")
def reports(scored: tuple[Run, Scores], tmp_path_factory: pytest.TempPathFactory) -> Reports:
    return Reports(build([scored]), [scored], tmp_path_factory.mktemp("no-rules"))


FORMATS: list[Callable[[Reports], str]] = [
    Reports.markdown,
    Reports.junit,
    Reports.html,
    lambda one: str(list(one.inspect())),
]


@pytest.mark.parametrize("make", FORMATS)
def test_equal_runs_give_equal_bytes(
    reports: Reports, scored: tuple[Run, Scores], tmp_path: Path, make: Callable[[Reports], str]
) -> None:
    again = Reports(build([scored]), [scored], tmp_path)
    assert make(again) == make(reports)


def test_the_verdict_comes_first_and_only_flips_follow(reports: Reports) -> None:
    text = reports.markdown()
    first = text.splitlines()[0]
    assert first.startswith("## newsroom: good against poor **better** in joint attribution: +0.")
    assert len(text) < 65_536
    flips = [line for line in text.splitlines() if line.startswith("|") and " claim " in line]
    assert flips
    assert all(before != after for line in flips for before, after in [line.split("|")[4:6]])


def test_a_comment_never_outgrows_its_limit(reports: Reports) -> None:
    from summarizer.evals.report.ledgers import Flip

    flips = [Flip("x", "claim", "word " * 100, "correct", "missing")] * 5000
    text = to_markdown(reports.report, [("good against poor", flips)])
    assert len(text) <= 65_535
    assert "more; see the HTML report" in text
    assert text.rstrip().endswith("</details>")
    assert len(to_markdown(reports.report, [("good against poor", flips)], limit=2000)) <= 2000


def test_junit_failures_hold_the_scores(reports: Reports) -> None:
    root = ElementTree.fromstring(reports.junit().encode())
    good = root.find("testsuite[@name='newsroom.good']")
    assert good is not None
    broken = good.find(f"testcase[@name='{NEWSROOM[2].article}']/failure")
    assert broken is not None
    assert "no valid answer" in broken.attrib["message"]
    assert "joint attribution: 0.000" in (broken.text or "")
    assert good.find(f"testcase[@name='{NEWSROOM[1].article}']/skipped") is not None
    assert int(good.attrib["tests"]) == len(NEWSROOM)
    assert int(root.attrib["failures"]) == len(root.findall(".//failure"))


def test_json_holds_every_figure(reports: Reports) -> None:
    plain = json.loads(json.dumps(data.report(reports.report)))
    good = plain["systems"][1]
    assert good["measures"]["attribution"]["left_out"] == 1
    assert good["flags"] == [
        [NEWSROOM[1].article, "no answer: said so"],
        [NEWSROOM[2].article, "no valid answer"],
    ]
    assert plain["comparisons"][0]["verdict"] == "better"
    assert {"business", "sport", "up to 200 words"} <= set(good["slices"])
    ledger = good["ledger"]["claim"]
    assert sum(ledger[cell] for cell in ("correct", "partial", "incorrect", "missing") if cell in ledger) == sum(
        len([claim for claim in gold.brief.claims if claim.id not in gold.optional])
        for gold in NEWSROOM
        if gold.article != NEWSROOM[1].article
    )


class _Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def hostile_page(folder: Path) -> tuple[str, str]:
    """HTML and Markdown about an article that attacks its reader."""
    gold_folder = folder / "gold"
    gold_folder.mkdir()
    path = gold_file(gold_folder)
    (gold_folder / "dam.txt").write_text(HOSTILE, encoding="utf-8")
    gold = yaml.safe_load(path.read_text()) | {
        "sha256": hashlib.sha256(HOSTILE.encode()).hexdigest(),
        "claims": [{"id": "c1", "content": [HOSTILE.split("said ")[1].split(" in Vesk")[0]], "form": "direct"}],
        "numbers": [],
        "hedges": [],
    }
    path.write_text(yaml.safe_dump(gold), encoding="utf-8")
    material = load_gold_set(gold_folder)
    made = make_run(folder / "run", {"all": perfect, "none": failing_on("dam", "invalid")}, material=material)
    reports = Reports(build([made]), [made], folder)
    return reports.html(), reports.markdown()


def test_an_article_cannot_reach_into_the_page(tmp_path: Path) -> None:
    page, comment = hostile_page(tmp_path)
    parser = _Tags()
    parser.feed(page)
    names = [tag for tag, _ in parser.tags]
    assert names.count("script") == 1
    assert not {"img", "iframe", "object", "link", "base"} & set(names)
    assert not [
        name for _, attributes in parser.tags for name in attributes if name.startswith("on") or name == "style"
    ]
    assert re.search(r"7\*7[^<]{0,20}fails", page)
    assert "\u202e" not in page
    assert "\u202e" not in comment
    assert "<script" not in comment
    assert "<img" not in comment
    assert "https://evil" not in comment


def test_the_page_allows_its_own_script_and_style_only_and_fetches_nothing(reports: Reports) -> None:
    page = reports.html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1] or "default-src 'none'" in policy[1]
    for tag in ("script", "style"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert inside is not None
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'").replace("&#43;", "+")
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "url(" not in page


def test_inspect_logs_say_what_the_report_says(reports: Reports) -> None:
    logs = [json.loads(text) for _, text in reports.inspect()]
    assert [log["eval"]["task"] for log in logs] == ["newsroom-poor", "newsroom-good"]
    good = logs[1]
    means = {one["name"]: one["metrics"]["mean"]["value"] for one in good["results"]["scores"]}
    assert means["attribution"] == pytest.approx(reports.report.systems[1].summaries["attribution"].macro)
    by_id = {sample["id"]: sample for sample in good["samples"]}
    assert "error" in by_id[NEWSROOM[1].article]
    assert by_id[NEWSROOM[2].article]["scores"]["attribution"]["value"] == 0
    assert good["results"]["completed_samples"] == len(NEWSROOM) - 1


@pytest.mark.skipif("SUMMARIZER_INSPECT_PYTHON" not in os.environ, reason="wants a Python that has inspect_ai")
def test_inspect_ai_opens_the_logs(reports: Reports, tmp_path: Path) -> None:
    for name, text in reports.inspect():
        (tmp_path / name).write_text(text, encoding="utf-8")
    script = (
        "import sys, json\nfrom inspect_ai.log import list_eval_logs, read_eval_log\n"
        "logs = [read_eval_log(one) for one in list_eval_logs(sys.argv[1])]\n"
        "print(json.dumps({log.eval.task: log.results.scores[0].metrics['mean'].value for log in logs}))"
    )
    python = os.environ["SUMMARIZER_INSPECT_PYTHON"]
    done = subprocess.run([python, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    opened = json.loads(done.stdout.splitlines()[-1])
    assert set(opened) == {"newsroom-poor", "newsroom-good"}
    assert opened["newsroom-poor"] == pytest.approx(reports.report.systems[0].summaries["attribution"].macro)


def test_gold_that_changed_since_scoring_is_refused(scored: tuple[Run, Scores], tmp_path: Path) -> None:
    for gold in NEWSROOM:
        text = gold.path.read_text(encoding="utf-8").replace("genre: ", "genre: other-", 1)
        (tmp_path / gold.path.name).write_text(text, encoding="utf-8")
        (tmp_path / gold.source_path.name).write_bytes(gold.source_path.read_bytes())
    with pytest.raises(InputError, match="has changed since it was scored"):
        Reports(build([scored]), [scored], tmp_path, tmp_path).html()


def test_reports_on_the_command_line(
    scored: tuple[Run, Scores], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)  # away from the baselines that ship
    folder = str(scored[0].folder)
    html, junit = tmp_path / "page.html", tmp_path / "junit.xml"
    assert cli(["eval", "report", folder, "--html", str(html), "--junit", str(junit), "--markdown", "-"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("## newsroom: good against poor **better**")
    assert "macro mean F          poor" not in out
    assert html.read_text().startswith("<!doctype html>")
    assert junit.read_text().startswith("<?xml")
    assert cli(["eval", "report", folder]) == 0
    text = capsys.readouterr().out
    assert "joint attribution" in text
    assert "articles that lost most" in text
    assert "trivial  human" in text
    assert cli(["eval", "report", folder, folder, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["systems"]) == 4


def test_runs_of_two_suites_are_not_reported_together(scored: tuple[Run, Scores], tmp_path: Path) -> None:
    other = make_run(tmp_path, {"p": perfect}, material=NEWSROOM[:1], suite="elsewhere")
    with pytest.raises(Exception, match="'elsewhere'"):
        content.build([scored, other])


@pytest.mark.parametrize(("field", "what"), [("gold_sha256", "gold"), ("scorer_id", "scoring rules")])
def test_a_run_is_reported_without_a_blessed_one_of_other_gold_or_rules_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, what: str
) -> None:
    run, scores = make_run(tmp_path / "run", {"p": losing(0.5)}, material=NEWSROOM[:3])
    baselines = tmp_path / "baselines"
    limits = {"floors": {"attribution": 0.1}, "critical": "new"}
    baselines.mkdir()
    rules = {"schema_version": "1.0", "suite": "newsroom", "systems": {"p": limits}}
    (baselines / "newsroom.yaml").write_text(yaml.safe_dump(rules))
    path = bless(run, scores, baselines)
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {field: "0" * 64}))
    note = f"{path}: blessed under other {what} than this run, so this run is not held against it"
    options = [str(run.folder), "--baselines", str(baselines)]
    files = {name: tmp_path / name for name in ("html", "junit", "markdown")}

    written = [part for name, file in files.items() for part in (f"--{name}", str(file))]
    assert cli(["eval", "report", *options, *written]) == 0
    assert f'<p class="note">{note}</p>' in files["html"].read_text()
    markdown = files["markdown"].read_text().replace("\\", "")
    assert f"> {note}" in markdown
    assert "**Gate without the blessed run: passed.**" in markdown
    junit = ElementTree.fromstring(files["junit"].read_text().encode())
    assert [case.attrib["message"] for case in junit.iter("skipped")] == [note]
    # No regression and no new miss is looked for: both are by comparison with the blessed run.
    gated = [case.attrib["name"] for case in junit.iter("testcase") if case.attrib["classname"] == "p.gate"]
    assert gated == ["floor of attribution"]
    capsys.readouterr()
    assert cli(["eval", "report", *options]) == 0
    assert f"note: {note}" in capsys.readouterr().out
    assert cli(["eval", "report", *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == [note]
    assert cli(["eval", "gate", *options]) == 2
    assert f"blessed under other {what} than this run; look at `eval report`" in capsys.readouterr().err


def test_two_runs_are_paired_in_a_report_as_compare_pairs_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = make_run(tmp_path / "before", {"poor": losing(0.5), "good": losing(0.1)}, material=NEWSROOM[:3])
    after = make_run(tmp_path / "after", {"good": losing(0.1), "poor": losing(0.6)}, material=NEWSROOM[:3])
    folders = [str(run.folder) for run, _ in (before, after)]

    assert cli(["eval", "report", *folders, "--json"]) == 0
    reported = json.loads(capsys.readouterr().out)["comparisons"]
    assert cli(["eval", "compare", *folders, "--json"]) == 0
    assert reported == json.loads(capsys.readouterr().out)

    text = Reports(build([before, after]), [before, after], tmp_path).markdown()
    groups = [line.split(": ") for line in text.splitlines() if line.startswith("### ")]
    assert [name for name, _ in groups] == ["### after:poor against before:poor", "### after:good against before:good"]
    assert groups[1][1] == "0 records gained, 0 lost"


def test_runs_without_a_common_prompt_are_reported_side_by_side_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = make_run(tmp_path / "one", {"p": losing(0.5)}, material=NEWSROOM[:1])
    other = make_run(tmp_path / "other", {"q": perfect, "r": perfect}, material=NEWSROOM[:1])
    reports = Reports(build([one, other]), [one, other], tmp_path)
    note = "other and one have no prompt in common and are not compared"
    assert reports.report.comparisons == []
    assert note in reports.html()
    assert f"> {note}" in reports.markdown()
    assert [case.attrib["message"] for case in ElementTree.fromstring(reports.junit()).iter("skipped")] == [note]
    assert data.report(reports.report)["notes"] == [note]
    assert cli(["eval", "report", str(one[0].folder), str(other[0].folder)]) == 0
    assert f"note: {note}" in capsys.readouterr().out


def test_the_page_in_a_browser(reports: Reports, tmp_path: Path) -> None:
    """Filters, drills down and reads a figure, in a real headless Chromium."""
    sync = pytest.importorskip("playwright.sync_api")
    chromium = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
    if chromium is None:
        pytest.skip("no Chromium here")
    path = tmp_path / "page.html"
    path.write_text(reports.html(), encoding="utf-8")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        _read_a_figure(page, reports)
        _filter(page)
        _drill_down(page)
        browser.close()
    assert complaints == []


def _read_a_figure(page: object, reports: Reports) -> None:
    shown = page.locator("#matrix tr[data-system=good] td[data-measure=attribution] .score").inner_text()  # type: ignore[attr-defined]
    assert shown == f"{reports.report.systems[1].summaries['attribution'].macro:.3f}"


def _filter(page: object) -> None:
    visible = page.locator(".article:visible")  # type: ignore[attr-defined]
    assert visible.count() == len(NEWSROOM)
    page.get_by_label("Genre", exact=True).select_option("sport")  # type: ignore[attr-defined]
    assert visible.count() == len([gold for gold in NEWSROOM if gold.genre == "sport"])
    page.get_by_label("Genre", exact=True).select_option("")  # type: ignore[attr-defined]
    page.get_by_label("Find").fill("ferry-1")  # type: ignore[attr-defined]
    assert visible.count() == 1


def _drill_down(page: object) -> None:
    """With the keyboard alone."""
    article = page.locator("#article-ferry-1")  # type: ignore[attr-defined]
    article.locator("summary").focus()
    page.keyboard.press("Enter")  # type: ignore[attr-defined]
    panel = article.locator(".panel:visible")
    assert panel.count() == 1
    row = panel.locator(".record", has_text="the toll could rise").first
    row.focus()
    page.keyboard.press("Enter")  # type: ignore[attr-defined]
    assert "the toll" in panel.locator("mark.lit").first.inner_text()
    every = panel.locator(".record:visible").count()
    page.get_by_label("only what changed").check()  # type: ignore[attr-defined]
    changed = panel.locator(".record:visible").count()
    assert 0 < changed < every
