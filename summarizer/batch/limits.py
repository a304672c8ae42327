"""What a job may use: how fast it asks, how long an article may take, what it may cost; and what it has used."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.briefs.models import Usage
from summarizer.engines.completion import Completion
from summarizer.engines.providers import Price

ARTICLE_SECONDS = 900.0
"""How long an article of a corpus may take, where nothing is said."""


@dataclass(frozen=True)
class Limits:
    """None means no limit. `article_seconds` does not count the wait for permission to ask; `cost` is in US dollars.

    `retries` counts repeats of a request after a transient failure; `backoff` is the first pause in seconds, doubled
    each time. Being told to slow down (429) is no failure: it is waited out, up to `pushbacks` times a request.
    """

    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    article_seconds: float | None = None
    cost: float | None = None
    retries: int = 4
    backoff: float = 0.5
    pushbacks: int = 40


@dataclass
class Spending:
    """What was used so far, counted as each answer arrives, also for articles that fail in the end.

    `cost` is in US dollars, None where no price is known; `dearest` is what the dearest brief so far cost.
    """

    price: Price | None
    requests: int = 0
    retries: int = 0
    pushbacks: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    dearest: float = 0.0

    @property
    def tokens(self) -> int:
        """Prompt and output tokens."""
        return self.prompt_tokens + self.output_tokens

    @property
    def cost(self) -> float | None:
        """What the answers cost."""
        if self.price is None:
            return None
        return self.price.of(self.prompt_tokens, self.cached_tokens, self.output_tokens)

    def add(self, answer: Completion) -> None:
        """Count an answer."""
        self.requests += 1
        self.prompt_tokens += answer.prompt_tokens
        self.cached_tokens += answer.cached_tokens
        self.output_tokens += answer.output_tokens

    def note(self, usage: Usage) -> None:
        """Note what a brief cost, whose answers have been counted."""
        self.dearest = max(self.dearest, usage.cost or 0.0)
