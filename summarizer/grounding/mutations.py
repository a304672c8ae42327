"""A test of grounding itself: quotes spoilt in the ways models spoil them, and quotes changed only in their typography.

From the sentences and quotations of an article come, always the same and in the same order,

* corruptions, which no tool may accept as what the article says: a figure, negation, hedge or name changed, an invented
  ending, words in another order, and true substrings cut so that they say something else ("more than" gone, cut right
  after "not", before "but", or in the middle of a figure);
* variants, which every tool should keep: other quotation marks, dashes, spaces, decomposed letters, soft hyphens.

The corruptions are made by word lists of their own, so that a gap in the lists of the checks shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from summarizer.articles.model import Article
from summarizer.briefs.models import Claim, Finding, Hedge, Span
from summarizer.grounding.fidelity import Checker, Recorded
from summarizer.grounding.locate import Locator, to_spans
from summarizer.language.hedges import hedge_cues
from summarizer.language.quotations import find_quotations
from summarizer.text.ranges import Range

Corruption = Literal["number", "negation", "hedge", "entity", "tail", "truncation", "order"]
Variant = Literal["quotes", "dashes", "spaces", "decomposed", "soft hyphen"]
CORRUPTIONS: tuple[Corruption, ...] = ("number", "negation", "hedge", "entity", "tail", "truncation", "order")
VARIANTS: tuple[Variant, ...] = ("quotes", "dashes", "spaces", "decomposed", "soft hyphen")

_LEAST_WORDS = 4  # of a sentence or quotation that is worth spoiling
_AUXILIARY = re.compile(r"\b(has|have|had|is|are|was|were|will|would|can|could|should|must)\b(?! not\b|n[’']t)")
_NOT = re.compile(r"\b(?:(can)not|(?:not|never))\b ?|\bno (?=\w)")
_HEDGE = re.compile(
    r"\b(?:may|might|could(?! (?:not|see|hear|feel|potentially)\b)|reportedly|allegedly|apparently|likely|probably|"
    r"possibly|potentially|hopefully|hopeful that|the possibility of|seems?|if) "
)
_BOUND = re.compile(
    r"\b(more than|over|about|around|approximately|at least|nearly|up to|exceeding|almost|roughly|fewer than|less than|"
    r"estimated) (?=[$€£]?\d)"
)
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_RESTRICTION = re.compile(r",? (?=(?:but|although|unless|except|if|until|as long as|even if|while awaiting)\b)")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{3,}\b")
_OTHER_BOUND = {"more than": "fewer than", "over": "under", "at least": "at most", "around": "exactly", "about": "over"}
_OTHER_WORD = {"hundreds": "thousands", "thousands": "hundreds", "five": "six", "two": "three", "one": "two"}
_OTHER_UNIT = {"square kilometers": "square miles", "square miles": "hectares", "%": " percentage points"}
_TAILS = (
    "and will never return to the negotiating table",
    "after losing 2,300 men in a single night",
    "according to the defence minister",
    "because the allies had refused to help",
    "which nobody disputes",
)


@dataclass(frozen=True)
class Mutation:
    """`written` is what became of the words at `range` of the article; `kind` says in which way."""

    kind: Corruption | Variant
    range: Range
    written: str


@dataclass(frozen=True)
class Judgement:
    """Where grounding placed a quote (`[]`: rejected), and what the checks found about it as a claim."""

    spans: list[Span]
    findings: list[Finding]

    @property
    def accepted(self) -> bool:
        """Taken as the article's words, with nothing said against it."""
        return bool(self.spans) and not self.findings


class Judge:
    """Grounds quotes as claims of one article, with the hedges inside them recorded, and checks them."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._locator = Locator(article.text)
        self._checker = Checker(article.text)

    def judge(self, written: str, near: Range | None = None) -> Judgement:
        """The outcome for one quote; `near` is the sentence that it is said to come from."""
        spans = to_spans(self._locator.find(written, near=near))
        if not spans:
            return Judgement([], [])
        claim = Claim(id="c1", content=spans, form="indirect")
        inside = [cue for span in spans for cue in hedge_cues(self._text, Range(span.start, span.end))]
        hedges = [
            Hedge(id=f"h{number}", cue=self._locator.span(cue.cue), kind=cue.kind, claim="c1")
            for number, cue in enumerate(inside, start=1)
        ]
        return Judgement(spans, list(self._checker.claim(claim, Recorded([claim], hedges))))


class Mutator:
    """Makes the mutations of one article."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._article = article

    @cached_property
    def quotes(self) -> list[Range]:
        """What is quoted: the sentences, then the quotations, of at least four words."""
        places = [sentence.range.trimmed(self._text) for sentence in self._article.sentences]
        places += [quotation.inner.trimmed(self._text) for quotation in find_quotations(self._text)]
        return [place for place in dict.fromkeys(places) if len(place.of(self._text).split()) >= _LEAST_WORDS]

    def corruptions(self) -> list[Mutation]:
        """Quotes that say something else than the article, at most a few of each kind for each quote."""
        makers: dict[Corruption, Callable[[str], Iterator[str]]] = {
            "number": _numbers,
            "negation": _negations,
            "hedge": _hedges,
            "entity": self._entities,
            "tail": _tails,
            "truncation": _truncations,
            "order": _orders,
        }
        found: dict[tuple[Corruption, str], Mutation] = {}
        for place in self.quotes:
            quote = place.of(self._text)
            for kind, make in makers.items():
                for written in make(quote):
                    if written != quote and (kind == "truncation" or written not in self._text):
                        found.setdefault((kind, written), Mutation(kind, place, written))
        return list(found.values())

    def variants(self) -> list[Mutation]:
        """Quotes that differ from the article's words in typography alone."""
        makers: dict[Variant, Callable[[str], Iterator[str]]] = {
            "quotes": _other_quotes,
            "dashes": _other_dashes,
            "spaces": _other_spaces,
            "decomposed": _decomposed,
            "soft hyphen": _soft_hyphens,
        }
        found: dict[tuple[Variant, str], Mutation] = {}
        for place in self.quotes:
            quote = place.of(self._text)
            for kind, make in makers.items():
                for written in make(quote):
                    if written != quote:
                        found.setdefault((kind, written), Mutation(kind, place, written))
        return list(found.values())

    @cached_property
    def _names(self) -> list[str]:
        return list(dict.fromkeys(_NAME.findall(self._text)))

    def _entities(self, quote: str) -> Iterator[str]:
        for match in list(_NAME.finditer(quote))[:2]:
            others = [name for name in self._names if name not in quote]
            if others:
                other = others[match.start() % len(others)]
                yield quote[: match.start()] + other + quote[match.end() :]


def _numbers(quote: str) -> Iterator[str]:
    for match in list(_FIGURE.finditer(quote))[:2]:
        figure, before, after = match.group(), quote[: match.start()], quote[match.end() :]
        yield f"{before}{figure[:-1]}{(int(figure[-1]) + 1) % 10}{after}"
        yield f"{before}{figure}0{after}"
        if len(figure) > 1 and figure[0] != figure[1] and figure[1].isdigit():
            yield f"{before}{figure[1]}{figure[0]}{figure[2:]}{after}"
    for match in _BOUND.finditer(quote):
        yield quote[: match.start()] + quote[match.end() :]
        if match.group(1) in _OTHER_BOUND:
            yield quote[: match.start()] + _OTHER_BOUND[match.group(1)] + quote[match.end(1) :]
    for table in (_OTHER_WORD, _OTHER_UNIT):
        for word, other in table.items():
            pattern = rf"\b{word}\b" if word.isalpha() else re.escape(word)
            yield re.sub(pattern, other, quote, count=1)


def _negations(quote: str) -> Iterator[str]:
    for match in list(_AUXILIARY.finditer(quote))[:2]:
        yield f"{quote[: match.end()]} not{quote[match.end() :]}"
    for match in _NOT.finditer(quote):
        yield quote[: match.start()] + (f"{match.group(1)} " if match.group(1) else "") + quote[match.end() :]


def _hedges(quote: str) -> Iterator[str]:
    for match in _HEDGE.finditer(quote):
        yield quote[: match.start()] + quote[match.end() :]
    for match in list(_AUXILIARY.finditer(quote))[:1]:
        yield f"{quote[: match.start()]}reportedly {quote[match.start() :]}"
    yield re.sub(r"\bwill\b", "may", quote, count=1)
    yield re.sub(r"\bhas\b", "may have", quote, count=1)


def _tails(quote: str) -> Iterator[str]:
    bare = quote.rstrip(".!?…,;:\"'”’ ")
    yield f"{bare}, {_TAILS[len(quote) % len(_TAILS)]}."


def _orders(quote: str) -> Iterator[str]:
    words = quote.split(" ")
    middle = len(words) // 2
    if words[middle] != words[middle - 1]:
        yield " ".join([*words[: middle - 1], words[middle], words[middle - 1], *words[middle + 1 :]])
    names = list(_NAME.finditer(quote))
    if len(names) > 1 and names[0].group() != names[1].group():
        (a, b), (c, d) = names[0].span(), names[1].span()
        yield quote[:a] + quote[c:d] + quote[b:c] + quote[a:b] + quote[d:]
    half = quote.find(", ", len(quote) // 4, 3 * len(quote) // 4)
    if half > 0:
        yield f"{quote[half + 2 :].rstrip('.')}, {quote[:half]}"


def _truncations(quote: str) -> Iterator[str]:
    """True substrings that say something else; what is left has at least two words."""
    cuts = [quote[match.end() :] for match in _BOUND.finditer(quote)]
    for match in _FIGURE.finditer(quote):
        if match.end() - match.start() > 1:
            cuts += [quote[: match.end() - 1], quote[match.start() + 1 :]]
        if quote[match.end() :].startswith((" square", "%", " percent", " million")):
            cuts.append(quote[: match.end()])
    for match in _NOT.finditer(quote):
        cuts += [quote[match.end() :], quote[: match.end()].rstrip()]
    cuts += [quote[: match.start()] for match in _RESTRICTION.finditer(quote)]
    cuts += [quote[match.end() :] for match in _HEDGE.finditer(quote)]
    long_words = [match for match in re.finditer(r"[A-Za-z]{9,}", quote) if match.start() > len(quote) // 3]
    cuts += [quote[: match.start() + 5] for match in long_words[:1]]
    for cut in cuts:
        if len(cut.split()) >= 2:
            yield cut.strip(" ,")


def _other_quotes(quote: str) -> Iterator[str]:
    straight = quote.translate(str.maketrans("‘’“”", "''\"\""))
    yield straight
    if '"' in straight or "'" in straight:
        curly = re.sub(r'(^|[\s(—–-])"', r"\1“", straight).replace('"', "”").replace("'", "’")
        yield curly
        yield straight.replace("'", "`") if "'" in straight else straight.replace('"', "«")


def _other_dashes(quote: str) -> Iterator[str]:
    for dash in ("-", "–", "—"):
        if dash in quote:
            for other in ("-", "–", "—", "\u2011"):
                yield quote.replace(dash, other)


def _other_spaces(quote: str) -> Iterator[str]:
    words = quote.split(" ")
    middle = len(words) // 2
    first, second = " ".join(words[:middle]), " ".join(words[middle:])
    yield f"{first}\u00a0{second}"
    yield f"{first}  {second}"
    yield f"{first}\n{second} "


def _decomposed(quote: str) -> Iterator[str]:
    yield unicodedata.normalize("NFD", quote)
    yield quote.replace("fi", "ﬁ").replace("...", "…")
    yield quote.replace("86%", "８６％").replace("430", "４３０").replace("24 ", "２４ ")


def _soft_hyphens(quote: str) -> Iterator[str]:
    yield re.sub(r"([A-Za-z]{4})([A-Za-z]{4})", "\\1\u00ad\\2", quote, count=1)
    middle = quote.find(" ", len(quote) // 2)
    if middle > 0:
        yield f"{quote[:middle]}\u200b{quote[middle:]}"
