"""The page of a collation and that of an evaluation in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.collate import collate
from summarizer.evals.report.content import build
from summarizer.evals.report.write import Reports
from summarizer.render.collation_html import to_html
from tests.evals.runmaking import NEWSROOM, losing, make_run
from tests.pages.conftest import Watched, serious
from tests.pages.making import ROOT, model_brief

SEEDS = sorted((ROOT / "evals" / "gold" / "seeds" / "adjudicated").glob("*.yaml"))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("accounts") / "accounts.html"
    path.write_text(to_html(collate([model_brief(seed) for seed in SEEDS])), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    made = make_run(folder / "run", {"poor": losing(0.4), "good": losing(0.1)}, material=NEWSROOM[::4])
    path = folder / "report.html"
    path.write_text(Reports(build([made]), [made], folder).html(), encoding="utf-8")
    return path.as_uri()


def test_every_cell_of_a_collation_opens_its_passage(watched: Watched, accounts: str) -> None:
    tab = watched.tab
    tab.goto(accounts)
    cell = tab.locator("#figures ~ .scroll td details").first
    assert not cell.locator("blockquote").is_visible()
    words = cell.locator("summary b").inner_text()
    cell.locator("summary").click()
    assert cell.locator("blockquote").is_visible()
    assert words in cell.locator("blockquote mark").all_inner_texts()
    rows = tab.locator("tbody tr:visible").count()
    tab.check("#differ")
    assert 0 < tab.locator("tbody tr:visible").count() < rows
    assert watched.foreign() == []
    assert watched.troubles == []


def test_plots_of_a_report_say_what_they_show(watched: Watched, report: str) -> None:
    tab = watched.tab
    tab.goto(report)
    plots = tab.locator("svg[role=img]")
    assert plots.count() == 4  # differences, means, score against tokens, against seconds
    for plot in plots.all():
        title, about = plot.get_attribute("aria-labelledby").split()
        assert tab.locator(f"#{title}").text_content()
        assert "good" in tab.locator(f"#{about}").text_content()
    # What the plot says of a measure is what the table says of it.
    score = tab.inner_text("#matrix tr[data-system=good] td[data-measure=attribution] .score")
    assert f"good {score} [" in tab.locator("#means-about").text_content()
    shown = tab.locator("[aria-labelledby^=means] path.mark").count()
    assert shown == 2 * tab.locator("#matrix th.headline").count()
    assert _inside(tab)
    assert watched.foreign() == []
    assert watched.troubles == []


def _inside(tab: Any) -> bool:
    """Whether every text and marker of every plot lies inside of it."""
    inside = tab.evaluate(
        """() => [...document.querySelectorAll('svg[role=img]')].every((plot) => {
             const frame = plot.getBoundingClientRect();
             return [...plot.querySelectorAll('text, path, line')].every((part) => {
               const box = part.getBoundingClientRect();
               return box.left >= frame.left - 1 && box.right <= frame.right + 1
                 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
             });
           })"""
    )
    return bool(inside)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["accounts", "report"])
def test_accessible(watched: Watched, request: pytest.FixtureRequest, page: str, scheme: str) -> None:
    watched.tab.emulate_media(color_scheme=scheme)
    watched.tab.goto(request.getfixturevalue(page))
    assert serious(watched.tab) == []


@pytest.mark.parametrize("page", ["accounts", "report"])
def test_on_a_phone_only_tables_are_wider_than_the_screen(
    watched: Watched, request: pytest.FixtureRequest, page: str
) -> None:
    watched.tab.set_viewport_size({"width": 390, "height": 844})
    watched.tab.goto(request.getfixturevalue(page))
    assert watched.tab.evaluate("document.documentElement.scrollWidth") <= 390
