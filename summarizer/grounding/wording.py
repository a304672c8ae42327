"""Compare what somebody wrote with the passage it is said to rest on: figures, bounds, hedges, negations.

For wording that is *not* the article's own: a paraphrase, or a quote that was not found beside its nearest passage. A
difference is reported when both texts speak of the same thing and disagree about it, or when one of them brings in a
figure, a hedge or a negation that the other has nowhere. Words are paired by their stems; a paraphrase in other words
is beyond these checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.briefs.models import FindingCode
from summarizer.grounding.negation import negations
from summarizer.language.hedges import hedge_cues
from summarizer.language.tokens import Hit, Token, tokenise, words
from summarizer.numbers.compare import equal
from summarizer.numbers.grammar import find_quantities
from summarizer.numbers.quantity import Quantity

_REACH = 5  # words after a cue that it may bear on
_FUNCTION_WORDS = words(
    """a an the this that these those of in on at by for from to with into over under after before as than and or but is
    are was were be been being has have had do does did will would can could may might shall should must it its he she
    they we his her their our you i who which there also so very"""
)


@dataclass(frozen=True)
class Mismatch:
    """One way in which the wording says something else than the passage, and a message for a person."""

    code: FindingCode
    message: str


def compare_wording(written: str, passage: str) -> list[Mismatch]:
    """How `written` departs from `passage` in figures, negation and certainty; `[]` where no departure is seen."""
    one, other = tokenise(written), tokenise(passage)
    return [*_figures(written, passage), *_negation(one, other), *_hedging(written, passage, one, other)]


def describe(quantity: Quantity) -> str:
    """A figure in words for a message: "more than 67000", "100 to 1000", "86 percent"."""
    unit = f" {quantity.unit_norm}" if quantity.unit_norm else ""
    if quantity.value is None:
        return f"{quantity.low:f} to {quantity.high:f}{unit}"
    return f"{'' if quantity.bound == '=' else quantity.bound + ' '}{quantity.value:f}{unit}"


def _figures(written: str, passage: str) -> Iterable[Mismatch]:
    there = find_quantities(passage)
    for quantity in find_quantities(written):
        same = [candidate for candidate in there if _agrees(quantity, candidate)]
        if any(candidate.bound == quantity.bound for candidate in same):
            continue
        said = quantity.range.of(written)
        if same:
            yield Mismatch("bound_lost", f"{said!r} stands as {describe(same[0])!r} in the passage")
        elif any(candidate.value == quantity.value and quantity.value is not None for candidate in there):
            candidate = next(candidate for candidate in there if candidate.value == quantity.value)
            yield Mismatch("unit_mismatch", f"{said!r} is {candidate.range.of(passage)!r} in the passage")
        else:
            figures = ", ".join(candidate.range.of(passage) for candidate in there) or "no figure"
            yield Mismatch("number_drift", f"{said!r} is not in the passage, which has {figures}")


def _agrees(written: Quantity, stated: Quantity) -> bool:
    """Equal, or vaguer and still true: 4.2 million for 4,237,112, "hundreds" for 430, but 431 not for 430."""
    if written.value is None and stated.value is not None and written.low is not None and written.high is not None:
        return written.unit_norm == stated.unit_norm and written.low <= stated.value <= written.high
    exact = written.precision >= stated.precision or written.value == stated.value
    return equal(written, stated) and (exact or written.unit_norm != stated.unit_norm)


def _negation(written: Sequence[Token], passage: Sequence[Token]) -> Iterable[Mismatch]:
    here, there = negations(written), negations(passage)
    for hits, tokens, others, other_hits, message in (
        (here, written, passage, there, "{!r} is not in the passage"),
        (there, passage, written, here, "{!r} of the passage is gone"),
    ):
        for hit in hits:
            if _turned_round(hit, tokens, others, other_hits):
                yield Mismatch("negation_flip", message.format(_phrase(hit, tokens)))
                break
    for token, opposite in _affixes(written, passage):
        yield Mismatch("negation_flip", f"{token!r} stands as {opposite!r} in the passage")


def _turned_round(hit: Hit[str], tokens: Sequence[Token], others: Sequence[Token], there: list[Hit[str]]) -> bool:
    """Whether the other text says what this negation denies, and denies it nowhere."""
    if not there:
        scope = _scope(hit.last, tokens)
        return not scope or bool(scope & _stems(others))
    denied = set[str]().union(*(_scope(other.last, others) for other in there))
    scope = _scope(hit.last, tokens)
    return bool(scope) and not scope & denied and bool(scope & _stems(others))


def _affixes(written: Sequence[Token], passage: Sequence[Token]) -> list[tuple[str, str]]:
    here, there = ({token.lower for token in side if token.kind == "word"} for side in (written, passage))
    found = []
    for one, other in ((here, there), (there, here)):
        for word in sorted(one - other):
            for prefix in ("un", "non-", "non"):
                plain = word.removeprefix(prefix)
                if plain != word and len(plain) > 4 and plain in other and plain not in one:
                    found.append((word, plain) if one is here else (plain, word))
    return found


def _hedging(written: str, passage: str, here: Sequence[Token], there: Sequence[Token]) -> Iterable[Mismatch]:
    mine = [cue for cue in hedge_cues(written) if cue.kind != "non_verification"]
    theirs = [cue for cue in hedge_cues(passage) if cue.kind != "non_verification"]
    if not mine:
        for cue in theirs:
            after = next((i for i, token in enumerate(there) if token.start >= cue.cue.end), len(there))
            if cue.certain and _scope(after, there) & _stems(here):
                yield Mismatch("hedge_lost", f"{cue.cue.of(passage)!r} of the passage is gone")
                break
    if not theirs and any(cue.certain for cue in mine):
        first = next(cue for cue in mine if cue.certain)
        yield Mismatch("hedge_added", f"{first.cue.of(written)!r} is not in the passage")


def _scope(start: int, tokens: Sequence[Token]) -> set[str]:
    """Stems of the content words that follow a cue."""
    following = tokens[start : start + _REACH]
    return _stems(following)


def _stems(tokens: Iterable[Token]) -> set[str]:
    """Content words cut to their first five letters, which is enough to pair "withdraw" with "withdrawing"."""
    return {
        token.lower[:5] for token in tokens if token.kind in ("word", "number") and token.lower not in _FUNCTION_WORDS
    }


def _phrase(hit: Hit[str], tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens[hit.first : hit.last])
