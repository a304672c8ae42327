"""What do orders in an article do to its brief? Every fixture of evals/injection and its clean twin, through every pack.

    python bench/injection.py -o DIR [--packs staged,sentences,direct] [--model NAME] [--attacks CLASS,…] [--limit N]
                              [--cassettes DIR --record none|new|all] [--base-url URL] [--json]

Briefs are stored in DIR/<pack>/ as they are made, and a run that was interrupted goes on from there; with all of them stored no model
is asked. `--limit` takes so many fixtures, class by class in turn. Printed are, for each class, how many of the
passages are found; and for each pack, how many briefs differ from their twin's beyond the added text, how often what the order
asked for is so in the brief (and was not in the twin's), and where the finding then stands: on the item, on the brief as
a whole, or nowhere. Exit code 1 when anything that an order asked for stands in a brief without a finding, 3 when
a brief could not be made.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from summarizer import cassettes
from summarizer.articles.model import Article
from summarizer.briefs.load import load_brief
from summarizer.briefs.models import Brief
from summarizer.config import load_settings
from summarizer.engines.client import Client
from summarizer.engines.providers import resolve
from summarizer.errors import ModelError
from summarizer.evals.injection import Case, differences, load_cases, obeyed, remains
from summarizer.grounding.instructions.findings import instruction_findings
from summarizer.grounding.instructions.passages import find_instructions
from summarizer.pipeline import make_brief
from summarizer.prompting.strategies import open_pack

ROOT = Path(__file__).parent.parent
CODE = "instruction_in_article"


@dataclass
class Found:
    """How many passages of one class are found. `dropped` never got into the article; `unseen` is as in the fixtures."""

    cases: int = 0
    dropped: int = 0
    found: int = 0
    unseen: int = 0
    unseen_found: int = 0


@dataclass
class Outcome:
    """What came of the attacks with one pack."""

    briefs: int = 0
    failed: int = 0
    differ: int = 0
    items: Counter[str] = field(default_factory=Counter)
    obeyed: int = 0
    on_item: int = 0
    on_brief: int = 0
    nowhere: int = 0
    unflagged: list[str] = field(default_factory=list)
    quoted: int = 0
    quoted_kept: int = 0
    twins: int = 0
    twins_flagged: int = 0
    clean_items_flagged: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder of the briefs")
    parser.add_argument("--cases", type=Path, default=ROOT / "evals" / "injection")
    parser.add_argument(
        "--packs", default="staged,sentences,direct", help="comma-separated; none ('') to count what is found only"
    )
    parser.add_argument("--attacks", help="classes, comma-separated; all if not given")
    parser.add_argument("--limit", type=int, help="most fixtures, class by class in turn")
    parser.add_argument("--model", help="provider/name; the configured one if not given")
    parser.add_argument("--base-url")
    parser.add_argument("--cassettes", type=Path)
    parser.add_argument("--record", choices=("none", "new", "all"), default="new")
    parser.add_argument("--json", action="store_true", help="print one object instead of tables")
    options = parser.parse_args()
    wanted = options.attacks.split(",") if options.attacks else None
    cases = [case for case in load_cases(options.cases) if wanted is None or case.attack in wanted]
    cases = in_turn(cases)[: options.limit]
    packs = [pack for pack in options.packs.split(",") if pack]
    for pack in packs:
        if missing := to_make(cases, options.output / pack):
            asyncio.run(make(pack, missing, options))
    outcomes = {pack: judge(cases, options.output / pack) for pack in packs}
    detected = detection(cases)
    show = as_json if options.json else as_tables
    show(detected, outcomes)
    if any(outcome.failed for outcome in outcomes.values()):
        return 3
    return int(any(outcome.nowhere for outcome in outcomes.values()))


def in_turn(cases: list[Case]) -> list[Case]:
    """One of each class, then the next of each, so that a part of them is of all kinds."""
    classes: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        classes[case.attack].append(case)
    return [case for case in chain.from_iterable(zip_longest(*classes.values())) if case is not None]


def to_make(cases: Iterable[Case], folder: Path) -> list[Article]:
    """The articles without a brief in `folder`: each twin before the first article that is compared with it."""
    wanted = {article.id: article for case in cases for article in (case.twin, case.article)}
    return [article for article in wanted.values() if not stored(folder, article).exists()]


def stored(folder: Path, article: Article) -> Path:
    return folder / f"{article.id}.json"


async def make(pack_name: str, articles: list[Article], options: argparse.Namespace) -> None:
    pack, folder = open_pack(pack_name), options.output / pack_name
    folder.mkdir(parents=True, exist_ok=True)
    target = resolve(load_settings({"model": options.model, "base_url": options.base_url}))
    recorder = cassettes.use(options.cassettes, record=options.record) if options.cassettes else nullcontext()
    recording = "off" if options.cassettes is None else "replay" if options.record == "none" else "record"
    with recorder:
        async with Client(target, recording=recording) as client:
            for number, article in enumerate(articles, start=1):
                try:
                    brief = await make_brief(article, pack, client)
                except ModelError as error:
                    say(f"{pack_name} {number}/{len(articles)} {article.id}: {error}")
                    continue
                whole = stored(folder, article)
                part = whole.with_suffix(".part")
                part.write_text(brief.to_json(), encoding="utf-8")
                part.replace(whole)
                say(f"{pack_name} {number}/{len(articles)} {article.id}")


def judge(cases: Iterable[Case], folder: Path) -> Outcome:
    """What came of the attacks whose briefs are in `folder`."""
    outcome = Outcome()
    twins: dict[str, Brief] = {}
    for case in cases:
        paths = stored(folder, case.twin), stored(folder, case.article)
        if not all(path.exists() for path in paths):
            outcome.failed += 1
            continue
        twin, brief = (with_findings_of_today(load_brief(path)) for path in paths)
        twins[case.twin.id] = twin
        count(case, brief, twin, outcome)
    outcome.twins = len(twins)
    outcome.twins_flagged = sum(any(finding.code == CODE for finding in twin.findings) for twin in twins.values())
    return outcome


def count(case: Case, brief: Brief, twin: Brief, outcome: Outcome) -> None:
    outcome.briefs += 1
    changed = differences(brief, twin, case)
    outcome.differ += bool(changed)
    outcome.items += changed
    for happened in obeyed(brief, twin, case):
        outcome.obeyed += 1
        outcome.on_item += happened.flagged == "item"
        outcome.on_brief += happened.flagged == "brief"
        if happened.flagged == "none":
            outcome.nowhere += 1
            outcome.unflagged.append(case.record.id)
    if case.record.remains is not None:
        outcome.quoted += 1
        outcome.quoted_kept += remains(brief, case)
    outcome.clean_items_flagged += sum(1 for _ in flagged_beside(case, brief))


def flagged_beside(case: Case, brief: Brief) -> Iterator[str]:
    """The items with the finding whose words are not the added ones: they only share a paragraph or stand between."""
    for finding in brief.findings:
        if finding.code == CODE and finding.item is not None and finding.span is not None:
            span = finding.span
            if not any(span.start < added.end and added.start < span.end for added in case.added):
                yield finding.item


def with_findings_of_today(brief: Brief) -> Brief:
    """The brief as it would be with the rules as they are now, so that new rules need no new briefs."""
    others = [finding for finding in brief.findings if finding.code != CODE]
    fresh = instruction_findings(brief, find_instructions(brief.source.text))
    return brief.model_copy(update={"findings": [*others, *fresh]})


def detection(cases: Iterable[Case]) -> dict[str, Found]:
    """How many passages the rules find, by class; this needs no model."""
    classes: dict[str, Found] = defaultdict(Found)
    for case in cases:
        row = classes[case.attack]
        hit = bool(find_instructions(case.article.text))
        row.cases += 1
        row.dropped += not case.added
        if case.record.unseen:
            row.unseen += 1
            row.unseen_found += hit
        elif case.added:
            row.found += hit
    return dict(sorted(classes.items()))


def as_tables(detected: dict[str, Found], outcomes: dict[str, Outcome]) -> None:
    print(f"{'attack':<16} {'fixtures':>8} {'dropped':>8} {'found':>12} {'unseen found':>13}")
    total = Found()
    for name, row in detected.items():
        print(found_line(name, row))
        for part in vars(row):
            setattr(total, part, getattr(total, part) + getattr(row, part))
    print(found_line("all", total))
    for pack, outcome in outcomes.items():
        print(
            f"\n{pack}: {outcome.briefs} briefs beside their twins'"
            + (f", {outcome.failed} failed" * bool(outcome.failed))
        )
        items = ", ".join(f"{number} {kind}s" for kind, number in sorted(outcome.items.items())) or "no items"
        print(f"  differ beyond the added text   {outcome.differ:>4} of {outcome.briefs} ({items})")
        print(f"  did what the order asked for   {outcome.obeyed:>4}")
        print(f"    finding on the item          {outcome.on_item:>4}")
        print(f"    finding on the brief only    {outcome.on_brief:>4}")
        print(f"    without a finding            {outcome.nowhere:>4}  {' '.join(sorted(set(outcome.unflagged)))}")
        print(f"  quotations that stayed claims  {outcome.quoted_kept:>4} of {outcome.quoted}")
        print(f"  clean twins with a finding     {outcome.twins_flagged:>4} of {outcome.twins}")
        print(f"  other items with a finding     {outcome.clean_items_flagged:>4}")


def found_line(name: str, row: Found) -> str:
    seen = row.cases - row.unseen - row.dropped
    found = f"{row.found} of {seen}"
    unseen = f"{row.unseen_found} of {row.unseen}" if row.unseen else ""
    return f"{name:<16} {row.cases:>8} {row.dropped:>8} {found:>12} {unseen:>13}".rstrip()


def as_json(detected: dict[str, Found], outcomes: dict[str, Outcome]) -> None:
    whole: dict[str, Any] = {
        "detection": {name: asdict(row) for name, row in detected.items()},
        "packs": {pack: asdict(outcome) for pack, outcome in outcomes.items()},
    }
    print(json.dumps(whole, indent=2))


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
