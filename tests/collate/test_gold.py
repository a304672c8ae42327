"""The promises on the hand-made tables: everything right on the seeds, most of it on the newsroom stories."""

from pathlib import Path

import pytest

from summarizer.collate import Collation, collate
from summarizer.collate.collate import account_ids
from summarizer.collate.relations_of import relation_of
from summarizer.evals.collation import CollationScore, load_cluster, score_collation, summed

GOLD = Path(__file__).parents[2] / "evals/gold/collation"


def scored(path: Path) -> tuple[Collation, CollationScore, dict[str, str]]:
    cluster = load_cluster(path)
    briefs = list(cluster.briefs.values())
    ids = dict(zip(cluster.briefs, account_ids(briefs), strict=True))
    collation = collate(briefs)
    return collation, score_collation(collation, cluster, ids), ids


def test_seeds_every_relation_right_and_none_invented() -> None:
    _, score, _ = scored(GOLD / "kursk.yaml")
    assert score.misses == ()
    assert score.invented == ()
    assert score.relations == 40


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("kursk-1.n8", "kursk-2.n6", "compatible"),  # 430 ⊂ over 400
        ("kursk-2.n6", "kursk-0.n2", "compatible"),  # over 400 ⊂ hundreds
        ("kursk-1.n2", "kursk-3.n7", "equal"),  # 424 = 425 square miles
        ("kursk-1.n1", "kursk-3.n7", "equal"),  # 1,100 square kilometres
        ("kursk-1.n9", "kursk-3.n3", None),  # 10,000 Ukrainians are not 10,000 North Koreans
        ("kursk-3.n3", "kursk-4.n2", "different_time"),  # 10,000 in March, 12,000 in April
    ],
)
def test_named_relations_of_the_seeds(first: str, second: str, wanted: str | None) -> None:
    collation, _, ids = scored(GOLD / "kursk.yaml")
    a, b = ((ids[name.split(".")[0]], name.split(".")[1]) for name in (first, second))
    found = relation_of(collation, a, b)
    assert (found.relation if found else None) == wanted


def test_seeds_names_and_words() -> None:
    collation, score, _ = scored(GOLD / "kursk.yaml")
    assert ["Oleksandr Syrsky", "Oleksandr Syrskyi"] in [actor.written for actor in collation.actors]
    words = [{word.words.lower() for word in one.words} for one in collation.wording]
    assert any({"killed", "lost"} <= found for found in words)
    assert any({"reclaimed", "liberated"} <= found for found in words)
    assert score.stances_right == score.stances


def test_newsroom_relation_accuracy() -> None:
    scores = [scored(path)[1] for path in sorted(GOLD.glob("*.yaml")) if path.stem != "kursk"]
    total = summed(scores)
    assert total.relation_accuracy is not None
    assert total.relation_accuracy >= 0.85
    assert len(total.misses) == total.relations - total.relations_right
