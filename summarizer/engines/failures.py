"""What a failed request means for the article and for the run, in one or two lines that say what to do next."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import openai

from summarizer.engines.providers import Target
from summarizer.errors import (
    CassetteMissError,
    EngineError,
    ModelError,
    RefusedError,
    SummarizerError,
    TransportError,
)
from summarizer.redaction import without_secrets

_MISS = "CannotOverwriteExistingCassetteException"
_TOO_LONG = ("context_length_exceeded", "exceed_context_size_error")
_MOST_READ = 10_000
_SHORTEST_IN_MESSAGES = 6  # in a message nothing is lost by taking out too much
_UNREACHABLE = (httpx2.ConnectError, httpx2.UnsupportedProtocol)


def translate(error: BaseException, target: Target, answered_before: bool) -> SummarizerError | None:
    """The error of this package that `error` stands for; None where it is a bug and should show as one.

    `answered_before` says whether this client has had an answer already: an endpoint that never gave one is a dead one,
    one that did is having trouble.
    """
    chain = list(causes(error))
    for cause in chain:
        if isinstance(cause, SummarizerError):
            return cause
        if type(cause).__name__ == _MISS:  # by name, because vcr is only imported where recordings are in use
            return CassetteMissError(f"no recording answers this request to {target.name}")
    for cause in chain:
        if isinstance(cause, openai.APIStatusError):
            return _refused_by_server(cause, target)
    for cause in chain:
        if isinstance(cause, (openai.APITimeoutError, httpx2.TimeoutException)):
            if isinstance(cause, httpx2.ConnectTimeout) and not answered_before:
                return _dead(target, "it does not answer")
            limit = f"{target.timeout:g} s"
            return TransportError(f"{target.name} took longer than {limit}; set a longer timeout or ask for less")
        if isinstance(cause, _UNREACHABLE) and not answered_before:
            return _dead(target, _reason(cause, target))
    for cause in chain:
        if isinstance(cause, (openai.APIConnectionError, httpx2.TransportError)):
            deepest = chain[-1] if chain[-1] is not cause else cause
            return TransportError(f"the connection to {target.name} broke: {_reason(deepest, target)}")
        if isinstance(cause, openai.APIResponseValidationError):
            return TransportError(not_a_completion(target))
        if isinstance(cause, openai.APIError):  # an error event inside a stream
            return TransportError(f"{target.name} failed while answering: {_reason(cause, target)}")
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it was raised from, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _refused_by_server(error: openai.APIStatusError, target: Target) -> SummarizerError:
    reason = _message(error, target)
    code = str(error.code or error.type or "")
    match error.status_code:
        case 401 | 403:
            return EngineError(f"{target.name} refuses the key of {target.key_env} ({reason}); set the right one")
        case 404:
            return EngineError(
                f"{target.shown_url or target.name} knows no model {target.wire_name!r} ({reason}); "
                "check --model and --base-url (which usually ends with /v1)"
            )
        case 429 if code == "insufficient_quota":
            return EngineError(f"the account behind {target.key_env} has no credit left ({reason})")
        case 429:
            return TransportError(f"{target.name} is asked too often ({reason}); lower --concurrency or try later")
        case status if status >= 500 or status in (408, 409):
            return TransportError(f"{target.name} failed with status {status} ({reason}); try again later")
        case 400 | 413 if code in _TOO_LONG or _says_too_long(reason):
            return ModelError(f"the request does not fit the context of {target.name} ({reason}); set a larger context")
        case 400 if "content_filter" in code or "content_policy" in code:
            return RefusedError(f"the provider of {target.name} refuses this article ({reason})")
        case status:
            return ModelError(
                f"{target.name} refuses the request with status {status}: {reason}. A parameter it does not know "
                f'is left out with omit = [...] under [models."{target.name}"] in summarizer.toml'
            )


def not_a_completion(target: Target) -> str:
    """What to say of an answer in another format."""
    return f"{target.name} answered something that is no chat completion; is the base URL right?"


def _says_too_long(reason: str) -> bool:
    """vLLM and Ollama have no code of their own for it."""
    return "context" in reason.lower() and any(word in reason.lower() for word in ("exceed", "longer", "maximum"))


def _dead(target: Target, reason: str) -> EngineError:
    if target.base_url is None:
        return EngineError(f"replaying {target.name} starts no engine, but no recordings are in use; give --cassettes")
    return EngineError(f"cannot reach {target.shown_url}: {reason}; is the server running, and the base URL right?")


def _message(error: openai.APIStatusError, target: Target) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("message") or body.get("error") or body.get("detail")
        if isinstance(inner, dict):
            inner = inner.get("message")
        if inner:
            return _one_line(str(inner), target)
    return _one_line(error.response.reason_phrase, target) or f"status {error.status_code}"


def _reason(error: BaseException, target: Target) -> str:
    return _one_line(str(error), target) or type(error).__name__


def _one_line(text: str, target: Target) -> str:
    """What a server said, short, without line ends, and without the key: some repeat it."""
    # Cut first, so that a server cannot make us search megabytes; a word that is cut through may be half a key.
    words = text[:_MOST_READ].split()
    words = words if len(text) <= _MOST_READ else words[:-1]
    text = without_secrets(" ".join(words), target.secrets(_SHORTEST_IN_MESSAGES)).rstrip(".")
    return text if len(text) <= 200 else f"{text[:197]}…"
