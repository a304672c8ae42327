"""`summarizer review`: look through briefs on a local page and save gold."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarizer.cli.saying import put_json, say
from summarizer.errors import InputError, UsageError
from summarizer.render.visible import one_line
from summarizer.suffixes import is_corpus, suffix_of

if TYPE_CHECKING:
    from summarizer.review.agreement import Agreement
    from summarizer.review.state import State


@click.command(
    epilog="Keys: a accept, x reject, e correct, u undo, Ctrl-S save. In the text: arrows and Shift select, "
    "1 to 4 add a claim, number, hedge or actor."
)
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF…")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("review"),
    show_default=True,
    help="Folder of the reviews; the gold is FOLDER/REVIEWER/NAME.yaml.",
)
@click.option("--reviewer", metavar="NAME", help="Who reviews: the gold's annotator.  [default: your user name]")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: a free one]")
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
@click.option("--agreement", is_flag=True, help="Print how far the saved reviews of each BRIEF agree, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --agreement: as JSON.")
def review(
    briefs: tuple[str, ...],
    output: Path,
    reviewer: str | None,
    port: int | None,
    browser: bool,
    agreement: bool,
    as_json: bool,
) -> int:
    """Accept, reject and correct the items of each BRIEF on a local page; what is kept is saved as a gold file.

    A BRIEF is a stored brief (.json), a gold file (.yaml) to be gone through again, or an article to be labelled from
    nothing. Every step is kept as it is taken: killed at any moment, the review goes on where it was. The page listens
    on this machine alone, under an address that cannot be guessed.
    """
    from summarizer.articles.metadata import safe_id

    name = safe_id(reviewer or _user())
    if agreement:
        return _agreement(briefs, output, name, as_json)
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError('the page needs `pip install "summarizer[review]"`') from error
    from summarizer.review.reviewing import Place, Review
    from summarizer.review.serve import serve

    with ExitStack() as stack:
        reviews = []
        for state in _states(briefs):
            place = Place(output, name, state.base.source.id)
            one = Review(place, state)
            stack.callback(one.close)
            reviews.append(one)
            if one.newer:
                begun = place.path(".start.json")
                say(
                    f"{place.name}: going on with the brief it was begun with; to begin anew, move {begun} "
                    "and the journal beside it away"
                )

        def ready(address: str) -> None:
            click.echo(address)
            click.echo("Open this address; Ctrl-C ends the review.", err=True)
            if browser:
                click.launch(address)

        serve(reviews, port, ready)
    return 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"


def _states(names: Iterable[str]) -> list[State]:
    """What each review begins with.

    Raises:
        InputError: a file cannot be read, or two are of the same article.
    """
    found: dict[str, str] = {}
    states = []
    for name in names:
        state = _state(name)
        article = state.base.source.id
        if article in found:
            raise InputError(f"{name}: of the article {article}, as {found[article]} is; review one of them at a time")
        found[article] = name
        states.append(state)
    return states


def _state(name: str) -> State:
    from summarizer.articles.read import ReadFailure, read_articles
    from summarizer.briefs.load import load_brief
    from summarizer.briefs.models import Brief
    from summarizer.evals.gold import load_gold
    from summarizer.grounding.assemble import source_of
    from summarizer.review.state import begin, begin_gold

    suffix = suffix_of(name)
    if suffix == ".json":
        return begin(load_brief(name))
    if suffix in (".yaml", ".yml"):
        return begin_gold(load_gold(Path(name)))
    if Path(name).is_dir() or is_corpus(name):
        raise UsageError(f"{name}: name the briefs or articles one by one")
    read = next(iter(read_articles([name])))
    if isinstance(read, ReadFailure):
        raise read.error
    return begin(Brief(source=source_of(read)))


def _agreement(briefs: tuple[str, ...], output: Path, reviewer: str, as_json: bool) -> int:
    from summarizer.review.agreement import agreements
    from summarizer.review.reviewing import Place

    found = []
    for state in _states(briefs):
        gold = Place(output, reviewer, state.base.source.id).gold
        if not gold.exists():
            raise InputError(f"{gold}: nothing saved here yet; review it first, or name another --reviewer")
        found += [(state.base.source.id, one) for one in agreements(gold)]
    if as_json:
        put_json(json.dumps([_row(article, one) for article, one in found], indent=2, ensure_ascii=False))
        return 0
    for article, one in found:
        click.echo(f"{one_line(article)}: {one_line(one.mine.annotator)} and {one_line(one.theirs.annotator)}")
        for label, figure in one.figures:
            click.echo(f"  {label:<24} {'–' if figure is None else f'{figure:.2f}'}")
        click.echo(f"  {len(one.differences)} differences")
    if not found:
        click.echo("nobody else has saved a review of this yet", err=True)
    return 0


def _row(article: str, one: Agreement) -> dict[str, object]:
    return {
        "article": article,
        "reviewers": [one.mine.annotator, one.theirs.annotator],
        "f": dict(one.figures),
        "differences": [
            {"type": d.type, "first": d.mine, "second": d.theirs, "on": list(d.on)} for d in one.differences
        ],
    }
