"""Which address comes next: nearest to the start first, and no part of a site before all others.

Knows addresses and counts only. A calendar without end, or a list that can be sorted in a hundred ways, makes
addresses of one shape. The more of a shape there are, the further away they are put, so that what a trap makes comes
after what the site has to say, and the limits on pages and depth end it.
"""

import heapq
import itertools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.web.address import key_of

SHAPE_STEP = 20
"""So many addresses of one shape are put one link further away than the ones before. It changes their order, not
whether they are asked for, so that a long list of decisions is taken in whole where the limits leave room."""

_MAX_REPEATS = 3
"""A path that holds one segment more often than this is made by a link that is relative by mistake."""
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Next:
    """An address to be asked for.

    Attributes:
        depth: links followed from the start.
        found_on: the page that led here; None for a start address.
        is_unlinked: it is held from an earlier run, and nothing led to it in this one.
    """

    address: str
    depth: int = 0
    found_on: str | None = None
    is_unlinked: bool = False


class Frontier:
    """Addresses that wait, each key once in the life of a run.

    Attributes:
        left_out: how many addresses were too deep, or more than are kept in mind.
    """

    def __init__(self, max_depth: int, max_known: int) -> None:
        self._max_depth = max_depth
        self._max_known = max_known
        self._waiting: list[tuple[int, int, Next]] = []
        self._order = itertools.count()
        self._shapes: dict[str, int] = {}
        self._known: set[str] = set()
        self.left_out = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def knows(self, key: str) -> bool:
        """Tell whether an address was put in, or answered, before."""
        return key in self._known

    def note(self, key: str) -> None:
        """Count an address as known that a redirect led to."""
        self._known.add(key)

    def put(self, item: Next) -> None:
        """Let an address wait, unless it is known, too deep, or made by a loop."""
        key = key_of(item.address)
        if key in self._known or _repeats(item.address):
            return
        if item.depth > self._max_depth or (len(self._known) >= self._max_known and not item.is_unlinked):
            self.left_out += 1
            return
        self._known.add(key)
        shape = _shape(item.address)
        count = self._shapes[shape] = self._shapes.get(shape, 0) + 1
        heapq.heappush(self._waiting, (item.depth + count // SHAPE_STEP, next(self._order), item))

    def pop(self) -> Next:
        """Return the next address."""
        return heapq.heappop(self._waiting)[2]


def _shape(address: str) -> str:
    """Return an address without its numbers and without the values of its parameters."""
    parts = urlsplit(address)
    names = "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&")))
    return f"{_NUMBERS.sub('0', parts.path)}?{_NUMBERS.sub('0', names)}"


def _repeats(address: str) -> bool:
    segments = [segment for segment in urlsplit(address).path.split("/") if segment]
    return any(segments.count(segment) > _MAX_REPEATS for segment in set(segments))
