"""The gold file: what a person writes, with quotes instead of offsets. `summarizer.evals.gold` turns it into spans."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from summarizer.briefs.models import (
    ActorKind,
    Bound,
    Form,
    HedgeKind,
    NumberKind,
    Polarity,
    SourceKind,
    Verification,
)

# YAML reads 4.2 as a binary float; its shortest text is what the person wrote.
Exact = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quote(_Record):
    """Exact words of the article. `near` is a longer exact passage that stands once and holds the words once."""

    quote: str = Field(min_length=1)
    near: str | None = None


def _as_quote(value: Any) -> Any:
    return {"quote": value} if isinstance(value, str) else value


Words = Annotated[Quote, BeforeValidator(_as_quote)]


class _Marked(_Record):
    """`optional`: no cost when missed. `any_of`: records with the same word are readings of one thing; one will do."""

    optional: bool = False
    any_of: str | None = None


class GoldActor(_Marked):
    """An actor; `role` and `name` are the article's words, `affiliation` the id of another actor."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    kind: ActorKind
    aliases: list[str] = []
    role: str | None = None
    affiliation: str | None = None


class GoldClaim(_Marked):
    """A claim. `near` helps source, cue and content alike. `critical`: a miss fails the gate."""

    id: str = Field(pattern=r"^c\d+$")
    speaker: str | None = None
    source: Words | None = None
    source_kind: SourceKind = "outlet"
    cue: Words | None = None
    content: list[Words] = Field(min_length=1)
    near: str | None = None
    form: Form
    polarity: Polarity = "affirms"
    verification: Verification = "none"
    parent: str | None = None
    numbers: list[str] = []
    hedges: list[str] = []
    critical: bool = False

    @model_validator(mode="after")
    def _decided(self) -> GoldClaim:
        if self.critical and self.optional:
            raise ValueError("a claim cannot be both critical and optional")
        return self


class GoldNumber(_Marked):
    """A figure: `value`, or `low` and `high` for an interval."""

    id: str = Field(pattern=r"^n\d+$")
    quote: Words
    near: str | None = None
    value: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    bound: Bound = "="
    bound_quote: str | None = None
    unit: str | None = None
    kind: NumberKind
    what: str | None = None
    claimant: str | None = None
    equivalent_of: str | None = None


class GoldHedge(_Marked):
    """A hedge; `holder` is an actor id or `outlet`."""

    id: str = Field(pattern=r"^h\d+$")
    cue: Words
    near: str | None = None
    kind: HedgeKind
    claim: str | None = None
    holder: str | None = None


class GoldFile(_Record):
    """One labelled article. `article` is a path relative to the file, `sha256` that of its normalised text."""

    schema_version: Literal["1.0"]
    article: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    annotator: str
    genre: str
    cluster: str
    actors: list[GoldActor] = []
    claims: list[GoldClaim] = []
    numbers: list[GoldNumber] = []
    hedges: list[GoldHedge] = []
