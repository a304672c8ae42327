"""Claims of all accounts aligned by what they say, and how surely each account says it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from summarizer.briefs.models import Claim, Hedge
from summarizer.collate.accounts import AccountView, ClaimView
from summarizer.collate.cluster import candidate_pairs, group
from summarizer.collate.models import ClaimCell, ClaimGroup, Hedging, Mark, Stance, Topic

JOIN: Final = 0.45  # from here on two claims say the same
MAYBE: Final = 0.37
_LEAST: Final = 0.2
_RAREST: Final = 6  # words of a claim under which it is looked up
Key = tuple[str, str]


@dataclass(frozen=True)
class Alignment:
    """Groups of claims (one claim may be in several), and pairs (points, claim, claim) that may belong together."""

    groups: list[list[ClaimView]]
    maybe: list[tuple[float, ClaimView, ClaimView]]


def align(
    accounts: Sequence[AccountView],
    topics: Sequence[Topic],
    people: Mapping[Key, int],
    decided: Mapping[frozenset[Key], bool] | None = None,
) -> Alignment:
    """Claims of all accounts grouped by content: shared figures, then shared words, the rarer the more.

    Claims that give figures of one topic tell the same thing, and one that gives several figures tells several things.
    Claims alike in words join each other, or the figures' claims they are alike to. `people` maps (account, actor) to the
    merged actor.
    """
    decided = decided or {}
    views = [view for account in accounts for view in account.claims]
    joined, maybe = _alike(views, people, decided)
    clusters = group(len(views), joined, lambda i, j: _apart(views[i], views[j]))
    by_figures = _by_figures(views, topics)
    of_figures: dict[int, list[int]] = defaultdict(list)
    for number, members in enumerate(by_figures):
        for item in members:
            of_figures[item].append(number)
    groups = [list(members) for members in by_figures]
    for members in clusters:
        rest = [item for item in members if item not in of_figures]
        counts = Counter(number for item in members for number in of_figures.get(item, ()))
        if counts:
            groups[min(counts, key=lambda number: (-counts[number], number))] += rest
        elif rest:
            groups.append(rest)
    owners: dict[int, set[int]] = defaultdict(set)
    for number, members in enumerate(groups):
        for item in members:
            owners[item].add(number)
    still_open = sorted(
        ((points, i, j) for points, i, j in maybe if not owners[i] & owners[j]), key=lambda e: (-e[0], e[1], e[2])
    )
    return Alignment(
        [[views[item] for item in sorted(set(members))] for members in groups],
        [(points, views[i], views[j]) for points, i, j in still_open],
    )


Pairs = list[tuple[float, int, int]]


def _alike(
    views: Sequence[ClaimView], people: Mapping[Key, int], decided: Mapping[frozenset[Key], bool]
) -> tuple[Pairs, Pairs]:
    """Pairs of claims that say the same by their words, and pairs that may."""
    counts = Counter(stem for view in views for stem in view.stems)
    weight = {stem: math.log(1 + len(views) / count) for stem, count in counts.items()}
    norms = [math.sqrt(sum(weight[stem] ** 2 for stem in view.stems)) or 1.0 for view in views]
    rarest = [sorted(view.stems, key=lambda stem: (counts[stem] < 2, counts[stem], stem))[:_RAREST] for view in views]
    joined: Pairs = []
    maybe: Pairs = []
    for first, second in candidate_pairs(rarest, [view.account for view in views]):
        a, b = views[first], views[second]
        answer = decided.get(frozenset((a.key, b.key)))
        if answer is False or _apart(a, b):
            continue
        shared = sum(weight[stem] ** 2 for stem in a.stems & b.stems)
        points = shared / (norms[first] * norms[second])
        if points < _LEAST and not answer:
            continue
        points += 0.1 if a.events & b.events else 0.0
        if a.claim.speaker is not None and b.claim.speaker is not None:
            same = people.get((a.account, a.claim.speaker)) == people.get((b.account, b.claim.speaker))
            points += 0.08 if same else 0.0
        if points >= JOIN or answer:
            joined.append((points, first, second))
        elif points >= MAYBE and a.account != b.account:
            maybe.append((points, first, second))
    return joined, maybe


def _by_figures(views: Sequence[ClaimView], topics: Sequence[Topic]) -> list[list[int]]:
    """Claims by position that give figures of one topic of several accounts; topics that go together count as one.

    Two topics go together where at least two accounts give both in one claim ("1,100 km², or 86 %").
    """
    wide = [topic for topic in topics if len({cell.account for cell in topic.cells}) > 1]
    topic_of = {
        (cell.account, item): number
        for number, topic in enumerate(wide)
        for cell in topic.cells
        for item in (cell.item, *cell.again)
    }
    members: dict[int, list[int]] = defaultdict(list)
    together: dict[tuple[int, int], set[str]] = defaultdict(set)
    for index, view in enumerate(views):
        found = sorted({topic_of[view.account, n] for n in view.claim.numbers if (view.account, n) in topic_of})
        for number in found:
            members[number].append(index)
        for pair in combinations(found, 2):
            together[pair].add(view.account)
    root = list(range(len(wide)))
    for (one, other), accounts in sorted(together.items()):
        if len(accounts) > 1:
            root = [root[one] if number == root[other] else number for number in root]
    merged: dict[int, set[int]] = defaultdict(set)
    for number, items in members.items():
        merged[root[number]] |= set(items)
    return [sorted(items) for _, items in sorted(merged.items()) if items]


def _apart(a: ClaimView, b: ClaimView) -> bool:
    """Claims whose contents are about different sides ("Ukrainian prisoners", "Russian prisoners")."""
    return bool(a.events and b.events and a.sides and b.sides and not a.sides & b.sides)


def claim_groups(
    alignment: Alignment, accounts: Mapping[str, AccountView], topics: Sequence[Topic]
) -> list[ClaimGroup]:
    """The groups with their marks, most widely reported first; a claim that stands alone is a group of its own."""
    topic_of: dict[Key, str] = {
        (cell.account, claim): topic.id for topic in topics for cell in topic.cells for claim in cell.claims
    }
    order = {account: index for index, account in enumerate(accounts)}
    ranked = sorted(
        (
            sorted(members, key=lambda view: (order[view.account], view.claim.content[0].start))
            for members in alignment.groups
        ),
        key=lambda members: (
            -len({view.account for view in members}),
            -len(members),
            order[members[0].account],
            members[0].claim.content[0].start,
        ),
    )
    found = []
    for number, members in enumerate(ranked, start=1):
        cells = _cells(members, accounts)
        found.append(
            ClaimGroup(
                id=f"C{number}",
                statement=_statement(members),
                mark=_mark(cells, len(accounts)),
                denied_by=sorted(
                    {cell.who or f"the outlet ({cell.account})" for cell in cells if cell.status == "denies"}
                ),
                topics=sorted({topic_of[view.key] for view in members if view.key in topic_of}),
                cells=cells,
            )
        )
    return found


def _statement(members: Sequence[ClaimView]) -> str:
    """The content that shares most with the others, the shorter the better."""
    counts = Counter(stem for view in members for stem in view.stems)

    def central(view: ClaimView) -> tuple[float, int, str]:
        text = _text(view.claim)
        return -sum(counts[stem] for stem in view.stems) / (4 + len(view.stems)), len(text), text

    return _text(min(members[:100], key=central).claim)


def _text(claim: Claim) -> str:
    return " … ".join(" ".join(span.text.split()) for span in claim.content)


def _cells(members: Sequence[ClaimView], accounts: Mapping[str, AccountView]) -> list[ClaimCell]:
    both: dict[str, set[str]] = defaultdict(set)
    for view in members:
        both[view.account].add(view.claim.polarity)
    cells = []
    for view in members:
        account, claim = accounts[view.account], view.claim
        hedges = [hedge for hedge in account.brief.hedges if hedge.claim == claim.id or hedge.id in claim.hedges]
        stance = stance_of(claim, hedges)
        if stance in ("attributed", "fact") and len(both[view.account]) > 1:
            stance = "disputed"
        spans = list(claim.content)
        cells.append(
            ClaimCell(
                account=view.account,
                item=claim.id,
                status="denies" if claim.polarity == "denies" else "reports",
                stance=stance,
                who=account.actor_name(claim.speaker) or (claim.source.text if claim.source else None),
                words=_text(claim),
                spans=spans,
                cue=claim.cue,
                hedge=hedges[0].cue if hedges else None,
                passage=account.passage(sorted(spans, key=lambda span: span.start)),
            )
        )
    return cells


def stance_of(claim: Claim, hedges: Sequence[Hedge]) -> Stance:
    """How an account carries a claim: as fact, hedged, on somebody's word, on nobody's in particular, or in doubt."""
    if claim.polarity == "denies":
        return "denied"
    if claim.verification == "unverified" or any(hedge.kind == "non_verification" for hedge in hedges):
        return "unverified"
    if claim.verification in ("disputed", "refuted"):
        return "disputed"
    if claim.form == "narrated":
        return "hedged" if hedges else "fact"
    if claim.speaker is None and claim.source_kind in ("unnamed_individual", "unnamed_group", "document"):
        return "vague"
    return "attributed" if claim.speaker is not None or claim.source is not None else "vague"


def _mark(cells: Iterable[ClaimCell], accounts: int) -> Mark:
    reporting = {cell.account for cell in cells}
    if any(cell.status == "denies" for cell in cells):
        return "denied_by"
    if len(reporting) == 1:
        return "only_here"
    return "reported_by_all" if len(reporting) == accounts else "reported_by_some"


_ORDER: Final = ("fact", "attributed", "vague", "hedged", "unverified", "disputed", "denied")
_WHY: Final = {
    "fact": "reported as fact",
    "attributed": "left to a source",
    "vague": "left to nobody in particular",
    "hedged": "hedged",
    "unverified": "called unverified",
    "disputed": "disputed",
    "denied": "denied",
}


def hedging(groups: Sequence[ClaimGroup]) -> list[Hedging]:
    """The groups in which accounts differ in how surely they carry the claim."""
    found = []
    for one in groups:
        stances: dict[str, list[Stance]] = {}
        for cell in one.cells:
            held = stances.setdefault(cell.account, [])
            if cell.stance not in held:
                held.append(cell.stance)
        if len(stances) < 2 or len({tuple(sorted(held)) for held in stances.values()}) < 2:
            continue
        parts = []
        for stance in _ORDER:
            names = [account for account, held in stances.items() if stance in held]
            if names:
                parts.append(f"{_WHY[stance]} in {_listed(names)}")
        found.append(Hedging(claim=one.id, statement=one.statement, stances=stances, why="; ".join(parts)))
    return found


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:5])
    return ", ".join(shown) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
