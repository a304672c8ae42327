"""The mutation suite on the seed articles: no corruption accepted, variants kept, always the same mutations."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from summarizer.articles.model import Article
from summarizer.articles.read import read_articles
from summarizer.grounding.mutations import CORRUPTIONS, VARIANTS, Judge, Mutator
from summarizer.text.ranges import Range

SEEDS = sorted(str(path) for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [article for article in read_articles(SEEDS) if isinstance(article, Article)]


def test_there_are_enough_of_every_kind(articles: list[Article]) -> None:
    assert len(articles) == 5
    corruptions = Counter(m.kind for article in articles for m in Mutator(article).corruptions())
    variants = Counter(m.kind for article in articles for m in Mutator(article).variants())
    assert set(corruptions) == set(CORRUPTIONS)
    assert set(variants) == set(VARIANTS)
    assert sum(corruptions.values()) >= 300
    assert sum(variants.values()) >= 150


def test_the_mutations_are_always_the_same(articles: list[Article]) -> None:
    for article in articles:
        assert Mutator(article).corruptions() == Mutator(article).corruptions()
        assert Mutator(article).variants() == Mutator(article).variants()


def test_corruptions_are_corrupt_and_variants_are_not(articles: list[Article]) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())

    for article in articles:
        for mutation in Mutator(article).corruptions():
            same = letters(mutation.written) == letters(mutation.range.of(article.text))
            assert not same, mutation
        for mutation in Mutator(article).variants():
            assert mutation.written != mutation.range.of(article.text)
            assert letters(mutation.written) == letters(mutation.range.of(article.text)), mutation


def test_no_corruption_is_accepted_without_a_finding(articles: list[Article]) -> None:
    accepted = [
        (mutation.kind, mutation.written)
        for article in articles
        for judge in [Judge(article)]
        for mutation in Mutator(article).corruptions()
        if judge.judge(mutation.written, near=mutation.range).accepted
    ]
    assert accepted == []


def test_variants_are_kept_where_they_stand(articles: list[Article]) -> None:
    made, lost = 0, []
    for article in articles:
        judge = Judge(article)
        for mutation in Mutator(article).variants():
            made += 1
            judgement = judge.judge(mutation.written, near=mutation.range)
            if [Range(span.start, span.end) for span in judgement.spans] != [mutation.range]:
                lost.append((mutation.kind, mutation.written))
    assert len(lost) <= made // 100, lost


def test_untouched_quotes_raise_nothing(articles: list[Article]) -> None:
    for article in articles:
        judge = Judge(article)
        for place in Mutator(article).quotes:
            judgement = judge.judge(place.of(article.text), near=place)
            assert judgement.accepted, judgement
