"""What a run did with every file, in a form that people and programs can read.

Knows outcomes only; must not know how they came about.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

Status = Literal["added", "changed", "unchanged", "moved", "removed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one file.

    Attributes:
        reason: why it was skipped or failed, where it moved from, or what a reader should know about its content.
        passages: how many it gave in this run; None where nothing was indexed.
    """

    source: str
    status: Status
    reason: str | None = None
    document_id: str | None = None
    passages: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes:
        generation: the generation that is current after the run; None if nothing was ever published.
        published: whether this run made that generation.
        took_s: seconds.
    """

    entries: tuple[Entry, ...]
    generation: int | None
    published: bool
    took_s: float

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many files had each status; a status that no file had is left out."""
        return Counter(entry.status for entry in self.entries)

    @property
    def has_failures(self) -> bool:
        """Whether any file failed."""
        return any(entry.status == "failed" for entry in self.entries)

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON-ready values."""
        return {
            "files": [asdict(entry) for entry in self.entries],
            "counts": dict(self.counts),
            "generation": self.generation,
            "published": self.published,
            "took_s": round(self.took_s, 3),
        }
