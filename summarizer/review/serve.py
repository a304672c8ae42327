"""Run the application of a review on this machine until it is interrupted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence

from summarizer.errors import UsageError
from summarizer.review.app import application
from summarizer.review.lock import Seat, new_token
from summarizer.review.reviewing import Review

_HOST = "127.0.0.1"


def serve(reviews: Sequence[Review], port: int | None, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address once it can be opened.

    After a crash the last address is taken again, so that a page that is still open goes on where it was.

    Raises:
        UsageError: `port` is taken.
    """
    import uvicorn

    left = next((review.lock.left for review in reviews if review.lock.left is not None), None)
    listener = _listen(port if port is not None else (left.port if left is not None else 0), must=port is not None)
    bound = int(listener.getsockname()[1])
    token = left.token if left is not None and left.port == bound else new_token()
    for review in reviews:
        review.lock.sit(Seat(os.getpid(), bound, token))
    config = uvicorn.Config(
        application(reviews, token, bound),
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    ready(f"http://{_HOST}:{bound}/{token}/")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # uvicorn has shut down and hands the signal on
    finally:
        listener.close()


def _listen(port: int, *, must: bool) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen(64)  # from here on a browser may knock; it is let in once the application runs
    except OSError as error:
        listener.close()
        if must:
            raise UsageError(f"port {port}: {error.strerror}; leave --port out for a free one") from error
        return _listen(0, must=True)
    return listener
