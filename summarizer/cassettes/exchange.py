"""From an HTTP exchange to an interaction worth keeping: what is stored, what is not, and what is taken out of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarizer.cassettes import bodies, secrets
from summarizer.cassettes.canonical import Slot, parse_json
from summarizer.cassettes.files import decode
from summarizer.cassettes.interaction import Interaction
from summarizer.engines.calls import CallContext
from summarizer.errors import UsageError

# Answers that say something about the question. The others (429, 5xx, a wrong key) say something about the moment.
_LASTING_ERRORS = frozenset({400, 413, 422})
# The endpoint has moved, and the question is asked there. Other redirects make it a GET, which no model answers: they
# lead to the page of a network that wants its users to log in.
_MOVED = frozenset({307, 308})
_FAILED = frozenset({"error", "response.failed"})


@dataclass(frozen=True)
class Taken:
    """What it took to get an answer: seconds of the last exchange, requests in all; and whether a model gave it."""

    seconds: float
    requests: int
    synthetic: bool


def worth_keeping(status: int, content: bytes, content_type: str) -> bool:
    """Whether an answer would be the same tomorrow: no passing status, and a model's body, whole and no error."""
    if status in _LASTING_ERRORS | _MOVED:
        return True
    if not 200 <= status < 300:
        return False
    if content_type.startswith("text/event-stream"):
        return _whole_stream(content)
    if "json" in content_type:
        value = parse_json(content)
        return value is not None and not (isinstance(value, dict) and value.get("error"))
    return False


def _whole_stream(content: bytes) -> bool:
    events = bodies.parse_events(content.decode("utf-8", "replace"))
    if not events or any(isinstance(event, dict) and _failed(event) for event in events):
        return False
    last = events[-1]
    return last == "[DONE]" or (isinstance(last, dict) and str(last.get("type", "")).startswith("response."))


def _failed(event: dict[str, Any]) -> bool:
    return bool(event.get("error")) or event.get("type") in _FAILED


def refuse_secrets(slot: Slot, known: Iterable[str]) -> None:
    """Refuse to send a question with a secret in it, before anything is written or paid for.

    Raises:
        UsageError: the article or the prompt contains a key.
    """
    text = json.dumps([slot.article, slot.pack, slot.call, slot.path, slot.body], ensure_ascii=False)
    if found := secrets.find_secrets(text, known):
        kind, secret = found[0]
        raise UsageError(
            f"article {slot.article or '?'}, pack {slot.pack or '?'}, call {slot.call or '?'}: the question contains"
            f" what looks like a secret ({kind} {secrets.hint(secret)}).\n"
            "Nothing was sent or recorded; take it out of the article or the prompt."
        )


def refuse_to_write(path: Path, content: bytes, known: Iterable[str]) -> None:
    """The last guard: refuse a file that still has a secret in it, wherever that came from.

    Raises:
        UsageError: it has.
    """
    if found := secrets.find_secrets(decode(content), known):
        kind, secret = found[0]
        raise UsageError(f"{path}: not written, because it would contain a secret ({kind} {secrets.hint(secret)})")


def interaction(
    slot: Slot,
    context: CallContext | None,
    response: dict[str, Any],
    taken: Taken,
    known: Iterable[str],
    texts: bodies.Texts,
) -> Interaction:
    """The interaction to store for a response in vcr's form.

    Secrets in the answer are replaced, and the places listed.
    """
    headers = {name.lower(): values for name, values in response["headers"].items()}
    content_type = (headers.get("content-type") or [""])[0]
    body = bodies.encode_response(response["body"]["string"], content_type)
    body, redacted = _redact(body, known)
    asked = str(slot.body.get("model", "")) if isinstance(slot.body, dict) else ""
    return Interaction(
        article=slot.article,
        pack=slot.pack,
        call=slot.call,
        take=slot.take,
        article_sha256=context.article_sha256 if context else None,
        pack_sha256=context.pack_sha256 if context else None,
        model=(context.model if context else None) or asked,
        engine=(context.engine if context else None) or _engine(body),
        recorded_at=datetime.now(UTC).date().isoformat(),
        seconds=round(taken.seconds, 3),
        requests=taken.requests,
        synthetic=taken.synthetic,
        redacted=tuple(redacted),
        request={"method": slot.method, "path": slot.path, "body": bodies.encode(slot.body, texts)},
        response={
            "status": response["status"]["code"],
            "headers": secrets.allowed(headers, secrets.RESPONSE_HEADERS),
            "body": body,
        },
    )


def _engine(body: dict[str, Any]) -> str:
    """What the server says of itself."""
    stream = body.get("stream")
    value = stream["common"] if stream else body.get("json")
    return str(value.get("system_fingerprint") or "") if isinstance(value, dict) else ""


def _redact(body: dict[str, Any], known: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    known = tuple(known)
    clean, places = secrets.redact(body, known)
    if "stream" in clean:
        places += _redact_across(clean["stream"]["events"], known)
    if places:
        # Token probabilities spell the answer once more, one piece at a time.
        clean = _without_probabilities(clean)
    return clean, places


def _redact_across(events: list[Any], known: tuple[str, ...]) -> list[str]:
    """Take out secrets that are spread over the pieces of a stream: the whole text then stands in the first piece."""
    pieces: dict[str, list[tuple[Any, Any]]] = {}
    for event in events:
        _collect(event, "", pieces)
    places = []
    for path, holders in pieces.items():
        joined = "".join(_plain(holder[name]) for holder, name in holders)
        clean, found = secrets.redact(joined, known, path)
        if found:
            for holder, name in holders:
                holder[name] = ""
            holder, name = holders[0]
            holder[name] = clean
            places += found
    return places


def _collect(value: Any, path: str, pieces: dict[str, list[tuple[Any, Any]]]) -> None:
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for name, item in entries:
        inside = f"{path}.{name}".lstrip(".")
        if isinstance(item, str) or (isinstance(item, dict) and item.keys() == {"$lines"}):
            pieces.setdefault(inside, []).append((value, name))
        else:
            _collect(item, inside, pieces)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else "".join(value["$lines"])


def _without_probabilities(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_probabilities(item) for item in value]
    if isinstance(value, dict):
        return {name: None if name == "logprobs" else _without_probabilities(item) for name, item in value.items()}
    return value
