"""`summarizer prompts`: list, show and check prompt packs."""

from __future__ import annotations

import json

import click

from summarizer.cli.saying import put_json
from summarizer.render.visible import visible

FINDINGS = 1


@click.group()
def prompts() -> None:
    """List, show and check prompt packs."""


@prompts.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_packs(as_json: bool) -> None:
    """The packs that ship with summarizer."""
    from summarizer.prompting.pack import load_pack, pack_names

    packs = [load_pack(name) for name in pack_names()]
    if as_json:
        rows = [
            {"name": p.name, "description": p.description, "strategy": p.strategy, "sha256": p.sha256} for p in packs
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max(len(pack.name) for pack in packs)
    for pack in packs:
        click.echo(f"{pack.name:<{width}}  {pack.description}  ({pack.sha256[:12]})")


@prompts.command()
@click.argument("pack")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(pack: str, as_json: bool) -> None:
    """Everything PACK asks: templates, wire schemas and examples."""
    from summarizer.prompting.pack import WIRE_SCHEMAS
    from summarizer.prompting.strategies import open_pack
    from summarizer.schemas import wire_schema

    opened = open_pack(pack)
    wire = {name: wire_schema(name) for name in WIRE_SCHEMAS[opened.strategy]}
    if as_json:
        examples = [{"name": e.name, "article": e.article, "answer": e.answer} for e in opened.examples]
        whole = {
            "name": opened.name,
            "description": opened.description,
            "strategy": opened.strategy,
            "sha256": opened.sha256,
            "max_tokens": opened.max_tokens,
            "temperature": opened.temperature,
            "templates": dict(opened.templates),
            "schemas": wire,
            "examples": examples,
        }
        put_json(json.dumps(whole, indent=2, ensure_ascii=False))
        return
    parts = [
        f"{opened.name}: {opened.description}\nsha256 {opened.sha256}, at most {opened.max_tokens} tokens an answer\n"
    ]
    parts += [f"--- {name}.md\n{template.rstrip()}\n" for name, template in opened.templates.items()]
    parts += [f"--- schema {name}\n{json.dumps(schema)}\n" for name, schema in wire.items()]
    for example in opened.examples:
        answer = json.dumps(example.answer, indent=2, ensure_ascii=False)
        parts.append(f"--- example {example.name}\n{example.article.rstrip()}\n\n{answer}\n")
    for part in parts:
        click.echo(visible(part))


@prompts.command()
@click.argument("packs", nargs=-1, metavar="[PACK…]")
def check(packs: tuple[str, ...]) -> int:
    """Load every PACK (default: all), lint its schemas, hold its examples against the grounding rules."""
    from summarizer.errors import PackError
    from summarizer.prompting.pack import WIRE_SCHEMAS, pack_names
    from summarizer.prompting.strategies import open_pack
    from summarizer.schemas import lint, wire_schema

    broken = False
    for name in packs or pack_names():
        try:
            pack = open_pack(name)
            problems = [f"{wire}: {text}" for wire in WIRE_SCHEMAS[pack.strategy] for text in lint(wire_schema(wire))]
            examples = f"{len(pack.examples)} example{'s' if len(pack.examples) != 1 else ''}"
        except PackError as error:
            problems, examples = [str(error)], ""
        for problem in problems:
            click.echo(visible(f"{name}: {problem}"))
        if not problems:
            click.echo(visible(f"{name}: ok, {examples}"))
        broken = broken or bool(problems)
    return FINDINGS if broken else 0
