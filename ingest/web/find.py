"""Web pages as sources of a run: fetched into a spool, compared with what is live, remembered for the next run.

Knows the parts of `ingest.web` and in which order they work; must not know parsing, or how states are stored.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.progress import Progress
from ingest.source import Found, Refusal
from ingest.web.address import Start
from ingest.web.crawl import Crawl, Visit
from ingest.web.guard import Guard
from ingest.web.judge import Verdict, judge, report, states
from ingest.web.limits import WebLimits
from ingest.web.memory import Memory
from ingest.web.pace import Pace
from ingest.web.spool import Spool
from ingest.web.visitor import Visitor
from search.document import Document
from search.page_state import PageStates


class WebFinder:
    """Finds the pages of start addresses; a block in which what was fetched lies on disk."""

    def __init__(
        self,
        starts: Sequence[Start],
        limits: WebLimits,
        spool_folder: Path,
        remembered: PageStates,
        *,
        guard: Guard | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._starts = list(dict.fromkeys(starts))
        self._limits = limits
        self._remembered = remembered
        self._guard = guard or Guard(limits.private)
        self._sleep = sleep
        self._spool = Spool(spool_folder, limits.max_total_bytes)
        self._verdict = Verdict()
        self._gone: list[str] = []

    def __enter__(self) -> Self:
        self._spool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.__exit__(kind, error, trace)

    def find(
        self,
        found: Found,
        live: Mapping[str, Document],
        is_held: Callable[[str, str], bool],
        progress: Progress,
    ) -> None:
        """Visit every start address and add what came of it, see `ingest.pipeline.Finder`."""
        visits: list[Visit] = []
        pace = Pace(self._limits.requests_per_s, self._limits.max_run_s, sleep=self._sleep)
        progress.start("fetch", 0)
        with Visitor(self._limits, self._guard, self._spool, pace) as visitor:
            for start in self._starts:
                crawl = Crawl(start, visitor, self._spool, self._limits, Memory(self._remembered, is_held, live))
                for visit in crawl.visits():
                    visits.append(visit)
                    progress.advance()
                if crawl.stopped is not None:
                    reason = f"not everything was visited: {crawl.stopped}"
                    found.skipped.append(Refusal(start.address, start.address, reason))
        progress.finish()
        self._verdict = judge(visits, live)
        report(visits, self._verdict, live, found)
        self._gone = list(found.gone)

    def settle(self) -> None:
        """Remember how the pages answered, see `ingest.pipeline.Finder`."""
        self._remembered.forget_page_states(self._gone)
        self._remembered.put_page_states(states(self._verdict, datetime.now(UTC)))
