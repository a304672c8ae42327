"""Fetching pages, from a server of its own on loopback."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from summarizer.articles import fetch as module
from summarizer.articles.fetch import Page, fetch, is_public, without_credentials
from summarizer.articles.model import Article, ReadFailure
from summarizer.articles.read import read_articles
from summarizer.errors import InputError

pytestmark = pytest.mark.enable_socket

BODY = "The minister resigned on Wednesday after a report said that he had leaked papers."
PAGE = f"<html><head><title>Resigned</title></head><body><article><p>{BODY}</p></article></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        ROUTES[self.path.split("?")[0]](self)

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def drip(handler: Handler, before_headers: bool) -> None:
    try:
        if not before_headers:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass  # the client hung up, as it should


def routes() -> dict[str, Callable[[Handler], None]]:
    html = "text/html; charset=utf-8"
    return {
        "/story.html": lambda h: h.answer(200, PAGE, Content_Type=html),
        "/plain": lambda h: h.answer(
            200, f"Résumé of it. {BODY}".encode("latin-1"), Content_Type="text/plain; charset=latin-1"
        ),
        "/misnamed": lambda h: h.answer(200, f"Résumé. {BODY}".encode(), Content_Type="text/plain; charset=utf8mb4"),
        "/binary": lambda h: h.answer(200, BODY.encode(), Content_Type="text/plain; charset=binary"),
        "/note.md": lambda h: h.answer(200, f"# A *title*\n\n{BODY}".encode(), Content_Type="text/markdown"),
        "/untyped": lambda h: h.answer(200, PAGE),
        "/packed": lambda h: h.answer(200, gzip.compress(PAGE), Content_Type=html, Content_Encoding="gzip"),
        "/bomb": lambda h: h.answer(200, gzip.compress(bytes(50_000_000)), Content_Type=html, Content_Encoding="gzip"),
        "/cut": lambda h: h.answer(200, gzip.compress(PAGE)[:-20], Content_Type=html, Content_Encoding="gzip"),
        "/brotli": lambda h: h.answer(200, b"x", Content_Type=html, Content_Encoding="br"),
        "/big": lambda h: h.answer(200, b"x" * 200_000, Content_Type=html),
        "/image": lambda h: h.answer(200, b"\x89PNG", Content_Type="image/png"),
        "/gone": lambda h: h.answer(404),
        "/once": lambda h: h.answer(302, Location="/story.html?from=once"),
        "/loop": lambda h: h.answer(301, Location="/loop"),
        "/inside": lambda h: h.answer(302, Location="http://10.0.0.1/admin"),
        "/file": lambda h: h.answer(302, Location="file:///etc/passwd"),
        "/drip": lambda h: drip(h, before_headers=False),
        "/drip-headers": lambda h: drip(h, before_headers=True),
    }


ROUTES = routes()


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def base(server: ThreadingHTTPServer) -> str:
    server.seen.clear()  # type: ignore[attr-defined]
    return f"http://127.0.0.1:{server.server_port}"


def get(url: str, **options: float) -> Page:
    return fetch(url, max_bytes=100_000, allow_private=True, **options)  # type: ignore[arg-type]


def problem(url: str, **options: float) -> str:
    with pytest.raises(InputError) as caught:
        get(url, **options)
    return str(caught.value)


def test_a_page_with_its_type_and_encoding(base: str) -> None:
    assert get(f"{base}/story.html#part") == Page(f"{base}/story.html", PAGE, "text/html", "utf-8")
    assert get(f"{base}/packed").data == PAGE


def test_a_redirect_is_followed_and_named(base: str) -> None:
    assert get(f"{base}/once").url == f"{base}/story.html?from=once"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/loop", "redirects more than 5 times"),
        ("/file", "only http and https"),
        ("/gone", "answered 404 Not Found"),
        ("/image", "is image/png, not HTML"),
        ("/big", "larger than 100,000 bytes"),
        ("/bomb", "larger than 100,000 bytes"),
        ("/cut", "broke off"),
        ("/brotli", "packed as 'br'"),
    ],
)
def test_what_is_refused(base: str, path: str, said: str) -> None:
    message = problem(base + path)
    assert said in message
    assert base in message


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_drips_is_cut_off(base: str, path: str) -> None:
    started = time.monotonic()
    assert "after 0.5 seconds" in problem(base + path, max_seconds=0.5)
    assert time.monotonic() - started < 3


def test_nobody_listening() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "cannot be fetched" in problem(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_this_machine_and_its_network_are_refused_by_default(base: str) -> None:
    for url in (
        base,
        base.replace("127.0.0.1", "localhost"),
        base.replace("127.0.0.1", "[::1]"),
        base.replace("127.0.0.1", "0x7f.1"),
    ):
        with pytest.raises(InputError, match=r"private or reserved|cannot be resolved"):
            fetch(f"{url}/story.html", max_bytes=1000)
    with pytest.raises(InputError, match=r"169\.254\.169\.254"):
        fetch("http://169.254.169.254/latest/meta-data/", max_bytes=1000)


def test_a_redirect_into_the_private_network_is_refused(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(InputError, match=r"private or reserved address \(10\.0\.0\.1\)"):
        fetch(f"{base}/inside", max_bytes=1000)


def test_a_name_is_resolved_once_and_the_checked_address_connected_to(
    base: str, server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    answers = ["127.0.0.1", "10.0.0.1"]  # what a rebinding server would say first and second

    def resolve(host: str, *rest: object, **options: object) -> object:
        return real(answers.pop(0) if host == "news.example" else host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    page = get(base.replace("127.0.0.1", "news.example") + "/story.html")
    assert page.url == f"http://news.example:{server.server_port}/story.html"
    assert server.seen == [("/story.html", f"news.example:{server.server_port}")]  # type: ignore[attr-defined]
    assert answers == ["10.0.0.1"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["https://u:s3cret@x.example/a", "http://s3cret@127.0.0.1/", "https://a@b:s3cret@x.example/"]
)
def test_credentials_are_refused_and_never_repeated(url: str) -> None:
    assert "s3cret" not in problem(url)
    assert "s3cret" not in without_credentials(url)


@pytest.mark.parametrize(
    "url",
    ["http://", "http:///x", "http://[::1", "http://x y/", "gopher://x/", "http://nowhere.invalid/", "http://a..b/"],
)
def test_addresses_that_are_none(url: str) -> None:
    assert len(problem(url).splitlines()) == 1


def test_articles_from_addresses(base: str) -> None:
    sources = [f"{base}/story.html", f"{base}/gone", f"{base}/plain", f"{base}/note.md", f"{base}/untyped"]
    page, gone, plain, note, untyped = read_articles(sources, allow_private=True)
    assert isinstance(page, Article)
    assert (page.id, page.title, page.text, page.url) == (
        "story",
        "Resigned",
        f"Resigned\n{BODY}",
        f"{base}/story.html",
    )
    assert isinstance(gone, ReadFailure)
    assert isinstance(plain, Article)
    assert plain.text.startswith("Résumé of it. ")
    assert isinstance(note, Article)
    assert (note.title, note.text) == ("A title", f"A title\n\n{BODY}")
    assert isinstance(untyped, Article)
    assert untyped.text == page.text


@pytest.mark.parametrize(("path", "text"), [("/misnamed", f"Résumé. {BODY}"), ("/binary", BODY)])
def test_an_encoding_that_nobody_knows_stops_no_run(base: str, path: str, text: str) -> None:
    article, after = read_articles([base + path, f"{base}/story.html"], allow_private=True)
    assert isinstance(article, Article) and isinstance(after, Article)
    assert article.text == text
