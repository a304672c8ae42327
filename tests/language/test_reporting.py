from __future__ import annotations

import pytest

from summarizer.language.lexicon import entries, inflect
from summarizer.language.reporting import VERBS, is_reporting, reporting_cues, reporting_verb
from summarizer.language.tokens import tokenise


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("write", {"write", "writes", "wrote", "written", "writing"}),
        ("argue", {"argue", "argues", "argued", "arguing"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
        ("lie", {"lie", "lies", "lied", "lying"}),
    ],
)
def test_inflection(lemma, forms) -> None:
    assert set(inflect(lemma)) == forms


def test_every_form_leads_back_to_its_lemma() -> None:
    for entry in entries():
        for form in inflect(entry.lemma):
            assert VERBS[form].lemma in {other.lemma for other in entries()}
            assert reporting_verb(form.upper()) == VERBS[form]


def test_denials_have_a_polarity_of_their_own() -> None:
    assert VERBS["denied"].polarity == "denies"
    assert VERBS["rejects"].polarity == "denies"
    assert VERBS["confirmed"].polarity == "affirms"


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("The port said it was closed.", True),
        ("According to the port, it was closed.", True),
        ("She blamed the weather.", True),
        ("The port was closed on Monday.", False),
        ("The report of the audit office runs to 40 pages.", False),
        ("The general's claims were not checked.", False),
        ("The United States closed the port.", False),
    ],
)
def test_which_sentences_report(text, reports) -> None:
    assert is_reporting(text) is reports


def test_cues_are_the_verbs_and_phrases() -> None:
    text = "Orrin said the claims were false, according to Reuters."
    assert [token.text for token in reporting_cues(tokenise(text))] == ["said", "according"]
