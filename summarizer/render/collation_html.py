"""A collation as one HTML page that needs nothing else: accounts as columns, figures and claims as rows.

No script: every cell is a disclosure that opens its passage, so the page works by keyboard, on paper and with scripts
forbidden. The page's own policy lets nothing load or run but the one style sheet whose hash it names.
"""

from __future__ import annotations

from markupsafe import Markup

from summarizer.collate.models import Collation, Topic
from summarizer.render import collation_rows as rows
from summarizer.render.html import asset, content_hash, environment


def to_html(collation: Collation) -> str:
    """The collation as a page; equal collations give equal bytes."""
    style = asset("collation.css")
    shared, single = rows.shared_and_single(collation)
    called = rows.labels(collation)
    return (
        environment()
        .get_template("collation.html.j2")
        .render(
            collation=collation,
            rows=rows,
            called=called,
            columns=rows.counted(collation),
            shared=shared,
            single=single,
            hedged={one.claim: one.why for one in collation.hedging},
            odd={topic.id: _odd(topic) for topic in collation.topics},
            style=Markup(style),
            style_hash=content_hash(style),
        )
    )


def _odd(topic: Topic) -> set[tuple[str, str]]:
    """The figures that differ from what most accounts have: these are lit."""
    if not topic.groups or len(topic.groups) == 1:
        return set()
    main = max(topic.groups, key=lambda kind: (len({topic.cells[cell].account for cell in kind}), -kind[0]))
    first = topic.cells[main[0]]
    agreeing = {
        (ref.account, ref.item)
        for relation in topic.relations
        if relation.relation == "equal" and (first.account, first.item) in {(r.account, r.item) for r in relation.pair}
        for ref in relation.pair
    }
    return {
        (topic.cells[cell].account, topic.cells[cell].item)
        for kind in topic.groups
        if kind != main and (topic.cells[kind[0]].account, topic.cells[kind[0]].item) not in agreeing
        for cell in kind
    }
