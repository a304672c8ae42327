"""The facts of a brief in words, and the same in every rendering."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from summarizer.briefs.models import Brief, Coverage, CoverageCount, Hedge, Provenance, Span, Uncovered, Usage
from summarizer.render.cards import cards_of
from summarizer.render.html import to_html
from summarizer.render.markdown import escaped, to_markdown
from summarizer.render.summary import value_of
from summarizer.render.terminal import to_terminal
from tests.collate.making import Account, span

TEXT = "The fire burned for 5 days over 86% of the isle on 2025-03-14. 12 or more boats left."


def account() -> Account:
    made = Account("fire", TEXT)
    made.number("5 days", "5", kind="duration", unit_norm="day")
    made.number("86%", "86", "the isle", kind="percent", unit_norm="percent", bound=">", bound_span=span(TEXT, "over"))
    made.number("12", "12", "boats", bound=">=", bound_span=span(TEXT, "or more"))
    return made


def brief(requests: int = 1, uncovered: int = 0) -> Brief:
    usage = Usage(requests=requests, attempts=1, prompt_tokens=1, cached_tokens=0, output_tokens=1, seconds=0.1)
    places = [Span(start=at, end=at + 3, text=f"passage {at}") for at in range(uncovered)]
    none = CoverageCount(total=0, covered=0)
    figures = CoverageCount(total=uncovered, covered=0)
    return account().brief().model_copy(
        update={
            "provenance": Provenance(pack="p", pack_sha256="0" * 64, model="m", usage=usage),
            "coverage": Coverage(
                quotes=none,
                figures=figures,
                reporting_sentences=none,
                uncovered=[Uncovered(kind="reporting_sentence", span=place) for place in places],
            ),
        }
    )  # fmt: skip


@pytest.mark.parametrize("make", [to_terminal, to_markdown, to_html], ids=lambda make: make.__name__)
def test_one_request_is_one(make: object) -> None:
    assert re.search(r"\b1 request,", make(brief(1)))  # type: ignore[operator]
    assert re.search(r"\b2 requests,", make(brief(2)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("5", "day", "5 days"),
        ("1", "day", "1 day"),
        ("2", "century", "2 centuries"),
        ("0.5", "percentage_point", "0.5 percentage points"),
        ("1100", "km^2", "1,100 km²"),
        ("3", "m^3", "3 m³"),
        ("86", "percent", "86 percent"),
        ("5", "USD", "5 USD"),
        ("6", "magnitude", "6 magnitude"),
    ],
)
def test_units_as_they_are_read(value: str, unit: str, shown: str) -> None:
    number = account().brief().numbers[0].model_copy(update={"value": Decimal(value), "unit_norm": unit})
    assert value_of(number) == shown


def test_an_interval_is_plural() -> None:
    change = {"value": None, "low": Decimal(0), "high": Decimal(1), "unit_norm": "day"}
    assert value_of(account().brief().numbers[0].model_copy(update=change)) == "0–1 days"


@pytest.mark.parametrize("make", [to_terminal, to_markdown], ids=lambda make: make.__name__)
def test_the_words_of_a_figure_are_those_of_its_bound_too(make: object) -> None:
    shown = make(brief())  # type: ignore[operator]
    assert re.search(r"n2 +(\| )?over 86% ", shown)
    assert re.search(r"n3 +(\| )?12 or more ", shown)


def test_words_of_a_bound_that_stands_apart() -> None:
    made = Account("x", "They fell, by over what some call 86%.")
    made.number("86%", "86", bound=">", bound_span=span(made.text, "over"))
    assert "over … 86%" in to_terminal(made.brief())


def unresolved() -> Brief:
    """A figure and a doubt of a source that resolves to nobody, a figure that the outlet gives, and one denied."""
    text = "Officials said 12 may be dead. 30 fled. They denied that 9 drowned. One put it at nearly 50, they said."
    made = Account("x", text)
    for figure in ("12", "30", "9", "50"):
        made.number(figure, figure)
    said: dict[str, Any] = {"source": span(text, "Officials"), "cue": span(text, "said")}
    made.claim("12 may be dead", numbers=["n1"], **said)
    made.claim("30 fled", numbers=["n2"])
    made.claim("9 drowned", numbers=["n3"], polarity="denies", **said)
    made.claim("One put it at nearly 50", numbers=["n4"], source=span(text, "they"))
    made.claim("nearly 50", numbers=["n4"], source=span(text, "One"))
    attributed = {"c1", "c3", "c4", "c5"}
    plain = made.brief()
    claims = [
        claim.model_copy(update={"form": "indirect"}) if claim.id in attributed else claim for claim in plain.claims
    ]
    hedges = [
        Hedge(id="h1", cue=span(text, "may"), kind="epistemic", claim="c1", holder=None),
        Hedge(id="h2", cue=span(text, "nearly"), kind="epistemic", claim=None, holder="outlet"),
    ]
    return plain.model_copy(update={"claims": claims, "hedges": hedges}).sealed()


@pytest.mark.parametrize("make", [to_terminal, to_markdown], ids=lambda make: make.__name__)
def test_what_nobody_known_says_or_doubts_is_not_the_outlets(make: object) -> None:
    shown = make(unresolved())  # type: ignore[operator]
    numbers, hedges = shown.partition("Hedges")[0].partition("Numbers")[2], shown.partition("Hedges")[2]
    for row, who in (("n1", "“Officials”"), ("n2", "the outlet"), ("n3", "the outlet"), ("n4", "“One”")):
        assert re.search(rf"{row} .*{who}", numbers), row
    assert re.search(r"h1 .*nobody named", hedges)
    assert re.search(r"h2 .*the outlet", hedges)


def test_cards_of_what_nobody_known_says() -> None:
    cards = cards_of(unresolved())
    assert {card.id: (card.who, card.tags[0].text) for card in cards["number"]} == {
        "n1": ("", "“Officials”"),
        "n2": ("outlet", "the outlet"),
        "n3": ("outlet", "the outlet"),
        "n4": ("", "“One”"),
    }
    doubts = [fact.parts for card in cards["hedge"] for fact in card.facts if fact.label == "Whose doubt"]
    assert doubts == [("nobody named",), ("the outlet",)]


def test_the_terminal_lists_what_is_not_covered_up_to_five() -> None:
    shown = to_terminal(brief(uncovered=5))
    assert [f"not covered (reporting sentence): passage {at}" in shown for at in range(5)] == [True] * 5
    assert "more" not in shown.partition("coverage:")[2]
    shown = to_terminal(brief(uncovered=8))
    assert "passage 4" in shown
    assert "passage 5" not in shown
    assert "… and 3 more" in shown


def test_hyphens_are_escaped_only_where_they_would_begin_a_list() -> None:
    assert (
        escaped("2025-03-12, a well-known day -- and 1.5 or 3. x") == "2025-03-12, a well-known day -- and 1.5 or 3. x"
    )
    assert escaped("- a") == r"\- a"
    assert escaped("---") == r"\---"
    assert escaped("1. a") == r"1\. a"
    assert escaped("1.5 m") == "1.5 m"


@pytest.mark.parametrize("words", ["- a", "---", "1. a", "+ a", "12) a", "# a", "> a", "- - a", "===", "* a"])
def test_words_at_the_start_of_a_line_make_no_block(words: str) -> None:
    from markdown_it import MarkdownIt

    source = brief().source
    changed = brief().model_copy(update={"source": source.model_copy(update={"outlet": words, "title": words})})
    kinds = [
        token.type
        for token in MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").parse(to_markdown(changed))
    ]
    plain = brief().model_copy(update={"source": source.model_copy(update={"outlet": "x", "title": "x"})})
    assert kinds == [
        token.type for token in MarkdownIt("gfm-like", {"linkify": False}).disable("linkify").parse(to_markdown(plain))
    ]
