"""Who speaks, in short articles written for these tests."""

from __future__ import annotations

import pytest

from summarizer.articles.build import article_from_text
from summarizer.language.analysis import Analysis
from summarizer.language.speakers import Reading, read_speakers


def readings(*paragraphs: str) -> list[Reading]:
    return read_speakers(Analysis(article_from_text("\n\n".join(("Water in the lower town", *paragraphs)))))


def speakers(*paragraphs: str) -> list[str | None]:
    return [reading.speaker for reading in readings(*paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whoever was described speaks on.
        (
            "A senior aide to the mayor conceded that the gate had failed. “It was old,” the aide said.",
            "A senior aide to the mayor",
        ),
        ("A source inside the port said the crane was unsafe. “We knew,” the source said.", "A source inside the port"),
        ("A spokesman for the port denied that the crane was old. “It was new,” he said.", "A spokesman for the port"),
        ("Three young lawmakers said they might leave. “Nobody listens,” said one.", "Three young lawmakers"),
        ("Two officials close to the inquiry said that the door was open. They said it was late.",
         "Two officials close to the inquiry"),
        # A body stands for itself in the next sentence.
        ("The electoral commission denied that the count was wrong. It said the error was small.",
         "electoral commission"),
        # Somebody told by another is an actor.
        ("Tom Ache was arrested on Monday. His lawyer denied that he had been near the gate.", "His lawyer"),
    ],
)  # fmt: skip
def test_who_goes_on_speaking(text, expected) -> None:
    assert speakers(text)[-1] == expected


def test_a_pronoun_goes_back_to_the_person_named_last() -> None:
    text = "A spokesman for the port said the crane was old. Mayor Tom Ache left on Monday. “It was new,” he said."
    assert speakers(text)[-1] == "Tom Ache"


def test_a_pronoun_agrees_with_the_noun() -> None:
    found = readings("A spokeswoman for the port said the crane was old. “It was new,” he said.")
    assert found[-1].speaker != "A spokeswoman for the port"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marl Electric closed the plant in May. Tom Ache left. The company said it was unsafe.", "Marl Electric"),
        ("Vesk United drew. Fans went to Lorn General Hospital. The club said it was unsafe.", "Vesk United"),
        ("The Dock Workers’ Federation marched with Marl Foods. The union said it was unsafe.",
         "Dock Workers’ Federation"),
    ],
)  # fmt: skip
def test_a_word_for_a_sort_of_body_means_the_one_that_fits(text, expected) -> None:
    assert speakers(text)[-1] == expected


def test_only_bodies_are_offered_for_a_word_that_stands_for_one() -> None:
    (found,) = readings("Marl Foods Ltd and Orrin Foods Ltd met Tom Ache on Monday. The company said it was unsafe.")
    assert found.speaker is None
    assert {option.split()[0] for option in found.options} == {"Marl", "Orrin"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It was known,” its chairwoman, Mara Quill, said.", "Mara Quill"),
        ("Joan Ache of Gate Watch, a residents’ group, says the gate was open.", "Joan Ache"),
        ("Gatewise, a firm that tests locks, says the gate was open.", "Gatewise"),
        ("Marl Foods cut jobs. A Marl Foods spokeswoman denied that more would follow.", "A Marl Foods spokeswoman"),
        ("Marl Foods cut jobs. Tests by Marl Foods found that the water was clean.", "Marl Foods"),
        ("Marl Foods cut jobs. Tests found that the water was clean.", None),
        ("The Marine Office opened. A study by the Marine Office says stocks fell. The study says boats are to blame.",
         "Marine Office"),
    ],
)  # fmt: skip
def test_who_the_words_of_a_source_name(text, expected) -> None:
    assert speakers(text)[-1] == expected


def test_an_office_is_told_by_its_noun() -> None:
    text = "“It is safe,” said Tom Ache, one of the engineers. Engineers said the gate was closed."
    assert speakers(text) == ["Tom Ache", "Engineers"]
