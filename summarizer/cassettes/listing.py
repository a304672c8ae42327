"""What there is in a folder of recordings."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.cassettes.interaction import Interaction, read_interaction
from summarizer.cassettes.suites import find_suites, interaction_paths
from summarizer.cassettes.texts import FOLDER as TEXTS_FOLDER

# The model stands before request and response, so that the head of a file is enough to know it.
_HEAD_BYTES = 2048
_MODEL = re.compile(rb'^ "model": "((?:[^"\\]|\\.)*)",$', re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """The recordings of one pack with one model in a suite.

    `takes` is the largest number of takes of a question. Tokens are as the server counted them, `seconds` the sum of
    the real exchanges, `size` the bytes of the interactions, without the texts that they share.
    """

    suite: str
    pack: str
    model: str
    articles: int
    interactions: int
    takes: int
    prompt_tokens: int
    output_tokens: int
    seconds: float
    size: int
    synthetic: int


def list_cassettes(directory: str | os.PathLike[str]) -> list[Row]:
    """One row for every suite, pack and model under `directory` (a suite, or a folder of suites), sorted.

    Raises:
        UsageError: no recordings there.
        InputError: one of them cannot be read.
    """
    rows = []
    for suite in find_suites(Path(directory)):
        groups: dict[tuple[str, str], list[tuple[Path, Interaction]]] = defaultdict(list)
        for path in interaction_paths(suite):
            stored = read_interaction(path)
            groups[stored.pack, stored.model].append((path, stored))
        rows += [_row(suite, pack, model, group) for (pack, model), group in sorted(groups.items())]
    return rows


def _row(suite: Path, pack: str, model: str, group: list[tuple[Path, Interaction]]) -> Row:
    usages = [usage(stored) for _, stored in group]
    return Row(
        suite=suite.resolve().name,
        pack=pack,
        model=model,
        articles=len({stored.article for _, stored in group}),
        interactions=len(group),
        takes=max(stored.take for _, stored in group),
        prompt_tokens=sum(prompt for prompt, _ in usages),
        output_tokens=sum(output for _, output in usages),
        seconds=round(sum(stored.seconds for _, stored in group), 3),
        size=sum(path.stat().st_size for path, _ in group),
        synthetic=sum(stored.synthetic for _, stored in group),
    )


def usage(stored: Interaction) -> tuple[int, int]:
    """Prompt and output tokens of an answer; zero where the server did not say."""
    body = stored.response["body"]
    places: list[Any] = [body.get("json")]
    if "stream" in body:
        places = [*body["stream"]["events"], body["stream"]["common"]]
    for place in places:
        counts = place.get("usage") if isinstance(place, dict) else None
        if isinstance(counts, dict):
            prompt = counts.get("prompt_tokens", counts.get("input_tokens"))
            output = counts.get("completion_tokens", counts.get("output_tokens"))
            return _count(prompt), _count(output)
    return 0, 0


def _count(value: object) -> int:
    """A server's figure; nothing where it sent something else under that name."""
    return value if isinstance(value, int) else 0


def shared_size(directory: str | os.PathLike[str]) -> int:
    """The bytes of all shared texts under `directory`."""
    texts = (suite / TEXTS_FOLDER for suite in find_suites(Path(directory)))
    return sum(path.stat().st_size for folder in texts if folder.is_dir() for path in folder.iterdir())


def recorded_models(directory: str | os.PathLike[str], pack: str | None = None) -> set[str]:
    """The models that answered in a suite or a folder of suites (to one pack, where it is named).

    Reads the head of each file only, so it is quick enough to be asked before every replay.

    Raises:
        UsageError: no recordings there.
    """
    models = set()
    for suite in find_suites(Path(directory)):
        for path in interaction_paths(suite, pack):
            with path.open("rb") as file:
                found = _MODEL.search(file.read(_HEAD_BYTES))
            models.add(found[1].decode("utf-8", "replace") if found else read_interaction(path).model)
    return models
