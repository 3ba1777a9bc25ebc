"""A polite visitor: asks for one address at a time, as its host allows, and lays down what comes.

Knows HTTP, robots.txt, rates and redirects. Must not know why a page is asked for or what is done with it.
"""

import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore

from ingest.web.address import clean, host_of
from ingest.web.connection import Clock, open_pool
from ingest.web.guard import Guard
from ingest.web.headers import Headers, Kind, kind_of
from ingest.web.limits import WebLimits
from ingest.web.pace import Pace, TimeOver
from ingest.web.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from ingest.web.robots import Rules
from ingest.web.spool import Body, Spool
from ingest.web.unpack import Truncated, gunzip
from search.errors import DocumentTooLarge, RefusedAddress, UnavailablePage

MAX_HOPS = 10
"""Source: as browsers' limits of about 20 go, half of it; RFC 9309 asks for 5 with robots.txt."""

_OK, _UNCHANGED = 200, 304
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD = frozenset({301, 308})
_NEEDS_LOGIN = frozenset({401, 403, 407})
_BUSY = frozenset({429, 503})
_MAX_RETRY_S = 60.0
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, application/xml;q=0.9, text/*;q=0.9, */*;q=0.8"

Follow = Callable[[str, bool], str]
"""Takes where a redirect leads and whether it is for good; returns what to ask for, or raises RefusedAddress."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        address: the cleaned address that answered in the end.
        status: 200, 304, 404 or 410; all others are errors.
        body, kind: with 200 alone.
        hops: how many redirects led here.
        for_good: whether all of them said that they are permanent.
    """

    address: str
    status: int
    headers: Headers
    body: Body | None = None
    kind: Kind | None = None
    hops: int = 0
    for_good: bool = True

    @property
    def is_gone(self) -> bool:
        """Whether the server says that there is no such page."""
        return self.status in _GONE

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that what was sent before still holds."""
        return self.status == _UNCHANGED


class Visitor:
    """Asks web servers; one request at a time, closed with its block."""

    def __init__(self, limits: WebLimits, guard: Guard, spool: Spool, pace: Pace) -> None:
        self._limits = limits
        self._spool = spool
        self._pace = pace
        self._clock = Clock()
        self._pool = open_pool(guard, self._clock)
        self._rules: dict[str, Rules | UnavailablePage] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def ask(self, address: str, follow: Follow, known: Mapping[str, str] | None = None) -> Answer:
        """Ask for a cleaned address, redirects included.

        Args:
            follow: judges each redirect.
            known: header fields that make the request conditional.

        Raises:
            RefusedAddress: robots.txt, the guard or `follow` forbids it, or the server wants a login.
            UnavailablePage: no usable answer; `TimeOver` when the run has no time left for it.
            UnsupportedFormat: the answer is nothing that a parser takes; its body is not read.
            DocumentTooLarge: the answer is over the limit; it is not read further.
        """
        asked, for_good = address, True
        for hops in range(MAX_HOPS + 1):
            self._check_robots(asked)
            # what was remembered describes the first address alone
            conditions = known or {} if hops == 0 else {}
            status, headers, body, kind = self._request(asked, conditions, self._limits.max_bytes, kind_of)
            if status not in _MOVED:
                return Answer(asked, status, headers, body, kind, hops, for_good)
            for_good = for_good and status in _MOVED_FOR_GOOD
            asked = follow(clean(_location(headers), asked), for_good)
        raise UnavailablePage(f"is redirected more than {MAX_HOPS} times")

    def _check_robots(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read_rules(origin)
        rules = self._rules[origin]
        if isinstance(rules, UnavailablePage):
            raise rules
        if not rules.allow(address):
            raise RefusedAddress(f"{parts.netloc} asks robots not to fetch it (robots.txt)")
        self._pace.slow_down(parts.netloc, rules.delay_s)

    def _read_rules(self, origin: str) -> Rules | UnavailablePage:
        """Return a host's rules; without a robots.txt everything is allowed, with one that fails nothing is."""
        asked = f"{origin}/robots.txt"
        try:
            for _ in range(MAX_HOPS + 1):
                status, headers, body, _ = self._request(asked, {}, MAX_ROBOTS_BYTES * 8, None, is_error_usable=True)
                if status not in _MOVED:
                    break
                asked = clean(_location(headers), asked)
            return Rules.of(body.head(MAX_ROBOTS_BYTES) if body else b"")
        except TimeOver:
            raise
        except (UnavailablePage, RefusedAddress, DocumentTooLarge) as error:
            if isinstance(error, RefusedAddress) and asked == f"{origin}/robots.txt":
                raise
            host = host_of(asked)
            return UnavailablePage(f"may not be fetched while the robots.txt of {host} cannot be read: it {error}")

    def _request(
        self,
        address: str,
        known: Mapping[str, str],
        max_bytes: int,
        choose: Callable[[Headers, str], Kind] | None,
        *,
        is_error_usable: bool = False,
    ) -> tuple[int, Headers, Body | None, Kind | None]:
        """Make one request, at the host's pace; ask once more where the server is busy or the connection was stale."""
        for is_last in (False, True):
            self._pace.wait(host_of(address))
            self._clock.deadline = min(time.monotonic() + self._limits.max_answer_s, self._pace.deadline)
            try:
                with self._pool.stream(
                    "GET", _url_of(address), headers=self._fields(address, known), extensions=self._timeouts()
                ) as response:
                    headers = Headers.of(response.headers)
                    if response.status in _BUSY and not is_last and (headers.retry_after_s or 0) <= _MAX_RETRY_S:
                        self._pace.pause(host_of(address), headers.retry_after_s or 1.0)
                        continue
                    return self._taken(response, headers, address, max_bytes, choose, is_error_usable=is_error_usable)
            except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError) as error:
                if is_last:
                    raise UnavailablePage(f"breaks off ({error or 'connection closed'})") from error
            except httpcore.TimeoutException as error:
                self._pace.check()
                raise UnavailablePage(f"does not answer in time ({self._limits.timeout_s:g} s)") from error
            except (httpcore.NetworkError, httpcore.ProtocolError) as error:
                raise UnavailablePage(f"cannot be reached ({error})") from error
        raise AssertionError("the last try returns or raises")

    def _taken(
        self,
        response: httpcore.Response,
        headers: Headers,
        address: str,
        max_bytes: int,
        choose: Callable[[Headers, str], Kind] | None,
        *,
        is_error_usable: bool,
    ) -> tuple[int, Headers, Body | None, Kind | None]:
        status = response.status
        if status == _OK:
            kind = choose(headers, address) if choose else None
            body = self._spool.put(_unpacked(_counted(response, headers, max_bytes), headers), max_bytes)
            return status, headers, body, kind
        is_missing = is_error_usable and 400 <= status < 500 and status not in _BUSY  # noqa: PLR2004 - client errors
        if status in _MOVED or status in _GONE or status == _UNCHANGED or is_missing:
            return status, headers, None, None
        if status in _NEEDS_LOGIN:
            raise RefusedAddress(f"wants a login (status {status}); save it as a file and give its path")
        raise UnavailablePage(f"is answered with status {status}; try again later")

    def _fields(self, address: str, known: Mapping[str, str]) -> dict[bytes | str, bytes | str]:
        fields: dict[bytes | str, bytes | str] = {
            "Host": host_of(address),
            "User-Agent": self._limits.agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
        }
        fields.update(known.items())
        return fields

    def _timeouts(self) -> dict[str, dict[str, float]]:
        return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._limits.timeout_s)}


def _location(headers: Headers) -> str:
    """Return where a redirect leads; servers write UTF-8 there against the standard."""
    target = headers["location"]
    if not target:
        raise UnavailablePage("is redirected without an address")
    try:
        return target.encode("latin-1").decode()
    except UnicodeDecodeError:
        return target


def _url_of(address: str) -> httpcore.URL:
    parts = urlsplit(address)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return httpcore.URL(scheme=parts.scheme, host=parts.hostname or "", port=parts.port, target=target)


def _counted(response: httpcore.Response, headers: Headers, max_bytes: int) -> Iterator[bytes]:
    """Yield the body as it comes over the wire, unless its stated length is over the limit already."""
    length = headers["content-length"]
    if length.isascii() and length.isdigit() and int(length[:19]) > max_bytes:
        raise DocumentTooLarge(f"has {int(length[:19]):,} bytes, allowed are {max_bytes:,}")
    yield from response.iter_stream()


def _unpacked(chunks: Iterable[bytes], headers: Headers) -> Iterator[bytes]:
    """Yield the bytes that were meant."""
    packing = headers["content-encoding"].lower()
    if packing in ("", "identity"):
        yield from chunks
        return
    if packing not in ("gzip", "x-gzip"):
        raise UnavailablePage(f"is packed as {packing[:40]}, which was not asked for")
    try:
        yield from gunzip(chunks)
    except (zlib.error, Truncated) as error:
        raise UnavailablePage(f"is packed, but damaged ({error})") from error
