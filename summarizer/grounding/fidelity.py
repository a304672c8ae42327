"""Checks with names: does an item of a brief still say what the article says?

The words of an item are the article's own, so what can go wrong is what was left out around them, and what the fields
beside them say. Each check compares the item with its surroundings in the article, and needs no model:

* `number_drift`, `unit_mismatch`, `bound_lost`: a number's fields against its figure read afresh; a claim whose edge
  cuts a figure, or leaves out its unit or its bound ("at least");
* `hedge_lost`: a claim that begins right after "may", or holds a hedge that the brief does not record;
* `hedge_added`: a hedge put on a claim far from its words;
* `negation_flip`: the reporting word denies and the claim affirms, or the reverse;
* `quote_truncated`: a claim cut right after "not", or before "but", "unless", "except", or at a question mark;
* `quote_not_quoted`: a direct claim whose words do not stand in quotation marks;
* `opinion_as_fact`: a narrated claim in a sentence that reports what somebody said;
* `instruction_in_article`: the article addresses a model, and which items rest on such a passage.

`example_leak` is found when a brief is assembled, where the examples of the prompt are known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from summarizer.briefs.models import Brief, Claim, Finding, FindingCode, Hedge, Number
from summarizer.grounding.cover import Cover, ranges_of
from summarizer.grounding.instructions.findings import instruction_findings
from summarizer.grounding.instructions.passages import Passage, find_instructions
from summarizer.grounding.locate import MAX_GAP
from summarizer.grounding.negation import RESTRICTIONS, negation_upon, negations
from summarizer.grounding.wording import describe
from summarizer.language.hedges import hedge_cues
from summarizer.language.quotations import find_quotations
from summarizer.language.reporting import VERBS, reporting_cues, reporting_verb
from summarizer.language.tokens import Token, tokenise, words
from summarizer.language.types import Quotation
from summarizer.numbers.compare import equal
from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity
from summarizer.text.ranges import Range
from summarizer.text.sentences import split_sentences

_WINDOW = 240  # characters looked at on either side of a span
_NEARBY = 300  # characters between a claim and a hedge that bears on it
_MARKS = ",;:.!?\"'“”‘’„«»‹›「」『』()[]…–— \u00a0"
_QUOTES = frozenset("\"'“”‘’„«»‹›「」『』")
_STOPS = frozenset(".!?;:")
_GOES_ON = 12  # characters after "but" within which the words of another claim begin
_AFTER_HEDGE = words("be been have to that the of a an")


def check_brief(brief: Brief) -> list[Finding]:
    """Every finding on the items of `brief`, in their order; time is linear in the article."""
    return list(Checker(brief.source.text).brief(brief))


@dataclass(frozen=True)
class Recorded:
    """What a brief keeps in other items than the claim at hand, so that it is not lost."""

    claims: Sequence[Claim] = ()
    hedges: Sequence[Hedge] = ()
    numbers: Sequence[Number] = ()

    @cached_property
    def words(self) -> Cover:
        """The words of all claims."""
        return Cover(where for claim in self.claims for where in ranges_of(*claim.content, claim.cue, claim.source))

    @cached_property
    def weakening(self) -> Cover:
        """Every word that is recorded as a hedge, a bound or a cue ("believes" reports as well as it hedges)."""
        spans = [hedge.cue for hedge in self.hedges]
        return Cover(
            ranges_of(*spans, *(claim.cue for claim in self.claims), *(number.bound_span for number in self.numbers))
        )

    def beside(self, claim: Claim) -> list[Range]:
        """The words that the claim keeps outside its content: source, cue and hedges."""
        return [*ranges_of(claim.source, claim.cue), *self._hedges_by_claim.get(claim.id, ())]

    @cached_property
    def _hedges_by_claim(self) -> dict[str, list[Range]]:
        found: dict[str, list[Range]] = {}
        for hedge in self.hedges:
            found.setdefault(hedge.claim or "", []).extend(ranges_of(hedge.cue))
        return found


class Checker:
    """The checks on one article's text; what it reads in the text is kept for the next check."""

    def __init__(self, text: str) -> None:
        self.text = text

    def brief(self, brief: Brief) -> Iterator[Finding]:
        """Every finding on a brief made from this text."""
        recorded = Recorded(brief.claims, brief.hedges, brief.numbers)
        claims = {claim.id: claim for claim in brief.claims}
        for claim in brief.claims:
            yield from self.claim(claim, recorded)
        for number in brief.numbers:
            yield from self.number(number)
        for hedge in brief.hedges:
            yield from self.hedge(hedge, claims)
        yield from instruction_findings(brief, self._passages)

    def claim(self, claim: Claim, recorded: Recorded) -> Iterator[Finding]:
        """Findings on one claim, in view of what the brief records elsewhere."""
        spans = ranges_of(*claim.content)
        beside = recorded.beside(claim)
        for span, where in zip(claim.content, spans, strict=True):
            for code, message in self._edges(where, spans, beside, recorded):
                yield Finding(code=code, item=claim.id, message=message, span=span)
        for first, second in pairwise(spans):
            yield from self._gap(claim, first, second)
        yield from self._form(claim, spans)
        yield from self._polarity(claim)
        yield from self._unrecorded_hedge(claim, recorded)

    def number(self, number: Number) -> Iterator[Finding]:
        """Findings on one number: its fields against the figure read afresh from the article."""
        quantity = self._quantity_at(Range(number.span.start, number.span.end))

        def finding(code: FindingCode, message: str) -> Finding:
            return Finding(code=code, item=number.id, message=message, span=number.span)

        if quantity is None:
            yield finding("number_drift", f"{number.span.text!r} cannot be read as one whole figure")
            return
        said = f"{number.span.text!r} reads {describe(quantity)!r}"
        if (number.value, number.low, number.high) != (quantity.value, quantity.low, quantity.high):
            yield finding("number_drift", f"{said}, the brief says {_stated(number)}")
        if number.bound != quantity.bound:
            yield finding("bound_lost", f"{said} with the bound {quantity.bound!r}, the brief says {number.bound!r}")
        if (number.unit_norm, number.kind) != (quantity.unit_norm, quantity.kind):
            fields = f"{number.unit_norm or 'no unit'} ({number.kind})"
            yield finding("unit_mismatch", f"{said} ({quantity.kind}), the brief says {fields}")

    def same_quantity(self, number: Number, other: Number) -> bool | None:
        """Whether two numbers state one quantity, as their figures read in the article.

        None where that cannot be told: a figure that cannot be read, or amounts in two currencies.
        """
        one = self._quantity_at(Range(number.span.start, number.span.end))
        two = self._quantity_at(Range(other.span.start, other.span.end))
        if one is None or two is None or (one.kind == two.kind == "money" and one.unit_norm != two.unit_norm):
            return None
        return equal(one, two)

    def hedge(self, hedge: Hedge, claims: dict[str, Claim]) -> Iterator[Finding]:
        """Findings on one hedge: it must stand inside or beside the claim it weakens."""
        claim = claims.get(hedge.claim or "")
        if claim is None or hedge.kind == "non_verification":
            return
        extent = Range(claim.content[0].start, claim.content[-1].end)
        distance = max(extent.start - hedge.cue.end, hedge.cue.start - extent.end)
        if distance > _NEARBY:
            message = f"{hedge.cue.text!r} stands {distance} characters away from claim {claim.id}"
            yield Finding(code="hedge_added", item=hedge.id, message=message, span=hedge.cue)

    # --- what was left out around a claim -----------------------------------------------------------------------------

    def _edges(
        self, where: Range, spans: Sequence[Range], beside: Sequence[Range], recorded: Recorded
    ) -> Iterator[tuple[FindingCode, str]]:
        """What stands just outside `where`, one of the claim's `spans`, and belongs to it."""
        yield from self._figures_cut(where)
        core = where.trimmed(self.text, _MARKS)
        if core.size <= 0:
            return
        before, inside = self._clause_before(core.start), tokenise(self.text, core)
        own = [*spans, *beside]
        if (token := negation_upon(before, inside)) is not None and not _in_any(token.range, own):
            yield "quote_truncated", f"begins right after {token.text!r}"
        elif (hedge := self._hedge_upon(before, core)) is not None and not _is_kept(hedge, spans, beside):
            yield "hedge_lost", f"begins right after {hedge.of(self.text)!r}"
        if (token := negation_upon(inside[-4:])) is not None and not self._ends_clause(core.end):
            yield "quote_truncated", f"ends right after {token.text!r}"
        yield from self._cut_before(core, where, own, recorded.words)

    def _figures_cut(self, where: Range) -> Iterator[tuple[FindingCode, str]]:
        for quantity in self._quantities_near(where):
            whole = quantity.range
            if whole.overlaps(where) and not where.covers(whole):
                part = Range(max(whole.start, where.start), min(whole.end, where.end)).of(self.text)
                left = find_quantities(part)
                same = len(left) == 1 and (left[0].value, left[0].low, left[0].high) == (
                    quantity.value,
                    quantity.low,
                    quantity.high,
                )
                code: FindingCode = "unit_mismatch" if same else "number_drift"
                yield code, f"cuts the figure {whole.of(self.text)!r} down to {part!r}"
            bound = quantity.bound_range
            if bound is None or not where.covers(whole) or where.covers(bound):
                continue
            yield "bound_lost", f"{whole.of(self.text)!r} is given without {bound.of(self.text)!r}"

    def _cut_before(
        self, core: Range, where: Range, own: Sequence[Range], taken: Cover
    ) -> Iterator[tuple[FindingCode, str]]:
        ahead = self.text[core.end : core.end + 60]
        marks = ahead[: len(ahead) - len(ahead.lstrip(_MARKS))]
        if "\n" in marks:
            return
        if "?" in marks and "?" not in where.of(self.text)[core.size :]:
            yield "quote_truncated", "ends before the question mark"
        if _STOPS & set(marks.replace("...", "…")):
            return
        tokens = [t for t in tokenise(self.text, Range(core.end, core.end + len(ahead))) if t.kind == "word"]
        hit = RESTRICTIONS.at(tokens, 0) if tokens and not tokens[0].capitalised else None
        if hit is None or tokens[0].start != core.end + len(marks) or _in_any(tokens[0].range, own):
            return
        printed = bool(_QUOTES & set(marks)) and self._is_quoted(core)  # the article itself ends the quotation here
        end = tokens[hit.last - 1].end
        if hit.label == "contrast" and (printed or taken.taken(Range(end, end + _GOES_ON))):
            return
        yield "quote_truncated", f"ends right before {' '.join(token.text for token in tokens[: hit.last])!r}"

    def _gap(self, claim: Claim, first: Range, second: Range) -> Iterator[Finding]:
        """What stands between two spans of one claim, where no quotation mark shows that the article interrupts it."""
        gap = Range(first.end, second.start)
        if gap.size <= 0 or gap.size > MAX_GAP or self._quotation_ends_in(gap):
            return
        own = ranges_of(claim.cue, claim.source)
        tokens = [token for token in tokenise(self.text, gap) if not _in_any(token.range, own)]
        cues = [tokens[hit.first].text for hit in negations(tokens)]
        cues += [tokens[hit.first].text for hit in RESTRICTIONS.find(tokens)]
        if cues:
            message = f"the words left out between its parts hold {cues[0]!r}"
            yield Finding(code="quote_truncated", item=claim.id, message=message, span=claim.content[0])

    # --- what the fields beside a claim say ---------------------------------------------------------------------------

    def _form(self, claim: Claim, spans: Sequence[Range]) -> Iterator[Finding]:
        if claim.form in ("direct", "mixed"):
            mixed = claim.form == "mixed"
            quoted = [self._is_quoted(span.trimmed(self.text, _MARKS), partly=mixed) for span in spans]
            if not (any(quoted) if mixed else all(quoted)):
                message = f"given as {claim.form} quotation, but these words do not stand in quotation marks"
                span = claim.content[quoted.index(False)]
                yield Finding(code="quote_not_quoted", item=claim.id, message=message, span=span)
        elif claim.form == "narrated":
            yield from self._opinion(claim, spans)

    def _opinion(self, claim: Claim, spans: Sequence[Range]) -> Iterator[Finding]:
        for span, where in zip(claim.content, spans, strict=True):
            sentence = self._sentence_around(where)
            for token in reporting_cues(tokenise(self.text, sentence)):
                verb = reporting_verb(token.text)
                spoken = verb is None or "say" in verb.strengths
                if spoken and not where.covers(token.range) and not self._is_quoted(token.range):
                    message = f"given in the outlet's own voice, but the sentence reports it ({token.text!r})"
                    yield Finding(code="opinion_as_fact", item=claim.id, message=message, span=span)
                    return

    def _polarity(self, claim: Claim) -> Iterator[Finding]:
        if claim.cue is None:
            return
        tokens = tokenise(claim.cue.text)
        verbs = [verb for token in tokens if (verb := VERBS.get(token.lower)) is not None]
        before = self._clause_before(claim.cue.start)
        # "ruled out" and "failed to confirm" say something else than their verb alone.
        alone = bool(tokens) and tokens[-1].lower in VERBS and not negations(tokens)
        if not alone or negation_upon(before) is not None:
            return
        denies = any(verb.denies for verb in verbs)
        if denies != (claim.polarity == "denies"):
            message = f"{claim.cue.text!r} {'denies' if denies else 'affirms'}, the brief says it {claim.polarity}"
            yield Finding(code="negation_flip", item=claim.id, message=message, span=claim.cue)

    def _unrecorded_hedge(self, claim: Claim, recorded: Recorded) -> Iterator[Finding]:
        for span, where in zip(claim.content, ranges_of(*claim.content), strict=True):
            # Read from the clause's beginning: "raised the possibility" reports, "the possibility of" alone hedges.
            before = self._clause_before(where.start)
            for cue in hedge_cues(self.text, Range(before[0].start if before else where.start, where.end)):
                if cue.certain and cue.cue.overlaps(where) and not recorded.weakening.taken(cue.cue):
                    message = f"{cue.cue.of(self.text)!r} weakens the claim and is not recorded as a hedge"
                    yield Finding(code="hedge_lost", item=claim.id, message=message, span=span)
                    return

    # --- reading the article ------------------------------------------------------------------------------------------

    @cached_property
    def _passages(self) -> list[Passage]:
        return find_instructions(self.text)

    @cached_property
    def _quotations(self) -> list[Quotation]:
        return find_quotations(self.text)

    @cached_property
    def _quantities(self) -> list[Quantity]:
        return sorted(find_quantities(self.text), key=lambda quantity: quantity.range)

    def _quantity_at(self, where: Range) -> Quantity | None:
        starts = self._quantity_starts
        at = bisect_left(starts, where.start)
        found = self._quantities[at] if at < len(starts) else None
        return found if found is not None and found.range == where else None

    def _quantities_near(self, where: Range) -> Sequence[Quantity]:
        first = bisect_right(self._quantity_starts, where.start - _WINDOW)
        return self._quantities[first : bisect_left(self._quantity_starts, where.end)]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.range.start for quantity in self._quantities]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.range.start for quotation in self._quotations]

    def _quotations_near(self, where: Range) -> Sequence[Quotation]:
        """The last dozen quotations that begin before the end of `where`."""
        last = bisect_left(self._quotation_starts, where.end)
        return self._quotations[max(0, last - 12) : last]

    def _quotation_ends_in(self, where: Range) -> bool:
        """Whether a quotation begins or ends inside `where`."""
        nearby = self._quotations_near(where)
        return any(
            where.start <= edge < where.end for near in nearby for edge in (near.range.start, near.range.end - 1)
        )

    def _is_quoted(self, where: Range, partly: bool = False) -> bool:
        """Whether `where` lies in quotation marks; `partly`: whether any of it does."""
        nearby = self._quotations_near(where)
        if partly:
            return any(quotation.range.overlaps(where) for quotation in nearby)
        return any(quotation.range.covers(where) for quotation in nearby)

    def _clause_before(self, end: int) -> list[Token]:
        """The words before `end` back to the last stop, on the same line; quotation marks are passed over."""
        start = max(0, end - _WINDOW, self.text.rfind("\n", max(0, end - _WINDOW), end) + 1)
        tokens = [token for token in tokenise(self.text, Range(start, end)) if token.text not in _QUOTES]
        stops = [i for i, token in enumerate(tokens) if token.kind == "mark" and token.text[0] in ".!?…;:,()—–"]
        return tokens[stops[-1] + 1 :] if stops else tokens

    def _hedge_upon(self, before: Sequence[Token], core: Range) -> Range | None:
        """The hedge that the words `before` a claim end with, or that the claim's first character cuts in two."""
        if not before:
            return None
        around = Range(before[0].start, min(core.end, core.start + 40))
        for found in reversed(hedge_cues(self.text, around)):
            cue = found.cue
            if cue.start >= core.start:
                continue
            if cue.end > core.start and hedge_cues(self.text, Range(core.start, around.end)):
                return None  # "could | potentially": what is left still hedges
            between = {token.lower for token in before if token.start >= cue.end}
            return cue if found.certain and between <= _AFTER_HEDGE else None
        return None

    def _ends_clause(self, end: int) -> bool:
        ahead = self.text[end : end + 3].lstrip(" ")
        if ahead[:1] == "," and ahead[1:2] in _QUOTES:
            return True
        return not ahead or ahead[0] in ".!?;:\n" or ahead[0] in _QUOTES

    def _sentence_around(self, where: Range) -> Range:
        """The sentences that share a character with `where`, looked for on its line and no more than a window away."""
        start = max(0, where.start - _WINDOW)
        end = min(len(self.text), where.end + _WINDOW)
        start = max(start, self.text.rfind("\n", start, where.start) + 1)
        line_end = self.text.find("\n", where.end, end)
        parts = split_sentences(self.text, Range(start, end if line_end < 0 else line_end))
        around = [part for part in parts if part.overlaps(where)] or [where]
        return Range(around[0].start, around[-1].end)


def _in_any(where: Range, ranges: Iterable[Range]) -> bool:
    return any(known.overlaps(where) for known in ranges)


def _is_kept(hedge: Range, spans: Sequence[Range], beside: Sequence[Range]) -> bool:
    return _in_any(hedge, beside) or any(span.covers(hedge) for span in spans)


def _stated(number: Number) -> str:
    if number.value is not None:
        return format(number.value, "f")
    return f"{number.low} to {number.high}"
