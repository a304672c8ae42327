"""A review without its page: steps, undo, the journal, the lock, the gold that comes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.briefs.models import Actor, Number
from summarizer.errors import InputError, UsageError
from summarizer.evals.gold import Gold, load_gold
from summarizer.evals.scoring import score
from summarizer.review.agreement import agreement, agreements
from summarizer.review.goldwriter import problems
from summarizer.review.journal import Journal
from summarizer.review.lock import Lock, Seat, new_token
from summarizer.review.requests import changes_for
from summarizer.review.reviewing import Place, Review
from summarizer.review.state import State, begin, begin_gold
from tests.grounding.making import brief_of, span_of
from tests.pages.making import ROOT, model_brief

FERRY = ROOT / "evals" / "gold" / "newsroom" / "ferry-1.yaml"
GOLD = sorted((ROOT / "evals" / "gold" / "newsroom").glob("*.yaml")) + sorted(
    (ROOT / "evals" / "gold" / "seeds").glob("*/*.yaml")
)


@contextmanager
def review_of(state: State, folder: Path, reviewer: str = "ada") -> Iterator[Review]:
    review = Review(Place(folder, reviewer, state.base.source.id), state)
    try:
        yield review
    finally:
        review.close()


def where(state: State, words: str) -> dict[str, int]:
    start = state.text.index(words)
    return {"start": start, "end": start + len(words)}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_gold_gone_through_and_saved_again_says_the_same(path: Path, tmp_path: Path) -> None:
    gold = load_gold(path)
    with review_of(begin_gold(gold), tmp_path) as review:
        saved = review.save()
    assert {row.cell for row in score(gold, saved.brief).rows} <= {"correct"}
    for part in ("actors", "claims", "numbers", "hedges"):
        assert len(getattr(saved.brief, part)) == len(getattr(gold.brief, part))
    assert len(saved.optional) == len(gold.optional)
    assert len(saved.critical) == len(gold.critical)
    assert sorted(saved.alternatives.values()) == sorted(gold.alternatives.values())
    assert (saved.genre, saved.cluster) == (gold.genre, gold.cluster)


STEP = st.one_of(
    st.builds(
        lambda item, verdict: {"do": "judge", "item": item, "verdict": verdict},
        st.sampled_from(["c1", "c2", "c3", "n1", "n2", "h1", "a1", "a2"]),
        st.sampled_from(["accepted", "rejected", "open"]),
    ),
    st.builds(
        lambda item, field: {"do": "set", "item": item, "field": field[0], "value": field[1]},
        st.sampled_from(["c1", "c2", "c4"]),
        st.sampled_from(
            [
                ("speaker", "a2"),
                ("speaker", ""),
                ("form", "narrated"),
                ("verification", "disputed"),
                ("cue", {"words": "said"}),
                ("optional", True),
                ("numbers.n1", True),
            ]
        ),
    ),
    st.builds(
        lambda type_, start: {"do": "add", "type": type_, "start": start, "end": start + 40},
        st.sampled_from(["claim", "hedge", "actor", "number"]),
        st.integers(0, 900),
    ),
    st.builds(lambda where: {"do": where}, st.sampled_from(["undo", "undo", "redo"])),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_started_again_it_is_where_it_was_and_everything_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, Any]]
) -> None:
    folder, first = tmp_path_factory.mktemp("review"), begin(model_brief(FERRY))
    with review_of(first, folder) as review:
        for number, step in enumerate(steps):
            try:
                review.do(step, f"k{number}")
            except InputError:
                pass  # a step that cannot be done changes nothing: the comparison below would show it
        before = review.state
    with review_of(first, folder) as review:
        assert (review.state.items, review.state.marks) == (before.items, before.marks)
        while review.can_undo:
            review.do({"do": "undo"}, f"u{review.version}")
        assert (review.state.items, review.state.marks) == (first.items, first.marks)


def test_a_line_cut_off_by_a_crash_is_dropped_wherever_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(path)
    for number in range(3):
        journal.append({"n": number, "words": "Überfähre 🚢"})
    journal.close()
    whole = path.read_bytes()
    ends = [at for at, byte in enumerate(whole, start=1) if byte == 10]
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        again = Journal(path)
        assert [entry["n"] for entry in again.entries] == list(range(sum(end <= size for end in ends)))
        again.append({"n": 9})
        again.close()
        assert json.loads(path.read_bytes().splitlines()[-1]) == {"n": 9}


def test_damage_in_the_middle_is_no_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b'{"n":1}\n{"n"\n{"n":3}\n')
    with pytest.raises(InputError, match=":2: this review is damaged"):
        Journal(path)


def test_the_same_step_sent_twice_is_done_once_also_after_a_restart(tmp_path: Path) -> None:
    first = begin(model_brief(FERRY))
    step = {"do": "add", "type": "claim", **where(first, "warned that the toll could rise")}
    with review_of(first, tmp_path) as review:
        assert review.do(step, "k") != []
        assert review.do(step, "k") == []
    with review_of(first, tmp_path) as review:
        assert review.do(step, "k") == []
        assert len(review.state.claims) == len(first.claims) + 1


def test_one_review_at_a_time_and_a_dead_one_leaves_its_address(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    first = Lock(path)
    first.sit(Seat(4321, 8080, new_token()))
    with pytest.raises(UsageError, match="under review by process 4321, on port 8080"):
        Lock(path)
    first.release()
    second = Lock(path)
    assert second.left is None
    second.release()


SEAT = {"pid": 4321, "port": 8080, "token": "aB3-" * 8}


def left_behind(folder: Path, content: str) -> Seat | None:
    path = folder / "x.lock"
    path.write_text(content, encoding="utf-8")
    lock = Lock(path)
    lock.release()
    return lock.left


def test_the_seat_of_a_dead_review_is_read_back(tmp_path: Path) -> None:
    assert left_behind(tmp_path, json.dumps(SEAT)) == Seat(**SEAT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        *(
            json.dumps(SEAT | {"port": port})
            for port in (70_000, 65_536, 0, -1, "x", "8080", True, 8080.0, None, [8080])
        ),
        *(json.dumps(SEAT | {"pid": pid}) for pid in (0, -4, 1 << 40, "x", True)),
        *(
            json.dumps(SEAT | {"token": token})
            for token in ("", "guessed", "a" * 31, "a" * 33, "../" + "a" * 29, 7, None)
        ),
        json.dumps(SEAT | {"host": "example.org"}),
        "[" * 4000,
        "[1]",
        "{",
    ],
    ids=lambda content: content[:60],
)
def test_a_lock_file_that_this_program_did_not_write_says_nothing(tmp_path: Path, content: str) -> None:
    assert left_behind(tmp_path, content) is None


def test_a_brief_made_anew_does_not_disturb_the_review_that_was_begun(tmp_path: Path) -> None:
    brief = model_brief(FERRY)
    with review_of(begin(brief), tmp_path) as review:
        review.do({"do": "judge", "item": "c2", "verdict": "accepted"}, "k")
    poorer = brief.model_copy(update={"claims": brief.claims[:1], "hedges": [], "numbers": []})
    with review_of(begin(poorer), tmp_path) as review:
        assert review.newer
        assert len(review.state.claims) == len(brief.claims)
        assert review.state.mark("c2").verdict == "accepted"
    other = model_brief(FERRY.with_name("ferry-2.yaml"))
    source = other.source.model_copy(update={"id": brief.source.id})
    with pytest.raises(InputError, match="another text"):
        Review(Place(tmp_path, "ada", brief.source.id), begin(other.model_copy(update={"source": source})))


def after(state: State, review: Review, **asked: Any) -> State:
    return state.with_changes(changes_for(state, review.rules, asked))


def test_adding_fills_in_what_the_rules_see(tmp_path: Path) -> None:
    first = begin(model_brief(FERRY))
    with review_of(first, tmp_path) as review:
        state = after(first, review, do="add", type="number", **where(first, "1.9 miles"))
        number = state.numbers[-1]
        assert (number.value is not None and str(number.value), number.unit_norm) == ("1.9", "mi")
        holding = [claim for claim in state.claims if number.id in claim.numbers]
        assert [claim.content[0].text[:10] for claim in holding] == ["The Astrid"]
        state = after(
            state, review, do="add", type="claim", **where(first, "it would send a team of six investigators")
        )
        claim = state.claims[-1]
        assert claim.cue is not None
        assert claim.cue.text == "said"
        assert claim.speaker == next(actor.id for actor in state.actors if actor.name == "transport ministry")
        with pytest.raises(InputError, match="no figure"):
            after(state, review, do="add", type="number", **where(first, "the Kaldrian"))


def test_rejecting_a_hedge_takes_it_from_its_claim_and_rejecting_a_speaker_is_told(tmp_path: Path) -> None:
    first = begin(model_brief(FERRY))
    hedge = next(hedge for hedge in first.hedges if hedge.claim is not None)
    with review_of(first, tmp_path) as review:
        state = after(first, review, do="judge", item=hedge.id, verdict="rejected")
        assert hedge.id not in next(claim.hedges for claim in state.claims if claim.id == hedge.claim)
        state = after(state, review, do="judge", item=hedge.id, verdict="accepted")
        assert hedge.id in next(claim.hedges for claim in state.claims if claim.id == hedge.claim)
        spoken = next(claim for claim in state.claims if claim.speaker)
        assert spoken.speaker is not None
        state = after(state, review, do="judge", item=spoken.id, verdict="accepted")
        assert problems(state) == {}
        state = after(state, review, do="judge", item=spoken.speaker, verdict="rejected")
        assert "you rejected" in problems(state)[spoken.id]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("content.0", {"words": "words that nobody wrote"}, "does not have the words"),
        ("content.0", None, "needs its content"),
        ("content.0", {"start": -4, "end": 3}, "outside the article"),
        ("speaker", "a99", "not in the brief"),
        ("speaker", "n1", "another type"),
        ("form", "sung", "form"),
        ("id", "c99", "no field"),
        ("parent", "c2", "within itself"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    tmp_path: Path, field: str, value: Any, why: str
) -> None:
    with review_of(begin(model_brief(FERRY)), tmp_path) as review:
        with pytest.raises(InputError, match=why):
            review.do({"do": "set", "item": "c2", "field": field, "value": value}, "k")
        assert not review.can_undo


@pytest.mark.parametrize(("first", "second"), [("critical", "optional"), ("optional", "critical")])
def test_a_claim_that_may_be_left_out_is_not_critical(tmp_path: Path, first: str, second: str) -> None:
    with review_of(begin(model_brief(FERRY)), tmp_path) as review:
        review.do({"do": "set", "item": "c2", "field": first, "value": True}, "k")
        with pytest.raises(InputError, match="both critical and optional"):
            review.do({"do": "set", "item": "c2", "field": second, "value": True}, "l")


@pytest.mark.parametrize(
    ("typed", "value", "low", "high"), [("67,000", "67000", "67000", "67000"), ("30 to 40", None, "30", "40")]
)
def test_values_as_people_type_them(tmp_path: Path, typed: str, value: str | None, low: str, high: str) -> None:
    with review_of(begin(model_brief(FERRY)), tmp_path) as review:
        review.do({"do": "set", "item": "n1", "field": "value", "value": typed}, "k")
        number = next(number for number in review.state.numbers if number.id == "n1")
        assert (str(number.value) if number.value is not None else None, str(number.low), str(number.high)) == (
            value,
            low,
            high,
        )


def test_agreement_is_the_scorers(tmp_path: Path) -> None:
    saved: dict[str, Gold] = {}
    for reviewer in ("ada", "ben"):
        with review_of(begin(model_brief(FERRY)), tmp_path, reviewer) as review:
            review.do({"do": "judge_rest", "verdict": "accepted"}, "k")
            if reviewer == "ben":
                review.do({"do": "judge", "item": "c2", "verdict": "rejected"}, "l")
            saved[reviewer] = review.save()
    (found,) = agreements(tmp_path / "ada" / "ferry-1.yaml")
    assert found.theirs.annotator == "ben"
    figures = dict(found.figures)
    assert figures["actors"] == 1.0
    assert figures["claims"] is not None
    assert 0.9 < figures["claims"] < 1.0
    assert any(d.type == "claim" and d.theirs is None for d in found.differences)
    assert agreement(saved["ada"], saved["ada"]).differences == ()


def accepted(review: Review) -> Gold:
    review.do({"do": "judge_rest", "verdict": "accepted"}, f"all-{review.version}")
    return review.save()


def test_figures_of_zero_are_saved(tmp_path: Path) -> None:
    text = "Zero deaths were reported on Monday, the ministry said. Rates stay at 0%, and none to five boats sank.\n"
    zero, five = Decimal(0), Decimal(5)
    numbers = [
        Number(id="n1", span=span_of(text, "Zero"), kind="count", value=zero, low=zero, high=zero),
        Number(id="n2", span=span_of(text, "0%"), kind="percent", value=zero, low=zero, high=zero, unit_norm="percent"),
        Number(id="n3", span=span_of(text, "none to five"), kind="count", low=zero, high=five),
    ]
    with review_of(begin(brief_of(text, numbers=numbers)), tmp_path) as review:
        saved = accepted(review)
    assert [(number.value, number.low, number.high) for number in saved.brief.numbers] == [
        (zero, zero, zero),
        (zero, zero, zero),
        (None, zero, five),
    ]


REPEATED = """A mayor resigned more than a month ago, when the farmland was dry.

Lena Orrin, the mayor now, said that more than 86% of the farmland was wet.
"""


@pytest.mark.parametrize(
    ("item", "field", "words", "longer"),
    [
        ("n1", "what", "the farmland", "when the farmland"),
        ("n1", "bound_span", "more than", "more than a month"),
        ("a1", "role", "mayor", "A mayor"),
    ],
)
def test_words_that_also_stand_closer_by_are_told_and_the_gold_means_those(
    tmp_path: Path, item: str, field: str, words: str, longer: str
) -> None:
    first = span_of(REPEATED, words)
    given = {field: first}
    number = {"kind": "percent", "value": Decimal(86), "low": Decimal(86), "high": Decimal(86)}
    brief = brief_of(
        REPEATED,
        actors=[
            Actor.model_validate(
                {"id": "a1", "name": "Lena Orrin", "kind": "person", **(given if item == "a1" else {})}
            )
        ],
        numbers=[
            Number.model_validate(
                {"id": "n1", "span": span_of(REPEATED, "86%"), **number, **(given if item == "n1" else {})}
            )
        ],
    )

    def place(gold: Gold) -> int:
        items: list[Actor | Number] = [*gold.brief.actors, *gold.brief.numbers]
        (found,) = [one for one in items if one.id == item]
        return int(getattr(found, field).start)

    with review_of(begin(brief), tmp_path) as review:
        saved = accepted(review)
        assert list(problems(review.state)) == [item]
        assert f"“{words}” also stands closer by" in problems(review.state)[item]
        assert place(saved) == REPEATED.rindex(words) != first.start
        review.do({"do": "set", "item": item, "field": field, "value": {"words": longer}}, "longer")
        assert problems(review.state) == {}
        assert place(review.save()) == REPEATED.index(longer)


def test_two_texts_of_one_name_are_both_kept(tmp_path: Path) -> None:
    first, second = ("The gate failed on Monday.\n", "The gate held on Tuesday.\n")
    articles = tmp_path / "articles"
    for text, reviewer in ((first, "ada"), (second, "ben"), (first, "cyd"), (second, "dan")):
        with review_of(begin(brief_of(text)), tmp_path, reviewer) as review:
            assert review.save().brief.source.text == text
    apart = f"test-{hashlib.sha256(second.encode()).hexdigest()[:8]}.txt"
    assert {path.name: path.read_text(encoding="utf-8") for path in articles.iterdir()} == {
        "test.txt": first,
        apart: second,
    }
    for text, reviewer in ((first, "ada"), (second, "ben"), (first, "cyd"), (second, "dan")):
        assert load_gold(tmp_path / reviewer / "test.yaml").brief.source.text == text
    (articles / apart).write_text("The gate was mended by hand.\n", encoding="utf-8")
    with (
        review_of(begin(brief_of(second)), tmp_path, "eve") as review,
        pytest.raises(InputError, match="another text than its name says"),
    ):
        review.save()
    assert (articles / apart).read_text(encoding="utf-8") == "The gate was mended by hand.\n"
