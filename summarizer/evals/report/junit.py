"""JUnit XML: a test suite for each system, a test case for each check of the gate and for each article.

An article fails where an answer is not valid or misses a critical claim; the text of every failure holds its scores. It
is skipped where no take has an answer; a take without one beside others is no failure. What could not be compared or
gated is a skipped test case in a suite of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from summarizer.evals.gate import Check
from summarizer.evals.measures import HEADLINES
from summarizer.evals.report.content import Report, SystemReport
from summarizer.evals.report.tables import score_text
from summarizer.render.visible import one_line


def to_junit(report: Report, checks: Sequence[Check] = ()) -> str:
    """The XML document. `checks` are those of the last run."""
    root = Element("testsuites", name=_clean(f"summarizer eval {report.suite}"))
    for system in report.systems:
        last = system.run is report.systems[-1].run
        _suite(root, report, system, [one for one in checks if last and one.system == system.system.name])
    if report.notes:
        _notes(root, report)
    for attribute in ("tests", "failures", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, report: Report, system: SystemReport, checks: Sequence[Check]) -> None:
    suite = SubElement(root, "testsuite", name=_clean(f"{report.suite}.{system.name}"))
    for check in checks:
        case = SubElement(suite, "testcase", classname=_clean(f"{system.name}.gate"), name=_clean(check.what))
        if not check.passed:
            _fail(case, check.detail, f"{check.detail}\n{_all_scores(system)}")
    for at, entry in enumerate(system.articles):
        case = SubElement(suite, "testcase", classname=_clean(f"{system.name}.articles"), name=_clean(entry.id))
        case.set("time", f"{_seconds(system, at):.3f}")
        missed = sorted({claim for take in system.takes for claim in take.critical_misses.get(entry.id, ())})
        answered = system.answered(at)
        flags = sorted({flag for take in answered or system.takes for flag in take.flags.get(entry.id, ())})
        if not answered:
            SubElement(case, "skipped", message=_clean("; ".join(flags)))
        elif flags or missed:
            problems = [*flags, *(f"critical claim {claim} missed" for claim in missed)]
            _fail(case, "; ".join(problems), _article_scores(system, at))
    _count(suite)


def _notes(root: Element, report: Report) -> None:
    suite = SubElement(root, "testsuite", name=_clean(f"{report.suite}.notes"))
    for note in report.notes:
        case = SubElement(suite, "testcase", classname=_clean(f"{report.suite}.notes"), name=_clean(note))
        SubElement(case, "skipped", message=_clean(note))
    _count(suite)


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _fail(case: Element, message: str, text: str) -> None:
    failure = SubElement(case, "failure", message=_clean(message))
    failure.text = "\n".join(_clean(line) for line in text.split("\n"))


def _all_scores(system: SystemReport) -> str:
    return "\n".join(f"{one.label}: {score_text(system.summaries[one.name].macro)}" for one in HEADLINES)


def _article_scores(system: SystemReport, at: int) -> str:
    lines = []
    for measure in HEADLINES:
        values = [take.sums[measure.name][at] for take in system.takes]
        lines.append(f"{measure.label}: " + ", ".join(score_text(one.f) if one else "no answer" for one in values))
    return "\n".join(lines)


def _seconds(system: SystemReport, at: int) -> float:
    return sum(one.seconds for take in system.takes if (one := take.free[at]) is not None)


def _clean(text: str) -> str:
    """XML 1.0 allows no control characters."""
    return one_line(text)
