from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.briefs.models import Actor, Brief, Claim, Hedge, Number, Span
from summarizer.errors import InputError
from summarizer.evals.gold import Gold
from summarizer.evals.ledger import CELLS, tally, tally_attributed
from summarizer.evals.measures import MEASURES
from summarizer.evals.scoring import ArticleScore, score
from tests.evals.material import changed, differences, golds, row_of, shuffled, span, without

TYPES = ("actors", "claims", "numbers", "hedges")


CASES = st.tuples(st.integers(0, len(golds()) - 1), st.integers(0, 6), st.integers(0, 2**32))
"""Which article, how many things are spoilt in it, and how."""


def spoilt(case: tuple[int, int, int]) -> tuple[Gold, Brief]:
    """A labelled article, and a brief of it with records lost, twisted, repeated and moved."""
    index, times, seed = case
    gold = golds()[index]
    generator = random.Random(seed)
    brief = gold.brief
    for _ in range(times):
        brief = _spoil(brief, generator)
    return gold, brief


def _spoil(brief: Brief, generator: random.Random) -> Brief:
    kind = generator.choice(["lose", "speaker", "polarity", "bound", "move", "repeat", "value", "twin"])
    claims, numbers = brief.claims, brief.numbers
    if kind == "lose":
        type_ = generator.choice(["numbers", "hedges"])
        records = getattr(brief, type_)
        return without(brief, type_, generator.choice(records).id) if records else brief
    if kind in ("bound", "value") and numbers:
        number = generator.choice(numbers)
        fields: dict[str, Any] = {"bound": generator.choice(["=", "~", ">", "<"])}
        if kind == "value" and number.value is not None:
            drifted = number.value + generator.choice([1, 7, 100])
            fields = {"value": drifted, "low": drifted, "high": drifted}
        return changed(brief, "numbers", number.id, **fields)
    if kind == "twin" and brief.actors:
        twin = generator.choice(brief.actors).model_copy(update={"id": f"a{len(brief.actors) + 100}"})
        return brief.model_copy(update={"actors": [*brief.actors, twin]})
    claim = generator.choice(claims)
    if kind == "speaker" and brief.actors:
        return changed(brief, "claims", claim.id, speaker=generator.choice(brief.actors).id)
    if kind == "polarity":
        return changed(brief, "claims", claim.id, polarity=generator.choice(["affirms", "denies"]))
    if kind == "repeat":
        return brief.model_copy(update={"claims": [*claims, claim.model_copy(update={"id": f"c{len(claims) + 100}"})]})
    start = generator.randrange(len(brief.source.text) - 10)
    moved = span(brief.source.text, start, min(len(brief.source.text), start + generator.randrange(5, 80)))
    return changed(brief, "claims", claim.id, content=[moved])


def figures(scored: ArticleScore) -> dict[str, tuple[float | None, float | None]]:
    return {
        measure.name: (tallied.f, tallied.strict_f) for measure in MEASURES for tallied in [measure.of(scored.rows)]
    }


@pytest.mark.parametrize("gold", golds(), ids=lambda gold: gold.article)
def test_gold_against_itself_is_perfect(gold: Gold) -> None:
    scored = score(gold, gold.brief)
    assert {row.cell for row in scored.rows} == {"correct"}
    assert {f for pair in figures(scored).values() for f in pair} <= {1.0, None}
    assert figures(scored)["claims"] == (1.0, 1.0)
    assert not scored.critical_misses


@given(CASES, st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_order_and_ids_of_predictions_do_not_matter(case: tuple[int, int, int], seed: int) -> None:
    gold, brief = spoilt(case)
    one, other = score(gold, brief), score(gold, shuffled(brief, seed))
    assert figures(one) == figures(other)
    assert sorted((row.type, row.gold or "", row.cell, row.credit, row.errors) for row in one.rows) == sorted(
        (row.type, row.gold or "", row.cell, row.credit, row.errors) for row in other.rows
    )


@given(CASES)
@settings(max_examples=60, deadline=None)
def test_the_ledger_adds_up(case: tuple[int, int, int]) -> None:
    gold, brief = spoilt(case)
    scored = score(gold, brief)
    ignored_gold = {one for one, _ in scored.ignored}
    ignored_predictions = {other for _, other in scored.ignored if other is not None}
    for name in TYPES:
        rows = scored.of(name.removesuffix("s"))  # type: ignore[arg-type]
        assert {row.cell for row in rows} <= set(CELLS)
        wanted = {record.id for record in getattr(gold.brief, name)} - ignored_gold
        given_ = {record.id for record in getattr(brief, name)} - ignored_predictions
        assert sorted(row.gold for row in rows if row.gold) == sorted(wanted)
        assert sorted(row.predicted for row in rows if row.predicted) == sorted(given_)
        assert tally(rows).gold == len(wanted)
        assert tally(rows).predicted == len(given_)
        assert all((row.gold is None) == (row.cell == "spurious") for row in rows)
        assert all((row.predicted is None) == (row.cell == "missing") for row in rows)


def _nowhere_near(gold: Gold) -> tuple[int, int]:
    """A stretch of the article that no gold claim, number or hedge touches; the longest one."""
    text = gold.brief.source.text
    taken = sorted(
        (part.start, part.end)
        for record in (*gold.brief.claims, *gold.brief.numbers, *gold.brief.hedges)
        for part in (getattr(record, "content", None) or [getattr(record, "span", None) or record.cue])  # type: ignore[union-attr]
    )
    gaps, at = [], 0
    for start, end in taken:
        gaps.append((at, start))
        at = max(at, end)
    gaps.append((at, len(text)))
    return max(gaps, key=lambda gap: gap[1] - gap[0])


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_a_spurious_item_never_raises_a_score(case: tuple[int, int, int]) -> None:
    gold, brief = spoilt(case)
    start, end = _nowhere_near(gold)
    words = span(brief.source.text, start, min(end, start + 8))
    impossible = Decimal("987654321.5")
    spurious = {
        "actors": Actor(id="a999", name="Zzyzx Quorp", kind="person"),
        "claims": Claim(id="c999", content=[words], form="narrated"),
        "numbers": Number(id="n999", span=words, kind="count", value=impossible, low=impossible, high=impossible),
        "hedges": Hedge(id="h999", cue=words, kind="epistemic"),
    }
    before = figures(score(gold, brief))
    for type_, record in spurious.items():
        more = brief.model_copy(update={type_: [*getattr(brief, type_), record]})
        after = score(gold, more)
        assert next(row for row in after.rows if row.predicted == record.id).cell == "spurious"
        for name, (soft, strict) in figures(after).items():
            assert (soft or 0.0) <= (before[name][0] if before[name][0] is not None else 1.0)
            assert (strict or 0.0) <= (before[name][1] if before[name][1] is not None else 1.0)


def a_claim(**wanted: Any) -> tuple[Gold, Claim]:
    """A labelled article and an attributed claim in it that is neither optional nor one of several readings."""
    for gold in golds():
        for claim in gold.brief.claims:
            plain = claim.id not in gold.optional and claim.id not in gold.alternatives
            if plain and claim.speaker and all(getattr(claim, name) == value for name, value in wanted.items()):
                return gold, claim
    raise LookupError(wanted)


def a_number(**wanted: Any) -> tuple[Gold, Number]:
    for gold in golds():
        for number in gold.brief.numbers:
            plain = number.id not in gold.optional and number.value is not None and number.value > 9
            if plain and all(getattr(number, name) == value for name, value in wanted.items()):
                return gold, number
    raise LookupError(wanted)


def spoilt_in(gold: Gold, brief: Brief) -> tuple[dict[Any, Any], ArticleScore]:
    scored = score(gold, brief)
    return differences(score(gold, gold.brief), scored), scored


def test_wrong_speaker() -> None:
    gold, claim = a_claim()
    other = next(actor.id for actor in gold.brief.actors if actor.id != claim.speaker)
    changes, scored = spoilt_in(gold, changed(gold.brief, "claims", claim.id, speaker=other))
    assert changes == {("claim", claim.id): ("correct", "incorrect")}
    assert row_of(scored, claim.id).errors == ("wrong_speaker",)
    assert row_of(scored, claim.id).credit == 0


def test_source_taken_away() -> None:
    gold, claim = a_claim()
    bare = changed(gold.brief, "claims", claim.id, speaker=None, source=None, cue=None, form="narrated")
    changes, scored = spoilt_in(gold, bare)
    assert changes == {("claim", claim.id): ("correct", "incorrect")}
    joint = tally_attributed(scored.of("claim"), "speaker")
    attributed = tally_attributed(score(gold, gold.brief).of("claim"), "speaker")
    assert (joint.gold, joint.predicted, joint.full) == (
        attributed.gold,
        attributed.predicted - 1,
        attributed.full - 1,
    )


def test_negation_flip() -> None:
    gold, claim = a_claim(polarity="affirms")
    changes, scored = spoilt_in(gold, changed(gold.brief, "claims", claim.id, polarity="denies"))
    assert changes == {("claim", claim.id): ("correct", "incorrect")}
    assert row_of(scored, claim.id).errors == ("negation_flip",)


def test_a_wrong_verification_is_partly_right() -> None:
    gold, claim = a_claim(verification="none")
    changes, scored = spoilt_in(gold, changed(gold.brief, "claims", claim.id, verification="refuted"))
    assert changes == {("claim", claim.id): ("correct", "partial")}
    assert 0.8 < row_of(scored, claim.id).credit < 1


def test_a_wrong_affiliation_is_partly_right() -> None:
    gold, actor = next(
        (gold, actor)
        for gold in golds()
        for actor in gold.brief.actors
        if actor.affiliation is not None and actor.id not in gold.optional
    )
    changes, scored = spoilt_in(gold, changed(gold.brief, "actors", actor.id, affiliation=None))
    assert changes == {("actor", actor.id): ("correct", "partial")}
    assert row_of(scored, actor.id).fields["affiliation"] == 0


def test_number_drift() -> None:
    gold, number = a_number(unit_norm=None)
    assert number.value is not None
    value = number.value * 3 + 1
    changes, scored = spoilt_in(gold, changed(gold.brief, "numbers", number.id, value=value, low=value, high=value))
    assert changes == {("number", number.id): ("correct", "incorrect")}
    assert row_of(scored, number.id).errors == ("number_clash",)
    assert row_of(scored, number.id).credit == 0


def test_scale_slip() -> None:
    gold, number = a_number(unit_norm=None, bound="=")
    assert number.value is not None
    value = number.value * 1000
    _, scored = spoilt_in(gold, changed(gold.brief, "numbers", number.id, value=value, low=value, high=value))
    assert row_of(scored, number.id).errors == ("scale_slip",)
    assert row_of(scored, number.id).cell == "incorrect"


def test_percent_is_not_percentage_points() -> None:
    gold, number = a_number(unit_norm="percent")
    changes, scored = spoilt_in(
        gold, changed(gold.brief, "numbers", number.id, unit="percentage_point", unit_norm="percentage_point")
    )
    assert changes == {("number", number.id): ("correct", "incorrect")}
    assert row_of(scored, number.id).errors == ("percent_points",)


@pytest.mark.parametrize("bound", [">", ">="])
def test_bound_lost(bound: str) -> None:
    gold, number = a_number(bound=bound)
    changes, scored = spoilt_in(gold, changed(gold.brief, "numbers", number.id, bound="="))
    assert changes == {("number", number.id): ("correct", "partial")}
    assert row_of(scored, number.id).errors == ("bound_lost",)
    assert row_of(scored, number.id).right("value")
    assert not row_of(scored, number.id).right("value", "bound")


def test_bound_turned_round() -> None:
    gold, number = a_number(bound=">=")
    changes, scored = spoilt_in(gold, changed(gold.brief, "numbers", number.id, bound="<="))
    assert changes == {("number", number.id): ("correct", "incorrect")}
    assert row_of(scored, number.id).errors == ("number_clash",)


def a_hedge() -> tuple[Gold, Hedge]:
    for gold in golds():
        for hedge in gold.brief.hedges:
            if hedge.id not in gold.optional and hedge.claim is not None:
                return gold, hedge
    raise LookupError


def test_hedge_lost() -> None:
    gold, hedge = a_hedge()
    changes, scored = spoilt_in(gold, without(gold.brief, "hedges", hedge.id))
    assert changes == {("hedge", hedge.id): ("correct", "missing")}
    assert row_of(scored, hedge.id).errors == ("hedge_lost",)


def test_hedge_added() -> None:
    gold, claim = a_claim(hedges=[])
    start, end = _nowhere_near(gold)
    added = Hedge(
        id="h999", cue=span(gold.brief.source.text, start, min(end, start + 5)), kind="epistemic", claim=claim.id
    )
    changes, scored = spoilt_in(gold, gold.brief.model_copy(update={"hedges": [*gold.brief.hedges, added]}))
    assert changes == {("hedge", "+h999"): (None, "spurious")}
    assert scored.of("hedge")[-1].errors == ("hedge_added",)


@pytest.mark.parametrize("type_", TYPES)
def test_missing(type_: str) -> None:
    for gold in golds():
        linked = {actor for claim in gold.brief.claims for actor in (claim.speaker,)}
        linked |= {number.claimant for number in gold.brief.numbers} | {hedge.holder for hedge in gold.brief.hedges}
        linked |= {hedge.claim for hedge in gold.brief.hedges} | {actor.affiliation for actor in gold.brief.actors}
        linked |= {number.equivalent_of for number in gold.brief.numbers} | {
            claim.parent for claim in gold.brief.claims
        }
        for record in getattr(gold.brief, type_):
            if record.id not in gold.optional | linked and record.id not in gold.alternatives:
                changes, _ = spoilt_in(gold, without(gold.brief, type_, record.id))
                assert changes == {(type_.removesuffix("s"), record.id): ("correct", "missing")}
                return
    raise LookupError(type_)


@pytest.mark.parametrize("type_", TYPES)
def test_duplicate(type_: str) -> None:
    gold = next(gold for gold in golds() if all(getattr(gold.brief, name) for name in TYPES))
    record = getattr(gold.brief, type_)[0]
    twin = record.model_copy(update={"id": f"{record.id[0]}999"})
    changes, scored = spoilt_in(gold, gold.brief.model_copy(update={type_: [*getattr(gold.brief, type_), twin]}))
    [(key, change)] = changes.items()
    assert change == (None, "spurious")
    assert next(row for row in scored.rows if f"+{row.predicted}" == key[1]).errors == ("duplicate",)


def test_what_a_duplicate_actor_says_is_not_wrong_too() -> None:
    gold, claim = a_claim()
    speaker = next(actor for actor in gold.brief.actors if actor.id == claim.speaker)
    twin = speaker.model_copy(update={"id": "a999", "aliases": []})
    brief = changed(gold.brief, "claims", claim.id, speaker="a999")
    changes, _ = spoilt_in(gold, brief.model_copy(update={"actors": [*brief.actors, twin]}))
    assert changes == {("actor", "+a999"): (None, "spurious")}


def test_split() -> None:
    gold, claim = next(
        (gold, claim)
        for gold in golds()
        for claim in gold.brief.claims
        if len(claim.content) == 1 and len(claim.content[0].text) > 60 and claim.id not in gold.optional
    )
    whole, text = claim.content[0], gold.brief.source.text
    cut = whole.start + 2 * len(whole.text) // 3
    brief = changed(gold.brief, "claims", claim.id, content=[span(text, whole.start, cut)])
    rest = claim.model_copy(update={"id": "c999", "content": [span(text, cut, whole.end)]})
    changes, scored = spoilt_in(gold, brief.model_copy(update={"claims": [*brief.claims, rest]}))
    assert changes == {("claim", claim.id): ("correct", "partial"), ("claim", "+c999"): (None, "spurious")}
    assert next(row for row in scored.rows if row.predicted == "c999").errors == ("split",)


def test_words_that_are_not_there() -> None:
    gold, claim = a_claim()
    place = claim.content[0]
    false = Span(start=place.start, end=place.end, text="They never said this")
    changes, scored = spoilt_in(gold, changed(gold.brief, "claims", claim.id, content=[false]))
    assert changes[("claim", claim.id)] == ("correct", "missing")
    assert next(row for row in scored.rows if row.predicted == claim.id).errors == ("ungrounded",)


def test_optional_gold_neither_costs_nor_earns() -> None:
    gold, record = next((gold, claim) for gold in golds() for claim in gold.brief.claims if claim.id in gold.optional)
    linked = {hedge.id for hedge in gold.brief.hedges if hedge.claim == record.id}
    if linked or any(claim.parent == record.id for claim in gold.brief.claims):
        pytest.skip("the first optional claim carries other records")
    with_it, without_it = score(gold, gold.brief), score(gold, without(gold.brief, "claims", record.id))
    assert figures(with_it) == figures(without_it)
    assert (record.id, record.id) in with_it.ignored
    assert (record.id, None) in without_it.ignored


def test_one_of_several_readings_is_enough() -> None:
    gold = golds()[0]
    first, second = gold.brief.claims[:2]
    gold = Gold(
        gold.path, gold.source_path, gold.brief, gold.annotator, gold.genre, gold.cluster,
        alternatives={first.id: "x", second.id: "x"},
    )  # fmt: skip
    neither = [claim for claim in gold.brief.claims if claim.id not in (first.id, second.id)]
    one = gold.brief.model_copy(update={"claims": [first, *neither]})
    assert (second.id, None) in score(gold, one).ignored
    missing = [
        row.gold
        for row in score(gold, gold.brief.model_copy(update={"claims": neither})).of("claim")
        if row.cell == "missing"
    ]
    assert missing == [first.id]


def test_no_valid_answer_is_an_empty_brief_with_a_flag() -> None:
    gold = golds()[0]
    scored = score(gold, None)
    assert scored.flags == ("no valid answer",)
    assert {row.cell for row in scored.rows} == {"missing"}
    assert tally(scored.of("claim")).f == 0


def test_critical_claims_that_are_missing_or_contradicted_are_named() -> None:
    gold = next(gold for gold in golds() if gold.critical)
    [claim] = gold.critical
    assert score(gold, None).critical_misses == (claim,)
    polarity = next(one.polarity for one in gold.brief.claims if one.id == claim)
    flipped = changed(gold.brief, "claims", claim, polarity="denies" if polarity == "affirms" else "affirms")
    assert score(gold, flipped).critical_misses == (claim,)


def test_a_brief_of_another_text_is_refused() -> None:
    one, other = golds()[:2]
    with pytest.raises(InputError, match="another text"):
        score(one, other.brief)


def test_nothing_on_both_sides_is_undefined_and_something_on_one_is_zero() -> None:
    assert tally([]).f is None
    gold = golds()[0]
    only_claims = gold.brief.model_copy(update={"actors": [], "numbers": [], "hedges": []})
    assert tally(score(gold, only_claims).of("actor")).f == 0


@pytest.mark.parametrize("first", [True, False])
def test_a_critical_claim_among_alternatives_is_not_lost_behind_the_other(first: bool) -> None:
    gold = next(gold for gold in golds() if gold.critical)
    [claim] = gold.critical
    others = [one.id for one in gold.brief.claims if one.id != claim]
    other = others[0] if first else others[-1]
    alternative = replace(gold, alternatives={claim: "x", other: "x"})
    [missed] = score(alternative, None).critical_misses
    assert missed in (claim, other)
    assert score(alternative, without(gold.brief, "claims", claim)).critical_misses == ()
