import json
import re
from pathlib import Path

import jsonschema
import pytest

from summarizer.briefs.load import load_brief
from summarizer.cli import run
from summarizer.collate import Collation, collate
from summarizer.collate.models import Hedging
from summarizer.render.collation_html import to_html
from summarizer.render.collation_markdown import to_markdown
from summarizer.render.collation_terminal import to_terminal
from tests.collate.making import Account

HOSTILE = "12 <script>alert(1)</script> people were killed | in `x`\u202e, \x1b[31mred."


def hostile() -> Collation:
    briefs = [
        Account(name, HOSTILE + name).number("12", "12", "people").claim(HOSTILE[:-2], numbers=["n1"]).brief()
        for name in ("<b>a<b>", "b|c")
    ]
    return collate(briefs)


def test_pages_show_hostile_text_and_obey_none_of_it() -> None:
    collation = hostile()
    assert collation.topics
    html = to_html(collation)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    for link in ("http://", "https://", "src="):
        assert link not in html.replace("default-src", "").replace("style-src", "")
    for page in (html, to_markdown(collation), to_terminal(collation)):
        assert "\u202e" not in page
        assert "\x1b[31m" not in page
    assert re.search(r"(?<!\\)<script", to_markdown(collation)) is None


def test_json_fits_the_committed_schema_and_is_the_same_each_time() -> None:
    schema = json.loads((Path(__file__).parents[2] / "schemas/collation.json").read_text())
    text = hostile().to_json()
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    assert text == hostile().to_json()


def test_every_page_says_how_sure_the_accounts_are_and_what_is_not_listed() -> None:
    collation = hostile()
    topic = collation.topics[0].model_copy(update={"left_out": 7})
    hedging = [Hedging(claim="C1", statement="12", stances={}, why="the first says “may” | the other does not")]
    fuller = collation.model_copy(update={"hedging": hedging, "topics": [topic]})
    assert "## How sure\n\n- C1: the first says “may” \\| the other does not\n" in to_markdown(fuller)
    for page in (to_markdown(fuller), to_terminal(fuller, width=200), to_html(fuller)):
        assert page.count("7 further pairs not listed") == 1
    for page in (to_markdown(collation), to_terminal(collation)):
        assert "How sure" not in page
        assert "not listed" not in page


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    for name, words in (("a", "12"), ("b", "15")):
        text = f"{words} people were killed in the mine."  # no day is given, so nothing explains the difference
        brief = Account(name, text).number(words, words, "people").claim(text[:-1], numbers=["n1"]).brief()
        (tmp_path / f"{name}.json").write_text(brief.to_json())
    return tmp_path


def test_the_command_writes_what_the_suffix_says(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = stored / "out"
    for suffix, begins in ((".html", "<!DOCTYPE html>"), (".md", "# Accounts"), (".txt", "2 accounts")):
        assert run(["collate", str(stored / "a.json"), str(stored / "b.json"), "-o", str(out.with_suffix(suffix))]) == 0
        assert out.with_suffix(suffix).read_text().lstrip().startswith(begins)
    assert run(["collate", str(stored), "--json"]) == 0
    topic = json.loads(capsys.readouterr().out)["topics"][0]
    assert topic["relations"][0]["relation"] == "contradicts"
    assert run(["collate", str(stored), "-o", str(stored / "x.pdf")]) == 2
    assert run(["collate", str(stored), "--json", "-o", str(stored / "x.md")]) == 2


def test_briefs_come_from_lines_and_rows_as_from_files(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    briefs = [load_brief(stored / f"{name}.json").model_dump_json() for name in "ab"]
    (stored / "rows").mkdir()
    pq.write_table(pa.table({"brief": briefs}), stored / "rows" / "briefs.parquet")
    (stored / "lines.NDJSON").write_text("\n".join(briefs))
    assert run(["collate", str(stored / "a.json"), str(stored / "b.json"), "--json"]) == 0
    expected = capsys.readouterr().out
    for source in ("lines.NDJSON", "rows/briefs.parquet", "rows"):
        assert run(["collate", str(stored / source), "--json"]) == 0
        assert capsys.readouterr().out == expected


def test_a_changed_brief_is_marked_and_an_old_one_left_out(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = stored / "b.json"
    path.write_text(path.read_text().replace('"15"', '"16"', 1))
    assert run(["collate", str(stored), "--json"]) == 1
    out, err = capsys.readouterr()
    assert "b does not verify" in err
    assert json.loads(out)["accounts"][1]["problems"]

    path.write_text(path.read_text().replace('"schema_version": "1.0"', '"schema_version": "0.9"'))
    assert run(["collate", str(stored), "--json"]) == 3
    assert "schema version '0.9'" in capsys.readouterr().err
    assert run(["collate", str(path)]) == 2
