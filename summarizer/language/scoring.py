"""How sure the rules are of a candidate attribution."""

from __future__ import annotations

from summarizer.language.cues import Unit
from summarizer.language.tokens import words

_SCORES: dict[str, dict[str, float]] = {
    "say": {
        "that": 0.98, "quote": 0.98, "clause": 0.93, "question": 0.7, "infinitive": 0.5, "order": 0.5, "gerund": 0.5,
        "noun": 0.5
    },
    "report": {
        "that": 0.95, "quote": 0.85, "clause": 0.8, "question": 0.6, "infinitive": 0.5, "order": 0.5, "gerund": 0.5,
        "noun": 0.5
    },
    "think": {"that": 0.85, "clause": 0.75, "question": 0.4, "noun": 0.5},
    "judge": {"that": 0.7, "quote": 0.5, "noun": 0.5},
}  # fmt: skip
_NESTED = 0.65  # inside a quotation the speaker's own words report ("I think …")
_MODAL = 0.8  # "may announce", "would say"
_EVIDENCE = words("show prove demonstrate establish")
_NEGATED = 0.7  # "has not said why"


def score_of(unit: Unit, complement: str, *, nested: bool) -> float:
    """The score of a reporting expression with a complement of the given kind, inside a quotation (`nested`) or not."""
    if unit.kind == "phrase":
        return 0.98
    if unit.kind == "passive":
        return 0.5 if unit.subject is not None else 0.35
    if unit.kind == "state":
        return 0.6 if complement in ("that", "clause") else 0.0
    if unit.kind == "noun":
        return 0.55
    if unit.kind == "attitude":
        return 0.6 if complement == "that" else 0.5
    if unit.kind == "citing":
        return 0.7
    strengths = unit.verb.strengths if unit.verb is not None else frozenset({"say"})
    score = max(_SCORES[strength].get(complement, 0.0) for strength in strengths)
    if nested:
        score *= _NESTED
    if unit.negated and unit.verb is not None and unit.verb.lemma in _EVIDENCE:
        return 0.0  # "prosecutors had not shown that": nobody says so
    # Whoever "will not rule out" something has said that it may come.
    reserves = unit.negated and unit.verb is not None and unit.verb.lemma == "rule"
    if unit.negated and not reserves and not (unit.verb is not None and unit.verb.denies):
        score *= _NEGATED
    if unit.modal and not reserves:
        score *= _MODAL
    return round(score, 3)
