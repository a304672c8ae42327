"""Briefs for pages: labelled articles of the project, spoilt here and there as a model spoils them, then grounded."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure, read_articles
from summarizer.briefs.models import Brief, Provenance, Source, Span, Usage
from summarizer.evals.gold import Gold, load_gold
from summarizer.grounding.assemble import assemble
from summarizer.grounding.draft import Draft, DraftActor, DraftClaim, DraftHedge, DraftNumber, Quote
from summarizer.language.analysis import Analysis
from summarizer.text.ranges import Range

ROOT = Path(__file__).resolve().parents[2]
KURSK = ROOT / "evals" / "gold" / "seeds" / "adjudicated" / "002_0b3daa49e9a4cb2b.yaml"


@cache
def model_brief(path: Path = KURSK) -> Brief:
    """What a fair model makes of a labelled article: every sixth claim left out, every ninth quoted wrongly."""
    gold = load_gold(path)
    article = article_of(gold.source_path)
    brief = assemble(article, Analysis(article), _draft(gold))
    usage = Usage(requests=14, attempts=14, prompt_tokens=4210, cached_tokens=2900, output_tokens=655, seconds=48.2)
    made = Provenance(
        pack="staged", pack_sha256="0" * 64, model="local/qwen2.5-coder-1.5b", synthetic=True, usage=usage
    )
    return brief.model_copy(update={"provenance": made}).sealed()


def article_of(path: Path) -> Article:
    """The article in a file."""
    read = next(iter(read_articles([str(path)])))
    assert not isinstance(read, ReadFailure)
    return read


def _draft(gold: Gold) -> Draft:
    brief = gold.brief
    names = {actor.id: actor.name for actor in brief.actors}
    return Draft(
        actors=tuple(DraftActor(a.name, a.kind, tuple(a.aliases), role=_at(a.role)) for a in brief.actors),
        claims=tuple(
            DraftClaim(
                content=tuple(_spoilt(span, place) for span in claim.content),
                speaker=names.get(claim.speaker or ""),
                source=_at(claim.source),
                cue=_at(claim.cue),
                polarity=claim.polarity,
                verification=claim.verification,
                source_kind=claim.source_kind,
                confidence=0.62 + 0.03 * (place % 12),
            )
            for place, claim in enumerate(brief.claims, start=1)
            if place % 6
        ),
        numbers=tuple(
            DraftNumber(Range(n.span.start, n.span.end), what=_at(n.what), claimant=names.get(n.claimant or ""))
            for place, n in enumerate(brief.numbers, start=1)
            if place % 7
        ),
        hedges=tuple(DraftHedge(Range(h.cue.start, h.cue.end), h.kind) for h in brief.hedges),
    )


def _at(span: Span | None) -> Range | None:
    return Range(span.start, span.end) if span is not None else None


def _spoilt(span: Span, place: int) -> Range | Quote:
    """The words themselves, or, now and then, words that the article does not have."""
    if place % 9 != 4:
        return Range(span.start, span.end)
    words = span.text.split()
    words[len(words) // 2] = "fully" if words[len(words) // 2] != "fully" else "partly"
    return Quote(" ".join(words))


@cache
def long_brief(words: int, items: int) -> Brief:
    """A long article with many items: labelled articles one after the other, ids counted on."""
    text, parts = "", [model_brief(path) for path in sorted((ROOT / "evals" / "gold" / "newsroom").glob("*.yaml"))]
    found: dict[str, list[dict[str, Any]]] = {"actors": [], "claims": [], "numbers": [], "hedges": []}
    for place, part in enumerate(parts * (1 + 2 * words // 1000)):
        if len(text.split()) >= words:
            break
        shift, number = len(text), place * 1000
        for name, records in found.items():
            if sum(map(len, found.values())) < items:
                records += [_moved(item.model_dump(), shift, number) for item in getattr(part, name)]
        text += part.source.text + "\n\n"
    text = text.rstrip() + "\n"
    for claim in found["claims"]:
        claim["numbers"] = [ref for ref in claim["numbers"] if any(n["id"] == ref for n in found["numbers"])]
        claim["hedges"] = [ref for ref in claim["hedges"] if any(h["id"] == ref for h in found["hedges"])]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = Source(id="long", title="A long day in Kaldria", outlet="The Courier", sha256=sha256, text=text)
    return Brief.model_validate({"source": source, **found})


def _moved(value: Any, shift: int, number: int) -> Any:
    """A record further down in a longer text, under an id of its own."""
    if isinstance(value, dict):
        moved = {name: _moved(inner, shift, number) for name, inner in value.items()}
        return moved | {name: value[name] + shift for name in ("start", "end") if name in value}
    if isinstance(value, list):
        return [_moved(inner, shift, number) for inner in value]
    if isinstance(value, str) and re.fullmatch(r"[acnh]\d+", value):
        return f"{value[0]}{int(value[1:]) + number}"
    return value
