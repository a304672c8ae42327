"""The Python interface: what the commands do, as functions. Everything here is re-exported by `summarizer`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.articles.model import Article
from summarizer.articles.read import ReadFailure
from summarizer.articles.read import read_articles as _read_articles
from summarizer.briefs.load import load_brief as load_brief
from summarizer.briefs.models import Brief, Finding
from summarizer.errors import UsageError
from summarizer.recordings import DEFAULT_PACK, Record

if TYPE_CHECKING:
    from summarizer.prompting.events import Progress


def read_articles(sources: Iterable[str | Path], *, encoding: str | None = None) -> Iterator[Article | ReadFailure]:
    """The articles of files, folders, URLs, corpora or `-`, one by one; a source that fails is a `ReadFailure`."""
    return _read_articles([str(source) for source in sources], encoding=encoding)


def brief(
    article: Article | str | Path,
    *,
    prompt: str = DEFAULT_PACK,
    model: str | None = None,
    model_path: str | Path | None = None,
    base_url: str | None = None,
    cassettes: str | Path | None = None,
    record: Record = "none",
    take: int = 1,
    temperature: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Brief:
    """The brief of one article; `abrief` for those who are in an event loop already.

    Args:
        article: an `Article`, or the path or URL of one.
        prompt: a prompt pack by name, or the path of a folder with a pack.
        model: `provider/name`; None for what configuration and environment say (see `summarizer.config`).
        model_path: a GGUF file for the embedded engine.
        base_url: an OpenAI-compatible server.
        cassettes: a folder of recordings, replayed (`record="none"`) or added to (`"new"`, `"all"`).
        take: which of several recorded answers to the same questions.
        temperature: what to ask at instead of the pack's own.
        on_progress: is called after every question.

    Raises:
        InputError: the article cannot be read or holds no news text.
        ModelError: the model failed on this article; see its subclasses.
        EngineError: the model cannot be used at all.
        CassetteMissError: replaying, and a question has no recorded answer.
        UsageError, PackError: options that cannot work.
    """
    return asyncio.run(
        abrief(
            article,
            prompt=prompt,
            model=model,
            model_path=model_path,
            base_url=base_url,
            cassettes=cassettes,
            record=record,
            take=take,
            temperature=temperature,
            on_progress=on_progress,
        )
    )


async def abrief(
    article: Article | str | Path,
    *,
    prompt: str = DEFAULT_PACK,
    model: str | None = None,
    model_path: str | Path | None = None,
    base_url: str | None = None,
    cassettes: str | Path | None = None,
    record: Record = "none",
    take: int = 1,
    temperature: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Brief:
    """`brief`, asynchronously; arguments and errors are the same."""
    from summarizer.config import load_settings
    from summarizer.engines.client import Client
    from summarizer.engines.providers import resolve
    from summarizer.pipeline import make_brief
    from summarizer.prompting.strategies import open_pack
    from summarizer.recordings import client_mode, command_line, recording, settings_for

    _check(cassettes, record, take, temperature)
    if not isinstance(article, Article):
        article = _only(article)
    pack = open_pack(prompt, temperature)
    folder = Path(cassettes) if cassettes is not None else None
    flags = {"model": model, "model_path": model_path, "base_url": base_url}
    target = resolve(load_settings(settings_for(flags, folder, record)))

    def command(source: str) -> str:
        assert folder is not None  # or nothing could be missing
        asked = {"--prompt": prompt, "--model": target.name, "--model-path": model_path, "--base-url": base_url}
        again = {"--take": take if take > 1 else None, "--temperature": temperature}
        return command_line(["brief", source], asked | again, folder)

    with recording(folder, record, command):
        async with Client(target, recording=client_mode(folder, record)) as client:
            return await make_brief(article, pack, client, take=take, on_progress=on_progress)


def verify(stored: Brief | str | Path, article: Article | str | Path | None = None) -> list[Finding]:
    """What is wrong with a brief; an empty list when every span, hash, number and link holds. Needs no model.

    Args:
        stored: a brief, or the file it is stored in (then every byte of the file counts).
        article: the article at hand, if its text should be compared with what the brief was made from.

    Raises:
        InputError: a file cannot be read.
    """
    from summarizer.grounding.verify import verify as check
    from summarizer.grounding.verify import verify_file

    original = article if article is None or isinstance(article, Article) else _only(article)
    return check(stored, original) if isinstance(stored, Brief) else verify_file(stored, original)


def _check(cassettes: str | Path | None, record: Record, take: int, temperature: float | None) -> None:
    if cassettes is None and record != "none":
        raise UsageError(f"record={record!r} needs a folder to record to: cassettes=…")
    if take < 1:
        raise UsageError(f"take={take} is no take; the first is 1")
    if temperature is not None and not 0 <= temperature <= 2:
        raise UsageError(f"temperature={temperature} is none that can be asked at; give one from 0 to 2")


def _only(source: str | Path) -> Article:
    found = list(_read_articles([str(source)]))
    if len(found) != 1:
        raise UsageError(f"{source} holds {len(found)} articles; read them with read_articles() and brief each")
    if isinstance(found[0], ReadFailure):
        raise found[0].error
    return found[0]
