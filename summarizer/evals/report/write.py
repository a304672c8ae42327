"""The reports of some runs as texts, each worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from summarizer.evals.gate import BASELINES, Check, gate_where_possible, has_rules
from summarizer.evals.gold import Gold
from summarizer.evals.report.content import Report
from summarizer.evals.report.ledgers import Flip, current_golds, flips, judged
from summarizer.evals.runs import Run
from summarizer.evals.scores import Scores


@dataclass
class Reports:
    """Writes `report`, which was built from `scored`. What shows single articles needs their gold."""

    report: Report
    scored: Sequence[tuple[Run, Scores]]
    baselines: Path = BASELINES
    gold_folder: Path | None = None

    def markdown(self) -> str:
        """For a pull-request comment."""
        from summarizer.evals.report.markdown import to_markdown

        groups: list[tuple[str, list[Flip]]] = []
        for system, other in self.report.pairs:
            both = zip(judged(system, self._golds), judged(other, self._golds), strict=True)
            groups.append((f"{other.name} against {system.name}", [flip for pair in both for flip in flips(*pair)]))
        return to_markdown(self.report, groups, self._checks)

    def junit(self) -> str:
        """JUnit XML."""
        from summarizer.evals.report.junit import to_junit

        return to_junit(self.report, self._checks)

    def html(self) -> str:
        """One page."""
        from summarizer.evals.report.html import to_html

        return to_html(self.report, self._golds)

    def inspect(self) -> Iterator[tuple[str, str]]:
        """File name and text of an inspect_ai log for each system."""
        from summarizer.evals.report.inspect_log import file_name, to_inspect

        for system in self.report.systems:
            yield file_name(self.report, system), to_inspect(self.report, system, self._golds)

    @cached_property
    def _golds(self) -> list[Gold]:
        run, scores = self.scored[0]
        return current_golds(run, scores, self.gold_folder)

    @cached_property
    def _checks(self) -> list[Check]:
        """The gate's checks of a single run whose suite has rules; several runs are compared, not gated."""
        if len(self.scored) > 1:
            return []
        run, scores = self.scored[0]
        return gate_where_possible(run, scores, self.baselines)[0] if has_rules(run, self.baselines) else []
