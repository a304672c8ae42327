from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.names import find_names
from summarizer.language.types import NameCandidate

from .conftest import make_article

NAMING_WORDS = (
    "Orrin",
    "Lena",
    "the",
    "President",
    "of",
    "Norway",
    "Oslo",
    ",",
    "’s",
    "(UN)",
    "said",
    "he",
    "army",
    "Army",
)


def by_name(text):
    return {candidate.name: candidate for candidate in find_names(make_article(text))}


def mentions(candidate, text):
    return [(where.of(text), kind) for where, kind in candidate.mentions]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Vesk’s top judge, Mara Quill, resigned.", "Mara Quill", "Vesk’s top judge"),
        ("Mara Quill, chief judge of the appeal court, resigned.", "Mara Quill", "chief judge of the appeal court"),
        ("Army Chief Tom Ache resigned.", "Tom Ache", "Army Chief"),
        ("Russian chief of staff Ivan Gorin resigned.", "Ivan Gorin", "Russian chief of staff"),
        ("Spokesman Otto Brandt resigned.", "Otto Brandt", "Spokesman"),
        ("Norwegian Ambassador to the United Nations Ida Moe resigned.", "Ida Moe", None),
        ("The head of the union, Rosa Lind, resigned.", "Rosa Lind", "head of the union"),
        ("Tom Ache, a baker, resigned.", "Tom Ache", "baker"),
    ],
)
def test_persons_with_their_office(text, name, role) -> None:
    person = by_name(text)[name]
    assert person.kind == "person"
    if role is not None:
        assert person.role is not None
        assert person.role.of(text) == role


def test_surname_and_pronoun_belong_to_the_full_name() -> None:
    text = "Lena Orrin, the mayor, opened the gate.\nOrrin said it would hold. She added that her staff was ready."
    orrin = by_name(text)["Lena Orrin"]
    assert orrin.aliases == ("Orrin",)
    assert mentions(orrin, text) == [
        ("Lena Orrin", "named"),
        ("Orrin", "named"),
        ("She", "pronominal"),
        ("her", "pronominal"),
    ]


def test_a_pronoun_with_two_possible_persons_is_left_open() -> None:
    text = "President Adam Reyk met Minister Paul Falk in Vesk.\nIn the evening the bus took him home."
    assert all(kind == "named" for c in by_name(text).values() for _, kind in c.mentions)


def test_a_description_refers_to_the_one_holder_of_the_office() -> None:
    text = "Vesk’s top general, Tom Ache, spoke first.\nReporters could not check the general’s claims."
    assert ("the general", "nominal") in mentions(by_name(text)["Tom Ache"], text)


def test_acronym_in_brackets_is_an_alias() -> None:
    text = "The Vesk Labour Union (VLU) called a strike.\nThe VLU said it would last a week."
    assert by_name(text)["Vesk Labour Union"].aliases == ("VLU",)


def test_capital_stands_for_its_government_only_where_it_acts() -> None:
    text = "Norway rejected the plan. Oslo said it was too late.\nThe talks were held in Oslo."
    norway = by_name(text)["Norway"]
    assert norway.kind == "country"
    assert mentions(norway, text) == [("Norway", "named"), ("Oslo", "named")]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Kremlin said no.", "Kremlin", "government"),
        ("Reuters reported the deal.", "Reuters", "outlet"),
        ("The Interior Ministry banned the march.", "Interior Ministry", "government"),
        ("The University of Vesk closed.", "University of Vesk", "organization"),
        ("Russian forces crossed the river.", "Russian forces", "armed_force"),
        ("Police closed the road.", "police", "government"),
        ("The electoral commission counted again.", "electoral commission", "government"),
        ("The Seafarers’ Union went on strike.", "Seafarers’ Union", "organization"),
    ],
)
def test_kinds_that_words_settle(text, name, kind) -> None:
    assert by_name(text)[name].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "However, the river rose on Monday in March.",
        "The ferry sank off Sollen Island.",
        "It rained in Norway.",
        "Norwegian salmon sells well.",
        "According to plan, the lights went out.",
    ],
)
def test_what_is_no_actor(text) -> None:
    assert by_name(text) == {}


def test_title_case_headline_adds_no_names() -> None:
    article = make_article("Storm Hits Town After Dam Breaks", "headline")
    assert find_names(article) == []


@given(
    st.lists(
        st.sampled_from(NAMING_WORDS),
        max_size=40,
    )
)
@settings(max_examples=150, deadline=None)
def test_mentions_are_in_order_and_hold_text(words) -> None:
    text = " ".join(words)
    for candidate in find_names(make_article(text)):
        assert candidate.mentions
        assert list(candidate.mentions) == sorted(candidate.mentions)
        assert all(where.of(text).strip() for where, _ in candidate.mentions)
        assert candidate.name not in candidate.aliases


def names_in(text: str) -> dict[str, NameCandidate]:
    return {found.name: found for found in find_names(make_article(text))}


def test_short_forms_join_the_longest_name_that_has_them() -> None:
    text = (
        "Tarnholm Ferries AS lost money, the company said. Tarnholm Ferries blamed the fog. Tarnholm, which has nine "
        "ships, will sell two. The State Harbour Authority said it would look. The Authority has no date."
    )
    found = names_in(text)
    assert set(found["Tarnholm Ferries AS"].aliases) == {"Tarnholm Ferries", "Tarnholm"}
    assert "Authority" in found["State Harbour Authority"].aliases
    assert {"Tarnholm", "Authority"}.isdisjoint(found)


def test_who_and_ages_are_said_of_people_and_what_follows_a_colon_of_the_paper_is_none() -> None:
    text = (
        "Norwick Daily | 3 May\n\nOlaf Sund, who lives nearby, saw it. Mia Berg, 34, ran. River Watch, which sued, won."
    )
    found = names_in(text)
    assert (found["Olaf Sund"].kind, found["Mia Berg"].kind, found["River Watch"].kind) == ("person", "person", None)
    assert "Norwick Daily" not in found


def test_an_apposition_tells_what_a_body_is() -> None:
    found = names_in("Countwell, a firm that analyses pictures, estimates the crowd at 4,000.")
    assert found["Countwell"].kind == "organization"


def test_countries_that_no_list_has() -> None:
    found = names_in(
        "Ostravia rejected the offer. Two Ostravian boats were held. Belmark’s foreign minister smiled; Belmark waits."
    )
    assert (found["Ostravia"].kind, found["Belmark"].kind) == ("country", "country")


def test_what_opens_behind_a_time_is_not_a_name_for_that() -> None:
    assert "Evacuations" not in names_in("15:55 Evacuations have been ordered for six villages. The wind is strong.")
