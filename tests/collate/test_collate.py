from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.collate import collate
from summarizer.collate.models import Collation, Decided
from summarizer.collate.relations_of import relation_of
from summarizer.errors import InputError
from tests.collate.making import Account, span, trucks


def relation(collation: Collation, first: tuple[str, str], second: tuple[str, str]) -> str | None:
    found = relation_of(collation, first, second)
    return found.relation if found else None


def toll(name: str, words: str, value: str, date: str | None = None, **more: object) -> Account:
    text = f"{words} people were killed in the mine, the Daily {name.upper()} says."  # equal texts are one account
    content = text.partition(",")[0]
    return Account(name, text, date).number(words, value, "people", **more).claim(content, numbers=["n1"])


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("430", "430", {}), ("430", "430", {}), "equal"),
        (("430", "430", {}), ("400", "400", {"bound": ">"}), "compatible"),
        (("430", "430", {}), ("512", "512", {}), "contradicts"),
    ],
)
def test_figures_for_one_thing_on_one_day(first: tuple, second: tuple, wanted: str) -> None:  # type: ignore[type-arg]
    briefs = [
        toll(name, words, value, "2026-03-01", **more).brief()
        for name, (words, value, more) in (("a", first), ("b", second))
    ]
    assert relation(collate(briefs), ("a", "n1"), ("b", "n1")) == wanted


def test_a_toll_of_another_day_is_no_contradiction_but_a_fixed_thing_is() -> None:
    early, late = toll("a", "430", "430", "2026-03-01").brief(), toll("b", "512", "512", "2026-03-02").brief()
    assert relation(collate([early, late]), ("a", "n1"), ("b", "n1")) == "different_time"

    def licence(name: str, words: str, date: str) -> Account:
        return Account(name, f"The ferry was certified for {words} passengers.", date).number(
            words, words, "passengers"
        )

    briefs = [licence("a", "240", "2026-03-01").brief(), licence("b", "220", "2026-03-02").brief()]
    assert relation(collate(briefs), ("a", "n1"), ("b", "n1")) == "contradicts"


def test_a_figure_is_said_by_whoever_says_it_be_they_known_or_not() -> None:
    def counted(name: str, source: str | None) -> Account:
        text = f"{source or 'It was clear'} said 430 people were killed in the mine."
        made = Account(name, text).number("430", "430", "people")
        made.claim("430 people were killed", numbers=["n1"])
        if source is not None:
            [claim] = made.claims
            made.claims = [claim.model_copy(update={"form": "indirect", "source": span(text, source)})]
        return made

    found = collate([counted("a", "two nurses").brief(), counted("b", None).brief()])
    assert {cell.account: cell.claimant for topic in found.topics for cell in topic.cells} == {
        "a": "two nurses",
        "b": None,
    }


def test_areas_agree_across_units_and_sides_stay_apart() -> None:
    def area(name: str, words: str, value: str, unit: str) -> Account:
        text = f"Troops have retaken {words} of territory in the north."
        return Account(name, text).number(words, value, "territory", kind="measure", unit=unit, unit_norm=unit)

    briefs = [
        area("a", "1,100 square kilometers", "1100", "km^2").brief(),
        area("b", "425 square miles", "425", "mi^2").brief(),
    ]
    assert relation(collate(briefs), ("a", "n1"), ("b", "n1")) == "equal"

    def troops(name: str, whose: str) -> Account:
        text = f"Around 10,000 {whose} soldiers are in the region."
        return Account(name, text).number("10,000", "10000", f"{whose} soldiers", bound="~")

    briefs = [troops("a", "Ukrainian").brief(), troops("b", "North Korean").brief()]
    assert relation(collate(briefs), ("a", "n1"), ("b", "n1")) is None


def test_actors_merge_by_transliteration_and_not_by_surname_alone() -> None:
    first = Account("a", "x").actor("Oleksandr Syrskyi").actor("Kyiv", "government").actor("Anna Berg").actor("Jo Li")
    second = Account("b", "y").actor("Syrsky").actor("Kiev", "government").actor("Peter Berg").actor("Bo Li")
    shared = collate([first.brief(), second.brief()]).actors
    assert {frozenset(member.name for member in actor.members) for actor in shared} == {
        frozenset({"Oleksandr Syrskyi", "Syrsky"}),
        frozenset({"Kyiv", "Kiev"}),
    }


def test_denial_marks_the_claim_and_the_denier() -> None:
    text = "The ferry was overloaded, Roos Lind denied."
    denied = Account("b", text).actor("Roos Lind").claim("The ferry was overloaded", "a1", polarity="denies")
    said = Account("a", "The ferry was overloaded.").claim("The ferry was overloaded")
    group = collate([said.brief(), denied.brief()]).claims[0]
    assert (group.mark, group.denied_by) == ("denied_by", ["Roos Lind"])
    assert [cell.stance for cell in group.cells] == ["fact", "denied"]


def test_words_that_differ_and_who_is_sure() -> None:
    fact = Account("a", "The enemy lost 900 soldiers near the river.").claim(
        "The enemy lost 900 soldiers near the river"
    )
    text = "Near the river 900 enemy soldiers were killed, Anna Berg said."
    told = Account("b", text).actor("Anna Berg").claim("Near the river 900 enemy soldiers were killed", "a1")
    found = collate([fact.brief(), told.brief()])
    assert [{word.words for word in one.words} for one in found.wording] == [{"lost", "killed"}]
    assert found.hedging[0].stances == {"a": ["fact"], "b": ["attributed"]}


def test_nothing_shared_one_account_and_duplicates_are_said() -> None:
    first = toll("a", "430", "430").brief()
    other = Account("z", "Roses bloom in Spring Gardens.").claim("Roses bloom in Spring Gardens").brief()
    assert "share no figure and no claim" in collate([first, other]).remarks[0]
    assert "one account only" in collate([first]).remarks[0]
    twice = collate([first, first])
    assert [account.same_as for account in twice.accounts] == [None, "a"]
    assert any("same text" in remark for remark in twice.remarks)
    with pytest.raises(InputError):
        collate([])


def test_a_decision_joins_what_the_rules_leave_open() -> None:
    briefs = trucks()
    first = collate(briefs)
    assert [one.type for one in first.undecided] == ["number"]
    assert relation(first, ("a", "n1"), ("b", "n1")) is None
    for same, wanted in ((True, "equal"), (False, None)):
        answer = Decided(type="number", pair=first.undecided[0].pair, same=same, model="test/none")
        decided = collate(briefs, decisions=[answer])
        assert relation(decided, ("a", "n1"), ("b", "n1")) == wanted
        assert not decided.undecided


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(4)), st.lists(st.integers(1, 60), min_size=4, max_size=4))
def test_what_is_found_does_not_depend_on_the_order_of_the_accounts(order: list[int], values: list[int]) -> None:
    briefs = [toll(f"a{i}", str(value), str(value), f"2026-03-0{i % 2 + 1}").brief() for i, value in enumerate(values)]

    def facts(listed: list[int]) -> set[tuple[str, frozenset[str]]]:
        found = collate([briefs[index] for index in listed])
        names = [f"a{index}" for index in range(4)]
        return {
            (relation(found, (a, "n1"), (b, "n1")) or "none", frozenset((a, b))) for a in names for b in names if a < b
        }

    assert facts(list(order)) == facts([0, 1, 2, 3])


@settings(max_examples=30, deadline=None)
@given(st.decimals(1, 10**6, allow_nan=False, places=0), st.text(max_size=40))
def test_every_cell_points_at_the_words_it_shows(value: Decimal, noise: str) -> None:
    words = f"{value:f}"
    text = f"{words} people were killed in the mine. {noise}"
    briefs = [
        Account(name, text + name).number(words, words, "people").claim("people were killed", numbers=["n1"]).brief()
        for name in "ab"
    ]
    found = collate(briefs)
    texts = {brief.source.id: brief.source.text for brief in briefs}
    for topic in found.topics:
        for cell in topic.cells:
            assert texts[cell.account][cell.span.start : cell.span.end] == cell.span.text
            assert texts[cell.account][cell.passage.start : cell.passage.end] == cell.passage.text
            assert cell.passage.start <= cell.span.start < cell.span.end <= cell.passage.end
