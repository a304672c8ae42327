"""Everything that is shown: no rendering, message or line of progress lets an article's characters be obeyed."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from summarizer.cli import run
from summarizer.collate import collate
from summarizer.errors import InputError
from summarizer.evals.external.results import Counts, Result, computed
from summarizer.evals.gate import Check
from summarizer.evals.report import content, junit, markdown, terminal
from summarizer.evals.report.html import to_html as report_html
from summarizer.render import collation_html, collation_markdown, collation_terminal
from summarizer.render.html import to_html
from summarizer.render.markdown import to_markdown
from summarizer.render.terminal import to_terminal
from tests.evals.material import golds
from tests.evals.runmaking import make_run
from tests.security.making import ATTACK, OBEYED, TEXT, hostile_brief

ROOT = Path(__file__).parents[2]


def _quiet(shown: str, *, colour: bool = False) -> None:
    """Nothing of the attack is left but what can be read."""
    if colour:  # our own
        import re

        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not set(OBEYED) & set(shown), sorted(map(hex, map(ord, set(OBEYED) & set(shown))))


def _collation() -> object:
    return collate(
        [
            hostile_brief(),
            hostile_brief().model_copy(update={"source": hostile_brief().source.model_copy(update={"id": "other"})}),
        ]
    )


@pytest.mark.parametrize("make", [to_markdown, to_html, to_terminal], ids=lambda make: make.__name__)
def test_a_brief(make: Callable[..., str]) -> None:
    shown = make(hostile_brief())
    _quiet(shown)
    assert "⟦U+001B⟧" in shown.replace("\\+", "+")
    assert "<script>alert" not in shown or make is to_terminal


def test_a_brief_in_colour() -> None:
    _quiet(to_terminal(hostile_brief(), colour=True), colour=True)


@pytest.mark.parametrize(
    "make",
    [collation_markdown.to_markdown, collation_html.to_html, collation_terminal.to_terminal],
    ids=lambda make: make.__module__.rsplit("_", 1)[-1],
)
def test_a_collation(make: Callable[..., str]) -> None:
    shown = make(_collation())
    _quiet(shown)
    assert "⟦U+001B⟧" in shown.replace("\\+", "+")


class _Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.scripts += tag == "script"
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("page", ["brief", "collation"])
def test_a_page_runs_nothing_loads_nothing_and_leads_nowhere(page: str) -> None:
    html = to_html(hostile_brief()) if page == "brief" else collation_html.to_html(_collation())  # type: ignore[arg-type]
    found = _Tags(html)
    assert found.scripts <= 1
    assert not found.names & {"iframe", "object", "embed", "form", "img", "link", "base"}
    for name, value in found.attributes:
        assert not name.startswith("on")
        if name in ("href", "src", "action"):
            assert value.startswith("#"), value
    policy = next(value for name, value in found.attributes if name == "content" and "default-src" in value)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


MARKUP = (
    "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](http://x.example/t.png)", "<http://x.example>", "http://x.example/a",
    "www.x.example", "`a`", "# a", "**a**", "| a |", "&lt;b&gt;", "a\\", "\n\n# b", "- a", "1. a", "> a", "~~a~~", "[a]: http://x.example",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKUP)
def test_markdown_of_an_article_is_read_as_its_own_words(words: str) -> None:
    brief = hostile_brief()
    actor = brief.actors[0].model_copy(update={"name": words, "aliases": [words]})
    shown = to_markdown(brief.model_copy(update={"actors": [actor]}))
    reader = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify")
    found = [token for block in reader.parse(shown) for token in [block, *(block.children or ())]]
    plain = [token for block in reader.parse(to_markdown(brief)) for token in [block, *(block.children or ())]]
    kinds = {token.type for token in found}
    assert not kinds & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "code_inline",
        "s_open",
        "blockquote_open",
        "fence",
    }
    assert kinds <= {token.type for token in plain}


# --- reports of evaluations -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> content.Report:
    """A run whose names, reasons and answers hold the attack."""
    few = golds()[:2]
    run_, scores = make_run(
        tmp_path_factory.mktemp("run"),
        {f"pack {ATTACK}": lambda gold, take: "transport" if gold is few[0] else gold.brief},
        material=few,
    )
    failures = [failure.model_copy(update={"reason": f"reason {ATTACK}"}) for failure in run_.file.failures]
    object.__setattr__(run_.file, "failures", failures)
    for takes in scores.systems.values():
        for take in takes:
            take.flags = {article: [f"flag {ATTACK}"] for article in take.flags} or {few[0].article: [f"flag {ATTACK}"]}
    return content.build([(run_, scores)], 0.02)


def _checks(report: content.Report) -> list[Check]:
    return [Check(report.systems[0].name, f"what {ATTACK}", False, f"detail {ATTACK}")]


def test_reports(report: content.Report) -> None:
    checks = _checks(report)
    shown = {
        "terminal": terminal.to_text(report),
        "gate": terminal.gate_text(checks),
        "external": terminal.external_text(
            f"name {ATTACK}", Result(1, 1, [computed(f"system {ATTACK}", "metric", Counts())], [f"note {ATTACK}"])
        ),
        "markdown": markdown.to_markdown(report, [(f"group {ATTACK}", [])], checks),
        "junit": junit.to_junit(report, checks),
        "html": report_html(report, golds()[:2]),
    }
    for name, text in shown.items():
        assert "⟦U+001B⟧" in text, name
        _quiet(text.replace("@\u200b", "@").replace(":\u200b//", "://") if name == "markdown" else text)
    ElementTree.fromstring(shown["junit"].encode())


def test_the_pages_of_a_review(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from summarizer.review.app import application
    from summarizer.review.reviewing import Place, Review
    from summarizer.review.state import begin

    review = Review(Place(tmp_path, "ada", "hostile"), begin(hostile_brief()))
    try:
        client = TestClient(application([review, review], "t", 8000), base_url="http://127.0.0.1:8000")
        for path in ("/t/", "/t/r/0/", "/t/r/0/state", "/t/r/0/agreement", "/t/r/0/editor/c1", "/t/r/0/editor/a1"):
            answer = client.get(path)
            assert answer.status_code == 200
            _quiet(answer.text.replace("\r\n", "\n"))
            assert "<script>alert" not in answer.text
        ask = {
            "key": "k",
            "version": 0,
            "ask": {"do": "set", "item": "c1", "field": "cue", "value": {"words": f"x{ATTACK}"}},
        }
        origin = {"origin": "http://127.0.0.1:8000"}
        refused = client.post("/t/r/0/do", json=ask, headers=origin)
        assert refused.status_code == 422
        _quiet(refused.json()["error"])
        half = client.post(
            "/t/r/0/do", content=b'{"ask": {"do": "\\ud800"}}', headers={**origin, "content-type": "application/json"}
        )
        assert half.status_code == 422
    finally:
        review.close()


# --- what the command line says ---------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files whose names and contents hold the attack."""
    monkeypatch.chdir(tmp_path)
    name = ATTACK.replace("\0", "").replace("/", "")
    (tmp_path / "brief.json").write_text(hostile_brief().to_json(), encoding="utf-8")
    (tmp_path / f"b{name}.json").write_text("{}", encoding="utf-8")
    (tmp_path / f"a{name}.txt").write_bytes(b"\xff")
    (tmp_path / f"p{name}").mkdir()
    (tmp_path / f"p{name}" / "pack.toml").write_text(
        f'strategy = "{name}"'.replace("\x1b", "\\u001b"), "utf-8", "replace"
    )
    (tmp_path / "gold.yaml").write_text(f'"x\\x1b[31m": 1\n"schema_version": "{chr(0x202E)}"\n', encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"id": ATTACK, "text": ""}) + "\n", encoding="utf-8")
    return tmp_path


def _said(folder: Path) -> Iterator[list[str]]:
    """Commands that have something to complain of."""
    names = {path.name[0]: path.name for path in folder.iterdir() if "\x1b" in path.name}
    yield ["verify", "brief.json", names["b"]]
    yield ["verify", names["b"], "--article", names["a"]]
    yield ["verify", "brief.json", "--json"]
    yield ["brief", names["a"]]
    yield ["brief", "lines.jsonl", "-o", "x.jsonl", "--model", "stub/m", "--base-url", "http://127.0.0.1:9"]
    yield [
        "brief",
        "lines.jsonl",
        "--model",
        "stub/m",
        "--base-url",
        "http://127.0.0.1:9",
        "--prompt",
        "direct",
        "--batch-out",
        "x",
    ]
    yield ["brief", "x", "--prompt", f"./{names['p']}"]
    yield ["brief", "x", "--model", names["b"]]
    yield ["brief", "x", f"--{names['b']}"]
    yield ["brief", f"http://x.example/{names['b']}"]
    yield ["collate", "brief.json", names["b"]]
    yield ["collate", names["a"]]
    yield ["prompts", "show", f"./{names['p']}"]
    yield ["prompts", "check", f"./{names['p']}"]
    yield ["eval", "run", "gold.yaml"]
    yield ["eval", "run", names["b"]]
    yield ["eval", "gate", names["p"]]
    yield ["eval", "compare", names["p"], names["a"]]
    yield ["review", names["b"], "--agreement"]
    yield ["review", "gold.yaml", "--agreement"]
    yield ["cassettes", "list", names["p"]]
    yield ["cassettes", "check", names["a"]]
    yield ["models", "fetch", names["b"]]
    yield ["schema", names["b"]]
    yield [names["b"]]


def test_no_message_of_any_command_is_obeyed(hostile: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for command in _said(hostile):
        code = run(command)
        said = capfd.readouterr()
        assert code != 0 or "brief.json" in command, command
        assert said.err or said.out
        for stream in (said.err, said.out):
            if not stream.startswith(("{", "[")):
                _quiet(stream)


def _on_a_terminal(*words: str, cwd: Path) -> str:
    """What a command writes when its output and its messages are a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, "-m", "summarizer", *words],
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        cwd=cwd,
        env=environment,
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        written += part
    os.close(ours)
    process.wait()
    return written.decode("utf-8", "replace")


def test_json_on_a_terminal_is_the_same_json_and_harmless(hostile: Path) -> None:
    shown = _on_a_terminal("collate", "brief.json", "--json", "-q", cwd=hostile)
    _quiet(shown.replace("\r\n", "\n"))
    assert "\\u009b31m" in shown
    body = shown[shown.index("{") : shown.rindex("}") + 1]
    assert json.loads(body)["accounts"][0]["title"] == f"Title {ATTACK}"


def test_a_brief_and_its_progress_on_a_terminal(tmp_path: Path) -> None:
    from tests.stub import Stub, answer

    (tmp_path / "wall.txt").write_text(TEXT.replace("\0", ""), encoding="utf-8", newline="")
    found = {"actors": [{"name": f"Ada {ATTACK}", "kind": "person"}], "claims": [], "numbers": [], "hedges": []}
    with Stub(answer(found)) as stub:
        shown = _on_a_terminal(
            "brief", "wall.txt", "--model", "stub/m", "--base-url", stub.base_url, "--prompt", "direct", cwd=tmp_path
        )
    assert "⟦U+009B⟧" in shown
    for forbidden in ("\x1b]", "\x9b", "\u202e", "\u2066", "\x07", "\x08", "\x7f"):
        assert forbidden not in shown, hex(ord(forbidden[-1]))


def test_an_error_says_what_is_wrong_in_two_lines_at_most() -> None:
    from summarizer.briefs.load import parse_brief

    for data in (b"{", json.dumps({"schema_version": ATTACK * 50}).encode(), json.dumps({"a" * 9999: 1}).encode()):
        with pytest.raises(InputError) as caught:
            parse_brief(data, "x.json")
        assert len(str(caught.value)) < 400
