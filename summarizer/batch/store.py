"""The output of a corpus run: briefs as lines that are only ever added, failures beside them, and a journal of both.

    briefs.jsonl             one brief a line, in the order in which they were finished
    briefs.failures.jsonl    one failure a line: {"id", "origin", "error", "message", "key"}
    briefs.jsonl.journal     which articles are through (SQLite); needed only to resume

The failures of any other output have its whole name: `briefs.parquet.failures.jsonl`.
Killed at any moment, the files hold every finished article, and `resume` goes on from there.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from summarizer.articles.model import Article
from summarizer.batch.journal import Entry, Journal, State
from summarizer.batch.limits import Spending
from summarizer.batch.log import Log
from summarizer.batch.recipe import Recipe
from summarizer.briefs.models import Brief
from summarizer.errors import SummarizerError, UsageError

_SECONDS = 1.0  # between entries in the journal; until then a crash costs reading the end of the output again
_MOST_ENTRIES = 10_000
_COUNTED = ("requests", "prompt_tokens", "cached_tokens", "output_tokens")


def failures_path(output: Path) -> Path:
    """Where the failures of an output go."""
    name = output.stem if output.suffix == ".jsonl" else output.name
    return output.with_name(f"{name}.failures.jsonl")


def journal_path(output: Path) -> Path:
    """Where the journal of an output is."""
    return output.with_name(f"{output.name}.journal")


class Store:
    """Briefs and failures of one output. A context manager. `lines` is where its lines go, if not to `output` itself.

    Raises:
        UsageError: the output or a file beside it exists and is not to be resumed, was made by another recipe, or
            cannot be written.
    """

    def __init__(
        self,
        output: Path,
        recipe: Recipe,
        spending: Spending,
        *,
        lines: Path | None = None,
        resume: bool = False,
        retry_failed: bool = False,
    ) -> None:
        self.output = output
        self._recipe = recipe
        self._spending = spending
        lines = lines or output
        if not resume:
            for path in (output, lines, journal_path(output), failures_path(output)):
                if path.exists():
                    raise UsageError(f"{path} is there already; go on with it with --resume, or give another -o")
        self._briefs = Log(lines)
        self._failures = Log(failures_path(output))
        self._journal = Journal(journal_path(output))
        self._entries: list[Entry] = []
        self._entered_at = time.monotonic()
        self._check_recipe()
        self._recover()
        if retry_failed:
            self._journal.forget_failures({"failures_size": "0"})
            self._failures.truncate(0)
        self.done, self.failed = self._journal.count("done"), self._journal.count("failed")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            self.commit()
        finally:
            self._briefs.close()
            self._failures.close(remove_if_empty=True)
            self._journal.close()

    def has(self, article: Article) -> State | None:
        """What became of an article before, if it is through."""
        return self._journal.has(self._recipe.key(article.sha256), article.id)

    def has_origin(self, origin: str) -> State | None:
        """Whether a source that could not be read is known to be so."""
        return self._journal.has(_unread(origin), origin)

    def put(self, brief: Brief) -> None:
        """Add a brief."""
        self._briefs.append(brief.model_dump_json().encode())
        self.done += 1
        self._enter(self._recipe.key(brief.source.sha256), brief.source.id, "done")

    def fail(self, article: Article | None, origin: str, error: SummarizerError) -> None:
        """Add a failure; `article` is None where there was none to be read."""
        id, key = (article.id, self._recipe.key(article.sha256)) if article is not None else (origin, _unread(origin))
        row = {"id": id, "origin": origin, "error": type(error).__name__, "message": str(error), "key": key}
        # What a server says may hold half a character, which UTF-8 has no form for, but JSON has: \udXXX.
        self._failures.append(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        self.failed += 1
        self._enter(key, id, "failed")

    def commit(self) -> None:
        """Flush both files and enter in the journal what is new in them."""
        if not self._entries:
            return
        self._briefs.flush()
        self._failures.flush()
        self._journal.enter(self._entries, self._facts())
        self._entries.clear()
        self._entered_at = time.monotonic()

    def _enter(self, key: str, id: str, state: State) -> None:
        self._entries.append((key, id, state))
        if time.monotonic() - self._entered_at >= _SECONDS:
            self.commit()

    def _facts(self) -> dict[str, str]:
        counts = {name: str(getattr(self._spending, name)) for name in _COUNTED}
        sizes = {"briefs_size": str(self._briefs.size), "failures_size": str(self._failures.size)}
        return counts | sizes | {"dearest": repr(self._spending.dearest), "recipe": self._recipe.to_json()}

    # -- opening -----------------------------------------------------------------------------------------------------

    def _check_recipe(self) -> None:
        stored = self._journal.fact("recipe")
        if stored is None:
            self._journal.enter([], {"recipe": self._recipe.to_json()})
        elif differing := self._recipe.differences(stored):
            what = " and ".join(dict.fromkeys(name.removesuffix("_sha256") for name in differing))
            raise UsageError(f"{self.output} was made with another {what}; give another -o, or ask as before")

    def _recover(self) -> None:
        """Take up what an earlier run finished but did not enter, and cut off a line that is half."""
        for name in _COUNTED:
            setattr(self._spending, name, int(self._journal.fact(name) or 0))
        self._spending.dearest = float(self._journal.fact("dearest") or 0.0)
        for log, fact, read in (
            (self._briefs, "briefs_size", self._read_brief),
            (self._failures, "failures_size", self._read_failure),
        ):
            entered = min(int(self._journal.fact(fact) or 0), log.size)
            log.truncate(max(entered, log.whole()))
            for number, line in enumerate(log.lines(entered), start=1):
                if len(self._entries) >= _MOST_ENTRIES:
                    self._journal.enter(self._entries, {})
                    self._entries.clear()
                try:
                    self._entries.append(read(json.loads(line)))
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise UsageError(
                        f"{log.path}: line {number} after byte {entered} was not written by summarizer; move the file "
                        "away, or give another -o"
                    ) from error
        self._journal.enter(self._entries, self._facts())
        self._entries.clear()

    def _read_brief(self, row: dict[str, Any]) -> Entry:
        made, recipe = row["provenance"], self._recipe
        if (made["pack_sha256"], made["model"], made["take"]) != (recipe.pack_sha256, recipe.model, recipe.take):
            raise UsageError(f"{self.output} holds briefs of another pack, model or take; give another -o")
        usage = made["usage"]
        for name in _COUNTED:
            setattr(self._spending, name, getattr(self._spending, name) + int(usage[name]))
        self._spending.dearest = max(self._spending.dearest, usage["cost"] or 0.0)
        return (self._recipe.key(row["source"]["sha256"]), str(row["source"]["id"]), "done")

    @staticmethod
    def _read_failure(row: dict[str, Any]) -> Entry:
        return (str(row["key"]), str(row["id"]), "failed")


def _unread(origin: str) -> str:
    return f"unread:{origin}"
