"""Answers come to an end: arrays hold little more than the rules find."""

from __future__ import annotations

from jsonschema import Draft202012Validator

from summarizer.articles.build import article_from_text
from summarizer.engines.grammar import compact_json
from summarizer.language.analysis import Analysis
from summarizer.prompting.chunks import split_article
from summarizer.prompting.room import limit_items, room
from summarizer.schemas import lint, wire_schema

TEXT = """Harbour bridge closed

The Tarnholm bridge was closed on Monday after 12 lorries slid on ice, police said. Mayor Ilse Brandt said it may stay closed for 3 days.

The weather was cold. The sea was calm. The island was quiet."""


def test_there_is_more_room_than_the_rules_find() -> None:
    analysis = Analysis(article_from_text(TEXT, id="bridge"))
    (chunk,) = split_article(analysis.article, 10_000)
    most = room(analysis, chunk)
    assert most["claims"] == most["reports"] > len(analysis.attributions) >= 2
    assert most["numbers"] == most["figures"] > len(analysis.quantities) >= 2
    assert most["hedges"] > len(analysis.hedges) >= 1
    assert most["actors"] > len(analysis.names) >= 1


def test_each_part_of_a_long_article_has_its_own_room() -> None:
    analysis = Analysis(article_from_text(TEXT, id="bridge"))
    first, *_, last = split_article(analysis.article, 60)
    assert room(analysis, last)["claims"] < room(analysis, split_article(analysis.article, 10_000)[0])["claims"]
    assert first.sentences != last.sentences


def test_a_limited_schema_is_still_one_that_strict_models_take_and_a_grammar_enforces() -> None:
    schema = wire_schema("direct")
    limited = limit_items(schema, {"claims": 2, "numbers": 0})
    assert lint(limited) == []
    assert "maxItems" not in schema["properties"]["claims"]
    claim = {"speaker": "a", "cue": "said", "content": "b", "denies": False, "verification": "none"}
    answer = {"actors": [], "claims": [claim] * 3, "numbers": [], "hedges": []}
    (error,) = Draft202012Validator(limited).iter_errors(answer)
    assert error.validator == "maxItems"
    assert '"\\"numbers\\":" "[]"' in compact_json(limited)
