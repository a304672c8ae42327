"""Looking up how two figures of a finished collation stand to each other."""

from __future__ import annotations

from summarizer.collate.models import Collation, Ref, Relation, Topic

Key = tuple[str, str]


def relation_of(collation: Collation, first: Key, second: Key) -> Relation | None:
    """The relation of two figures, each (account, number id); None where they are not of one topic.

    Figures of one kind are equal. Of a topic with very many kinds not every pair is related; then None too.
    """
    for topic in collation.topics:
        places = {
            (cell.account, item): index for index, cell in enumerate(topic.cells) for item in (cell.item, *cell.again)
        }
        if first in places and second in places:
            return _between(topic, places[first], places[second])
    return None


def _between(topic: Topic, first: int, second: int) -> Relation | None:
    kind_of = {cell: kind[0] for kind in topic.groups for cell in kind}
    one, other = topic.cells[kind_of[first]], topic.cells[kind_of[second]]
    if kind_of[first] == kind_of[second]:
        pair = (Ref(account=one.account, item=one.item), Ref(account=other.account, item=other.item))
        return Relation(pair=pair, relation="equal", why="the same value")
    wanted = {(one.account, one.item), (other.account, other.item)}
    return next(
        (found for found in topic.relations if {(ref.account, ref.item) for ref in found.pair} == wanted),
        None,
    )
