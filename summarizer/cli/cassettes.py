"""`summarizer cassettes`: list, check and explain recordings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.saying import put_json, say
from summarizer.recordings import DEFAULT_PACK
from summarizer.render.visible import one_line, visible

if TYPE_CHECKING:
    from summarizer.cassettes import Explanation, Row

FINDINGS = 1
MISSING = 4
_FOLDER = click.Path(path_type=Path)


@click.group()
def cassettes() -> None:
    """List, check and explain recordings of what models answered.

    Recordings are made and replayed by the commands that ask a model, with --cassettes and --record.
    """


@cassettes.command("list")
@click.argument("directory", type=_FOLDER, default=Path("cassettes"), metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_command(directory: Path, as_json: bool) -> None:
    """What is recorded in DIR, a suite or a folder of suites (default: cassettes)."""
    from summarizer.cassettes import list_cassettes, shared_size

    rows = list_cassettes(directory)
    shared = shared_size(directory)
    if as_json:
        put_json(json.dumps({"recordings": [asdict(row) for row in rows], "shared_size": shared}, indent=2))
        return
    header = ("suite", "pack", "model", "articles", "answers", "takes", "tokens in", "out", "seconds", "size")
    _table([header, *(_cells(row) for row in rows)], left=3)
    total = sum(row.size for row in rows) + shared
    click.echo(f"{_bytes(total)} in all, {_bytes(shared)} of it texts that the recordings share")


def _cells(row: Row) -> tuple[str, ...]:
    model = f"{row.model} (synthetic: {row.synthetic})" if row.synthetic else row.model
    counts = (row.articles, row.interactions, row.takes, row.prompt_tokens, row.output_tokens)
    return row.suite, row.pack, model, *(f"{count:,}" for count in counts), f"{row.seconds:,.1f}", _bytes(row.size)


def _bytes(size: int) -> str:
    return f"{size / 1000:,.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _table(rows: list[tuple[str, ...]], left: int) -> None:
    """Print aligned columns: the first `left` to the left, the others, which are figures, to the right."""
    rows = [tuple(one_line(cell) for cell in row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            f"{cell:<{width}}" if at < left else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


@cassettes.command(epilog="Exit codes: 0 nothing wrong, 1 something is. Notes (synthetic, redacted) are nothing wrong.")
@click.argument("directory", type=_FOLDER, default=Path("cassettes"), metavar="[DIR]")
@click.option(
    "--articles",
    multiple=True,
    metavar="SOURCE",
    help="The articles there are (files, folders, corpora): recordings of others, or of other text, are wrong.",
)
@click.option("--prompt", "packs", multiple=True, metavar="PACK", help="A folder with a pack that does not ship.")
@click.option(
    "--played",
    type=_FOLDER,
    metavar="FILE",
    help="What was replayed with SUMMARIZER_PLAY_LOG=FILE: recordings that were not are wrong.",
)
@click.option("--prune", is_flag=True, help="Delete what is unplayed, stale or orphaned.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(
    directory: Path, articles: tuple[str, ...], packs: tuple[str, ...], played: Path | None, prune: bool, as_json: bool
) -> int:
    """Look for recordings in DIR (default: cassettes) that are no longer asked for, out of date, damaged or leaking.

    Always: keys, tokens, organisation ids and cookies; damage; texts nobody refers to; packs that have changed.
    Articles that have changed and recordings that were not played only with the options for them.
    """
    from summarizer.cassettes import check as find
    from summarizer.cassettes import prune as delete
    from summarizer.collate import questions
    from summarizer.prompting.pack import load_pack, pack_names

    known = {pack.name: pack.sha256 for pack in map(load_pack, [*pack_names(), *packs])}
    known[questions.PACK] = questions.prompt_sha256()
    sums = _sums(articles, pairs=any(directory.rglob(questions.PACK))) if articles else None
    findings = find(directory, packs=known, articles=sums, play_log=played)
    if prune:
        deleted = delete(directory, findings)
        say(f"{directory}: {len(deleted)} files deleted")
        findings = find(directory, packs=known, articles=sums, play_log=played)
    if as_json:
        rows = [{"kind": f.kind, "path": str(f.path), "text": f.text, "fails": f.fails} for f in findings]
        put_json(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            note = "" if finding.fails else " (note)"
            click.echo(f"{finding.kind}{note}: {one_line(str(finding.path))}: {one_line(finding.text)}")
        failing = sum(finding.fails for finding in findings)
        say(f"{directory}: {failing or 'nothing'} wrong")
    return FINDINGS if any(finding.fails for finding in findings) else 0


def _sums(sources: Sequence[str], pairs: bool) -> dict[str, set[str]]:
    """The hashes of all articles by id, and of their pairs, if asked for.

    A run reads some sources together, and then ids that repeat are told apart, or one alone: an id that repeats is, read
    alone, that of several articles.

    Raises:
        InputError: a source cannot be read.
    """
    from summarizer.collate.questions import pairs_of

    readings = [_read(sources), *(_read([source]) for source in sources if len(sources) > 1)]
    if pairs:
        last = {id: sha256 for reading in readings for id, sha256 in reading.items()}
        readings += [pairs_of(readings[0]), pairs_of(last)]
    sums: dict[str, set[str]] = {}
    for reading in readings:
        for id, sha256 in reading.items():
            sums.setdefault(id, set()).add(sha256)
    return sums


def _read(sources: Sequence[str]) -> dict[str, str]:
    """The hashes of articles by id, as one run reads them."""
    from summarizer.articles.read import ReadFailure, read_articles

    sums = {}
    for article in read_articles(sources):
        if isinstance(article, ReadFailure):
            raise article.error
        sums[article.id] = article.sha256
    return sums


@cassettes.command(epilog="Exit codes: 0 every question has its answer, 4 one has not.")
@click.argument("directory", type=_FOLDER, metavar="DIR")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@click.option("--prompt", default=DEFAULT_PACK, show_default=True, metavar="PACK", help="Name or folder of the pack.")
@click.option("--model", metavar="PROVIDER/NAME", help="[default: the one that is recorded]")
@click.option("--take", type=click.IntRange(min=1), default=1, show_default=True, help="Which of several answers.")
@click.option("--temperature", type=click.FloatRange(0, 2), help="Overrides the pack's.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def explain(
    directory: Path,
    articles: tuple[str, ...],
    prompt: str,
    model: str | None,
    take: int,
    temperature: float | None,
    as_json: bool,
) -> int:
    """Say whether the suite DIR answers everything that PACK asks about each ARTICLE, and if not, what has changed.

    Goes through each article as `brief` would, with no network, up to its first question without an answer.
    """
    import asyncio

    missing = asyncio.run(_missing(directory, articles, prompt, model, take, temperature))
    if as_json:
        rows = [{**asdict(one), "nearest": str(one.nearest) if one.nearest else None} for one in missing]
        put_json(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for one in missing:
            click.echo(visible(one.text))
        if not missing:
            click.echo("every question has its answer")
    return MISSING if missing else 0


async def _missing(
    directory: Path, sources: tuple[str, ...], prompt: str, model: str | None, take: int, temperature: float | None
) -> tuple[Explanation, ...]:
    """The first question without an answer of each article."""
    from summarizer.articles.read import ReadFailure, read_articles
    from summarizer.cassettes import use
    from summarizer.config import load_settings
    from summarizer.engines.client import Client
    from summarizer.engines.providers import resolve
    from summarizer.errors import CassetteMissError, ModelError
    from summarizer.pipeline import make_brief
    from summarizer.prompting.strategies import open_pack
    from summarizer.recordings import command_line, settings_for

    pack = open_pack(prompt, temperature)
    target = resolve(load_settings(settings_for({"model": model}, directory, "none")))

    def command(source: str) -> str:
        options = {"--prompt": prompt, "--model": target.name, "--temperature": temperature}
        return command_line(["brief", source], options | {"--take": take if take > 1 else None}, directory)

    with use(directory, record_command=command) as session:
        async with Client(target, recording="replay") as client:
            for article in read_articles(sources):
                if isinstance(article, ReadFailure):
                    raise article.error
                try:
                    await make_brief(article, pack, client, take=take)
                except (CassetteMissError, ModelError):
                    continue  # a recorded failure of the model is an answer too; misses are in the session
        return session.misses
