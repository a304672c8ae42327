"""What scoring against external gold comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from summarizer.briefs.models import Brief


@dataclass(frozen=True)
class Counts:
    """Sums of one metric: `right` of `predicted` and of `gold`."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """0 where nothing is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """0 where gold has nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """2·right / (predicted + gold); 0 where both are empty."""
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True)
class Line:
    """One metric of one system. `counts` is None for a published figure, of which only `f1` is known."""

    system: str
    metric: str
    f1: float
    counts: Counts | None = None


@dataclass(frozen=True)
class Result:
    """Scores of several systems on one set; `notes` say where the figures that were not computed here come from."""

    documents: int
    items: int
    lines: Sequence[Line]
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Predictor:
    """A system: its name and the brief it made of each text of the set, in order (None: no answer)."""

    name: str
    briefs: Sequence[Brief | None]


class ExternalSet(Protocol):
    """Gold of one format, read and checked."""

    @property
    def texts(self) -> Sequence[tuple[str, str]]:
        """Name and text of every document, for a model to be asked about."""

    def score(self, predictors: Sequence[Predictor]) -> Result:
        """The published metric for the rules of this package, the trivial baseline and `predictors`."""


def computed(system: str, metric: str, counts: Counts) -> Line:
    """A line whose figures were counted here."""
    return Line(system, metric, counts.f1, counts)
