"""`summarizer verify`: stored briefs against their articles, with no model and no key."""

from __future__ import annotations

import json
from pathlib import Path

import click

from summarizer.errors import InputError, UsageError
from summarizer.render.visible import one_line

FINDINGS = 1
INCOMPLETE = 3
# What makes a brief untrue to its article; other findings were there when it was made, and are shown as remarks.
BROKEN = frozenset({"span_changed", "source_changed", "digest_mismatch", "number_drift", "unit_mismatch"})


@click.command(
    epilog="Exit codes: 0 every brief holds, 1 one does not, 2 nothing could be read, 3 some could not be read."
)
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF…")
@click.option(
    "--article", type=click.Path(path_type=Path), help="The article of a single BRIEF, read again from this file."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a brief.")
def verify(briefs: tuple[str, ...], article: Path | None, as_json: bool) -> int:
    """Re-check each BRIEF (a file, a folder of them, or a .jsonl of briefs).

    Every span, hash, number and link is checked again. Without --article the text that the brief stores is checked
    against the hash it pins, and so is the file it was made from where that is still there.
    """
    from summarizer.brief.load import load_briefs
    from summarizer.grounding.verify import verify as check

    from summarizer.articles.read import ReadFailure, read_articles

    paths = _paths(briefs)
    if article is not None and len(paths) != 1:
        raise UsageError("--article goes with a single brief")
    held = failed = unread = 0
    for path in paths:
        try:
            for name, loaded in load_briefs(path):
                original = None
                origin = str(article) if article is not None else loaded.source.origin
                if article is not None or (origin is not None and Path(origin).is_file()):
                    read = next(iter(read_articles([str(origin)])))
                    if isinstance(read, ReadFailure):
                        if article is not None:
                            raise read.error
                    else:
                        original = read
                findings = check(loaded, original)
                broken = [finding for finding in findings if finding.code in BROKEN]
                held += not broken
                failed += bool(broken)
                if as_json:
                    rows = [finding.model_dump(mode="json") for finding in findings]
                    click.echo(json.dumps({"brief": name, "verified": not broken, "findings": rows}))
                    continue
                rejected = len(loaded.rejected)
                items = len(loaded.actors) + len(loaded.claims) + len(loaded.numbers) + len(loaded.hedges)
                verdict = "does not hold" if broken else "holds"
                click.echo(
                    f"{one_line(name)}: {verdict}; {items} items grounded, {rejected} rejected, {len(findings)} findings"
                )
                for finding in findings:
                    mark = "!" if finding.code in BROKEN else "-"
                    click.echo(f"  {mark} {finding.code} {finding.item or ''}: {one_line(finding.message)}")
        except InputError as error:
            unread += 1
            click.echo(f"error: {one_line(str(error))}", err=True)
    if unread:
        return INCOMPLETE if held or failed else InputError.exit_code
    return FINDINGS if failed else 0


def _paths(briefs: tuple[str, ...]) -> list[Path]:
    paths: list[Path] = []
    for name in briefs:
        path = Path(name)
        paths += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not paths:
        raise UsageError(f"no brief in {', '.join(briefs)}")
    return paths
