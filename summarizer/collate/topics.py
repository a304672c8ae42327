"""Figures of all accounts aligned by what they measure, and the relations between those that say different things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from summarizer.briefs.models import Number
from summarizer.collate import matching
from summarizer.collate.accounts import AccountView, NumberView, reads, written
from summarizer.collate.cluster import candidate_pairs, group
from summarizer.collate.concepts import content_words
from summarizer.collate.models import NumberCell, Ref, Relation, Topic
from summarizer.collate.relations import Verdict, relate
from summarizer.collate.scope import SCOPE, TIME

MOST_KINDS: Final = 24  # kinds of figures of one topic whose relations are given one against one
Key = tuple[str, str]
Decided = Mapping[frozenset[Key], bool]


@dataclass
class Alignment:
    """Figures grouped by what they measure, and pairs (points, figure, figure) that may belong together."""

    groups: list[list[NumberView]]
    maybe: list[tuple[float, NumberView, NumberView]]


def align(accounts: Sequence[AccountView], decided: Decided | None = None) -> Alignment:
    """Figures of all accounts grouped by what they measure; restatements in other units stay with what they restate.

    Args:
        decided: pairs on which somebody has already answered whether they measure the same thing.
    """
    decided = decided or {}
    everything = [view for account in accounts for view in account.numbers]
    views = [view for view in everything if view.principal is None]
    weights = matching.Weights(views)
    views, repeats = _first_places(views, weights)
    pairs = candidate_pairs(
        [list(matching.words_for(view, weights)) for view in views], [view.figure.high for view in views]
    )
    joined: list[tuple[float, int, int]] = []
    maybe: list[tuple[float, int, int]] = []
    for first, second in pairs:
        a, b = views[first], views[second]
        answer = decided.get(frozenset((a.key, b.key)))
        if answer is False or matching.apart(a, b):
            continue
        points = matching.score(a, b, weights)
        if points >= matching.JOIN or answer:
            joined.append((points, first, second))
        elif points >= matching.MAYBE and a.account != b.account:
            maybe.append((points, first, second))
    groups = group(len(views), joined, lambda i, j: matching.apart(views[i], views[j]))
    owner = {item: number for number, members in enumerate(groups) for item in members}
    restated: dict[Key, list[NumberView]] = defaultdict(list, repeats)
    for view in everything:
        if view.principal is not None:
            restated[view.account, view.principal].append(view)
    full = [[same for item in members for same in (views[item], *restated[views[item].key])] for members in groups]
    still_open = sorted(
        ((points, i, j) for points, i, j in maybe if owner[i] != owner[j]),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    return Alignment(full, [(points, views[i], views[j]) for points, i, j in still_open])


def topics(alignment: Alignment, accounts: Mapping[str, AccountView]) -> list[Topic]:
    """The groups that hold figures of several accounts, or several figures of one that differ; widest first."""
    found = []
    days = _different_days(alignment.groups, accounts)
    position = {account: index for index, account in enumerate(accounts)}
    for group_ in alignment.groups:
        members = sorted(group_, key=lambda view: _place(view, position))
        cells = _without_repeats(members)
        kinds = _kinds(cells, members)
        several = len({view.account for view in members}) > 1
        if several or sum(cells[kind[0]][0].principal is None for kind in kinds) > 1:
            found.append((cells, kinds, members))
    found.sort(
        key=lambda item: (-len({view.account for view in item[2]}), -len(item[0]), _place(item[0][0][0], position))
    )
    return [
        _topic(f"N{number}", cells, kinds, members, accounts, days)
        for number, (cells, kinds, members) in enumerate(found, start=1)
    ]


def _different_days(
    groups: Sequence[Sequence[NumberView]], accounts: Mapping[str, AccountView]
) -> Callable[[str, str], bool]:
    """Whether two accounts are of different days: they say so, or one calls earlier what the other gives as current."""
    earlier: set[frozenset[str]] = set()
    for members in groups:
        past = [view for view in members if "previous" in view.tags]
        for old in past[:MOST_KINDS]:
            earlier |= {
                frozenset((old.account, view.account))
                for view in members
                if "previous" not in view.tags
                and view.account != old.account
                and matching.same(old.figure, view.figure)
            }

    def differ(one: str, other: str) -> bool:
        first, second = accounts[one].day, accounts[other].day
        said = first is not None and second is not None and first.differs(second)
        return said or frozenset((one, other)) in earlier

    return differ


def _first_places(
    views: Sequence[NumberView], weights: matching.Weights
) -> tuple[list[NumberView], dict[Key, list[NumberView]]]:
    """The figures without those that an account merely repeats, and the repeats by what they repeat.

    A headline may set figures side by side that the text gives to two sources; the text decides what they are.
    """
    by_value: dict[object, list[NumberView]] = defaultdict(list)
    for view in views:
        by_value[view.account, view.dimension, view.figure.low, view.figure.high].append(view)
    repeats: dict[Key, list[NumberView]] = {}
    dropped = set()
    for same in by_value.values():
        for index, view in enumerate(same):
            if view.claims and view.number.claimant is not None:
                continue
            for other in (*same[index + 1 :], *same[:index]):
                if other.key in dropped or not _repeats(view, other) or matching.apart(view, other):
                    continue
                if len(other.claims) >= len(view.claims) and matching.score(view, other, weights) >= matching.JOIN:
                    repeats.setdefault(other.key, []).append(view)
                    repeats[other.key] += repeats.pop(view.key, [])
                    dropped.add(view.key)
                    break
    return [view for view in views if view.key not in dropped], repeats


def _place(view: NumberView, position: Mapping[str, int]) -> tuple[int, int]:
    return position[view.account], view.number.span.start


def _without_repeats(members: Sequence[NumberView]) -> list[list[NumberView]]:
    """Members as cells: the first of each list stands for the account's other places with the same figure."""
    cells: list[list[NumberView]] = []
    by_account: dict[str, list[list[NumberView]]] = defaultdict(list)
    for view in members:
        for cell in by_account[view.account]:
            if _repeats(cell[0], view):
                cell.append(view)
                cell.sort(
                    key=lambda other: (-len(other.claims), other.number.claimant is None, other.number.span.start)
                )
                break
        else:
            cells.append([view])
            by_account[view.account].append(cells[-1])
    return cells


def _repeats(a: NumberView, b: NumberView) -> bool:
    same_unit = a.figure.unit_norm == b.figure.unit_norm
    known = {a.number.claimant, b.number.claimant} - {None}
    return same_unit and matching.same(a.figure, b.figure) and len(known) < 2 and a.tags & SCOPE == b.tags & SCOPE


def _kinds(cells: Sequence[Sequence[NumberView]], members: Sequence[NumberView]) -> list[list[int]]:
    """Cells by position that say the same in the same way, so that one stands for all of them."""
    principals = _Members(members)
    kinds: dict[object, list[int]] = {}
    for index, cell in enumerate(cells):
        view = cell[0]
        whole = principals.whole(view)
        limits = frozenset(tag for tag in view.tags if tag in SCOPE | TIME or tag.startswith(("on ", "per ")))
        shape = (view.figure, whole.figure, limits, view.day, "corrects" in view.tags)
        kinds.setdefault(shape, []).append(index)
    return list(kinds.values())


class _Members:
    """The figures of a topic, by item and by account."""

    def __init__(self, views: Sequence[NumberView]) -> None:
        self._by_key = {view.key: view for view in views}
        self._by_account: dict[str, list[NumberView]] = defaultdict(list)
        for view in views:
            self._by_account[view.account].append(view)

    def whole(self, view: NumberView) -> NumberView:
        """The figure that `view` restates in another unit; itself where it restates none."""
        return self._by_key.get((view.account, view.principal or ""), view)

    def of(self, account: str) -> list[NumberView]:
        """Those of one account."""
        return self._by_account[account]


def _topic(
    name: str,
    cells: Sequence[Sequence[NumberView]],
    kinds: list[list[int]],
    members: Sequence[NumberView],
    accounts: Mapping[str, AccountView],
    days: Callable[[str, str], bool],
) -> Topic:
    principals = _Members(members)
    heads = [cells[kind[0]][0] for kind in kinds]
    # Beyond a bounded number of kinds, each is set against the commonest one only.
    order = sorted(range(len(kinds)), key=lambda index: (-len(kinds[index]), index))
    pairs = list(combinations(sorted(order[:MOST_KINDS]), 2))
    pairs += [(order[0], index) for index in order[MOST_KINDS:]]
    points = [view for view in heads if view.principal is None]
    unit = points[0].figure.unit_norm if points else None
    comparable = [view for view in points if view.figure.unit_norm == unit]
    return Topic(
        id=name,
        label=_label(members, accounts),
        kind=heads[0].number.kind,
        low=min((view.figure.low for view in comparable), default=None),
        high=max((view.figure.high for view in comparable), default=None),
        cells=[_cell(cell, accounts[cell[0].account]) for cell in cells],
        groups=kinds,
        relations=[_relation(heads[i], heads[j], principals, days) for i, j in pairs],
        left_out=len(kinds) * (len(kinds) - 1) // 2 - len(pairs),
    )


def _relation(a: NumberView, b: NumberView, principals: _Members, days: Callable[[str, str], bool]) -> Relation:
    first = principals.whole(a)
    second = principals.whole(b)
    if first.key == second.key:
        verdict = Verdict("equal", "one account gives them as the same figure")
    else:
        disputed = _disputed(first, second, principals) or _disputed(second, first, principals)
        verdict = relate(first, second, disputed, days(a.account, b.account))
        if verdict.relation == "equal":
            verdict = replace(verdict, bound_differs=a.number.bound != b.number.bound)
    return Relation(
        pair=(_ref(a), _ref(b)), relation=verdict.relation, why=verdict.why, bound_differs=verdict.bound_differs
    )


def _disputed(a: NumberView, b: NumberView, members: _Members) -> bool:
    """Whether the account of `b` itself gives the value of `a` too, as another source's and not as an earlier one."""
    if a.account == b.account or matching.same(a.figure, b.figure):
        return False
    return any(
        other.number.claimant != b.number.claimant and not other.tags & TIME and matching.same(other.figure, a.figure)
        for other in members.of(b.account)
    )


def _ref(view: NumberView) -> Ref:
    return Ref(account=view.account, item=view.number.id)


def _cell(cell: Sequence[NumberView], account: AccountView) -> NumberCell:
    view = cell[0]
    number = view.number
    spans = (
        [number.span] if number.bound_span is None else sorted((number.bound_span, number.span), key=lambda s: s.start)
    )
    return NumberCell(
        account=view.account,
        item=number.id,
        words=written(account.text, number),
        reads=reads(number),
        span=number.span,
        passage=account.passage(spans),
        claimant=_claimant(number, account),
        claims=[claim.id for claim in view.claims],
        again=[other.number.id for other in cell[1:]],
    )


def _claimant(number: Number, account: AccountView) -> str | None:
    """Who gives a figure: the actor, the unresolved source of the claim it stands in; None for the outlet."""
    claim = account.statements.get(number.id)
    if number.claimant is not None or claim is None:
        return account.actor_name(number.claimant)
    if claim.speaker is not None:
        return account.actor_name(claim.speaker)
    return " ".join(claim.source.text.split()) if claim.source is not None else "nobody named"


def _label(members: Sequence[NumberView], accounts: Mapping[str, AccountView]) -> str:
    """The words for what is measured that share most with all the others."""
    counts = Counter(stem for view in members for stem in view.near)
    best, label = -1.0, ""
    for view in members[:50]:
        what = view.number.what
        if what is None:
            continue
        words = content_words(what.text)
        points = sum(counts[stem] for stem in view.heads) / (1 + abs(len(words) - 3))
        if points > best:
            best, label = points, " ".join(what.text.split())
    if label:
        events = Counter(event for view in members for event in view.events)
        common = [
            event for event, count in sorted(events.items(), key=lambda e: (-e[1], e[0])) if count * 2 > len(members)
        ]
        return label if not common or common[0] in label.lower() else f"{label} ({common[0]})"
    first = members[0]
    return " ".join(accounts[first.account].text[first.part.start : first.part.end].split())[:80]
