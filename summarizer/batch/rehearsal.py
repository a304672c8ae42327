"""Asking without a model: what would be asked about an article, and about how many tokens that would take.

A `Rehearsal` answers every question with the emptiest answer that its schema allows, so that a pack goes through all
its questions. Prompts are the real ones. Their tokens are counted by rule, not by the model's own tokenizer, which
hosted models do not give away: see `count_tokens` for how far off that is. Output tokens are what answers of this
pack have been seen to take for what the rules find in the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.articles.model import Article
from summarizer.engines.calls import Answer, Call
from summarizer.engines.providers import Target
from summarizer.language.analysis import Analysis
from summarizer.pipeline import MAX_CHARS
from summarizer.prompting.pack import Pack
from summarizer.prompting.strategies import draft_with

# What byte-pair tokenizers split before they merge; words of more than a few letters take more than one token.
_PIECE = re.compile(r"[^\W\d_]+|\d{1,3}|_+|[^\w\s]+|\s{2,}")
_LETTERS_A_TOKEN = 9
_MARKS_A_TOKEN = 2
_A_MESSAGE = 4  # tokens by which a chat template marks one

_PER_ITEM = {"actor": 16, "claim": 42, "number": 44, "hedge": 14}
_ANSWER = 20  # tokens of an answer around its items, and of a short answer


@dataclass
class Estimate:
    """Calls and tokens. `prompt_tokens` counts every prompt whole, as where nothing is cached."""

    articles: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    output_tokens: int = 0
    most_output_tokens: int = 0

    def add(self, other: Estimate) -> None:
        """Add another estimate to this one."""
        self.articles += other.articles
        self.calls += other.calls
        self.prompt_tokens += other.prompt_tokens
        self.output_tokens += other.output_tokens
        self.most_output_tokens += other.most_output_tokens


def count_tokens(text: str) -> int:
    """About how many tokens `text` is to a current model, for news in English and the JSON around it.

    `bench/tokens.py` holds it against recorded usage.
    """
    tokens = 0
    for match in _PIECE.finditer(text):
        size = match.end() - match.start()
        first = text[match.start()]
        if first.isalpha():
            tokens += -(-size // _LETTERS_A_TOKEN) if first.isascii() else size
        elif first.isdigit() or first.isspace():
            tokens += 1
        else:
            tokens += -(-size // _MARKS_A_TOKEN)
    return tokens


@dataclass
class Rehearsal:
    """Takes the questions about one article. `calls` are those asked, in order."""

    target: Target
    calls: list[Call] = field(default_factory=list)

    async def ask(self, call: Call) -> Answer:
        """The emptiest answer that the schema allows."""
        self.calls.append(call)
        data = emptiest(call.schema, call.schema)
        return Answer(data, json.dumps(data), "stop", self.target.name, 0, 0, 0, 0, 0, 0.0, None, 0)


async def questions(article: Article, pack: Pack, target: Target, analysis: Analysis | None = None) -> list[Call]:
    """What would be asked about an article; none where it is too long or has no news text."""
    if not article.sentences or len(article.text) > MAX_CHARS:
        return []
    rehearsal = Rehearsal(target)
    await draft_with(
        pack.fitted(target.context), article, analysis or Analysis(article), rehearsal.ask, lambda progress: None
    )
    return rehearsal.calls


async def estimate(article: Article, pack: Pack, target: Target) -> Estimate:
    """About what one article takes."""
    analysis = Analysis(article)
    calls = await questions(article, pack, target, analysis)
    found = Estimate(articles=1, calls=len(calls))
    for call in calls:
        schema = 0 if target.embedded is not None else count_tokens(json.dumps(call.schema))
        found.prompt_tokens += schema + sum(_A_MESSAGE + count_tokens(message["content"]) for message in call.messages)
        found.most_output_tokens += call.max_tokens
    found.output_tokens = min(found.most_output_tokens, _outputs(calls, pack, analysis))
    return found


def _outputs(calls: list[Call], pack: Pack, analysis: Analysis) -> int:
    if pack.strategy == "staged":
        return len(calls) * _ANSWER
    quoted = pack.strategy == "direct"  # else an answer points at sentences instead of repeating their words
    claims = sum(
        _PER_ITEM["claim"] + (sum(part.size for part in found.content) // 4 if quoted else 0)
        for found in analysis.attributions
    )
    others = _PER_ITEM["actor"] * len(analysis.names) + _PER_ITEM["number"] * len(analysis.quantities)
    return _ANSWER * len(calls) + claims + others + _PER_ITEM["hedge"] * len(analysis.hedges)


def emptiest(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    """The emptiest value that `schema` allows; `$ref`s are looked up in `root`."""
    if "$ref" in schema:
        return emptiest(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return emptiest(schema["anyOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {name: emptiest(part, root) for name, part in schema["properties"].items()}
    values: dict[str, Any] = {"array": [], "string": "", "integer": 0, "number": 0, "boolean": False, "null": None}
    return values[kind]
