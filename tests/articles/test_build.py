"""Articles made from text: metadata found, offsets kept, what is no article refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles.build import article_from_text
from summarizer.errors import InputError

BODY = "The minister resigned on Wednesday after a report said that he had leaked papers."


def test_title_outlet_and_date_are_found_in_the_text() -> None:
    article = article_from_text(f"Minister  resigns\nPublished March 12, 2025\nKYIV (Reuters) — {BODY}")
    assert (article.title, article.outlet, article.date) == ("Minister resigns", "Reuters", date(2025, 3, 12))


def test_what_is_given_wins_over_what_is_found() -> None:
    text = f"Minister resigns\nMarch 12, 2025\n{BODY}"
    article = article_from_text(
        text, id="x", title="Other", outlet="The  Paper", date="2024-01-02T10:00:00Z", url="https://x.org/"
    )
    assert (article.id, article.title, article.outlet) == ("x", "Other", "The Paper")
    assert (article.date, article.url) == (date(2024, 1, 2), "https://x.org/")


def test_a_date_in_the_body_is_not_the_article_s() -> None:
    assert article_from_text(f"On February 24, 2022, troops crossed the border. {BODY}").date is None


def test_line_ends_and_mark_are_normalised_and_nothing_else() -> None:
    article = article_from_text("\ufeff\ufeffE\u0301ric said\u00ad so.\r\nHe \u202eleft\x07 🎉.\rThe end came soon.")
    assert article.text == "E\u0301ric said\u00ad so.\nHe \u202eleft\x07 🎉.\nThe end came soon."


LINES = st.sampled_from(
    [
        *[
            BODY,
            "Minister resigns",
            "MINISTER RESIGNS.",
            "March 12, 2025",
            "By Jane Roe",
            "Europe",
            "0 0",
            "• item",
            "",
        ],
        *["KYIV (AP) — Troops left the town on Sunday.", "Tags: a", "What to know", "Sources:", "Image: a"],
        "A\x07b \u202e c\xad",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=8).map("\n".join))
def test_a_stored_text_with_its_metadata_gives_the_same_article_again(text: str) -> None:
    try:
        article = article_from_text(text)
    except InputError:
        return
    known = {"id": article.id, "title": article.title, "outlet": article.outlet, "date": article.date}
    again = article_from_text(article.text, **known)  # type: ignore[arg-type]
    assert again == article
    assert again.sha256 == article.sha256
    assert again.sentences == article.sentences


def test_sentences_are_numbered_from_one_without_furniture() -> None:
    article = article_from_text(f"Europe\nMinister resigns\n0 0\nSome background: {BODY} He left.\nTags: a")
    assert [(part.index, part.kind, part.range.of(article.text)) for part in article.sentences] == [
        (1, "headline", "Minister resigns"),
        (2, "label", "Some background:"),
        (3, "body", BODY),
        (4, "body", "He left."),
    ]
    assert [article.blocks[part.paragraph].kind for part in article.sentences] == ["headline", "label", "body", "body"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        (" \r\n\t\ufeff", "is empty|no article"),
        ("Share\nTags: a\n0 0", "holds no article"),
        ("It is \ud800 here now.", "unpaired surrogate at character 6"),
    ],
)
def test_what_is_no_article_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        article_from_text(text, origin="a.txt")


def test_the_default_id_is_the_content() -> None:
    assert article_from_text(BODY).id == article_from_text(BODY).sha256[:16]
