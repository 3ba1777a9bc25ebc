"""How a table is written as text: a row a line, cells parted by " | ".

Knows cells as strings; must not know where they were read.
"""

from collections.abc import Iterator, Sequence

from ingest.parsed import ParsedBlock

CELL_SEPARATOR = " | "
_BLOCK_WORDS = 140
"""A longer table is parted, each part under the table's header, so that none is cut within its rows.
Source: a passage has up to 180 words (`ingest.passages.MAX_WORDS`)."""
_HEADER_SHARE = 3
"""A header longer than a third of a part is not repeated."""


def grid_text(rows: Sequence[Sequence[str]]) -> str:
    """Return a table as text; columns that are empty in every row and rows without words are left out."""
    return "\n".join(_lines(rows))


def grid_blocks(rows: Sequence[Sequence[str]], header_rows: int) -> Iterator[ParsedBlock]:
    """Yield a table as one block, a long one as several that each begin with the header.

    Args:
        rows: all rows, the header first.
        header_rows: how many rows are the header; 0 where none is known.
    """
    lines = _lines(rows, keep=True)
    header = [line for line in lines[:header_rows] if line]
    body = [line for line in lines[header_rows:] if line]
    words = sum(len(line.split()) for line in header)
    if words * _HEADER_SHARE > _BLOCK_WORDS or not header:
        text = "\n".join([*header, *body])
        yield from [ParsedBlock("table", text)] if text else []
        return
    part, count = [*header], words
    for line in body:
        size = len(line.split())
        if count + size > _BLOCK_WORDS and len(part) > len(header):
            yield ParsedBlock("table", "\n".join(part))
            part, count = [*header], words
        part.append(line)
        count += size
    yield ParsedBlock("table", "\n".join(part))


def _lines(rows: Sequence[Sequence[str]], *, keep: bool = False) -> list[str]:
    """Return a line a row; rows without words are left out, or kept as empty lines."""
    width = max((len(row) for row in rows), default=0)
    padded = [[_flat(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    used = [column for column in range(width) if any(row[column] for row in padded)]
    lines = (CELL_SEPARATOR.join(row[column] for column in used).rstrip() if any(row) else "" for row in padded)
    return [line.removesuffix(" |") for line in lines if line or keep]


def _flat(cell: str) -> str:
    return " ".join(cell.replace("|", "/").split())
