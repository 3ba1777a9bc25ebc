"""How much may be asked of web servers, and what a run may take.

Knows numbers only; `api` fills them from its settings.
"""

from dataclasses import dataclass

from ingest.web.guard import IPNetwork

ROBOT = "samsok"
"""The name by which robots.txt and robots tags address this visitor."""


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What a run may fetch.

    Attributes:
        agent: what the visitor calls itself in every request, with how its operator can be reached.
        requests_per_s: to one host; a longer Crawl-delay of its robots.txt is kept.
        max_pages: answers with a body, or unchanged, of one start address.
        max_depth: links followed one after another from a start address.
        max_bytes: of one answer, unpacked; more is not read.
        max_total_bytes: of all answers together; they lie on disk until the run ends.
        max_run_s: seconds for all fetching of a run.
        max_answer_s: seconds for one answer, redirects apart.
        timeout_s: seconds to wait for a connection, and for each part of an answer.
        private: networks that may be connected to although they are not public.
    """

    agent: str = ROBOT
    requests_per_s: float = 1.0
    max_pages: int = 1000
    max_depth: int = 10
    max_bytes: int = 50_000_000
    max_total_bytes: int = 2_000_000_000
    max_run_s: float = 3600.0
    max_answer_s: float = 120.0
    timeout_s: float = 20.0
    private: tuple[IPNetwork, ...] = ()
