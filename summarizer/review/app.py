"""The local web application of `summarizer review`: one page a review, for whoever holds the address.

It listens on loopback only. The address holds a random token, without which nothing is there; requests under another
host name (a foreign page that points its own name at this machine) or from another origin are refused.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from summarizer.errors import InputError, SummarizerError
from summarizer.render.html import TEMPLATES as SHARED
from summarizer.render.html import environment
from summarizer.render.visible import visible
from summarizer.review.agreement import agreements, words_of
from summarizer.review.reviewing import Review
from summarizer.review.screen import TEMPLATES, Progress, Screen

_STATIC = {
    "page.css": (SHARED, "text/css"),
    "page.js": (SHARED, "text/javascript"),
    "review.css": (TEMPLATES, "text/css"),
    "review.js": (TEMPLATES, "text/javascript"),
}
_MAX_BODY = 1_000_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def application(reviews: Sequence[Review], token: str, port: int) -> Starlette:
    """The application for some reviews. `port` is where it will listen: requests for anything else are refused."""
    desk = _Desk(reviews)
    routes = [
        Route("/{token}/", desk.index),
        Route("/{token}/static/{name}", desk.static),
        Route("/{token}/r/{number:int}/", desk.page),
        Route("/{token}/r/{number:int}/state", desk.state),
        Route("/{token}/r/{number:int}/editor/{item}", desk.editor),
        Route("/{token}/r/{number:int}/agreement", desk.agreement),
        Route("/{token}/r/{number:int}/do", desk.do, methods=["POST"]),
        Route("/{token}/r/{number:int}/save", desk.save, methods=["POST"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Guard, token=token, port=port)])


class _Guard:
    """Lets nobody in without the token, under another name, or from another page; marks every answer as private."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items()]
            await send(message)

        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, request: Request) -> Response | None:
        given = request.url.path.split("/")[1] if request.url.path.count("/") > 1 else ""
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse("There is nothing here without the whole address.", 404)
        if request.headers.get("host") not in self._hosts:
            return PlainTextResponse("This page answers under 127.0.0.1 only.", 421)
        if request.method == "POST":
            origin = request.headers.get("origin", "")
            if origin.removeprefix("http://") not in self._hosts:
                return PlainTextResponse("This request does not come from the page of the review.", 403)
            if request.headers.get("content-type", "").split(";")[0] != "application/json":
                return PlainTextResponse("JSON is expected.", 415)
        return None


def _told(handler: Callable[[_Desk, Request], Awaitable[Response]]) -> Callable[[_Desk, Request], Awaitable[Response]]:
    """Errors that a person can do something about, as words for the page."""

    async def telling(desk: _Desk, request: Request) -> Response:
        try:
            return await handler(desk, request)
        except InputError as error:
            return JSONResponse({"error": visible(str(error))}, 422)
        except SummarizerError as error:
            return JSONResponse({"error": visible(str(error))}, 507)

    return telling


class _Desk:
    """The handlers. They run one after the other, so that no two steps of a review can cross."""

    def __init__(self, reviews: Sequence[Review]) -> None:
        self._reviews = list(reviews)
        self._screens = [Screen(review) for review in reviews]

    async def index(self, request: Request) -> Response:
        """The list of reviews, or the one there is."""
        if len(self._reviews) == 1:
            return RedirectResponse("r/0/")
        rows = [
            {
                "number": number,
                "title": review.state.base.source.title or review.place.name,
                "progress": Progress.of(review.state),
                "saved": review.place.gold.exists(),
            }
            for number, review in enumerate(self._reviews)
        ]
        return HTMLResponse(environment(TEMPLATES).get_template("index.html.j2").render(rows=rows))

    async def static(self, request: Request) -> Response:
        """One of the style sheets and scripts."""
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("no such file", 404)
        folder, kind = _STATIC[name]
        return Response((folder / name).read_bytes(), media_type=kind)

    async def page(self, request: Request) -> Response:
        """The page of one review."""
        review, screen = self._chosen(request)
        if review is None or screen is None:
            return PlainTextResponse("no such review", 404)
        return HTMLResponse(screen.html({"static": "../../static/", "several": len(self._reviews) > 1}))

    @_told
    async def state(self, request: Request) -> Response:
        """What has changed since a version."""
        review, screen = self._chosen(request)
        if review is None or screen is None:
            return JSONResponse({"error": "no such review"}, 404)
        return JSONResponse(screen.changed(_number(request.query_params.get("since"))))

    async def editor(self, request: Request) -> Response:
        """The form of one item."""
        _, screen = self._chosen(request)
        return HTMLResponse(screen.editor(request.path_params["item"]) if screen is not None else "")

    @_told
    async def do(self, request: Request) -> Response:
        """One step: `{"key", "version", "ask", "open"}`; answers with what has changed, and the form that is open."""
        review, screen = self._chosen(request)
        sent = await _body(request)
        if review is None or screen is None or not isinstance(sent.get("ask"), dict):
            return JSONResponse({"error": "no such review"}, 404)
        since, key = _number(sent.get("version")), str(sent.get("key"))
        if since != review.version and not review.knows(key):
            late = "This review was changed in another window. It is up to date here now: look, and do it again."
            return JSONResponse({"error": late, **screen.changed(since)}, 409)
        touched = review.do(sent["ask"], key)
        return JSONResponse(
            {**screen.changed(since), "touched": touched, "editor": screen.editor(str(sent.get("open") or ""))}
        )

    @_told
    async def save(self, request: Request) -> Response:
        """Save the gold file."""
        review, screen = self._chosen(request)
        await _body(request)
        if review is None or screen is None:
            return JSONResponse({"error": "no such review"}, 404)
        gold = review.save()
        others = [found.theirs.annotator for found in agreements(review.place.gold)]
        since = review.version - 1
        return JSONResponse({**screen.changed(since), "path": str(gold.path), "agreement": others})

    async def agreement(self, request: Request) -> Response:
        """How far this review agrees with those of others."""
        review, _ = self._chosen(request)
        if review is None:
            return PlainTextResponse("no such review", 404)
        try:
            found = agreements(review.place.gold)
        except InputError as error:
            return PlainTextResponse(visible(str(error)), 422)
        template = environment(TEMPLATES).get_template("agreement.html.j2")
        return HTMLResponse(template.render(found=found, review=review, static="../../static/", words_of=words_of))

    def _chosen(self, request: Request) -> tuple[Review | None, Screen | None]:
        number = request.path_params["number"]
        if not 0 <= number < len(self._reviews):
            return None, None
        return self._reviews[number], self._screens[number]


async def _body(request: Request) -> dict[str, Any]:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _MAX_BODY:
            raise InputError("that is too much for one step")
    try:
        sent = json.loads(content or b"{}")
        json.dumps(sent, ensure_ascii=False).encode()  # half a character could not be stored
    except (ValueError, RecursionError) as error:
        raise InputError("the page sent something that cannot be read") from error
    if not isinstance(sent, dict):
        raise InputError("the page sent something that cannot be read")
    return sent


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return -1
