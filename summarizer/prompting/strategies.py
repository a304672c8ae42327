"""The one place that knows which code drives which strategy, and that a pack's own examples must hold."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from summarizer.articles.build import article_from_text
from summarizer.articles.model import Article
from summarizer.briefs.models import Brief
from summarizer.errors import PackError
from summarizer.grounding.assemble import assemble
from summarizer.grounding.draft import Draft
from summarizer.language.analysis import Analysis
from summarizer.prompting import direct, sentences, staged
from summarizer.prompting.events import Ask, OnProgress
from summarizer.prompting.pack import WIRE_SCHEMAS, Example, Pack, load_pack
from summarizer.prompting.wire import fill_enums
from summarizer.schemas import wire_schema


async def draft_with(pack: Pack, article: Article, analysis: Analysis, ask: Ask, on_progress: OnProgress) -> Draft:
    """Ask a model in the pack's way."""
    if pack.strategy == "direct":
        return await direct.draft(article, analysis, pack, ask, on_progress)
    if pack.strategy == "sentences":
        return await sentences.draft(article, analysis, pack, ask, on_progress)
    return await staged.draft(article, analysis, pack, ask, on_progress)


@cache
def open_pack(name: str, temperature: float | None = None) -> Pack:
    """Load a pack and hold its examples against the rules that every brief must pass.

    Args:
        temperature: what to ask at instead of the pack's own.

    Raises:
        PackError: unknown or broken pack, or an example whose answer is not grounded in its own article.
    """
    if temperature is not None:
        return replace(open_pack(name), temperature=temperature)
    pack = load_pack(name)
    for example in pack.examples:
        if problems := example_problems(pack, example):
            raise PackError(f"pack {pack.name}: example {example.name}: {problems[0]}")
    return pack


def example_problems(pack: Pack, example: Example) -> list[str]:
    """What is wrong with a worked example: schema errors, words that its article does not have, findings."""
    from jsonschema import Draft202012Validator

    schema = fill_enums(wire_schema(WIRE_SCHEMAS[pack.strategy][0]), _choices(pack, example))
    if errors := [error.message for error in Draft202012Validator(schema).iter_errors(example.answer)]:
        return errors
    brief = example_brief(pack, example)
    problems = [f"{item.type} {item.field} {item.written!r}: {item.reason}" for item in brief.rejected]
    return problems + [f"{finding.code}: {finding.message}" for finding in brief.findings]


def _choices(pack: Pack, example: Example) -> dict[str, list[str]]:
    if pack.strategy != "sentences":
        return {}
    return sentences.choices(Analysis(article_from_text(example.article, id=example.name)))


def example_brief(pack: Pack, example: Example) -> Brief:
    """The brief that a worked example's answer comes to."""
    article = article_from_text(example.article, id=example.name)
    analysis = Analysis(article)
    if pack.strategy == "direct":
        draft = direct.expand(example.answer, None)
    else:
        draft = sentences.expand(example.answer, {item.index: item for item in article.sentences}, analysis)
    return assemble(article, analysis, draft)
