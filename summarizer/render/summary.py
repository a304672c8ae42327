"""The few facts that every rendering of a brief shows, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from summarizer.briefs.models import Actor, Brief, Claim, Number
from summarizer.briefs.statements import statements_of
from summarizer.render.visible import one_line

# Units whose name is a word and takes a plural; others are signs or abbreviations.
_COUNTABLE = frozenset(
    [
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "fortnight",
        "month",
        "quarter",
        "year",
        "decade",
        "century",
        "light_year",
        "acre",
        "carat",
        "ton",
        "long_ton",
        "kilotonne",
        "megatonne",
        "degree",
        "pixel",
        "megapixel",
        "point",
        "percentage_point",
        "basis_point",
    ]
)


@dataclass(frozen=True)
class Lookup:
    """Actors by id; by the id of a number, the innermost claim in which somebody, known or not, states it."""

    actors: Mapping[str, Actor]
    statements: Mapping[str, Claim]

    @classmethod
    def of(cls, brief: Brief) -> Lookup:
        """The lookup of one brief."""
        return cls({actor.id: actor for actor in brief.actors}, statements_of(brief))

    def name(self, actor_id: str | None, otherwise: str = "nobody named") -> str:
        """An actor's name, made visible."""
        return one_line(self.actors[actor_id].name) if actor_id is not None and actor_id in self.actors else otherwise


def speaker_of(claim: Claim, lookup: Lookup) -> str:
    """Who speaks: the actor, the words of an unresolved source, or the outlet."""
    if claim.form == "narrated":
        return "(the outlet)"
    if claim.speaker is not None:
        return lookup.name(claim.speaker)
    return f"“{one_line(claim.source.text)}”" if claim.source is not None else "(not named)"


def claimant_of(number: Number, lookup: Lookup) -> str:
    """Who gives a figure: the actor, the unresolved source of the claim it stands in, or the outlet."""
    if number.claimant is not None:
        return lookup.name(number.claimant)
    claim = lookup.statements.get(number.id)
    return speaker_of(claim, lookup) if claim is not None else "the outlet"


def holder_of(holder: str | None, lookup: Lookup) -> str:
    """Whose doubt or certainty it is: an actor's, the outlet's, or that of somebody who is not named."""
    return "the outlet" if holder == "outlet" else lookup.name(holder)


def content_of(claim: Claim) -> str:
    """What is said, interruptions shown as an ellipsis."""
    return " … ".join(one_line(span.text) for span in claim.content)


def certainty_of(claim: Claim) -> str:
    """How sure: denial, the speaker's certainty, what the article says about it; empty where nothing qualifies it."""
    words = ["denies"] if claim.polarity == "denies" else []
    holder = claim.speaker or "outlet"
    own = next((item.value for item in claim.factuality if item.holder == holder), "certain")
    if own not in ("certain", "counterfactual") and not (holder == "outlet" and claim.form != "narrated"):
        words.append(own)
    if claim.verification != "none":
        words.append(claim.verification)
    return ", ".join(words)


def value_of(number: Number) -> str:
    """`≥ 67,000`, `100–1,000`, `86 percent`, `5 days`: what the figure means, with its bound and normalised unit."""
    sign = {"=": "", "~": "~ ", ">": "> ", "<": "< ", ">=": "≥ ", "<=": "≤ "}[number.bound]
    if number.value is not None:
        value = f"{number.value:,f}"
    else:
        value = f"{number.low:,f}–{number.high:,f}"
    unit = f" {_unit(number.unit_norm, number.value)}" if number.unit_norm else ""
    return f"{sign}{value}{unit}"


def _unit(name: str, value: Decimal | None) -> str:
    """A normalised unit as it is read: `5 days`, `1,100 km²`."""
    if name in _COUNTABLE:
        words = name.replace("_", " ")
        if value is not None and abs(value) == 1:
            return words
        return f"{words[:-1]}ies" if words.endswith("y") and words[-2] not in "aeiou" else f"{words}s"
    return one_line(name).replace("^2", "²").replace("^3", "³")


def words_of(number: Number, text: str) -> str:
    """The words of a figure in the article `text`, those that bound it included: `over 86%`."""
    if number.bound_span is None:
        return one_line(number.span.text)
    first, last = sorted((number.bound_span, number.span), key=lambda span: (span.start, span.end))
    if text[first.end : last.start].strip():
        return f"{one_line(first.text)} … {one_line(last.text)}"
    return one_line(text[first.start : max(first.end, last.end)])


def counted(count: int, noun: str) -> str:
    """`1 request`, `2,000 requests`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def counts_of(brief: Brief) -> str:
    """One line: how much there is of everything, and what needs attention."""
    attributed = sum(claim.form != "narrated" for claim in brief.claims)
    parts = [
        counted(len(brief.actors), "actor"),
        f"{attributed} attributed and {len(brief.claims) - attributed} narrated claims",
        counted(len(brief.numbers), "number"),
        counted(len(brief.hedges), "hedge"),
        f"{len(brief.rejected)} rejected",
        counted(len(brief.findings), "finding"),
    ]
    return ", ".join(parts)


def coverage_of(brief: Brief) -> str:
    """One line: how much of what looks like news some item covers."""
    if brief.coverage is None:
        return "not measured"
    cover = brief.coverage
    parts = (("quotes", cover.quotes), ("figures", cover.figures), ("reporting sentences", cover.reporting_sentences))
    return ", ".join(f"{name} {count.covered} of {count.total}" for name, count in parts)
