"""What stands behind a passage and belongs to what is quoted of it: the rest of a list, or what a colon leads in.

Knows runs of lines and the stored text behind a passage. Must not know questions.
"""

import re
from dataclasses import replace

from search.answering.lines import look_of
from search.answering.port import Piece
from search.quote import Excerpt

_AHEAD = 1600
"""Characters behind a passage in which its list may go on."""

_LINES = re.compile(r"\s*([^\n]*\S)[^\S\n]*(?=\n)")


def with_led_in(piece: Piece, excerpt: Excerpt) -> Piece:
    """Return a piece that ends its passage with a colon together with the lines, or the paragraph, that it leads in."""
    passage = piece.source.record.passage
    if not piece.text.endswith(":") or piece.source.text[piece.end - passage.start :].strip():
        return piece
    behind = excerpt(passage.document_id, passage.revision, piece.end, piece.end + _AHEAD)
    first = _LINES.match(behind)
    if first is None:
        return piece
    look = look_of(first.group(1))
    more = goes_on(behind, look) if look else first.end(1)
    return replace(piece, end=piece.end + more, text=piece.text + behind[:more])


def rest_of_list(piece: Piece, look: str, excerpt: Excerpt) -> Piece:
    """Return a piece that ends its passage with an item of a list together with the items behind."""
    passage = piece.source.record.passage
    behind = excerpt(passage.document_id, passage.revision, passage.end, passage.end + _AHEAD)
    more = goes_on(behind, look)
    return replace(piece, end=piece.end + more, text=piece.text + behind[:more])


def goes_on(text: str, look: str) -> int:
    """Return how far a text goes on with lines of a look; a line that the text breaks off is left out."""
    end = 0
    for match in _LINES.finditer(text):
        if match.start() != end and text[end : match.start()].strip():
            break
        if look_of(match.group(1)) != look:
            break
        end = match.end(1)
    return end
