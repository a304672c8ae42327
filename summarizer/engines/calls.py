"""What is asked of a model and what comes back: plain values, free of any network library.

A prompt pack makes `Call`s, a `Client` turns each into an `Answer`, and the cassette layer reads `current_call` to know
which article, pack and question a request on the wire belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypedDict


class Message(TypedDict):
    """One message of a conversation, as the chat completions interface wants it."""

    role: Literal["system", "user", "assistant"]
    content: str


Check = Callable[[Any], list[str]]


@dataclass(frozen=True)
class Call:
    """One question to a model.

    `name` is the stage ("speaker"). `schema` is the committed JSON Schema with the article's own enums filled in; it is
    sent as it stands. `check` gets an answer that satisfies the schema and says, in words meant for the model, what is
    wrong with it against the article; an empty list means nothing is. `confidence` asks for token probabilities, where
    the provider gives them; leave it off for long answers, whose recordings they would fill.
    """

    name: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    schema_name: str
    max_tokens: int
    temperature: float = 0.0
    check: Check | None = None
    confidence: bool = False


@dataclass(frozen=True)
class CallContext:
    """Whom a request is made for. `take` counts recorded answers to the same request from 1.

    `article` and `pack` are their names; their hashes, the `provider/name` of the model and the engine that answers are
    recorded beside the answer, so that a recording can later be told to be out of date. `origin` is where the
    article was read from.
    """

    article: str
    pack: str
    call: str
    take: int = 1
    suite: str | None = None
    pack_sha256: str | None = None
    article_sha256: str | None = None
    model: str | None = None
    engine: str | None = None
    origin: str | None = None


current_call: ContextVar[CallContext | None] = ContextVar("current_call", default=None)


@dataclass(frozen=True)
class Answer:
    """A model's answer that satisfies the schema of its call, and what it cost.

    `requests` counts the HTTP requests that were answered and `attempts` the answers the model was asked for (2 after
    a re-ask); token counts and `seconds` are sums over all of them. `seconds` is as recorded when the answer comes
    from a cassette. `raw` and `finish_reason` belong to the answer that is used. `confidence` is the product of the
    probabilities of the tokens of its values, where the call asked for it and the provider gives them: the tokens of
    braces and names are forced by the schema and say nothing. `answered_at` is the `created` of the response in unix
    seconds. `problems` is what the call's `check` still says after the re-ask: the caller rejects those items.
    """

    data: Any
    raw: str
    finish_reason: str
    model: str
    requests: int
    attempts: int
    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    seconds: float
    confidence: float | None
    answered_at: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class TokenProgress:
    """How far one answer is.

    `tokens` is what was generated so far in this answer, `text` what was added since the last report; both come only at
    the end (`finished`) where the answer is not streamed. `seconds` counts from the request, `since_first` from the
    first token, so that tokens per second need not count the reading of the prompt.
    """

    context: CallContext | None
    call: str
    tokens: int
    seconds: float
    since_first: float
    text: str
    finished: bool


OnTokens = Callable[[TokenProgress], None]
