"""`use()`: one folder of recordings around a whole run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import RawIOBase
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, get_args

from summarizer.cassettes.files import encode
from summarizer.cassettes.suites import lock_file
from summarizer.errors import CassetteMissError, SummarizerError, UsageError
from summarizer.locks import held

if TYPE_CHECKING:
    from summarizer.cassettes.cassette import FolderCassette
    from summarizer.cassettes.explain import Explanation, RecordCommand

Record = Literal["none", "new", "all"]
_MODES: dict[Record, str] = {"none": "none", "new": "new_episodes", "all": "all"}
PLAY_LOG_VARIABLE = "SUMMARIZER_PLAY_LOG"
_in_use = Lock()


class Session:
    """A folder of recordings in use: what was played from it, recorded into it, and asked in vain."""

    def __init__(self, cassette: FolderCassette, record: Record) -> None:
        self._cassette = cassette
        self.record = record
        self.directory = cassette.suite

    @property
    def played(self) -> dict[Path, int]:
        """The recordings that gave an answer, and how often."""
        return dict(self._cassette.played)

    @property
    def recorded(self) -> dict[Path, int]:
        """The recordings that were written."""
        return dict(self._cassette.recorded)

    @property
    def misses(self) -> tuple[Explanation, ...]:
        """The requests that no recording answered, in order; also where whoever asked swallowed the error."""
        return tuple(self._cassette.misses)

    def unplayed(self) -> list[Path]:
        """The recordings that were there at the start and have answered nothing so far, sorted."""
        return self._cassette.unplayed()

    def raise_for_misses(self) -> None:
        """Raise the first miss, if there was one.

        Raises:
            CassetteMissError: so that a run that lost it on the way is never taken for a complete one.
        """
        if self._cassette.misses:
            raise CassetteMissError(self._cassette.misses[0].summary)


@contextmanager
def use(
    directory: str | os.PathLike[str],
    record: Record = "none",
    *,
    suite: str | None = None,
    record_command: RecordCommand | None = None,
    play_log: str | os.PathLike[str] | None = None,
    synthetic: bool = False,
) -> Iterator[Session]:
    """Answer the model requests of a block from the recordings in `directory`, and record there what is missing.

    `directory` is the folder of one suite (`cassettes/seeds`), or the folder of all suites where `suite` names one.

    ========  ==============================================================================================
    `record`
    ========  ==============================================================================================
    `none`    answers come from recordings only: no socket is opened, no key is needed
    `new`     what is not recorded is asked and recorded; what is, is noted to be up to date
    `all`     everything is asked and recorded again, in place of what there was; once for each question and take
    ========  ==============================================================================================

    An answer is on disk before its caller sees it, and the caller sees it as a replay will give it, with a header
    `x-recorded-seconds`. Answers that say nothing about the question (408, 409, 429, 5xx, a wrong key, half a stream,
    a web page) are passed on and not stored; packed and endless ones are refused. Which article, pack, call and take a
    request belongs to is read from `summarizer.engines.calls.current_call`; questions that differ in nothing get one
    answer, whatever the concurrency.

    The block may use threads and `asyncio.run`, or lie inside a coroutine. vcrpy patches the whole process, so there is
    one such block at a time, around a whole run. Clients under `none` want some dummy key, and `max_retries=0`, or the
    SDK asks in vain for seconds; it wraps what is raised here: see `cause`.

    `record_command` is what a miss tells to run, or makes it from the name of an article; without it a
    `summarizer brief …` command is put together, which cannot know the folder of a pack. Names of the recordings played are added to the file `play_log` (or `$SUMMARIZER_PLAY_LOG`) for `check`. `synthetic` labels
    what is recorded as not a model's answers.

    Raises:
        CassetteMissError: (in the block) under `none`, a request that no recording answers.
        UsageError: an unknown mode; no such folder under `none`; a play log that cannot be written; a block inside
            another; recordings being pruned there; or (in the block, before it is sent) a question with a secret in it.
    """
    if record not in get_args(Record):
        raise UsageError(f"record is {record!r}, not one of {', '.join(get_args(Record))}")
    folder = Path(directory) / suite if suite else Path(directory)
    if record == "none" and not folder.is_dir():
        raise UsageError(f"{folder}: no such folder of recordings; --record new makes one")
    if not _in_use.acquire(blocking=False):
        raise UsageError("recordings are already in use in this process: put one use() around the whole run")
    try:
        with (
            _opened(play_log or os.environ.get(PLAY_LOG_VARIABLE)) as log,
            _guarded(folder, record),
            _quiet_vcr(),
            _open(folder, record, record_command, synthetic) as cassette,
        ):
            session = Session(cassette, record)
            try:
                yield session
            finally:
                if log is not None:
                    log.write(_names(session.played))
    finally:
        _in_use.release()


def _guarded(folder: Path, record: Record) -> AbstractContextManager[None]:
    """Keeps `prune` away while something is recorded; recorders do not disturb one another, nor those who replay."""
    if record == "none":
        return nullcontext()
    return held(lock_file(folder), f"{folder}: recordings are being deleted here; try again in a moment", shared=True)


@contextmanager
def _open(
    folder: Path, record: Record, record_command: RecordCommand | None, synthetic: bool
) -> Iterator[FolderCassette]:
    from vcr import VCR
    from vcr.patch import PATCHER_NAMES

    from summarizer.cassettes.cassette import FolderCassette, FolderPersister, same_question

    library = VCR()
    library.register_matcher("question", same_question)
    library.register_persister(FolderPersister)
    # Models are asked through httpx2, which `transport` patches. Under `none` vcrpy stands before all other libraries
    # too, so that nothing opens a socket; while recording, an article fetched from the web is none of our business.
    skipped = ("httpx2",) if record == "none" else PATCHER_NAMES
    options = library.get_merged_config(
        path=str(folder), record_mode=_MODES[record], match_on=("question",), skip_patchers=skipped
    )
    with FolderCassette.use(**options, synthetic=synthetic, record_command=record_command) as cassette:
        yield cassette


@contextmanager
def _quiet_vcr() -> Iterator[None]:
    """Keep vcrpy from logging bodies, which it does at INFO."""
    logger = logging.getLogger("vcr")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _opened(play_log: str | os.PathLike[str] | None) -> AbstractContextManager[RawIOBase | None]:
    """The play log, if there is to be one: opened before the work whose end it is written at."""
    if play_log is None:
        return nullcontext()
    try:
        # Without a buffer, hence in one piece: the lines of two runs that end together do not mix.
        return open(play_log, "ab", buffering=0)
    except OSError as error:
        raise UsageError(f"{os.fspath(play_log)}: cannot write the play log ({error.strerror})") from error


def _names(played: Iterable[Path]) -> bytes:
    """Recordings as lines of a play log."""
    return encode("".join(f"{name}\n" for name in sorted(path.resolve().as_posix() for path in played)))


def cause(error: BaseException | None) -> SummarizerError | None:
    """The error of this package that lies beneath what an SDK made of it, if there is one.

    openai turns what a transport raises into `APIConnectionError`, and instructor that into `InstructorRetryException`;
    this walks back through causes, contexts and failed attempts.
    """
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, SummarizerError):
            return current
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        waiting += [getattr(attempt, "exception", None) for attempt in getattr(current, "failed_attempts", None) or ()]
        waiting += [current.__context__, current.__cause__, *current.args]
    return None
