"""Re-check a stored brief against the article it was made from, with no model and no key.

What is checked: the bytes of the file (`verify_file`), the digest over the brief, the SHA-256 of the article's text,
every span's characters and verdict, and every number read afresh; the fidelity checks run again, and what they find
that the brief does not record itself is reported. A sound brief gives `[]`, also when it records findings of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from summarizer.articles.model import Article
from summarizer.briefs.load import parse_brief, read_stored
from summarizer.briefs.models import Brief, Finding, Rejected, Span
from summarizer.grounding.fidelity import Checker
from summarizer.grounding.locate import Locator, reads_as
from summarizer.text.ranges import Range

_SHOWN = 60  # characters of a passage in a message


def verify_file(path: str | Path, article: Article | None = None) -> list[Finding]:
    """What is wrong with the brief stored at `path`; see `verify`. Any changed byte of the file is found.

    Raises:
        InputError: the file cannot be read as a brief.
    """
    data = read_stored(path)
    return verify(parse_brief(data, str(path)), article, stored=data)


def verify(brief: Brief, article: Article | None = None, *, stored: bytes | None = None) -> list[Finding]:
    """What is wrong with `brief`: `[]` when everything holds.

    While spans do not hold, what their words say is not judged.

    Args:
        article: the article, if it is at hand apart from the copy that the brief carries; must be the same text.
        stored: the file that the brief was read from, if that is to be byte for byte as it was written.
    """
    findings = _content(brief, article)
    if not findings and stored is not None and stored != brief.to_json().encode("utf-8"):
        message = "the content is unchanged, but the file is not byte for byte as written: another program rewrote it"
        findings.append(Finding(code="digest_mismatch", message=message))
    return findings


def _content(brief: Brief, article: Article | None) -> list[Finding]:
    findings = [*_digest(brief), *_source(brief, article), *_actors(brief)]
    if spans := list(_spans(brief, Locator(brief.source.text))):
        return [*findings, *spans]
    checker = Checker(brief.source.text)
    return [*findings, *_equivalents(brief, checker), *_unrecorded(brief, checker)]


def _digest(brief: Brief) -> Iterator[Finding]:
    if brief.digest is None:
        yield Finding(code="digest_mismatch", message="the brief carries no digest, so a change to it would not show")
    elif brief.digest != brief.computed_digest():
        yield Finding(code="digest_mismatch", message="the brief has been changed since it was written")


def _source(brief: Brief, article: Article | None) -> Iterator[Finding]:
    text = brief.source.text
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != brief.source.sha256:
        yield Finding(
            code="source_changed", message="the article's text in the brief does not have the recorded SHA-256"
        )
    if article is None or article.sha256 == brief.source.sha256:
        return
    place = next((i for i, (a, b) in enumerate(zip(text, article.text, strict=False)) if a != b), None)
    if place is None:
        place = min(len(text), len(article.text))
    line = text.count("\n", 0, place) + 1
    message = f"the article is not the one the brief was made from: first difference at character {place} (line {line})"
    yield Finding(code="source_changed", message=message)


def _actors(brief: Brief) -> Iterator[Finding]:
    """References to somebody must point at an actor; that they point at something at all is checked when reading."""
    actors = {actor.id for actor in brief.actors}
    named = [(claim.id, "speaker", claim.speaker) for claim in brief.claims]
    named += [(number.id, "claimant", number.claimant) for number in brief.numbers]
    named += [(hedge.id, "holder", hedge.holder) for hedge in brief.hedges if hedge.holder != "outlet"]
    for item, field, reference in named:
        if reference is not None and reference not in actors:
            message = f"{field} points at {reference!r}, which is no actor"
            yield Finding(code="speaker_unknown", item=item, message=message)


def _spans(brief: Brief, locator: Locator) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for group in (brief.actors, brief.claims, brief.numbers, brief.hedges, brief.rejected):
        for item in group:
            for field, span in _spans_in(item):
                problem = _span_problem(span, locator, counts, rejected=isinstance(item, Rejected))
                if problem:
                    yield Finding(code="span_changed", item=item.id, message=f"{field}: {problem}", span=span)
    for index, finding in enumerate(brief.findings):
        for field, span in _spans_in(finding):
            if problem := _span_problem(span, locator, counts):
                yield Finding(code="span_changed", message=f"findings.{index}.{field}: {problem}", span=span)
    if brief.coverage is not None:
        for field, span in _spans_in(brief.coverage):
            if problem := _span_problem(span, locator, counts):
                yield Finding(code="span_changed", message=f"coverage.{field}: {problem}", span=span)


def _spans_in(record: BaseModel, prefix: str = "") -> Iterator[tuple[str, Span]]:
    """Every span in a record, however deep, with the path of its field."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        for place, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            path = prefix + name + ("" if place is None else f".{place}")
            if isinstance(part, Span):
                yield path, part
            elif isinstance(part, BaseModel):
                yield from _spans_in(part, path + ".")


def _span_problem(span: Span, locator: Locator, counts: dict[str, int], rejected: bool = False) -> str | None:
    """Why a span does not hold, or None."""
    if not 0 <= span.start < span.end <= len(locator.text):
        return f"characters {str(span.start)[:20]} to {str(span.end)[:20]} are not in the article"
    # The sizes first: thousands of spans over a whole article must not copy it thousands of times.
    if span.end - span.start != len(span.text) or Range(span.start, span.end).of(locator.text) != span.text:
        there = Range(span.start, min(span.end, span.start + 2 * _SHOWN)).of(locator.text)
        return f"the article has {_short(there)!r} there, the brief {_short(span.text)!r}"
    if span.verdict == "not_found" and not rejected:
        return "not found, but not listed under rejected"
    if span.verdict == "verbatim" and span.written is not None and span.written.strip() != span.text:
        return f"called verbatim, but {_short(span.written)!r} was written"
    written = span.text if span.written is None else span.written
    if span.verdict == "typographic" and span.written is None:
        return "called typographic, but nothing else was written"
    if span.verdict in ("typographic", "ambiguous") and not reads_as(written, span.text):
        return f"called {span.verdict}, but {_short(written)!r} was written"
    if span.occurrences == 1 and span.verdict != "ambiguous":
        return None
    # Not what was written, which may have marks around or behind the words that were found and counted.
    if span.text not in counts:
        counts[span.text] = locator.count(span.text)
    count = counts[span.text]
    if span.occurrences != count:
        return f"stands {count} times in the article, the brief says {span.occurrences}"
    return "called ambiguous, but it stands only once" if span.verdict == "ambiguous" and count < 2 else None


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "…"


def _equivalents(brief: Brief, checker: Checker) -> Iterator[Finding]:
    """Two figures that are said to be one quantity in two units must convert into each other."""
    numbers = {number.id: number for number in brief.numbers}
    for number in brief.numbers:
        other = numbers.get(number.equivalent_of or "")
        if other is None or checker.same_quantity(number, other) is not False:
            continue
        message = f"{number.span.text!r} is said to restate {other.span.text!r}, but they are not the same quantity"
        yield Finding(code="unit_mismatch", item=number.id, message=message, span=number.span)


def _unrecorded(brief: Brief, checker: Checker) -> Iterator[Finding]:
    recorded = {_key(finding) for finding in brief.findings}
    for finding in checker.brief(brief):
        if _key(finding) not in recorded:
            message = f"not recorded in the brief: {finding.message}"
            yield finding.model_copy(update={"message": message})


def _key(finding: Finding) -> tuple[str, str | None, tuple[int, int] | None]:
    """What makes two findings the same: of the brief as a whole there may be one for each of several passages."""
    span = finding.span
    return finding.code, finding.item, (span.start, span.end) if finding.item is None and span is not None else None
