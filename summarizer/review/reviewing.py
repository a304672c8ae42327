"""One review of one brief by one person: every step is on the disk before it is confirmed, and can be undone."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.briefs.models import Brief
from summarizer.errors import InputError
from summarizer.evals.gold import Gold
from summarizer.files import write_whole
from summarizer.review.adding import Rules
from summarizer.review.goldwriter import write_gold
from summarizer.review.journal import Journal
from summarizer.review.lock import Lock
from summarizer.review.requests import changes_for
from summarizer.review.state import Change, Mark, State, begin

_FORMAT = 1
_LONGEST_LABEL = 80


@dataclass(frozen=True)
class Place:
    """Where the files of a review are: `FOLDER/REVIEWER/NAME.yaml` is the gold, and the rest lies beside it.

    `NAME.start.json` is what the review began with, `NAME.journal.jsonl` what was done since, `NAME.lock` says that
    somebody is at it.
    """

    folder: Path
    reviewer: str
    name: str

    def path(self, suffix: str) -> Path:
        """One of the files."""
        return self.folder / self.reviewer / f"{self.name}{suffix}"

    @property
    def gold(self) -> Path:
        """The gold file."""
        return self.path(".yaml")

    @property
    def articles(self) -> Path:
        """Where texts are kept that have no file of their own."""
        return self.folder / "articles"


class Review:
    """A review in progress. What was begun before goes on, with the brief that it was begun with.

    Raises:
        UsageError: somebody is at this review already, or the folder cannot be written to.
        InputError: the files of the review are damaged, or belong to another article.
    """

    def __init__(self, place: Place, first: State) -> None:
        self.place = place
        self.lock = Lock(place.path(".lock"))
        try:
            self.began, self.newer = _begun(place, first)
            self._journal = Journal(place.path(".journal.jsonl"))
            self.rules = Rules(self.began.base.source)
            self._states = [self.began]
            self._at = 0
            self._done: set[str] = set()
            self.version = 0
            self._replay()
        except BaseException:
            self.lock.release()
            raise

    @property
    def state(self) -> State:
        """As things stand."""
        return self._states[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._at + 1 < len(self._states)

    @property
    def unsaved(self) -> bool:
        """Whether something was done since the gold was saved."""
        entries = self._journal.entries
        return not entries or entries[-1].get("do") != "saved"

    def knows(self, key: str) -> bool:
        """Whether a step with this key was done already."""
        return key in self._done

    def do(self, asked: Mapping[str, Any], key: str) -> list[str]:
        """Do what the page asks, once for each `key` however often it is sent; the ids of the items that changed.

        Raises:
            InputError: it cannot be done; nothing has changed.
            UsageError: the disk refuses; nothing has changed.
        """
        if self.knows(key):
            return []
        if asked.get("do") in ("undo", "redo"):
            return self._move(str(asked["do"]), key)
        if asked.get("do") == "describe":
            entry: dict[str, Any] = {"genre": _label(asked, "genre"), "cluster": _label(asked, "cluster")}
            after, touched = replace(self.state, **entry), []
        else:
            changes = changes_for(self.state, self.rules, asked)
            if not changes:
                return []
            after, touched = self.state.with_changes(changes), list(dict.fromkeys(change.item for change in changes))
            entry = {"changes": [change.to_json() for change in changes]}
        self._append({"key": key, "do": "change", **entry})
        self._push(after)
        return touched

    def save(self) -> Gold:
        """Write the gold file of what is kept so far. Errors as for `write_gold`."""
        gold = write_gold(self.state, self.place.gold, self.place.reviewer, self.place.articles)
        self._append({"do": "saved"})
        return gold

    def close(self) -> None:
        """End cleanly."""
        self._journal.close()
        self.lock.release()

    def _append(self, entry: Mapping[str, Any]) -> None:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._journal.append({"at": now, **entry})
        self._done.add(str(entry.get("key")))
        self.version += 1

    def _push(self, after: State) -> None:
        self._states[self._at + 1 :] = [after]
        self._at += 1

    def _move(self, where: str, key: str) -> list[str]:
        if not (self.can_undo if where == "undo" else self.can_redo):
            return []
        before = self.state
        self._append({"key": key, "do": where})
        self._at += -1 if where == "undo" else 1
        return _different(before, self.state)

    def _replay(self) -> None:
        for number, entry in enumerate(self._journal.entries, start=1):
            try:
                self._again(entry)
            except (KeyError, ValueError, TypeError, AssertionError, InputError) as error:
                raise InputError(
                    f"{self._journal.path}:{number}: cannot be done again ({error}); take the lines from it on away"
                ) from error

    def _again(self, entry: Mapping[str, Any]) -> None:
        self._done.add(str(entry.get("key")))
        self.version += 1
        match entry["do"]:
            case "undo" if self.can_undo:
                self._at -= 1
            case "redo" if self.can_redo:
                self._at += 1
            case "change" if "changes" in entry:
                self._push(self.state.with_changes(map(Change.from_json, entry["changes"])))
            case "change":
                self._push(replace(self.state, genre=str(entry["genre"]), cluster=str(entry["cluster"])))
            case "saved":
                pass
            case other:
                raise ValueError(f"unknown step {other!r}")


def _begun(place: Place, first: State) -> tuple[State, bool]:
    """What the review began with, kept from its first day on; and whether what is given now is something else."""
    path = place.path(".start.json")
    stored = _to_json(first)
    if not path.exists():
        write_whole(path, stored)
        return first, False
    try:
        content = path.read_bytes()
        data = json.loads(content)
        if data["format"] != _FORMAT:
            raise InputError(
                f"{path}: this review was begun by another version of summarizer; finish it with that one, or move it "
                "and the journal beside it away to begin anew"
            )
        marks = {item: Mark.model_validate(mark) for item, mark in data["marks"].items()}
        began = replace(
            begin(Brief.model_validate(data["brief"])), marks=marks, genre=data["genre"], cluster=data["cluster"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise InputError(f"{path}: this file is damaged: {type(error).__name__}") from error
    if began.base.source.sha256 != first.base.source.sha256:
        raise InputError(f"{path}: a review of another text of this name was begun here; give another --output")
    return began, hashlib.sha256(content).digest() != hashlib.sha256(stored.encode()).digest()


def _to_json(state: State) -> str:
    whole = {
        "format": _FORMAT,
        "genre": state.genre,
        "cluster": state.cluster,
        "marks": {item: mark.model_dump(exclude_defaults=True) for item, mark in state.marks.items()},
        "brief": state.base.model_dump(mode="json"),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _different(one: State, other: State) -> list[str]:
    names = dict.fromkeys([*one.items, *other.items])
    return [n for n in names if one.items.get(n) is not other.items.get(n) or one.mark(n) != other.mark(n)]


def _label(asked: Mapping[str, Any], name: str) -> str:
    value = " ".join(str(asked.get(name) or "").split())
    if not value or len(value) > _LONGEST_LABEL:
        raise InputError(f"the {name} is a short word")
    return value
