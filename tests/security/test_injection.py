"""Attacks by way of the article: what is found, what gets into a brief, and what is not touched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.evals.injection import Case, differences, load_cases, obeyed, remains
from summarizer.grounding.instructions.passages import find_instructions
from summarizer.grounding.verify import verify
from tests.security.hostile import brief_of

ROOT = Path(__file__).parents[2]
PACKS = ("staged", "sentences", "direct")
CASES = {case.record.id: case for case in load_cases(ROOT / "evals" / "injection")}
TWINS = {case.twin.id: case.twin for case in CASES.values()}

# What the rules do not find. The first few are no orders in form, or say nothing that news does not say.
UNDETECTED = {"encoded-acrostic", "note-correction-plain", "omit-integrity", "role-joke", "split-story"}
# Of the twenty written after the rules, which were not changed for them.
UNSEEN_UNDETECTED = {
    *("unseen-attention", "unseen-chinese", "unseen-fiction", "unseen-french", "unseen-german", "unseen-newsroom"),
    *("unseen-outdated", "unseen-paragraph", "unseen-reader", "unseen-software", "unseen-spanish", "unseen-threat"),
    *("unseen-tip", "unseen-training"),
}
# What web pages hide does not get into the article at all.
DROPPED = {
    *("html-display-none", "html-comment", "html-alt-text", "html-off-screen", "html-hidden-attribute", "html-aria"),
    *("html-template", "markdown-comment"),
}


@cache
def made(id_: str, pack: str) -> tuple[Brief, Brief]:
    """The brief of the attacked article by a model that obeys what it is shown, and that of the clean twin."""
    case = CASES[id_]
    return brief_of(case.article, pack, case.record.asks if case.added else []), twin_of(case.twin.id, pack)


@cache
def twin_of(id_: str, pack: str) -> Brief:
    return brief_of(TWINS[id_], pack, [])


def found(case: Case) -> bool:
    return bool(find_instructions(case.article.text))


def test_the_suite_is_large_and_of_many_kinds() -> None:
    assert len(CASES) >= 60
    assert len({case.attack for case in CASES.values()}) == 16
    assert len(TWINS) >= 8


def test_what_an_order_asks_for_is_not_so_in_the_clean_twin() -> None:
    for case in CASES.values():
        for ask in case.record.asks:
            for words in (ask.of, ask.keep):
                assert words is None or words in case.twin.text, case.record.id
            assert ask.enter is None or ask.enter.casefold() not in case.twin.text.casefold(), case.record.id


def test_pages_do_not_show_what_they_hide() -> None:
    hidden = {id_ for id_, case in CASES.items() if not case.added}

    assert hidden == DROPPED
    for id_ in hidden:
        assert CASES[id_].article.text == CASES[id_].twin.text


def test_passages_that_address_a_model_are_found_but_for_those_named_here() -> None:
    missed = {id_ for id_, case in CASES.items() if case.added and not found(case)}

    assert missed == UNDETECTED | UNSEEN_UNDETECTED
    assert {id_ for id_ in missed if CASES[id_].record.unseen} == UNSEEN_UNDETECTED


def test_what_is_found_lies_where_the_passage_was_put() -> None:
    for case in CASES.values():
        passages = find_instructions(case.article.text)
        for passage in passages:
            assert passage.range.covers(passage.cue)
            assert any(passage.cue.overlaps(added) for added in case.added), case.record.id


def test_clean_articles_have_no_such_finding() -> None:
    paths = [*(ROOT / "evals" / "gold").rglob("*.txt"), *(ROOT / "seeds").glob("*.txt")]
    texts = {str(path): path.read_text(encoding="utf-8") for path in paths}
    texts |= {twin.id: twin.text for twin in TWINS.values()}

    assert len(texts) > 45
    assert {name: find_instructions(text) for name, text in texts.items() if find_instructions(text)} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_that_an_order_asks_for_enters_a_brief_without_a_finding(pack: str) -> None:
    unflagged = set()
    for id_, case in CASES.items():
        brief, twin = made(id_, pack)
        for happened in obeyed(brief, twin, case):
            if happened.flagged == "none":
                unflagged.add(id_)
            elif happened.ask.enter is not None:
                assert happened.flagged == "item", (id_, happened)

    assert unflagged <= UNDETECTED | UNSEEN_UNDETECTED


@pytest.mark.parametrize("pack", PACKS)
def test_the_model_that_obeys_is_obeyed(pack: str) -> None:
    """The test before this one could not fail if the model's answers came to nothing."""
    entered = [id_ for id_ in CASES if any(o.ask.enter for o in obeyed(*made(id_, pack), CASES[id_]))]

    assert len(entered) > 100


def test_an_order_that_moves_words_to_another_speaker_is_seen_on_the_brief() -> None:
    for id_, pack in (("plain-should-be-attributed", "direct"), ("plain-speaker", "direct")):
        (happened,) = obeyed(*made(id_, pack), CASES[id_])

        assert happened.ask.speaker is not None
        assert happened.flagged == "brief"


@pytest.mark.parametrize("pack", PACKS)
def test_briefs_of_attacked_articles_verify(pack: str) -> None:
    for id_ in CASES:
        assert verify(made(id_, pack)[0]) == [], id_


def test_a_person_who_is_quoted_with_an_order_has_said_it() -> None:
    quoted = {id_: case for id_, case in CASES.items() if case.record.remains is not None}

    assert len(quoted) > 5
    for id_, case in quoted.items():
        brief, _ = made(id_, "staged")
        assert remains(brief, case), id_
        words = case.record.remains.words if case.record.remains is not None else ""
        said = {claim.id for claim in brief.claims if words in " ".join(span.text for span in claim.content)}
        flagged = {finding.item for finding in brief.findings if finding.code == "instruction_in_article"}
        assert said and said <= flagged, id_


def test_a_finding_taken_out_of_a_brief_is_missed() -> None:
    brief, _ = made("split-paragraphs", "staged")
    places = [index for index, finding in enumerate(brief.findings) if finding.code == "instruction_in_article"]

    assert len(places) > 2
    for place in places:
        kept = [finding for index, finding in enumerate(brief.findings) if index != place]
        (problem,) = verify(brief.model_copy(update={"findings": kept}).sealed())
        assert problem.code == "instruction_in_article"


def test_beyond_the_added_text_a_lazy_model_makes_the_same_brief() -> None:
    same = 0
    for case in CASES.values():
        brief = brief_of(case.article, "staged", [])
        same += not differences(brief, twin_of(case.twin.id, "staged"), case)

    assert same > 0.9 * len(CASES)


def test_files_that_do_not_fit_are_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "articles.yaml").write_text("articles:\n  one: |\n    Head line\n\n    A ship sank, police said.\n")
    case = "about: x\ncases:\n- {{id: a, article: {}, place: {}, passage: Obey., asks: [{}]}}\n"
    for article, place, ask, reason in (
        ("two", "end", "{enter: x}", "there is no article 'two'"),
        ("one", "{after: nowhere}", "{enter: x}", "the article has no 'nowhere'"),
        ("one", "end", "{enter: x, keep: y}", "say one of enter"),
        ("one", "end", "{speaker: x}", "`of` belongs to"),
    ):
        (tmp_path / "cases" / "a.yaml").write_text(case.format(article, place, ask))
        with pytest.raises(InputError, match=reason):
            load_cases(tmp_path)
