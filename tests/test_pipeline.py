"""Whole briefs through the real client, against a model whose answers are scripted."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from summarizer.articles.build import article_from_text
from summarizer.briefs.models import Brief
from summarizer.engines.client import Client
from summarizer.errors import InputError, TruncatedError
from summarizer.grounding.verify import verify
from summarizer.pipeline import MAX_CHARS, make_brief
from summarizer.prompting.events import Progress
from summarizer.prompting.strategies import open_pack
from tests.stub import Stub, answer, truncated

TEXT = """Harbour wall gives way

More than 40 metres of the wall fell on Monday, the port authority said.

“Nobody was hurt,” said engineer Lena Orrin. She said the rest of the wall may fall.

Marl Power denied that its cranes were to blame.
"""


def brief_of(text: str, pack: str, script: Any, on_progress: Callable[[Progress], None] | None = None) -> Brief:
    async def run(stub: Stub) -> Brief:
        async with Client(stub.target()) as client:
            return await make_brief(article_from_text(text), open_pack(pack), client, on_progress=on_progress)

    with Stub(script) as stub:
        return asyncio.run(run(stub))


def whole(**changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = {
        "actors": [{"name": "Lena Orrin", "kind": "person"}, {"name": "Marl Power", "kind": "organization"}],
        "claims": [
            {
                "speaker": "Lena Orrin",
                "cue": "said",
                "content": "the rest of the wall may fall",
                "denies": False,
                "verification": "none",
            },
            {
                "speaker": "Marl Power",
                "cue": "denied",
                "content": "its cranes were to blame",
                "denies": True,
                "verification": "none",
            },
        ],
        "numbers": [
            {
                "figure": "40 metres",
                "value": 40,
                "bound": ">",
                "unit": "metres",
                "what": "the wall",
                "claimant": "the port authority",
            }
        ],
        "hedges": [{"cue": "may", "kind": "epistemic"}],
    }
    return good | changes


def test_direct_brief_is_grounded_linked_and_verifies() -> None:
    brief = brief_of(TEXT, "direct", answer(whole()))

    orrin, denial = (claim for claim in brief.claims if claim.cue is not None)
    names = {actor.id: actor.name for actor in brief.actors}
    assert names[orrin.speaker or ""] == "Lena Orrin"
    assert orrin.content[0].text == "the rest of the wall may fall"
    assert orrin.hedges == ["h1"]
    assert [item.value for item in orrin.factuality if item.holder == orrin.speaker] == ["possible"]
    assert denial.polarity == "denies"
    (number,) = brief.numbers
    assert (number.value, number.bound, number.unit_norm) == (40, ">", "m")
    assert brief.rejected == []
    assert verify(brief) == []
    assert brief.digest == brief.computed_digest()


def test_words_that_the_article_does_not_have_are_asked_for_again_and_then_rejected() -> None:
    claim = whole()["claims"][0] | {"content": "the rest of the wall will fall within 3 days"}
    with Stub(answer(whole(claims=[claim]))) as stub:

        async def run() -> Brief:
            async with Client(stub.target()) as client:
                return await make_brief(article_from_text(TEXT), open_pack("direct"), client)

        brief = asyncio.run(run())

        assert len(stub.requests) == 2
        assert "is not in the article; the nearest passage is" in stub.requests[1].messages[-1]["content"]
    (rejected,) = brief.rejected
    assert (rejected.type, rejected.field, rejected.reason) == ("claim", "content", "not_found")
    assert rejected.written == "the rest of the wall will fall within 3 days"
    assert rejected.nearest is not None and "the rest of the wall" in rejected.nearest.span.text
    assert brief.provenance is not None and brief.provenance.usage.attempts == 2


def test_figures_the_model_gets_wrong_become_findings_not_values() -> None:
    number = whole()["numbers"][0] | {"value": 400, "bound": "=", "unit": "kilometres"}

    brief = brief_of(TEXT, "direct", answer(whole(numbers=[number])))

    assert brief.numbers[0].value == 40
    assert {finding.code for finding in brief.findings if finding.item == "n1"} == {
        "number_drift",
        "bound_lost",
        "unit_mismatch",
    }


def test_what_is_copied_from_the_worked_example_is_named() -> None:
    claim = whole()["claims"][0] | {"content": "the ship may have lost its steering"}

    brief = brief_of(TEXT, "direct", answer(whole(claims=[claim])))

    assert brief.rejected[0].reason == "example_leak"
    assert "example_leak" in {finding.code for finding in brief.findings}


def test_a_sentence_in_the_articles_own_voice_is_a_narrated_claim_and_a_reported_one_is_not() -> None:
    brief = brief_of(TEXT, "direct", answer(whole(claims=[])))

    assert [claim.content[0].text for claim in brief.claims] == ["Harbour wall gives way"]
    assert brief.coverage is not None
    assert brief.coverage.reporting_sentences.covered == 0
    assert {item.kind for item in brief.coverage.uncovered} == {"quote", "reporting_sentence"}


def test_sentences_pack_points_and_the_grammar_fills_in() -> None:
    data = {
        "actors": [{"name": "Marl Power", "kind": "organization"}],
        "reports": [{"s": 5, "cue": "denied", "who": "Marl Power", "denies": True}],
        "figures": [{"s": 2, "figure": "40 metres", "what": "the wall"}],
        "hedges": [],
    }

    brief = brief_of(TEXT, "sentences", answer(data))

    (claim,) = (claim for claim in brief.claims if claim.cue is not None)
    assert claim.content[0].text == "its cranes were to blame"
    assert claim.source is not None and claim.source.text == "Marl Power"
    assert brief.rejected == []


def test_staged_pack_asks_little_and_reports_progress() -> None:
    seen: list[Progress] = []

    def script(request: Any) -> Any:
        schema = request.body["response_format"]["json_schema"]["schema"]
        ((name, field),) = schema["properties"].items()
        return answer({name: field["enum"][0]})

    brief = brief_of(TEXT, "staged", script, seen.append)

    speakers = [
        (next(a.name for a in brief.actors if a.id == c.speaker), c.content[0].text)
        for c in brief.claims
        if c.form != "narrated"
    ]
    assert ("Marl Power", "its cranes were to blame") in speakers
    assert ("Lena Orrin", "the rest of the wall may fall") in speakers
    assert seen[-1].done == seen[-1].total
    assert brief.provenance is not None
    assert brief.provenance.usage.output_tokens < 200


def test_a_long_article_is_asked_about_in_parts_and_nothing_is_lost() -> None:
    paragraphs = [f"Mayor Ann Bell said on day {day} that bridge number {day} was safe." for day in range(1, 400)]
    text = "Bridges\n\n" + "\n\n".join(paragraphs)
    asked: list[str] = []

    def script(request: Any) -> Any:
        asked.append(request.messages[-1]["content"])
        return answer({"actors": [], "claims": [], "numbers": [], "hedges": []})

    brief = brief_of(text, "direct", script)

    assert len(asked) > 1
    assert all(any(paragraph in message for message in asked) for paragraph in paragraphs)
    assert verify(brief) == []


def test_a_cut_off_answer_is_its_own_error() -> None:
    with pytest.raises(TruncatedError, match="cut off"):
        brief_of(TEXT, "direct", truncated())


def test_text_longer_than_any_article_is_refused_before_anything_is_asked() -> None:
    with Stub(answer(whole())) as stub:

        async def run() -> Brief:
            async with Client(stub.target()) as client:
                return await make_brief(
                    article_from_text("Long words. " * (MAX_CHARS // 10)), open_pack("direct"), client
                )

        with pytest.raises(InputError, match="more than one article"):
            asyncio.run(run())
        assert not stub.requests


@pytest.mark.parametrize("pack", ["direct", "sentences", "staged"])
def test_the_same_answers_give_the_same_bytes(pack: str) -> None:
    def script(request: Any) -> Any:
        if pack == "direct":
            return answer(whole())
        if pack == "sentences":
            return answer({"actors": [], "reports": [], "figures": [], "hedges": []})
        ((name, field),) = request.body["response_format"]["json_schema"]["schema"]["properties"].items()
        return answer({name: field["enum"][-1]})

    def settled(brief: Brief) -> Brief:
        assert brief.provenance is not None
        usage = brief.provenance.usage.model_copy(update={"seconds": 0.0})
        return brief.model_copy(update={"provenance": brief.provenance.model_copy(update={"usage": usage})}).sealed()

    assert settled(brief_of(TEXT, pack, script)).to_json() == settled(brief_of(TEXT, pack, script)).to_json()
