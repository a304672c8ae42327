"""The page of a brief in a real browser."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from summarizer.briefs.models import Brief, Claim, Hedge, Number, Rejected, Source, Span
from summarizer.render.html import to_html
from tests.pages.conftest import Watched, first_view, serious
from tests.pages.making import ROOT, long_brief, model_brief

FERRY = ROOT / "evals" / "gold" / "newsroom" / "ferry-1.yaml"


def opened(page: Watched, brief: Brief, folder: Path) -> Any:
    path = folder / "brief.html"
    path.write_text(to_html(brief), encoding="utf-8")
    page.tab.goto(path.as_uri())
    return page.tab


def text_of(tab: Any) -> str:
    """The article as the page shows it, markers left out."""
    shown = tab.evaluate(
        """() => [...document.querySelectorAll('.line')].map((line) =>
             [...line.querySelectorAll('[data-s]')].map((s) => s.textContent).join('')).join('\\n')"""
    )
    assert isinstance(shown, str)
    return shown


def lit(tab: Any) -> str:
    """The words that are lit up."""
    words = tab.evaluate("() => [...document.querySelectorAll('#article .s.on')].map((s) => s.textContent).join('')")
    assert isinstance(words, str)
    return words


def test_the_article_is_there_word_for_word_and_every_item_has_a_card(watched: Watched, tmp_path: Path) -> None:
    brief = model_brief(FERRY)
    tab = opened(watched, brief, tmp_path)
    lines = [line for line in brief.source.text.split("\n") if line.strip()]
    assert text_of(tab) == "\n".join(lines)
    ids = set(tab.eval_on_selector_all("li.card", "cards => cards.map((card) => card.id)"))
    assert {item.id for item in (*brief.claims, *brief.numbers, *brief.hedges, *brief.actors, *brief.rejected)} <= ids
    assert brief.rejected
    assert tab.locator("#list-rejected .changes ins").count() > 0
    assert watched.foreign() == []
    assert watched.troubles == []


def test_item_and_passage_select_each_other(watched: Watched, tmp_path: Path) -> None:
    brief = model_brief(FERRY)
    tab = opened(watched, brief, tmp_path)
    claim = brief.claims[1]
    tab.click(f"#{claim.id} .quote")
    parts = [*claim.content, *(span for span in (claim.source, claim.cue) if span)]
    assert sorted(lit(tab).replace(" ", "")) == sorted("".join(span.text for span in parts).replace(" ", ""))
    tab.keyboard.press("Escape")
    assert lit(tab) == ""
    number = next(number for number in brief.numbers if number.span.start >= claim.content[0].start)
    tab.click(f"[data-i~={number.id}].number")
    assert tab.locator("li.card.on").get_attribute("id") == number.id
    # The same words once more: the claim that holds the figure.
    tab.click(f"[data-i~={number.id}].number")
    assert tab.locator("li.card.on").get_attribute("id") != number.id
    assert tab.url.endswith("#" + str(tab.locator("li.card.on").get_attribute("id")))


def test_by_keyboard_alone(watched: Watched, tmp_path: Path) -> None:
    tab = opened(watched, model_brief(FERRY), tmp_path)
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('.ref')"):
            break
    first = tab.evaluate("document.activeElement.id")
    assert first == tab.get_attribute(".ref >> nth=0", "id")
    while tab.evaluate("document.activeElement.id") != "p-c2":
        tab.keyboard.press("ArrowRight")
    assert "At least 14 people died" in lit(tab)
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.closest('li.card').id") == "c2"
    tab.keyboard.press("ArrowDown")
    assert tab.locator("li.card.on").get_attribute("id") == "c3"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "p-c3"


def test_filters(watched: Watched, tmp_path: Path) -> None:
    brief = model_brief(FERRY)
    tab = opened(watched, brief, tmp_path)
    tab.click('.types [data-type="number"]')
    assert not tab.locator("#list-number li.card:visible").count()
    assert tab.locator("#list-claim li.card:visible").count() == len(brief.claims)
    tab.click("#clear")
    tab.click(".state.hedged")
    shown = tab.eval_on_selector_all("li.card:not(.hid)", "cards => cards.map((card) => card.id)")
    assert set(shown) == {c.id for c in brief.claims if c.hedges} | {h.id for h in brief.hedges}
    tab.click(".state.hedged")
    tab.fill("#find", "overloaded")
    assert tab.locator("#list-claim li.card:visible").count() == 1
    assert re.match(r"\d+ of \d+ items", tab.inner_text("#told"))
    tab.fill("#find", "no such words anywhere")
    assert tab.is_visible("#nothing")
    tab.fill("#find", "")
    speaker = next(claim.speaker for claim in brief.claims if claim.speaker)
    tab.select_option("#who", speaker)
    shown = tab.eval_on_selector_all("#list-claim li.card:not(.hid)", "cards => cards.map((card) => card.id)")
    assert shown == [claim.id for claim in brief.claims if claim.speaker == speaker]


def test_it_reads_and_links_without_its_script(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text(to_html(model_brief(FERRY)), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(path.as_uri() + "#c2")
    assert tab.is_visible("#c2 .facts")
    assert not tab.is_visible("#c1 .facts")
    assert tab.get_attribute("#p-c2", "href") == "#c2"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(watched: Watched, tmp_path: Path, scheme: str) -> None:
    watched.tab.emulate_media(color_scheme=scheme)
    tab = opened(watched, model_brief(FERRY), tmp_path)
    assert serious(tab) == []
    tab.click("#c2 .quote")
    tab.click(".state.doubted")
    assert serious(tab) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(watched: Watched, tmp_path: Path) -> None:
    watched.tab.set_viewport_size({"width": 390, "height": 844})
    tab = opened(watched, model_brief(FERRY), tmp_path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert not tab.is_visible("#items")
    tab.click("#article [data-i~=c2] >> nth=0")
    assert tab.is_visible("#sheet")
    assert "Coastguard" in tab.inner_text("#sheet")
    tab.click('[data-view="items"]')
    assert tab.is_visible("#c2")
    assert not tab.is_visible("#article")
    assert serious(tab) == []


def test_in_print_everything_is_on_paper(watched: Watched, tmp_path: Path) -> None:
    tab = opened(watched, model_brief(FERRY), tmp_path)
    tab.emulate_media(media="print")
    assert not tab.is_visible(".filters")
    assert tab.is_visible("#c2 .facts")
    assert tab.is_visible("#article")


HOSTILE = [
    "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">",
    '"><svg onload=alert(1)><iframe src="https://evil.example/x"></iframe>',
    "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> {{ cycler.__init__.__globals__ }}",
    "</style></title></textarea><style>*{display:none}</style><link rel=stylesheet href=https://evil.example/a.css>",
    "<a href=\"javascript:document.title='hacked'\">javascript:alert(1)</a> "
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b\x1b[31m\x07",
    "--><!-- ]]> &lt;script&gt; &#x3c;b&#x3e; <base href=https://evil.example/> <meta http-equiv=refresh content=0>",
]


def hostile_brief(text: str) -> Brief:
    lines = text.split("\n")

    def span(line: str) -> Span:
        at = text.index(line)
        return Span(start=at, end=at + len(line), text=line)

    claims = [Claim(id=f"c{n}", content=[span(line)], form="narrated", hedges=["h1"] if n == 1 else [])
              for n, line in enumerate(lines[:6], start=1)]  # fmt: skip
    value = {"value": 7, "low": 7, "high": 7}
    return Brief(
        source=Source(
            id="x", title=lines[0], outlet=lines[1], sha256=hashlib.sha256(text.encode()).hexdigest(), text=text
        ),
        claims=claims,
        numbers=[Number(id="n1", span=span("7*7"), kind="count", unit=lines[4], unit_norm=lines[4], **value)],
        hedges=[Hedge(id="h1", cue=span("hacked"), kind="epistemic", claim="c1")],
        rejected=[Rejected(id="r1", type="claim", field=lines[0], reason="not_found", written=lines[4])],
    )


def test_nothing_in_a_hostile_article_runs(watched: Watched, tmp_path: Path) -> None:
    brief = hostile_brief("\n".join(HOSTILE))
    tab = opened(watched, brief, tmp_path)
    for item in ("c1", "c5", "n1", "r1"):
        tab.click(f"#{item} .quote" if item != "n1" else "#n1 .name")
    assert watched.troubles == []
    assert watched.foreign() == []
    assert "hacked" in tab.title()  # as the words of its headline,
    assert tab.title() != "hacked"  # not by running them
    assert tab.locator("img, iframe, svg[onload], base, link").count() == 0
    assert tab.locator("a[href^='javascript']").count() == 0
    assert "{{ 7*7 }}" in text_of(tab)
    assert "⟦U+202E⟧gnp.exe⟦U+202C⟧" in text_of(tab)
    html = tab.content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x1b\x07]", html)


def test_a_script_that_does_get_in_is_stopped_by_the_policy(watched: Watched, tmp_path: Path) -> None:
    page = to_html(model_brief(FERRY)).replace("</main>", "<script>document.title='hacked'</script></main>")
    path = tmp_path / "brief.html"
    path.write_text(page, encoding="utf-8")
    watched.tab.goto(path.as_uri())
    assert watched.tab.title() != "hacked"
    assert any("Content Security Policy" in trouble for trouble in watched.troubles)


def test_a_megabyte_in_one_line_and_in_many(watched: Watched, tmp_path: Path) -> None:
    for glue in (" ", "\n"):
        text = "\n".join(HOSTILE) + "\n" + glue.join(HOSTILE * (1_000_000 // len("".join(HOSTILE))))
        tab = opened(watched, hostile_brief(text), tmp_path)
        tab.click("#c1 .name")
        assert lit(tab) == HOSTILE[0]
        assert watched.troubles == []
        assert watched.foreign() == []


def test_first_view_of_a_long_article_in_under_a_second(watched: Watched, tmp_path: Path) -> None:
    brief = long_brief(words=5_000, items=300)
    times = []
    for _ in range(5):  # a machine busy with something else says nothing about the page
        tab = opened(watched, brief, tmp_path)
        times.append(first_view(tab))
        if times[-1] < 1000:
            break
    assert tab.locator("li.card").count() >= 300
    assert min(times) < 1000
