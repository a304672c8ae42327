"""The named checks: each finds its fault, and leaves the sound item beside it alone."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from summarizer.briefs.models import Claim
from summarizer.grounding.fidelity import check_brief
from tests.grounding.making import brief_of, claim_of, hedge_of, number_of

TEXT = (
    "Harbour Street will close, Ada Quill said on Monday.\n"
    "The ferry line has not raised its fares, but the council wants it. Costs rose by more than £3 million.\n"
    "“We did not give up,” she said. “Nobody asked us.” The station may burn down unless it rains.\n"
    "The builders regained over 1,100 square kilometers (424 square miles) of marsh, Tom Veck reported.\n"
    "Mr Veck denied that the marsh was drained. Is the fight over? The mayor refuses to pay “a single cent” if asked.\n"
    "The marsh lies east of the town.\n"
)


def codes(claim: Claim, **items: Any) -> list[str]:
    return [finding.code for finding in check_brief(brief_of(TEXT, claims=[claim], **items))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("raised its fares", "quote_truncated"),
        ("The ferry line has not", "quote_truncated"),
        ("The ferry line has not raised its fares", "quote_truncated"),
        ("The station may burn down", "quote_truncated"),
        ("Is the fight over", "quote_truncated"),
        ("to pay “a single cent” if asked", "quote_truncated"),
        ("burn down unless it rains", "hedge_lost"),
        ("£3 million", "bound_lost"),
        ("1,100 square kilometers (424 square miles) of marsh", "bound_lost"),
        ("The builders regained over 1,100", "unit_mismatch"),
        ("Costs rose by more than £3", "number_drift"),
        ("kilometers (424 square miles) of marsh", "number_drift"),
    ],
)
def test_a_claim_cut_short_is_found(content: str, code: str) -> None:
    assert code in codes(claim_of(TEXT, content), hedges=[hedge_of(TEXT, "may", claim=None)])


@pytest.mark.parametrize(
    "content",
    [
        "Harbour Street will close",
        "The ferry line has not raised its fares, but the council wants it",
        "Costs rose by more than £3 million.",
        "We did not give up",
        "“Nobody asked us.”",
        "The builders regained over 1,100 square kilometers (424 square miles) of marsh",
        "the marsh was drained",
        "Is the fight over?",
        "The marsh lies east of the town.",
        "east of the town",
    ],
)
def test_a_whole_claim_raises_nothing(content: str) -> None:
    assert codes(claim_of(TEXT, content)) == []


def test_a_contrast_that_another_claim_goes_on_with_is_not_cut_off() -> None:
    first = claim_of(TEXT, "The ferry line has not raised its fares")
    second = claim_of(TEXT, "the council wants it", number=2)
    brief = brief_of(TEXT, claims=[first, second])
    assert check_brief(brief) == []
    assert [finding.item for finding in check_brief(brief.model_copy(update={"claims": [first]}))] == ["c1"]


def test_a_hedge_outside_the_content_is_kept_when_it_is_recorded_on_the_claim() -> None:
    claim = claim_of(TEXT, "burn down unless it rains")
    cond = hedge_of(TEXT, "unless", number=2, kind="conditional")
    assert codes(claim, hedges=[hedge_of(TEXT, "may"), cond]) == []
    assert codes(claim, hedges=[hedge_of(TEXT, "may", claim=None), cond]) == ["hedge_lost"]


def test_a_hedge_inside_the_content_must_be_recorded() -> None:
    claim = claim_of(TEXT, "The station may burn down unless it rains")
    both = [hedge_of(TEXT, "may"), hedge_of(TEXT, "unless", number=2, kind="conditional")]
    assert codes(claim, hedges=both) == []
    assert codes(claim, hedges=both[:1]) == ["hedge_lost"]


def test_a_hedge_far_from_its_claim_is_added() -> None:
    claim = claim_of(TEXT, "Harbour Street will close", cue="said")
    findings = check_brief(brief_of(TEXT, claims=[claim], hedges=[hedge_of(TEXT, "may")]))
    assert findings == []
    far = TEXT.replace("\nMr Veck", "\n" + "The hall is old. " * 20 + "\nMr Veck may say so.")
    hedge = hedge_of(far, "may say", kind="epistemic")
    findings = check_brief(brief_of(far, claims=[claim_of(far, "Harbour Street will close")], hedges=[hedge]))
    assert [(finding.code, finding.item) for finding in findings] == [("hedge_added", "h1")]


@pytest.mark.parametrize(
    ("content", "form", "codes_"),
    [
        (["We did not give up"], "direct", []),
        (["“We did not give up,”"], "direct", []),
        (["We did not give up", "Nobody asked us"], "direct", []),
        (["Harbour Street will close"], "direct", ["quote_not_quoted"]),
        (["We did not give up,” she said"], "direct", ["quote_not_quoted"]),
        (["The mayor refuses to pay “a single cent” if asked"], "mixed", []),
        (["The marsh lies east of the town"], "mixed", ["quote_not_quoted"]),
        (["The marsh lies east of the town"], "narrated", []),
    ],
)
def test_quotation_marks_decide_what_is_a_quotation(content: list[str], form: str, codes_: list[str]) -> None:
    found = codes(claim_of(TEXT, *content, form=form))
    assert [code for code in found if code != "hedge_lost"] == codes_


def test_a_reported_statement_is_not_the_outlets_own() -> None:
    assert codes(claim_of(TEXT, "Harbour Street will close", form="narrated")) == ["opinion_as_fact"]
    assert codes(claim_of(TEXT, "Harbour Street will close", form="indirect", cue="said")) == []
    assert codes(claim_of(TEXT, "The marsh lies east of the town.", form="narrated")) == []


def test_words_left_out_between_two_parts_must_not_turn_them_round() -> None:
    assert codes(claim_of(TEXT, "The ferry line has", "raised its fares, but the council wants it")) == [
        "quote_truncated",
        "quote_truncated",
    ]
    assert codes(claim_of(TEXT, "We did not give up", "Nobody asked us"), hedges=[]) == []


@pytest.mark.parametrize(
    ("cue", "polarity", "expected"),
    [
        ("denied", "denies", []),
        ("denied", "affirms", ["negation_flip"]),
        ("reported", "affirms", []),
        ("reported", "denies", ["negation_flip"]),
    ],
)
def test_polarity_follows_the_reporting_word(cue: str, polarity: str, expected: list[str]) -> None:
    assert codes(claim_of(TEXT, "the marsh was drained", cue=cue, polarity=polarity)) == expected


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, None),
        ({"value": Decimal(1110), "low": Decimal(1110), "high": Decimal(1110)}, "number_drift"),
        ({"bound": "="}, "bound_lost"),
        ({"bound": ">="}, "bound_lost"),
        ({"unit_norm": "mi^2"}, "unit_mismatch"),
        ({"unit_norm": None}, "unit_mismatch"),
        ({"kind": "count"}, "unit_mismatch"),
    ],
)
def test_a_number_must_say_what_its_figure_says(fields: dict[str, Any], code: str | None) -> None:
    number = number_of(TEXT, "1,100 square kilometers", **fields)
    findings = check_brief(brief_of(TEXT, numbers=[number]))
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert all(finding.item == "n1" and finding.span == number.span for finding in findings)


def test_a_number_on_words_that_are_no_whole_figure() -> None:
    number = number_of(TEXT, "£3 million")
    cut = number.model_copy(
        update={"span": number.span.model_copy(update={"end": number.span.start + 2, "text": "£3"})}
    )
    assert [finding.code for finding in check_brief(brief_of(TEXT, numbers=[cut]))] == ["number_drift"]


def test_messages_are_for_people() -> None:
    (finding,) = check_brief(brief_of(TEXT, claims=[claim_of(TEXT, "raised its fares, but the council wants it")]))
    assert finding.message == "begins right after 'not'"
    assert finding.span is not None
    assert finding.span.text.startswith("raised its fares")


def test_a_long_single_line_with_many_claims_stays_fast() -> None:
    text = "The ferry line has not raised 12 fares, but Ada Quill said it may. " * 3000
    claims = []
    for number in range(300):
        start = 670 * number + 23
        quote = text[start : start + 15]
        span = claim_of(text, "raised").content[0].model_copy(update={"start": start, "end": start + 15, "text": quote})
        claims.append(Claim(id=f"c{number + 1}", content=[span], form="indirect"))
    started = time.perf_counter()
    findings = check_brief(brief_of(text, claims=claims))
    assert len(findings) >= 300
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("gap", "found"),
    [
        ("which it had not approved", True),
        ("which Harbour Street's council had not approved", True),
        ("which the council hadn’t approved", True),
        (f"which {'the old ' * 30}council had not approved", True),
        ("which the council had approved", False),
        ("” said Ada Quill, who had not slept, “", False),
    ],
)
def test_a_negation_left_out_between_two_parts_is_found(gap: str, found: bool) -> None:
    text = f"“The new bridge, {gap}, will open in June,” the builders said.\n"
    claim = claim_of(text, "The new bridge", "will open in June", cue="said")
    assert ("quote_truncated" in [finding.code for finding in check_brief(brief_of(text, claims=[claim]))]) is found
