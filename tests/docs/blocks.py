"""Code blocks of the documentation, and following them: commands are run by a shell, what they print is compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LEFT_OUT = "# not run by the tests: "
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block; `line` is that of its first line, in its page."""

    page: Path
    line: int
    language: str
    body: str

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def reason(self) -> str:
        """Why it cannot be run here; empty where it can."""
        first = self.body.split("\n", 1)[0]
        return first.removeprefix(LEFT_OUT) if first.startswith(LEFT_OUT) else ""


@dataclass(frozen=True)
class Step:
    """A command and what the page shows of its output."""

    place: str
    command: str
    shown: tuple[str, ...]


def blocks(page: Path, *languages: str) -> list[Block]:
    """The fenced blocks of a page in some languages (all, if none is named)."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        body = "\n".join(line.removeprefix(match["indent"]) for line in match["body"].splitlines())
        if not languages or match["language"] in languages:
            found.append(Block(page, text.count("\n", 0, match.start("body")) + 1, match["language"], body))
    return found


def steps(block: Block) -> Iterator[Step]:
    """The commands of a console block, each after a `$`; a line that ends with a backslash goes on."""
    command: list[str] = []
    shown: list[str] = []
    place = block.place
    for number, line in enumerate(block.body.splitlines(), start=block.line):
        if line.startswith("$ "):
            if command:
                yield Step(place, "\n".join(command), tuple(shown))
            command, shown, place = [line[2:]], [], f"{block.page.relative_to(ROOT)}:{number}"
        elif command and command[-1].endswith("\\"):
            command.append(line)
        elif command:
            shown.append(line)
        else:
            assert line.startswith("#"), f"{block.place}: {line!r} is neither a command nor the output of one"
    if command:
        yield Step(place, "\n".join(command), tuple(shown))


def agrees(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether output is as shown. A line `...` stands for any lines, `...` within a line for anything in it.

    Nothing shown stands for nothing printed.
    """
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == "..." else r"[^\n]*".join(map(re.escape, line.rstrip().split("..."))) + r"[ ]*\n"
        for line in shown
    )
    text = "".join(f"{line.rstrip()}\n" for line in printed)
    return re.fullmatch(pattern, text) is not None


class Follower:
    """Follows pages in a working copy of what a checkout holds, with the real program and no way to any model."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.folder.mkdir()
        for name in ("seeds", "prompts", "evals", "cassettes"):
            shutil.copytree(ROOT / name, self.folder / name)
        program = folder / "bin" / "summarizer"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m summarizer "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARIZER_", "OPENAI_"))}
        self.environment = kept | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            # Whoever would go out to the network all the same meets a closed port.
            **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """One command, as a person would give it to bash; messages are among what is printed, as on a screen."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=60,
        )

    def follow(self, page: Path) -> Iterator[str]:
        """Run every step of a page; gives what is not as the page says, a failure that it does not show among it."""
        for block in blocks(page, "console"):
            for step in [] if block.reason else steps(block):
                done = self.run(step.command)
                if not agrees(step.shown, done.stdout.splitlines()):
                    shown = "\n".join(step.shown)
                    yield f"{step.place}: $ {step.command}\nshown:\n{shown}\nprinted:\n{done.stdout}"
                elif done.returncode != 0:
                    yield f"{step.place}: $ {step.command}\nleft with {done.returncode}:\n{done.stdout}"
