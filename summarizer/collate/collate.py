"""Several briefs side by side: the whole, from briefs to a `Collation`. Pure: no model, no files, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from summarizer.briefs.models import Brief
from summarizer.collate import claims, topics
from summarizer.collate.accounts import AccountView
from summarizer.collate.actors import Merged, merge_actors, shared_actors
from summarizer.collate.dates import WEEKDAYS, settle
from summarizer.collate.models import Account, ClaimGroup, Collation, Decided, Ref, Topic, Undecided
from summarizer.collate.names import name_words
from summarizer.collate.timeline import find_timeline
from summarizer.collate.wording import find_wording
from summarizer.errors import InputError

MOST_UNDECIDED: Final = 200
Key = tuple[str, str]


def collate(
    briefs: Sequence[Brief],
    *,
    problems: Mapping[int, Sequence[str]] | None = None,
    decisions: Sequence[Decided] = (),
) -> Collation:
    """The briefs side by side. The result does not depend on their order, but for the order of its parts.

    Args:
        problems: why a brief does not hold, in words, by its position; it is collated all the same, and marked.
        decisions: answers to what an earlier collation of the same briefs listed as undecided.

    Raises:
        InputError: there are no briefs.
    """
    if not briefs:
        raise InputError("no briefs to collate")
    answers = _answers(decisions)
    ids = account_ids(briefs)
    first = _first_of_each(briefs)
    kept = [index for index in range(len(briefs)) if first[index] == index]
    used = [briefs[index] for index in kept]
    used_ids = [ids[index] for index in kept]
    merged = merge_actors(used)
    views = {
        name: AccountView(name, brief, names)
        for name, brief, names in zip(used_ids, used, _names(merged, used), strict=True)
    }
    _settle_days(list(views.values()))
    ordered = sorted(views.values(), key=lambda view: (view.brief.source.sha256, view.id))
    numbers = topics.align(ordered, answers["number"])
    found_topics = topics.topics(numbers, views)
    people = {
        (used_ids[index], used[index].actors[at].id): number
        for number, group in enumerate(merged)
        for index, at in group.places
    }
    aligned = claims.align(ordered, found_topics, people, answers["claim"])
    groups = claims.claim_groups(aligned, views, found_topics)
    open_questions = [one for one in _undecided(numbers, aligned) if _pair(one.pair) not in answers[one.type]]
    return Collation(
        accounts=[
            _account(ids[index], brief, views.get(ids[index]), (problems or {}).get(index, ()), ids[first[index]])
            for index, brief in enumerate(briefs)
        ],
        actors=shared_actors(merged, used, used_ids),
        topics=found_topics,
        claims=groups,
        wording=find_wording(groups, views),
        hedging=claims.hedging(groups),
        timeline=find_timeline(groups, views),
        undecided=open_questions[:MOST_UNDECIDED],
        undecided_left_out=max(0, len(open_questions) - MOST_UNDECIDED),
        decided=list(decisions),
        remarks=_remarks(briefs, ids, first, groups, found_topics, problems or {}),
    )


def _answers(decisions: Sequence[Decided]) -> dict[str, dict[frozenset[Key], bool]]:
    found: dict[str, dict[frozenset[Key], bool]] = {"number": {}, "claim": {}}
    for one in decisions:
        found[one.type][_pair(one.pair)] = one.same
    return found


def _pair(refs: tuple[Ref, Ref]) -> frozenset[Key]:
    return frozenset((ref.account, ref.item) for ref in refs)


def account_ids(briefs: Sequence[Brief]) -> list[str]:
    """A name for each account: the id of its article, numbered where several bear the same."""
    taken: set[str] = set()
    found = []
    for brief in briefs:
        name, number = brief.source.id, 2
        while name in taken:
            name, number = f"{brief.source.id}-{number}", number + 1
        taken.add(name)
        found.append(name)
    return found


def _first_of_each(briefs: Sequence[Brief]) -> list[int]:
    """For each brief the first one that is of the same text."""
    seen: dict[str, int] = {}
    return [seen.setdefault(brief.source.sha256, index) for index, brief in enumerate(briefs)]


def _account(name: str, brief: Brief, view: AccountView | None, problems: Sequence[str], same_as: str) -> Account:
    source = brief.source
    day = view.day if view is not None else None
    text = (day.text() or (WEEKDAYS[day.weekday].capitalize() if day.weekday is not None else None)) if day else None
    return Account(
        id=name,
        title=source.title,
        outlet=source.outlet,
        day=text,
        url=source.url,
        sha256=source.sha256,
        claims=len(brief.claims),
        numbers=len(brief.numbers),
        problems=list(problems),
        same_as=same_as if same_as != name else None,
    )


def _undecided(numbers: topics.Alignment, aligned: claims.Alignment) -> list[Undecided]:
    found = [
        Undecided(
            type="number",
            pair=(Ref(account=a.account, item=a.number.id), Ref(account=b.account, item=b.number.id)),
            words=(a.number.span.text, b.number.span.text),
            why="the words around the two figures leave open whether they measure the same thing",
        )
        for _, a, b in numbers.maybe
    ]
    found += [
        Undecided(
            type="claim",
            pair=(Ref(account=a.account, item=a.claim.id), Ref(account=b.account, item=b.claim.id)),
            words=(a.claim.content[0].text, b.claim.content[0].text),
            why="the two claims share words, but not enough to call them one",
        )
        for _, a, b in aligned.maybe
    ]
    return found


def _remarks(
    briefs: Sequence[Brief],
    ids: Sequence[str],
    first: Sequence[int],
    groups: Sequence[ClaimGroup],
    found: Sequence[Topic],
    problems: Mapping[int, Sequence[str]],
) -> list[str]:
    remarks = []
    copies = [index for index in range(len(briefs)) if first[index] != index]
    remarks += [f"{ids[index]} is the same text as {ids[first[index]]} and counts once" for index in copies]
    if len(briefs) - len(copies) == 1:
        remarks.append("one account only: there is nothing to set it against")
    elif not any(len({cell.account for cell in one.cells}) > 1 for one in groups) and not any(
        len({cell.account for cell in topic.cells}) > 1 for topic in found
    ):
        remarks.append("the accounts share no figure and no claim; they may not be of one event")
    for index, why in sorted(problems.items()):
        if why:
            remarks.append(f"the brief of {ids[index]} does not verify: {why[0]}")
    empty = [ids[index] for index, brief in enumerate(briefs) if not brief.claims and not brief.numbers]
    remarks += [f"the brief of {name} holds no claims and no numbers" for name in empty]
    return remarks


def _names(groups: Sequence[Merged], briefs: Sequence[Brief]) -> list[dict[str, str]]:
    """For each account the words that only one of its people bears, and a name for that person in all accounts."""
    found: list[dict[str, str]] = [{} for _ in briefs]
    clashing: list[set[str]] = [set() for _ in briefs]
    for number, merged in enumerate(groups):
        for index, at in merged.places:
            actor = briefs[index].actors[at]
            if actor.kind != "person":
                continue
            for name in (actor.name, *actor.aliases):
                for word in name_words(name)[-1:]:
                    key = word.casefold()
                    if found[index].setdefault(key, f"person {number}") != f"person {number}":
                        clashing[index].add(key)
    for names, clashes in zip(found, clashing, strict=True):
        for key in clashes:
            del names[key]
    return found


def _settle_days(accounts: Sequence[AccountView]) -> None:
    for account, day in zip(accounts, settle([account.day for account in accounts]), strict=True):
        account.day = day
