"""Grouping of items by pair scores, with pairs that must stay apart. Near-linear: a bounded number of partners each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

ALL_PAIRS = 120  # up to this many items every pair is looked at
_WINDOW = 6  # partners looked at on either side in the list of a shared word
_EXEMPLARS = 6  # members of a group that a newcomer must get on with


def candidate_pairs(words: Sequence[Iterable[Hashable]], order: Sequence[object]) -> list[tuple[int, int]]:
    """Pairs of items worth a look: all of them where there are few, else neighbours in the list of each shared word.

    Each list is sorted by `order`, so that like values are neighbours. At most `2·_WINDOW` pairs an item and word.
    """
    count = len(words)
    if count <= ALL_PAIRS:
        return [(first, second) for first in range(count) for second in range(first + 1, count)]
    lists: dict[Hashable, list[int]] = defaultdict(list)
    for item, of in enumerate(words):
        for word in of:
            lists[word].append(item)
    found: set[tuple[int, int]] = set()
    for members in lists.values():
        members.sort(key=lambda item: (order[item], item))
        for at, item in enumerate(members):
            for other in members[at + 1 : at + 1 + _WINDOW]:
                found.add((item, other) if item < other else (other, item))
    return sorted(found)


def group(
    count: int,
    scored: Iterable[tuple[float, int, int]],
    apart: Callable[[int, int], bool],
) -> list[list[int]]:
    """Groups of `range(count)`: pairs are joined from the best score down, unless members of the two must stay apart.

    Ties go to the earlier items. `apart` is asked of at most `_EXEMPLARS` members of either side.
    """
    owner = list(range(count))
    members = {item: [item] for item in range(count)}
    for _, first, second in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        one, other = owner[first], owner[second]
        if one == other or _clash(members[one], members[other], apart):
            continue
        if len(members[one]) < len(members[other]):
            one, other = other, one
        for item in members[other]:
            owner[item] = one
        members[one] += members.pop(other)
    return sorted(sorted(found) for found in members.values())


def _clash(one: Sequence[int], other: Sequence[int], apart: Callable[[int, int], bool]) -> bool:
    return any(apart(*sorted((a, b))) for a in _some(one) for b in _some(other))


def _some(items: Sequence[int]) -> Sequence[int]:
    if len(items) <= _EXEMPLARS:
        return items
    step = len(items) / _EXEMPLARS
    return [items[int(index * step)] for index in range(_EXEMPLARS)]
