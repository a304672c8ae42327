"""Attribution relations: contents paired one to one at character Dice 0.5, and whether the source overlaps.

Two readers: JSON lines (`text`, and `attributions` with `source`, `cue`, `content` as lists of `[start, end]`), and
brat standoff as PolNeAR has it (events `Attribution:T4 Content:T3 Cue:T2 Source:T1`). Human agreement is computed where
several people labelled one text, else the published figures of PolNeAR stand in for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from summarizer.articles.build import article_from_text
from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.evals.alignment import pair
from summarizer.evals.baseline import reported
from summarizer.evals.external.results import Counts, Line, Predictor, Result, computed
from summarizer.evals.views import Cover, dice

THRESHOLD = 0.5
CONTENT, WITH_SOURCE = "content", "content and source"
_HUMAN = {CONTENT: 0.82, WITH_SOURCE: 0.77}
_HUMAN_NOTE = "human: published agreement on PolNeAR, another news corpus"
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_ENTITY = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)$")


@dataclass(frozen=True)
class Relation:
    """One attribution. `source` is empty where nobody is named."""

    content: Cover
    source: Cover


@dataclass(frozen=True)
class Labelled:
    """One text as one person labelled it."""

    name: str
    text: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class AttributionSet:
    """Documents, and other people's labels of some of them: `others[name]` are further labellings of that text."""

    documents: Sequence[Labelled]
    others: dict[str, list[Labelled]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Name and text of every document."""
        return [(document.name, document.text) for document in self.documents]

    def score(self, predictors: Sequence[Predictor]) -> Result:
        """Content F1, and F1 with the source overlapping."""
        lines = [
            *self._lines("rules", [by_rules(document.text) for document in self.documents]),
            *self._lines("trivial", [by_baseline(document.text) for document in self.documents]),
        ]
        for one in predictors:
            lines += self._lines(one.name, [_of_brief(brief) for brief in one.briefs])
        human, notes = self._human()
        items = sum(len(document.relations) for document in self.documents)
        return Result(len(self.documents), items, [*lines, *human], notes)

    def _lines(self, name: str, predicted: Sequence[list[Relation]]) -> list[Line]:
        totals = {CONTENT: Counts(), WITH_SOURCE: Counts()}
        for document, relations in zip(self.documents, predicted, strict=True):
            for metric, counts in count(document.relations, relations).items():
                totals[metric] += counts
        return [computed(name, metric, counts) for metric, counts in totals.items()]

    def _human(self) -> tuple[list[Line], list[str]]:
        totals = {CONTENT: Counts(), WITH_SOURCE: Counts()}
        pairs = 0
        for document in self.documents:
            for one, other in permutations([document, *self.others.get(document.name, ())], 2):
                pairs += 1
                for metric, counts in count(one.relations, other.relations).items():
                    totals[metric] += counts
        if not pairs:
            return [Line("human", metric, f1) for metric, f1 in _HUMAN.items()], [_HUMAN_NOTE]
        note = f"human: every labelling against every other of the same text ({pairs} pairs)"
        return [computed("human", metric, counts) for metric, counts in totals.items()], [note]


def count(gold: Sequence[Relation], predicted: Sequence[Relation]) -> dict[str, Counts]:
    """Both metrics on one text. A source is right where it shares a character, or where neither names one."""
    pairs = pair(
        gold,
        predicted,
        lambda one, other: dice(one.content, other.content),
        lambda one, other: int(_same_source(one, other)),
        THRESHOLD,
    )
    right = sum(_same_source(gold[row], predicted[column]) for row, column in pairs)
    return {
        CONTENT: Counts(len(pairs), len(predicted), len(gold)),
        WITH_SOURCE: Counts(right, len(predicted), len(gold)),
    }


def _same_source(gold: Relation, predicted: Relation) -> bool:
    if not gold.source or not predicted.source:
        return not gold.source and not predicted.source
    return dice(gold.source, predicted.source) > 0


def by_rules(text: str) -> list[Relation]:
    """What the package's own rules propose, without a model."""
    from summarizer.language.attribution import find_attributions

    return [
        Relation(found.content, (found.source,) if found.source else ())
        for found in find_attributions(article_from_text(text))
    ]


def by_baseline(text: str) -> list[Relation]:
    """What the trivial baseline finds."""
    return [Relation((found.content,), (found.source,) if found.source else ()) for found in reported(text)]


def _of_brief(brief: Brief | None) -> list[Relation]:
    if brief is None:
        return []
    return [
        Relation(
            tuple((part.start, part.end) for part in claim.content),
            ((claim.source.start, claim.source.end),) if claim.source else (),
        )
        for claim in brief.claims
        if claim.form != "narrated"
    ]


def read_jsonl(path: Path, limit: int | None = None) -> AttributionSet:
    """Attributions as JSON lines.

    Raises:
        InputError: it cannot be read, or a span lies outside its text.
    """
    documents = []
    for number, record in json_lines(path, limit):
        where = f"{path}:{number}"
        try:
            text, name = _same_length(str(record["text"])), str(record.get("doc", number))
            relations = tuple(
                Relation(_cover(one["content"], text, where), _cover(one["source"], text, where))
                for one in record["attributions"]
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InputError(f"{where}: not an attribution record: {error!r}") from error
        documents.append(Labelled(name, text, relations))
    if not documents:
        raise InputError(f"{path}: no documents in it")
    return AttributionSet(documents, {})


def _same_length(text: str) -> str:
    """The text without carriage returns, which reading an article would drop and so move every offset."""
    return text.replace("\r", " ")


def _cover(spans: Any, text: str, where: str) -> Cover:
    """Ranges as they stand in a file, checked, sorted and without overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in spans):
        if not 0 <= start < end <= len(text):
            raise InputError(f"{where}: the span {start}–{end} lies outside its text of {len(text)} characters")
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def json_lines(path: Path, limit: int | None) -> list[tuple[int, Any]]:
    """Line number and value of the first `limit` lines that are not empty.

    Raises:
        InputError: the file cannot be read or a line is not JSON.
    """
    found: list[tuple[int, Any]] = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if limit is not None and len(found) >= limit:
                    break
                if line.strip():
                    found.append((number, json.loads(line)))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError(f"{path}:{len(found) + 1}: not JSON lines: {error}") from error
    return found


def read_brat(path: Path, limit: int | None = None) -> AttributionSet:
    """Brat standoff: every `.ann` under a folder, or one file.

    The text is `NAME.txt` beside `NAME.ann`, or, as PolNeAR has it, `../text/NAME.txt` for `NAME_xxxx.ann`, where xxxx
    is the annotator. The first labelling of a text is the gold.

    Raises:
        InputError: no annotations, no text, or a span that does not fit its text.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    by_text: dict[Path, list[Path]] = {}
    for file in files:
        by_text.setdefault(_text_of(file), []).append(file)
    if not by_text:
        raise InputError(f"{path}: no .ann files here")
    documents: list[Labelled] = []
    others: dict[str, list[Labelled]] = {}
    for source, labellings in list(by_text.items())[:limit]:
        text = _same_length(_read(source))
        name = source.relative_to(path).with_suffix("").as_posix() if source.is_relative_to(path) else source.stem
        first, *rest = [Labelled(name, text, _brat_relations(one, text)) for one in labellings]
        documents.append(first)
        if rest:
            others[first.name] = rest
    return AttributionSet(documents, others)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text (byte {error.start})") from error


def _text_of(annotation: Path) -> Path:
    if not annotation.is_file():
        raise InputError(f"{annotation}: No such file or folder")
    beside = annotation.with_suffix(".txt")
    apart = annotation.parent.parent / "text" / f"{_ANNOTATOR.sub('', annotation.stem)}.txt"
    for candidate in (beside, apart):
        if candidate.is_file():
            return candidate
    raise InputError(f"{annotation}: its text is neither {beside.name} beside it nor ../text/{apart.name}")


def _brat_relations(path: Path, text: str) -> tuple[Relation, ...]:
    spans: dict[str, Cover] = {}
    events: list[dict[str, list[str]]] = []
    for number, line in enumerate(_read(path).split("\n"), start=1):
        where = f"{path}:{number}"
        if line.startswith("T"):
            match = _ENTITY.match(line)
            if match is None:
                raise InputError(f"{where}: not a brat text-bound annotation")
            parts = [tuple(map(int, part.split(" "))) for part in match[3].split(";")]
            spans[match[1]] = _cover(parts, text, where)
            joined = " ".join(text[start:end] for start, end in parts)
            if joined.split() != match[4].split():
                raise InputError(f"{where}: {match[4]!r} does not stand at {match[3]} of its text")
        elif line.startswith("E"):
            events.append(_event(line, where))
    relations = []
    for event in events:
        content = _joined([spans[name] for name in event.get("Content", ()) if name in spans])
        source = _joined([spans[name] for name in event.get("Source", ()) if name in spans])
        if content:
            relations.append(Relation(content, source))
    return tuple(relations)


def _event(line: str, where: str) -> dict[str, list[str]]:
    """Role to the ids that fill it; brat numbers the second filler of a role (`Content2`)."""
    name, tab, roles = line.partition("\t")
    if not tab:
        raise InputError(f"{where}: not a brat event: {name}")
    found: dict[str, list[str]] = {}
    for role in roles.split():
        label, _, target = role.partition(":")
        found.setdefault(label.rstrip("0123456789"), []).append(target)
    return found


def _joined(covers: Sequence[Cover]) -> Cover:
    return tuple(sorted(part for each in covers for part in each))
