"""The page of a review in a real browser, against the real command: killed, started again, saved, scored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarizer.evals.gold import load_gold
from summarizer.evals.scoring import score
from summarizer.review.journal import Journal
from tests.pages.conftest import Watched, serious
from tests.pages.making import ROOT, model_brief

FERRY = ROOT / "evals" / "gold" / "newsroom" / "ferry-1.yaml"
ARTICLE = FERRY.with_suffix(".txt")


class Server:
    """`summarizer review` as a process of its own."""

    def __init__(self, folder: Path, *sources: str, reviewer: str = "ada") -> None:
        command = [sys.executable, "-m", "summarizer", "review", *sources, "-o", str(folder / "review")]
        command += ["--reviewer", reviewer, "--no-browser"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ)
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        if self.process.poll() is None:
            self.process.send_signal(how)
        _, said = self.process.communicate(timeout=10)
        return self.process.returncode, said


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Any]:
    started: list[Server] = []

    def start(*sources: str, reviewer: str = "ada") -> Server:
        started.append(Server(tmp_path, *sources, reviewer=reviewer))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


@pytest.fixture
def brief(tmp_path: Path) -> str:
    path = tmp_path / "ferry-1.json"
    path.write_text(model_brief(FERRY).to_json(), encoding="utf-8")
    return str(path)


def kept(tab: Any) -> None:
    """Wait until the server has confirmed everything."""
    says(tab, "every step is on the disk")


def says(tab: Any, words: str) -> None:
    """Wait for the page to say how far it is. (A predicate in words would need `eval`, which the page forbids.)"""
    tab.wait_for_selector(f"#saving:has-text('{words}')")


def select(tab: Any, words: str) -> None:
    """Select words of one paragraph with the mouse."""
    where = tab.evaluate(
        """(words) => {
          for (const line of document.querySelectorAll('.line')) {
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            const chars = [];
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (node.parentElement.closest('.ref')) continue;
              for (let i = 0; i < node.data.length; i++) chars.push([node, i]);
            }
            const at = chars.map(([node, i]) => node.data[i]).join('').indexOf(words);
            if (at < 0) continue;
            line.scrollIntoView({ block: 'center' });
            const box = ([node, i]) => {
              const range = document.createRange();
              range.setStart(node, i);
              range.setEnd(node, i + 1);
              return range.getBoundingClientRect();
            };
            const a = box(chars[at]), b = box(chars[at + words.length - 1]);
            return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
          }
        }""",
        words,
    )
    tab.mouse.move(where[0], where[1])
    tab.mouse.down()
    tab.mouse.move(where[2], where[3], steps=4)
    tab.mouse.up()


def test_correct_add_kill_go_on_save_and_score(watched: Watched, serve: Any, brief: str, tmp_path: Path) -> None:
    server, tab = serve(brief), watched.tab
    tab.goto(server.address)
    # Correct: the headline has a figure with a bound, and its claim belongs to nobody.
    tab.click('#c1 [data-judge="rejected"]')
    kept(tab)
    tab.click("#c2 [data-edit]")
    tab.select_option("#editor [name=verification]", "confirmed")
    kept(tab)
    assert tab.get_attribute("#c2", "data-verdict") == "corrected"
    # Add a claim by selecting its words with the mouse, and link its speaker.
    select(tab, "warned that the toll could rise")
    tab.click('#adder [data-new="claim"]')
    tab.wait_for_selector("#editor form[data-item=c12]")
    assert "warned that the toll could rise" in tab.inner_text("#c12 .quote")
    tab.select_option("#editor [name=speaker]", label="Ingrid Halvik")
    kept(tab)
    assert "Ingrid Halvik" in tab.inner_text("#c12 .name")
    # Source words typed, cue taken from a selection.
    tab.fill("#editor [name=source]", "She")
    tab.press("#editor [name=source]", "Tab")
    kept(tab)
    select(tab, "warned")
    tab.click('#editor [data-use="cue"]')
    tab.wait_for_selector("#editor [name=cue][value=warned]")
    kept(tab)
    before = tab.eval_on_selector_all("li.card", "cards => cards.map((c) => [c.id, c.dataset.verdict, c.innerText])")

    # Server and browser killed: nothing is lost, at the same address.
    server.end(signal.SIGKILL)
    watched.tab.close()
    again = serve(brief)
    assert again.address == server.address
    tab = watched.context.new_page()
    tab.goto(again.address)
    after = tab.eval_on_selector_all("li.card", "cards => cards.map((c) => [c.id, c.dataset.verdict, c.innerText])")
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert tab.inner_text("#c12 .name") == "Ingrid Halvik"

    tab.click("#rest")
    kept(tab)
    tab.click("#save")
    says(tab, "saved to")
    gold = load_gold(tmp_path / "review" / "ada" / "ferry-1.yaml")
    assert gold.annotator == "ada"
    (added,) = [c for c in gold.brief.claims if c.content[0].text == "warned that the toll could rise"]
    assert next(a.name for a in gold.brief.actors if a.id == added.speaker) == "Ingrid Halvik"
    assert added.source is not None
    assert added.source.text == "She"
    assert added.cue is not None
    assert added.cue.text == "warned"
    assert not any("dozens missing" in c.content[0].text for c in gold.brief.claims)
    # The scorer takes it: the model's brief against it, and it against the project's own gold.
    cells = {row.cell for row in score(gold, model_brief(FERRY)).rows}
    assert "correct" in cells
    assert {"spurious", "missing"} <= cells
    assert any(row.cell == "correct" for row in score(load_gold(FERRY), gold.brief).rows)
    assert watched.foreign(server.address.rsplit("/", 2)[0]) == []
    assert watched.troubles == []
    code, said = again.end()
    assert code == 0
    assert "Traceback" not in said


def test_by_keyboard_alone(watched: Watched, serve: Any, brief: str) -> None:
    server, tab = serve(brief), watched.tab
    tab.goto(server.address)
    tab.focus("#c2 .go")
    tab.keyboard.press("a")
    kept(tab)
    assert tab.get_attribute("#c2", "data-verdict") == "accepted"
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("x")
    tab.wait_for_selector("#c3[data-verdict=rejected]")
    tab.keyboard.press("Control+z")
    tab.wait_for_selector("#c3[data-verdict=open]")
    tab.keyboard.press("Control+Shift+z")
    tab.wait_for_selector("#c3[data-verdict=rejected]")
    tab.keyboard.press("e")
    tab.wait_for_selector("#editor form[data-item=c3]")
    tab.wait_for_selector("#editor [name=speaker]:focus")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.closest('li.card').id") == "c3"
    # Words of the article, chosen with arrows.
    tab.focus("#article")
    for _ in range(6):
        tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.press("3")
    tab.wait_for_selector("#editor form[data-item^=h]")
    assert tab.inner_text(".card.hedge.on .name") == "dozens missing"
    tab.keyboard.press("Escape")
    tab.keyboard.press("Control+s")
    says(tab, "saved to")
    assert watched.troubles == []


def test_somebody_added_can_be_filtered_for(watched: Watched, serve: Any, brief: str) -> None:
    server, tab = serve(brief), watched.tab
    tab.goto(server.address)
    select(tab, "Norden Wire")
    tab.click('#adder [data-new="actor"]')
    tab.wait_for_selector("#editor form[data-item^=a]")
    tab.click("#c2 [data-edit]")
    tab.wait_for_selector("#editor form[data-item=c2]")
    tab.select_option("#editor [name=speaker]", label="Norden Wire")
    kept(tab)
    tab.select_option("#who", label="Norden Wire")
    shown = tab.eval_on_selector_all("#list-claim li.card:not(.hid)", "cards => cards.map((card) => card.id)")
    assert shown == ["c2"]
    # Undone, nothing is theirs any more: the filter has no such person and lets everything through.
    tab.click("#undo")
    tab.wait_for_selector("#c2 .name:not(:has-text('Norden Wire'))")
    assert tab.input_value("#who") == ""
    assert tab.locator("#list-claim li.card.hid").count() == 0
    assert watched.troubles == []


def test_a_page_that_outlives_its_server_hands_its_steps_in_later(watched: Watched, serve: Any, brief: str) -> None:
    server, tab = serve(brief), watched.tab
    tab.goto(server.address)
    server.end(signal.SIGKILL)
    tab.click('#c2 [data-judge="accepted"]')
    tab.click('#c3 [data-judge="rejected"]')
    tab.wait_for_selector("#trouble:visible")
    assert "2 steps wait" in tab.inner_text("#trouble") or "waits here" in tab.inner_text("#trouble")
    serve(brief)
    tab.wait_for_selector("#c3[data-verdict=rejected]")
    assert tab.get_attribute("#c2", "data-verdict") == "accepted"
    assert not tab.is_visible("#trouble")


def test_two_windows_do_not_overwrite_each_other(watched: Watched, serve: Any, brief: str) -> None:
    server, tab = serve(brief), watched.tab
    other = watched.context.new_page()
    tab.goto(server.address)
    other.goto(server.address)
    tab.click('#c2 [data-judge="accepted"]')
    kept(tab)
    other.click('#c2 [data-judge="rejected"]')
    other.wait_for_selector("#trouble:visible")
    assert "another window" in other.inner_text("#trouble")
    assert other.get_attribute("#c2", "data-verdict") == "accepted"
    other.click('#c3 [data-judge="rejected"]')
    other.wait_for_selector("#c3[data-verdict=rejected]")


def test_an_article_from_nothing_and_two_people_who_agree_in_part(
    watched: Watched, serve: Any, brief: str, tmp_path: Path
) -> None:
    tab = watched.tab
    for reviewer, source in (("ada", brief), ("ben", str(ARTICLE))):
        server = serve(source, reviewer=reviewer)
        tab.goto(server.address)
        if reviewer == "ben":
            assert tab.locator("#list-uncovered li.card").count() > 3
            tab.click("#list-uncovered [data-add=claim] >> nth=0")
            tab.wait_for_selector("#list-claim li.card")
        tab.click("#rest")
        if reviewer == "ada":
            kept(tab)
        tab.click("#save")
        says(tab, "saved to")
        if reviewer == "ben":
            tab.click("text=Agreement with other reviewers")
            assert "ben and ada" in tab.inner_text("main")
            assert tab.locator(".figures tr").count() > 5
            assert serious(tab) == []
        server.end()
    command = [sys.executable, "-m", "summarizer", "review", brief, "-o", str(tmp_path / "review")]
    command += ["--reviewer", "ada", "--agreement"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "ferry-1: ada and ben" in done.stdout
    assert watched.troubles == []


def test_a_second_review_of_the_same_brief_is_told(serve: Any, brief: str, tmp_path: Path) -> None:
    first = serve(brief)
    assert first.address
    second = serve(brief)
    assert second.address == ""
    code, said = second.end()
    assert code == 2
    assert f"under review by process {first.process.pid}" in said
    assert len(said.splitlines()) <= 2
    assert serve(brief, reviewer="ben").address
    journal = Journal(tmp_path / "review" / "ada" / "ferry-1.journal.jsonl")
    journal.close()


def test_nobody_gets_in_without_the_address(serve: Any, brief: str) -> None:
    server = serve(brief)
    home, token = server.address.rstrip("/").rsplit("/", 1)
    step = {"key": "k", "version": 0, "ask": {"do": "judge", "item": "c1", "verdict": "accepted"}}
    with httpx2.Client(trust_env=False) as client:
        assert client.get(home + "/").status_code == 404
        assert client.get(f"{home}/{'x' * len(token)}/r/0/").status_code == 404
        page = client.get(f"{server.address}r/0/")
        assert page.status_code == 200
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert client.get(f"{server.address}r/0/", headers={"host": "evil.example"}).status_code == 421
        foreign = client.post(f"{server.address}r/0/do", json=step, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 403
        assert client.post(f"{server.address}r/0/do", json=step).status_code == 403
        ours = client.post(f"{server.address}r/0/do", json=step, headers={"origin": home})
        assert ours.json()["version"] == 1
        again = client.post(f"{server.address}r/0/do", json=step, headers={"origin": home})
        assert again.json()["version"] == 1  # the same step, sent twice, is done once


def test_accessible_light_and_dark(watched: Watched, serve: Any, brief: str) -> None:
    server, tab = serve(brief), watched.tab
    tab.goto(server.address)
    tab.click('#c3 [data-judge="rejected"]')
    tab.click('#c2 [data-judge="accepted"]')
    tab.click("#c4 [data-edit]")
    tab.wait_for_selector("#editor form")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert serious(tab) == []
