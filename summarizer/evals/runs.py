"""Stored runs: plain files that are scored, compared and reported without a model.

    DIR/run.json             suite, gold, prompts and models with their hashes, which articles gave no brief
    DIR/briefs/<system>/<take>/<article>.json      a brief
    DIR/briefs/<system>/<take>/<article>.failure   why there is none: `invalid` or `transport`, and the reason
    DIR/scores.json                          see `summarizer.evals.scores`

A system is one prompt pack asked of one model. `run.json` is written first as `unfinished` and last as `complete`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.bounds import read_bounded
from summarizer.briefs.load import MAX_BYTES as BRIEF_BYTES
from summarizer.briefs.load import parse_brief
from summarizer.briefs.models import Brief
from summarizer.errors import InputError, UsageError
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.files import write_whole
from summarizer.versions import check_version

State = Literal["unfinished", "complete"]
Status = Literal["done", "invalid", "transport"]
_MAX_BYTES = 64 * 1024 * 1024
_OLDER = "make the run again with `eval run`; recordings of its answers are used"
_LONGEST_FOLDER = 100
# Names of files to be: no other folder, nothing hidden.
_FILE_NAME = r"^[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]*$"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class System(_Record):
    """One pack asked of one model. `name` is what it is called in commands and tables."""

    name: str
    folder: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]*$")
    pack: str
    pack_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    model: str


class ArticleEntry(_Record):
    """What comparing needs to know of an article: its story and what it is sliced by. `words` is its length.

    A run keeps them as they were when it was made; its scores, as the gold says that they were scored against.
    """

    id: str = Field(pattern=_FILE_NAME)
    genre: str
    cluster: str
    words: int


class Failure(_Record):
    """An article that gave no brief: no valid answer, or no answer at all."""

    system: str
    take: int = Field(ge=1)
    article: str = Field(pattern=_FILE_NAME)
    status: Literal["invalid", "transport"]
    reason: str


class RunFile(_Record):
    """`run.json`. `gold` is the folder of the gold, as seen from the working directory of whoever made the run.

    `temperature` is None where every pack was asked at its own. `maker_id` is that of the code which made all briefs of
    the run; None while they are made anew, and in runs of before it was kept.
    """

    schema_version: Literal["1.0"] = "1.0"
    state: State
    suite: str = Field(pattern=_FILE_NAME)
    gold: str
    gold_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    human: dict[str, str] | None = None
    takes: int = Field(ge=1)
    temperature: float | None = None
    maker_id: str | None = Field(default=None, pattern=r"^[0-9a-f]{16}$")
    systems: list[System] = Field(min_length=1)
    articles: list[ArticleEntry] = Field(min_length=1)
    failures: list[Failure] = []

    def same_plan(self, other: RunFile) -> bool:
        """Whether both ask the same of the same articles, whatever code makes briefs of the answers."""
        leaving_out: dict[str, Any] = {"state": "unfinished", "failures": [], "maker_id": None}
        ours, theirs = (one.model_copy(update=leaving_out) for one in (self, other))
        return ours == theirs


@dataclass(frozen=True)
class Run:
    """A run's folder and what its `run.json` says."""

    folder: Path
    file: RunFile

    @property
    def articles(self) -> list[ArticleEntry]:
        """The articles, in the order of every list of scores."""
        return self.file.articles

    def system(self, name: str) -> System:
        """The system called `name`.

        Raises:
            UsageError: the run has none.
        """
        for system in self.file.systems:
            if system.name == name:
                return system
        known = ", ".join(system.name for system in self.file.systems)
        raise UsageError(f"{self.folder} has no {name!r}; it has {known}")

    def stem(self, system: System, take: int, article: str) -> Path:
        """Where an article's brief or failure is, without the suffix."""
        return self.folder / "briefs" / system.folder / str(take) / article

    def brief_path(self, system: System, take: int, article: str) -> Path:
        """Where a brief is."""
        return self.stem(system, take, article).with_name(f"{article}.json")

    def failure_path(self, system: System, take: int, article: str) -> Path:
        """Where it says why there is no brief."""
        return self.stem(system, take, article).with_name(f"{article}.failure")

    def brief(self, system: System, take: int, article: str) -> Brief:
        """A stored brief.

        Raises:
            InputError: it is not there, or is no brief.
        """
        path = self.brief_path(system, take, article)
        try:
            data = read_bounded(path, BRIEF_BYTES)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}; the run is damaged: make it again with `eval run`") from error
        try:
            return Brief.model_validate_json(data)
        except ValidationError:
            return parse_brief(data, str(path))  # for its message

    def failed(self) -> dict[tuple[str, int, str], Failure]:
        """The failures by system, take and article."""
        return {(failure.system, failure.take, failure.article): failure for failure in self.file.failures}

    def entries(self) -> Iterator[tuple[System, int, ArticleEntry]]:
        """Every combination of the plan."""
        for system in self.file.systems:
            for take in range(1, self.file.takes + 1):
                for article in self.file.articles:
                    yield system, take, article

    def golds(self, folder: Path | None = None) -> list[Gold]:
        """The gold of the run's articles in their order; `folder` where it lies elsewhere by now.

        Raises:
            InputError: it is gone, wrong, or labels other articles.
        """
        where = folder or Path(self.file.gold)
        if not where.is_dir():
            raise InputError(f"{self.folder}: its gold {where} is not here; name its folder with --gold")
        found = {gold.article: gold for gold in load_gold_set(where)}
        if missing := [article.id for article in self.articles if article.id not in found]:
            raise InputError(f"{where}: no gold for {missing[0]}, which {self.folder} has an answer for")
        return [found[article.id] for article in self.articles]


def open_run(folder: Path, *, unfinished: bool = False) -> Run:
    """The run stored in `folder`.

    Raises:
        InputError: no run, a broken one, or (without `unfinished`) one that was not finished.
    """
    path = folder / "run.json"
    try:
        data = read_bounded(path, _MAX_BYTES)
        _check_version(data, path)
        file = RunFile.model_validate_json(data)
    except OSError as error:
        raise InputError(f"{folder}: no run here (run.json: {error.strerror}); make one with `eval run`") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: {where or 'the file'}: {first['msg']}") from error
    if file.state != "complete" and not unfinished:
        raise InputError(
            f"{folder}: this run was not finished; go on with `summarizer eval run {file.suite} -o {folder}`"
        )
    return Run(folder, file)


def _check_version(data: bytes, path: Path) -> None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return  # what is wrong with it is said by the validation
    if isinstance(content, dict):
        check_version(content.get("schema_version"), RunFile.model_fields["schema_version"].default, str(path), _OLDER)


def save_run(run: Run) -> None:
    """Write `run.json`."""
    write_json(run.folder / "run.json", run.file.model_dump(mode="json"))


def write_json(path: Path, content: object) -> None:
    """Indented JSON with a final newline; equal content gives equal bytes.

    Raises:
        UsageError: the folder cannot be written to, or the disk is full.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    write_whole(path, text)


def gold_digest(golds: Sequence[Gold]) -> str:
    """SHA-256 over everything that the labels say, so that scores against other labels are told apart."""
    return whole_digest({gold.article: label_digest(gold) for gold in golds})


def whole_digest(labels: Mapping[str, str]) -> str:
    """The digest of a set of gold, from those of its articles."""
    return hashlib.sha256(json.dumps(sorted(labels.items())).encode()).hexdigest()


def label_digest(gold: Gold) -> str:
    """SHA-256 over everything that the labels of one article say."""
    marks = [sorted(gold.optional), sorted(gold.critical), sorted(gold.alternatives.items()), gold.genre, gold.cluster]
    return hashlib.sha256(f"{gold.brief.computed_digest()}{json.dumps(marks)}".encode()).hexdigest()


def system_of(pack: str, pack_sha256: str, model: str, *, several_models: bool) -> System:
    """The entry of a pack and a model; the model is part of the name only where a suite has several."""
    name = f"{pack}@{model}" if several_models else pack
    return System(name=name, folder=_folder(name), pack=pack, pack_sha256=pack_sha256, model=model)


def told_apart(systems: Sequence[System]) -> list[System]:
    """The systems, each in a folder of its own, also on a disk that does not tell capitals apart.

    Raises:
        UsageError: two bear the same name.
    """
    names = [system.name for system in systems]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{twins[0]} is asked for twice; name each pack and each model once")
    folders = [system.folder.casefold() for system in systems]
    return [
        system.model_copy(update={"folder": _hashed(system.folder, system.name)})
        if folders.count(system.folder.casefold()) > 1
        else system
        for system in systems
    ]


def _folder(name: str) -> str:
    """A folder for a system: its name, `/` as `-`; where more than that had to change, with a hash of the name."""
    folder = re.sub(r"[^A-Za-z0-9._@-]+", "-", name).lstrip("._@-").rstrip(".-")[:_LONGEST_FOLDER]
    return folder if folder == name.replace("/", "-") else _hashed(folder, name)


def _hashed(folder: str, name: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{folder}-{digest}" if folder else digest


def article_entry(gold: Gold) -> ArticleEntry:
    """The entry of a labelled article."""
    words = len(gold.brief.source.text.split())
    return ArticleEntry(id=gold.article, genre=gold.genre, cluster=gold.cluster, words=words)
