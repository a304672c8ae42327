"""How many items an answer may hold: somewhat more than the rules find, so that a model that repeats itself comes to an end."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from summarizer.language.analysis import Analysis
from summarizer.prompting.chunks import Chunk
from summarizer.text.ranges import Range


def room(analysis: Analysis, chunk: Chunk) -> dict[str, int]:
    """The most items of each kind that an answer about `chunk` may hold: array name to count.

    A quarter more than the rules find, and two; for actors twice as many and three, as many are groups without a name.
    """
    asked = {sentence.index for sentence in chunk.sentences}

    def among(places: Iterable[Range]) -> int:
        found = (analysis.sentence_at(place) for place in places)
        return sum(1 for sentence in found if sentence is not None and sentence.index in asked)

    names = sum(1 for name in analysis.names if among(place for place, _ in name.mentions))
    reports = _more(sum(1 for found in analysis.attributions if found.sentence in asked))
    figures = _more(among(found.range for found in analysis.quantities))
    hedges = _more(among(found.cue for found in analysis.hedges))
    return {
        "actors": 2 * names + 3,
        "claims": reports,
        "reports": reports,
        "numbers": figures,
        "figures": figures,
        "hedges": hedges,
    }


def _more(found: int) -> int:
    return found + found // 4 + 2


def limit_items(schema: Mapping[str, Any], most: Mapping[str, int]) -> dict[str, Any]:
    """A copy of `schema` whose arrays hold at most `most[name]` items, as a strict hosted model and a grammar enforce it."""
    limited: dict[str, Any] = copy.deepcopy(dict(schema))
    for name, field in limited["properties"].items():
        if field.get("type") == "array" and name in most:
            field["maxItems"] = most[name]
    return limited
