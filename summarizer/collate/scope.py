"""What limits a figure: a forecast, a demand, a draft, a poll, a part of another figure, an earlier or later count.

Two figures for one thing that are limited differently do not contradict each other: their scope or their time differs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from summarizer.briefs.models import Number
from summarizer.text.ranges import Range

if TYPE_CHECKING:
    from summarizer.collate.accounts import AccountView

# Tag: pattern, looked for right in front of the figure.
_BEFORE: Final = {
    "forecast": r"\b(?:forecasts?|expects?|(?:is|are) expected|predicts?|projects?|reckon(?:s|ed)?|guess(?:es|ed)?)\b",
    "expected": r"\bhad (?:expected|forecast|predicted)\b",
    "conditional": r"\b(?:could|might|may)\s(?:\w+\s){1,3}$|\bshould the .{1,20}\b(?:fall|rise)\b",
    "asked": r"\b(?:ask(?:s|ed|ing)? for|demand(?:s|ed|ing)?|call(?:s|ed|ing)? for|seek(?:s|ing)?|sought|wants?|wanted)\b",
    "target": r"\b(?:target|goal)\b",
    "offered": r"\b(?:offer(?:s|ed|ing)?|propos(?:es|ed|al))\b",
    "limit": r"\b(?:not accept|line at|draws? a line|drew a line|drawn a line|threshold|ceiling)\b",
    "further": r"\b(?:further|another|additional)\s*$",
    "previous": r"\b(?:previous(?:ly)? (?:range|forecast|estimate|figure|given|put)|first estimate|initial (?:estimate|count|figure|report)|earlier estimate|provisionally|down from|up from|(?:went|stood|rose|fell) from|stood at)\b",
    "final": r"\b(?:in the end|finally|final (?:count|result|toll|tally|figure)s?|revised to)\b",
    "alternative": r"(?:,|\bor)\s(?:possibly|perhaps|maybe|even)\s$",
}  # fmt: skip
# Looked for in the figure's own part of the sentence.
_INSIDE: Final = {
    "sold": r"\btickets? (?:were |was )?sold\b",
}
_AFTER: Final = {
    "further": r"^\s(?:further|more|other|additional)\b",
    "previous": r"^\W{0,2}(?:\w+\s){0,2}?a (?:year|month|week|day) (?:ago|earlier|before)\b",
}
_TABLES: Final = tuple(
    {tag: re.compile(pattern, re.IGNORECASE) for tag, pattern in table.items()} for table in (_BEFORE, _INSIDE, _AFTER)
)
_POLL: Final = re.compile(r"\b(?:exit poll|opinion poll|survey)\b", re.IGNORECASE)
_UNREPORTED: Final = re.compile(r"\b(?:true number|unreported|undetected|real number)\b", re.IGNORECASE)
_PERIOD: Final = re.compile(
    r"\b(?:in|within|over|during) (?:just )?the (?:past|last) (?:\w+ )?(?:hours?|days?|weeks?|months?|years?)\b|\bnew cases\b",
    re.IGNORECASE,
)
_SUBSET_AFTER: Final = re.compile(
    r"\s*(?:of (?:them|these|those|which|whom|the (?:\w+ )?(?:two|three|four|five|six|seven|eight|nine|ten))\b)",
    re.IGNORECASE,
)
_SUBSET_BEFORE: Final = re.compile(r"(?:of whom|of which|of them|including|among them)\s(?:\w+\s){0,3}$", re.IGNORECASE)
_OTHERS: Final = re.compile(r"^(?:the )?(?:other|others|further|additional)\b", re.IGNORECASE)
_PER: Final = re.compile(
    r"^\W{0,2}(?:\w+\s){0,2}?(?:a|per|each|every) (?P<period>hour|day|week|month|year)\b", re.IGNORECASE
)
_SPANS: Final = {
    "whole year": re.compile(r"\b(?:full[- ]year|annual|for the year|next year)\b", re.IGNORECASE),
    "quarter": re.compile(
        r"\b(?:quarterly|(?:first|second|third|fourth|last) quarter|three months to)\b", re.IGNORECASE
    ),
}
_SUPERSEDES: Final = re.compile(
    r"\b(?:replac(?:es?|ing) (?:all )?(?:earlier|previous)|supersedes?|final (?:count|result|figure|toll)|have now been accounted for|revised (?:count|toll|figure))\b",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"\b(?:earlier version|this article has been (?:changed|corrected|amended)|correction:)", re.IGNORECASE
)
_DRAFT: Final = re.compile(
    r"\b(?:under the (?:draft|proposal|plan)|the draft (?:says|text|deal)|draft agreement)\b", re.IGNORECASE
)
_PLACE: Final = re.compile(r"\b[A-Z]\w+ (?:[A-Z]\w+ )?(?:Hospital|Clinic)\b")
_SENTENCE: Final = {
    "period": _PERIOD,
    "poll": _POLL,
    "unreported": _UNREPORTED,
    "corrects": _CORRECTS,
    "institution": _PLACE,
    "draft": _DRAFT,
}
_WOULD: Final = re.compile(r"\bwould (?:receive|pay|get|be allowed|cost|have)\b")
_DAY: Final = re.compile(r"\bon (?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")

SCOPE: Final = frozenset(
    {
        "conditional", "asked", "target", "offered", "limit", "poll", "unreported", "sold", "further", "draft", "institution",
        "forecast", "expected",
    }
)  # fmt: skip
TIME: Final = frozenset({"previous", "final", "supersedes"})
_REPLACES_UP_TO: Final = 4  # sentences: "these figures replace all earlier ones" speaks of those before it


def tags_of(account: AccountView, number: Number, sentence: Range, part: Range) -> frozenset[str]:
    """The limits that stand around a figure; `per month`, `on Monday` and `period` are tags of their own."""
    text = account.text
    inside = part.of(text)
    before = text[max(part.start, number.span.start - 60) : number.span.start]
    after = text[number.span.end : min(sentence.end, number.span.end + 60)]
    found = set()
    for table, where in zip(_TABLES, (before, inside, after), strict=True):
        found |= {tag for tag, pattern in table.items() if pattern.search(where)}
    if number.kind == "count" and (_SUBSET_AFTER.match(after) or _SUBSET_BEFORE.search(before)):
        found.add("subset")
    if number.what is not None and _OTHERS.search(number.what.text):
        found.add("further")
    if per := _PER.search(after):
        found.add(f"per {per['period'].lower()}")
    found |= {f"per {name}" for name, pattern in _SPANS.items() if pattern.search(inside)}
    if day := _DAY.search(after[:25]):
        found.add(f"on {day['day']}")
    return frozenset(found | _of_sentence(account, sentence, inside))


def _of_sentence(account: AccountView, sentence: Range, inside: str) -> set[str]:
    found = {tag for tag, pattern in _SENTENCE.items() if account.hits(pattern, sentence)}
    if account.hits(_DRAFT, account.before(sentence)) and _WOULD.search(inside):
        found.add("draft")
    following = sentence
    for _ in range(_REPLACES_UP_TO):
        following = account.after(following)
    if account.hits(_SUPERSEDES, Range(sentence.start, max(sentence.end, following.end))):
        found.add("supersedes")
    return found
