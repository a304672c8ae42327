"""Which articles of an output are through: a small SQLite file beside it.

The journal never says more than the output holds: lines are written and flushed first, then entered here together
with the size up to which the output is accounted for. What a crash left behind that size is read again on opening, so
nothing that was paid for is lost or asked for twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from summarizer.errors import UsageError

State = Literal["done", "failed"]
Entry = tuple[str, str, State]
"""Key, article id, state."""

_TABLES = """
CREATE TABLE IF NOT EXISTS articles (key TEXT, id TEXT, state TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Journal:
    """The journal at `path`, made if it is missing.

    Raises:
        UsageError: from every method, where the file cannot be read or written, or is no journal.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.executescript(_TABLES)
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def has(self, key: str, id: str) -> State | None:
        """What became of an article, if it is through."""
        try:
            row = self._database.execute("SELECT state FROM articles WHERE key = ? AND id = ?", (key, id)).fetchone()
        except sqlite3.Error as error:
            raise self._problem(error) from error
        return row[0] if row is not None else None

    def fact(self, name: str) -> str | None:
        """A stored value."""
        try:
            row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise self._problem(error) from error
        return row[0] if row is not None else None

    def enter(self, entries: Sequence[Entry], facts: dict[str, str]) -> None:
        """Add entries and set values, all or nothing."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", entries)
            self._database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._problem(error) from error

    def forget_failures(self, facts: dict[str, str]) -> None:
        """Take failed articles out, so that they are tried again, and set values."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("DELETE FROM articles WHERE state = 'failed'")
            self._database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise self._problem(error) from error

    def count(self, state: State) -> int:
        """How many articles are in a state."""
        try:
            return int(self._database.execute("SELECT count(*) FROM articles WHERE state = ?", (state,)).fetchone()[0])
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _roll_back(self) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def _problem(self, error: sqlite3.Error) -> UsageError:
        if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
            return UsageError(f"{self.path} is no journal of summarizer; remove it, or give another -o")
        return UsageError(
            f"cannot write the journal {self.path}: {error}. What was finished is kept; put that right and run the "
            "same again with --resume"
        )
