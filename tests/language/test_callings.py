"""What common nouns tell about an actor, on phrases written for these tests."""

from __future__ import annotations

import pytest

from summarizer.language.callings import described_kind, head_noun, is_plural


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Insurers", "organization"),
        ("three ferry operators", "organization"),
        ("the teachers’ union", "organization"),
        ("rights groups", "organization"),
        ("A commission of inquiry", "government"),
        ("The Norwegian finance ministry", "government"),
        ("the prosecutor’s office", "government"),
        ("police", "government"),
        ("Marland’s army", "armed_force"),
        ("foreign troops", "armed_force"),
        ("a local newspaper", "outlet"),
        ("the Norwegian envoy", "person"),
        ("A senior aide to Marl", "person"),
        ("a source inside the ministry", "person"),
        ("Researchers who had no part in it", "person"),
        ("two officials close to the talks", "person"),
        ("an internal memo", None),
        ("Mara Silver", None),
        ("Price shock", None),
        ("", None),
    ],
)
def test_the_head_of_a_phrase_shows_the_kind(words, kind) -> None:
    assert described_kind(words) == kind


def test_head_and_number() -> None:
    assert head_noun("Three Alliance lawmakers, all new") == "lawmaker"
    assert is_plural("Three Alliance lawmakers")
    assert is_plural("people with knowledge of the plan")
    assert not is_plural("a boss")
