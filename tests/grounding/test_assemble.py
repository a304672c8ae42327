"""From a draft to a brief: how certain a claim is, by whoever doubts it."""

from __future__ import annotations

import pytest

from summarizer.articles.build import article_from_text
from summarizer.briefs.models import Brief
from summarizer.grounding.assemble import assemble
from summarizer.grounding.desk import Desk
from summarizer.grounding.draft import Draft, DraftActor, DraftClaim, DraftHedge, Quote
from summarizer.grounding.locate import Locator
from summarizer.language.analysis import Analysis


def brief_of(text: str, content: str, hedge: str) -> Brief:
    """A brief with one claim of Ada Quill and one hedge."""
    article = article_from_text(text, id="test")
    draft = Draft(
        actors=(DraftActor("Ada Quill", "person"),),
        claims=(DraftClaim(content=(Quote(content),), speaker="Ada Quill", cue=Quote("said")),),
        hedges=(DraftHedge(Quote(hedge), "conditional" if "if" in hedge else "epistemic"),),
    )
    return assemble(article, Analysis(article), draft)


@pytest.mark.parametrize(
    ("text", "content", "hedge", "certainty"),
    [
        ("Ada Quill said the ferry may sail again.", "the ferry may sail again", "may", "possible"),
        (
            "Ada Quill said the ferry would sail, which could end the strike.",
            "the ferry would sail",
            "could",
            "certain",
        ),
        (
            "Ada Quill said the ferry will sail even if it snows.",
            "the ferry will sail even if it snows",
            "even if",
            "certain",
        ),
        ("Ada Quill said the ferry will sail if it snows.", "the ferry will sail if it snows", "if", "uncommitted"),
    ],
)
def test_a_speaker_is_as_certain_as_her_own_words(text: str, content: str, hedge: str, certainty: str) -> None:
    brief = brief_of(f"Ferry news\n\n{text}\n", content, hedge)
    (claim,) = [claim for claim in brief.claims if claim.form != "narrated"]
    assert claim.speaker is not None
    assert [stated.value for stated in claim.factuality if stated.holder == claim.speaker] == [certainty]
    assert [found.cue.text for found in brief.hedges] == [hedge]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("40 people", "not_found"),  # the example has 140
        ("two trawlers", "example_leak"),
    ],
)
def test_only_whole_words_of_an_example_are_a_leak(written: str, reason: str) -> None:
    article = article_from_text("Ferry news\n\nAda Quill said the ferry would sail.\n", id="test")
    draft = Draft(claims=(DraftClaim(content=(Quote(written),), speaker=None, cue=None),))
    brief = assemble(article, Analysis(article), draft, ["140 people saw two trawlers."])
    assert [item.reason for item in brief.rejected] == [reason]
    assert [finding.code for finding in brief.findings if finding.item is None] == ["example_leak"] * (
        reason == "example_leak"
    )


def test_nothing_written_is_no_leak() -> None:
    article = article_from_text("Ferry news\n\nAda Quill said the ferry would sail.\n", id="test")
    desk = Desk(article, Analysis(article), Locator(article.text), ("140 people saw two trawlers.",))
    desk.reject("claim", "speaker", "not_found", " ")
    assert [(item.reason, item.nearest) for item in desk.rejected] == [("empty", None)]
    assert desk.findings == []
