"""Wire schemas: what a model must emit, kept short because output tokens are what everybody pays for.

The committed JSON Schemas under `schemas/` are generated from these models; the committed file is what is sent. An enum
of the form `["$speakers"]` is a blank that `fill_enums` fills with the article's own values.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.briefs.models import ActorKind, Bound, HedgeKind
from summarizer.text.chat_tokens import broken

Blank = Literal["speakers", "names", "cues", "options", "kinds"]


def _blank(name: Blank) -> Any:
    return Field(json_schema_extra={"enum": [f"${name}"]})


class Wire(BaseModel):
    """Base of wire models: every field required, nothing else allowed (what strict hosted models ask for)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DirectActor(Wire):
    """An actor, by its fullest name in the article."""

    name: str
    kind: ActorKind


class DirectClaim(Wire):
    """Who says what, in the article's words."""

    speaker: str
    cue: str
    content: str
    denies: bool
    verification: Literal["none", "confirmed", "unverified", "disputed", "refuted"]


class DirectNumber(Wire):
    """A figure in the article's words, and what it means."""

    figure: str
    value: float | None
    bound: Bound
    unit: str | None
    what: str
    claimant: str | None


class DirectHedge(Wire):
    """Words that weaken a claim."""

    cue: str
    kind: HedgeKind


class DirectAnswer(Wire):
    """The whole brief in one answer."""

    actors: list[DirectActor]
    claims: list[DirectClaim]
    numbers: list[DirectNumber]
    hedges: list[DirectHedge]


class SentenceReport(Wire):
    """Sentence number `s` reports what `who` says, with the word `cue`."""

    s: int
    cue: Annotated[str, _blank("cues")]
    who: Annotated[str, _blank("names")]
    denies: bool


class SentenceFigure(Wire):
    """A figure of sentence `s` and what it counts or measures."""

    s: int
    figure: str
    what: str


class SentenceHedge(Wire):
    """A hedge in sentence `s`."""

    s: int
    cue: str
    kind: HedgeKind


class SentencesAnswer(Wire):
    """Pointers at numbered sentences."""

    actors: list[DirectActor]
    reports: list[SentenceReport]
    figures: list[SentenceFigure]
    hedges: list[SentenceHedge]


class SpeakerAnswer(Wire):
    """Whose words a passage is."""

    said_by: Annotated[str, _blank("speakers")]


class KindAnswer(Wire):
    """What sort of actor a name is."""

    kind: Annotated[str, _blank("kinds")]


class OptionAnswer(Wire):
    """One of the article's own phrases."""

    answer: Annotated[str, _blank("options")]


WIRE_MODELS: Mapping[str, type[Wire]] = {
    "direct": DirectAnswer,
    "sentences": SentencesAnswer,
    "staged-speaker": SpeakerAnswer,
    "staged-kind": KindAnswer,
    "staged-option": OptionAnswer,
}


def fill_enums(schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A copy of `schema` with every blank `["$name"]` replaced by `values[name]`, without chat-template tokens.

    Raises:
        KeyError: the schema has a blank that `values` does not fill.
    """

    def fill(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: _filled(item, values) if key == "enum" else fill(item) for key, item in node.items()}
        if isinstance(node, list):
            return [fill(item) for item in node]
        return node

    filled = fill(copy.deepcopy(dict(schema)))
    assert isinstance(filled, dict)
    return filled


def _filled(options: list[Any], values: Mapping[str, Sequence[str]]) -> list[Any]:
    if len(options) == 1 and isinstance(options[0], str) and options[0].startswith("$"):
        return list(dict.fromkeys(map(broken, values[options[0][1:]])))
    return options
