"""Material of this folder: an article and a brief in which every text is an attack on whoever shows it."""

from __future__ import annotations

import hashlib

from summarizer.briefs.models import (
    Actor,
    Brief,
    Claim,
    Coverage,
    CoverageCount,
    Finding,
    Hedge,
    Nearest,
    Number,
    Provenance,
    Rejected,
    Source,
    Span,
    Uncovered,
    Usage,
)

ATTACK = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\u200b\x00\r\x08\x7f\U000e0041<script>alert(1)</script>"
"""Terminal escapes with seven and eight bits, direction marks, zero-width and tag characters, a zero byte, markup."""
OBEYED = "\x1b\x9b\x07\x00\r\x08\x7f\u202e\u2066\u200b\U000e0041"
"""The characters of it that must not be left in anything that is shown."""
TEXT = f"Ada {ATTACK} Quill said that 12 boats {ATTACK} may sail.\nThe line {ATTACK} has 86% of them, she claimed.\n"


def span(words: str, written: str | None = None) -> Span:
    start = TEXT.index(words)
    verdict = "verbatim" if written is None else "typographic"
    return Span(start=start, end=start + len(words), text=words, verdict=verdict, written=written)  # type: ignore[arg-type]


def hostile_brief() -> Brief:
    """A brief with the attack in every field that takes text."""
    name = f"Ada {ATTACK} Quill"
    usage = Usage(requests=1, attempts=1, prompt_tokens=1, cached_tokens=0, output_tokens=1, seconds=0.1)
    return Brief(
        source=Source(
            id="hostile",
            title=f"Title {ATTACK}",
            outlet=f"Outlet {ATTACK}",
            url="https://x.example/",
            origin=f"{ATTACK}.txt",
            sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            text=TEXT,
        ),
        actors=[
            Actor(id="a1", name=name, kind="person", aliases=[f"alias {ATTACK}"], role=span(f"Ada {ATTACK}")),
        ],
        claims=[
            Claim(
                id="c1",
                speaker="a1",
                source=span(name),
                cue=span("said"),
                content=[span(f"12 boats {ATTACK} may sail", written=f"12 boats {ATTACK}")],
                form="indirect",
                numbers=["n1"],
                hedges=["h1"],
            ),
            Claim(id="c2", source=span(f"line {ATTACK}"), content=[span(f"{ATTACK} has 86%")], form="mixed"),
        ],
        numbers=[
            Number(
                id="n1",
                span=span(f"12 boats {ATTACK}"),
                kind="count",
                value=12,  # type: ignore[arg-type]
                low=12,  # type: ignore[arg-type]
                high=12,  # type: ignore[arg-type]
                unit=f"boats {ATTACK}",
                unit_norm=f"boats {ATTACK}",
                what=span(f"{ATTACK} may"),
                claimant="a1",
            )
        ],
        hedges=[Hedge(id="h1", cue=span(f"{ATTACK} may sail"), kind="epistemic", claim="c1", holder="a1")],
        rejected=[
            Rejected(
                id="r1",
                type="claim",
                field=f"content {ATTACK}",
                reason="not_found",
                written=f"written {ATTACK}",
                nearest=Nearest(span=span(f"line {ATTACK}"), similarity=0.5),
            )
        ],
        findings=[
            Finding(code="number_drift", item=f"n1 {ATTACK}", message=f"message {ATTACK}", span=span("12 boats")),
            Finding(code="hedge_lost", item="c1", message=f"message {ATTACK}"),
        ],
        coverage=Coverage(
            quotes=CoverageCount(total=1, covered=0),
            figures=CoverageCount(total=1, covered=0),
            reporting_sentences=CoverageCount(total=1, covered=0),
            uncovered=[Uncovered(kind="figure", span=span(f"{ATTACK} has 86%"))],
        ),
        provenance=Provenance(
            pack=f"pack {ATTACK}",
            pack_sha256="0" * 64,
            model=f"m/{ATTACK}",
            usage=usage,
            versions={f"library {ATTACK}": ATTACK},
        ),
    ).sealed()
