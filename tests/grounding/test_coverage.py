"""Coverage: what of the article's quotations, figures and reporting sentences no item covers."""

from __future__ import annotations

from summarizer.articles.build import article_from_text
from summarizer.briefs.models import Coverage
from summarizer.grounding.coverage import measure
from summarizer.grounding.fidelity import check_brief
from summarizer.language.analysis import Analysis
from tests.grounding.making import brief_of, claim_of, number_of

TEXT = (
    "Ada Quill said “the ferry will not sail again this year” on Monday.\n\n"
    "The line has 12 boats and lost £3 million last winter.\n\n"
    "Tom Veck claimed the harbour was safe. The weather was fine.\n"
)
ARTICLE = article_from_text(TEXT, id="test")


def covered(**items: object) -> Coverage:
    return measure(brief_of(ARTICLE.text, **items), ARTICLE, Analysis(ARTICLE))


def missed(coverage: Coverage) -> list[tuple[str, str]]:
    return [(item.kind, item.span.text) for item in coverage.uncovered]


def test_an_empty_brief_covers_nothing_and_lists_everything_in_reading_order() -> None:
    coverage = covered()
    assert (coverage.quotes.total, coverage.quotes.covered) == (1, 0)
    assert (coverage.figures.total, coverage.figures.covered) == (2, 0)
    assert (coverage.reporting_sentences.total, coverage.reporting_sentences.covered) == (2, 0)
    kinds = [kind for kind, _ in missed(coverage)]
    assert kinds == ["reporting_sentence", "quote", "figure", "figure", "reporting_sentence"]
    for item in coverage.uncovered:
        assert ARTICLE.text[item.span.start : item.span.end] == item.span.text


def test_items_cover_what_they_stand_on() -> None:
    text = ARTICLE.text
    coverage = covered(
        claims=[
            claim_of(text, "the ferry will not sail again this year", form="direct"),
            claim_of(text, "the harbour was safe", number=2, cue="claimed"),
        ],
        numbers=[number_of(text, "12"), number_of(text, "£3 million", number=2)],
    )
    assert missed(coverage) == []
    assert coverage.figures.covered == coverage.figures.total == 2


def test_half_of_a_quotation_is_enough_and_less_is_not() -> None:
    text = ARTICLE.text
    assert covered(claims=[claim_of(text, "the ferry will not sail")]).quotes.covered == 1
    assert covered(claims=[claim_of(text, "the ferry will")]).quotes.covered == 0
    parts = claim_of(text, "the ferry will", "this year")
    assert covered(claims=[parts]).quotes.covered == 1


def test_a_claim_that_leaves_out_who_said_so_does_not_cover_a_reporting_sentence() -> None:
    text = ARTICLE.text
    narrated = claim_of(text, "the harbour was safe", form="narrated")
    findings = check_brief(brief_of(text, claims=[narrated]))
    assert [finding.code for finding in findings] == ["opinion_as_fact"]
    assert covered(claims=[narrated], findings=findings).reporting_sentences.covered == 0
    assert covered(claims=[narrated]).reporting_sentences.covered == 1


def test_a_claim_that_holds_a_figure_is_no_number() -> None:
    assert covered(claims=[claim_of(ARTICLE.text, "The line has 12 boats")]).figures.covered == 0
