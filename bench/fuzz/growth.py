"""How long a megabyte of the same few characters takes every parser: what grows with the square shows here at once.

    python bench/fuzz/growth.py                       # every parser, every shape; some minutes
    python bench/fuzz/growth.py --only numbers,html --bytes 1000000 --pairs 300

A shape is something small, repeated until the size is reached, with a beginning and an end around it. Each is tried at a
twentieth of the size first; where that takes more than its share, the whole size is timed, in a process of its own that
is stopped after ten seconds. What takes more than a second for a megabyte is listed. Exit code 1 where anything is.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import multiprocessing
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import targets  # noqa: E402
from choices import WORDS  # noqa: E402

from summarizer import plain_yaml  # noqa: E402
from summarizer.articles.build import article_from_text  # noqa: E402
from summarizer.articles.corpus import read_jsonl  # noqa: E402
from summarizer.articles.decode import decode, decode_html  # noqa: E402
from summarizer.articles.markup import html_to_text, markdown_to_text  # noqa: E402
from summarizer.articles.read import read_articles  # noqa: E402
from summarizer.briefs.load import parse_brief  # noqa: E402
from summarizer.cassettes.canonical import stored_body  # noqa: E402
from summarizer.cassettes.interaction import read_interaction  # noqa: E402
from summarizer.engines.validation import parse, schema_problems  # noqa: E402
from summarizer.errors import SummarizerError  # noqa: E402
from summarizer.evals.gold import load_gold  # noqa: E402
from summarizer.grounding.locate import Locator  # noqa: E402
from summarizer.grounding.verify import verify  # noqa: E402
from summarizer.language.analysis import Analysis  # noqa: E402
from summarizer.numbers.grammar import find_quantities  # noqa: E402
from summarizer.redaction import find_secrets  # noqa: E402
from summarizer.render.markdown import escaped  # noqa: E402
from summarizer.render.visible import visible  # noqa: E402
from summarizer.schemas import wire_schema  # noqa: E402

Shape = tuple[str, str, str]
_LIMIT = 10.0

_LETTERS = ("a", "A", " ", "\n", "\t", ".", ",", "1", "0", "-", "(", "\"", "“", "’", "'", "/", ":", "é", "漢", "\u200b", "\u202e", "\x1b", "\x00")  # fmt: skip
_PHRASES = (
    "Mr. ", "U.S. ", "e.g. ", "J. K. ", "said Ada ", "said that ", "“a” said ", "according to ", "\"a\", ", "‘a ", "(a ", "[1] ", "1. ",
    "1,000 ", "1,", "1.", "1 000 ", "1-", "1–2 ", "$1 ", "1% ", "one hundred ", "million ", "twenty-", "half a ", "10 May ", "12/05/", "3:45 ",
    "not un", "may ", "reportedly, ", "who said who said ", "the minister of ", "of the ", "and ", "Ada and ", "Ada Quill, ", "KYIV (AP) — ",
    "Photo: ", "By Ada Quill\n", "Read more\n", "• a\n", "\n\n\n", "a\n", "A b.\n", "http://a.b/ ", "www.a.b ", "a@b.c ", "-eyJ", "sk-a", "Bearer  ",
)  # fmt: skip
_MARKDOWN = ("*", "**a", "_a_ ", "[", "](", "![a](", "[a]: b\n", "> ", "- ", "1. ", "`", "```\n", "# a\n", "|a", "a|b\n-|-\n", "<a ", "<!--", "&amp;", "\\", "~~~\n", "    a\n", "a  \n")  # fmt: skip
_HTML = ("<p>a", "<div>", "<b>", "<table><tr><td>", "<a href=x>a</a>", "<!--", "<![CDATA[", "&amp;", "&#1;", "<script>", "</p>", "<p hidden>", "<", "<p>a b said c</p>", "<li>", "<svg><a>", "<h1>a</h1>", "<meta name=a content=b>", "<p style='display: none'>a</p>")  # fmt: skip
_JSON = ("[", "{\"a\":", "1,", "\"a\",", "null,", "{},", "[],", "\"\\u0061", "\\\"", "1", "9e9", " ", "\"a\":1,", "\"a\":{},", "[[]],")  # fmt: skip
_YAML = ("- ", "[", "{a: ", "a: 1\n", "? ", "- a\n", "'", "\"", "\"\\u0061", "#a\n", "|\n a\n", "&a ", "*a ", "!a ", "a: &a b\n", "- {id: c1, form: x}\n", "  ", "%", "---\n", "1:", ",", "a, ")  # fmt: skip


def _text(data: bytes) -> str:
    return decode(data, "x")


def _sentences(data: bytes) -> None:
    _ = article_from_text(_text(data)).sentences


def _language(data: bytes) -> None:
    analysis = Analysis(article_from_text(_text(data)))
    for name in ("quantities", "names", "hedges", "quotations", "attributions"):
        getattr(analysis, name)


def _locate(data: bytes) -> None:
    text = _text(data)
    Locator(text).find(text[: len(text) // 20] + "x")


def _verify(data: bytes) -> None:
    verify(parse_brief(data, "x"))


def _file(data: bytes) -> None:
    path = targets._folder() / "growth"
    path.write_bytes(data)
    list(read_articles([str(path)]))


def _gold(data: bytes) -> None:
    path = targets._folder() / "growth.yaml"
    path.write_bytes(data)
    load_gold(path)


def _cassette(data: bytes) -> None:
    path = targets._folder() / f"{'0' * 32}.json"
    path.write_bytes(data)
    read_interaction(path)


def _wire(data: bytes) -> None:
    answer = parse(_text(data))
    for name in ("direct", "sentences", "staged-speaker"):
        schema_problems(answer, wire_schema(name))


PARSERS: dict[str, tuple[Callable[[bytes], object], tuple[str, ...], bool]] = {
    # name: function, shapes of its own, whether any text is input to it
    "article": (_sentences, (), True),
    "file": (_file, _HTML, True),
    "numbers": (lambda data: find_quantities(_text(data)), (), True),
    "language": (_language, (), True),
    "locate": (_locate, (), True),
    "markdown": (lambda data: markdown_to_text(_text(data), "x"), _MARKDOWN, True),
    "html": (lambda data: html_to_text(decode_html(data, "x"), "x"), _HTML, True),
    "corpus": (lambda data: list(read_jsonl(io.BytesIO(data), "x", None, 1 << 24)), _JSON, False),
    "brief": (_verify, _JSON, False),
    "gold": (_gold, _YAML, False),
    "yaml": (lambda data: plain_yaml.load(data), _YAML, False),
    "cassette": (_cassette, _JSON, False),
    "request": (lambda data: stored_body(data), _JSON, False),
    "wire": (_wire, _JSON, False),
    "secrets": (lambda data: find_secrets(_text(data)), (), True),
    "visible": (lambda data: (visible(_text(data)), escaped(_text(data))), (), True),
}


def shapes(name: str, pairs: int) -> Iterator[Shape]:
    """What is repeated, with what stands before and after it."""
    _, own, any_text = PARSERS[name]
    small = [*own, *(_LETTERS + _PHRASES + WORDS if any_text else ())]
    yield from (("", one, "") for one in small)
    if name in ("markdown", "html"):
        yield from (("<html><body><article>" if name == "html" else "---\n", one, "") for one in own)
    if any_text:
        yield from (("The minister said that ", one, ".\nHe left.\n") for one in small)
    generator = random.Random(name)
    for _ in range(pairs if small else 0):
        yield "", "".join(generator.choice(small) for _ in range(generator.choice((2, 2, 3, 4)))), ""
    if name in ("brief", "verify"):
        yield from _briefs()
    if name == "wire":
        for part in ("claims", "actors", "numbers", "hedges"):
            yield f'{{"{part}":[', "1,", "1]}"
            yield f'{{"{part}":[', "{},", "{}]}"
    if name == "gold":
        head = json.dumps({**targets._GOLD, "claims": None})[:-1].replace('"claims": null', '"x": 1')
        yield head + ', "claims": [', "1, ", "1]}"
        yield head + ', "claims": [', "{id: c1}, ", "{}]}"


def _briefs() -> Iterator[Shape]:
    """Stored briefs in which one list is long: of nothing, of items that do not hold, of items that do."""
    whole = targets._brief()
    for part in ("actors", "claims", "numbers", "hedges", "rejected", "findings"):
        before, _, after = json.dumps({**whole, part: ["@"]}).partition('"@"')
        yield before, "1,", "1" + after
        if whole[part]:
            yield before, json.dumps(whole[part][0]) + ",", json.dumps(whole[part][0]) + after
    for key in ("text", "title"):
        before, _, after = json.dumps({**whole, "source": {**whole["source"], key: "@"}}).partition("@")
        yield before, "the ferry said ", after
    claim = whole["claims"][0] if whole["claims"] else {"id": "c1", "content": [], "form": "narrated"}
    span = {"start": 0, "end": 400, "text": whole["source"]["text"][:400], "verdict": "ambiguous", "occurrences": 2}
    before, _, after = json.dumps({**whole, "claims": [{**claim, "content": ["@"]}]}).partition('"@"')
    for end in (1, 400):
        one = json.dumps({**span, "end": end, "text": span["text"][:end]})  # type: ignore[index]
        yield before, one + ",", one + after


def _build(shape: Shape, size: int) -> bytes:
    before, body, after = shape
    room = max(0, size - len(before.encode()) - len(after.encode()))
    return (before + body * (room // max(1, len(body.encode()))) + after).encode("utf-8", "surrogatepass")


def _seconds(name: str, data: bytes) -> float:
    begun = time.perf_counter()
    try:
        PARSERS[name][0](data)
    except (SummarizerError, ValueError):
        pass
    return time.perf_counter() - begun


def _limited(name: str, data: bytes) -> float:
    """The seconds in a process of its own, `_LIMIT` where it had to be stopped."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=lambda: send.send(_seconds(name, data)))
    process.start()
    found = float(receive.recv()) if receive.poll(_LIMIT) else _LIMIT
    process.kill()
    process.join()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(PARSERS))
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=100)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000)
    slow = 0
    for name in options.only.split(","):
        gc.collect()
        gc.freeze()  # or the collector of each forked process would go through all that is loaded
        _seconds(name, b"The minister said that 12 km. ")  # what is loaded on first use is not counted
        worst, tried = (0.0, ""), 0
        for shape in shapes(name, options.pairs):
            tried += 1
            part = _limited(name, _build(shape, options.bytes // 20))
            seconds = part * 20
            if part > 0.04:
                seconds = _limited(name, _build(shape, options.bytes))
            worst = max(worst, (seconds, repr(shape[1])[:60]))
            if seconds > options.bytes / 1e6:
                slow += 1
                print(f"  {name}: {seconds:5.1f} s for {shape[0][:30]!r} + {shape[1][:60]!r}…", flush=True)
        print(f"{name:10} {tried:>4} shapes, slowest {worst[0]:.2f} s: {worst[1]}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
