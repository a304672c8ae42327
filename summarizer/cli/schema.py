"""`summarizer schema`: the committed JSON Schemas."""

from __future__ import annotations

from pathlib import Path

import click

from summarizer.errors import UsageError

FINDINGS = 1


@click.command()
@click.argument("name", required=False)
@click.option(
    "--check", is_flag=True, help="Compare the committed schemas with the models byte for byte, and lint them."
)
@click.option("--write", is_flag=True, help="Write the schemas that the models stand for.")
@click.option(
    "--directory", type=click.Path(path_type=Path), help="The folder of schemas.  [default: the installed one]"
)
def schema(name: str | None, check: bool, write: bool, directory: Path | None) -> int:
    """Print the schema NAME (default: the brief's), or check or write all of them."""
    import json

    from summarizer import schemas
    from summarizer.cli.saying import say
    from summarizer.files import write_whole
    from summarizer.resources import resource_dir

    folder = directory or resource_dir("schemas")
    if write:
        for file, text in schemas.generated().items():
            write_whole(folder / file, text)
            say(f"wrote {folder / file}")
        return 0
    if check:
        problems = schemas.differences(folder)
        for path in sorted(folder.glob("wire-*.json")):
            problems += [f"{path.name}: {text}" for text in schemas.lint(json.loads(path.read_text(encoding="utf-8")))]
        for problem in problems:
            click.echo(problem)
        if not problems:
            click.echo(f"{len(schemas.generated())} schemas agree with the models")
        return FINDINGS if problems else 0
    path = folder / f"{(name or 'brief').removesuffix('.json')}.json"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.json")))
        raise UsageError(f"no schema {path.stem!r}; there are {known}")
    click.echo(path.read_text(encoding="utf-8"), nl=False)
    return 0
