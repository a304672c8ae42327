"""What a caller may watch while a brief grows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from summarizer.engines.calls import Answer, Call
from summarizer.grounding.draft import DraftActor, DraftClaim, DraftHedge, DraftNumber

Item = DraftActor | DraftClaim | DraftNumber | DraftHedge


@dataclass(frozen=True)
class Progress:
    """One step of one article: `done` of `total` at `stage`, and the items that are new since the last step."""

    article: str
    stage: str
    done: int
    total: int
    items: tuple[Item, ...] = ()


OnProgress = Callable[[Progress], None]
Ask = Callable[[Call], Awaitable[Answer]]
