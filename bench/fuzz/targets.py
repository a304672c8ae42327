"""What is fuzzed: one function for each parser of foreign input. An error of the package is an answer; any other is a bug.

Each takes bytes. The first byte chooses between the bytes as they are and nearly right input made of them (`choices`).
`SEEDS` are beginnings worth changing, by target.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from choices import Choices, answer_of, mutated, text_of

from summarizer.articles.build import article_from_text
from summarizer.articles.corpus import read_jsonl
from summarizer.articles.decode import decode, decode_html
from summarizer.articles.markup import html_to_text, markdown_to_text
from summarizer.articles.model import Article, ReadFailure
from summarizer.batch.rehearsal import emptiest
from summarizer.briefs.load import parse_brief
from summarizer.briefs.models import Brief
from summarizer.cassettes.check import check
from summarizer.cassettes.interaction import read_interaction
from summarizer.cassettes.listing import usage
from summarizer.cassettes.texts import SharedTexts
from summarizer.engines.calls import Answer, Call
from summarizer.engines.completion import of_response
from summarizer.engines.validation import NotJsonError, parse, schema_problems
from summarizer.errors import SummarizerError
from summarizer.evals.gold import load_gold
from summarizer.evals.scoring import score
from summarizer.grounding.assemble import assemble
from summarizer.grounding.locate import Locator
from summarizer.grounding.verify import verify
from summarizer.language.analysis import Analysis
from summarizer.numbers.compare import equal, relation
from summarizer.numbers.grammar import find_quantities
from summarizer.prompting.strategies import draft_with, open_pack
from summarizer.render.html import to_html
from summarizer.render.markdown import to_markdown
from summarizer.render.terminal import to_terminal

ARTICLE = (
    "Ferry line may lose its licence\n\nPORT AMES (Reuters) — Ada Quill, the harbour master, said on 10 May 2024 that “the "
    "ferry won’t sail” before June. The line reportedly lost more than 1,100 square kilometers (424 square miles) of catch, "
    "she claimed, and 86% of its 12 boats.\n\nThe ministry denied it. Hundreds of people, at least 430 of them children, "
    "waited, according to two officials who asked not to be named. The Courier could not verify the figure.\n"
)
Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}
SEEDS: dict[str, list[bytes]] = {}


def target(function: Target) -> Target:
    """Make a function a target: errors of the package end it well."""

    @functools.wraps(function)
    def guarded(data: bytes) -> None:
        try:
            function(data)
        except SummarizerError as error:
            if not str(error).strip():
                raise AssertionError("an error without a word") from error

    TARGETS[function.__name__] = guarded
    return guarded


def _either(data: bytes, nearly: Callable[[Choices], str]) -> bytes:
    """The bytes behind the first one, or what `nearly` makes of them."""
    if not data or data[0] % 2:
        return data[1:]
    return nearly(Choices(data[1:])).encode("utf-8", "surrogatepass")


def _whole(article: Article) -> None:
    """What every article promises."""
    size = len(article.text)
    for sentence in article.sentences:
        assert 0 <= sentence.range.start < sentence.range.end <= size
    assert article.id
    assert "/" not in article.id
    assert not article.id.startswith(".")


@target
def article(data: bytes) -> None:
    """Text files: decoding, line kinds, sentences."""
    _whole(article_from_text(decode(_either(data, text_of), "fuzz"), id="fuzz"))


@target
def markdown(data: bytes) -> None:
    """Markdown with front matter."""
    text, found = markdown_to_text(decode(_either(data, text_of), "fuzz"), "fuzz")
    _whole(article_from_text(text, id=found.title or "fuzz", title=found.title, outlet=found.outlet, date=found.date))


@target
def html(data: bytes) -> None:
    """HTML pages."""

    def page(choices: Choices) -> str:
        tags = ("p", "div", "span", "table", "td", "script", "style", "h1", "ul", "li", "template", "svg", "a", "meta")
        parts = ["<html><body><article>"]
        while not choices.done and len(parts) < 300:
            tag = choices.one_of(tags)
            close = choices.one_of((f"</{tag}>", "", "</", "<!--", "]]>"))
            parts.append(f"<{tag}{choices.one_of(('', ' hidden', ' style=display:none', ' content='))}>")
            parts.append(text_of(Choices(bytes(choices.below(256) for _ in range(8)))) + close)
        return "".join(parts) + ARTICLE

    text, found = html_to_text(decode_html(_either(data, page), "fuzz"), "fuzz")
    _whole(article_from_text(text, title=found.title, outlet=found.outlet))


@target
def corpus(data: bytes) -> None:
    """Lines of a corpus."""
    row = {"text": ARTICLE, "id": "a/b", "title": "T", "outlet": "O", "date": "2024-05-10", "url": "https://x.example/"}

    def lines(choices: Choices) -> str:
        return "\n".join(json.dumps(mutated(row, choices)) for _ in range(3))

    for found in read_jsonl(io.BytesIO(_either(data, lines)), "fuzz", None, 1_000_000):
        if not isinstance(found, ReadFailure):
            _whole(found)
            _brief_of(found)


@target
def numbers(data: bytes) -> None:
    """The quantity grammar, comparison and units."""
    text = decode(_either(data, text_of), "fuzz")
    found = find_quantities(text)
    for one in found:
        assert 0 <= one.range.start < one.range.end <= len(text)
    for one in found[:6]:
        for other in found[:6]:
            relation(one, other)
            assert equal(one, other) == equal(other, one)


@target
def language(data: bytes) -> None:
    """Names, quotations, hedges, attributions."""
    _brief_of(article_from_text(decode(_either(data, text_of), "fuzz"), id="fuzz"))


def _brief_of(read: Article) -> None:
    """The rules over an article, and a brief without any item."""
    analysis = Analysis(read)
    for name in ("quantities", "names", "hedges", "quotations", "attributions"):
        getattr(analysis, name)
    from summarizer.grounding.draft import Draft

    _shown(assemble(read, analysis, Draft()).sealed())


@target
def locate(data: bytes) -> None:
    """Finding words in an article, and the passage most like them."""
    text = decode(_either(data, text_of), "fuzz")
    half = len(text) // 2
    locator = Locator(text[:half])
    found = locator.find(text[half:])
    for part in found.parts:
        assert part.text == locator.text[part.range.start : part.range.end]
    locator.nearest(text[half:])


@functools.cache
def _brief() -> dict[str, Any]:
    made = asyncio.run(_answered("direct", Choices(bytes(range(256)) * 4)))
    loaded: dict[str, Any] = json.loads(made.to_json())
    return loaded


@target
def brief(data: bytes) -> None:
    """Stored briefs: reading, verifying, rendering."""

    def nearly(choices: Choices) -> str:
        content = mutated(_brief(), choices)
        return json.dumps(content, ensure_ascii=bool(choices.below(2)))

    found = parse_brief(_either(data, nearly), "fuzz")
    verify(found)
    _shown(found)


def _shown(made: Brief) -> None:
    assert parse_brief(made.to_json().encode(), "again") == made
    to_markdown(made)
    to_html(made)
    for line in to_terminal(made).split("\n"):
        assert all(
            character.isprintable() or character in " \u00a0\u3000" or ord(character) > 159 for character in line
        )


_GOLD = {
    "schema_version": "1.0",
    "article": "article.txt",
    "sha256": hashlib.sha256(ARTICLE.encode()).hexdigest(),
    "annotator": "a",
    "genre": "news",
    "cluster": "ferry",
    "actors": [{"id": "quill", "name": "Ada Quill", "kind": "person", "role": "the harbour master"}],
    "claims": [
        {"id": "c1", "speaker": "quill", "source": "Ada Quill", "cue": "said", "content": ["the ferry won’t sail"], "form": "direct"},
        {"id": "c2", "content": [{"quote": "denied it", "near": "The ministry denied it"}], "form": "narrated", "numbers": ["n1"]},
    ],
    "numbers": [{"id": "n1", "quote": "86%", "value": 86, "unit": "percent", "kind": "percent", "what": "boats"}],
    "hedges": [{"id": "h1", "cue": "reportedly", "kind": "weasel", "claim": "c2"}],
}  # fmt: skip


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="summarizer-fuzz-"))
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@target
def gold(data: bytes) -> None:
    """Gold files."""

    def nearly(choices: Choices) -> str:
        content = mutated(_GOLD, choices)
        try:
            return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
        except (yaml.YAMLError, RecursionError):
            return ""

    path = _folder() / "fuzz.yaml"
    path.write_bytes(_either(data, nearly))
    found = load_gold(path)
    score(found, found.brief)


_ANSWER = {
    "id": "x",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": '{"who":"Ada"}', "refusal": None},
            "logprobs": {"content": [{"token": "A", "logprob": -0.1, "bytes": [65], "top_logprobs": []}]},
        }
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 1}},
}
_CASSETTE = {
    "format": 1, "article": "a", "pack": "p", "call": "c", "take": 1, "article_sha256": None, "pack_sha256": "0" * 64,
    "model": "m/n", "engine": "", "recorded_at": "2024-05-10", "seconds": 0.5, "requests": 1, "synthetic": False,
    "request": {"method": "POST", "path": "/v1/chat/completions", "body": {"model": "n", "messages": [{"role": "user", "content": {"$lines": ["a\n", "b"]}}], "x": {"$parsed": {"a": 1}}}},
    "response": {"status": 200, "headers": {"content-type": ["application/json"]}, "body": {"json": _ANSWER}},
}  # fmt: skip
_STREAM = {"common": {"id": "x"}, "events": [{"choices": []}, {"usage": {"prompt_tokens": 1}}, "[DONE]"]}


@target
def cassette(data: bytes) -> None:
    """Recordings: reading, keys, answers, checking."""

    def nearly(choices: Choices) -> str:
        first: Any = _CASSETTE
        if choices.below(2):
            first = {**_CASSETTE, "response": {**_CASSETTE["response"], "body": {"stream": _STREAM}}}  # type: ignore[dict-item]
        return json.dumps(mutated(first, choices))

    suite = _folder() / "suite"
    path = suite / "p" / f"{'0' * 32}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_either(data, nearly))
    check(suite)
    stored = read_interaction(path)
    texts = SharedTexts(suite)
    stored.key(texts)
    stored.response_body(texts)
    usage(stored)


@target
def response(data: bytes) -> None:
    """What a server answers, as the SDK hands it over: built without validation."""
    from openai.types.chat import ChatCompletion

    content = mutated(_ANSWER, Choices(data))
    if isinstance(content, dict):
        made = of_response(ChatCompletion.construct(**content))
        if made is not None:
            assert made.confidence is None or 0 <= made.confidence <= 1
            assert made.prompt_tokens >= 0


@target
def wire(data: bytes) -> None:
    """A model's answers: JSON, schema, expansion, grounding."""
    choices = Choices(data)
    kind = choices.below(4)
    if kind == 3:
        try:
            answer = parse(data[1:].decode("utf-8", "replace"))
        except NotJsonError:
            return
        for name in ("direct", "sentences"):
            from summarizer.schemas import wire_schema

            schema_problems(answer, wire_schema(name))
        return
    _shown(asyncio.run(_answered(("direct", "sentences", "staged")[kind], choices)))


async def _answered(pack: str, choices: Choices) -> Brief:
    """The brief of an article whose questions get answers that their schemas allow, and that mean little."""
    read = article_from_text(ARTICLE, id="fuzz")
    analysis = Analysis(read)
    words = ARTICLE.split()

    async def ask(call: Call) -> Answer:
        data = answer_of(call.schema, choices, words) if not choices.done else emptiest(call.schema, call.schema)
        problems: tuple[str, ...] = ()
        if schema_problems(data, call.schema):
            data = emptiest(call.schema, call.schema)
        elif call.check is not None:
            problems = tuple(call.check(data))
        return Answer(data, "", "stop", "m/n", 1, 1, 1, 0, 1, 0.0, None, 1, problems)

    draft = await draft_with(open_pack(pack), read, analysis, ask, lambda progress: None)
    return assemble(read, analysis, draft).sealed()


def seeds() -> Mapping[str, list[bytes]]:
    """Beginnings for each target: a byte that says "as it is", and an ordinary input; and bytes that make choices."""
    plain: dict[str, list[bytes]] = {
        "article": [ARTICLE.encode(), ARTICLE.encode("utf-16")],
        "markdown": [
            b"---\ntitle: T\ndate: 2024-05-10\n---\n# H\n\n> q\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        ],
        "html": [
            f"<html><head><title>T</title></head><body><article><p>{ARTICLE}</p></article></body></html>".encode()
        ],
        "corpus": [json.dumps({"text": ARTICLE, "title": "T"}).encode() + b"\n"],
        "numbers": [b"more than 1,100.5 square km, 86% to 90%, 2-3 million, $3.5bn, one and a half dozen, 10 May 2024"],
        "language": [ARTICLE.encode()],
        "locate": [(ARTICLE + ARTICLE).encode()],
        "brief": [json.dumps(_brief()).encode()],
        "gold": [yaml.safe_dump(_GOLD, allow_unicode=True).encode()],
        "cassette": [json.dumps(_CASSETTE).encode()],
        "response": [],
        "wire": [b'{"claims":[]}'],
    }
    made = bytes(range(1, 200))
    return {name: [*(b"\x01" + one for one in ones), b"\x00" + made, made] for name, ones in plain.items()}
