"""Scoring a collation against a hand-made table: which items belong together, and how they stand to each other.

Pairs, not groups, are counted: a group that is split in two loses only the pairs across. Relation accuracy is over all
pairs that gold judges; a pair that the collation does not align is wrong, unless gold wants the two kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from summarizer.briefs.models import Brief
from summarizer.collate.models import Collation, NumberRelation, Stance
from summarizer.collate.relations_of import relation_of
from summarizer.errors import InputError
from summarizer.evals.collationfile import GoldCollation, GoldDated, GoldEntry, GoldGroup, GoldRelation, Item
from summarizer.evals.gold import load_gold
from summarizer.evals.goldfile import GoldFile
from summarizer.evals.names import normal_name
from summarizer.evals.yamlfile import read_yaml

Pair = frozenset[Item]


@dataclass(frozen=True)
class Cluster:
    """A gold table with the gold briefs of its accounts; `actors` maps its names of actors to ids of the briefs."""

    table: GoldCollation
    briefs: dict[str, Brief]
    actors: Mapping[Item, str]


def load_cluster(path: Path) -> Cluster:
    """A table and the gold briefs it is about.

    Raises:
        InputError: the file, or one of those it names, is wrong, or an item it names is not there.
    """
    table = read_yaml(path, GoldCollation)
    briefs: dict[str, Brief] = {}
    actors: dict[Item, str] = {}
    for name, account in table.accounts.items():
        source = path.parent / account.gold
        briefs[name] = load_gold(source).brief
        listed = read_yaml(source, GoldFile).actors
        actors |= {(name, actor.id): f"a{number}" for number, actor in enumerate(listed, start=1)}
    cluster = Cluster(table, briefs, actors)
    for kind, item in _named(cluster):
        known = {record.id for record in getattr(briefs[item[0]], kind)} if item[0] in briefs else set()
        if item[1] not in known:
            raise InputError(f"{path}: {'.'.join(item)} is not in the gold brief")
    return cluster


def _named(cluster: Cluster) -> Iterable[tuple[Literal["actors", "claims", "numbers"], Item]]:
    table = cluster.table
    for actor in table.actors:
        for member in actor.members:
            yield "actors", (member[0], cluster.actors.get(member, member[1]))
    for topic in table.numbers:
        for figure in topic.members:
            yield "numbers", figure.number
            yield from (("numbers", (figure.number[0], again)) for again in figure.again)
    for relation in _relations(table):
        yield from (("numbers", item) for item in relation.pair)
    for one in table.claims:
        for account, cell in one.accounts.items():
            yield from (("claims", (account, claim)) for claim in (*cell.reports, *cell.denies))


def _relations(table: GoldCollation) -> list[GoldRelation]:
    return [*(relation for topic in table.numbers for relation in topic.relations), *table.apart]


@dataclass(frozen=True)
class PairScore:
    """Counts of pairs: right, predicted, in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: PairScore) -> PairScore:
        return PairScore(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def f(self) -> float | None:
        """2·right/(predicted + gold); None where there is nothing on either side."""
        whole = self.predicted + self.gold
        return 2 * self.right / whole if whole else None

    @property
    def precision(self) -> float | None:
        """Share of the predicted pairs that gold has."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold's pairs that are predicted."""
        return self.right / self.gold if self.gold else None


@dataclass(frozen=True)
class Miss:
    """A pair whose relation is wrong. `got` is None where the two are not aligned."""

    cluster: str
    pair: tuple[Item, Item]
    wanted: NumberRelation
    got: NumberRelation | None
    why: str


@dataclass(frozen=True)
class CollationScore:
    """How well one collation agrees with gold. `invented` are aligned pairs of figures that gold does not align."""

    cluster: str
    actors: PairScore = field(default_factory=PairScore)
    numbers: PairScore = field(default_factory=PairScore)
    claims: PairScore = field(default_factory=PairScore)
    relations_right: int = 0
    relations: int = 0
    bounds_right: int = 0
    bounds: int = 0
    marks_right: int = 0
    marks: int = 0
    stances_right: int = 0
    stances: int = 0
    words_found: int = 0
    words: int = 0
    dates_right: int = 0
    dates: int = 0
    misses: tuple[Miss, ...] = ()
    invented: tuple[tuple[Item, Item, NumberRelation], ...] = ()
    contradictions_invented: tuple[tuple[Item, Item], ...] = ()

    @property
    def relation_accuracy(self) -> float | None:
        """Share of the pairs that gold judges whose relation is right."""
        return self.relations_right / self.relations if self.relations else None


def score_collation(collation: Collation, cluster: Cluster, ids: Mapping[str, str]) -> CollationScore:
    """Score a collation whose items bear the ids of the gold briefs. `ids` maps gold's account names to the collation's."""
    table = cluster.table
    relations = _relation_scores(collation, table, ids)
    marks = [_mark_right(collation, one, ids) for one in table.claims]
    stances = _stances(collation, table, ids)
    dated = [(entry, dated) for entry in table.timeline if entry.when for dated in entry.accounts if dated.said]
    words = [word for one in table.wording for word in one.words]
    chosen = {(word.account, word.item) for one in collation.wording for word in one.words}
    return CollationScore(
        cluster=table.cluster,
        actors=_actor_pairs(collation, cluster, ids),
        claims=_claim_pairs(collation, table, ids),
        marks_right=sum(marks),
        marks=len(marks),
        stances_right=sum(stances),
        stances=len(stances),
        words_found=sum((ids[word.account], word.claim) in chosen for word in words),
        words=len(words),
        dates_right=sum(_dated_right(collation, entry, one, ids) for entry, one in dated),
        dates=len(dated),
        **relations,
    )


def _relation_scores(collation: Collation, table: GoldCollation, ids: Mapping[str, str]) -> dict[str, Any]:
    again = {
        (figure.number[0], other): figure.number
        for topic in table.numbers
        for figure in topic.members
        for other in figure.again
    }
    back = {name: account for account, name in ids.items()}
    misses, wanted_pairs, right, bounds, bounds_right = [], set[Pair](), 0, 0, 0
    for relation in _relations(table):
        first, second = ((ids[account], item) for account, item in relation.pair)
        found = relation_of(collation, first, second)
        got = found.relation if found is not None else None
        aligned = any(set(relation.pair) <= {m.number for m in topic.members} for topic in table.numbers)
        if aligned:
            wanted_pairs.add(frozenset(relation.pair))
        if got == relation.relation or (got is None and not aligned):
            right += 1
        else:
            misses.append(Miss(table.cluster, relation.pair, relation.relation, got, relation.why))
        if got == relation.relation == "equal" and found is not None:
            bounds += 1
            bounds_right += found.bound_differs == (relation.bound == "differs")
    predicted: dict[Pair, NumberRelation] = {}
    for topic in collation.topics:
        members = sorted({_known((back[cell.account], cell.item), again) for cell in topic.cells})
        for one, other in combinations(members, 2):
            found = relation_of(collation, (ids[one[0]], one[1]), (ids[other[0]], other[1]))
            predicted[frozenset((one, other))] = found.relation if found is not None else "compatible"
    judged = {frozenset(relation.pair) for relation in _relations(table)}
    invented = [
        (*sorted(pair), kind)
        for pair, kind in predicted.items()
        if pair not in wanted_pairs and not (pair in judged and kind == "different_scope")
    ]
    return {
        "numbers": PairScore(len(predicted.keys() & wanted_pairs), len(predicted), len(wanted_pairs)),
        "relations_right": right,
        "relations": len(_relations(table)),
        "bounds_right": bounds_right,
        "bounds": bounds,
        "misses": tuple(misses),
        "invented": tuple(sorted(invented)),
        "contradictions_invented": tuple(sorted((a, b) for a, b, kind in invented if kind == "contradicts")),
    }


def _known(item: Item, again: Mapping[Item, Item]) -> Item:
    return again.get(item, item)


def _across(groups: Iterable[Iterable[Item]]) -> set[Pair]:
    """Pairs of items of two accounts that some group holds both of."""
    return {
        frozenset((one, other))
        for members in groups
        for one, other in combinations(sorted(set(members)), 2)
        if one[0] != other[0]
    }


def _pairs(predicted: set[Pair], gold: set[Pair]) -> PairScore:
    return PairScore(len(predicted & gold), len(predicted), len(gold))


def _actor_pairs(collation: Collation, cluster: Cluster, ids: Mapping[str, str]) -> PairScore:
    gold = _across(
        [(ids[account], cluster.actors[account, name]) for account, name in actor.members]
        for actor in cluster.table.actors
    )
    return _pairs(
        _across([(member.account, member.item) for member in actor.members] for actor in collation.actors), gold
    )


def _claim_pairs(collation: Collation, table: GoldCollation, ids: Mapping[str, str]) -> PairScore:
    gold = _across(_members(one, ids) for one in table.claims)
    judged = {item for one in table.claims for item in _members(one, ids)}
    predicted = _across([(cell.account, cell.item) for cell in one.cells] for one in collation.claims)
    # Gold lists what matters; a pair with a claim it does not list is neither right nor wrong.
    return _pairs({pair for pair in predicted if pair <= judged}, gold)


def _members(one: GoldGroup, ids: Mapping[str, str]) -> list[Item]:
    return [(ids[account], claim) for account, cell in one.accounts.items() for claim in (*cell.reports, *cell.denies)]


def _mark_right(collation: Collation, wanted: GoldGroup, ids: Mapping[str, str]) -> bool:
    """Whether the group that shares most claims with gold's bears its mark."""
    members = set(_members(wanted, ids))
    best = max(
        collation.claims,
        key=lambda one: len(members & {(cell.account, cell.item) for cell in one.cells}) - len(one.cells) / 1000,
        default=None,
    )
    return best is not None and best.mark == wanted.verdict


def _stances(collation: Collation, table: GoldCollation, ids: Mapping[str, str]) -> list[bool]:
    held: dict[Item, set[Stance]] = {}
    for one in collation.claims:
        for cell in one.cells:
            held.setdefault((cell.account, cell.item), set()).add(cell.stance)
    return [
        stance.stance in held.get((ids[stance.account], claim), set())
        for one in table.hedging
        for stance in one.accounts
        for claim in stance.claims
    ]


def _dated_right(collation: Collation, entry: GoldEntry, dated: GoldDated, ids: Mapping[str, str]) -> bool:
    """Whether one of the claims is dated so; gold may leave the year out."""
    assert entry.when is not None
    claims = {(ids[dated.account], claim) for claim in dated.claims}
    return any(
        (cell.account, cell.item) in claims and (found.when.endswith(entry.when) or entry.when in found.when)
        for found in collation.timeline
        for cell in found.cells
    )


def onto_gold(brief: Brief, gold: Brief) -> Brief:
    """A predicted brief with the ids of the gold items that stand on the same words, so that the table can be scored on it.

    An item takes the id of the gold item of its type that its words overlap most, each gold item once; actors by name. Items
    that gold does not have get ids of their own. What gold has and nobody bears is what was lost upstream (`lost`).
    """
    names: dict[str, str] = {}
    for kind in ("actors", "claims", "numbers", "hedges"):
        mine, theirs = getattr(brief, kind), getattr(gold, kind)
        pairs = sorted(
            (-shared, one.id, other.id) for one in mine for other in theirs if (shared := _shared(one, other)) > 0
        )
        taken: set[str] = set()
        for _, predicted, wanted in pairs:
            if predicted not in names and wanted not in taken:
                names[predicted] = wanted
                taken.add(wanted)
        for number, one in enumerate(mine):
            names.setdefault(one.id, f"{one.id[0]}{9000 + number}")
    return Brief.model_validate(
        _renamed(brief.model_dump(exclude={"digest", "findings", "rejected", "coverage"}), names)
    )


def _shared(one: Any, other: Any) -> float:
    """Characters that two items stand on both; for actors, whether they share a name."""
    if hasattr(one, "aliases"):
        mine, theirs = ({normal_name(name) for name in (actor.name, *actor.aliases)} for actor in (one, other))
        return float(len(mine & theirs))
    first, second = (_places(item) for item in (one, other))
    both = len(first & second)
    return 2 * both / (len(first) + len(second)) if both else 0.0


def _places(item: Any) -> set[int]:
    spans = item.content if hasattr(item, "content") else [item.span if hasattr(item, "span") else item.cue]
    return {position for span in spans for position in range(span.start, span.end)}


def _renamed(node: Any, names: Mapping[str, str], key: str = "") -> Any:
    if isinstance(node, dict):
        return {field: _renamed(value, names, field) for field, value in node.items()}
    if isinstance(node, list):
        return [_renamed(value, names, key) for value in node]
    return names.get(node, node) if isinstance(node, str) and key in _REFERENCES else node


_REFERENCES = frozenset(
    {"id", "speaker", "affiliation", "parent", "numbers", "hedges", "claimant", "equivalent_of", "claim", "holder"}
)


def lost(brief: Brief, gold: Brief) -> dict[str, list[str]]:
    """The items of gold that a brief brought `onto_gold` does not have, by type."""
    return {
        kind: [one.id for one in getattr(gold, kind) if one.id not in {item.id for item in getattr(brief, kind)}]
        for kind in ("actors", "claims", "numbers")
    }


def summed(scores: Sequence[CollationScore]) -> CollationScore:
    """All clusters as one."""
    total = CollationScore("all")
    for score in scores:
        values: dict[str, Any] = {
            name: getattr(total, name) + getattr(score, name)
            for name in CollationScore.__dataclass_fields__
            if name != "cluster"
        }
        total = CollationScore(cluster="all", **values)
    return total
