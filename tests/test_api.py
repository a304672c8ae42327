"""The public interface, used as its documentation says."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

import summarizer
from tests.stub import Stub, answer

TEXT = "Wall falls\n\nThe wall may fall again, mayor Ann Bell said. She denied that 3 men were hurt.\n"


def first_option(request: Any) -> Any:
    ((name, field),) = request.body["response_format"]["json_schema"]["schema"]["properties"].items()
    return answer({name: field["enum"][0]})


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OPENAI_API_KEY", "SUMMARIZER_MODEL", "SUMMARIZER_MODEL_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "wall.txt"
    path.write_text(TEXT)
    return path


def test_everything_public_is_there_and_sorted() -> None:
    assert summarizer.__all__ == sorted(summarizer.__all__)
    for name in summarizer.__all__:
        assert getattr(summarizer, name).__doc__, name
    with pytest.raises(AttributeError):
        _ = summarizer.nonesuch


def test_brief_of_a_path_and_verify(article: Path) -> None:
    with Stub(first_option) as stub:
        brief = summarizer.brief(article, model="stub/m", base_url=stub.base_url)

    names = {actor.id: actor.name for actor in brief.actors}
    assert {names[claim.speaker] for claim in brief.claims if claim.speaker} == {"Ann Bell"}
    assert summarizer.verify(brief) == []
    assert summarizer.verify(brief, article) == []

    article.write_text(TEXT.replace("3 men", "4 men"))
    assert [finding.code for finding in summarizer.verify(brief, article)] == ["source_changed"]


def test_a_temperature_takes_the_place_of_the_packs(article: Path) -> None:
    empty = answer({"actors": [], "claims": [], "numbers": [], "hedges": []})
    with Stub(lambda request: empty) as stub:
        brief = summarizer.brief(article, prompt="direct", model="stub/m", base_url=stub.base_url, temperature=0.7)

        assert [request.body["temperature"] for request in stub.requests] == [0.7]
    assert brief.provenance is not None
    assert brief.provenance.temperature == 0.7


def test_asynchronous_twin_gives_the_same_brief(article: Path) -> None:
    async def both(stub: Stub) -> list[summarizer.Brief]:
        one = summarizer.abrief(article, prompt="staged", model="stub/m", base_url=stub.base_url)
        return [await one]

    with Stub(first_option) as stub:
        (brief,) = asyncio.run(both(stub))
        assert [claim.content for claim in brief.claims] == [
            claim.content for claim in summarizer.brief(article, model="stub/m", base_url=stub.base_url).claims
        ]


def test_stored_briefs_load_again(article: Path, tmp_path: Path) -> None:
    with Stub(first_option) as stub:
        brief = summarizer.brief(article, model="stub/m", base_url=stub.base_url)
    stored = tmp_path / "brief.json"
    stored.write_text(brief.to_json())

    assert summarizer.load_brief(stored) == brief
    assert summarizer.verify(stored) == []


def test_progress_is_reported(article: Path) -> None:
    seen: list[Any] = []
    with Stub(first_option) as stub:
        summarizer.brief(article, model="stub/m", base_url=stub.base_url, on_progress=seen.append)

    assert seen
    assert seen[-1].done == seen[-1].total


def test_articles_are_read_one_by_one(article: Path, tmp_path: Path) -> None:
    items = list(summarizer.read_articles([article, tmp_path / "missing.txt"]))

    assert isinstance(items[0], summarizer.Article)
    assert isinstance(items[1], summarizer.ReadFailure)


def test_a_missing_article_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(summarizer.InputError, match=r"missing\.txt"):
        summarizer.brief(tmp_path / "missing.txt")


def test_a_folder_of_several_is_refused_for_one_brief(article: Path) -> None:
    article.with_name("other.txt").write_text("Other\n\nIt rained all day.\n")

    with pytest.raises(summarizer.UsageError, match="holds 2 articles"):
        summarizer.brief(article.parent)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"record": "new"}, "needs a folder to record to"),
        ({"take": 0}, "take=0 is no take"),
        ({"temperature": -1}, "from 0 to 2"),
        ({"temperature": float("nan")}, "from 0 to 2"),
    ],
)
def test_options_that_cannot_work_are_refused_before_anything_is_asked(
    article: Path, options: dict[str, Any], words: str
) -> None:
    with Stub(first_option) as stub:
        with pytest.raises(summarizer.UsageError, match=words):
            summarizer.brief(article, model="stub/m", base_url=stub.base_url, **options)
        assert not stub.requests
