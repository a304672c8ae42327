"""Many articles: bounded concurrency, paced requests, a journalled output, one failure never stops the rest."""

from summarizer.batch.limits import Limits
from summarizer.batch.running import Job, Outcome, Watcher, run

__all__ = ["Job", "Limits", "Outcome", "Watcher", "run"]
