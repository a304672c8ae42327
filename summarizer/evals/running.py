"""Producing the briefs of a suite, live or from recordings, into a run's folder.

What is there already is kept, unless other code made it: then everything is made anew, which takes seconds from
recordings. Until that is through, `run.json` names no code, so that a run that is cut short starts over.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from summarizer.articles.read import read_articles
from summarizer.briefs.models import Brief
from summarizer.errors import InputError, ModelError, SummarizerError, TransportError, UsageError
from summarizer.evals.gold import Gold, load_gold_set
from summarizer.evals.runs import (
    Failure,
    Run,
    RunFile,
    System,
    article_entry,
    gold_digest,
    open_run,
    save_run,
    system_of,
    told_apart,
)
from summarizer.evals.sources import maker_id
from summarizer.evals.suite import OpenSuite
from summarizer.files import write_whole
from summarizer.locks import held
from summarizer.recordings import Mode, Record, client_mode, command_line

if TYPE_CHECKING:
    from summarizer.articles.model import Article
    from summarizer.engines.calls import TokenProgress
    from summarizer.engines.weights import Stage
    from summarizer.prompting.events import Progress
    from summarizer.prompting.pack import Pack


_LOCK = ".lock"


@dataclass(frozen=True)
class Options:
    """How a suite is run, where it is not as the suite says.

    `cassettes` None asks the models without recordings. `packs`, `models`, `takes` and `temperature` narrow or replace
    the suite's; `flags` are settings by name, as for `load_settings`.
    """

    cassettes: Path | None
    record: Record = "none"
    packs: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    takes: int | None = None
    temperature: float | None = None
    flags: dict[str, Any] = field(default_factory=dict)

    @property
    def mode(self) -> Mode:
        """What the client must know about recordings."""
        return client_mode(self.cassettes, self.record)


class Teller(Protocol):
    """Who is told how far a run is."""

    def anew(self, folder: Path) -> None:
        """The briefs in `folder` are of other code: every one is made again."""

    def batch(self, system: System, take: int, waiting: int, kept: int) -> None:
        """The articles of one system and take come next: `waiting` to be asked about, `kept` from before."""

    def article(self, name: str, outcome: str) -> None:
        """An article is through: `done`, or what went wrong."""


def produce(suite: OpenSuite, folder: Path, options: Options, teller: Teller) -> Run:
    """Make the run of a suite in `folder`, or go on with the one that was begun there.

    Raises:
        UsageError: `folder` holds another run, or one of other code whose answers are not recorded, or another process
            is at it.
        InputError: the suite or its gold is wrong.
        EngineError, CassetteMissError: no further article can succeed; what was finished stays and is not asked again.
    """
    with held(folder / _LOCK, f"another run is writing {folder}; wait for it, or give another folder with -o"):
        return _produce_alone(suite, folder, options, teller)


def _produce_alone(suite: OpenSuite, folder: Path, options: Options, teller: Teller) -> Run:
    golds = _golds(suite)
    packs = _packs(suite, options)
    run = _plan(suite, folder, options, golds, packs)
    stale = _is_stale(run)
    if stale:
        teller.anew(folder)
    elif run.file.state == "complete" and all(failure.status == "invalid" for failure in run.file.failures):
        return run
    begun: dict[str, Any] = {"state": "unfinished", "failures": [], "maker_id": None if stale else maker_id()}
    run = Run(folder, run.file.model_copy(update=begun))
    for system in run.file.systems:
        _check(system, options)
    with _recorder(suite, folder, options) as session:
        save_run(run)  # not before what can be seen to be wrong at once
        for system in run.file.systems:
            for take in range(1, run.file.takes + 1):
                _batch(run, golds, packs[system.pack], system, take, options, teller)
        if session is not None:
            session.raise_for_misses()
    result = {"state": "complete", "failures": _failures(run), "maker_id": maker_id()}
    finished = Run(folder, run.file.model_copy(update=result))
    save_run(finished)
    return finished


def _is_stale(run: Run) -> bool:
    """Whether the briefs that are there already were made by other code."""
    return run.file.maker_id != maker_id()


def _golds(suite: OpenSuite) -> list[Gold]:
    folder, wanted = suite.resolve(suite.suite.gold), suite.suite.articles
    golds = load_gold_set(folder)
    if wanted is None:
        return golds
    if missing := sorted(set(wanted) - {gold.article for gold in golds}):
        raise InputError(f"{suite.path}: {folder} has no gold of {', '.join(missing)}")
    return [gold for gold in golds if gold.article in wanted]


def _temperature(suite: OpenSuite, options: Options) -> float | None:
    return suite.suite.temperature if options.temperature is None else options.temperature


def _packs(suite: OpenSuite, options: Options) -> dict[str, Pack]:
    from summarizer.prompting.strategies import open_pack

    temperature = _temperature(suite, options)
    packs = [open_pack(name, temperature) for name in options.packs or suite.suite.packs]
    by_name = {pack.name: pack for pack in packs}
    if len(by_name) < len(packs):
        raise UsageError("two of the packs bear the same name")
    return by_name


def _plan(suite: OpenSuite, folder: Path, options: Options, golds: Sequence[Gold], packs: dict[str, Pack]) -> Run:
    models = options.models or tuple(suite.suite.models)
    systems = told_apart(
        [
            system_of(pack.name, pack.sha256, model, several_models=len(models) > 1)
            for pack in packs.values()
            for model in models
        ]
    )
    human = suite.suite.human
    file = RunFile(
        state="unfinished",
        suite=suite.suite.name,
        gold=_portable(suite.resolve(suite.suite.gold)),
        gold_sha256=gold_digest(golds),
        human={"a": _portable(suite.resolve(human.a)), "b": _portable(suite.resolve(human.b))} if human else None,
        takes=options.takes or suite.suite.takes,
        temperature=_temperature(suite, options),
        maker_id=maker_id(),
        systems=systems,
        articles=[article_entry(gold) for gold in golds],
    )
    if not (folder / "run.json").exists():
        if any(path.name != _LOCK for path in folder.iterdir()):
            raise UsageError(f"{folder} holds files that are no run; give an empty or new folder with -o")
        return Run(folder, file)
    begun = open_run(folder, unfinished=True)
    if not begun.file.same_plan(file):
        raise UsageError(
            f"{folder} holds a run of other prompts, models, gold, takes or temperature; give another folder with -o, "
            "or remove it"
        )
    if options.cassettes is None and _is_stale(begun):
        raise UsageError(
            f"{folder} holds briefs that other code made, and no recordings to make them anew from; "
            "give another folder with -o, or remove it"
        )
    return begun


def _portable(path: Path) -> str:
    """The path from the working directory where it lies in it, so that a run says the same on every machine."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()


def _check(system: System, options: Options) -> None:
    """Refuse a model that cannot be meant before anything is asked."""
    from summarizer.engines.providers import resolve

    resolve(_settings(system, options))


def _settings(system: System, options: Options) -> Any:
    from summarizer.config import load_settings

    return load_settings({**options.flags, "model": system.model})


def _recorder(suite: OpenSuite, folder: Path, options: Options) -> AbstractContextManager[Any]:
    if options.cassettes is None:
        return nullcontext()
    from summarizer import cassettes

    given = {"prompt": options.packs, "model": options.models, "takes": options.takes, **options.flags}
    given |= {"temperature": options.temperature}
    flags = {f"--{name.replace('_', '-')}": value for name, value in given.items()}
    command = command_line(["eval", "run", suite.given, "-o", str(folder)], flags, options.cassettes)
    return cassettes.use(options.cassettes, record=options.record, record_command=command)


def _batch(
    run: Run,
    golds: Iterable[Gold],
    pack: Pack,
    system: System,
    take: int,
    options: Options,
    teller: Teller,
) -> None:
    from summarizer.batch import Job
    from summarizer.batch import run as run_batch

    stale = _is_stale(run)
    waiting = [gold for gold in golds if stale or not _settled(run, system, take, gold.article)]
    teller.batch(system, take, len(waiting), len(run.articles) - len(waiting))
    if not waiting:
        return
    watcher = _Watcher(run, system, take, teller)
    articles = [watcher.known(gold) for gold in waiting]
    asyncio.run(run_batch(Job(articles, pack, _settings(system, options), take, options.mode), watcher))


def _settled(run: Run, system: System, take: int, article: str) -> bool:
    """Whether an article need not be asked about again: it has a whole brief, or an answer that was no brief."""
    failure = run.failure_path(system, take, article)
    if failure.exists():
        return _read_failure(run, system, take, article).status == "invalid"
    try:
        brief = Brief.model_validate_json(run.brief_path(system, take, article).read_bytes())
    except (OSError, ValidationError):
        return False
    provenance = brief.provenance
    return provenance is not None and (provenance.pack_sha256, provenance.model) == (system.pack_sha256, system.model)


def _failures(run: Run) -> list[Failure]:
    return [
        _read_failure(run, system, take, article.id)
        for system, take, article in run.entries()
        if run.failure_path(system, take, article.id).exists()
    ]


def _read_failure(run: Run, system: System, take: int, article: str) -> Failure:
    path = run.failure_path(system, take, article)
    try:
        return Failure.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(f"{path}: not written by `eval run`; remove it and run again") from error


class _Watcher:
    """Writes each brief, or why there is none, as soon as it is there."""

    def __init__(self, run: Run, system: System, take: int, teller: Teller) -> None:
        self._run = run
        self._system = system
        self._take = take
        self._teller = teller
        self._by_origin: dict[str, str] = {}

    def known(self, gold: Gold) -> Article:
        """The article of a gold file, with an origin that is the same from every working directory."""
        article = next(iter(read_articles([str(gold.source_path)])))
        assert not hasattr(article, "error")  # loading the gold read the same file
        origin = _portable(gold.source_path)
        self._by_origin[origin] = gold.article
        return replace(article, origin=origin)

    def started(self, article: Article) -> None:
        """Nothing to say."""

    def progress(self, progress: Progress) -> None:
        """Nothing to say."""

    def tokens(self, progress: TokenProgress) -> None:
        """Nothing to say."""

    def weights(self, stage: Stage, done: int, total: int) -> None:
        """Nothing to say."""

    def finished(self, brief: Brief) -> None:
        """A brief: write it."""
        name = brief.source.id
        write_whole(self._run.brief_path(self._system, self._take, name), brief.to_json())
        self._run.failure_path(self._system, self._take, name).unlink(missing_ok=True)
        self._teller.article(name, "done")

    def failed(self, origin: str, error: SummarizerError) -> None:
        """No brief: a network failure says nothing about the prompt, everything else is the answer's fault."""
        if not isinstance(error, ModelError):
            raise error
        name = self._by_origin[origin]
        status: Any = "transport" if isinstance(error, TransportError) else "invalid"
        failure = Failure(
            system=self._system.name, take=self._take, article=name, status=status, reason=" ".join(str(error).split())
        )
        self._run.brief_path(self._system, self._take, name).unlink(missing_ok=True)  # one that other code made
        path = self._run.failure_path(self._system, self._take, name)
        write_whole(path, json.dumps(failure.model_dump(), ensure_ascii=False, indent=1) + "\n")
        self._teller.article(name, f"{status}: {failure.reason}")
