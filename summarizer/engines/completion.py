"""One answer of a chat completions endpoint, whole or in pieces, as plain values."""

from __future__ import annotations

import math
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from openai.types.chat import ChatCompletion, ChatCompletionChunk

from summarizer.redaction import REDACTED

OnPiece = Callable[[str, int], None]
"""Called with a piece of the answer and the number of tokens so far."""


Token = tuple[bytes, float]
_STRING_OR_WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"|([^\s{}\[\],:"]+)', re.DOTALL)
_COLON = re.compile(rb"\s*:")


@dataclass(frozen=True)
class Completion:
    """What came back: text, why it ended, usage, and its tokens (bytes, log probability) where they were asked for."""

    text: str
    refusal: str | None
    finish_reason: str
    created: int
    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    tokens: tuple[Token, ...] = ()

    @property
    def confidence(self) -> float | None:
        """The product of the probabilities of the tokens that make up the values of a JSON answer, from 0 to 1.

        The other tokens are forced by the schema: that a model would not have written `{"` on its own says nothing
        about the name it then chose.
        """
        if not self.tokens:
            return None
        marks = _value_bytes(self.text.encode("utf-8", "surrogatepass"))
        total, at = 0.0, 0
        for content, log_probability in self.tokens:
            if any(marks[at : at + len(content)]):
                total += log_probability
            at += len(content)
        return min(1.0, math.exp(total))


def without_known(answer: Completion, known: Iterable[str]) -> Completion:
    """The answer without credentials: a server that repeats what it was sent must not get a key into a brief."""
    text, refusal = answer.text, answer.refusal
    for secret in sorted(known, key=len, reverse=True):
        text = text.replace(secret, REDACTED)
        refusal = refusal.replace(secret, REDACTED) if refusal else refusal
    if (text, refusal) == (answer.text, answer.refusal):
        return answer
    return replace(answer, text=text, refusal=refusal, tokens=())  # the tokens spell it once more


def of_response(response: Any) -> Completion | None:
    """The values of a whole response; None where it is no chat completion (the SDK builds one from any JSON)."""
    if not isinstance(response, ChatCompletion) or not isinstance(response.choices, list) or not response.choices:
        return None
    choice = response.choices[0]
    message = getattr(choice, "message", None)
    if message is None or not isinstance(getattr(message, "content", 0), str | None):
        return None
    prompt, cached, output = _usage(response.usage)
    return Completion(
        text=message.content or "",
        refusal=_words(getattr(message, "refusal", None)) or None,
        finish_reason=_words(getattr(choice, "finish_reason", None)) or "stop",
        created=_count(response.created) or int(time.time()),
        prompt_tokens=prompt,
        cached_tokens=cached,
        output_tokens=output,
        tokens=_tokens(getattr(choice, "logprobs", None)),
    )


async def of_stream(chunks: AsyncIterator[ChatCompletionChunk], on_piece: OnPiece) -> Completion | None:
    """The values of a streamed response, reporting each piece as it comes; None where it has no content at all."""
    text: list[str] = []
    refusal: list[str] = []
    known: list[Token] = []
    finish_reason: str | None = None
    created = tokens = 0
    usage: Any = None
    async for chunk in chunks:
        created = created or _count(chunk.created)
        usage = chunk.usage or usage
        for choice in chunk.choices if isinstance(chunk.choices, list) else ():
            finish_reason = _words(getattr(choice, "finish_reason", None)) or finish_reason
            known += _tokens(getattr(choice, "logprobs", None))
            delta = getattr(choice, "delta", None)
            refusal.append(_words(getattr(delta, "refusal", None)))
            if piece := _words(getattr(delta, "content", None)):
                text.append(piece)
                tokens += 1  # servers send a chunk a token; the usage at the end says it exactly
                on_piece(piece, tokens)
    if finish_reason is None:
        return None
    prompt, cached, output = _usage(usage)
    return Completion(
        text="".join(text),
        refusal="".join(refusal) or None,
        finish_reason=finish_reason,
        created=created or int(time.time()),
        prompt_tokens=prompt,
        cached_tokens=cached,
        output_tokens=output or tokens,
        tokens=tuple(known),
    )


def _usage(usage: Any) -> tuple[int, int, int]:
    if usage is None:
        return 0, 0, 0
    details = getattr(usage, "prompt_tokens_details", None)
    prompt, output = (_count(getattr(usage, name, None)) for name in ("prompt_tokens", "completion_tokens"))
    return prompt, min(prompt, _count(getattr(details, "cached_tokens", None))), output


# The SDK builds its objects from whatever a server sends, so any field may be missing or of another type.


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 53 else 0


def _tokens(logprobs: Any) -> tuple[Token, ...]:
    """The tokens with their log probabilities; none where a server sends something else under that name."""
    content = getattr(logprobs, "content", None)
    found = [_token(one) for one in content] if isinstance(content, list) else []
    return tuple(one for one in found if one is not None) if None not in found else ()


def _token(given: Any) -> Token | None:
    text, raw, logprob = (getattr(given, name, None) for name in ("token", "bytes", "logprob"))
    if not isinstance(text, str) or not isinstance(logprob, int | float) or math.isnan(logprob):
        return None
    # A token may be half a character, so only its bytes can be lined up with the text.
    if isinstance(raw, list) and all(isinstance(one, int) and 0 <= one < 256 for one in raw):
        return bytes(raw), min(0.0, logprob)
    return text.encode("utf-8", "surrogatepass"), min(0.0, logprob)


def _value_bytes(text: bytes) -> bytearray:
    """One flag per byte of a JSON `text`: whether it belongs to a value, without the quotes around it."""
    marks = bytearray(len(text))
    for match in _STRING_OR_WORD.finditer(text):
        if not _COLON.match(text, match.end()):
            start, end = match.span(1) if match[1] is not None else match.span(2)
            marks[start:end] = b"\x01" * (end - start)
    return marks
