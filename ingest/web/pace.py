"""How fast hosts are asked, and when the run's time is over.

Knows hosts and seconds only.
"""

import math
import time
from collections.abc import Callable

from search.errors import UnavailablePage


class TimeOver(UnavailablePage):
    """The run has no time left for another request; what was not asked for stays as it is."""


class Pace:
    """Holds requests to each host apart.

    Attributes:
        deadline: of the run, on the monotonic clock.
    """

    def __init__(
        self,
        requests_per_s: float,
        max_run_s: float,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_s = 1 / requests_per_s
        self._now = now
        self._sleep = sleep
        self._max_run_s = max_run_s
        self.deadline = now() + max_run_s
        self._delays: dict[str, float] = {}
        self._due: dict[str, float] = {}

    def slow_down(self, host: str, delay_s: float) -> None:
        """Keep at least this many seconds between two requests to a host from now on."""
        self._delays[host] = max(delay_s, self._delays.get(host, self._interval_s))

    def pause(self, host: str, delay_s: float) -> None:
        """Leave a host alone for this many seconds, once."""
        self._due[host] = max(self._due.get(host, -math.inf), self._now() + delay_s)

    def wait(self, host: str) -> None:
        """Return when the host may be asked again.

        Raises:
            TimeOver: that is after the end of the run.
        """
        self.check()
        due = self._due.get(host, -math.inf)
        if due > self.deadline:
            delay_s = due - self._now()
            raise TimeOver(f"{host} is not to be asked for another {delay_s:,.0f} s, and no time is left after that")
        if (left := due - self._now()) > 0:
            self._sleep(left)
        self._due[host] = self._now() + self._delays.get(host, self._interval_s)

    def check(self) -> None:
        """Raise TimeOver when the run's time is over."""
        if self._now() >= self.deadline:
            raise TimeOver(f"the {self._max_run_s / 60:g} minutes for fetching are over")
