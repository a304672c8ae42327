"""Verification: a sound brief passes, and any change to brief or article is found."""

from __future__ import annotations

import contextlib
import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles.model import Article
from summarizer.briefs.load import parse_brief
from summarizer.briefs.models import (
    Actor,
    Brief,
    Coverage,
    CoverageCount,
    Finding,
    Mention,
    Nearest,
    Provenance,
    Rejected,
    Span,
    Uncovered,
    Usage,
)
from summarizer.errors import InputError
from summarizer.grounding.locate import Locator, to_spans
from summarizer.grounding.verify import verify, verify_file
from tests.grounding.making import brief_of, claim_of, hedge_of, number_of, span_of

TEXT = (
    "Ada Quill, the harbour master, said “the ferry won’t sail” before 10 May.\n"
    "The line may lose over 1,100 square kilometers (424 square miles) of catch, she claimed.\n"
    "The line has 12 boats. Ada Quill paid £3,000 for the café.\n"
)


def make_brief(**changes: Any) -> Brief:
    (quoted,) = to_spans(Locator(TEXT).find("the ferry won't sail"))
    speaker = Actor(
        id="a1",
        name="Ada Quill",
        kind="person",
        mentions=[Mention(span=span_of(TEXT, "Ada Quill"), kind="named")],
        role=span_of(TEXT, "the harbour master"),
    )
    direct = claim_of(TEXT, "the ferry won’t sail", cue="said", form="direct", speaker="a1")
    direct = direct.model_copy(update={"content": [quoted]})
    loses = "The line may lose over 1,100 square kilometers (424 square miles) of catch"
    items: dict[str, Any] = {
        "actors": [speaker],
        "claims": [direct, claim_of(TEXT, loses, number=2, cue="claimed", speaker="a1", numbers=["n1"], hedges=["h1"])],
        "numbers": [
            number_of(TEXT, "1,100 square kilometers", claimant="a1"),
            number_of(TEXT, "424 square miles", number=2, equivalent_of="n1"),
            number_of(TEXT, "£3,000", number=3),
        ],
        "hedges": [hedge_of(TEXT, "may", claim="c2", holder="a1")],
        "rejected": [
            Rejected(
                id="r1",
                type="claim",
                field="content",
                reason="not_found",
                written="the ferries sank",
                nearest=Nearest(span=span_of(TEXT, "the ferry"), similarity=0.6),
            )
        ],
        "findings": [Finding(code="hedge_added", item="h1", message="as it was found", span=span_of(TEXT, "may"))],
        "coverage": Coverage(
            quotes=CoverageCount(total=1, covered=1),
            figures=CoverageCount(total=4, covered=3),
            reporting_sentences=CoverageCount(total=2, covered=2),
            uncovered=[Uncovered(kind="figure", span=span_of(TEXT, "12 boats"))],
        ),
        "provenance": Provenance(
            pack="staged",
            pack_sha256="0" * 64,
            model="local/x",
            usage=Usage(
                requests=3, attempts=3, prompt_tokens=90, cached_tokens=10, output_tokens=12, seconds=0.75, cost=1.5e-05
            ),
            versions={"summarizer": "0.1.0"},
        ),
    }
    return brief_of(TEXT, **(items | changes)).sealed()


BRIEF = make_brief()


def codes(brief: Brief, article: Article | None = None) -> list[str]:
    return [finding.code for finding in verify(brief, article)]


def resealed(brief: Brief, **changes: Any) -> Brief:
    return brief.model_copy(update=changes).sealed()


def test_a_sound_brief_passes_and_so_does_its_file(tmp_path: Path) -> None:
    assert verify(BRIEF) == []
    assert verify(BRIEF, Article(id="test", text=TEXT)) == []
    path = tmp_path / "brief.json"
    path.write_bytes(BRIEF.to_json().encode())
    assert verify_file(path) == []


def test_a_brief_without_digest_or_with_another_is_found() -> None:
    assert codes(BRIEF.model_copy(update={"digest": None})) == ["digest_mismatch"]
    assert codes(BRIEF.model_copy(update={"digest": "0" * 64})) == ["digest_mismatch"]


def test_another_article_is_found_with_the_place() -> None:
    other = Article(id="test", text=TEXT.replace("12 boats", "13 boats"))
    (finding,) = verify(BRIEF, other)
    assert finding.code == "source_changed"
    assert "(line 3)" in finding.message
    assert codes(BRIEF, Article(id="test", text=TEXT + "\n")) == ["source_changed"]
    assert "source_changed" in codes(
        resealed(BRIEF, source=BRIEF.source.model_copy(update={"text": TEXT.replace("12", "13")}))
    )


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"start": 5}, "the article has"),
        ({"end": 4000}, "not in the article"),
        ({"end": 41}, "not in the article"),
        ({"text": "the ferry won't sail"}, "the article has"),
        ({"verdict": "verbatim"}, "called verbatim"),
        ({"verdict": "not_found"}, "not listed under rejected"),
        ({"written": "the ferry will sail"}, "called typographic"),
        ({"written": None}, "called typographic"),
        ({"occurrences": 2}, "stands 1 times"),
        ({"verdict": "ambiguous"}, "called ambiguous"),
    ],
)
def test_a_span_that_does_not_hold_is_found(changes: dict[str, Any], part: str) -> None:
    claim = BRIEF.claims[0]
    span = claim.content[0].model_copy(update=changes)
    if changes == {"end": 41}:
        span = span.model_copy(update={"end": span.start})
    brief = resealed(BRIEF, claims=[claim.model_copy(update={"content": [span]}), BRIEF.claims[1]])
    messages = [finding.message for finding in verify(brief) if finding.code == "span_changed"]
    assert len(messages) == 1
    assert messages[0].startswith("content.0: ")
    assert part in messages[0]


def test_spans_are_checked_wherever_they_stand() -> None:
    wrong = Span(start=0, end=3, text="Eva")
    actor = BRIEF.actors[0]
    for brief in (
        resealed(BRIEF, actors=[actor.model_copy(update={"mentions": [Mention(span=wrong, kind="named")]})]),
        resealed(BRIEF, actors=[actor.model_copy(update={"role": wrong})]),
        resealed(BRIEF, rejected=[BRIEF.rejected[0].model_copy(update={"nearest": Nearest(span=wrong, similarity=1)})]),
        resealed(BRIEF, findings=[BRIEF.findings[0].model_copy(update={"span": wrong})]),
        resealed(BRIEF, hedges=[BRIEF.hedges[0].model_copy(update={"cue": wrong})]),
    ):
        assert "span_changed" in codes(brief)


def test_an_ambiguous_span_must_stand_as_often_as_it_says() -> None:
    (name,) = to_spans(Locator(TEXT).find("Ada Quill"))
    assert name.occurrences == 2
    actor = BRIEF.actors[0].model_copy(update={"mentions": [Mention(span=name, kind="named")]})
    assert codes(resealed(BRIEF, actors=[actor])) == []
    three = Mention(span=name.model_copy(update={"occurrences": 3}), kind="named")
    assert codes(resealed(BRIEF, actors=[actor.model_copy(update={"mentions": [three]})])) == ["span_changed"]


@pytest.mark.parametrize("written", ["Ada Quill.", "“Ada Quill”", "…Ada Quill", "the ferry,"])
def test_what_was_counted_are_the_words_that_were_found(written: str) -> None:
    text = TEXT + "Ada Quill took the ferry.\n"
    (name,) = to_spans(Locator(text).find(written))
    assert name.verdict == "ambiguous" and name.occurrences > 1
    brief = brief_of(text, actors=[BRIEF.actors[0].model_copy(update={"mentions": [Mention(span=name, kind="named")]})])
    assert codes(brief.sealed()) == []
    other = Mention(span=name.model_copy(update={"written": "Ada Quince"}), kind="named")
    changed = brief.model_copy(update={"actors": [brief.actors[0].model_copy(update={"mentions": [other]})]})
    (finding,) = verify(changed.sealed())
    assert "'Ada Quince' was written" in finding.message


def test_numbers_are_read_afresh() -> None:
    first, second, third = BRIEF.numbers
    drifted = third.model_copy(update={"value": Decimal(3001)})
    assert codes(resealed(BRIEF, numbers=[first, second, drifted])) == ["number_drift"]
    unbound = first.model_copy(update={"bound": "="})
    assert codes(resealed(BRIEF, numbers=[unbound, second, third])) == ["bound_lost"]
    unequal = third.model_copy(update={"equivalent_of": "n1"})
    assert codes(resealed(BRIEF, numbers=[first, second, unequal])) == ["unit_mismatch"]


def test_what_the_brief_records_itself_is_no_news() -> None:
    claims = [BRIEF.claims[0], BRIEF.claims[1].model_copy(update={"polarity": "denies"})]
    (finding,) = verify(resealed(BRIEF, claims=claims))
    assert (finding.code, finding.item) == ("negation_flip", "c2")
    assert finding.message.startswith("not recorded in the brief: ")
    recorded = Finding(code="negation_flip", item="c2", message="in other words")
    assert verify(resealed(BRIEF, claims=claims, findings=[recorded])) == []


def test_a_speaker_must_be_an_actor() -> None:
    claims = [BRIEF.claims[0].model_copy(update={"speaker": "n1"}), BRIEF.claims[1]]
    assert codes(resealed(BRIEF, claims=claims)) == ["speaker_unknown"]


def test_a_file_that_another_program_rewrote_is_found(tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(BRIEF.to_json().encode().replace(b"\n  ", b"\n\t", 1))
    (finding,) = verify_file(path)
    assert finding.code == "digest_mismatch"
    assert "content is unchanged" in finding.message


STORED = BRIEF.to_json().encode()


@settings(max_examples=300)
@given(st.integers(0, len(STORED) - 1), st.integers(1, 255))
def test_any_changed_byte_of_the_brief_is_found(tmp_path_factory: Any, place: int, change: int) -> None:
    data = bytearray(STORED)
    data[place] ^= change
    path = tmp_path_factory.getbasetemp() / "flipped.json"
    path.write_bytes(bytes(data))
    with contextlib.suppress(InputError):  # that it cannot be read is a finding, too
        assert verify_file(path), f"byte {place} changed unseen"


@settings(max_examples=200)
@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(1, 255))
def test_any_changed_byte_of_the_article_is_found(place: int, change: int) -> None:
    data = bytearray(TEXT.encode())
    data[place] ^= change
    article = dataclasses.replace(Article(id="test", text=TEXT), text=bytes(data).decode("utf-8", "replace"))
    assert "source_changed" in codes(BRIEF, article)


def test_every_single_bit_of_the_brief_matters() -> None:
    for place in range(0, len(STORED), 7):
        data = bytearray(STORED)
        data[place] ^= 1 << (place % 8)
        try:
            brief = parse_brief(bytes(data), "x")
        except InputError:
            continue
        assert brief.digest != brief.computed_digest() or brief.to_json().encode() != bytes(data)
