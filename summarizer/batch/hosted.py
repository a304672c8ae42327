"""Asking at half the price and within a day: files in the OpenAI Batch format, written and read back.

    {"custom_id": "story-7-0f3a…", "method": "POST", "url": "/v1/chat/completions", "body": {…}}       a request
    {"custom_id": "story-7-0f3a…", "response": {"status_code": 200, "body": {…}}, "error": null}       its response

Only packs whose calls do not depend on one another can be asked this way: one call for each chunk of an article. A
bad answer is not asked for again; what the article does not support is rejected, as it is after a second answer.
The `custom_id` is made from the article's id and the request itself, so a response can only meet the request it
answers: after a change of pack, model or article there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from summarizer.articles.model import ReadFailure
from summarizer.batch.limits import Spending
from summarizer.batch.rehearsal import questions
from summarizer.batch.running import Job
from summarizer.bounds import bounded_lines, too_deep
from summarizer.engines.asking import classify, request_body
from summarizer.engines.calls import Answer, Call, current_call
from summarizer.engines.completion import Completion, of_response, without_known
from summarizer.engines.providers import Target, resolve
from summarizer.engines.validation import NotJsonError, parse, schema_problems
from summarizer.errors import InputError, InvalidAnswerError, ModelError, TransportError, UsageError
from summarizer.locks import held
from summarizer.prompting.pack import Pack
from summarizer.redaction import without_secrets

MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000
"""What OpenAI takes in one file; what is beyond goes into a second one."""
MOST_LINE = 64 * 1024 * 1024
"""Bytes of one response."""

_INDEPENDENT = ("direct", "sentences")
_URL = "/v1/chat/completions"


@dataclass
class Requests:
    """What was written: articles, requests, files, and the articles that could not be read."""

    articles: int
    requests: int
    files: list[Path]
    unread: list[ReadFailure]


def check_pack(pack: Pack, target: Target) -> None:
    """Pass what can be asked in a batch.

    Raises:
        UsageError: the pack's questions depend on one another, or the model is embedded.
    """
    if pack.strategy not in _INDEPENDENT:
        raise UsageError(
            f"the pack {pack.name!r} asks its questions one after the other, which a batch cannot; take one with a "
            "single call for each chunk: --prompt direct or --prompt sentences"
        )
    if target.embedded is not None:
        raise UsageError(f"{target.name} runs in this process and takes no batch files; name a hosted --model")


async def write_requests(job: Job, path: Path) -> Requests:
    """Write the requests for all articles of a job to `path`, and to `…-2`, `…-3` where one file would be too large.

    Raises:
        UsageError: see `check_pack`; or a file is there already, or cannot be written.
    """
    target = resolve(job.settings)
    check_pack(job.pack, target)
    written = Requests(0, 0, [], [])
    busy = f"another run is writing {path}; wait for it, or give another name"
    with held(path.with_name(f".{path.name}.lock"), busy), _Parts(path) as parts:
        for item in job.articles:
            if isinstance(item, ReadFailure):
                written.unread.append(item)
                continue
            calls = await questions(item, job.pack, target)
            for call in calls:
                body = request_body(target, call, call.messages, job.take)
                parts.write({"custom_id": _custom_id(item.id, body), "method": "POST", "url": _URL, "body": body})
            written.articles += bool(calls)
            written.requests += len(calls)
    written.files = parts.files
    return written


class Responses:
    """Answers from response files, in the place of a client; `spending` is added to. A context manager.

    Raises:
        InputError: a file cannot be read or is no such file.
    """

    def __init__(self, paths: Sequence[Path], target: Target, spending: Spending) -> None:
        self.target = target
        self._spending = spending
        # An unnamed database lies on the disk and goes with the process, so memory stays flat.
        self._index = sqlite3.connect("")
        self._index.execute("CREATE TABLE places (id TEXT PRIMARY KEY, file INTEGER, offset INTEGER) WITHOUT ROWID")
        self._files: list[BinaryIO] = []
        try:
            for path in paths:
                self._read(path)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Responses:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._index.close()
        for file in self._files:
            file.close()

    async def ask(self, call: Call) -> Answer:
        """The stored answer to a call.

        Raises:
            TransportError: there is none, or the service reports an error.
            TruncatedError, RefusedError, InvalidAnswerError: as from a client.
        """
        context = current_call.get()
        body = request_body(self.target, call, call.messages, context.take if context is not None else 1)
        answer = self._completion(_custom_id(context.article if context is not None else "", body))
        self._spending.add(answer)
        answer = without_known(answer, self.target.secrets())
        classify(answer, call, self.target)
        try:
            data = parse(answer.text)
            problems = schema_problems(data, call.schema)
        except NotJsonError as error:
            problems = [str(error)]
        if problems:
            raise InvalidAnswerError(f"{self.target.name} broke the schema of {call.name!r}: {problems[0]}")
        return Answer(
            data=data,
            raw=answer.text,
            finish_reason=answer.finish_reason,
            model=self.target.name,
            requests=1,
            attempts=1,
            prompt_tokens=answer.prompt_tokens,
            cached_tokens=answer.cached_tokens,
            output_tokens=answer.output_tokens,
            seconds=0.0,
            confidence=answer.confidence,
            answered_at=answer.created,
            problems=tuple(call.check(data)) if call.check is not None else (),
        )

    def _completion(self, custom_id: str) -> Completion:
        from openai.types.chat import ChatCompletion
        from pydantic import ValidationError

        row = self._line(custom_id)
        if row is None:
            raise TransportError(
                f"the batch has no response {custom_id}; it was made from other articles, or with another pack or model"
            )
        response, error = row.get("response") or {}, row.get("error")
        if not isinstance(response, dict):
            raise TransportError(f"the response {custom_id} of the batch is no response")
        body = response.get("body")
        if error or response.get("status_code") != 200:
            reason = without_secrets(_reason(error, response), self.target.secrets())
            raise ModelError(f"the batch service failed on {custom_id}: {reason}")
        try:
            answer = of_response(ChatCompletion.model_validate(body))
        except ValidationError:
            answer = None
        if answer is None:
            raise TransportError(f"the response {custom_id} of the batch is no chat completion")
        return answer

    def _line(self, custom_id: str) -> dict[str, Any] | None:
        place = self._index.execute("SELECT file, offset FROM places WHERE id = ?", (custom_id,)).fetchone()
        if place is None:
            return None
        file = self._files[place[0]]
        file.seek(place[1])
        row: dict[str, Any] = json.loads(file.readline())
        if too_deep(row):
            raise TransportError(f"the response {custom_id} of the batch is nested too deeply to be read")
        return row

    def _read(self, path: Path) -> None:
        try:
            file = path.open("rb")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}") from error
        self._files.append(file)
        offset = 0
        for number, line in enumerate(bounded_lines(file, str(path), MOST_LINE), start=1):
            if line.strip():
                try:
                    custom_id = json.loads(line)["custom_id"]
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise InputError(f"{path}:{number} is no line of a batch response: no custom_id") from error
                name = str(custom_id).encode("ascii", "backslashreplace").decode()  # ours are ASCII
                place = (name, len(self._files) - 1, offset)
                self._index.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", place)
            offset += len(line)


class _Parts:
    """Files of requests, the next one begun when one is full; in place only when all are written."""

    def __init__(self, path: Path) -> None:
        self.files: list[Path] = []
        self._path = path
        self._file: BinaryIO | None = None
        self._requests = self._bytes = 0

    def __enter__(self) -> _Parts:
        self._next()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if self._file is not None and kind is None:
                self._end()
            for path in self.files:
                if kind is None:
                    os.replace(_temporary(path), path)
        except OSError as error:
            raise UsageError(f"cannot write {self._path}: {error.strerror}") from error
        finally:
            if self._file is not None:
                with contextlib.suppress(OSError):  # the disk is full, which was said when it was written to
                    self._file.close()
            for path in self.files:
                _temporary(path).unlink(missing_ok=True)

    def write(self, request: dict[str, Any]) -> None:
        line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
        if self._requests == MOST_REQUESTS or self._bytes + len(line) > MOST_BYTES:
            self._next()
        assert self._file is not None
        try:
            self._file.write(line)
        except OSError as error:
            raise UsageError(f"cannot write {self.files[-1]}: {error.strerror}") from error
        self._requests += 1
        self._bytes += len(line)

    def _end(self) -> None:
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _next(self) -> None:
        number = len(self.files) + 1
        path = self._path if number == 1 else self._path.with_stem(f"{self._path.stem}-{number}")
        if path.exists():
            raise UsageError(f"{path} is there already; remove it, or give another name")
        try:
            if self._file is not None:
                self._end()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _temporary(path).open("wb")
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror}") from error
        self.files.append(path)
        self._requests = self._bytes = 0


def _custom_id(article: str, body: dict[str, Any]) -> str:
    digest = hashlib.sha256(f"{article}\0{json.dumps(body, sort_keys=True)}".encode()).hexdigest()[:16]
    return f"{article.encode('ascii', 'replace').decode()[:40]}-{digest}"


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")


def _reason(error: Any, response: dict[str, Any]) -> str:
    body = response.get("body")
    inner = error or (body.get("error") if isinstance(body, dict) else None) or {}
    message = inner.get("message") if isinstance(inner, dict) else str(inner)
    status = response.get("status_code")
    return " ".join(str(message or f"status {status}").split())[:200]
