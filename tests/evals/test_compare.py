from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from summarizer.briefs.models import Brief, Hedge, Span
from summarizer.cli import run as cli
from summarizer.errors import InputError, UsageError
from summarizer.evals.aggregate import article_values, summarise
from summarizer.evals.compare import Side, check_comparable, compare, noise, open_sides, pairs_of
from summarizer.evals.gold import Gold
from summarizer.evals.measures import HEADLINE_NAMES
from summarizer.evals.report.content import build
from summarizer.evals.report.tables import difference_notes
from summarizer.evals.report.terminal import noise_text
from summarizer.evals.scores import load_scores, save_scores, score_run
from tests.evals.runmaking import NEWSROOM, Answer, losing, make_run


def perfect(gold: Gold, take: int) -> Brief:
    return gold.brief


def failing_on(article: str, status: str) -> Answer:
    return lambda gold, take: status if gold.article == article else gold.brief


def hopeless(gold: Gold, take: int) -> str:
    return "invalid"


def articles_of(stories: int) -> list[Gold]:
    """The articles of the first so many stories."""
    chosen = sorted({gold.cluster for gold in NEWSROOM})[:stories]
    return [gold for gold in NEWSROOM if gold.cluster in chosen]


def test_a_clearly_better_prompt_is_better(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"poor": losing(0.5), "good": losing(0.05)})
    poor, good = open_sides(run, scores)
    [one] = compare([(poor, good)], ["attribution"])
    assert one.verdict == "better"
    assert one.analysis is not None
    assert one.analysis.low is not None
    assert one.analysis.low > 0
    assert one.analysis.articles == len(NEWSROOM)
    assert one.analysis.clusters == len({gold.cluster for gold in NEWSROOM})
    [back] = compare([(good, poor)], ["attribution"])
    assert back.verdict == "worse"
    assert back.worst
    assert back.worst[0][1] == min(change for _, change in back.worst)


def test_a_prompt_against_itself_is_equivalent(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3), "same": losing(0.3)})
    assert {one.verdict for one in compare([tuple(open_sides(run, scores))])} == {"equivalent"}  # type: ignore[list-item]


def test_chance_alone_decides_nothing(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3, seed=1), "other": losing(0.3, seed=2)})
    verdicts = {one.verdict for one in compare([tuple(open_sides(run, scores))], margin=0.0)}  # type: ignore[list-item]
    assert not verdicts & {"better", "worse"}


@pytest.mark.parametrize("stories", [1, 5])
def test_five_stories_decide_nothing_and_give_no_p(tmp_path: Path, stories: int) -> None:
    run, scores = make_run(tmp_path, {"poor": losing(0.6), "good": perfect}, material=articles_of(stories))
    for one in compare([tuple(open_sides(run, scores))]):  # type: ignore[list-item]
        assert (one.verdict, one.p) == ("insufficient", None)
        assert one.analysis is not None
        assert one.analysis.clusters == stories
        assert (one.analysis.low is None) == (stories == 1)


@pytest.mark.parametrize(("stories", "verdict"), [(6, "insufficient"), (8, "insufficient"), (9, "better")])
def test_seven_measures_need_nine_stories_and_one_needs_six(tmp_path: Path, stories: int, verdict: str) -> None:
    run, scores = make_run(tmp_path, {"none": hopeless, "all": perfect}, material=articles_of(stories))
    one, other = open_sides(run, scores)
    found = compare([(one, other)])
    assert {difference.looks for difference in found} == {len(HEADLINE_NAMES)} == {7}
    attribution = next(difference for difference in found if difference.measure == "attribution")
    assert attribution.verdict == verdict
    assert (attribution.p is None) == (verdict == "insufficient")
    note = f"{stories} stories cannot reach p < 0.05 at 7 looks (9 can), so no p is given and nothing is decided"
    assert (note in difference_notes(found)) == (verdict == "insufficient")
    [alone] = compare([(one, other)], ["attribution"])
    assert alone.verdict == "better"


def test_a_look_that_could_not_show_anything_does_not_weaken_the_others(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"none": hopeless, "all": perfect})
    few = sorted({gold.cluster for gold in NEWSROOM})[:3]
    for takes in scores.systems.values():
        sums = takes[0].sums["hedge_cues"]
        sums[:] = [one if gold.cluster in few else None for one, gold in zip(sums, NEWSROOM, strict=True)]
    one, other = open_sides(run, scores)
    sparse, full = compare([(one, other)], ["hedge_cues", "attribution"])
    assert (sparse.verdict, sparse.p) == ("insufficient", None)
    [alone] = compare([(one, other)], ["attribution"])
    assert (full.verdict, full.p) == ("better", alone.p)


def test_more_looks_make_every_p_larger(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3, seed=1), "other": losing(0.22, seed=2)})
    sides = open_sides(run, scores)
    [alone] = compare([(sides[0], sides[1])], ["attribution"])
    among = compare([(sides[0], sides[1])], ["attribution", "number_value", "hedge_cues", "claims"])
    assert alone.p is not None
    assert among[0].p is not None
    assert among[0].p >= alone.p


def test_network_failures_leave_both_sides(tmp_path: Path) -> None:
    lost = NEWSROOM[3].article
    run, scores = make_run(tmp_path, {"one": losing(0.3), "other": failing_on(lost, "transport")})
    one, other = open_sides(run, scores)
    for a, b in ((one, other), (other, one)):
        [difference] = compare([(a, b)], ["attribution"])
        assert difference.left_out == 1
        assert difference.analysis is not None
        assert difference.analysis.articles == len(NEWSROOM) - 1
    assert summarise(scores.systems["other"], "attribution").left_out == 1
    assert summarise(scores.systems["other"], "attribution").macro == 1.0


def test_invalid_answers_count_as_empty_briefs_and_are_flagged(tmp_path: Path) -> None:
    bad = NEWSROOM[3].article
    run, scores = make_run(tmp_path, {"one": perfect, "other": failing_on(bad, "invalid")})
    [difference] = compare([tuple(open_sides(run, scores))], ["attribution"])  # type: ignore[list-item]
    assert difference.worst == ((bad, -1.0),)
    assert difference.left_out == 0
    assert scores.systems["other"][0].flags == {bad: ["no valid answer"]}
    assert summarise(scores.systems["other"], "attribution").macro == pytest.approx(1 - 1 / len(NEWSROOM))


def test_an_invention_where_gold_has_nothing_counts_against_silence(tmp_path: Path) -> None:
    bare = next((gold for gold in NEWSROOM if not gold.brief.hedges), None)
    if bare is None:
        pytest.skip("every article has a hedge")
    donor = bare.brief.claims[0].content[0]

    def inventing(gold: Gold, take: int) -> Brief:
        if gold is not bare:
            return gold.brief
        from summarizer.briefs.models import Hedge

        return gold.brief.model_copy(update={"hedges": [Hedge(id="h1", cue=donor, kind="epistemic")]})

    run, scores = make_run(tmp_path, {"silent": perfect, "inventing": inventing})
    [difference] = compare([tuple(open_sides(run, scores))], ["hedge_cues"])  # type: ignore[list-item]
    assert difference.worst == ((bare.article, -1.0),)
    assert summarise(scores.systems["silent"], "hedge_cues").empty >= 1


def test_takes_are_averaged_and_their_noise_is_shown(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3)}, takes=3)
    [band] = noise(open_sides(run, scores), ["attribution"])
    assert len(band.means) == 3
    assert len(band.verdicts) == 3
    means = [mean for mean in band.means if mean is not None]
    assert band.band == max(means) - min(means) > 0
    together = summarise(scores.systems["one"], "attribution").macro
    assert together is not None
    assert min(means) <= together <= max(means)


def test_the_means_of_takes_are_those_of_a_report(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3)}, takes=2)
    takes = scores.systems["one"]
    assert summarise(takes, "hedge_cues").empty >= 1  # articles with no hedge, and none is invented
    bands = noise(open_sides(run, scores), HEADLINE_NAMES)
    assert {one.measure: one.means for one in bands} == {
        name: tuple(summarise([take], name).macro for take in takes) for name in HEADLINE_NAMES
    }


def test_takes_without_anything_to_find_have_no_mean(tmp_path: Path) -> None:
    bare = [gold for gold in NEWSROOM if not gold.brief.hedges]
    run, scores = make_run(tmp_path, {"one": perfect}, takes=2, material=bare)
    [band] = noise(open_sides(run, scores), ["hedge_cues"])
    assert (band.means, band.band) == ((None, None), None)
    assert "–" in noise_text([band])


def test_one_take_has_no_noise_to_show(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3)})
    with pytest.raises(UsageError, match="asked once"):
        noise(open_sides(run, scores), ["attribution"])


def test_runs_of_different_gold_are_not_compared(tmp_path: Path) -> None:
    _, one = make_run(tmp_path / "a", {"p": perfect})
    run, _ = make_run(tmp_path / "b", {"p": perfect})
    path = run.folder / "scores.json"
    content = json.loads(path.read_text())
    content["labels"]["ferry-1"] = "0" * 64
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"different gold \(ferry-1\)"):
        check_comparable(one, load_scores(run))


def test_what_only_one_run_has_is_left_out_and_said(tmp_path: Path) -> None:
    """As where a change adds articles to the gold, and the run before it has none of them."""
    few = articles_of(9)
    before, after = (
        make_run(tmp_path / "before", {"p": losing(0.4)}, material=few),
        make_run(tmp_path / "after", {"p": losing(0.1)}),
    )
    report = build([before, after])
    assert {one.analysis.articles for one in report.comparisons if one.analysis is not None} <= set(range(len(few) + 1))
    assert next(one for one in report.comparisons if one.measure == "attribution").analysis.articles == len(few)  # type: ignore[union-attr]
    assert [system.summaries["claims"].articles for system in report.systems] == [len(few), len(NEWSROOM)]
    [note] = [note for note in report.notes if "cannot be compared" in note]
    assert note.startswith("after alone has ")
    with pytest.raises(InputError, match="no article in common"):
        build([before, make_run(tmp_path / "others", {"p": perfect}, material=NEWSROOM[len(few) :])])


def test_the_story_of_an_article_is_that_of_the_gold_it_was_scored_against(tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    for gold in articles_of(9):
        content = yaml.safe_load(gold.path.read_text(encoding="utf-8"))
        content |= {"article": str(gold.source_path), "cluster": "one"}
        (folder / gold.path.name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    run, before = make_run(tmp_path / "run", {"p": perfect, "q": losing(0.3)}, material=articles_of(9))
    save_scores(run, score_run(run, folder))
    after = load_scores(run)
    analyses = [compare([tuple(open_sides(run, one))], ["attribution"])[0].analysis for one in (before, after)]  # type: ignore[list-item]
    assert [one.clusters for one in analyses if one is not None] == [9, 1]
    with pytest.raises(InputError, match="different gold"):
        check_comparable(before, after)


def test_a_take_that_rightly_found_nothing_counts_in_the_mean_as_in_the_comparison(tmp_path: Path) -> None:
    bare = [gold for gold in NEWSROOM if not gold.brief.hedges][:1]
    assert bare

    def inventing(gold: Gold, take: int) -> Brief:
        words = Span(start=0, end=5, text=gold.brief.source.text[:5])
        hedge = Hedge(id="h1", cue=words, kind="epistemic", claim=None, holder="outlet")
        return gold.brief.model_copy(update={"hedges": [hedge]}) if take == 2 else gold.brief

    _, scores = make_run(tmp_path, {"one": inventing}, takes=2, material=bare)
    assert summarise(scores.systems["one"], "hedge_cues").macro == 0.5
    assert article_values(scores.systems["one"], "hedge_cues") == [0.5]


@pytest.mark.parametrize("command", ["aa", "bless", "compare", "gate", "report"])
def test_scores_of_other_rules_are_refused_until_they_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    few = articles_of(1)
    run, _ = make_run(tmp_path / "run", {"p": perfect, "q": perfect}, takes=2, material=few)
    monkeypatch.chdir(tmp_path)
    path = run.folder / "scores.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"scorer_id": "0" * 16}))
    assert cli(["eval", command, "run"]) == 2
    told = capsys.readouterr().err
    assert "scored by other rules (0000000000000000)" in told
    assert "run `summarizer eval score run`" in told
    assert not (tmp_path / "evals").exists()
    assert cli(["eval", "score", "run"]) == 0
    assert cli(["eval", "bless", "run"]) == 0  # so that there is a gate
    assert cli(["eval", command, "run"]) == 0


def names(pairs: list[list[tuple[Side, Side]]]) -> list[list[tuple[str, str]]]:
    return [[(a.system, b.system) for a, b in found] for found in pairs]


def test_systems_are_matched_by_name(tmp_path: Path) -> None:
    one = open_sides(*make_run(tmp_path / "a", {"p": perfect, "q": perfect}))
    other = open_sides(*make_run(tmp_path / "b", {"q": perfect, "r": perfect}))

    def system(side: Side) -> str:
        return side.system

    assert names(pairs_of([one], system)) == [[("p", "q")]]
    assert names(pairs_of([one, other], system)) == [[("q", "q")]]
    assert names(pairs_of([one, other, one[:1]], system)) == [[("q", "q")], [("p", "p")]]
    assert names(pairs_of([one[:1], other[1:]], system)) == [[("p", "r")]]
    assert names(pairs_of([one[:1], other], system)) == [[]]


def test_runs_without_a_common_prompt_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_run(tmp_path / "a", {"p": perfect})
    make_run(tmp_path / "b", {"q": perfect, "r": perfect})
    assert cli(["eval", "compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 2
    assert "no prompt in common; name one of each, as in RUN:PACK" in capsys.readouterr().err


def test_scores_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    run, scores = make_run(tmp_path, {"one": losing(0.3), "two": failing_on(NEWSROOM[0].article, "transport")})
    stored = load_scores(run)
    assert compare([tuple(open_sides(run, stored))]) == compare([tuple(open_sides(run, scores))])  # type: ignore[list-item]
    assert stored.systems["two"] == scores.systems["two"]
