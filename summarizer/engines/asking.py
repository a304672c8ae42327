"""The body of a request, and what kind of answer came back: the same on the wire and in a batch file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.engines.calls import Call
from summarizer.engines.completion import Completion
from summarizer.engines.grammar import compact_json
from summarizer.engines.providers import Target
from summarizer.errors import RefusedError, TruncatedError


def request_body(target: Target, call: Call, messages: Sequence[Mapping[str, Any]], take: int) -> dict[str, Any]:
    """The body of a chat completions request. `take` tells repeated answers apart where the answer is drawn by lot."""
    body: dict[str, Any] = {
        "model": target.wire_name,
        "messages": messages,
        "temperature": call.temperature,
        target.token_field: call.max_tokens,
    }
    if call.temperature > 0:
        body["seed"] = take
    if target.embedded is not None:
        body["grammar"] = compact_json(call.schema)
        if call.confidence:
            body |= {"logprobs": True, "top_logprobs": 1}
    else:
        schema = {"name": call.schema_name, "strict": True, "schema": dict(call.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return {name: value for name, value in body.items() if name not in target.omit}


def classify(answer: Completion, call: Call, target: Target) -> None:
    """Pass an answer that is whole.

    Raises:
        RefusedError: the model declined, or a content filter stopped it.
        TruncatedError: it was cut off by the token limit.
    """
    if answer.refusal:
        words = " ".join(answer.refusal.split())[:200]
        raise RefusedError(f"{target.name} declined to answer {call.name!r}: {words}")
    if answer.finish_reason == "content_filter":
        raise RefusedError(f"the content filter of {target.name} stopped the answer to {call.name!r}")
    if answer.finish_reason == "length":
        raise TruncatedError(
            f"{target.name} was cut off at {answer.output_tokens} tokens while answering {call.name!r}; "
            "raise max_tokens in the prompt pack, or choose a pack that asks for less at once"
        )
