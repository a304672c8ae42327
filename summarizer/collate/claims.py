"""Claims of all accounts aligned by what they say, and how surely each account says it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from summarizer.brief.models import Claim, Hedge
from summarizer.collate.accounts import AccountView, ClaimView
from summarizer.collate.cluster import candidate_pairs, group
from summarizer.collate.models import ClaimCell, ClaimGroup, Hedging, Mark, Stance, Topic

JOIN: Final = 0.62
MAYBE: Final = 0.54
_RAREST: Final = 6  # words of a claim under which it is looked up
Key = tuple[str, str]


class Alignment:
    """Groups of claims, and pairs that may belong together."""

    def __init__(self, groups: list[list[ClaimView]], maybe: list[tuple[float, ClaimView, ClaimView]]) -> None:
        self.groups = groups
        self.maybe = maybe


def align(
    accounts: Sequence[AccountView],
    topics: Sequence[Topic],
    people: Mapping[Key, int],
    decided: Mapping[frozenset[Key], bool] | None = None,
) -> Alignment:
    """Claims of all accounts grouped by content: shared words, the rarer the more; shared figures; the same speaker.

    `people` maps (account, actor) to the merged actor.
    """
    decided = decided or {}
    views = [view for account in accounts for view in account.claims]
    counts = Counter(stem for view in views for stem in view.stems)
    weight = {stem: math.log(1 + len(views) / count) for stem, count in counts.items()}
    norms = [math.sqrt(sum(weight[stem] ** 2 for stem in view.stems)) or 1.0 for view in views]
    figures = _figures(views, topics)
    rarest = [sorted(view.stems, key=lambda stem: (counts[stem] < 2, counts[stem], stem))[:_RAREST] for view in views]
    pairs = candidate_pairs(
        [[*rare, *(f"topic {topic}" for topic in sorted(topics_of))] for rare, topics_of in zip(rarest, figures, strict=True)],
        [view.account for view in views],
    )
    joined: list[tuple[float, int, int]] = []
    maybe: list[tuple[float, int, int]] = []
    for first, second in pairs:
        a, b = views[first], views[second]
        answer = decided.get(frozenset((a.key, b.key)))
        if answer is False or _apart(a, b):
            continue
        points = sum(weight[stem] ** 2 for stem in a.stems & b.stems) / (norms[first] * norms[second])
        if figures[first] & figures[second]:
            points += 0.4
        if points < MAYBE - 0.25:
            continue
        points += 0.1 if a.events & b.events else 0.0
        if a.claim.speaker is not None and b.claim.speaker is not None:
            same = people.get((a.account, a.claim.speaker)) == people.get((b.account, b.claim.speaker))
            points += 0.08 if same else 0.0
        if points >= JOIN or answer:
            joined.append((points, first, second))
        elif points >= MAYBE and a.account != b.account:
            maybe.append((points, first, second))
    groups = group(len(views), joined, lambda i, j: _apart(views[i], views[j]))
    owner = {item: number for number, members in enumerate(groups) for item in members}
    still_open = sorted(((p, i, j) for p, i, j in maybe if owner[i] != owner[j]), key=lambda e: (-e[0], e[1], e[2]))
    return Alignment(
        [[views[item] for item in members] for members in groups], [(p, views[i], views[j]) for p, i, j in still_open]
    )


def _apart(a: ClaimView, b: ClaimView) -> bool:
    """Claims whose contents are about different sides ("Ukrainian prisoners", "Russian prisoners")."""
    return bool(a.events and b.events and a.sides and b.sides and not a.sides & b.sides)


def _figures(views: Sequence[ClaimView], topics: Sequence[Topic]) -> list[frozenset[str]]:
    """The topics that each claim gives a figure of."""
    topic_of = {
        (cell.account, item): topic.id for topic in topics for cell in topic.cells for item in (cell.item, *cell.again)
    }
    return [
        frozenset(topic_of[view.account, number] for number in view.claim.numbers if (view.account, number) in topic_of)
        for view in views
    ]


def claim_groups(
    alignment: Alignment, accounts: Mapping[str, AccountView], topics: Sequence[Topic]
) -> list[ClaimGroup]:
    """The groups with their marks, most widely reported first; a claim that stands alone is a group of its own."""
    topic_of: dict[Key, str] = {
        (cell.account, claim): topic.id for topic in topics for cell in topic.cells for claim in cell.claims
    }
    order = {account: index for index, account in enumerate(accounts)}
    ranked = sorted(
        alignment.groups,
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
                denied_by=sorted({cell.who or f"the outlet ({cell.account})" for cell in cells if cell.status == "denies"}),
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
    if len(reporting) == 1 and accounts > 1:
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
