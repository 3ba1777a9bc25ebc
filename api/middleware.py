"""What every request passes through on its way in and every response on its way out.

Knows ASGI only. Logs paths, never query strings, bodies or the messages of unexpected exceptions: each may hold the
words of a question.
"""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import KINDS, Problem
from search.personal import mask

access_log = logging.getLogger("samsok.access")
fault_log = logging.getLogger("samsok.fault")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Pages need a style sheet, pictures, forms and the scripts of this service; nothing inline, nothing from elsewhere."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS = {
    "x-content-type-options": "nosniff",
    # the address of a result list holds the question: it must not reach other sites
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_YEAR_S = 31_536_000
_LONGEST_PATH = 200


class AccessLog:
    """Write one line for each request: method, path without query, status, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            took_ms = (time.perf_counter() - started) * 1000
            access_log.info("%s %s %d %.1f ms", scope["method"], printable_path(scope), status, took_ms)


class SecurityHeaders:
    """Add the headers that keep browsers from doing more with an answer than show it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_static = scope["path"].startswith("/static/")
        immutable = is_static and scope["query_string"]

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                headers.setdefault("content-security-policy", PAGE_POLICY if is_page else DATA_POLICY)
                headers.setdefault("cache-control", _caching(message["status"], stays=bool(immutable), asked=is_static))
                for name, value in _ALWAYS.items():
                    # a script for other sites says itself that they may load it
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_guarded)


def _caching(status: int, *, stays: bool, asked: bool) -> str:
    # the address of a static file carries a hash of its content; a script that another one loads is asked for anew
    if stays and status in (200, 304):
        return f"public, max-age={_YEAR_S}, immutable"
    return "no-cache" if asked else "no-store"


class Border:
    """The last border: an unexpected exception becomes a problem with an id, its trace goes to the log.

    Args:
        render: makes the response for a problem on the path of this scope.
    """

    def __init__(self, app: ASGIApp, render: Callable[[Scope, Problem], Response]) -> None:
        self.app = app
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_noting_start(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting_start)
        except Exception as error:  # noqa: BLE001 - one request must not take the service down
            error_id = log_fault(scope, error)
            if not begun:
                kind = KINDS["internal-error"]
                await self.render(scope, Problem(kind, kind.advice, error_id=error_id))(scope, receive, send)


class BodyLimit:
    """Refuse bodies over `max_bytes`, announced or not, before they are in memory."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        seen = 0

        async def receive_counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.max_bytes:
                raise HTTPException(413, f"The body has more than {self.max_bytes} bytes: send less.")
            return message

        await self.app(scope, receive_counting if scope["type"] == "http" else receive, send)


class HeadAsGet:
    """Answer HEAD as GET would be; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def printable_path(scope: Scope) -> str:
    """Return the path for one line of a log: percent-encoded, without the query string, cut to a bounded length.

    Identity numbers in it are masked, also where percent-encoding parts them.
    """
    masked = mask(scope["path"])
    if masked.count:
        return quote(masked.text, safe="/*")[:_LONGEST_PATH]
    raw: bytes = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
    return raw.split(b"?")[0].decode("ascii", "backslashreplace")[:_LONGEST_PATH]


def log_fault(scope: Scope, error: BaseException) -> str:
    """Log an exception with its traceback under a new id; the message is written at level debug only."""
    error_id = uuid.uuid4().hex
    lines = traceback.format_exception(error) if fault_log.isEnabledFor(logging.DEBUG) else _without_messages(error)
    fault_log.error("%s %s error_id=%s\n%s", scope["method"], printable_path(scope), error_id, "".join(lines).rstrip())
    return error_id


def _without_messages(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_without_messages(cause), "which led to:\n"] if cause is not None else []
    return [*before, *traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}\n"]
