from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.hedges import LEXICON, find_hedges, hedge_cues

CERTAIN = [
    ("The dam may fail.", "may", "epistemic"),
    ("The dam might have failed.", "might have", "epistemic"),
    ("The river could rise again.", "could", "epistemic"),
    ("It is unclear who opened the gate.", "unclear", "epistemic"),
    ("Rain is likely.", "likely", "epistemic"),
    ("It seems the gate was open.", "seems", "epistemic"),
    ("The gate appears to have rusted.", "appears to", "epistemic"),
    ("A leak cannot be ruled out.", "cannot be ruled out", "epistemic"),
    ("The survey suggests a shift.", "suggests", "epistemic"),
    ("Nine people are believed to be trapped.", "believed", "doxastic"),
    ("The suspected arsonist fled.", "suspected", "doxastic"),
    ("If the wall fails, the town floods.", "If", "conditional"),
    ("Should the wall fail, the town floods.", "Should", "conditional"),
    ("The pumps run unless the power goes.", "unless", "conditional"),
    ("The cause is under investigation.", "under investigation", "investigation"),
    ("The agency is looking into the crash.", "is looking into", "investigation"),
    ("The owner reportedly knew.", "reportedly", "weasel"),
    ("Reports indicate a withdrawal.", "Reports indicate", "weasel"),
    ("The alleged thief was freed.", "alleged", "weasel"),
    ("The Courier cannot independently verify the claims.", "cannot independently verify", "non_verification"),
    ("The toll could not be confirmed.", "could not be confirmed", "non_verification"),
    ("The video has not been independently verified.", "has not been independently verified", "non_verification"),
    ("The agency was unable to verify the figures.", "was unable to verify", "non_verification"),
    ("An unconfirmed tally puts it at nine.", "unconfirmed", "non_verification"),
]

NO_HEDGE = [
    "The talks begin on 4 May 2025.",
    "In May the river rose.",
    "May 12 was a Sunday.",
    "Come as soon as possible.",
    "She appeared in court on Monday.",
    "About 40 people, more than half of them children, were hurt.",
    "A think tank published the list.",
    "He asked if the gate was open.",
    "The ministry said the gate was open.",
]

DOUBTFUL = [
    ("He could see the harbour.", "could"),
    ("The mayor suggested a walk.", "suggested"),
    ("Police believe the fire began upstairs.", "believe"),
    ("Lawyers alleged that the books were cooked.", "alleged"),
]


@pytest.mark.parametrize(("text", "cue", "kind"), CERTAIN)
def test_hedges_with_their_class(text, cue, kind) -> None:
    found = [(hedge.cue.of(text), hedge.kind) for hedge in hedge_cues(text) if hedge.certain]
    assert found == [(cue, kind)]


@pytest.mark.parametrize("text", NO_HEDGE)
def test_what_is_no_hedge(text) -> None:
    assert [hedge for hedge in hedge_cues(text) if hedge.certain] == []


@pytest.mark.parametrize(("text", "cue"), DOUBTFUL)
def test_words_with_an_unhedged_reading_are_marked(text, cue) -> None:
    assert [(hedge.cue.of(text), hedge.certain) for hedge in hedge_cues(text)] == [(cue, False)]


def test_article_hedges_are_offsets_of_its_text(make_article) -> None:
    article = make_article("The dam may fail.\nOr it may not.")
    assert [hedge.cue.of(article.text) for hedge in find_hedges(article)] == ["may", "may"]


@given(st.lists(st.sampled_from([*LEXICON, "the", "not", ",", "dam", "cannot", "verify"]), max_size=30))
@settings(max_examples=150, deadline=None)
def test_cues_never_overlap(words) -> None:
    found = hedge_cues(" ".join(words))
    assert all(one.cue.end <= other.cue.start for one, other in itertools.pairwise(found))
