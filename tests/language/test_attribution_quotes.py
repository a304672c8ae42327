"""Quotations with their speakers: texts written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles.build import article_from_text
from summarizer.language.attribution import find_attributions

from .conftest import make_article

# The text, and for each attribution: source, cue, content (parts joined by " … "), form.
CASES = [
    ("“The gate held,” Orrin said.", [("Orrin", "said", "“The gate held,”", "direct")]),
    ('"The gate held," said Lena Orrin, the district governor.',
     [("Lena Orrin, the district governor", "said", '"The gate held,"', "direct")]),
    ("Orrin said: “The gate held.”", [("Orrin", "said", "“The gate held.”", "direct")]),
    ("Orrin said, “The gate held.”", [("Orrin", "said", "“The gate held.”", "direct")]),
    ("Orrin told the Courier: “The gate held.”", [("Orrin", "told", "“The gate held.”", "direct")]),
    ("“The gate,” Orrin said, “was rusted through.”",
     [("Orrin", "said", "“The gate,” … “was rusted through.”", "direct")]),
    ("“The gate,” said Lena Orrin, the district governor, “was rusted through. We had asked for money.”",
     [("Lena Orrin, the district governor", "said",
       "“The gate,” … “was rusted through. We had asked for money.”", "direct")]),
    ("“It failed at noon,” she said. “Nobody was there.”",
     [("she", "said", "“It failed at noon,” … “Nobody was there.”", "direct")]),
    ("“Did anybody warn you?” the judge asked.", [("the judge", "asked", "“Did anybody warn you?”", "direct")]),
    ("“Never again!” she shouted.", [("she", "shouted", "“Never again!”", "direct")]),
    ("‘We had no boats,’ the mayor told reporters.", [("the mayor", "told", "‘We had no boats,’", "direct")]),
    ("“The ‘new’ pump never ran,” Ache recalled.", [("Ache", "recalled", "“The ‘new’ pump never ran,”", "direct")]),
    ("Falk wrote on Sunday, \"No bed is free,\" calling for calm.",
     [("Falk", "wrote", '"No bed is free,"', "direct"), ("Falk", "calling for", "calm", "indirect")]),
    ("“We are ready,” Quill said in a statement on Monday, adding that the boats were full.",
     [("Quill", "said", "“We are ready,”", "direct"), ("Quill", "adding", "the boats were full", "indirect")]),
    ("The spokesman noted, “Nothing was lost,” which calmed the markets.",
     [("The spokesman", "noted", "“Nothing was lost,”", "direct")]),
    ("Orrin said the wall was “as good as new” and would last.",
     [("Orrin", "said", "the wall was “as good as new” and would last", "mixed")]),
    ("According to the palace, the talks were “frank.”",
     [("the palace", "According to", "the talks were “frank.”", "mixed")]),
    ("She called the vote “a farce”.", [("She", "called", "the vote “a farce”", "mixed")]),
    ("In her speech, Lind promised: “Nobody will be left behind.”",
     [("Lind", "promised", "“Nobody will be left behind.”", "direct")]),
    ("“Pumps first, walls later,” reads the sign.", [("the sign", "reads", "“Pumps first, walls later,”", "direct")]),
    ("He continued: “The rest is for the court to say.”",
     [("He", "continued", "“The rest is for the court to say.”", "direct")]),
    ("“Two things matter,” Brandt began. “Speed, and then money.”",
     [("Brandt", "began", "“Two things matter,” … “Speed, and then money.”", "direct")]),
    ("“The tide was wrong and we knew it.” — Otto Brandt",
     [("Otto Brandt", "", "“The tide was wrong and we knew it.”", "direct")]),
    ("Quill was blunt:\n“There is no plan for the old town.”",
     [("Quill", "", "“There is no plan for the old town.”", "direct")]),
    ("Falk stated,\n“The ward was empty when I came at ten.”",
     [("Falk", "stated", "“The ward was empty when I came at ten.”", "direct")]),
    ("“The first pump broke.\n“Then the second one did,” Ache said.",
     [("Ache", "said", "“The first pump broke.\n“Then the second one did,”", "direct")]),
    ("“The pump broke. Nobody came,” Ache said.", [("Ache", "said", "“The pump broke. Nobody came,”", "direct")]),
]  # fmt: skip


REPORTING_WORDS = (
    "said",
    "that",
    "Orrin",
    "the",
    ",",
    ".",
    "“",
    "”",
    "denied",
    "according",
    "to",
    "he",
    "was",
    "12",
    ";",
    ":",
    "and",
)


def triples(article, least=0.5):
    return {
        (
            item.source.of(article.text) if item.source else None,
            " ".join(cue.of(article.text) for cue in item.cue),
            " … ".join(part.of(article.text) for part in item.content),
            item.form,
        )
        for item in find_attributions(article)
        if item.score >= least
    }


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_quotations_and_their_speakers(text, expected) -> None:
    assert triples(make_article(text)) == set(expected)


def test_a_quotation_that_nothing_introduces_has_no_source() -> None:
    article = make_article("The square was dark.\n“Nobody warned us about the water.”")
    (item,) = find_attributions(article)
    assert item.source is None
    assert item.cue == ()
    assert item.content[0].of(article.text) == "“Nobody warned us about the water.”"


def test_a_quotation_after_narration_does_not_join_the_one_before() -> None:
    text = "“It failed at noon,” she said.\nThe square was dark.\n“Nobody warned us about it.”"
    article = make_article(text)
    assert [item.source.of(text) if item.source else None for item in find_attributions(article)] == ["she", None]


def test_scare_quotes_alone_are_no_attribution() -> None:
    assert find_attributions(make_article("The ‘smart’ meters failed again, and the “old” ones did not.")) == []


def test_headline_colons_name_a_source_on_either_side() -> None:
    assert triples(make_article("Bridge was unsafe for years: engineer", "headline")) == {
        ("engineer", "", "Bridge was unsafe for years", "indirect")
    }
    assert triples(make_article("Orrin: the gate was never tested", "headline")) == {
        ("Orrin", "", "the gate was never tested", "indirect")
    }
    assert triples(make_article("March 12, 2025: Budget week news", "headline")) == set()


@pytest.mark.parametrize("head", ["After Vesk", "Price shock", "The empty pier at Lorn", "Evacuations"])
def test_headline_colons_behind_anything_but_an_actor_report_nothing(head) -> None:
    article = article_from_text(
        f"{head}: the council will meet again\n\nBoats lay in the harbour of Lorn and Mara Quill had left."
    )
    assert find_attributions(article) == []


def test_headline_colons_behind_a_name_that_the_article_knows() -> None:
    article = article_from_text(
        "Quill: the pier was never safe\n\nBoats lay in the harbour of Lorn and Mara Quill had left."
    )
    assert triples(article) == {("Quill", "", "the pier was never safe", "indirect")}


def test_title_case_headline_with_two_reports() -> None:
    article = make_article("Orrin Claims Troops Have Left Vesk, Army Denies Defeat", "headline")
    assert triples(article) == {
        ("Orrin", "Claims", "Troops Have Left Vesk", "indirect"),
        ("Army", "Denies", "Defeat", "indirect"),
    }


def test_picture_credits_name_who_vouches_for_a_caption() -> None:
    article = make_article("The ferry in the harbour on Sunday.\nImage: Port of Vesk.")
    assert triples(article) == {("Port of Vesk", "", "The ferry in the harbour on Sunday", "indirect")}
    assert triples(make_article("The council meets on Monday.\nPhoto: The empty pier at Vesk.")) == set()


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Orrin denied that the gate had failed.", "denies"),
        ("The firm disputes that it was told.", "denies"),
        ("The firm did not deny that it was told.", "affirms"),
        ("The minister ruled out a new tax.", "denies"),
        ("The minister did not rule out a new tax.", "affirms"),
        ("He said there was no leak.", "affirms"),
    ],
)
def test_polarity_follows_the_cue(text, polarity) -> None:
    assert [item.polarity for item in find_attributions(make_article(text))] == [polarity]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lena Orrin said it was over.", "named_individual"),
        ("He said it was over.", "named_individual"),
        ("Army Chief Tom Ache said it was over.", "named_individual"),
        ("The interior ministry said it was over.", "named_group"),
        ("Norway said it was over.", "named_group"),
        ("The Kremlin said it was over.", "named_group"),
        ("Two officials familiar with the talks said it was over.", "unnamed_group"),
        ("Analysts said it was over.", "unnamed_group"),
        ("An unidentified soldier said it was over.", "unnamed_individual"),
        ("One driver said it was over.", "unnamed_individual"),
        ("A letter seen by the Courier says it was over.", "document"),
        ("The survey showed that it was over.", "document"),
        ("Reuters reported that it was over.", "outlet"),
        ("The Vesk Courier newspaper reported that it was over.", "outlet"),
    ],
)
def test_source_kind_follows_the_words(text, kind) -> None:
    assert [item.source_kind for item in find_attributions(make_article(text))] == [kind]


@given(st.text(alphabet="ab said that Orrin . , “ ” \" ' : — ( ) \n according to she it was", max_size=200))
@settings(max_examples=150, deadline=None)
def test_ranges_lie_in_the_text_and_are_never_empty(text) -> None:
    article = make_article(text)
    for item in find_attributions(article):
        for part in (*item.content, *item.cue, *([item.source] if item.source else [])):
            assert 0 <= part.start < part.end <= len(text)
        assert 0 < item.score <= 1
        assert list(item.content) == sorted(item.content)


@given(
    st.lists(
        st.sampled_from(REPORTING_WORDS),
        max_size=60,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_order_of_reporting_words_is_read(words) -> None:
    article = make_article(" ".join(words))
    assert all(item.content for item in find_attributions(article))
