"""Overhead per article beside other libraries: the same server, no delay, the same number of calls, one article a call.

    pip install langextract inspect_ai            # what is not installed is left out
    python bench/scale.py peers --articles 200

What is compared is all that a library does around a call: reading the row, making the prompt, the request, validating
the answer, and what it makes of it. They do not make the same: `instructor` returns a validated object, LangExtract
aligned extractions, inspect_ai a scored and logged sample, and summarizer a brief whose every span, number, quotation
and hedge was checked against the article. `client` is summarizer without that: prompt, request, validated answer.
CPU seconds are counted, since the server does not wait; with `--concurrency` in flight.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[1]
_PROMPT = "List the actors, claims, numbers and hedges of this article."


def texts(corpus: Path) -> list[str]:
    return [json.loads(line)["text"] for line in corpus.open(encoding="utf-8")]


def with_summarizer(corpus: Path, url: str, concurrency: int) -> None:
    from summarizer.cli import run

    with tempfile.TemporaryDirectory() as folder:
        flags = ["--prompt", "direct", "--concurrency", str(concurrency), "-q", "-o", f"{folder}/briefs.jsonl"]
        assert run(["brief", str(corpus), "--model", "stub/m", "--base-url", url, *flags]) == 0


def with_client(corpus: Path, url: str, concurrency: int) -> None:
    from summarizer.articles.read import read_articles
    from summarizer.batch.limits import Limits, Spending
    from summarizer.batch.pacing import Pacer
    from summarizer.batch.rehearsal import questions
    from summarizer.config import Settings
    from summarizer.engines.client import Client
    from summarizer.engines.providers import resolve
    from summarizer.prompting.strategies import open_pack

    target, pack = resolve(Settings(model="stub/m", base_url=url)), open_pack("direct")

    async def go() -> None:
        pacer = Pacer(Limits(), Spending(None), concurrency, 60)
        async with Client(target, max_retries=0, pace=pacer) as client:

            async def one(article: Any) -> None:
                for call in await questions(article, pack, target):
                    await client.ask(call)

            articles = list(read_articles([str(corpus)]))
            await _bounded([lambda a=a: one(a) for a in articles], concurrency)

    asyncio.run(go())


def with_instructor(corpus: Path, url: str, concurrency: int) -> None:
    import instructor
    import openai
    from pydantic import BaseModel

    class Actor(BaseModel):
        name: str
        kind: str

    class Claim(BaseModel):
        speaker: str | None
        cue: str
        content: str
        denies: bool
        verification: Literal["none", "confirmed", "unverified", "disputed", "refuted"]

    class Number(BaseModel):
        figure: str
        value: float | None
        bound: str
        unit: str | None
        what: str
        claimant: str | None

    class Hedge(BaseModel):
        cue: str
        kind: str

    class Answer(BaseModel):
        actors: list[Actor]
        claims: list[Claim]
        numbers: list[Number]
        hedges: list[Hedge]

    async def go() -> None:
        async with openai.AsyncOpenAI(api_key="none", base_url=url) as sdk:
            client = instructor.from_openai(sdk, mode=instructor.Mode.JSON_SCHEMA)

            async def one(text: str) -> None:
                messages: list[Any] = [{"role": "system", "content": _PROMPT}, {"role": "user", "content": text}]
                await client.chat.completions.create(model="m", messages=messages, response_model=Answer)

            await _bounded([lambda t=t: one(t) for t in texts(corpus)], concurrency)

    asyncio.run(go())


def with_langextract(corpus: Path, url: str, concurrency: int) -> None:
    import langextract as lx
    from langextract.providers.openai import OpenAILanguageModel

    said = "Ana Kos said on Monday that nobody was hurt."
    extraction = lx.data.Extraction(extraction_class="claim", extraction_text="nobody was hurt")
    example = lx.data.ExampleData(text=said, extractions=[extraction])
    model = OpenAILanguageModel(model_id="m", api_key="none", base_url=url, max_workers=concurrency)
    documents = [lx.data.Document(text=text) for text in texts(corpus)]
    found = lx.extract(
        documents,
        prompt_description=_PROMPT,
        examples=[example],
        model=model,
        max_char_buffer=10_000,  # a whole article in one call, as for the others
        batch_length=concurrency,
        max_workers=concurrency,
        use_schema_constraints=False,
        fence_output=False,
        show_progress=False,
    )
    assert len(list(found)) == len(documents)


def with_inspect_ai(corpus: Path, url: str, concurrency: int) -> None:
    from inspect_ai import Task, eval
    from inspect_ai.dataset import Sample
    from inspect_ai.model import GenerateConfig, get_model
    from inspect_ai.scorer import includes
    from inspect_ai.solver import generate, system_message

    samples = [Sample(input=text, target="actors") for text in texts(corpus)]
    task = Task(dataset=samples, solver=[system_message(_PROMPT), generate()], scorer=includes())
    config = GenerateConfig(max_connections=concurrency)
    model = get_model("openai/m", base_url=url, api_key="none", config=config, responses_api=False)
    with tempfile.TemporaryDirectory() as folder:
        (log,) = eval(task, model=model, display="none", log_dir=folder, max_samples=concurrency)
    assert log.status == "success", log.error


async def _bounded(jobs: list[Callable[[], Any]], concurrency: int) -> None:
    places = asyncio.Semaphore(concurrency)

    async def one(job: Callable[[], Any]) -> None:
        async with places:
            await job()

    await asyncio.gather(*(one(job) for job in jobs))


LIBRARIES: dict[str, Callable[[Path, str, int], None]] = {
    "summarizer": with_summarizer,
    "client": with_client,
    "instructor": with_instructor,
    "langextract": with_langextract,
    "inspect_ai": with_inspect_ai,
}


def measure(name: str, corpus: Path, few: Path, url: str, concurrency: int) -> float:
    """CPU seconds of one library for a corpus, without what it takes to start: a few articles go first."""
    logging.disable(logging.WARNING)
    LIBRARIES[name](few, url, concurrency)
    before = resource.getrusage(resource.RUSAGE_SELF)
    LIBRARIES[name](corpus, url, concurrency)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(corpus: Path, url: str, options: argparse.Namespace) -> None:
    """Each library in a process of its own; `PEERS_PYTHON` may name another interpreter for the other libraries."""
    few = corpus.with_name("few.jsonl")
    few.write_text("".join(corpus.read_text(encoding="utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    each: dict[str, float] = {}
    for name in LIBRARIES:
        own = name in ("summarizer", "client")
        python = sys.executable if own else os.environ.get("PEERS_PYTHON", sys.executable)
        arguments = [python, __file__, name, str(corpus), str(few), url, str(min(16, options.concurrency))]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SUMMARIZER_")}
        environment |= {"PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "none"}
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["?"])[-1]
            print(f"{name}: left out ({reason[:150]})")
            continue
        each[name] = float(done.stdout.strip().splitlines()[-1]) / options.articles
    for name, seconds in each.items():
        print(f"{name:>12}: {1000 * seconds:6.1f} ms CPU an article, {seconds / each['instructor']:.2f} of instructor")


if __name__ == "__main__":
    given = sys.argv
    print(measure(given[1], Path(given[2]), Path(given[3]), given[4], int(given[5])))
