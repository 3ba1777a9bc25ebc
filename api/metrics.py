"""Counts of requests for `/metrics`, in the text format of Prometheus.

Knows routes, statuses and durations. Must not know what was asked: labels are templates of routes, never a path, a
question or an id.
"""

import bisect
import threading
import time
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.port import Readiness

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_OTHER = "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counters of this process; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets = [0] * (len(BUCKETS_S) + 1)
        self._seconds = 0.0
        self._started = time.time()

    def add(self, method: str, route: str, status: int, took_s: float) -> None:
        """Count one request."""
        with self._lock:
            self._requests[method if method in _METHODS else _OTHER, route, status] += 1
            self._buckets[bisect.bisect_left(BUCKETS_S, took_s)] += 1
            self._seconds += took_s

    def text(self, state: Readiness) -> str:
        """Return all figures, each with its help and type."""
        with self._lock:
            requests, buckets, seconds = dict(self._requests), list(self._buckets), self._seconds
        lines = _head("samsok_http_requests_total", "counter", "Requests answered, by route and status.")
        lines += [
            f'samsok_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
            for (method, route, status), count in sorted(requests.items())
        ]
        lines += [*_histogram(buckets, seconds), *_gauges(state, self._started)]
        return "\n".join([*lines, ""])


def _histogram(buckets: list[int], seconds: float) -> list[str]:
    name, total = "samsok_http_request_seconds", 0
    lines = _head(name, "histogram", "How long requests took, all routes together.")
    for limit, count in zip([*map(str, BUCKETS_S), "+Inf"], buckets, strict=True):
        total += count
        lines.append(f'{name}_bucket{{le="{limit}"}} {total}')
    return [*lines, f"{name}_sum {seconds:.6f}", f"{name}_count {total}"]


def _gauges(state: Readiness, started: float) -> list[str]:
    figures = (
        ("samsok_ready", "Whether questions can be answered.", int(state.ok)),
        ("samsok_generation", "Number of the generation that answers, 0 before the first.", state.generation or 0),
        ("samsok_documents", "Documents that can be found.", state.documents),
        ("samsok_passages", "Passages that can be found.", state.passages),
        ("samsok_start_time_seconds", "When this process started, seconds since 1970.", round(started, 3)),
    )
    return [line for name, help_, value in figures for line in (*_head(name, "gauge", help_), f"{name} {value}")]


def _head(name: str, kind: str, help_: str) -> list[str]:
    return [f"# HELP {name} {help_}", f"# TYPE {name} {kind}"]


class Measure:
    """Counts each request when its answer has been sent."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        finally:
            self.metrics.add(scope["method"], _route(scope), status, time.perf_counter() - started)


def _route(scope: Scope) -> str:
    """Return the template of the route that answered; anything else, such as an unknown path, has one label."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else _OTHER
