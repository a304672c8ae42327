"""Whom actors belong to, by the words beside them."""

from __future__ import annotations

import pytest

from summarizer.articles.build import article_from_text
from summarizer.language.affiliation import belongs_to, holds_office
from summarizer.language.names import find_names


def owner_of(name: str, text: str) -> str | None:
    names = find_names(article_from_text(text, id="test"))
    actor = next(found for found in names if name in (found.name, *found.aliases))
    owner = belongs_to(actor, names, text)
    return owner.name if owner else None


@pytest.mark.parametrize(
    ("name", "text", "owner"),
    [
        ("Ida Krone", "Ida Krone, head of the Norwick Institute, said the data were wrong.", "Norwick Institute"),
        ("Ida Krone", "“It is over,” said Ida Krone, chair of the Dockers' Union. It is large.", "Dockers' Union"),
        ("Ida Krone", "Ida Krone of River Watch, a residents’ group, says the water is unsafe.", "River Watch"),
        ("Rolf Ekman", "“We strike,” said Rolf Ekman, who leads the Food Federation.", "Food Federation"),
        ("Dmitri Orlov", "Kremlin spokesman Dmitri Orlov said Moscow would wait. The Kremlin declined.", "Kremlin"),
        ("Lars Holt", "French President Lars Holt said on Monday that France would leave.", "France"),
        ("Ida Krone", "Ida Krone, a passenger, said Norwick Airlines had lost her bag.", None),
    ],
)
def test_the_words_beside_a_name_say_whom_it_belongs_to(name: str, text: str, owner: str | None) -> None:
    assert owner_of(name, text) == owner


def test_forces_belong_to_the_country_in_their_name() -> None:
    assert owner_of("Ukrainian troops", "Ukraine said on Monday that Ukrainian troops had left the town.") == "Ukraine"


def test_only_offices_held_for_somebody_call_for_an_owner() -> None:
    text = "Foreign Minister Ida Krone said so. Piet Amund, a passenger, disagreed. Rosa Lind said nothing."
    names = {found.name: found for found in find_names(article_from_text(text, id="test"))}
    assert holds_office(names["Ida Krone"], text)
    assert not holds_office(names["Piet Amund"], text)
