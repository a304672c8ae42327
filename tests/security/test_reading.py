"""Reading what others wrote: addresses, names of files to be, loaders, and whatever unfolds."""

from __future__ import annotations

import gzip
import json
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from summarizer import plain_yaml
from summarizer.articles import fetch as fetching
from summarizer.articles.fetch import fetch
from summarizer.articles.markup import markdown_to_text
from summarizer.articles.metadata import safe_id
from summarizer.articles.model import Article
from summarizer.articles.read import read_articles
from summarizer.bounds import too_deep
from summarizer.briefs.load import parse_brief
from summarizer.briefs.models import Number
from summarizer.briefs.stored import read_briefs
from summarizer.cassettes.suites import pack_folder
from summarizer.errors import InputError, SummarizerError
from summarizer.evals.runs import open_run
from tests.security.making import hostile_brief

PRIVATE = (
    # IPv4 in every spelling that some resolver takes
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.000.000.001",
    "0", "0.0.0.0", "10.0.0.1", "0xa.0.0.1", "192.168.1.1", "3232235777", "172.16.0.1", "172.31.255.255", "100.64.0.1",
    "169.254.169.254", "2852039166", "192.0.0.170", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    # IPv6, also with an IPv4 address inside
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a00:1]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a00:1::1]",
    "[2001:0:5ef5:79fb:0:0:80ff:fffe]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]", "[100::1]",
    "[2001:db8::1]", "[3fff::1]", "[5f00::1]",
    # names
    "localhost", "localhost.", "LOCALHOST", "a.localhost",
    # letters and digits that names are folded to
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "ⓛocalhost",
)  # fmt: skip


@pytest.mark.enable_socket
@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_address_is_fetched(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "create_connection", never)
    for url in (f"http://{host}/", f"https://{host}:8443/x?y"):
        with pytest.raises(InputError, match=r"private or reserved|cannot be resolved|cannot be fetched|names no host"):
            fetch(url, max_bytes=1000, max_seconds=5)


@pytest.mark.parametrize("host", PRIVATE)
def test_no_redirect_leads_there_either(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx2

    asked = []

    def handle(transport: Any, request: Any) -> Any:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"location": f"//{host}/".encode()})

    def resolve(name: str, port: int, **_: object) -> list[Any]:
        return (
            real(name, port, type=socket.SOCK_STREAM)
            if name != "news.example"
            else [(0, 0, 0, "", ("93.184.215.14", port))]
        )

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    with pytest.raises(InputError):
        fetch("http://news.example/", max_bytes=1000, max_seconds=5)
    assert asked == ["93.184.215.14"]


def test_of_several_addresses_of_a_name_only_a_public_one_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx2

    asked = []

    def handle(transport: Any, request: Any) -> Any:
        asked.append((request.url.host, request.headers["host"]))
        return httpx2.Response(404)

    addresses = ["10.0.0.1", "::ffff:127.0.0.1", "93.184.215.14"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (one, 80)) for one in addresses])
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    with pytest.raises(InputError, match="404"):
        fetch("http://news.example/", max_bytes=1000)
    assert asked == [("93.184.215.14", "news.example")]


def test_a_resolver_that_takes_for_ever_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"not there after 0\.2 seconds"):
        fetch("http://news.example/", max_bytes=1000, max_seconds=0.2)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "url", ["http://\udcff/", "http://h:99999/", "http://h:-1/", "http://[v1.x]/", "http://a\x00b/"]
)
def test_broken_addresses_are_one_line_of_error(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: [])
    with pytest.raises(InputError) as caught:
        fetch(url, max_bytes=1000)
    assert len(str(caught.value).splitlines()) == 1


# --- names of files to be ---------------------------------------------------------------------------------------------

PATHS = (
    "../../etc/passwd", "/etc/passwd", "..", ".", "", "...", "a/../../b", "..\\..\\x", "C:\\x", "c:x", "\x00", "a\x00b", "a\nb",
    "~/x", "-rf", ".hidden", "CON", "nul.txt", "LPT1", "a" * 500, "é" * 200, "\u202egpj.exe", "．．／x", "%2e%2e%2f", "$(id)", "a:b",
)  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_an_id_is_a_file_name_in_the_folder_it_is_meant_for(name: str, tmp_path: Path) -> None:
    row = json.dumps(
        {"id": name, "title": name, "outlet": name, "text": "The minister resigned on Wednesday, he said."}
    )
    (tmp_path / "corpus.jsonl").write_text(row + "\n")
    (found,) = read_articles([str(tmp_path / "corpus.jsonl")])
    assert isinstance(found, Article)
    for part in (found.id, safe_id(name), pack_folder(name)):
        path = tmp_path / f"{part}.json"
        assert path.resolve().parent == tmp_path.resolve()
        assert not part.startswith((".", "-"))
        path.write_text("{}")


@pytest.mark.parametrize(
    "name", [path for path in PATHS if set("/\\:\0\n") & set(path) or path in ("", ".", "..", "...")]
)
def test_a_stored_brief_cannot_name_files_elsewhere(name: str) -> None:
    content = json.loads(hostile_brief().to_json())
    content["source"]["id"] = name
    with pytest.raises(InputError, match=r"source\.id"):
        parse_brief(json.dumps(content).encode(), "x.json")


@pytest.mark.parametrize("field", ["suite", "article", "folder", "failure"])
def test_a_stored_run_cannot_name_files_elsewhere(field: str, tmp_path: Path) -> None:
    path = "../../elsewhere"
    run: dict[str, Any] = {
        "schema_version": "1.0", "state": "complete", "suite": "s", "gold": "g", "gold_sha256": "0" * 64, "takes": 1,
        "systems": [{"name": "p", "folder": "p", "pack": "p", "pack_sha256": "0" * 64, "model": "m/n"}],
        "articles": [{"id": "a", "genre": "g", "cluster": "c", "words": 1}],
        "failures": [{"system": "p", "take": 1, "article": "a", "status": "invalid", "reason": "r"}],
    }  # fmt: skip
    (tmp_path / "run.json").write_text(json.dumps(run))
    assert open_run(tmp_path).file.suite == "s"
    place = {"suite": run, "article": run["articles"][0], "folder": run["systems"][0], "failure": run["failures"][0]}[
        field
    ]
    place["id" if field == "article" else "article" if field == "failure" else field] = path
    (tmp_path / "run.json").write_text(json.dumps(run))
    with pytest.raises(InputError, match="pattern"):
        open_run(tmp_path)


# --- loaders ----------------------------------------------------------------------------------------------------------


def _laughs(levels: int = 9) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _merges(levels: int = 30) -> str:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, levels)]
    return "\n".join(lines)


BOMBS = {
    "laughs": (_laughs(), "anchor"),
    "merges": (_merges(), "anchor"),
    "deep flow": ("[" * 200_000, "nested more than"),
    "deep block": ("- " * 100_000, "nested more than"),
    "deep mapping": ("{a: " * 100_000, "nested more than"),
    "many": ("[" + "1," * 600_000 + "1]", "more than 250,000 values"),
    "tag": ("!!python/object/apply:os.system [id]", "tag"),
    "binary": ("!!binary aGk=", "tag"),
    "twice": ("a: 1\na: 2", "given twice"),
    "other keys": ("1: a", "is no text"),
    "two documents": ("a: 1\n---\nb: 2", "second document"),
    "control": ("a: \x07", "not allowed|special characters"),
    "half a date": ("a: 2024-02-30", "is no value"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_that_unfolds_runs_or_means_two_things_is_refused_at_once(name: str) -> None:
    text, said = BOMBS[name]
    begun = time.perf_counter()
    with pytest.raises(plain_yaml.PlainYamlError, match=said):
        plain_yaml.load(text)
    assert time.perf_counter() - begun < 2


def test_a_megabyte_of_sixties_is_no_figure() -> None:
    begun = time.perf_counter()
    assert isinstance(plain_yaml.load("a: " + "1:" * 500_000 + "1")["a"], str)
    assert time.perf_counter() - begun < 2


def test_plain_yaml_means_what_it_means_elsewhere() -> None:
    import yaml

    text = Path("evals/gold/newsroom/ferry-1.yaml").read_text("utf-8")
    assert plain_yaml.load(text) == yaml.safe_load(text)
    odd = "a: [1, 0x1f, 1_000, 1.5, .inf, ~, null, yes, No, '1', \"2\", 2024-05-10, 1:30, x: y]\nb: |\n  two\n  lines\nc:\n"
    assert plain_yaml.load(odd) == yaml.safe_load(odd)
    assert plain_yaml.load("") is None


def test_a_front_matter_bomb_is_no_front_matter() -> None:
    begun = time.perf_counter()
    text, found = markdown_to_text(f"---\n{_merges(20)}\n---\n\nThe minister resigned.\n", "x")
    assert time.perf_counter() - begun < 2
    assert found.title is None
    assert "The minister resigned." in text


def test_a_figure_that_unfolds_is_refused() -> None:
    content = json.loads(hostile_brief().to_json())
    for figure in ("1e999999999", "-1E+5000", "1e-999999999", "1" + "0" * 5000):
        content["numbers"][0]["value"] = figure
        with pytest.raises(InputError, match="figure of more than 1,000 places"):
            parse_brief(json.dumps(content).encode(), "x.json")
    assert Number.model_validate({**content["numbers"][0], "value": "1e30"}).value == 10**30


def test_how_deep_json_nests_is_worked_out_without_recursion() -> None:
    deep: Any = None
    for _ in range(100_000):
        deep = [deep]
    assert too_deep(deep)
    assert not too_deep({"a": [{"b": 1}] * 1000})
    while deep:  # taken apart by hand: the interpreter would recurse
        deep = deep[0]


# --- decompression ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 2])
def test_a_packed_file_is_no_article(layers: int, tmp_path: Path) -> None:
    data = b"\0" * 10_000_000
    for _ in range(layers):
        data = gzip.compress(data)
    (tmp_path / "story.txt").write_bytes(data)
    (tmp_path / "story.jsonl").write_bytes(data + b"\n")
    for name in ("story.txt", "story.jsonl"):
        found = list(read_articles([str(tmp_path / name)]))
        assert not any(isinstance(one, Article) for one in found)
        assert "gzip archive" in str(found[0].error)  # type: ignore[union-attr]


def _packed(size: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(size // 1_000_000):
        yield packer.compress(bytes(1_000_000))
    yield packer.flush()


@pytest.mark.parametrize("name", ["many members", "one member"])
def test_a_gzip_bomb_on_the_way_is_unpacked_no_further_than_the_limit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx2

    bomb = b"".join(_packed(100_000_000)) if name == "one member" else gzip.compress(bytes(5_000)) * 1000
    headers = {"content-type": "text/html", "content-encoding": "gzip"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.215.14", 80))])
    monkeypatch.setattr(
        httpx2.HTTPTransport,
        "handle_request",
        lambda *_: httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(bomb)),
    )
    tracemalloc.start()
    try:
        if name == "one member":
            with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
                fetch("http://news.example/", max_bytes=1_000_000)
        else:
            assert len(fetch("http://news.example/", max_bytes=1_000_000).data) <= 1_000_000
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_parquet_bomb_is_read_a_little_at_a_time(tmp_path: Path) -> None:
    text = "The minister resigned on Wednesday, a spokesman said. " * 4_000
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"text": pa.array([text] * 1_000)}), path, compression="zstd")  # 216 MB in some kilobytes
    assert path.stat().st_size < 200_000
    before = pa.total_allocated_bytes()
    most = 0
    for at, found in enumerate(read_articles([str(path)], max_bytes=100_000)):
        most = max(most, pa.total_allocated_bytes() - before)
        assert "longer than the limit" in str(found.error)  # type: ignore[union-attr]
        if at == 40:
            break
    assert most < 20_000_000


@pytest.mark.parametrize("read", ["articles", "briefs"])
def test_a_value_that_a_dictionary_repeats_is_in_memory_a_few_times_only(tmp_path: Path, read: str) -> None:
    text = "The minister resigned on Wednesday, a spokesman said. " * 40_000
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array([text]))
    path = tmp_path / "bomb.parquet"
    table = pa.table({"text": column} if read == "articles" else {"brief": column})
    pq.write_table(table, path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 2_000
    before, most = pa.total_allocated_bytes(), 0
    found = read_articles([str(path)], max_bytes=1_000_000) if read == "articles" else read_briefs(path)
    for at, _ in enumerate(found):
        most = max(most, pa.total_allocated_bytes() - before)
        if at == 40:
            break
    assert len(text) <= most < 6 * len(text)  # 18 times, were it once a row of those in memory


def test_a_dictionary_of_a_value_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["minister " * 2_000_000]))
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"text": column}), path, compression="zstd")
    (found,) = read_articles([str(path)])
    assert "unfolds from" in str(found.error) and "that is no news" in str(found.error)  # type: ignore[union-attr]


def _deflated(kind: str) -> Callable[[bytes], bytes]:
    return {"gzip": gzip.compress, "deflate": zlib.compress}[kind]


@pytest.mark.enable_socket
@pytest.mark.parametrize("kind", ["gzip", "deflate", "br", "zstd"])
def test_a_model_server_that_packs_its_answer_is_not_believed(kind: str) -> None:
    import asyncio

    from summarizer.engines.calls import Call
    from summarizer.engines.client import Client
    from tests.stub import Step, Stub

    body = _deflated(kind)(bytes(20_000_000)) if kind in ("gzip", "deflate") else b"x"
    step = Step(raw=body, raw_kind="application/json", headers={"content-encoding": kind})
    call = Call("x", ({"role": "user", "content": "?"},), {"type": "object", "properties": {}}, "x", 10)

    async def ask(stub: Stub) -> None:
        async with Client(stub.target(), max_retries=0) as client:
            await client.ask(call)

    tracemalloc.start()
    try:
        with Stub(step) as stub, pytest.raises(SummarizerError, match="packed its answer"):
            asyncio.run(ask(stub))
        assert stub.requests[0].headers["accept-encoding"] == "identity"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.enable_socket
def test_a_model_server_whose_answer_has_no_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from summarizer.engines import transport
    from summarizer.engines.calls import Call
    from summarizer.engines.client import Client
    from tests.stub import Step, Stub

    monkeypatch.setattr(transport, "MAX_ANSWER", 100_000)
    call = Call("x", ({"role": "user", "content": "?"},), {"type": "object", "properties": {}}, "x", 10)

    async def ask(stub: Stub) -> None:
        async with Client(stub.target(), max_retries=0) as client:
            await client.ask(call)

    with (
        Stub(Step(raw=b" " * 3_000_000, raw_kind="application/json")) as stub,
        pytest.raises(SummarizerError, match="the answer is larger"),
    ):
        asyncio.run(ask(stub))
