"""Several accounts of one event, side by side: who is the same, which figures and claims belong together, what differs."""

from __future__ import annotations

from summarizer.collate.collate import collate
from summarizer.collate.models import Collation

__all__ = ["Collation", "collate"]
