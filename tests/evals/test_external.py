from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import run as cli
from summarizer.cli.eval import FORMATS as NAMES
from summarizer.errors import InputError
from summarizer.evals.external.attribution import Relation, count, read_brat, read_jsonl
from summarizer.evals.external.formats import FORMATS
from summarizer.evals.external.newsquant import Figure, read_newsquant
from summarizer.evals.external.newsquant import count as count_figures
from summarizer.evals.external.number_spans import read_number_spans
from summarizer.evals.external.results import Predictor, Result
from tests.stub import Stub, answer

TEXT = "The lower gate failed on Monday, Lena Orrin said. “Nobody is hurt,” she added. Fog hung over Vesk."
CONTENT, SOURCE, CUE = [0, 31], [33, 43], [44, 48]
CLAIM = {"speaker": "Lena Orrin", "cue": "said", "content": TEXT[:31], "denies": False, "verification": "none"}
SAID = {"actors": [{"name": "Lena Orrin", "kind": "person"}], "claims": [CLAIM], "numbers": [], "hedges": []}


def figures(result: Result) -> dict[tuple[str, str], float]:
    return {(line.system, line.metric): line.f1 for line in result.lines}


def jsonl(folder: Path, **changes: Any) -> Path:
    relation = {"source": [SOURCE], "cue": [CUE], "content": [CONTENT]} | changes
    path = folder / "set.jsonl"
    path.write_text(json.dumps({"doc": "dam", "text": TEXT, "attributions": [relation]}) + "\n", encoding="utf-8")
    return path


def brat(folder: Path, annotator: str, content: str = "0 31", source: str = "33 43") -> None:
    (folder / "attributions").mkdir(exist_ok=True)
    (folder / "text").mkdir(exist_ok=True)
    (folder / "text" / "dam.txt").write_text(TEXT, encoding="utf-8")

    def words(place: str) -> str:
        parts = [part.split(" ") for part in place.split(";")]
        return " ".join(TEXT[int(start) : int(end)] for start, end in parts)

    lines = [
        f"T1\tSource {source}\t{words(source)}",
        f"T2\tContent {content}\t{words(content)}",
        "T3\tCue 44 48\tsaid",
        "T4\tAttribution 44 48\tsaid",
        "E1\tAttribution:T4 Content:T2 Cue:T3 Source:T1",
    ]
    (folder / "attributions" / f"dam_{annotator}.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_every_format_of_the_command_line_has_a_reader() -> None:
    assert tuple(FORMATS) == NAMES


def test_content_is_paired_at_half_and_the_source_must_overlap() -> None:
    gold = [Relation(((0, 10),), ((20, 25),)), Relation(((30, 40),), ())]
    near = Relation(((0, 6),), ((24, 30),))
    far = Relation(((0, 2),), ((20, 25),))
    nobody = Relation(((30, 40),), ())
    invented = Relation(((30, 40),), ((20, 25),))
    found = count(gold, [near, nobody])
    assert (found["content"].right, found["content and source"].right) == (2, 2)
    assert count(gold, [far])["content"].right == 0
    assert count(gold, [invented])["content and source"].right == 0
    assert count(gold, [near, near])["content"].right == 1


def test_attribution_lines_are_scored_beside_baseline_and_human(tmp_path: Path) -> None:
    found = figures(read_jsonl(jsonl(tmp_path)).score([]))
    assert 0 < found["rules", "content"] <= 1
    assert {system for system, _ in found} == {"rules", "trivial", "human"}
    assert found["human", "content"] == 0.82


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"content": [[0, 10_000]]}, "lies outside its text"),
        ({"content": [[5, 5]]}, "lies outside its text"),
        ({"content": "all of it"}, "not an attribution record"),
        ({"source": None}, "not an attribution record"),
    ],
)
def test_wrong_attribution_lines_are_refused(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_jsonl(jsonl(tmp_path, **changes))


def test_brat_as_polnear_has_it(tmp_path: Path) -> None:
    brat(tmp_path, "4b22", content="0 15;16 31")
    [document] = read_brat(tmp_path).documents
    assert document.relations == (Relation(((0, 15), (16, 31)), ((33, 43),)),)
    assert document.text == TEXT


def test_brat_with_its_text_beside_it(tmp_path: Path) -> None:
    brat(tmp_path, "4b22")
    (tmp_path / "dam.ann").write_bytes((tmp_path / "attributions" / "dam_4b22.ann").read_bytes())
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    assert read_brat(tmp_path / "dam.ann").documents[0].name == "dam"


def test_people_who_labelled_the_same_text_are_the_ceiling(tmp_path: Path) -> None:
    brat(tmp_path, "4b22")
    brat(tmp_path, "5fec", source="44 48")
    gold = read_brat(tmp_path)
    assert len(gold.documents) == 1
    found = figures(gold.score([]))
    assert found["human", "content"] == 1.0
    assert found["human", "content and source"] == 0.0


def test_brat_that_does_not_fit_its_text_is_refused(tmp_path: Path) -> None:
    brat(tmp_path, "4b22")
    path = tmp_path / "attributions" / "dam_4b22.ann"
    path.write_text(path.read_text().replace("Lena Orrin", "Lena Orrik"))
    with pytest.raises(InputError, match="does not stand at"):
        read_brat(tmp_path)
    (tmp_path / "text" / "dam.txt").unlink()
    with pytest.raises(InputError, match="its text is neither"):
        read_brat(tmp_path)
    with pytest.raises(InputError, match=r"no \.ann files"):
        read_brat(tmp_path / "text")
    with pytest.raises(InputError, match="No such file"):
        read_brat(tmp_path / "gone.ann")


def test_number_spans(tmp_path: Path) -> None:
    text = "About 500 people paid # 20 each in 3 hours."
    numbers = [
        {"start": 0, "end": 9, "text": "About 500", "type": "QUANTITY"},
        {"start": 22, "end": 26, "text": "# 20", "type": "MONEY"},
    ]
    path = tmp_path / "numbers.jsonl"
    path.write_text(json.dumps({"doc": "d", "sentence": 0, "text": text, "numbers": numbers}) + "\n")
    found = figures(read_number_spans(path).score([]))
    assert found["rules", "exact span"] == 1.0
    assert found["trivial", "exact span"] < 1.0
    numbers[0]["text"] = "About 600"
    path.write_text(json.dumps({"doc": "d", "sentence": 0, "text": text, "numbers": numbers}) + "\n")
    with pytest.raises(InputError, match="'About 600' does not stand at 0–9"):
        read_number_spans(path)


def newsquant(folder: Path) -> Path:
    quantities = [
        {"value": "14", "normalized_unit": "ferry", "change": ">", "referred_concepts": "ferries"},
        {"value": "2.5-3", "normalized_unit": "percentage", "change": "=", "referred_concepts": "rent"},
    ]
    path = folder / "NewsQuant.json"
    path.write_text(
        json.dumps([{"text": "More than 14 ferries sank; rent rose 2.5 to 3 percent.", "quantities": quantities}])
    )
    return path


def test_newsquant(tmp_path: Path) -> None:
    found = figures(read_newsquant(newsquant(tmp_path)).score([]))
    assert found["rules", "value"] == 1.0
    assert found["rules", "value and change"] == 1.0
    assert found["trivial", "value"] < 1.0
    assert found["CQE", "value"] == 0.92


def test_newsquant_values_match_closely_and_once() -> None:
    gold = [Figure((100.0,), "USD", "="), Figure((5.0, 6.0), None, "=")]
    assert count_figures(gold, [Figure((100.0005,), "USD", "=")])["value"].right == 1
    assert count_figures(gold, [Figure((100.1,), "USD", "=")])["value"].right == 0
    assert count_figures(gold, [Figure((5.0,), None, "=")])["value"].right == 0
    twice = count_figures(gold, [Figure((100.0,), None, "~"), Figure((100.0,), "USD", "=")])
    assert {metric: counts.right for metric, counts in twice.items()} == {
        "value": 1,
        "value and unit": 1,
        "value and change": 1,
    }


@pytest.mark.parametrize(
    "content", ["{", "[1]", '[{"text": "a", "quantities": [{"value": "x", "normalized_unit": ""}]}]', "[]"]
)
def test_wrong_newsquant_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "NewsQuant.json"
    path.write_text(content)
    with pytest.raises(InputError):
        read_newsquant(path)


def test_a_prompt_that_finds_nothing_scores_nothing(tmp_path: Path) -> None:
    found = figures(read_jsonl(jsonl(tmp_path)).score([Predictor("mute", [None])]))
    assert found["mute", "content"] == 0.0


def test_external_gold_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VLLM_API_KEY", "none")
    path = str(jsonl(tmp_path))
    asked = ["--prompt", "direct", "--model", "vllm/model-1", "--cassettes", "recordings"]
    with Stub(answer(SAID)) as stub:
        live = [*asked, "--record", "new", "--base-url", stub.base_url]
        assert cli(["eval", "external", "attribution-jsonl", path, *live]) == 0
    first = capsys.readouterr().out
    assert "content and source  direct" in first
    assert cli(["eval", "external", "attribution-jsonl", path, *asked, "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    [direct] = [line for line in lines if (line["system"], line["metric"]) == ("direct", "content and source")]
    assert direct["f1"] == 1.0
    assert cli(["eval", "external", "attribution-jsonl", path, "--prompt", "staged", *asked[2:]]) == 4
    assert cli(["eval", "external", "number-spans", str(tmp_path / "gone.jsonl")]) == 2
    assert "gone.jsonl" in capsys.readouterr().err


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., dict[str, float]]:
    """Scores the pack `direct`, whose model always says the same, on a set; F by metric."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VLLM_API_KEY", "none")

    def score(format_: str, path: Path) -> dict[str, float]:
        with Stub(answer(SAID)) as stub:
            options = ["--prompt", "direct", "--model", "vllm/model-1", "--base-url", stub.base_url, "--json"]
            assert cli(["eval", "external", format_, str(path), *options]) == 0
        lines = json.loads(capsys.readouterr().out)["lines"]
        return {line["metric"]: line["f1"] for line in lines if line["system"] == "direct"}

    return score


def test_a_model_is_scored_on_texts_in_folders(tmp_path: Path, asked: Callable[..., dict[str, float]]) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    brat(folder, "4b22")
    assert [name for name, _ in read_brat(folder).texts] == ["text/dam"]
    assert asked("brat-attribution", folder)["content and source"] == 1.0


@pytest.mark.parametrize("name", ["dam", "Dam", "the dam's story/2", "", "é" * 300])
def test_a_model_is_scored_on_texts_of_any_name_and_of_one_name(
    tmp_path: Path, asked: Callable[..., dict[str, float]], name: str
) -> None:
    relation = {"source": [SOURCE], "cue": [CUE], "content": [CONTENT]}
    other = "The upper gate held on Tuesday. It rained in Vesk for hours, and the road was closed."
    records = [
        {"doc": name, "text": TEXT, "attributions": [relation]},
        {"doc": name, "text": other, "attributions": []},
        {"doc": name.lower(), "text": other + " Fog came.", "attributions": []},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert asked("attribution-jsonl", path)["content and source"] == 1.0
