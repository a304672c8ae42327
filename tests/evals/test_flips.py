"""Which records are better in one ledger than in another, which are worse, and which are only wrong in another way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.evals.gold import Gold
from summarizer.evals.ledger import Cell
from summarizer.evals.report.content import build
from summarizer.evals.report.ledgers import Flip, Judged, flips
from summarizer.evals.report.markdown import to_markdown
from summarizer.evals.scoring import score
from tests.evals.material import changed, without
from tests.evals.runmaking import NEWSROOM, losing, make_run


def judged(gold: Gold, *lost: str) -> Judged:
    """Gold's own brief without some of its claims, against gold."""
    brief = gold.brief
    for claim in lost:
        brief = without(brief, "claims", claim)
    return Judged(gold, brief, score(gold, brief))


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("missing", "partial"),
        ("incorrect", "partial"),
        ("missing", "correct"),
        ("partial", "correct"),
        ("spurious", None),
        ("missing", None),
        (None, "correct"),
        (None, "partial"),
    ],
)
def test_the_better_cell_is_gained_and_the_way_back_lost(worse: Cell | None, better: Cell | None) -> None:
    there, back = Flip("x", "claim", "words", worse, better), Flip("x", "claim", "words", better, worse)
    assert (there.gained, there.lost) == (True, False)
    assert (back.gained, back.lost) == (False, True)


def test_what_is_wrong_in_another_way_is_neither_gained_nor_lost() -> None:
    one = Flip("x", "claim", "words", "missing", "incorrect")
    assert not one.gained
    assert not one.lost


def test_a_claim_found_in_part_is_gained() -> None:
    gold = next(gold for gold in NEWSROOM if any(claim.cue is not None for claim in gold.brief.claims))
    claim = next(claim for claim in gold.brief.claims if claim.cue is not None and claim.id not in gold.optional)
    brief = changed(gold.brief, "claims", claim.id, cue=None)
    found = flips(judged(gold, claim.id), Judged(gold, brief, score(gold, brief)))
    [one] = [flip for flip in found if flip.type == "claim"]
    assert (one.before, one.after) == ("missing", "partial")
    assert one.gained


def test_an_alternative_that_is_not_needed_any_more_is_no_loss() -> None:
    gold = next(gold for gold in NEWSROOM if len(gold.brief.claims) > 2)
    first, second = [claim.id for claim in gold.brief.claims if claim.id not in gold.optional][:2]
    gold = replace(gold, alternatives={first: "x", second: "x"})
    claims = [one for one in flips(judged(gold, first, second), judged(gold, first)) if one.type == "claim"]
    assert {(one.before, one.after) for one in claims} == {("missing", None), (None, "correct")}
    assert [one.lost for one in claims] == [False, False]


def test_losses_are_counted_and_listed_first(tmp_path: Path) -> None:
    made = make_run(tmp_path, {"p": losing(0.5), "q": losing(0.1)}, material=NEWSROOM[:1])
    cells: list[tuple[str, Cell, Cell]] = [
        ("better", "missing", "partial"),
        ("other", "missing", "incorrect"),
        ("worse", "correct", "partial"),
    ]
    found = [Flip("x", "claim", words, before, after) for words, before, after in cells]
    text = to_markdown(build([made]), [("q against p", found)])
    assert "### q against p: 1 records gained, 1 lost, 1 wrong in another way\n" in text
    listed = [line.split(" | ")[2] for line in text.splitlines() if line.startswith("| x | ")]
    assert listed == ["worse", "other", "better"]
