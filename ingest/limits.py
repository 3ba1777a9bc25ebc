"""How much one document may cost before it is refused.

Knows numbers only; `api` fills them from its settings.
"""

from collections.abc import Callable
from dataclasses import dataclass

DEFAULT_MAX_BYTES = 100_000_000
"""Source: the largest of 114 public papers is 4 MB; scanned reports reach some tens of MB."""

DEFAULT_MAX_TEXT_CHARS = 21_000_000
"""Some 11,000 printed pages: a text of 20 MB is taken in whole. Source: 146 public papers have 1,900 characters a page
on average, 180,000 at most; 19.4 million characters of their prose made a worker 478 MB large, its parent 217 MB."""

DEFAULT_MAX_MEMORY_BYTES = 550_000_000
"""Source: a worker that has read 146 papers holds 226 MB of it; the libraries it shares are 40 MB more, so that no file
makes a process larger than 600 MB."""


def _told_nobody(_seconds: float) -> None:
    """Where nobody watches the time, there is nobody to tell that a document may take more of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost, and how many are parsed at once.

    Attributes:
        max_bytes: size of the file.
        max_unpacked_bytes: what an Office or OpenDocument file unpacks to, all members together.
        max_text_chars: the text that is kept of it.
        max_document_s: seconds of parsing after which a document counts as failed; reading pictures, and the later
            pages of a long PDF, not counted.
        max_scan_s: seconds that reading the pictures and the later pages of one document may take beyond that.
        max_memory_bytes: writable memory of one parsing process (where the system can limit it).
        workers: parsing processes; 0 parses in this process, without time limit or crash protection.
        more_time: tells whoever watches the time that pages were read, and what that took in seconds.
    """

    max_bytes: int = DEFAULT_MAX_BYTES
    max_unpacked_bytes: int = 400_000_000
    max_text_chars: int = DEFAULT_MAX_TEXT_CHARS
    max_document_s: float = 120.0
    max_memory_bytes: int = DEFAULT_MAX_MEMORY_BYTES
    workers: int = 2
    max_scan_s: float = 1800.0
    more_time: Callable[[float], None] = _told_nobody
