"""Writes the reference pages of the documentation from the code, or checks that they are what the code says.

    python docs/generate.py                       # write docs/reference/*.md
    python docs/generate.py --check               # exit 1 and name the pages that differ
    python docs/generate.py --into FOLDER         # write them elsewhere

What the code cannot say, the meaning of a word, is in `terms.py`; a word without a meaning there, or a meaning without
a word in the code, is an error.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import sys
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import click  # noqa: E402
import terms  # noqa: E402
from pydantic import BaseModel  # noqa: E402
from pydantic.fields import FieldInfo  # noqa: E402

import summarizer  # noqa: E402
from summarizer import cli, config, errors  # noqa: E402
from summarizer.briefs import models  # noqa: E402
from summarizer.cassettes.session import PLAY_LOG_VARIABLE  # noqa: E402
from summarizer.evals.measures import MEASURES  # noqa: E402

NOTE = "<!-- Written by docs/generate.py from the code. Edit that, or docs/terms.py, and run it again. -->\n\n"
MODELS = [
    one for one in vars(models).values()
    if inspect.isclass(one) and issubclass(one, models.Record) and one is not models.Record
]  # fmt: skip
VOCABULARIES = {
    name: value for name, value in vars(models).items() if get_origin(value) is Literal and name[0].isupper()
}
VOCABULARIES.pop("SCHEMA_VERSION", None)


def main() -> int:
    """Write or check the pages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--into", type=Path, default=HERE / "reference")
    given = options.parse_args()
    differing = []
    for name, text in pages().items():
        path = given.into / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        differing.append(path)
        if not given.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in differing:
        print(f"{path}: {'differs from the code; run python docs/generate.py' if given.check else 'written'}")
    return 1 if given.check and differing else 0


def pages() -> dict[str, str]:
    """Every page by its file name."""
    made = {
        "commands.md": commands(),
        "configuration.md": configuration(),
        "exit-codes.md": exit_codes(),
        "brief.md": brief(),
        "findings.md": findings(),
        "measures.md": measures(),
        "python.md": python(),
    }
    return {name: NOTE + "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


# --- commands ---------------------------------------------------------------------------------------------------------


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    yield "# Commands"
    yield ""
    yield "`python -m summarizer` is the same as `summarizer`. Every command answers `--help`."
    yield from _command(cli.cli, click.Context(cli.cli, info_name="summarizer"), 2)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    if context.parent is not None:
        yield ""
        yield f"{'#' * level} {context.command_path}"
    yield ""
    yield "```text"
    yield " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield "```"
    yield from _prose(command.help or "")
    shown = [one for one in command.get_params(context) if isinstance(one, click.Option) and "--help" not in one.opts]
    if shown:
        yield ""
        yield from (_option(one) for one in shown)
    if command.epilog:
        yield ""
        yield command.epilog
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            deeper = level if context.parent is None else level + 1
            yield from _command(inner, click.Context(inner, info_name=name, parent=context), deeper)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs; one that click is told not to wrap stays as it is."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield ""
        lines = paragraph.splitlines()
        if lines[0].strip() == "\b":
            yield from ("```text", *lines[1:], "```")
        else:
            yield " ".join(lines)


_NAMES = {"integer range": "N", "float range": "X", "directory": "FOLDER"}


def _option(option: click.Option) -> str:
    names = [*option.opts, *option.secondary_opts]
    value = ""
    if not option.is_flag:
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        value = f" {option.metavar or '|'.join(map(str, choices)) or _NAMES.get(option.type.name, option.type.name.upper())}"
    told = " ".join((option.help or "").split())
    if option.show_default is True:
        told += f" [default: {option.default}]"
    if option.multiple and "repeatable" not in told:
        told += " Repeatable."
    return f"- `{', '.join(names)}{value}`" + (f": {told.strip()}" if told.strip() else "")


# --- settings and exit codes ------------------------------------------------------------------------------------------


def configuration() -> Iterator[str]:
    """Settings, their file and their variables."""
    docstring = inspect.getdoc(config) or ""
    example = [line for line in docstring.splitlines() if line.startswith("    ") or not line]
    yield from ("# Configuration", "")
    yield "Settings, in rising order: `summarizer.toml`, environment variables, command line options. The file is looked for"
    yield "in the working directory and the folders above it; an unknown key is an error that names the known ones."
    yield ""
    yield "`base_url` and `model_path` go with the model that is named beside or below them: a `model` of another provider in"
    yield "a higher place leaves both behind, and so does a `model_path` there with a `model` and its `base_url`. A `base_url`"
    yield "beside no model is for every served model whose provider is not described under `[providers.…]`."
    yield from ("", "```toml", inspect.cleandoc("\n".join(example)).strip(), "```", "", "## Settings", "")
    rows = [
        (
            f"`{name}`",
            "–" if name in ("providers", "models") else f"`SUMMARIZER_{name.upper()}`",
            _kind(field),
            terms.SETTINGS[name],
        )
        for name, field in _fields(config.Settings, terms.SETTINGS)
    ]
    yield from _table(("key", "variable", "value", "meaning"), rows)
    yield from (
        "",
        "Without `model`: a GGUF file given as `model_path`; else `openai/gpt-4.1-mini` where `OPENAI_API_KEY` is set;",
    )
    yield "else the embedded model. `summarizer models list` says which one it is here."
    for title, section, texts in (
        ("[providers.NAME]", config.ProviderSettings, terms.PROVIDER),
        ('[models."PROVIDER/NAME"]', config.ModelSettings, terms.MODEL),
    ):
        yield from ("", f"## `{title}`", "")
        rows = [(f"`{name}`", _kind(field), texts[name]) for name, field in _fields(section, texts)]
        yield from _table(("key", "value", "meaning"), rows)
    yield from ("", "## Other variables", "")
    assert PLAY_LOG_VARIABLE in terms.VARIABLES
    yield from _table(("variable", "meaning"), [(f"`{name}`", text) for name, text in terms.VARIABLES.items()])


def exit_codes() -> Iterator[str]:
    """What the program leaves with, and the errors behind it."""
    tree = list(_family(errors.SummarizerError))
    assert {one.exit_code for one, _ in tree} | {0, 1, cli.INTERRUPTED} == set(terms.EXIT_CODES)
    yield from ("# Exit codes", "")
    yield from _table(
        ("code", "name", "meaning"), [(str(code), name, text or "–") for code, (name, text) in terms.EXIT_CODES.items()]
    )
    yield from (
        "",
        "Errors are one or two lines on standard error: what is wrong and what to do next. A traceback is a bug.",
    )
    yield from (
        "",
        "## Errors",
        "",
        "In Python the same errors are exceptions; the command line turns them into codes.",
        "",
    )
    for one, depth in tree:
        yield f"{'    ' * depth}- `{one.__name__}` ({one.exit_code}): {_first_sentence(one)}"


def _family(error: type[errors.SummarizerError], depth: int = 0) -> Iterator[tuple[type[errors.SummarizerError], int]]:
    yield error, depth
    for inner in sorted(error.__subclasses__(), key=lambda one: one.__name__):
        if inner.__module__ == errors.__name__:
            yield from _family(inner, depth + 1)


# --- the brief --------------------------------------------------------------------------------------------------------


def brief() -> Iterator[str]:
    """Every record of a brief and every word that its fields may hold."""
    yield from ("# The brief", "", " ".join((inspect.getdoc(models) or "").split()), "")
    yield "The JSON Schema is `schemas/brief.json`; `summarizer schema` prints it. JSON has decimals as strings, so that no"
    yield "digit is lost."
    for model in sorted(MODELS, key=lambda one: one is not models.Brief):
        # The module's docstring stands at the head of this page.
        told = (inspect.getdoc(model) or "").replace("see the module docstring for", "see above for")
        yield from ("", f"## {model.__name__}", "", *_paragraphs(told), "")
        rows = [
            (f"`{name}`", _type(typing.get_type_hints(model)[name]), "yes" if field.is_required() else _default(field))
            for name, field in model.model_fields.items()
        ]
        yield from _table(("field", "value", "required, or default"), rows)
    yield from ("", "## Vocabularies")
    for name, meanings in _vocabularies():
        if name not in ("FindingCode", "RejectReason"):
            yield from ("", f"### {name}", "", *_table(("word", "meaning"), meanings))
    yield from ("", "Finding codes and reasons for a rejection are on the page [Findings](findings.md).")


def findings() -> Iterator[str]:
    """What may be wrong with an item, and why something is kept out."""
    found = dict(_vocabularies())
    yield from ("# Findings and rejections", "")
    yield "A **finding** warns the reader of an item that stands in the brief. What the article does not support is no item: it"
    yield "is listed under `rejected`, with the reason and the nearest passage. Nothing is dropped in silence."
    yield from ("", "## Findings", "", *_table(("code", "meaning"), found["FindingCode"]))
    yield from ("", "## Reasons for a rejection", "", *_table(("reason", "meaning"), found["RejectReason"]))
    yield from (
        "",
        "## Coverage",
        "",
        "What looks like news content and no item covers is listed under `coverage.uncovered`.",
        "",
    )
    yield from _table(("kind", "meaning"), found["CoverageKind"])


def measures() -> Iterator[str]:
    """The figures of an evaluation."""
    yield from ("# Measures", "")
    yield "Each is an F over the records of one type; the mean over articles is what reports show. Names are what `--measure`"
    yield "and the rules of a gate take. Headline measures are compared and gated when nothing else is said."
    yield ""
    rows = [(f"`{one.name}`", one.label, one.meaning, "yes" if one.headline else "") for one in MEASURES]
    yield from _table(("name", "label", "counts", "headline"), rows)


def _vocabularies() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    _same(VOCABULARIES, terms.VOCABULARY, "vocabularies")
    for name, alias in VOCABULARIES.items():
        words = get_args(alias)
        _same(words, terms.VOCABULARY[name], name)
        yield name, [(f"`{word}`", terms.VOCABULARY[name][word]) for word in words]


# --- Python -----------------------------------------------------------------------------------------------------------


def python() -> Iterator[str]:
    """What `summarizer.__all__` lists."""
    public = {name: getattr(summarizer, name) for name in summarizer.__all__}
    yield from ("# Python", "", "What `summarizer.__all__` lists is public; everything else may change without notice.")
    yield from ("", "## Functions")
    for name, function in public.items():
        if inspect.isfunction(function):
            yield from ("", f"### {name}", "", "```python", _signature(function), "```", "")
            yield from _paragraphs(inspect.getdoc(function) or "")
    yield from ("", "## Articles")
    for name, one in public.items():
        if dataclasses.is_dataclass(one):
            yield from ("", f"### {name}", "", *_paragraphs(inspect.getdoc(one) or ""), "")
            yield from (f"- `{field.name}`: `{field.type}`" for field in dataclasses.fields(one))
    yield from (
        "",
        "## Records",
        "",
        "Immutable Pydantic models; their fields are on the page [The brief](brief.md).",
        "",
    )
    for name, one in public.items():
        if inspect.isclass(one) and issubclass(one, BaseModel):
            yield f"- [`{name}`](brief.md#{name.lower()}): {_first_sentence(one)}"
    yield from ("", "## Errors", "", "All derive from `SummarizerError`; see [Exit codes](exit-codes.md).", "")
    for name, one in public.items():
        if inspect.isclass(one) and issubclass(one, Exception):
            yield f"- `{name}`: {_first_sentence(one)}"


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    arguments: list[str] = []
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and "*" not in arguments:
            arguments.append("*")
        default = (
            ""
            if one.default is one.empty
            else f" = {json.dumps(one.default) if isinstance(one.default, str) else one.default}"
        )
        arguments.append(f"{one.name}: {one.annotation}{default}")
    start = "async def" if inspect.iscoroutinefunction(function) else "def"
    inside = "".join(f"    {argument},\n" for argument in arguments)
    return f"{start} {function.__name__}(\n{inside}) -> {signature.return_annotation}"


def _paragraphs(docstring: str) -> Iterator[str]:
    """A docstring as Markdown; the sections `Args` and `Raises` as lists."""
    lines = docstring.splitlines()
    listing = False
    for line in lines:
        if line in ("Args:", "Raises:"):
            listing = True
            yield from (f"**{line.removesuffix(':')}**", "")
        elif listing and line.startswith("    ") and not line.startswith("     "):
            name, colon, text = line.strip().partition(": ")
            yield f"- `{name}`: {text}" if colon else f"- {line.strip()}"
        elif listing and line.startswith("     "):
            yield f"  {line.strip()}"
        else:
            listing = listing and bool(line)
            yield line


# --- small things -----------------------------------------------------------------------------------------------------


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _fields(section: type[BaseModel], texts: Mapping[str, str]) -> Iterable[tuple[str, FieldInfo]]:
    _same(section.model_fields, texts, section.__name__)
    return section.model_fields.items()


def _same(code: Iterable[str], told: Iterable[str], what: str) -> None:
    if difference := sorted(set(code) ^ set(told)):
        raise SystemExit(f"docs/terms.py and the code differ about {what}: {', '.join(difference)}")


def _kind(field: FieldInfo) -> str:
    """What a setting holds, in words."""
    inner = [one for one in get_args(field.annotation) if one is not type(None)]
    kind = inner[0] if inner and get_origin(field.annotation) not in (dict, frozenset) else field.annotation
    name = {str: "text", int: "whole number", float: "number", Path: "path"}.get(kind)
    if name is None:
        name = "list of texts" if get_origin(field.annotation) is frozenset else "section"
    limits = [
        f"{sign} {getattr(one, key)}"
        for one in field.metadata
        for key, sign in (("ge", "≥"), ("gt", ">"))
        if hasattr(one, key)
    ]
    return " ".join([name, *limits])


def _type(annotation: Any) -> str:
    """What a field of a brief holds, in words, with links."""
    for name, alias in VOCABULARIES.items():
        if annotation == alias:
            page = "findings.md" if name in ("FindingCode", "RejectReason") else ""
            return f"[{name}]({page}#{ {'FindingCode': 'findings', 'RejectReason': 'reasons-for-a-rejection'}.get(name, name.lower()) })"
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is list:
        return f"list of {_type(inside[0])}"
    if origin is dict:
        return f"{_type(inside[1])} by {_type(inside[0])}"
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inside)
    if type(None) in inside:
        return " or ".join([*(_type(one) for one in inside if one is not type(None)), "null"])
    if annotation in MODELS:
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {"str": "text", "int": "whole number", "bool": "true or false", "float": "number"}.get(
        getattr(annotation, "__name__", ""),
        "decimal" if "Decimal" in str(annotation) else str(annotation).rpartition(".")[2].strip("'>"),
    )


def _default(field: FieldInfo) -> str:
    if field.default is None:
        return "null"
    return f"`{field.default}`" if field.default not in ([], {}) else "empty"


def _first_sentence(one: Any) -> str:
    text = " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split())
    return text.split(". ")[0].rstrip(".") + "."


if __name__ == "__main__":
    sys.exit(main())
