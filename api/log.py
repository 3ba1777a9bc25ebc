"""The log of Samsök: one line an entry on one stream, without identity numbers of persons.

Knows the form of a line. Must not know who logs what: whatever is logged, by us or by a library, passes here last.
"""

import logging
from typing import TextIO

from search.personal import mask

_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class MaskingFormatter(logging.Formatter):
    """Formats as usual, traceback included, and masks identity numbers in the result."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as it is written."""
        return mask(super().format(record)).text


def log_handler(stream: TextIO) -> logging.Handler:
    """Return the handler that writes the log to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(MaskingFormatter(_FORM))
    return handler
