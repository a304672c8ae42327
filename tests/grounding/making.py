"""Small briefs for tests, made from an article's text and quotes of it."""

from __future__ import annotations

import hashlib
from typing import Any

from summarizer.briefs.models import Brief, Claim, Hedge, Number, Source, Span
from summarizer.numbers.grammar import find_quantities


def span_of(text: str, quote: str) -> Span:
    """The span of the first place where `quote` stands."""
    start = text.index(quote)
    return Span(start=start, end=start + len(quote), text=quote)


def claim_of(text: str, *content: str, number: int = 1, cue: str | None = None, **fields: Any) -> Claim:
    """A claim with these quotes as content; indirect if nothing else is said."""
    fields.setdefault("form", "indirect")
    return Claim(
        id=f"c{number}",
        content=[span_of(text, quote) for quote in content],
        cue=span_of(text, cue) if cue else None,
        **fields,
    )


def number_of(text: str, quote: str, number: int = 1, **fields: Any) -> Number:
    """The number that the figure `quote` states, with some fields said otherwise."""
    (quantity,) = [found for found in find_quantities(text) if found.range.of(text) == quote]
    values: dict[str, Any] = {
        "kind": quantity.kind,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "bound": quantity.bound,
        "unit": quantity.unit,
        "unit_norm": quantity.unit_norm,
    }
    return Number(id=f"n{number}", span=span_of(text, quote), **(values | fields))


def hedge_of(text: str, cue: str, claim: str | None = "c1", number: int = 1, **fields: Any) -> Hedge:
    """An epistemic hedge on a claim."""
    fields.setdefault("kind", "epistemic")
    return Hedge(id=f"h{number}", cue=span_of(text, cue), claim=claim, **fields)


def brief_of(text: str, **items: Any) -> Brief:
    """A brief of `text`, not sealed."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Brief(source=Source(id="test", sha256=sha256, text=text), **items)
