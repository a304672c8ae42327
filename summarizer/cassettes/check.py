"""What is wrong with a folder of recordings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from summarizer.cassettes import secrets
from summarizer.cassettes.files import decode
from summarizer.cassettes.interaction import Interaction, read_interaction
from summarizer.cassettes.suites import find_suites, interaction_paths, lock_file, pack_folder
from summarizer.cassettes.texts import FOLDER as TEXTS_FOLDER
from summarizer.cassettes.texts import SharedTexts, text_name
from summarizer.errors import InputError, UsageError
from summarizer.files import is_temporary
from summarizer.locks import held

Kind = Literal["unreadable", "misnamed", "unplayed", "orphaned", "stale", "leaking", "redacted", "synthetic"]
# Worth knowing; no reason to fail.
_NOTES = frozenset({"redacted", "synthetic"})
_PRUNED = frozenset({"unplayed", "stale", "orphaned"})
_REFERENCE = re.compile(r'"\$shared": "([^"]+)"')


@dataclass(frozen=True)
class Finding:
    """One thing that `check` found, about one file.

    ==============  ===================================================================================
    `unreadable`    no recording of this format, or a shared text is missing or changed
    `misnamed`      its content is not the question that its name stands for
    `unplayed`      nothing has asked for it in the runs that were logged
    `orphaned`      a text that no interaction uses, a pack or article that is gone, a half-written file
    `stale`         the pack (which includes its schemas) or the article has changed since
    `leaking`       a key, a token, an organisation id, a cookie, a header that should not be there
    `redacted`      (a note) the answer had a secret in it, which was taken out when it was recorded
    `synthetic`     (a note) no model gave this answer
    ==============  ===================================================================================
    """

    kind: Kind
    path: Path
    text: str

    @property
    def fails(self) -> bool:
        """Whether it should fail a build."""
        return self.kind not in _NOTES


def check(
    directory: str | os.PathLike[str],
    *,
    packs: Mapping[str, str] | None = None,
    articles: Mapping[str, AbstractSet[str]] | None = None,
    play_log: str | os.PathLike[str] | None = None,
) -> list[Finding]:
    """Everything wrong with the recordings in `directory`, a suite or a folder of suites, sorted by path.

    `packs` and `articles` map the names of all that exist to their SHA-256; without them nothing is stale, and with
    them what is recorded for others is orphaned. An article's name has several hashes where articles share it that are
    read apart. `play_log` is a file that `use` wrote; without it nothing is unplayed.

    Raises:
        UsageError: no recordings there, or no play log.
    """
    played = None if play_log is None else _plays(Path(play_log))
    pack_sums = None if packs is None else {name: {sha256} for name, sha256 in packs.items()}
    findings: list[Finding] = []
    for suite in find_suites(Path(directory)):
        texts = SharedTexts(suite)
        for path in interaction_paths(suite):
            findings += _of_interaction(path, texts, pack_sums, articles)
            if played is not None and path.resolve().as_posix() not in played:
                findings.append(Finding("unplayed", path, "nothing asked for it in the logged runs"))
        findings += _of_texts(suite)
        findings += _of_files(suite)
    return sorted(findings, key=lambda finding: (finding.path, finding.kind))


def prune(directory: str | os.PathLike[str], findings: Iterable[Finding]) -> list[Path]:
    """Delete what `check` found unplayed, stale or orphaned, and the texts that nothing uses then; what was deleted.

    Raises:
        UsageError: (before anything is deleted) nothing would be left, or something is being recorded there.
    """
    gone = {finding.path for finding in findings if finding.kind in _PRUNED and not _is_text(finding.path)}
    suites = find_suites(Path(directory))
    if all(path in gone for suite in suites for path in interaction_paths(suite)):
        raise UsageError(f"{directory}: that would delete every recording; delete the folder if that is meant")
    with ExitStack() as stack:
        for suite in suites:
            # A text that was just stored for an answer that is still to come would look orphaned; and one that was
            # orphaned may have come into use again since.
            stack.enter_context(held(lock_file(suite), f"{suite}: something is being recorded here; wait for its end"))
        for path in gone:
            path.unlink(missing_ok=True)
        texts = [finding.path for suite in suites for finding in _of_texts(suite) if finding.kind == "orphaned"]
        for path in texts:
            path.unlink(missing_ok=True)
    return sorted({*gone, *texts})


def _is_text(path: Path) -> bool:
    return path.parent.name == TEXTS_FOLDER and not is_temporary(path.name)


def _plays(path: Path) -> set[str]:
    try:
        return set(decode(path.read_bytes()).split("\n"))
    except OSError as error:
        raise UsageError(f"{path}: cannot read the play log ({error.strerror}); runs with it set write it") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not a play log (it is not UTF-8); runs with SUMMARIZER_PLAY_LOG write one"
        ) from error


def _of_interaction(
    path: Path,
    texts: SharedTexts,
    packs: Mapping[str, AbstractSet[str]] | None,
    articles: Mapping[str, AbstractSet[str]] | None,
) -> Iterator[Finding]:
    try:
        stored = read_interaction(path)
        key = stored.key(texts)
    except InputError as error:
        yield Finding("unreadable", path, str(error))
        return
    if key != path.stem or pack_folder(stored.pack) != path.parent.name:
        where = f"{pack_folder(stored.pack)}/{key}.json"
        yield Finding("misnamed", path, f"its content belongs to {where}: it was changed or moved by hand")
    yield from _of_age(path, "pack", stored.pack, stored.pack_sha256, packs)
    yield from _of_age(path, "article", stored.article, stored.article_sha256, articles)
    yield from _of_headers(path, stored)
    if stored.redacted:
        yield Finding("redacted", path, f"a secret was taken out of {', '.join(stored.redacted)}")
    if stored.synthetic:
        yield Finding("synthetic", path, "no model gave this answer")


def _of_age(
    path: Path, what: str, name: str, recorded: str | None, current: Mapping[str, AbstractSet[str]] | None
) -> Iterator[Finding]:
    if current is None:
        return
    if name not in current:
        yield Finding("orphaned", path, f"there is no {what} {name!r} any more")
    elif recorded is not None and recorded not in current[name]:
        yield Finding("stale", path, f"{what} {name!r} has changed since; run again with --record new, then prune")


def _of_headers(path: Path, stored: Interaction) -> Iterator[Finding]:
    for side, names in ((stored.request, secrets.REQUEST_HEADERS), (stored.response, secrets.RESPONSE_HEADERS)):
        for name in side.get("headers", {}):
            if name.lower() not in names:
                yield Finding("leaking", path, f"header {name!r} is not on the list of those that may be stored")


def _of_texts(suite: Path) -> Iterator[Finding]:
    used: set[str] = set()
    for path in interaction_paths(suite):
        used.update(_REFERENCE.findall(_text(path)))
    for path in sorted((suite / TEXTS_FOLDER).glob("[!.]*")):
        if path.name not in used:
            yield Finding("orphaned", path, "no interaction uses this text")
        if text_name(_text(path), path.suffix.removeprefix(".")) != path.name:
            yield Finding("unreadable", path, "its content does not have the digest in its name")


def _text(path: Path) -> str:
    """A file's text; what is not UTF-8 is replaced, so that its digest is another."""
    content = path.read_bytes()
    try:
        return decode(content)
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace")


def _of_files(suite: Path) -> Iterator[Finding]:
    known = secrets.credentials({})
    for path in sorted(suite.rglob("*")):
        if not path.is_file():
            continue
        if is_temporary(path.name):
            yield Finding("orphaned", path, "half written by a recording that was killed")
        text = path.read_bytes().decode("utf-8", "replace")
        for kind, secret in dict.fromkeys(secrets.find_secrets(text, known)):
            yield Finding("leaking", path, f"{kind} {secrets.hint(secret)}")
