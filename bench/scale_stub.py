"""An OpenAI-compatible server for measurements: one process, little work a request, made-up answers that fit.

    python bench/scale_stub.py --delay 0.2 --faults 0.2 --seed 7          # prints its base URL, then serves

It answers the `direct` and `sentences` packs with what stands in the articles of `bench/scale_corpus.py`, and any
other schema with the first thing that fits. `GET /stats` gives counts as JSON. Faults, by share of requests and drawn
from the seed and the request, so that a repeated request may meet another one: 429 with Retry-After, 500, a dropped
connection, a body that drips, a body cut short, JSON that is none, an answer that breaks the schema, a refusal.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import re
import time
from collections import Counter
from typing import Any

FAULTS = ("429", "500", "drop", "drip", "cut", "not_json", "bad_schema", "refusal")
_SAID = re.compile(r"([A-Z]\w+ [A-Z]\w+) said on \w+ that ([^.\n]+)\.")
_FIGURE = re.compile(r"(?:more than |about )?(\d[\d,]*) (homes|people|boats|crates)")
_SENTENCE = re.compile(r"^\[(\d+)\] (.*)$", re.M)
_FILE = re.compile(r"file no\. (\d+)")


class Settings:
    delay = 0.2
    faults = 0.0
    seed = 0
    rpm = 0.0  # refuse what comes faster, with Retry-After; 0 for no limit
    drip = 20.0


class State:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.asked: Counter[int] = Counter()
        self.paid: Counter[int] = Counter()
        self.busy = self.at_once = 0
        self.allowance = 10.0
        self.filled = time.monotonic()


def answer_to(schema: dict[str, Any], text: str) -> Any:
    """An answer that satisfies the schema, taken from the article."""
    fields = schema.get("properties", {})
    if "extractions" in text:  # LangExtract's prompt says how it wants them
        said = _SAID.findall(text.rpartition("Q:")[2])
        return {"extractions": [{"claim": content, "claim_attributes": {"speaker": name}} for name, content in said]}
    if "claims" in fields or not fields:
        said = _SAID.findall(text)
        kinds = [{"name": name, "kind": "person"} for name in dict.fromkeys(name for name, _ in said)]
        claims = [
            {"speaker": name, "cue": "said", "content": content, "denies": False, "verification": "none"}
            for name, content in said
        ]
        numbers = [
            {
                "figure": f"{value} {unit}",
                "value": float(value.replace(",", "")),
                "bound": "=",
                "unit": unit,
                "what": unit,
                "claimant": None,
            }
            for value, unit in _FIGURE.findall(text)
        ]
        hedges = [{"cue": "may", "kind": "epistemic"}] if " may " in text else []
        return {"actors": kinds, "claims": claims, "numbers": numbers, "hedges": hedges}
    return first(schema, schema)


def first(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The first and shortest thing that satisfies a schema."""
    if "$ref" in schema:
        return first(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return first(schema["anyOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {name: first(part, root) for name, part in schema["properties"].items()}
    return {"array": [], "string": "", "integer": 1, "number": 1, "boolean": False, "null": None}[kind]


class Connection(asyncio.Protocol):
    """One kept-alive connection; requests on it come one after the other."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.settings, self.state = settings, state
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        if head.startswith(b"GET"):
            self.buffer = b""
            self.reply(200, json.dumps(self.stats()).encode())
            return
        at = head.lower().index(b"content-length:")
        size = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(rest) < size:
            return
        self.buffer = rest[size:]
        self.state.busy += 1
        self.state.at_once = max(self.state.at_once, self.state.busy)
        received = time.monotonic()
        body = json.loads(rest[:size])
        asyncio.get_running_loop().call_at(received + self.settings.delay, self.answer, body)

    def stats(self) -> dict[str, Any]:
        paid = self.state.paid
        repeats = sum(count - 1 for count in paid.values())
        return dict(self.state.counts) | {
            "at_once": self.state.at_once,
            "paid": sum(paid.values()),
            "articles": len(paid),
            "paid_again": repeats,
        }

    def answer(self, body: dict[str, Any]) -> None:
        state = self.state
        state.busy -= 1
        state.counts["requests"] += 1
        if self.transport.is_closing():
            state.counts["hung_up"] += 1
            return
        last = next(m["content"] for m in reversed(body["messages"]) if m["role"] == "user")
        whole = body["messages"][-1]["content"] if len(body["messages"]) < 2 else last
        found = _FILE.findall(json.dumps([m["content"] for m in body["messages"]]))
        number = int(found[-1]) if found else 0
        if self.settings.rpm and not self.allowed():
            state.counts["limited"] += 1
            self.reply(429, b'{"error":{"message":"rate limit","code":"rate_limit_exceeded"}}', "retry-after: 0.5\r\n")
            return
        state.asked[number] += 1
        fault = self.fault(number, state.asked[number])
        if fault is not None:
            state.counts[fault] += 1
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {"type": "object"})
        article = next((m["content"] for m in reversed(body["messages"]) if _FILE.search(m["content"])), whole)
        self.perform(fault, body, schema, article, number)

    def perform(
        self, fault: str | None, body: dict[str, Any], schema: dict[str, Any], article: str, number: int
    ) -> None:
        if fault == "429":
            self.reply(429, b'{"error":{"message":"slow down","code":"rate_limit_exceeded"}}', "retry-after: 0.2\r\n")
        elif fault == "500":
            self.reply(500, b'{"error":{"message":"oops"}}')
        elif fault == "drop":
            self.transport.abort()
        else:
            if fault == "bad_schema":
                content = '{"who": 7}'
            else:
                content = json.dumps(answer_to(schema, article), ensure_ascii=False)
            if fault == "not_json":
                content = content[: len(content) // 2]
            self.state.paid[number] += fault not in ("drip", "cut", "not_json", "bad_schema")
            self.send(fault, body, None if fault == "refusal" else content)

    def send(self, fault: str | None, body: dict[str, Any], content: str | None) -> None:
        refusal = "I cannot help with that." if content is None else None
        prompt = sum(len(m["content"]) for m in body["messages"]) // 4
        output = len(content or "") // 4
        message = {"role": "assistant", "content": content, "refusal": refusal}
        payload = json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1_700_000_000,
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {
                    "prompt_tokens": prompt,
                    "completion_tokens": output,
                    "total_tokens": prompt + output,
                    "prompt_tokens_details": {"cached_tokens": 0},
                },
            }
        ).encode()
        if fault == "cut":
            self.transport.write(_head(200, len(payload), "") + payload[: len(payload) // 2])
            self.transport.close()
        elif fault == "drip":
            self.transport.write(_head(200, len(payload), ""))
            step = max(1, len(payload) // 100)
            pieces = [payload[at : at + step] for at in range(0, len(payload), step)]
            for index, piece in enumerate(pieces):
                after = self.settings.drip * index / len(pieces)
                asyncio.get_running_loop().call_later(after, self.write, piece)
        else:
            self.reply(200, payload)

    def write(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)

    def reply(self, status: int, payload: bytes, headers: str = "") -> None:
        self.write(_head(status, len(payload), headers) + payload)

    def fault(self, number: int, attempt: int) -> str | None:
        if not self.settings.faults:
            return None
        digest = hashlib.sha256(f"{self.settings.seed}/{number}/{attempt}".encode()).digest()
        drawn = int.from_bytes(digest[:4], "big") / 2**32
        if drawn >= self.settings.faults:
            return None
        return FAULTS[digest[4] % len(FAULTS)]

    def allowed(self) -> bool:
        state, a_second = self.state, self.settings.rpm / 60
        now = time.monotonic()
        state.allowance = min(max(1.0, a_second), state.allowance + (now - state.filled) * a_second)
        state.filled = now
        if state.allowance < 1:
            return False
        state.allowance -= 1
        return True


def _head(status: int, size: int, headers: str) -> bytes:
    return f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {size}\r\n{headers}\r\n".encode()


async def serve(settings: Settings, port: int) -> None:
    state = State()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(settings, state), "127.0.0.1", port, backlog=1024
    )
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    for name in ("delay", "faults", "rpm", "drip"):
        parser.add_argument(f"--{name}", type=float, default=getattr(Settings, name))
    options = parser.parse_args()
    settings = Settings()
    for name in ("delay", "faults", "rpm", "drip", "seed"):
        setattr(settings, name, getattr(options, name))
    asyncio.run(serve(settings, options.port))


if __name__ == "__main__":
    main()
