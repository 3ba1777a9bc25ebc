"""What a site asks of robots in its robots.txt (RFC 9309).

Knows the rules and how long they are read; must not fetch. protego matches wildcards, the longest rule and ties as the
standard says, in time that grows with the length of rule and address; `urllib.robotparser` knows no wildcards and
takes the first rule that matches.
"""

import re
from dataclasses import dataclass

from protego import Protego

from ingest.web.limits import ROBOT

MAX_BYTES = 512_000
"""Source: RFC 9309, section 2.5: at least 500 KiB must be read."""

_AGENT = re.compile(r"\s*user[ -]?agent\s*:?\s*([^\s#/]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host for this visitor.

    Attributes:
        delay_s: seconds between two requests that the site asks for; 0 where it asks for none.
    """

    _parsed: Protego
    delay_s: float = 0.0

    @classmethod
    def of(cls, data: bytes) -> "Rules":
        """Return the rules of a robots.txt; what cannot be read asks for nothing."""
        lines = data[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines()
        parsed = Protego.parse("\n".join(map(_with_known_agent, lines)))
        rate = parsed.request_rate(ROBOT)
        delay_s = max(parsed.crawl_delay(ROBOT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
        return cls(parsed, delay_s)

    def allow(self, address: str) -> bool:
        """Tell whether the site lets this visitor fetch an address."""
        return bool(self._parsed.can_fetch(address, ROBOT))


def _with_known_agent(line: str) -> str:
    """Give all robots but this one the same name: rules times names would fill the memory else."""
    match = _AGENT.match(line)
    if match is None:
        return line
    agent = match[1].lower()
    return f"User-agent: {agent if agent in ('*', ROBOT) else 'another'}"
