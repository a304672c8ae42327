"""The five seed articles from recordings of the embedded model: no network, no key, no engine."""

import json
from pathlib import Path

import pytest

from summarizer.briefs.load import load_brief
from summarizer.briefs.models import Brief
from summarizer.cli import run
from summarizer.evals.gold import load_gold_set
from summarizer.evals.ledger import tally
from summarizer.evals.scoring import score

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Brief]:
    folder = tmp_path_factory.mktemp("briefs")
    arguments = ["--prompt", "staged", "--cassettes", str(ROOT / "cassettes" / "seeds"), "--record", "none", "-q"]

    assert run(["brief", *map(str, SEEDS), *arguments, "-o", str(folder)]) == 0
    assert run(["verify", str(folder)]) == 0
    return {path.stem: load_brief(path) for path in sorted(folder.glob("*.json"))}


def test_every_seed_has_a_brief_of_the_embedded_model(briefs: dict[str, Brief]) -> None:
    assert sorted(briefs) == [path.stem for path in SEEDS]
    for brief in briefs.values():
        assert brief.provenance is not None
        assert brief.provenance.model == "local/qwen2.5-coder-1.5b"
        assert not brief.provenance.synthetic


def test_every_item_stands_in_the_article(briefs: dict[str, Brief]) -> None:
    for brief in briefs.values():
        spans = [span for claim in brief.claims for span in (*claim.content, claim.cue, claim.source) if span]
        spans += [number.span for number in brief.numbers] + [hedge.cue for hedge in brief.hedges]
        assert spans
        assert all(brief.source.text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("article", "speakers"),
    [
        ("000", {"Valery Gerasimov", "Vladimir Putin", "Oleksandr Syrskyi"}),
        ("001", {"Valery Gerasimov", "Vladimir Putin", "John Ratcliffe"}),
        ("002", {"Valery Gerasimov", "Vladimir Putin", "Oleksandr Syrskyi"}),
        ("003", {"Vladimir Putin", "Valery Gerasimov", "Oleksandr Syrsky", "Donald Trump", "Dmitry Peskov", "Ukraine"}),
        ("004", {"Vladimir Putin", "Valery Gerasimov", "Donald Trump", "Volodymyr Zelensky"}),
    ],
)
def test_the_main_speakers_speak(briefs: dict[str, Brief], article: str, speakers: set[str]) -> None:
    brief = next(brief for name, brief in briefs.items() if name.startswith(article))
    names = {actor.id: actor.name for actor in brief.actors}

    assert speakers <= {names[claim.speaker] for claim in brief.claims if claim.speaker is not None}


def test_figures_and_speakers_agree_with_the_gold(briefs: dict[str, Brief]) -> None:
    scores = [score(gold, briefs[gold.article]) for gold in load_gold_set(ROOT / "evals/gold/seeds/adjudicated")]

    numbers = tally([row for item in scores for row in item.of("number")], "value", "unit", "bound")
    claims = tally([row for item in scores for row in item.of("claim")], "speaker")
    assert numbers.f is not None and numbers.f >= 0.95
    assert claims.f is not None and claims.f >= 0.85


def test_a_second_replay_gives_the_same_bytes(briefs: dict[str, Brief], tmp_path: Path) -> None:
    arguments = ["--prompt", "staged", "--cassettes", str(ROOT / "cassettes" / "seeds"), "-q", "-o", str(tmp_path)]
    assert run(["brief", *map(str, SEEDS), *arguments]) == 0

    for path in tmp_path.glob("*.json"):
        again = json.loads(path.read_text())
        assert again["digest"] == briefs[path.stem].digest
