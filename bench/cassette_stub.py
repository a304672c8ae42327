"""Made-up articles, and a server's answers to them: some late, some wrong, each its own."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from summarizer.engines.providers import Target
    from tests.stub import Request, Step

PACK = "direct"
_PLACES = ("Oslo", "Quito", "Accra", "Hanoi", "Lima", "Riga", "Doha", "Cork")
_NUMBER = re.compile(r"file no\. (\d+)")


def article_text(number: int) -> str:
    """The text of a news article; `number` sets it apart from all others."""
    place = _PLACES[number % len(_PLACES)]
    body = "\n\n".join(
        f"Mayor Ana Kos of {place} said on Monday that at least {number * 7 + part} homes were flooded in"
        f" district {part}. Officials could not confirm the figure, which may rise to {number * 9 + part}."
        " The river rose at dawn."
        for part in range(1, 9)
    )
    return f"Floods reach {place}, file no. {number}\n\n{body}\n"


def article_number(messages: list[dict[str, str]]) -> int:
    """The number of the article that a conversation is about."""
    found = [_NUMBER.findall(message["content"]) for message in messages]
    return int(next(numbers[-1] for numbers in found if numbers))


def wire_answer(schema: Mapping[str, Any], number: int) -> Any:
    """An answer to article `number` that satisfies `schema`: one item a list, in words of the article."""
    words = {"name": "Ana Kos", "who": "Ana Kos", "figure": str(number * 7 + 1), "what": "homes"}

    def fill(part: Mapping[str, Any], name: str) -> Any:
        if "$ref" in part:
            return fill(schema["$defs"][part["$ref"].rpartition("/")[2]], name)
        if "anyOf" in part:
            return fill(part["anyOf"][0], name)
        if "enum" in part:
            return part["enum"][number % len(part["enum"])]
        if "const" in part:
            return part["const"]
        kind = part["type"] if isinstance(part["type"], str) else part["type"][0]
        match kind:
            case "object":
                return {field: fill(inner, field) for field, inner in part["properties"].items()}
            case "array":
                return [fill(part["items"], name)]
            case "integer" | "number":
                return max(2, part.get("minimum", 0))
            case "boolean":
                return False
            case "null":
                return None
        return words.get(name, "said")

    return fill(schema, "")


class Flaky:
    """A script for `tests.stub.Stub`: asks for patience, fails, or answers rubbish at an article's first request.

    `outcomes` counts what it did. `delay` is in seconds.
    """

    def __init__(self, delay: float = 0.0) -> None:
        self.outcomes: Counter[str] = Counter()
        self._delay = delay
        self._seen: defaultdict[int, int] = defaultdict(int)
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Step:
        from tests.stub import answer, slow, status, text

        number = article_number(request.messages)
        with self._lock:
            self._seen[number] += 1
            name = _outcome(number) if self._seen[number] == 1 else "answer"
            self.outcomes[name] += 1
        steps: dict[str, Callable[[], Step]] = {
            "429": lambda: status(429, "slow down", retry_after_ms="20"),
            "500": lambda: status(500, "oops", retry_after_ms="20"),
            "rubbish": lambda: text(f"I am not sure about file no. {number}, sorry."),
            "answer": lambda: answer(wire_answer(request.body["response_format"]["json_schema"]["schema"], number)),
        }
        return slow(self._delay, steps[name]())


def _outcome(number: int) -> str:
    """What happens to the first request of an article: most go wrong one way or another."""
    return ("rubbish", "429", "500", "answer", "rubbish")[number % 5]


async def briefs(target: Target, numbers: range, ways: int, recording: Literal["off", "record", "replay"]) -> list[str]:
    """The briefs of made-up articles in JSON, `ways` at a time, through the whole pipeline."""
    from summarizer.articles.build import article_from_text
    from summarizer.engines.client import Client
    from summarizer.pipeline import make_brief
    from summarizer.prompting.strategies import open_pack

    pack = open_pack(PACK)
    gate = asyncio.Semaphore(ways)
    async with Client(target, recording=recording) as client:

        async def one(number: int) -> str:
            async with gate:
                article = article_from_text(article_text(number), id=f"n{number:04}")
                return (await make_brief(article, pack, client)).to_json()

        return await asyncio.gather(*(one(number) for number in numbers))


def without_versions(brief: str) -> Any:
    """A brief without the library versions it names, and its digest, which covers them."""
    data = json.loads(brief)
    data.pop("digest")
    data["provenance"].pop("versions")
    return data
