"""`summarizer verify`: stored briefs against their articles, with no model and no key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.saying import say
from summarizer.errors import InputError, UsageError
from summarizer.render.visible import one_line
from summarizer.suffixes import suffix_of

if TYPE_CHECKING:
    from summarizer.articles.model import Article
    from summarizer.briefs.models import Brief, Finding
    from summarizer.briefs.stored import Stored

FINDINGS = 1
INCOMPLETE = 3


@click.command(
    epilog="Exit codes: 0 every brief holds, 1 one does not, 2 none could be read, 3 some could not, the others hold."
)
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF…")
@click.option("--article", type=click.Path(path_type=Path), help="The article of a single BRIEF, to be read again.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a brief.")
def verify(briefs: tuple[str, ...], article: Path | None, as_json: bool) -> int:
    """Re-check each BRIEF: a .json file, all in a .jsonl, .ndjson or .parquet, or a folder of such files.

    Every span, hash, number and link is checked again against the text that the brief stores, and that text against
    the hash it pins and against the file it was made from, where that is still there.
    """
    held = failed = unread = 0
    found: Iterable[Stored | InputError] = _briefs(briefs)
    if article is not None:
        found = list(islice(found, 2))
        if len(found) > 1:
            raise UsageError("--article goes with a single brief")
    for stored in found:
        try:
            if isinstance(stored, InputError):
                raise stored
            findings = _findings(stored, article)
        except InputError as error:
            unread += 1
            say(f"error: {one_line(str(error))}")
            continue
        held, failed = held + (not findings), failed + bool(findings)
        _say(stored.name, stored.brief, findings, as_json)
    if failed:
        return FINDINGS
    if unread:
        return INCOMPLETE if held else InputError.exit_code
    return 0


def _findings(stored: Stored, article: Path | None) -> list[Finding]:
    from summarizer.grounding.verify import verify as check

    return check(stored.brief, _original(stored.brief, article), stored=stored.data)


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
    if article is None and (origin is None or suffix_of(origin) not in (".txt", ".md") or not Path(origin).is_file()):
        return None
    read = next(read_articles([str(article or origin)]), None)
    if read is not None and not isinstance(read, ReadFailure):
        return read
    if article is not None:
        raise InputError(f"{article}: no article in it") if read is None else read.error
    return None


def _briefs(sources: tuple[str, ...]) -> Iterator[Stored | InputError]:
    from summarizer.briefs.stored import SUFFIXES, holds_briefs, read_briefs

    for source in sources:
        if Path(source).is_dir() and not holds_briefs(source):
            raise UsageError(f"{source}: no briefs ({', '.join(SUFFIXES)}) in this folder")
    for source in sources:
        yield from read_briefs(source)
