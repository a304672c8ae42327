"""Sentences that no pattern knows, but that speak to whoever turns the article into a brief.

A sentence counts by what it holds outside quotation marks: words of the trade (`claims`, `this text`, `the AI`), and a way of
telling somebody what to do. News has either, hardly ever both: a reporter says what a model did, not what it must do now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.grounding.instructions.rules import Hit
from summarizer.text.ranges import Range

_LONGEST = 500  # characters of a sentence that are looked at
_TRADE = re.compile(
    r"\b(?:(?P<strong>json|prompts?|llms?|gpt(?:-?\d\w*)?|(?:large )?language models?|extractions?|summari[sz](?:ers?|ation)"
    r"|ai-generated (?:briefs?|summar(?:y|ies))|validator|step by step)"
    r"|(?P<weak>ai|assistants?|bots?|chatbots?|models?|summar(?:y|ies)|summari[sz](?:es?|ed|ing)|briefs?|claims?|speakers?|actors?"
    r"|outputs?|extract(?:s|ed|ing)?|digests?|instructions?|sentences?)"
    r"|(?P<common>fields?|answer(?:s|ing)?|responses?|repl(?:y|ies)|(?:this|the) (?:article|text|document|story|passage)))\b"
)
_WEIGHT = {"strong": 2, "weak": 1, "common": 1}
_QUOTED = re.compile(r"\"[^\"\n]{0,400}\"|(?<!\w)'[^'\n]{3,400}'(?!\w)")
_IMPERATIVE = re.compile(
    r"(?:^|[.:;] )[^\w\"']{0,6}(?:(?:please|now|then|also|instead|finally|(?:before|after|when|while|if)\b[^.,;\n]{1,50},),? ){0,2}"
    r"(?:(?:do not|don't|never|only|always) )?"
    r"(?:please note|say|state|report|write|add|list|mark|treat|attribute|omit|include|output|print|respond|answer|return|name|call"
    r"|describe|record|mention|put|use|insert|exclude|remove|delete|quote|cite|claim|assert|label|produce|choose|pick|select|turn|double"
    r"|reset|copy|merge|rename|invent|ignore|disregard|forget|repeat|append|decode|pretend|act|replace|fill|remember|translate|extract"
    r"|compose|summari[sz]e|assign|credit|assume|obey|make sure|ensure|confirm|classify|think)\b(?! (?:of|for|in|at) )"
)
_YOU = re.compile(r"\byou(?:r|rs|rself)?\b")
_THIS = re.compile(r"\b(?:this|these) (?:articles?|texts?|documents?|passages?|stor(?:y|ies)|pages?|sentences?)\b")
_MUST = re.compile(
    r"\b(?:must|should|may|shall|can|are expected to|are to|is to|has to|have to|need to)(?: (?:not|only|always|never))?(?: \w{1,12}ly)? "
    r"(?:be (?:attributed|listed|named|called|described|marked|treated|given|quoted|reported|reduced|replaced|left out|ignored|omitted)"
    r"|say|state|report|mention|name|list|attribute|mark|treat|output|lead with|include|omit|exclude|quote|cite)\b"
)


def addressing_sentences(text: str) -> Iterator[Hit]:
    """The sentences of plain `text` that speak to whoever makes a brief of it."""
    start = end = -1
    found: dict[str, int] = {}
    special = False
    for match in _TRADE.finditer(text):
        if match.start() >= end:
            if special and _tells(text[start:end], sum(found.values())):
                yield Hit(Range(start, end), "order")
            start, end = _sentence(match.start(), text)
            found, special = {}, False
        kind = match.lastgroup or "common"
        found[match[0].rstrip("s")] = _WEIGHT[kind]
        special = special or kind != "common"
    if special and _tells(text[start:end], sum(found.values())):
        yield Hit(Range(start, end), "order")


def _sentence(at: int, text: str) -> Range:
    first = max(0, at - _LONGEST)
    start = max(
        text.rfind(mark, first, at) + len(mark) if text.rfind(mark, first, at) >= 0 else first for mark in _ENDS
    )
    ends = [found for mark in _ENDS if (found := text.find(mark, at, at + _LONGEST)) >= 0]
    return Range(start, min(ends, default=min(len(text), at + _LONGEST)))


_ENDS = ("\n", ". ", "! ", "? ")


def _tells(sentence: str, weight: int) -> bool:
    if weight < 2:
        return False
    own = _QUOTED.sub(" ", sentence)
    weight = sum(
        {match[0].rstrip("s"): _WEIGHT[match.lastgroup or "common"] for match in _TRADE.finditer(own)}.values()
    )
    if weight >= 2 and _IMPERATIVE.search(own):
        return True
    return weight >= 3 and _THIS.search(own) is not None and bool(_YOU.search(own) or _MUST.search(own))
