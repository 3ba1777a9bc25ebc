"""How a table is written as text: a row a line, cells parted by " | ".

Knows cells as strings; must not know where they were read.
"""

from collections.abc import Sequence

CELL_SEPARATOR = " | "


def grid_text(rows: Sequence[Sequence[str]]) -> str:
    """Return a table as text; columns that are empty in every row and rows without words are left out."""
    width = max((len(row) for row in rows), default=0)
    padded = [[_flat(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    used = [column for column in range(width) if any(row[column] for row in padded)]
    lines = (CELL_SEPARATOR.join(row[column] for column in used).rstrip() for row in padded if any(row))
    return "\n".join(line.removesuffix(" |") for line in lines)


def _flat(cell: str) -> str:
    return " ".join(cell.replace("|", "/").split())
