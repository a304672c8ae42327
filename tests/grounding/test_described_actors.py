"""The kind of actors that an article describes and does not name."""

from __future__ import annotations

import pytest

from summarizer.articles.build import article_from_text
from summarizer.grounding.assemble import assemble
from summarizer.grounding.draft import Draft, DraftClaim
from summarizer.language.analysis import Analysis
from summarizer.text.ranges import Range


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Two ferry operators", "organization"),
        ("Insurers", "organization"),
        ("A court", "government"),
        ("The Norwegian envoy", "person"),
        ("Witnesses", "person"),
        ("Foreign troops", "armed_force"),
    ],
)
def test_the_noun_that_describes_a_speaker_shows_its_kind(source, kind) -> None:
    article = article_from_text(f"Water in Lorn\n\n{source} said that the pier at Lorn had been closed since noon.")
    start = article.text.index("the pier")
    claim = DraftClaim(content=(Range(start, len(article.text.rstrip(" .\n"))),), speaker=source)
    brief = assemble(article, Analysis(article), Draft(claims=(claim,)))
    assert [actor.kind for actor in brief.actors] == [kind]
