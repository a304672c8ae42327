"""Stored runs made without a model: gold briefs, spoilt by chance, written as a run would be."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from summarizer.briefs.models import Brief, Provenance, Usage
from summarizer.evals.gold import Gold
from summarizer.evals.runs import (
    Failure,
    Run,
    RunFile,
    article_entry,
    gold_digest,
    save_run,
    system_of,
)
from summarizer.evals.scores import Scores, save_scores, score_run
from summarizer.files import write_whole
from tests.evals.material import golds

Answer = Callable[[Gold, int], Brief | str]
"""From an article and a take to a brief, or to `invalid` or `transport`."""
NEWSROOM = tuple(gold for gold in golds() if gold.path.parent.name == "newsroom" and not gold.article.endswith("-3"))
USAGE = Usage(requests=1, attempts=1, prompt_tokens=900, cached_tokens=0, output_tokens=300, seconds=2.5, cost=0.001)


def losing(share: float, seed: int = 1) -> Answer:
    """Briefs that have lost claims, numbers and hedges, each with probability `share`."""

    def answer(gold: Gold, take: int) -> Brief:
        generator = random.Random(f"{seed}/{gold.article}/{take}")
        brief = gold.brief
        numbers = [one for one in brief.numbers if generator.random() > share]
        kept = {one.id for one in numbers}
        numbers = [
            one if one.equivalent_of in kept else one.model_copy(update={"equivalent_of": None}) for one in numbers
        ]
        claims = [
            claim.model_copy(
                update={"numbers": [ref for ref in claim.numbers if ref in kept], "hedges": [], "parent": None}
            )
            for claim in brief.claims
            if generator.random() > share
        ]
        return brief.model_copy(update={"claims": claims, "numbers": numbers, "hedges": []})

    return answer


def make_run(
    folder: Path,
    answers: dict[str, Answer],
    *,
    takes: int = 1,
    material: Sequence[Gold] = NEWSROOM,
    suite: str = "newsroom",
) -> tuple[Run, Scores]:
    """A complete, scored run in `folder`."""
    systems = [system_of(name, "ab" * 32, "stub/model-1", several_models=False) for name in answers]
    file = RunFile(
        state="complete",
        suite=suite,
        gold=str(material[0].path.parent),
        gold_sha256=gold_digest(material),
        takes=takes,
        systems=systems,
        articles=[article_entry(gold) for gold in material],
    )
    run, failures = Run(folder, file), []
    for system in systems:
        for take in range(1, takes + 1):
            for gold in material:
                answer = answers[system.name](gold, take)
                if isinstance(answer, Brief):
                    provenance = Provenance(
                        pack=system.pack, pack_sha256=system.pack_sha256, model=system.model, usage=USAGE
                    )
                    stored = answer.model_copy(update={"provenance": provenance}).sealed()
                    write_whole(run.brief_path(system, take, gold.article), stored.to_json())
                else:
                    failures.append(
                        Failure(system=system.name, take=take, article=gold.article, status=answer, reason="said so")  # type: ignore[arg-type]
                    )
    run = Run(folder, file.model_copy(update={"failures": failures}))
    save_run(run)
    scores = score_run(run)
    save_scores(run, scores)
    return run, scores
