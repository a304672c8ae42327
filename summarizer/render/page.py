"""What a page about a brief shows, computed once and laid out by templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from summarizer.briefs.models import Brief, Provenance
from summarizer.render.cards import TITLES, Card, CardType, cards_of
from summarizer.render.marks import Mark, State, marks_of
from summarizer.render.segments import Paragraph, Segment, paragraphs
from summarizer.render.summary import counted, coverage_of

_STATE_LABELS: Mapping[State, str] = {
    "attributed": "attributed",
    "unattributed": "outlet’s own voice",
    "hedged": "hedged",
    "doubted": "unverified or disputed",
}
_STRIP = 1000  # width of the strip's coordinate system


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its name, label, how many items it stands for and, of claims, their share of the article's words."""

    name: str
    label: str
    count: int
    share: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the strip that shows the article from its first character to its last."""

    item: str
    style: str
    x: float
    y: int
    width: float
    height: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph, and whether it only repeats the page's title."""

    number: int
    title: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Page:
    """Everything on the page. `labels` are what markers in the text are called by screen readers, by item id.

    `verdicts` and `problems` of a review stand beside the items that have them.
    """

    title: str
    about: Sequence[str]
    paragraphs: Sequence[TextLine]
    cards: Mapping[CardType, Sequence[Card]]
    types: Sequence[Choice]
    states: Sequence[Choice]
    people: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    bars: Sequence[Bar]
    strip_label: str
    coverage: str
    made: str
    sha256: str
    digest: str
    verdicts: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def page_of(
    brief: Brief,
    *,
    verdicts: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    types: Sequence[CardType] = (),
) -> Page:
    """The page of `brief`. `types` are shown even when there are none of them; passages of items with the verdict
    `rejected` can be found but do not stand out.
    """
    cards = dict(cards_of(brief))
    for type_ in types:
        cards.setdefault(type_, [])
    struck = {item for item, verdict in (verdicts or {}).items() if verdict == "rejected"}
    marks = [replace(mark, style="struck") if mark.item in struck else mark for mark in marks_of(brief)]
    lines = paragraphs(brief.source.text, marks)
    states = _states(lines, cards.get("claim", ()))
    about = [brief.source.outlet, brief.source.date.strftime("%-d %B %Y") if brief.source.date else None]
    words = len(brief.source.text.split())
    return Page(
        title=brief.source.title or brief.source.id,
        about=[part for part in about if part] + [f"{words:,} words", f"{sum(map(len, cards.values()))} items"],
        paragraphs=[TextLine(line.number, _is_title(line, brief), line.segments) for line in lines],
        cards=cards,
        types=[Choice(type_, TITLES[type_], len(cards[type_])) for type_ in TITLES if type_ in cards],
        states=states,
        people=_people(cards),
        labels={card.id: _label(card) for of_type in cards.values() for card in of_type},
        bars=_bars(marks, len(brief.source.text)),
        strip_label="The article from beginning to end: "
        + ", ".join(f"{choice.label} {choice.share or '0 %'}" for choice in states),
        coverage=coverage_of(brief),
        made=_made(brief.provenance),
        sha256=brief.source.sha256,
        digest=brief.digest or "",
        verdicts=verdicts or {},
        problems=problems or {},
    )


def _is_title(line: Paragraph, brief: Brief) -> bool:
    return line.number == 1 and line.range.of(brief.source.text).strip() == (brief.source.title or "").strip()


def _label(card: Card) -> str:
    words = [card.type, card.id + ":", card.title, card.lead if card.type == "claim" else ""]
    return " ".join(word for word in words if word) + "".join(f", {tag.text}" for tag in card.tags)


def _states(lines: Sequence[Paragraph], claims: Sequence[Card]) -> list[Choice]:
    """How many claims are in each state, and how much of the article they take."""
    sizes = dict.fromkeys(_STATE_LABELS, 0)
    total = 0
    for line in lines:
        for segment in line.segments:
            total += segment.range.size
            state = next((name for name in _STATE_LABELS if name in segment.styles), None)
            if state is not None:
                sizes[state] += segment.range.size
    counts = {state: sum(card.state == state for card in claims) for state in _STATE_LABELS}
    return [
        Choice(state, label, counts[state], f"{sizes[state] / total:.0%}" if sizes[state] else "")
        for state, label in _STATE_LABELS.items()
    ]


def _people(cards: Mapping[CardType, Sequence[Card]]) -> list[tuple[str, str]]:
    """Actors that some claim or number belongs to, by name, and the outlet."""
    used = {card.who for type_ in ("claim", "number", "hedge") for card in cards.get(type_, ())}
    named = [(card.id, card.title) for card in cards.get("actor", ()) if card.id in used]
    return sorted(named, key=lambda one: one[1].casefold()) + ([("outlet", "the outlet")] if "outlet" in used else [])


def _bars(marks: Sequence[Mark], size: int) -> list[Bar]:
    """Claims above, what no item covers below; numbers and other small things would only be noise."""
    found = []
    for mark in marks:
        style = mark.style.split()
        if style[0] not in ("claim", "uncovered", "nearest"):
            continue
        x = _STRIP * mark.range.start / size
        width = max(1.5, _STRIP * mark.range.size / size)
        y, height = (0, 14) if style[0] == "claim" else (15, 5)
        found.append(Bar(mark.item, style[-1], round(x, 2), y, round(width, 2), height))
    return found


def _made(provenance: Provenance | None) -> str:
    if provenance is None:
        return ""
    usage = provenance.usage
    cost = f", ${usage.cost:.4f}" if usage.cost is not None else ""
    return (
        f"{provenance.model} with the pack {provenance.pack}: {counted(usage.requests, 'request')}, "
        f"{usage.prompt_tokens:,} prompt and {usage.output_tokens:,} output tokens, {usage.seconds:.1f} s{cost}"
    )
