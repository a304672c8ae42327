"""Every command line in the documentation is one that the program has: its subcommand and every option."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from summarizer.cli import cli
from summarizer.config import load_settings
from summarizer.evals.gate import GateFile
from summarizer.evals.suite import Suite
from tests.docs.blocks import PAGES, ROOT, Block, blocks

_PROGRAM = re.compile(r"(?:^|[\s;&|(])(?:[\w./-]*/)?summarizer(?= [a-z-])(?P<rest>(?:\\\n|[^\n])*)")
_END = {"|", "<", "&&", "||", ";", ">", ">>", "#", ")", "&", "2>"}


def command_lines(block: Block) -> Iterator[list[str]]:
    """The arguments of every call of the program in a block, up to the next one of the shell's own signs."""
    for match in _PROGRAM.finditer(block.body):
        lexer = shlex.shlex(match["rest"].replace("\\\n", " "), posix=True, punctuation_chars=";&|()<>")
        lexer.whitespace_split = True
        lexer.commenters = "#"
        arguments = []
        for word in lexer:
            if word in _END:
                break
            arguments.append(word)
        yield arguments


def unknown(arguments: list[str]) -> str:
    """The first word that the program does not know; empty where it knows all."""
    command: click.Command = cli
    context = click.Context(cli, info_name="summarizer")
    rest = list(arguments)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(context, rest.pop(0))
        if found is None:
            return f"{' '.join(arguments)}: no such command"
        command = found
    known: dict[str, click.Option] = {}
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            known |= dict.fromkeys([*option.opts, *option.secondary_opts], option)
    for at, word in enumerate(rest):
        name, _, value = word.partition("=")
        if not re.match(r"--?[a-z]", name):
            continue
        if name not in known:
            return f"{' '.join(arguments)}: no option {name}"
        option = known[name]
        given = value or next(iter(rest[at + 1 : at + 2]), "")
        if isinstance(option.type, click.Choice) and given and given not in option.type.choices:
            return f"{' '.join(arguments)}: {name} does not take {given!r}"
    return ""


def test_every_command_and_option_exists() -> None:
    lines = [
        (block.place, arguments)
        for page in PAGES
        if page.parent.name != "reference"  # made from the commands themselves
        for block in blocks(page)
        if block.language != "python"
        for arguments in command_lines(block)
    ]

    assert len(lines) > 60
    problems = [f"{place}: {problem}" for place, arguments in lines if (problem := unknown(arguments))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "line",
    [
        "brieff a.txt",
        "brief a.txt --promt staged",
        "brief a.txt --format pdf",
        "eval comprae a b",
        "eval run s --bogus=1",
    ],
)
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    block = Block(ROOT / "README.md", 1, "console", f"$ summarizer {line} && echo done")

    (arguments,) = command_lines(block)
    assert unknown(arguments)


def _said(block: Block) -> str:
    return f"{block.place}\n{block.body}"


def test_settings_in_the_pages_are_settings(tmp_path: Path) -> None:
    files = [block for page in PAGES for block in blocks(page, "toml")]

    assert files
    for number, block in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "summarizer.toml").write_text(block.body, encoding="utf-8")
        assert load_settings(environ={}, start=folder), _said(block)


def test_suites_and_gates_in_the_pages_are_valid() -> None:
    seen = set()
    for page in PAGES:
        for block in blocks(page, "yaml"):
            content = yaml.safe_load(block.body)
            if "packs" in content:
                Suite.model_validate(content)
                seen.add("suite")
            elif "systems" in content:
                GateFile.model_validate(content)
                seen.add("gate")
    assert seen == {"suite", "gate"}
