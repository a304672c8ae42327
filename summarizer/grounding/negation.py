"""Words that turn a statement round, and words after which it no longer stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.language.tokens import Hit, PhraseTable, Token, words

_NEGATION = PhraseTable(
    (phrase, phrase)
    for phrase in (
        *words("not never no none nobody nothing neither nor without cannot hardly barely scarcely nowhere"),
        *words("isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't"),
        *words("hasn't haven't hadn't ain't mightn't needn't"),
        *(f"{verb} to" for verb in words("fail fails failed failing refuse refuses refused refusing unable neglected")),
        *(f"{verb} to" for verb in words("decline declines declined declining")),
        "no longer",
        "not yet",
        "no one",
        "no-one",
        "instead of",
        "rather than",
        "far from",
        "few",
    )
)
# Phrases that hold such a word and deny nothing.
_NOT_NEGATING = PhraseTable(
    (phrase, phrase)
    for phrase in (
        *("not only", "not just", "not merely", "no doubt", "no matter", "without doubt", "no fewer than"),
        *("a few", "the few", "few days", "few weeks", "few months", "few years", "few hours", "few minutes"),
    )
)
# What may stand between a negation and the word it denies.
_TRANSPARENT = words(
    """be been being is are was were have has had do does did will would can could may might shall should must to yet
    even ever fully entirely completely really necessarily currently immediately ultimately the a an any also so longer
    if be able willing ready going about in at all by of"""
)
# After these, what was said before holds only in part, or only under a condition.
RESTRICTIONS = PhraseTable(
    (phrase, kind)
    for kind, listed in (
        ("contrast", "but | although | though | even though | however | yet | whereas | nevertheless"),
        ("exception", "except | except for | excluding | apart from | other than | save for | barring"),
        (
            "condition",
            """unless | if | only if | even if | provided | provided that | providing that | on condition that |
            on the condition that | as long as | so long as | until | until after | only when | only after | pending |
            should it | in the event""",
        ),
    )
    for phrase in (" ".join(part.split()) for part in listed.split("|"))
)


def negations(tokens: Sequence[Token]) -> list[Hit[str]]:
    """The negation cues among `tokens`, in order, none overlapping another."""
    return [hit for hit, denies in _hits(tokens) if denies]


def _hits(tokens: Sequence[Token]) -> list[tuple[Hit[str], bool]]:
    """The phrases of both lists, and whether each denies."""
    found: list[tuple[Hit[str], bool]] = []
    position = 0
    while position < len(tokens):
        spared = _NOT_NEGATING.at(tokens, position)
        hit = spared or _NEGATION.at(tokens, position)
        if hit is not None:
            found.append((hit, spared is None))
        position = hit.last if hit is not None else position + 1
    return found


def negation_upon(before: Sequence[Token], after: Sequence[Token] = ()) -> Token | None:
    """The negation among the tokens `before` a place that bears on what comes `after` it.

    Only helping words stand between it and the place, or the place cuts it in two ("refuses | to pay", "not | only").
    """
    for hit, denies in reversed(_hits([*before, *after[:2]])):
        if hit.first >= len(before):
            continue
        between = before[hit.last :]
        if hit.last > len(before) or (denies and len(between) <= 3 and all(map(_is_helping, between))):
            return before[hit.first]
        break
    return None


def _is_helping(token: Token) -> bool:
    return token.lower in _TRANSPARENT or token.lower.endswith("ly")
