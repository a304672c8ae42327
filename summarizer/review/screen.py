"""What the page of a review shows, in parts, so that only what has changed is sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Template
from markupsafe import Markup

from summarizer.briefs.models import Brief
from summarizer.render.cards import TITLES, CardType
from summarizer.render.html import environment, fragment
from summarizer.render.page import Page, page_of
from summarizer.review.editor import controls
from summarizer.review.goldwriter import problems
from summarizer.review.reviewing import Review
from summarizer.review.state import State

TEMPLATES = Path(__file__).parent / "templates"
TYPES: tuple[CardType, ...] = ("claim", "number", "hedge", "actor", "uncovered")
ADDING = ("claim", "number", "hedge", "actor")


@dataclass(frozen=True)
class Progress:
    """How many items have been judged, and how."""

    judged: int
    total: int
    kept: int
    rejected: int

    @classmethod
    def of(cls, state: State) -> Progress:
        """The progress of a state."""
        verdicts = [state.mark(item).verdict for item in state.items]
        rejected, waiting = verdicts.count("rejected"), verdicts.count("open")
        return cls(len(verdicts) - waiting, len(verdicts), len(verdicts) - waiting - rejected, rejected)


class Screen:
    """The page of one review; remembers which parts changed with which version."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._page: Page | None = None
        self._version = -1
        self._parts: dict[str, str] = {}
        self._since: dict[str, int] = {}

    def page(self) -> Page:
        """The page as things stand."""
        self._refresh()
        assert self._page is not None
        return self._page

    def html(self, links: Mapping[str, object]) -> str:
        """The whole page. `links` are where its style sheets and scripts are."""
        return _template("review.html.j2").render(
            page=self.page(), review=self._review, progress=Progress.of(self._review.state), adding=ADDING, **links
        )

    def changed(self, since: int) -> dict[str, object]:
        """What is different from version `since`: parts by element id, and which cards each list holds in order."""
        page = self.page()
        parts = {name: html for name, html in self._parts.items() if self._since[name] > since}
        progress = Progress.of(self._review.state)
        return {
            "version": self._review.version,
            "parts": parts,
            "lists": {type_: [card.id for card in page.cards.get(type_, ())] for type_ in TITLES},
            "progress": {"judged": progress.judged, "total": progress.total, "kept": progress.kept},
            "undo": self._review.can_undo,
            "redo": self._review.can_redo,
            "unsaved": self._review.unsaved,
            "genre": self._review.state.genre,
            "cluster": self._review.state.cluster,
        }

    def editor(self, item: str) -> str:
        """The form of one item; empty where there is no such item."""
        state = self._review.state
        found = state.items.get(item)
        if found is None:
            return ""
        return fragment("editor.html.j2", "editor", item, controls(state, found), folders=(TEMPLATES,))

    def _refresh(self) -> None:
        if self._version == self._review.version:
            return
        self._page = _page(self._review)
        parts = _parts(self._page)
        for name, html in parts.items():
            if self._parts.get(name) != html:
                self._since[name] = self._review.version
        self._parts, self._version = parts, self._review.version


def _page(review: Review) -> Page:
    state = review.state
    verdicts = {item: state.mark(item).verdict for item in state.items}
    whole = state.brief
    kept = Brief.model_construct(
        **{
            **dict(whole),
            "claims": [claim for claim in whole.claims if verdicts[claim.id] != "rejected"],
            "numbers": [number for number in whole.numbers if verdicts[number.id] != "rejected"],
        }
    )
    shown = whole.model_copy(update={"coverage": review.rules.coverage(kept)})
    return page_of(shown, verdicts=verdicts, problems=problems(state), types=TYPES)


def _parts(page: Page) -> dict[str, str]:
    macro = _macros()
    found = {f"t{line.number}": str(macro["paragraph"](line, page.labels)) for line in page.paragraphs}
    for cards in page.cards.values():
        for card in cards:
            verdict, problem = page.verdicts.get(card.id), page.problems.get(card.id)
            found[card.id] = str(macro["card"](card, verdict, problem, ADDING))
    return found | {name: str(macro[name](page)) for name in ("strip", "states", "people")}


@cache
def _macros() -> Mapping[str, Callable[..., Markup]]:
    return MappingProxyType(environment().get_template("parts.html.j2").module.__dict__)


def _template(name: str) -> Template:
    return environment(TEMPLATES).get_template(name)
