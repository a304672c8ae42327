"""What a job would take, without asking anything: `summarizer brief --dry-run`."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.articles.model import ReadFailure
from summarizer.batch.rehearsal import Estimate, estimate
from summarizer.batch.running import Job
from summarizer.engines.providers import Price, resolve

_EACH = 1000  # articles that are all worked through; of those behind them every twentieth, for the sake of time
_STEP = 20


@dataclass
class Quotation:
    """Calls and tokens of a job, estimated; `cost` in US dollars, None where no price is known.

    `sampled` articles were worked through and stand for all. `unreadable` ones cost nothing.
    """

    model: str
    pack: str
    price: Price | None
    embedded: bool
    articles: int = 0
    unreadable: int = 0
    sampled: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    output_tokens: int = 0
    most_output_tokens: int = 0

    @property
    def cost(self) -> float | None:
        """The expected cost."""
        return self._priced(self.output_tokens)

    @property
    def highest_cost(self) -> float | None:
        """The cost if every answer were as long as it may be."""
        return self._priced(self.most_output_tokens)

    def _priced(self, output_tokens: int) -> float | None:
        if self.price is None:
            return 0.0 if self.embedded else None
        return self.price.of(self.prompt_tokens, 0, output_tokens)


async def quote(job: Job) -> Quotation:
    """Read all articles of a job and estimate what asking about them would take."""
    target = resolve(job.settings)
    quotation = Quotation(target.name, job.pack.name, target.price, target.embedded is not None)
    whole, sample = Estimate(), Estimate()
    behind = 0
    for item in job.articles:
        if isinstance(item, ReadFailure):
            quotation.unreadable += 1
            continue
        quotation.articles += 1
        if quotation.articles <= _EACH:
            whole.add(await estimate(item, job.pack, target))
        else:
            behind += 1
            if behind % _STEP == 1:
                sample.add(await estimate(item, job.pack, target))
    factor = behind / sample.articles if sample.articles else 0.0
    quotation.sampled = whole.articles + sample.articles
    for name in ("calls", "prompt_tokens", "output_tokens", "most_output_tokens"):
        setattr(quotation, name, getattr(whole, name) + round(getattr(sample, name) * factor))
    return quotation
