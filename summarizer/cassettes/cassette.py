"""The vcrpy side: a cassette that is a folder, indexed by request digest, and written as each answer arrives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

from vcr.cassette import Cassette
from vcr.matchers import requests_match
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.record_mode import RecordMode
from vcr.request import Request

from summarizer.cassettes import bodies, exchange, secrets, transport
from summarizer.cassettes.canonical import Slot, body_digest, slot, slot_key
from summarizer.cassettes.explain import Explanation, RecordCommand, explain_slot
from summarizer.cassettes.interaction import Interaction, read_interaction
from summarizer.cassettes.suites import interaction_paths, pack_folder
from summarizer.cassettes.texts import SharedTexts
from summarizer.engines.calls import current_call
from summarizer.engines.transport import RECORDED_REQUESTS, RECORDED_SECONDS
from summarizer.errors import CassetteMissError, InputError, UsageError
from summarizer.files import write_first, write_whole

# Recordings do not say which server answered; stock vcrpy wants some origin.
_ORIGIN = "http://recorded.invalid"


def request_slot(request: Request) -> Slot:
    """The place of a request among the recordings, worked out once per request object."""
    cached: Slot | None = getattr(request, "_slot", None)
    if cached is None:
        context = current_call.get()
        article, pack, call, take = (
            (context.article, context.pack, context.call, context.take) if context else ("", "", "", 1)
        )
        cached = slot(request.method, request.uri, request.body or b"", article, pack, call, take)
        request._slot = cached
    return cached


def same_question(first: Request, second: Request) -> bool:
    """The registered matcher: equal keys, hence equal method, path, canonical body, article and take."""
    return request_slot(first).key == request_slot(second).key


def _public_url(request: Request) -> str:
    """The address without query, and with the name of the host where the request goes to its IP address."""
    host = request.headers.get("host") or request.host
    return f"{request.scheme}://{host}{request.path}"


class FolderPersister:
    """Reads a suite's folder for vcrpy, so that stock cassettes can play it too; writing is up to `FolderCassette`."""

    @staticmethod
    def load_cassette(cassette_path: str, serializer: Any) -> tuple[list[Request], list[dict[str, Any]]]:
        """All interactions of a suite in vcr's form, as two lists of equal length."""
        suite = Path(cassette_path)
        if not suite.is_dir():
            raise CassetteNotFoundError
        texts = SharedTexts(suite)
        stored = [read_interaction(path) for path in interaction_paths(suite)]
        return [vcr_request(one, texts) for one in stored], [vcr_response(one, texts) for one in stored]

    @staticmethod
    def save_cassette(cassette_path: str, cassette_dict: dict[str, Any], serializer: Any) -> NoReturn:
        """Refuse: interactions are written one by one, as they arrive."""
        raise UsageError(f"{cassette_path} is a folder of recordings; record into it with summarizer.cassettes.use()")


def vcr_request(stored: Interaction, texts: bodies.Texts) -> Request:
    """A recorded request in vcr's form, with its own place among the recordings, as its content gives it."""
    body = stored.request_body(texts)
    text = isinstance(body, str)
    method, path = stored.request["method"], stored.request["path"]
    content = body.encode("utf-8", "surrogatepass") if text else json.dumps(body).encode("ascii")
    request = Request(method, _ORIGIN + path, content, {} if text else {"content-type": "application/json"})
    question = body_digest(method, path, body)
    key = slot_key(question, stored.article, stored.take)
    request._slot = Slot(stored.article, stored.pack, stored.call, stored.take, method, path, body, question, key)
    return request


def vcr_response(stored: Interaction, texts: bodies.Texts) -> dict[str, Any]:
    """A recorded response in vcr's form. Headers say how many seconds and requests the real exchange took."""
    cost = {RECORDED_SECONDS: [str(stored.seconds)], RECORDED_REQUESTS: [str(stored.requests)]}
    return {
        "status": {"code": stored.response["status"], "message": ""},
        "headers": stored.response["headers"] | cost,
        "body": {"string": stored.response_body(texts)},
    }


class FolderCassette(Cassette):  # type: ignore[misc]  # vcrpy ships no types
    """A suite's folder of recordings as one vcr cassette, safe for threads and tasks.

    A file is named by the key of its request, so the names alone are the index: loading lists folders and reads no
    recording, and finding one is a set look-up. Every answer is on disk before its caller sees it.
    """

    def __init__(self, path: str, *, synthetic: bool, record_command: RecordCommand | None, **options: Any) -> None:
        super().__init__(path, **options)
        self.custom_patches = transport.patches(self)
        self.suite = Path(path)
        self.texts = SharedTexts(self.suite)
        self.misses: list[Explanation] = []
        self.played: Counter[Path] = Counter()
        self.recorded: Counter[Path] = Counter()
        self._synthetic = synthetic
        self._record_command = record_command
        self._known_secrets = secrets.credentials({})
        self._index: set[Path] = set()
        self._failures: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def recording(self) -> bool:
        """Whether a request that the folder cannot answer may go to the network."""
        return self.record_mode is not RecordMode.NONE

    def asks_model(self, method: str) -> bool:
        """Whether a request is a question to a model: made for a call, or at least a POST. Others fetch articles."""
        return method == "POST" or current_call.get() is not None

    def place(self, request: Request) -> Slot:
        """The place of a request, for the call that is being made."""
        return request_slot(request)

    def path_of(self, place: Slot) -> Path:
        """The file that holds, or would hold, the answer for `place`."""
        return self.suite / pack_folder(place.pack) / f"{place.key}.json"

    def holds(self, place: Slot) -> bool:
        """Whether a request is answered from the folder. Under `all`, only what this run recorded is."""
        path = self.path_of(place)
        return path in (self.recorded if self.record_mode is RecordMode.ALL else self._index)

    def unplayed(self) -> list[Path]:
        """The recordings that were there at the start and have answered nothing so far, sorted."""
        return sorted(self._index - self.played.keys() - self.recorded.keys())

    def filter_request(self, request: Request) -> Request:
        """Every request belongs to the cassette; a filter that dropped one would let it through to the network."""
        return request

    def can_play_response_for(self, request: Request) -> bool:
        """Whether to answer from the folder.

        Raises:
            CassetteMissError: it cannot, and nothing may be recorded.
            InputError: it is no question to a model, and nothing may be fetched.
        """
        if not self.asks_model(request.method):
            raise InputError(f"{_public_url(request)}: nothing is fetched while replaying; save the page to a file")
        place = request_slot(request)
        if self.holds(place):
            return True
        if not self.recording:
            raise self._miss(place)
        return False

    def play_response(self, request: Request) -> dict[str, Any]:
        """The recorded answer, as often as it is asked for.

        Raises:
            InputError: the recording does not answer the request whose name it bears.
        """
        path = self.path_of(request_slot(request))
        for _, response in self._responses(request):
            with self._lock:
                self.played[path] += 1
            return response
        raise InputError(f"{path}: changed by hand, so it no longer fits its name; restore it, or record again")

    def append(self, request: Request, response: dict[str, Any]) -> None:
        """Store an answer that has just arrived, unless it is a passing failure."""
        place = request_slot(request)
        content_type = next((v[0] for k, v in response["headers"].items() if k.lower() == "content-type"), "")
        if not exchange.worth_keeping(response["status"]["code"], response["body"]["string"], content_type):
            self._failures[place.key] += 1  # one request a key at a time, so no lock
            return
        known = self._known_secrets | secrets.credentials(request.headers)
        context, seconds = current_call.get(), transport.elapsed()
        taken = exchange.Taken(seconds, 1 + self._failures.pop(place.key, 0), self._synthetic)
        stored = exchange.interaction(place, context, response, taken, known, self.texts)
        content, path = stored.to_bytes(), self.path_of(place)
        exchange.refuse_to_write(path, content, known)
        if self.record_mode is RecordMode.ALL:
            write_whole(path, content)
        else:
            # Where another process was first, its answer is the one: the caller is given what is in the folder.
            write_first(path, content)
        with self._lock:
            self._index.add(path)
            self.recorded[path] += 1

    def check_question(self, request: Request) -> None:
        """Refuse a question that must not be recorded, before it is sent.

        Raises:
            UsageError: it contains a secret.
        """
        exchange.refuse_secrets(request_slot(request), self._known_secrets | secrets.credentials(request.headers))

    def _responses(self, request: Request) -> Iterator[tuple[int, dict[str, Any]]]:
        """vcr's look-up, over the one candidate that the index gives."""
        place = request_slot(request)
        if self.holds(place):
            stored = read_interaction(self.path_of(place))
            if requests_match(request, vcr_request(stored, self.texts), self._match_on):
                if self.recording:
                    self._renew(place, stored)
                yield 0, vcr_response(stored, self.texts)

    def _renew(self, place: Slot, stored: Interaction) -> None:
        """Note the present hashes of pack and article: this question has outlived the change of something else."""
        if (context := current_call.get()) is None:
            return
        pack, article = context.pack_sha256 or stored.pack_sha256, context.article_sha256 or stored.article_sha256
        renewed = replace(stored, pack_sha256=pack, article_sha256=article)
        if renewed != stored:
            write_whole(self.path_of(place), renewed.to_bytes())

    def _load(self) -> None:
        self._index.update(interaction_paths(self.suite))
        self.rewound = True

    def _save(self, force: bool = False) -> None:
        """Nothing to do: every answer is on disk already."""

    def _miss(self, place: Slot) -> CassetteMissError:
        explanation = explain_slot(self.suite, place, current_call.get(), self._record_command)
        self.misses.append(explanation)
        return CassetteMissError(explanation.summary)
