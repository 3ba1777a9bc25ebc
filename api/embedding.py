"""Which pages of other sites may ask: an allow-list of origins, and a public key where the operator sets one.

Knows ASGI, origins and two paths; must not know what is answered there. Neither origin nor key is a proof of who asks:
they keep honest pages in order, and what they open is what every reader of this service may see anyway.
"""

from collections.abc import Collection
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import KINDS, Problem, problem_response

OPEN_PATHS = ("/api/v1/suggest", "/api/v1/search")
"""What a page of another site may ask with GET."""


class OtherOrigins:
    """Lets pages of listed origins read what they may ask for (Fetch standard, CORS protocol)."""

    def __init__(self, app: ASGIApp, origins: Collection[str], key: str | None) -> None:
        self.app = app
        self.origins = frozenset(origins)
        self.key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or scope["path"] not in OPEN_PATHS:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        is_foreign = origin is not None and origin.partition("://")[2] != headers.get("host")
        allowed = origin if is_foreign and origin in self.origins else None
        if is_foreign and not self._has_key(scope):
            problem = Problem(KINDS["forbidden"], "Pages of other sites must send the operator's key as `key`.")
            await problem_response(problem, scope["path"])(scope, receive, send)
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                sent.add_vary_header("Origin")
                if allowed:
                    sent["access-control-allow-origin"] = allowed
                    sent["cross-origin-resource-policy"] = "cross-origin"
            await send(message)

        await self.app(scope, receive, send_shared)

    def _has_key(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("ascii", "replace")).get("key", [""])[0]
        return self.key is None or given == self.key
