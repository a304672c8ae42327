"""Fetching one page over http or https, without letting its address reach into private networks.

Each address, also each one a redirect leads to, is resolved here, its IP addresses are checked, and the connection is
made to a checked IP address: a name that resolves differently the second time (DNS rebinding) gains nothing. Size is
limited as sent and as unpacked, time as a whole (a server that drips bytes is cut off), redirects in number.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.errors import InputError

if TYPE_CHECKING:
    import httpx2

_CONTENT_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_HEADERS = {
    "User-Agent": "summarizer (news briefs; reads one page when asked)",
    "Accept": "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8",
    "Accept-Encoding": "gzip",  # what `_unpacked` can stop in the middle of
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # everything that is routed in IPv6
# Reserved by RFCs that the library of some supported Python version does not know.
_RESERVED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")))
_USER_INFO = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")


@dataclass(frozen=True)
class Page:
    """What an address gave: `url` after redirects, `content_type` in lower case ("" where none was sent)."""

    url: str
    data: bytes
    content_type: str
    charset: str | None


def fetch(
    url: str, *, max_bytes: int, max_seconds: float = 30.0, max_redirects: int = 5, allow_private: bool = False
) -> Page:
    """The page at `url`. Raises InputError for every reason not to have it, with the reason in words.

    Only http and https, only public IP addresses (unless `allow_private`), only HTML, plain text and Markdown.
    """
    import httpx2

    deadline = time.monotonic() + max_seconds
    shown = without_credentials(url)
    with _Guillotine(max_seconds) as guillotine:
        try:
            # No connection is kept: the pool knows it by IP address, and another name there has another certificate.
            limits = httpx2.Limits(max_keepalive_connections=0)
            with httpx2.Client(follow_redirects=False, headers=_HEADERS, limits=limits) as client:
                for _ in range(max_redirects + 1):
                    target = _target(url, shown)
                    request = _pinned(client, target, shown, allow_private, guillotine)
                    response = client.send(request, stream=True)
                    try:
                        if response.status_code in _REDIRECTS and "location" in response.headers:
                            url = str(target.join(response.headers["location"]))
                            continue
                        return _page(response, target, shown, max_bytes, deadline)
                    finally:
                        response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, UnicodeError, zlib.error) as error:
            if time.monotonic() >= deadline:
                raise InputError(f"{shown} was not there after {max_seconds:g} seconds.") from None
            raise InputError(f"{shown} cannot be fetched: {str(error)[:200] or type(error).__name__}.") from None
    raise InputError(f"{shown} redirects more than {max_redirects} times.")


def without_credentials(url: str) -> str:
    """`url` without a user name and password before its host, so that messages and briefs never hold them."""
    return _USER_INFO.sub(r"\1", url)


def _target(url: str, shown: str) -> httpx2.URL:
    import httpx2

    target = httpx2.URL(url)
    if target.scheme not in ("http", "https"):
        raise InputError(f"{shown}: only http and https addresses are fetched, not {target.scheme or 'this'}.")
    if target.userinfo:
        raise InputError(f"{shown}: addresses with a user name or password are not fetched.")
    if not target.host:
        raise InputError(f"{shown} names no host.")
    return target.copy_with(fragment=None)


def _pinned(
    client: httpx2.Client, target: httpx2.URL, shown: str, allow_private: bool, guillotine: _Guillotine
) -> httpx2.Request:
    """The request to `target`, sent to an IP address that was checked, with the name kept for Host and certificate."""
    host = target.raw_host.decode("ascii")
    port = target.port or (443 if target.scheme == "https" else 80)
    address = _checked_address(host, port, shown, allow_private, guillotine.remaining())
    return client.build_request(
        "GET",
        target.copy_with(host=address),
        headers={"Host": target.netloc.decode("ascii")},
        timeout=guillotine.remaining(),
        extensions={"sni_hostname": host, "trace": guillotine.watch},
    )


def _checked_address(host: str, port: int, shown: str, allow_private: bool, seconds: float) -> str:
    """The first IP address of `host` that may be connected to."""
    addresses = _resolved(host.strip("[]"), port, shown, seconds)
    for address in addresses:
        if allow_private or is_public(address):
            return address
    raise InputError(f"{shown} leads to a private or reserved address ({addresses[0]}), which is not fetched.")


def _resolved(host: str, port: int, shown: str, seconds: float) -> list[str]:
    """The IP addresses of a name; asked for in a thread of its own, since the system's resolver takes no time limit."""
    found: list[str] = []

    def resolve() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError, OverflowError):
            pass  # nothing found: no such name, no name at all, no such port

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError("its name takes too long to be resolved")
    if not found:
        raise InputError(f"{shown}: the name {host} cannot be resolved.")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv4 address wrapped in IPv6 counts as the IPv4
    address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _GLOBAL_UNICAST:
            return False
    if any(ip in network for network in _RESERVED):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _page(response: httpx2.Response, target: httpx2.URL, shown: str, max_bytes: int, deadline: float) -> Page:
    if response.status_code != 200:
        raise InputError(f"{shown} answered {response.status_code} {response.reason_phrase}".rstrip() + ".")
    kind, _, rest = response.headers.get("content-type", "").lower().partition(";")
    kind = kind.strip()
    if kind and kind not in _CONTENT_TYPES:
        raise InputError(f"{shown} is {kind[:80]}, not HTML, plain text or Markdown.")
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", rest)
    encoding = response.headers.get("content-encoding", "identity").lower().strip()
    data = bytearray()
    for part in _unpacked(response.iter_raw(_CHUNK), encoding, shown, max_bytes):
        data += part
        if len(data) > max_bytes:
            raise InputError(f"{shown} is larger than {max_bytes:,} bytes, the limit for one article.")
        if time.monotonic() > deadline:
            raise TimeoutError
    return Page(str(target), bytes(data), kind.replace("x-markdown", "markdown"), charset[1] if charset else None)


def _unpacked(chunks: Iterator[bytes], encoding: str, shown: str, max_bytes: int) -> Iterator[bytes]:
    """The body unpacked a little at a time, so that a bomb is noticed when the limit is passed, not after it went
    off."""
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise InputError(f"{shown} came packed as {encoding[:40]!r}, which was not asked for.")
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for chunk in chunks:
        while chunk:
            yield unpacker.decompress(chunk, max(1, min(max_bytes, _CHUNK)))
            chunk = unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise InputError(f"{shown} broke off in the middle of its gzip data.")


class _Guillotine:
    """Cuts the connection at the deadline: time limits of single reads do not stop a server that drips bytes."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self._fallen = False

    def __enter__(self) -> _Guillotine:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def remaining(self) -> float:
        """Seconds until the deadline, at least a hundredth."""
        return max(0.01, self._deadline - time.monotonic())

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Receives the transport's trace events and keeps the sockets that they bring."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            stream = info.get("return_value")
            found = stream.get_extra_info("socket") if stream is not None else None
            if isinstance(found, socket.socket):
                self._sockets.append(found)
                if self._fallen:
                    self._cut()

    def _cut(self) -> None:
        self._fallen = True
        for found in self._sockets:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed already
