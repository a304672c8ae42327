"""The brief: who acts, who says what, which figures are given, how sure anybody is, each pinned to the article's words.

Offsets are half-open, in Unicode code points of `Source.text`. Ids are `a1…` (actors), `c1…` (claims), `n1…` (numbers),
`h1…` (hedges), `r1…` (rejected), unique within a brief; every reference is checked when a brief is read.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Verdict = Literal["verbatim", "typographic", "ambiguous", "not_found"]
ActorKind = Literal["person", "organization", "government", "armed_force", "country", "outlet"]
MentionKind = Literal["named", "nominal", "pronominal"]
Form = Literal["direct", "indirect", "mixed", "narrated"]
SourceKind = Literal["named_individual", "unnamed_individual", "named_group", "unnamed_group", "document", "outlet"]
Polarity = Literal["affirms", "denies"]
FactualityValue = Literal["certain", "probable", "possible", "counterfactual", "uncommitted"]
Verification = Literal["none", "confirmed", "unverified", "disputed", "refuted"]
NumberKind = Literal["count", "percent", "money", "measure", "duration"]
Bound = Literal["=", "~", ">", "<", ">=", "<="]
HedgeKind = Literal["epistemic", "doxastic", "conditional", "investigation", "weasel", "non_verification"]
ItemType = Literal["actor", "claim", "number", "hedge"]
FindingCode = Literal[
    "number_drift",
    "bound_lost",
    "hedge_lost",
    "hedge_added",
    "negation_flip",
    "opinion_as_fact",
    "quote_not_quoted",
    "quote_truncated",
    "example_leak",
    "unit_mismatch",
    "span_changed",
    "source_changed",
    "digest_mismatch",
    "speaker_unknown",
    "instruction_in_article",
]
RejectReason = Literal["not_found", "no_such_sentence", "empty", "duplicate", "example_leak", "not_a_number"]
CoverageKind = Literal["quote", "figure", "reporting_sentence"]

_NO_NAME = re.compile(r"[/\\:\x00-\x1f\x7f]")
# Ten times what any figure of an article comes to. 1E+999999999 is ten characters, and a gigabyte written out.
_MOST_PLACES = 1000


def _writable(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_PLACES or value.adjusted() > _MOST_PLACES:
        raise ValueError(f"a figure of more than {_MOST_PLACES:,} places")
    return value


def _file_name(value: str) -> str:
    """An article's id names files, so one that leads to another folder is no id; see `metadata.safe_id`."""
    if not value or len(value.encode("utf-8", "replace")) > 200 or value[0] == "." or _NO_NAME.search(value):
        raise ValueError("no name that a file could have")
    return value


ExactDecimal = Annotated[
    Decimal,
    AfterValidator(_writable),
    PlainSerializer(lambda d: format(d, "f"), return_type=str, when_used="json"),
]


class Record(BaseModel):
    """Base of every part of a brief: immutable, and unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Record):
    """Where in the article the words stand, and how they were found.

    `verbatim`: equal character for character. `typographic`: equal after folding quotes, dashes and spaces; `written`
    then holds what the model wrote. `ambiguous`: it stands `occurrences` times and the context does not decide; the
    offsets are those of the first. `not_found` occurs only under `rejected`.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    verdict: Verdict = "verbatim"
    written: str | None = None
    occurrences: int = Field(default=1, ge=1)


class Mention(Record):
    """One place where the article refers to an actor."""

    span: Span
    kind: MentionKind


class Actor(Record):
    """Someone who acts or speaks. `affiliation` is the id of another actor; `role` the words that state an office."""

    id: str = Field(pattern=r"^a\d+$")
    name: str
    kind: ActorKind
    aliases: list[str] = []
    mentions: list[Mention] = []
    role: Span | None = None
    affiliation: str | None = None


class Factuality(Record):
    """How certain one holder presents a claim. `holder` is an actor id, or `outlet` for the article's own voice."""

    holder: str
    value: FactualityValue


class Claim(Record):
    """An attribution: `source` (words that name who says it), `cue` (words that report), `content` (what is said).

    `speaker` is the actor the source resolves to; None for `narrated` claims, which have neither source nor cue, and
    for sources that resolve to nobody. `content` has several spans where it is interrupted. `parent` is the claim in whose
    content this one is nested. `confidence` is the model's probability for the speaker, where it was asked.
    """

    id: str = Field(pattern=r"^c\d+$")
    speaker: str | None = None
    source: Span | None = None
    source_kind: SourceKind = "outlet"
    cue: Span | None = None
    content: list[Span] = Field(min_length=1)
    form: Form
    polarity: Polarity = "affirms"
    factuality: list[Factuality] = []
    verification: Verification = "none"
    numbers: list[str] = []
    hedges: list[str] = []
    sentences: list[int] = []
    parent: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)


class Number(Record):
    """A figure. A point has `value` (and `low == high == value`); an interval has only `low` and `high`, inclusive.

    `unit` is as written, `unit_norm` its normalised name, `what` the words for what is counted or measured, `claimant`
    the actor who gives the figure (None: the outlet), `equivalent_of` the number that it restates in another unit.
    """

    id: str = Field(pattern=r"^n\d+$")
    span: Span
    kind: NumberKind
    value: ExactDecimal | None = None
    low: ExactDecimal | None = None
    high: ExactDecimal | None = None
    bound: Bound = "="
    bound_span: Span | None = None
    unit: str | None = None
    unit_norm: str | None = None
    what: Span | None = None
    claimant: str | None = None
    equivalent_of: str | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Number:
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError(f"{self.id} has neither a value nor both ends of an interval")
        return self


class Hedge(Record):
    """A word that weakens a claim: `cue`, its class (`kind`), the `claim` it sits on and whose doubt it is.

    `holder` is an actor id, or `outlet` for the article's own voice; None where the speaker resolves to nobody.
    """

    id: str = Field(pattern=r"^h\d+$")
    cue: Span
    kind: HedgeKind
    claim: str | None = None
    holder: str | None = None


class Nearest(Record):
    """The passage of the article most like something that was not found. `similarity` is from 0 to 1."""

    span: Span
    similarity: float = Field(ge=0, le=1)


class Rejected(Record):
    """What the model wrote that the article does not support, as it was written, and why it was kept out."""

    id: str = Field(pattern=r"^r\d+$")
    type: ItemType
    field: str
    reason: RejectReason
    written: str
    nearest: Nearest | None = None


class Finding(Record):
    """Something a reader of the brief must know about an item. `item` is its id, or None for the brief as a whole."""

    code: FindingCode
    item: str | None = None
    message: str
    span: Span | None = None


class Uncovered(Record):
    """A passage that looks like news content and that no item covers."""

    kind: CoverageKind
    span: Span


class CoverageCount(Record):
    """How many passages of one kind the article has and how many an item covers."""

    total: int = Field(ge=0)
    covered: int = Field(ge=0)


class Coverage(Record):
    """Omission measured without gold: quoted passages, figures and reporting sentences that no item covers."""

    quotes: CoverageCount
    figures: CoverageCount
    reporting_sentences: CoverageCount
    uncovered: list[Uncovered] = []


class Source(Record):
    """The article a brief was made from. `sha256` is over the UTF-8 encoding of `text`."""

    id: Annotated[str, AfterValidator(_file_name)]
    title: str | None = None
    outlet: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    origin: str | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    text: str


class Usage(Record):
    """What the brief cost. `seconds` is the wait for the model (as recorded, when replayed); `cost` is in US dollars."""

    requests: int = Field(ge=0)
    attempts: int = Field(ge=0)
    prompt_tokens: int = Field(ge=0)
    cached_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    seconds: float = Field(ge=0)
    cost: float | None = Field(default=None, ge=0)


class Provenance(Record):
    """How the brief came about: prompt pack and its hash, model, usage, library versions."""

    pack: str
    pack_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    model: str
    temperature: float = Field(default=0.0, ge=0)
    take: int = Field(default=1, ge=1)
    synthetic: bool = False
    usage: Usage
    versions: dict[str, str] = {}


# First letter of the ids that a reference may hold.
_POINTS_AT = {
    "affiliation": "a",
    "speaker": "a",
    "claimant": "a",
    "holder": "a",
    "factuality": "a",
    "parent": "c",
    "claim": "c",
    "numbers": "n",
    "equivalent_of": "n",
    "hedges": "h",
}


class Brief(Record):
    """A typed, linked record of one article; see the module docstring for ids and offsets.

    Raises:
        ValueError: a reference points at no item or at one of another type, or an id occurs twice.
    """

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    source: Source
    actors: list[Actor] = []
    claims: list[Claim] = []
    numbers: list[Number] = []
    hedges: list[Hedge] = []
    rejected: list[Rejected] = []
    findings: list[Finding] = []
    coverage: Coverage | None = None
    provenance: Provenance | None = None
    digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _links_hold(self) -> Brief:
        seen: set[str] = set()
        ids = [item.id for item in self.actors] + [item.id for item in self.claims]
        ids += [item.id for item in self.numbers] + [item.id for item in self.hedges]
        for item_id in [*ids, *(item.id for item in self.rejected)]:
            if item_id in seen:
                raise ValueError(f"id {item_id!r} occurs twice")
            seen.add(item_id)
        for owner, field, reference in self._references():
            if reference not in seen:
                raise ValueError(f"{owner}.{field} points at {reference!r}, which is not in the brief")
            if reference[0] != _POINTS_AT[field]:
                raise ValueError(f"{owner}.{field} points at {reference!r}, which is another type of item")
        return self

    def _references(self) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str | None]] = []
        found += [(actor.id, "affiliation", actor.affiliation) for actor in self.actors]
        for claim in self.claims:
            found += [(claim.id, "speaker", claim.speaker), (claim.id, "parent", claim.parent)]
            found += [(claim.id, "numbers", ref) for ref in claim.numbers]
            found += [(claim.id, "hedges", ref) for ref in claim.hedges]
            found += [(claim.id, "factuality", f.holder) for f in claim.factuality if f.holder != "outlet"]
        for number in self.numbers:
            found += [(number.id, "claimant", number.claimant), (number.id, "equivalent_of", number.equivalent_of)]
        for hedge in self.hedges:
            found.append((hedge.id, "claim", hedge.claim))
            if hedge.holder != "outlet":
                found.append((hedge.id, "holder", hedge.holder))
        return [(owner, field, reference) for owner, field, reference in found if reference is not None]

    def computed_digest(self) -> str:
        """SHA-256 over the canonical JSON of everything in the brief but `digest` itself."""
        body: dict[str, Any] = self.model_dump(mode="json", exclude={"digest"})
        canonical = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def sealed(self) -> Brief:
        """The same brief with its `digest` filled in, so that any later change to it shows."""
        return self.model_copy(update={"digest": self.computed_digest()})

    def to_json(self) -> str:
        """The brief as indented JSON with a final newline; equal briefs give equal bytes."""
        return self.model_dump_json(indent=2) + "\n"
