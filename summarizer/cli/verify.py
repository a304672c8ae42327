"""`summarizer verify`: stored briefs against their articles, with no model and no key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.bounds import bounded_lines
from summarizer.cli.saying import say
from summarizer.errors import InputError, UsageError
from summarizer.render.visible import one_line

if TYPE_CHECKING:
    from summarizer.articles.model import Article
    from summarizer.briefs.models import Brief, Finding

FINDINGS = 1
INCOMPLETE = 3


@click.command(
    epilog="Exit codes: 0 every brief holds, 1 one does not, 2 none could be read, 3 some could not be read."
)
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF…")
@click.option("--article", type=click.Path(path_type=Path), help="The article of a single BRIEF, to be read again.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a brief.")
def verify(briefs: tuple[str, ...], article: Path | None, as_json: bool) -> int:
    """Re-check each BRIEF (a file, a folder of them, or a .jsonl of briefs).

    Every span, hash, number and link is checked again against the text that the brief stores, and that text against
    the hash it pins and against the file it was made from, where that is still there.
    """
    from summarizer.briefs.load import load_brief, parse_brief
    from summarizer.grounding.verify import verify as check
    from summarizer.grounding.verify import verify_file

    paths = list(_paths(briefs))
    if article is not None and len(paths) != 1:
        raise UsageError("--article goes with a single brief")
    held = failed = unread = 0

    def judge(name: str, brief: Brief, findings: list[Finding]) -> None:
        nonlocal held, failed
        held, failed = held + (not findings), failed + bool(findings)
        _say(name, brief, findings, as_json)

    for path in paths:
        try:
            if path.suffix == ".jsonl":
                for number, line in enumerate(_lines(path), start=1):
                    brief = parse_brief(line, f"{path}:{number}")
                    judge(f"{path}:{number}", brief, check(brief, _original(brief, article)))
            else:
                brief = load_brief(path)
                judge(str(path), brief, verify_file(path, _original(brief, article)))
        except InputError as error:
            unread += 1
            say(f"error: {one_line(str(error))}")
    if unread:
        return INCOMPLETE if held or failed else InputError.exit_code
    return FINDINGS if failed else 0


def _say(name: str, brief: Brief, findings: list[Finding], as_json: bool) -> None:
    if as_json:
        rows = [finding.model_dump(mode="json") for finding in findings]
        click.echo(json.dumps({"brief": name, "verified": not findings, "problems": rows}))
        return
    items = len(brief.actors) + len(brief.claims) + len(brief.numbers) + len(brief.hedges)
    verdict = "does not hold" if findings else "holds"
    remarks = f"{items} items grounded, {len(brief.rejected)} rejected, {len(brief.findings)} findings on record"
    click.echo(f"{one_line(name)}: {verdict}; {remarks}")
    for finding in findings:
        click.echo(f"  {finding.code} {one_line(finding.item or '')}: {one_line(finding.message)}")


def _original(brief: Brief, article: Path | None) -> Article | None:
    """The article read again: the one that was given, else the file it came from, where that is still there."""
    from summarizer.articles.read import ReadFailure, read_articles

    origin = brief.source.origin
    if article is None and (origin is None or Path(origin).suffix not in (".txt", ".md") or not Path(origin).is_file()):
        return None
    read = next(iter(read_articles([str(article or origin)])))
    if isinstance(read, ReadFailure):
        if article is not None:
            raise read.error
        return None
    return read


def _paths(briefs: tuple[str, ...]) -> Iterator[Path]:
    for name in briefs:
        path = Path(name)
        found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not found:
            raise UsageError(f"{name}: no briefs (*.json) in this folder")
        yield from found


def _lines(path: Path) -> Iterator[bytes]:
    from summarizer.briefs.load import MAX_BYTES

    try:
        with path.open("rb") as file:
            yield from (line for line in bounded_lines(file, str(path), MAX_BYTES) if line.strip())
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
