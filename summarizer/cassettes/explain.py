"""Why no recording answers a request: the nearest one, what differs from it, and the command that records it."""

from __future__ import annotations

import json
import os
import shlex
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summarizer.cassettes.canonical import Slot, canonical, slot, slot_key
from summarizer.cassettes.interaction import Interaction, read_interaction
from summarizer.cassettes.suites import interaction_paths
from summarizer.cassettes.texts import SharedTexts
from summarizer.engines.calls import CallContext
from summarizer.errors import InputError, UsageError

Cause = Literal[
    "nothing recorded", "pack", "call", "article", "prompt", "schema", "model", "take", "settings", "request"
]
RecordCommand = str | Callable[[str], str]
"""A command that records what is missing, or a function that makes one for an article, named as it was read."""
_SCHEMA_FIELDS = ("response_format", "grammar", "tools", "tool_choice")
_MOST_SAID = 160  # characters of a cause in an error
# Of recordings for the same article and call; comparing thousands would take seconds.
_MOST_COMPARED = 200
_CONTEXT = 24
_SHOWN = 60
_Known = tuple[Path, Interaction]


@dataclass(frozen=True)
class Change:
    """One difference from the nearest recording: what kind of thing changed, and a short diff of it."""

    cause: Cause
    text: str


@dataclass(frozen=True)
class Explanation:
    """Why a request has no answer: `recorded` if it has one after all, else the changes since `nearest`."""

    article: str
    pack: str
    call: str
    take: int
    recorded: bool
    nearest: Path | None
    changes: tuple[Change, ...]
    command: str

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The kinds of change, each once, in order."""
        return tuple(dict.fromkeys(change.cause for change in self.changes))

    @property
    def summary(self) -> str:
        """Two lines for an error: who asked what in vain and the first cause, and the command that records it."""
        more = len(self.changes) - 1
        why = "".join(f"; {change.cause}: {_cut(_one_line(change.text), _MOST_SAID)}" for change in self.changes[:1])
        why += f" (and {more} more; see `summarizer cassettes explain`)" if more > 0 else ""
        return f"no recording answers {self._who}{why}\nRecord it with: {self.command}"

    @property
    def text(self) -> str:
        """The whole explanation."""
        if self.recorded:
            return f"recorded: {self._who} ({self.nearest})"
        lines = [f"no recording answers {self._who}."]
        lines += [f"  {change.cause}: {change.text}" for change in self.changes]
        if self.nearest is not None:
            lines.append(f"  (compared with the nearest recording, {self.nearest})")
        return "\n".join([*lines, f"Record it with: {self.command}"])

    @property
    def _who(self) -> str:
        who = f"article {self.article or '?'}, pack {self.pack or '?'}, call {self.call or '?'}"
        return who + (f", take {self.take}" if self.take != 1 else "")


def explain(
    directory: str | os.PathLike[str],
    body: Mapping[str, Any],
    *,
    article: str,
    pack: str,
    call: str = "",
    take: int = 1,
    path: str = "/v1/chat/completions",
    article_sha256: str | None = None,
) -> Explanation:
    """Whether the suite in `directory` answers a request with `body`, and if not, why.

    Raises:
        UsageError: there is no such folder.
    """
    if not Path(directory).is_dir():
        raise UsageError(f"{directory}: no such folder of recordings")
    content = json.dumps(body).encode("ascii")
    context = CallContext(article, pack, call, take, article_sha256=article_sha256)
    return explain_slot(Path(directory), slot("POST", path, content, article, pack, call, take), context, None)


def explain_slot(suite: Path, place: Slot, context: CallContext | None, command: RecordCommand | None) -> Explanation:
    """Why `suite` has no answer for `place`.

    `command` is the command that records it, where the caller knows better than to guess one. Reads every recording of
    the pack.
    """
    texts = SharedTexts(suite)
    nearest = _nearest(list(_readable(interaction_paths(suite, place.pack))), place, texts)
    recorded = nearest is not None and nearest[0].stem == place.key
    changes = list(_changes(nearest[1], place, context, texts)) if nearest else [_nothing(suite, place)]
    return Explanation(
        article=place.article,
        pack=place.pack,
        call=place.call,
        take=place.take,
        recorded=recorded,
        nearest=nearest[0] if nearest else None,
        changes=tuple(changes),
        command=_command(suite, place, context, command),
    )


def _readable(paths: Iterable[Path]) -> Iterator[_Known]:
    """The recordings that can be read: a broken one is the business of `check`, and must not hide a miss."""
    for path in paths:
        try:
            yield path, read_interaction(path)
        except InputError:
            continue


def _nothing(suite: Path, place: Slot) -> Change:
    packs = sorted({path.parent.name for path in interaction_paths(suite)})
    if not packs:
        return Change("nothing recorded", f"{suite} holds no recordings")
    return Change("pack", f"nothing is recorded for pack {place.pack!r}; there are {', '.join(packs)}")


def _command(suite: Path, place: Slot, context: CallContext | None, given: RecordCommand | None) -> str:
    if isinstance(given, str):
        return given
    article = (context.origin if context else None) or place.article or "ARTICLE"
    if given is not None:
        return given(article)
    words = ["summarizer", "brief", article, "--prompt", place.pack or "PROMPT"]
    if context and context.model:
        words += ["--model", context.model]
    if place.take != 1:
        words += ["--take", str(place.take)]
    return shlex.join([*words, "--cassettes", str(suite), "--record", "new"])


def _nearest(known: list[_Known], place: Slot, texts: SharedTexts) -> _Known | None:
    """The recording to compare with: the same question before all, then by who asked, then by the conversation."""
    for path, stored in sorted(known, key=lambda entry: entry[0].stem != place.key):
        if path.stem == slot_key(place.question, stored.article, stored.take):
            return path, stored
    by_asker: dict[tuple[bool, ...], list[_Known]] = defaultdict(list)
    for entry in known:
        stored = entry[1]
        same = (stored.article == place.article, stored.call == place.call, stored.take == place.take)
        by_asker[same].append(entry)
    if not by_asker:
        return None
    candidates = by_asker[max(by_asker)][:_MOST_COMPARED]
    return max(candidates, key=lambda entry: _likeness(entry[1].request_body(texts), place.body))


def _likeness(old: Any, new: Any) -> tuple[int | bool, ...]:
    """Larger is more alike: the model, the number of messages, how many are the same, how much of the others."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return (False, 0, 0, 0)
    before, after = _messages(old), _messages(new)
    same_length = -abs(len(before) - len(after))
    same = sum(first == second for first, second in zip(before, after, strict=False))
    shared = sum(_common_prefix(first[1], second[1]) for first, second in zip(before, after, strict=False))
    return (old.get("model") == new.get("model"), same_length, same, shared)


def _changes(stored: Interaction, place: Slot, context: CallContext | None, texts: SharedTexts) -> Iterator[Change]:
    body = stored.request_body(texts)
    question = stored.question(texts)
    if question == place.question:
        if stored.article != place.article:
            other = f"this very question is recorded for article {stored.article!r}"
            yield Change("article", f"{other}: were two articles swapped, or one renamed?")
        elif stored.take != place.take:
            yield Change("take", f"take {place.take} is not recorded, take {stored.take} is")
        return
    if stored.article != place.article:
        # Its text differs from the nearest one's from beginning to end; saying so would not help.
        yield Change("article", f"nothing is recorded for article {place.article!r}")
        return
    if context and context.article_sha256 and stored.article_sha256 not in (None, context.article_sha256):
        yield Change("article", "its text is not the one that was recorded")
    if stored.call != place.call:
        yield Change("call", f"nothing is recorded for call {place.call!r}; this is {stored.call!r}")
    if (stored.request["method"], stored.request["path"]) != (place.method, place.path):
        yield Change("request", f"{stored.request['method']} {stored.request['path']} → {place.method} {place.path}")
    if isinstance(body, dict) and isinstance(place.body, dict):
        yield from _body_changes(body, place.body)
    elif body != place.body:
        yield Change("request", _short_diff(str(body), str(place.body)))


def _body_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old.get("model") != new.get("model"):
        yield Change("model", f"{old.get('model')} → {new.get('model')}")
    yield from _prompt_changes(_messages(old), _messages(new))
    for name in _SCHEMA_FIELDS:
        if canonical(old.get(name)) == canonical(new.get(name)):
            continue
        both = isinstance(old.get(name), dict) and isinstance(new.get(name), dict)
        # What is inside a response format can be told without saying so; the thing itself cannot.
        found = list(_tree_changes(old.get(name), new.get(name), "" if both and name == "response_format" else name))
        yield from (Change("schema", text) for text in found or ["the order of its fields"])
    rest = {*old, *new} - {*_SCHEMA_FIELDS, "model", "messages", "seed"}
    for name in sorted(rest):
        if canonical(old.get(name)) != canonical(new.get(name)):
            yield Change("settings", f"{name} {_brief(old.get(name))} → {_brief(new.get(name))}")


def _messages(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Role and text of every message."""
    messages = body.get("messages")
    found = []
    for message in messages if isinstance(messages, list) else []:
        content = message.get("content") if isinstance(message, dict) else message
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        found.append((str(message.get("role")) if isinstance(message, dict) else "", text))
    return found


def _prompt_changes(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Change]:
    for number, ((old_role, before), (role, after)) in enumerate(zip(old, new, strict=False), start=1):
        if old_role != role:
            yield Change("prompt", f"message {number} is from {role}, was from {old_role}")
        if canonical(before) != canonical(after):
            yield Change("prompt", f"message {number} ({role}): {_short_diff(before, after)}")
    if len(old) != len(new):
        yield Change("prompt", f"{len(new)} messages, were {len(old)}")


def _tree_changes(old: Any, new: Any, path: str) -> Iterator[str]:
    """What was added, removed and changed in a tree of JSON, one line for each place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(name for name in new if name not in old)]:
            where = f"{path}.{name}".lstrip(".")
            if name not in new:
                yield f"{where} removed"
            elif name not in old:
                yield f"{where} added: {_brief(new[name])}"
            else:
                yield from _tree_changes(old[name], new[name], where)
    elif _flat(old) and _flat(new):
        if moves := [f"-{_brief(item)}" for item in old if item not in new]:
            yield f"{path}: {' '.join(moves)}"
        if moves := [f"+{_brief(item)}" for item in new if item not in old]:
            yield f"{path}: {' '.join(moves)}"
        elif old != new and sorted(map(_brief, old)) == sorted(map(_brief, new)):
            yield f"{path}: another order"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _tree_changes(before, after, f"{path}.{index}")
    elif old != new:
        both_text = isinstance(old, str) and isinstance(new, str)
        yield f"{path}: {_short_diff(old, new) if both_text else f'{_brief(old)} → {_brief(new)}'}"


def _flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict | list) for item in value)


def _brief(value: Any) -> str:
    return _cut(json.dumps(value, ensure_ascii=False))


def _short_diff(old: str, new: str) -> str:
    """The stretch in which two texts differ, with a little of what surrounds it: `…the [-old-]{+new+} text…`."""
    start = _common_prefix(old, new)
    end = min(_common_prefix(old[start:][::-1], new[start:][::-1]), len(old) - start, len(new) - start)
    before = old[max(0, start - _CONTEXT) : start]
    after = old[len(old) - end :][:_CONTEXT]
    lead = "…" if start > _CONTEXT else ""
    tail = "…" if end > _CONTEXT else ""
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    marked = (f"[-{_cut(gone)}-]" if gone else "") + (f"{{+{_cut(come)}+}}" if come else "")
    return _one_line(lead + before + marked + after + tail)


def _one_line(text: str) -> str:
    """`text` with what cannot be seen (line ends, soft hyphens, no-break spaces) written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _cut(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _common_prefix(first: str, second: str) -> int:
    """How many characters two texts begin with in common; by halving, so that long equal texts cost little."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
