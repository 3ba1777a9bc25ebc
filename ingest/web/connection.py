"""Connections to web servers: to a checked IP address, for a bounded time.

Knows httpcore and TLS. Must not know what is asked for or what an answer means.

httpcore, which httpx itself stands on, lets its users make the sockets. That is what is needed here and what httpx
does not offer: the IP address that was checked is the one that is connected to, while the name stays for TLS and the
Host header; and a server that sends a byte now and then cannot stretch a request beyond its deadline.
"""

import math
import ssl
import time
from collections.abc import Iterable
from typing import Any

import certifi
import httpcore

from ingest.web.guard import Guard

_KEEP_ALIVE_S = 30.0
_LONGEST_S = 3600.0
"""Of one step; sockets take no infinite time."""


class Clock:
    """When the request that is being made must be over."""

    def __init__(self) -> None:
        self.deadline = math.inf

    def left(self, timeout_s: float | None) -> float:
        """Return how long one step may take; 0 or less when the time is over."""
        return min(_LONGEST_S if timeout_s is None else timeout_s, self.deadline - time.monotonic(), _LONGEST_S)


class GuardedBackend(httpcore.NetworkBackend):
    """Makes sockets to the addresses that a guard returns, whose reads end at the clock's deadline."""

    def __init__(self, guard: Guard, clock: Clock) -> None:
        self._guard = guard
        self._clock = clock
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            RefusedAddress: the host is at an address that may not be connected to.
            UnavailablePage: the host's name cannot be resolved.
        """
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._guard.addresses(host, port):
            left = self._clock.left(timeout)
            if left <= 0:
                raise httpcore.ConnectTimeout("the time for this request is over")
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
                return _TimedStream(stream, self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._clock.left(timeout)
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this request is over")
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._clock.left(timeout)
        if left <= 0:
            raise httpcore.WriteTimeout("the time for this request is over")
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = max(0.001, self._clock.left(timeout))
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def open_pool(guard: Guard, clock: Clock) -> httpcore.ConnectionPool:
    """Return connections for one visitor: one at a time, kept while the next page is waited for."""
    return httpcore.ConnectionPool(
        ssl_context=_tls(),
        max_connections=1,
        keepalive_expiry=_KEEP_ALIVE_S,
        network_backend=GuardedBackend(guard, clock),
    )


def _tls() -> ssl.SSLContext:
    """Trust the authorities of this machine, where agencies put their own, and the public ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
