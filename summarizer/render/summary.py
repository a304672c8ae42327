"""The few facts that every rendering of a brief shows, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.briefs.models import Actor, Brief, Claim, Number
from summarizer.render.visible import one_line

POLARITY = {"affirms": "", "denies": "denies"}


@dataclass(frozen=True)
class Lookup:
    """Names by id."""

    actors: Mapping[str, Actor]

    @classmethod
    def of(cls, brief: Brief) -> Lookup:
        """The lookup of one brief."""
        return cls({actor.id: actor for actor in brief.actors})

    def name(self, actor_id: str | None, otherwise: str = "the outlet") -> str:
        """An actor's name, made visible."""
        return one_line(self.actors[actor_id].name) if actor_id is not None and actor_id in self.actors else otherwise


def speaker_of(claim: Claim, lookup: Lookup) -> str:
    """Who speaks: the actor, the words of an unresolved source, or the outlet."""
    if claim.form == "narrated":
        return "(the outlet)"
    if claim.speaker is not None:
        return lookup.name(claim.speaker)
    return f"“{one_line(claim.source.text)}”" if claim.source is not None else "(not named)"


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
    """`≥ 67,000`, `100–1,000`, `86 percent`: what the figure means, with its bound and normalised unit."""
    sign = {"=": "", "~": "~ ", ">": "> ", "<": "< ", ">=": "≥ ", "<=": "≤ "}[number.bound]
    if number.value is not None:
        value = f"{number.value:,f}"
    else:
        value = f"{number.low:,f}–{number.high:,f}"
    unit = f" {one_line(number.unit_norm)}" if number.unit_norm else ""
    return f"{sign}{value}{unit}"


def counts_of(brief: Brief) -> str:
    """One line: how much there is of everything, and what needs attention."""
    attributed = sum(claim.form != "narrated" for claim in brief.claims)
    parts = [
        f"{len(brief.actors)} actors",
        f"{attributed} attributed and {len(brief.claims) - attributed} narrated claims",
        f"{len(brief.numbers)} numbers",
        f"{len(brief.hedges)} hedges",
        f"{len(brief.rejected)} rejected",
        f"{len(brief.findings)} findings",
    ]
    return ", ".join(parts)


def coverage_of(brief: Brief) -> str:
    """One line: how much of what looks like news some item covers."""
    if brief.coverage is None:
        return "not measured"
    cover = brief.coverage
    parts = (("quotes", cover.quotes), ("figures", cover.figures), ("reporting sentences", cover.reporting_sentences))
    return ", ".join(f"{name} {count.covered} of {count.total}" for name, count in parts)
