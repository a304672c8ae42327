"""The reports of some runs as texts, each worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from summarizer.evals.gate import BASELINES, Check, gate_where_possible, has_rules
from summarizer.evals.gold import Gold
from summarizer.evals.report.content import Report, SystemReport
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
            name = f"{other.name} against {system.name}{_first_takes(other, system)}"
            groups.append((name, [flip for pair in both for flip in flips(*pair)]))
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
        from summarizer.evals.report.inspect_log import to_inspect

        for system in self.report.systems:
            yield to_inspect(self.report, system, self._golds)

    @cached_property
    def _golds(self) -> list[Gold]:
        """Those of the report's articles, in their order."""
        by_article: dict[str, Gold] = {}
        for run, scores in self.scored:
            by_article |= {gold.article: gold for gold in current_golds(run, scores, self.gold_folder)}
        return [by_article[entry.id] for entry in self.report.articles]

    @cached_property
    def _checks(self) -> list[Check]:
        """The gate's checks of the last run, where its suite has rules: what the runs before it did is past."""
        run, scores = self.scored[-1]
        if self.report.ungated is not None or not has_rules(run, self.baselines):
            return []
        return gate_where_possible(run, scores, self.baselines)[0]


def _first_takes(*systems: SystemReport) -> str:
    """Which takes are held against each other, where there are several."""
    takes = [len(one.takes) for one in systems]
    if max(takes) == 1:
        return ""
    return ", take 1 of " + " against take 1 of ".join(str(count) for count in dict.fromkeys(takes))
