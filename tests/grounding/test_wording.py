"""Paraphrases and lost quotes compared with the passage they are said to rest on."""

from __future__ import annotations

import pytest

from summarizer.grounding.wording import compare_wording


@pytest.mark.parametrize(
    ("written", "passage", "codes"),
    [
        ("The army retook 68% of the area", "The army has retaken 86% of the area", ["number_drift"]),
        ("4,300 people left", "430 people left", ["number_drift"]),
        ("431 people left", "some 430 people left", ["number_drift"]),
        ("exactly 430 people left", "hundreds of people left", ["number_drift"]),
        ("12 people left", "People left", ["number_drift"]),
        ("67,000 were hurt", "more than 67,000 were hurt", ["bound_lost"]),
        ("1,100 square miles burnt", "1,100 square kilometers burnt", ["unit_mismatch"]),
        ("support rose 3 percent", "support rose 3 percentage points", ["unit_mismatch"]),
        ("The station can verify the claims", "The station cannot verify the claims", ["negation_flip"]),
        ("The mayor did not sign the deal", "The mayor signed the deal", ["negation_flip"]),
        ("The report never reached the council", "The report reached the council", ["negation_flip"]),
        ("unconfirmed deaths", "confirmed deaths", ["negation_flip"]),
        ("The bridge will collapse", "The bridge may collapse", ["hedge_lost"]),
        ("The bridge could collapse soon", "The bridge will collapse soon", ["hedge_added"]),
    ],
)
def test_a_departure_is_named(written: str, passage: str, codes: list[str]) -> None:
    found = compare_wording(written, passage)
    assert [mismatch.code for mismatch in found] == codes
    assert all(mismatch.message for mismatch in found)


@pytest.mark.parametrize(
    ("written", "passage"),
    [
        ("The army retook 86% of the area", "Yesterday the army said it had retaken 86 percent of the area."),
        ("About 4.2 million voted", "About 4.2 million of the 5 million electors voted"),
        ("hundreds of people left", "430 people left"),
        ("1,100 square kilometers", "1,100 square kilometers (424 square miles)"),
        ("She did not sign the deal", "She had not signed the deal, which nobody read"),
        ("The bridge may collapse", "The bridge might collapse"),
        ("The mayor spoke", "The mayor spoke, but the council may not have listened to 12 others"),
        ("Not only the mayor spoke", "The mayor spoke"),
        ("", ""),
        ("The mayor spoke", ""),
    ],
)
def test_what_says_the_same_or_less_raises_nothing(written: str, passage: str) -> None:
    assert compare_wording(written, passage) == []
