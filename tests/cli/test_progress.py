"""What is shown while briefs grow."""

from typing import Any

from summarizer.articles.build import article_from_text
from summarizer.cli.output import Writer
from summarizer.cli.progress import Reporter
from summarizer.errors import TransportError
from summarizer.grounding.draft import DraftActor, DraftHedge
from summarizer.prompting.events import Progress
from summarizer.text.ranges import Range


def test_items_are_shown_in_the_words_of_their_own_article(capsys: Any) -> None:
    first = article_from_text("The wall may fall, mayor Ann Bell said.", id="first", origin="first.txt")
    second = article_from_text("Nobody could confirm on Monday that a ferry sank.", id="second", origin="second.txt")
    with Reporter(Writer(None, "json", several=True), quiet=False, show_items=True) as reporter:
        reporter.started(first)
        reporter.started(second)
        at = first.text.index("may")
        reporter.progress(Progress("first", "brief", 1, 1, (DraftHedge(Range(at, at + 3), "epistemic"),)))
        reporter.failed("second.txt", TransportError("second.txt: gone"))
        reporter.progress(Progress("first", "brief", 1, 1, (DraftHedge(Range(at, at + 8), "epistemic"),)))

    said = capsys.readouterr().err.splitlines()
    assert said[0].strip() == "hedge   may (epistemic)"
    assert said[2].strip() == "hedge   may fall (epistemic)"


def test_a_very_long_item_is_shown_by_its_beginning(capsys: Any) -> None:
    article = article_from_text("The wall may fall, mayor Ann Bell said.", id="wall")
    with Reporter(Writer(None, "json", several=True), quiet=False, show_items=True) as reporter:
        reporter.started(article)
        reporter.progress(Progress("wall", "brief", 1, 1, (DraftActor("x" * 100_000),)))

    said = capsys.readouterr().err
    assert said.startswith("  actor   xxx") and said.endswith("x…\n")
    assert len(said) < 400
