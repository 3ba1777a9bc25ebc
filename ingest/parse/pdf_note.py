"""Footnotes of a PDF page: what begins one, and where the text that calls it stands.

Knows note numbers; must not know places or type.
"""

import re
from collections.abc import Sequence

from ingest.parse.pdf_heading import Laid

_START = re.compile(r"^\(?(?P<number>\d{1,3}|\*{1,3})\)?[ .]?\s*(?=[^\W\d]|[\"”'(])")


def begins_note(text: str) -> bool:
    """Tell whether a small line at the foot of a page is worded like the start of a note."""
    return _START.match(text) is not None


def with_notes_at_calls(blocks: Sequence[Laid]) -> list[Laid]:
    """Move each note behind the block of its page that calls it, so that both stand in one section."""
    result: list[Laid] = []
    for page in _pages(blocks):
        result.extend(_placed(page))
    return result


def _pages(blocks: Sequence[Laid]) -> list[list[Laid]]:
    pages: list[list[Laid]] = []
    for laid in blocks:
        if pages and pages[-1][-1].block.page == laid.block.page:
            pages[-1].append(laid)
        else:
            pages.append([laid])
    return pages


def _placed(page: Sequence[Laid]) -> list[Laid]:
    notes: dict[int, list[Laid]] = {}
    rest: list[Laid] = []
    callers = [(position, laid) for position, laid in enumerate(page) if laid.calls and laid.block.kind != "note"]
    for position, laid in enumerate(page):
        number = _START.match(laid.block.text) if laid.block.kind == "note" else None
        caller = next(
            (at for at, other in callers if number and at < position and number["number"] in other.calls), None
        )
        if caller is None:
            rest.append(laid)
        else:
            notes.setdefault(caller, []).append(laid)
    if not notes:
        return list(page)
    placed: list[Laid] = []
    held = {id(laid): position for position, laid in enumerate(page)}
    for laid in rest:
        placed += [laid, *notes.get(held[id(laid)], [])]
    return placed
