"""What a query may ask for, and where a page of results begins.

Knows queries. Must not know what is found.
"""

import base64
import binascii
from typing import get_args

from search.document import DocumentType, Language
from search.errors import InvalidParameter
from search.result import Query

MAX_LIMIT = 100
MAX_DEPTH = 1000
"""Results that can be paged through."""


def check(query: Query) -> None:
    """Refuse what cannot be asked for.

    Raises:
        InvalidParameter: the limit or a filter is none that there is.
    """
    if not 1 <= query.limit <= MAX_LIMIT:
        raise InvalidParameter(f"limit is {query.limit}; it must be 1 to {MAX_LIMIT}")
    for name, values, allowed in (
        ("language", query.filters.language, get_args(Language)),
        ("document_type", query.filters.document_type, get_args(DocumentType)),
    ):
        for value in values:
            if value not in allowed:
                raise InvalidParameter(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")


def cursor_of(offset: int) -> str:
    """Return the cursor of the page that begins at an offset."""
    return base64.urlsafe_b64encode(f"o{offset}".encode()).decode().rstrip("=")


def offset_of(cursor: str | None) -> int:
    """Return where the page of a cursor begins, 0 without one.

    Raises:
        InvalidParameter: the cursor is none of ours.
    """
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        offset = int(text.removeprefix("o")) if text.startswith("o") else -1
    except (ValueError, binascii.Error, UnicodeDecodeError):
        offset = -1
    if not 0 <= offset <= MAX_DEPTH:
        raise InvalidParameter(f"cursor {cursor[:40]!r} is none of ours; take next_cursor from a response as it stands")
    return offset
