from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarizer.errors import InputError
from summarizer.evals.gold import load_gold, load_gold_set

TEXT = """Dam gate fails at Vesk

Lena Orrin, the district governor, said the lower gate may have failed.
Orrin said more than 86% of the farmland was wet.
The farmland is wet.
"""


def gold_file(folder: Path, **changes: Any) -> Path:
    (folder / "dam.txt").write_text(TEXT, encoding="utf-8")
    content: dict[str, Any] = {
        "schema_version": "1.0",
        "article": "dam.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "annotator": "a",
        "genre": "disaster",
        "cluster": "dam",
        "actors": [{"id": "orrin", "name": "Lena Orrin", "kind": "person", "aliases": ["Orrin"]}],
        "claims": [
            {
                "id": "c1",
                "speaker": "orrin",
                "source": "Lena Orrin, the district governor",
                "source_kind": "named_individual",
                "cue": {"quote": "said", "near": "governor, said"},
                "content": ["the lower gate may have failed"],
                "form": "indirect",
                "hedges": ["h1"],
            }
        ],
        "numbers": [
            {
                "id": "n1",
                "quote": "86%",
                "value": 86,
                "bound": ">",
                "bound_quote": "more than",
                "unit": "percent",
                "kind": "percent",
                "what": "the farmland",
                "claimant": "orrin",
            }
        ],
        "hedges": [{"id": "h1", "cue": "may", "kind": "epistemic", "claim": "c1", "holder": "orrin"}],
    }
    path = folder / "dam.yaml"
    path.write_text(yaml.safe_dump(content | changes, sort_keys=False), encoding="utf-8")
    return path


def claim(**changes: Any) -> list[dict[str, Any]]:
    return [{"id": "c1", "content": ["the lower gate may have failed"], "form": "indirect"} | changes]


def test_quotes_become_spans(tmp_path: Path) -> None:
    brief = load_gold(gold_file(tmp_path)).brief
    [one], [number] = brief.claims, brief.numbers
    assert one.cue is not None
    assert TEXT[one.cue.start - 10 : one.cue.end] == "governor, said"
    assert [TEXT[part.start : part.end] for part in one.content] == ["the lower gate may have failed"]
    assert one.speaker == brief.actors[0].id
    assert number.value == Decimal(86)
    assert number.what is not None
    assert number.what.start == TEXT.index("the farmland")  # the closest of the two
    assert number.bound_span is not None


def test_a_number_is_what_the_person_wrote(tmp_path: Path) -> None:
    numbers = [{"id": "n1", "quote": "86%", "value": 4.2, "kind": "percent"}]
    assert load_gold(gold_file(tmp_path, numbers=numbers)).brief.numbers[0].value == Decimal("4.2")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"claims": claim(content=["the upper gate"])}, r"c1\.content: 'the upper gate' is not in the article"),
        ({"claims": claim(content=["said"])}, r"stands 2 times; say which with `near`"),
        ({"claims": claim(content=["said"], near="Orrin")}, r"near 'Orrin' stands 2 times"),
        ({"claims": claim(mood="sad")}, r"claims\.0\.mood: Extra inputs"),
        ({"claims": claim(speaker="nobody")}, r"there is no actor 'nobody'"),
        ({"claims": claim(numbers=["n7"])}, r"points at 'n7'"),
        ({"claims": [*claim(), *claim()]}, r"the same claim stands here twice|occurs twice"),
        ({"colour": "red"}, r"colour: Extra inputs"),
        ({"sha256": "0" * 64}, r"has changed since it was labelled"),
        ({"article": "gone.txt"}, r"its article"),
        ({"schema_version": "0.9"}, r"schema version .0\.9."),
        ({"schema_version": 1.0}, 'schema_version: "1.0"'),
        (
            {"actors": [{"id": "orrin", "name": name, "kind": "person"} for name in ("Lena Orrin", "Orrin")]},
            r"'orrin' is given twice",
        ),
        ({"claims": claim(critical=True, optional=True)}, r"claims\.0: .*both critical and optional"),
        ({"numbers": [{"id": "n1", "quote": "86%", "kind": "percent"}]}, r"n1: give either value, or low and high"),
    ],
)
def test_wrong_gold_is_refused(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        load_gold(gold_file(tmp_path, **changes))


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "genre: court\n", encoding="utf-8")
    with pytest.raises(InputError, match="'genre' is given twice"):
        load_gold(path)


def test_what_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    path.write_text("actors: [", encoding="utf-8")
    with pytest.raises(InputError, match="not valid YAML"):
        load_gold(path)


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold files"):
        load_gold_set(tmp_path)


def test_an_article_labelled_twice_in_a_set_is_refused(tmp_path: Path) -> None:
    path = gold_file(tmp_path)
    (tmp_path / "again.yaml").write_bytes(path.read_bytes())
    with pytest.raises(InputError, match="labelled twice"):
        load_gold_set(tmp_path)
