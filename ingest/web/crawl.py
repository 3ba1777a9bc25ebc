"""From one start address to its pages: a page alone, a sitemap, or what the pages link within a host and path.

Knows what to ask for next and when to stop. Must not know HTTP, or what becomes of the pages.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from ingest import media
from ingest.web.address import Scope, Start, host_of, key_of, with_www_changed
from ingest.web.frontier import Frontier, Next
from ingest.web.headers import SITEMAP
from ingest.web.limits import WebLimits
from ingest.web.links import PageFacts, fingerprint, read_page
from ingest.web.memory import Memory
from ingest.web.pace import TimeOver
from ingest.web.page import page_text, with_charset
from ingest.web.sitemap import MAX_BYTES as MAX_SITEMAP_BYTES
from ingest.web.sitemap import read_sitemap
from ingest.web.spool import Spool
from ingest.web.visitor import Answer, Visitor
from search.errors import DocumentError, RefusedAddress, UnavailablePage, UnsupportedFormat
from search.page_state import PageState

Result = Literal["fetched", "unchanged", "gone", "moved", "failed", "skipped"]

MAX_FAILURES = 5
"""Pages in a row that did not answer, after which a host is left alone."""

MAX_LINK_CHARACTERS = 100_000
"""Of one page's links together, about a thousand links; they are remembered as what an unchanged page leads to."""

_KNOWN_PER_PAGE = 30
"""Addresses kept in mind for each page that may be fetched; a page of 5,000 long links would fill the memory else."""

_NO_DOCUMENT = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".avif", ".mp3", ".mp4",
    ".m4a", ".m4v", ".mov", ".avi", ".wav", ".webm", ".ogg", ".css", ".js", ".mjs", ".json", ".woff", ".woff2",
    ".ttf", ".eot", ".zip", ".rar", ".7z", ".tar", ".tgz", ".exe", ".msi", ".dmg", ".apk", ".ics", ".vcf",
    ".rss", ".atom", ".map",
})  # fmt: skip
"""Endings that no parser takes and that are not worth a request."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one address.

    Attributes:
        key: what its document is known by.
        start: the address that the run began with.
        reason: why there is no page; empty where there is one.
        state: what an earlier run remembered, where the page is unchanged.
        facts, prints: what a web page says of itself, and of what runs of text it is made.
        moved_to: where a redirect led.
    """

    key: str
    item: Next
    start: str
    result: Result
    answer: Answer | None = None
    reason: str = ""
    state: PageState | None = None
    facts: PageFacts | None = None
    prints: frozenset[int] = frozenset()
    moved_to: str | None = None


class _Led(RefusedAddress):
    """A redirect leads to a page that this run has seen."""

    def __init__(self, address: str, *, for_good: bool) -> None:
        super().__init__(f"leads to {address}")
        self.address = address
        self.for_good = for_good


class Crawl:
    """One start address and all that it leads to.

    Attributes:
        stopped: why not everything was visited; None where it was.
    """

    def __init__(
        self,
        start: Start,
        visitor: Visitor,
        spool: Spool,
        limits: WebLimits,
        memory: Memory,
    ) -> None:
        self.start = start
        self.stopped: str | None = None
        self._visitor = visitor
        self._spool = spool
        self._limits = limits
        self._memory = memory
        self._scope = Scope.of(start.address) if start.follow else Scope.of(start.address).whole_host()
        self._frontier = Frontier(limits.max_depth, _KNOWN_PER_PAGE * limits.max_pages)
        self._pages = 0
        self._failures = 0
        self._is_sitemap = False
        self._is_unreachable = False

    def visits(self) -> Iterator[Visit]:
        """Yield what became of each address, as it is known."""
        self._frontier.put(Next(self.start.address))
        yield from self._work_off()
        left = self._frontier.left_out
        if self._is_unreachable:
            return
        if self.stopped is None and (self.start.follow or self._is_sitemap):
            for key in self._memory.live_within(self._scope, None if self.start.follow else self.start.address):
                if not self._frontier.knows(key):
                    self._frontier.put(Next(self._memory.location(key), is_unlinked=True))
            yield from self._work_off()
        if self.stopped is None and left:
            depth = f"{self._limits.max_depth} links away from the start (SAMSOK_WEB_MAX_DEPTH)"
            self.stopped = f"{left:,} addresses are more than {depth}"

    def _work_off(self) -> Iterator[Visit]:
        while self._frontier and self.stopped is None:
            if self._pages >= self._limits.max_pages:
                self.stopped = f"the limit of {self._limits.max_pages:,} pages is reached (SAMSOK_WEB_MAX_PAGES)"
                return
            if self._spool.is_full:
                self.stopped = (
                    f"the limit of {self._limits.max_total_bytes:,} bytes for one run is reached; the next run goes on"
                )
                return
            try:
                yield from self._visit(self._frontier.pop())
            except TimeOver as over:
                self.stopped = str(over)

    def _visit(self, item: Next) -> Iterator[Visit]:
        key = key_of(item.address)
        state = self._memory.held(key)
        try:
            answer = self._visitor.ask(item.address, self._follow(item, key), _conditions(state))
        except TimeOver:
            raise
        except _Led as led:
            yield self._moved(item, key, led.address, for_good=led.for_good)
            return
        except DocumentError as error:
            yield self._without(item, key, error)
            return
        self._failures = 0
        if answer.kind is not None and answer.kind.media_type == SITEMAP:
            yield from self._listed(item, answer)
            return
        yield from self._answered(item, key, state, answer)

    def _answered(self, item: Next, key: str, state: PageState | None, answer: Answer) -> Iterator[Visit]:
        final = key_of(answer.address)
        if answer.is_gone:
            yield Visit(key, item, self.start.address, "gone", answer, reason=f"answers {answer.status}")
            return
        self._pages += 1
        self._frontier.note(final)
        if answer.is_unchanged and state is not None:
            self._put_links(state.links, item)
            yield Visit(final, item, self.start.address, "unchanged", answer, state=state)
            return
        if answer.body is None:
            yield Visit(
                key,
                item,
                self.start.address,
                "failed",
                answer,
                reason=f"answers {answer.status} to a question that was not asked",
            )
            return
        visit = self._looked_at(item, final, answer)
        yield visit
        if final != key and visit.result == "fetched":
            yield self._moved(item, key, answer.address, for_good=answer.for_good)

    def _looked_at(self, item: Next, key: str, answer: Answer) -> Visit:
        """Read what a web page says of itself; other documents say nothing before they are parsed."""
        answer = with_charset(answer, self._spool)
        if answer.kind is None or answer.body is None or answer.kind.media_type != media.HTML:
            return Visit(
                key, item, self.start.address, "fetched", answer, facts=PageFacts(directives=answer.headers.robots)
            )
        text = page_text(answer.body)
        facts = read_page(text, answer.address)
        facts.directives |= answer.headers.robots
        if "nofollow" in facts.directives:
            facts.links = []
        if facts.asks_password and answer.hops:
            self._spool.drop(answer.body)
            reason = f"leads to a page that asks for a password, {answer.address}; save it as a file and give its path"
            return Visit(key_of(item.address), item, self.start.address, "failed", reason=reason)
        facts.links = _bounded(self._scope.secured(link) for link in facts.links if host_of(link) == self._scope.host)
        if facts.canonical is not None:
            facts.canonical = self._scope.secured(facts.canonical)
        self._put_links([*facts.links, *([facts.canonical] if facts.canonical else [])], item)
        return Visit(key, item, self.start.address, "fetched", answer, facts=facts, prints=fingerprint(text))

    def _put_links(self, links: Sequence[str], item: Next) -> None:
        if not self.start.follow or item.is_unlinked:
            return
        for link in links:
            if self._scope.holds(link) and _is_worth_asking(link):
                self._frontier.put(Next(link, item.depth + 1, found_on=item.address))

    def _listed(self, item: Next, answer: Answer) -> Iterator[Visit]:
        """Take a sitemap in place of a page: its pages are visited, their links are not followed."""
        body = answer.body
        if body is None or (item.found_on is not None and not self._is_sitemap):
            yield Visit(
                key_of(item.address), item, self.start.address, "skipped", reason="is XML, which no parser takes"
            )
            return
        try:
            found = read_sitemap(body.head(MAX_SITEMAP_BYTES), answer.address)
        except DocumentError as error:
            yield Visit(key_of(item.address), item, self.start.address, "failed", reason=str(error))
            return
        finally:
            self._spool.drop(body)
        self._is_sitemap = True
        for address in (*found.sitemaps, *found.pages):
            listed = self._scope.secured(address)
            if self._scope.holds(listed):
                self._frontier.put(Next(listed, 1, found_on=item.address))

    def _follow(self, item: Next, key: str) -> Callable[[str, bool], str]:
        """Return what judges the redirects of one address."""
        chain = {item.address}
        is_start = item.found_on is None and not item.is_unlinked

        def judge(address: str, for_good: bool) -> str:  # noqa: FBT001 - the visitor's signature
            if is_start:
                self._move_scope(address)
            address = self._scope.secured(address)
            if not self._scope.holds(address):
                advice = "; give that address if it is meant" if is_start else ""
                raise RefusedAddress(f"leads to {address}, outside of {self._scope.host}{self._scope.path}/{advice}")
            if address in chain:
                raise UnavailablePage(f"is redirected in a circle, by way of {address}")
            chain.add(address)
            target = key_of(address)
            if target != key and self._frontier.knows(target):
                raise _Led(address, for_good=for_good)
            return address

        return judge

    def _move_scope(self, address: str) -> None:
        """Let a start address lead to its own site under www or without, and from http to https."""
        host = host_of(address)
        if host in (self._scope.host, with_www_changed(self._scope.host)):
            secure = self._scope.secure or urlsplit(address).scheme == "https"
            self._scope = replace(self._scope, host=host, secure=secure)

    def _moved(self, item: Next, key: str, address: str, *, for_good: bool) -> Visit:
        how = "leads" if for_good else "leads for now"
        result: Result = "moved" if for_good else "skipped"
        return Visit(key, item, self.start.address, result, reason=f"{how} to {address}", moved_to=key_of(address))

    def _without(self, item: Next, key: str, error: DocumentError) -> Visit:
        if isinstance(error, UnavailablePage):
            self._failures += 1
            if self._failures >= MAX_FAILURES:
                self.stopped = f"{MAX_FAILURES} addresses in a row did not answer"
        else:
            self._failures = 0
        is_start = item.found_on is None and not item.is_unlinked
        self._is_unreachable = is_start
        expected = isinstance(error, (RefusedAddress, UnsupportedFormat)) and not is_start
        return Visit(key, item, self.start.address, "skipped" if expected else "failed", reason=str(error))


def _conditions(state: PageState | None) -> dict[str, str]:
    """Return the fields that ask for a page only if it changed."""
    if state is None:
        return {}
    fields = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in fields.items() if value}


def _bounded(links: Iterable[str]) -> list[str]:
    """Return links as long as they have room in what is remembered of a page."""
    room = MAX_LINK_CHARACTERS
    kept: list[str] = []
    for link in links:
        room -= len(link)
        if room < 0:
            break
        kept.append(link)
    return kept


def _is_worth_asking(address: str) -> bool:
    return PurePosixPath(urlsplit(address).path).suffix.lower() not in _NO_DOCUMENT
