"""How two figures of one topic stand to each other: equal, compatible, contradictory, or of another scope or time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from summarizer.collate.accounts import NumberView
from summarizer.collate.models import NumberRelation
from summarizer.collate.scope import SCOPE, TIME
from summarizer.numbers.compare import Figure, equal, relation
from summarizer.numbers.units import convert

# Counts that grow or shrink from day to day: of these a later account may give another value without contradiction.
_RUNNING: Final = frozenset(
    {
        "death",
        "injury",
        "missing",
        "survive",
        "hospital",
        "arrest",
        "evacuate",
        "ill",
        "burn",
        "contain",
        "turnout",
        "lead",
        "vote",
    }
)
_RUNNING_SHARES: Final = frozenset({"contain", "turnout", "vote", "lead"})
# Strengths and estimates, which change too, but slowly: loose words for them are no earlier count.
_DRIFTING: Final = frozenset({"troops"})
_COUNTED: Final = frozenset({"count", "share", "area"})
_EXACT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Verdict:
    """A relation, the reason in words, and whether the bounds differ."""

    relation: NumberRelation
    why: str
    bound_differs: bool = False


def relate(a: NumberView, b: NumberView, disputed: bool = False, other_day: bool = False) -> Verdict:
    """The relation of two figures that measure the same thing.

    `disputed`: one of their accounts sets these very values against each other, so that no change over time explains them.
    `other_day`: their accounts are of different days.
    """
    bounds = a.figure.bound != b.figure.bound and {a.figure.bound, b.figure.bound} != {">", ">="}
    if "alternative" in a.tags ^ b.tags and a.account == b.account and a.sentence == b.sentence:
        return Verdict("compatible", "one source leaves it open which of the two")
    scope = _scope(a, b)
    if scope is not None:
        return scope
    time = _said_time(a, b)
    if time is not None and not equal(a.figure, b.figure):
        return time
    same = _same(a.figure, b.figure)
    if same == "equal":
        return Verdict("equal", "the same value" + _units(a, b), bounds)
    by_day = None if disputed else _by_day(a, b, other_day)
    if by_day is not None:
        return by_day
    if same == "near" or rounded(a.figure, b.figure) or rounded(b.figure, a.figure):
        return Verdict("compatible", f"{_words(a)} and {_words(b)} agree when rounded")
    if relation(a.figure, b.figure) == "compatible" or _loosely(a, b) or _loosely(b, a):
        return Verdict("compatible", f"a value can be both {_words(a)} and {_words(b)}")
    return Verdict("contradicts", f"no value is both {_words(a)} and {_words(b)}")


def _loosely(vague: NumberView, exact: NumberView) -> bool:
    """Whether a word such as "thousands" can stand for a figure: it is said of twice its range, never of less than it."""
    figure = vague.figure
    if figure.value is not None or any(char.isdigit() for char in vague.number.span.text):
        return False
    return (
        figure.unit_norm == exact.figure.unit_norm
        and figure.low <= exact.figure.low
        and exact.figure.high <= 2 * figure.high
    )


def _words(view: NumberView) -> str:
    sign = {"=": "", "~": "about ", ">": "over ", "<": "under ", ">=": "at least ", "<=": "at most "}[view.number.bound]
    return sign + " ".join(view.number.span.text.split())


def _units(a: NumberView, b: NumberView) -> str:
    return "" if a.figure.unit_norm == b.figure.unit_norm else " in other units"


def _same(a: Figure, b: Figure) -> str | None:
    """`equal` for the same value, also after conversion; `near` where they agree only to their precision."""
    if not equal(a, b):
        return None
    low = convert(b.low, b.unit_norm, a.unit_norm)
    high = convert(b.high, b.unit_norm, a.unit_norm)
    if low is None or high is None:
        return None
    if a.unit_norm == b.unit_norm:
        return "equal" if (low, high) == (a.low, a.high) else "near"
    return "equal" if _within(low, a.low) and _within(high, a.high) else "near"


def rounded(coarse: Figure, fine: Figure) -> bool:
    """Whether an approximated pair is one figure given with fewer digits: "about 30,000" and "some 28,000"."""
    if coarse.value is None or fine.value is None or coarse.unit_norm != fine.unit_norm:
        return False
    if "~" not in (coarse.bound, fine.bound) or not {coarse.bound, fine.bound} <= {"~", "="}:
        return False
    digits = len(coarse.value.normalize().as_tuple().digits)
    if (
        coarse.value < 10
        or fine.value <= 0
        or coarse.value.adjusted() < digits
        or len(fine.value.normalize().as_tuple().digits) <= digits
    ):
        return False
    return fine.value.quantize(Decimal(1).scaleb(fine.value.adjusted() - digits + 1)) == coarse.value


def _within(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _EXACT * max(abs(one), abs(other))


_SCOPE_WORDS: Final = {
    "target": "one is a target", "expected": "one is what was expected",
    "conditional": "one holds only on a condition", "asked": "one is what somebody asks for", "offered": "one is an offer",
    "limit": "one is a limit that somebody sets", "poll": "one is a poll, not a count", "unreported": "one includes what nobody reported",
    "sold": "one counts what was sold", "further": "one counts further ones", "draft": "one is from a draft",
    "institution": "one is the count of one institution", "forecast": "one is a forecast",
}  # fmt: skip


def _scope(a: NumberView, b: NumberView) -> Verdict | None:
    if "corrects" in a.tags | b.tags:
        return None
    mine, theirs = a.tags & SCOPE, b.tags & SCOPE
    if not {"injury", "hospital"} & (a.events | b.events):
        mine, theirs = mine - {"institution"}, theirs - {"institution"}
    if "forecast" in mine & theirs and a.number.claimant != b.number.claimant and not equal(a.figure, b.figure):
        return Verdict("different_scope", "forecasts of two sources")
    differ = sorted(mine ^ theirs)
    if not differ:
        return None
    if differ == ["forecast"]:
        return None if _same(a.figure, b.figure) == "equal" else Verdict("different_time", "one is a forecast")
    if differ == ["institution"] and _same(a.figure, b.figure) == "equal":
        return None
    return Verdict("different_scope", next(_SCOPE_WORDS[tag] for tag in differ))


def _said_time(a: NumberView, b: NumberView) -> Verdict | None:
    """Where the words beside the figures say that one is an earlier or a later count."""
    if {"corrects"} & (a.tags | b.tags):
        return None
    differ = (a.tags & TIME) ^ (b.tags & TIME)
    if "supersedes" in differ:
        return Verdict("different_time", "one account says that its count replaces earlier ones")
    if differ:
        return Verdict("different_time", "one is called an earlier or a final figure")
    days = [frozenset(tag for tag in view.tags if tag.startswith("on ")) for view in (a, b)]
    if days[0] and days[1] and days[0] != days[1]:
        return Verdict("different_time", "counts of different days")
    return None


def _by_day(a: NumberView, b: NumberView, later: bool) -> Verdict | None:
    """Where the accounts are of different days and what is counted changes."""
    if a.account == b.account or a.dimension not in _COUNTED or not later:
        return None
    events = a.events & b.events
    if events & (_RUNNING if a.dimension != "share" else _RUNNING_SHARES):
        return Verdict("different_time", "a running count, in accounts of different days")
    if (
        {stem.lower() for stem in a.heads & b.heads} & _DRIFTING
        and a.figure.value is not None
        and b.figure.value is not None
    ):
        finer = min(a.figure.precision, b.figure.precision)
        if abs(a.figure.value - b.figure.value) > Decimal(1).scaleb(finer) / 2 and "~" in {
            a.figure.bound,
            b.figure.bound,
        }:
            return Verdict("different_time", "estimates of different days")
    return None
