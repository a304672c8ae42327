"""How sure the rules are of a candidate attribution."""

from __future__ import annotations

from summarizer.language.cues import Unit

_BY_COMPLEMENT = {
    "say": {
        "that": 0.98,
        "quote": 0.98,
        "clause": 0.93,
        "question": 0.7,
        "infinitive": 0.55,
        "gerund": 0.4,
        "noun": 0.3,
    },
    "report": {
        "that": 0.95,
        "quote": 0.85,
        "clause": 0.8,
        "question": 0.55,
        "infinitive": 0.35,
        "gerund": 0.3,
        "noun": 0.25,
    },
    "think": {
        "that": 0.85,
        "quote": 0.5,
        "clause": 0.75,
        "question": 0.4,
        "infinitive": 0.2,
        "gerund": 0.1,
        "noun": 0.1,
    },
    "judge": {
        "that": 0.7,
        "quote": 0.6,
        "clause": 0.4,
        "question": 0.2,
        "infinitive": 0.3,
        "gerund": 0.3,
        "noun": 0.45,
    },
}


def score_of(unit: Unit, complement: str, nested: bool, before: bool) -> float:
    """The score of a reporting expression with a complement of the given kind, inside a quotation (`nested`) or not."""
    if unit.kind == "phrase":
        return 0.98
    if unit.kind == "passive":
        return 0.5 if unit.subject is not None else 0.35
    if unit.kind == "state":
        return {"that": 0.6, "clause": 0.6}.get(complement, 0.0)
    strengths = unit.verb.strengths if unit.verb is not None else frozenset({"say"})
    score = max(_BY_COMPLEMENT[strength][complement] for strength in strengths)
    if nested:
        score *= 0.6
    if unit.kind == "gerund" and unit.inherited:
        score *= 0.9
    return round(score, 3)
