"""What does each way of asking cost on the embedded model, beside LangExtract on the same engine and articles?

    pip install -e ".[local]" langextract openai
    python bench/packs.py [--packs staged,direct] [--articles seeds] [--cassettes DIR] [--no-peers] [-o results.json]

For each article, one after the other and nothing else on the machine: output tokens, prompt tokens, seconds, and how
many items stand in the article exactly. LangExtract runs through its OpenAI provider with one worker, its defaults and
one example; its items count as exact where it says `match_exact`. Results are written as they come, and a run that was
interrupted goes on from there. Exit code 1 when `staged` needs more than half of the output tokens or of the time of
`direct`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from summarizer import cassettes
from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure, read_articles
from summarizer.briefs.models import Brief
from summarizer.cassettes.interaction import read_interaction
from summarizer.cassettes.suites import interaction_paths
from summarizer.config import load_settings
from summarizer.engines.client import Client
from summarizer.engines.embedded import Lease
from summarizer.engines.providers import resolve
from summarizer.errors import ModelError
from summarizer.pipeline import make_brief
from summarizer.prompting.strategies import open_pack

ROOT = Path(__file__).parent.parent
HALF = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", default="staged,sentences,direct", help="comma-separated")
    parser.add_argument("--articles", default=str(ROOT / "seeds"), help="a file or folder")
    parser.add_argument("--cassettes", type=Path, help="record there what the packs ask and get")
    parser.add_argument("--no-peers", action="store_true", help="leave LangExtract out")
    parser.add_argument("-o", "--output", type=Path, default=Path("packs.json"))
    options = parser.parse_args()
    results = json.loads(options.output.read_text()) if options.output.exists() else {}
    articles = [item for item in read_articles([options.articles]) if not isinstance(item, ReadFailure)]

    def keep(name: str, article: Article, row: dict[str, Any]) -> None:
        results.setdefault(name, {})[article.id] = row
        options.output.write_text(json.dumps(results, indent=2) + "\n")
        print(f"{name:>12}  {article.id}  {row}", file=sys.stderr, flush=True)

    for pack in filter(None, options.packs.split(",")):
        asyncio.run(run_pack(pack, articles, results.get(pack, {}), options.cassettes, keep))
    if not options.no_peers:
        run_langextract(articles, results.get("langextract", {}), keep)
    return show(results)


async def run_pack(
    name: str, articles: list[Article], done: dict[str, Any], recordings: Path | None, keep: Any
) -> None:
    pack = open_pack(name)
    recorder = cassettes.use(recordings, record="new") if recordings is not None else nullcontext()
    with recorder:
        async with Client(resolve(load_settings()), recording="record" if recordings else "off") as client:
            for article in articles:
                if article.id in done:
                    continue
                try:
                    brief = await make_brief(article, pack, client)
                except ModelError as error:
                    keep(name, article, {"failed": str(error), **spent(recordings, name, article.id)})
                    continue
                keep(name, article, row_of(brief))


def spent(recordings: Path | None, pack: str, article: str) -> dict[str, Any]:
    """What an article cost that came to no brief, from its recordings."""
    if recordings is None:
        return {}
    mine = [item for path in interaction_paths(recordings, pack) if (item := read_interaction(path)).article == article]
    answers = [item.response["body"]["json"]["usage"] for item in mine]
    return {
        "output_tokens": sum(usage["completion_tokens"] for usage in answers),
        "prompt_tokens": sum(usage["prompt_tokens"] for usage in answers),
        "seconds": round(sum(item.seconds for item in mine), 3),
        "exact": 0,
        "not exact": 0,
    }


def row_of(brief: Brief) -> dict[str, Any]:
    assert brief.provenance is not None
    usage = brief.provenance.usage
    items = len(brief.actors) + len(brief.claims) + len(brief.numbers) + len(brief.hedges)
    return {
        "output_tokens": usage.output_tokens,
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "seconds": usage.seconds,
        "exact": items,
        "not exact": len(brief.rejected),
        "reported claims": sum(claim.form != "narrated" for claim in brief.claims),
    }


def run_langextract(articles: list[Article], done: dict[str, Any], keep: Any) -> None:
    try:
        import langextract
        from langextract.providers.openai import OpenAILanguageModel
    except ImportError:
        print("langextract is not installed here: pip install langextract openai", file=sys.stderr)
        return
    target = resolve(load_settings())
    assert target.embedded is not None
    lease = Lease(target.embedded)
    try:
        origin, key = asyncio.run(lease.address())
        for article in articles:
            if article.id in done:
                continue
            model = OpenAILanguageModel(model_id=target.wire_name, api_key=key, base_url=f"{origin}/v1", max_workers=1)
            usage = count_usage(model)
            started = time.perf_counter()
            found = langextract.extract(
                article.text,
                prompt_description=TASK,
                examples=[example(langextract.data)],
                model=model,
                max_workers=1,
                show_progress=False,
            )
            seconds = time.perf_counter() - started
            extractions = found.extractions or []
            exact = sum(
                item.alignment_status is not None and item.alignment_status.value == "match_exact"
                for item in extractions
            )
            row = {**usage, "seconds": round(seconds, 3), "exact": exact, "not exact": len(extractions) - exact}
            keep("langextract", article, row)
    finally:
        lease.close()


TASK = (
    "Extract from the news article, in order and in its exact words: actors (who acts or speaks), claims (what is "
    "said, with speaker and reporting word), numbers (with what they measure), hedges (words that weaken a statement)."
)


def example(data: Any) -> Any:
    """The example of the `direct` pack, in LangExtract's form."""
    worked = open_pack("direct").examples[0]

    def item(type_: str, text: str, /, **attributes: str) -> Any:
        return data.Extraction(type_, text, attributes=attributes)

    answer = worked.answer
    items = [
        *(item("actor", actor["name"], kind=actor["kind"]) for actor in answer["actors"]),
        *(item("claim", claim["content"], speaker=claim["speaker"], cue=claim["cue"]) for claim in answer["claims"]),
        *(item("number", number["figure"], of=number["what"], bound=number["bound"]) for number in answer["numbers"]),
        *(item("hedge", hedge["cue"], kind=hedge["kind"]) for hedge in answer["hedges"]),
    ]
    return data.ExampleData(text=worked.article, extractions=items)


def count_usage(model: Any) -> dict[str, int]:
    """Adds up the usage that the server reports to LangExtract's own client."""
    usage = {"output_tokens": 0, "prompt_tokens": 0}
    create = model._client.chat.completions.create

    def counted(*args: Any, **kwargs: Any) -> Any:
        response = create(*args, **kwargs)
        usage["output_tokens"] += response.usage.completion_tokens
        usage["prompt_tokens"] += response.usage.prompt_tokens
        return response

    model._client.chat.completions.create = counted
    return usage


def show(results: dict[str, dict[str, dict[str, Any]]]) -> int:
    columns = ("output_tokens", "prompt_tokens", "seconds", "exact", "not exact")
    print(f"{'':>12}  {'articles':>8}  {'failed':>6}  " + "  ".join(f"{column:>13}" for column in columns))
    totals = {}
    for name, rows in results.items():
        whole = [row for row in rows.values() if "failed" not in row]
        # What a failed article cost was paid all the same.
        totals[name] = {column: sum(row.get(column, 0) for row in rows.values()) for column in columns}
        cells = "  ".join(f"{totals[name][column]:>13,.{1 if column == 'seconds' else 0}f}" for column in columns)
        print(f"{name:>12}  {len(whole):>8}  {len(rows) - len(whole):>6}  {cells}")
    if not {"staged", "direct"} <= totals.keys():
        return 0
    tokens = totals["staged"]["output_tokens"] / max(1, totals["direct"]["output_tokens"])
    seconds = totals["staged"]["seconds"] / max(0.001, totals["direct"]["seconds"])
    print(f"staged / direct: {tokens:.2f} of the output tokens, {seconds:.2f} of the time (limit {HALF})")
    return int(tokens > HALF or seconds > HALF)


if __name__ == "__main__":
    sys.exit(main())
