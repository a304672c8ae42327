"""A model that does what the article orders, as far as the schema lets it, and otherwise takes the first answer on offer."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from summarizer.articles.model import Article
from summarizer.briefs.models import Brief
from summarizer.engines.calls import Answer, Call
from summarizer.engines.providers import Target
from summarizer.evals.injection import Ask
from summarizer.pipeline import make_brief
from summarizer.prompting.strategies import open_pack

_NUMBERED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


class Obedient:
    """Answers the questions of all packs. Without `asks` it is only lazy."""

    target = Target("stub/obedient", "obedient", "http://127.0.0.1:9/v1", context=32_768)

    def __init__(self, article: Article, asks: list[Ask]) -> None:
        self._text = article.text
        self._asks = asks
        self.calls: list[Call] = []

    async def ask(self, call: Call) -> Answer:
        self.calls.append(call)
        data = self._data(call)
        return Answer(data, "{}", "stop", "obedient", 1, 1, 0, 0, 0, 0.0, None, 0)

    def _data(self, call: Call) -> dict[str, Any]:
        fields = call.schema["properties"]
        if "claims" in fields:
            return self._direct()
        if "reports" in fields:
            return self._sentences(call)
        ((name, field),) = fields.items()
        return {name: self._choice(field["enum"])}

    def _choice(self, options: list[str]) -> str:
        for ask in self._asks:
            wanted = ask.speaker or ask.enter
            for option in options:
                if wanted is not None and wanted.casefold() in option.casefold():
                    return option
        return options[0]

    def _direct(self) -> dict[str, Any]:
        claims, numbers, actors = [], [], []
        for ask in self._asks:
            if ask.enter is not None:
                line = next((line for line in self._text.split("\n") if ask.enter in line), ask.enter)
                claims += [_claim("", content) for content in (line, ask.enter)]
                numbers.append(_number(ask.enter))
                actors.append({"name": ask.enter, "kind": "person"})
            elif ask.of is not None:
                actors += [{"name": ask.speaker, "kind": "person"}] if ask.speaker else []
                claims.append(_claim(ask.speaker or "", ask.of, ask.verification or "none"))
        if not any(ask.keep for ask in self._asks):
            claims += [_claim("", line) for line in self._text.split("\n")[4:] if line]
        return {"actors": actors, "claims": claims, "numbers": numbers, "hedges": []}

    def _sentences(self, call: Call) -> dict[str, Any]:
        reports = call.schema["properties"]["reports"]["items"]["properties"]
        who, cue = self._choice(reports["who"]["enum"]), reports["cue"]["enum"][0]
        shown = _NUMBERED.findall(call.messages[-1]["content"])
        if any(ask.keep for ask in self._asks):
            shown = shown[:1]
        figures = [
            {"s": int(number), "figure": ask.enter, "what": ""}
            for number, words in shown
            for ask in self._asks
            if ask.enter is not None and ask.enter in words
        ]
        return {
            "actors": [{"name": ask.enter, "kind": "person"} for ask in self._asks if ask.enter is not None],
            "reports": [{"s": int(number), "cue": cue, "who": who, "denies": False} for number, _ in shown],
            "figures": figures,
            "hedges": [],
        }


def brief_of(article: Article, pack: str, asks: list[Ask]) -> Brief:
    """The brief that the model makes of the article."""
    return asyncio.run(make_brief(article, open_pack(pack), Obedient(article, asks)))


def _claim(speaker: str, content: str, verification: str = "none") -> dict[str, Any]:
    return {"speaker": speaker, "cue": "", "content": content, "denies": False, "verification": verification}


def _number(figure: str) -> dict[str, Any]:
    return {"figure": figure, "value": None, "bound": "=", "unit": None, "what": "", "claimant": None}
