"""Labelled articles of the project, and briefs made of them by spoiling one thing at a time."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.briefs.models import Brief, Claim, Span
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.evals.ledger import Row
from summarizer.evals.scoring import ArticleScore

GOLD = Path(__file__).resolve().parents[2] / "evals" / "gold"


@cache
def golds() -> tuple[Gold, ...]:
    return (*load_gold_set(GOLD / "seeds" / "a"), *load_gold_set(GOLD / "newsroom"))


def changed(brief: Brief, type_: str, item: str, **fields: Any) -> Brief:
    """The brief with fields of one record replaced. `type_` is the name of a list of the brief."""
    records = [record.model_copy(update=fields) if record.id == item else record for record in getattr(brief, type_)]
    return brief.model_copy(update={type_: records})


def without(brief: Brief, type_: str, item: str) -> Brief:
    """The brief without one record; what pointed at it points nowhere."""
    return brief.model_copy(
        update={type_: [record for record in getattr(brief, type_) if record.id != item]}
        | ({"claims": _unlinked(brief.claims, item)} if type_ in ("numbers", "hedges") else {})
    )


def _unlinked(claims: list[Claim], item: str) -> list[Claim]:
    return [
        claim.model_copy(
            update={
                "numbers": [ref for ref in claim.numbers if ref != item],
                "hedges": [ref for ref in claim.hedges if ref != item],
            }
        )
        for claim in claims
    ]


def shuffled(brief: Brief, seed: int) -> Brief:
    """The same records in another order and under other ids."""
    generator = random.Random(seed)
    renamed: dict[str, str] = {}
    lists: dict[str, list[Any]] = {}
    for name in ("actors", "claims", "numbers", "hedges"):
        records = list(getattr(brief, name))
        generator.shuffle(records)
        renamed |= {record.id: f"{record.id[0]}{at}" for at, record in enumerate(records, start=1)}
        lists[name] = records
    dumped = {name: [_renamed(record.model_dump(), renamed) for record in records] for name, records in lists.items()}
    return Brief.model_validate(brief.model_dump() | dumped)


def _renamed(record: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    links = ("id", "speaker", "affiliation", "claimant", "equivalent_of", "parent", "claim", "holder")
    return {
        key: names.get(value, value)
        if key in links and isinstance(value, str)
        else [names[ref] for ref in value]
        if key in ("numbers", "hedges")
        else value
        for key, value in record.items()
    }


def span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])


def cells(score: ArticleScore) -> dict[tuple[str, str | None], str]:
    """The cell of every gold record, and of every spurious one."""
    return {(row.type, row.gold or f"+{row.predicted}"): row.cell for row in score.rows}


def row_of(score: ArticleScore, gold: str) -> Row:
    return next(row for row in score.rows if row.gold == gold)


def differences(
    before: ArticleScore, after: ArticleScore
) -> dict[tuple[str, str | None], tuple[str | None, str | None]]:
    """The cells that are not the same in two ledgers of one article."""
    old, new = cells(before), cells(after)
    return {key: (old.get(key), new.get(key)) for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
