"""Reading order of a PDF page: words to runs, runs to lines, columns one after the other.

Knows places of words and the order in which the file holds them; must not know styles or what a line means.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from ingest.parse.pdf_text import Line, Word

CELL_GAP = 1.6
"""Blanks wider than this many type sizes part cells. Source: word gaps of justified text in public papers
stay under 1.2 sizes; gaps between columns of contact lists begin at 1.8."""
_SAME_LINE = 0.35
"""Baselines that differ by less than this share of the type size stand on one line."""
_RAISED = 0.6
_MUCH_SMALLER = 0.9
"""Raised numbers of notes are at most this share of the size of the words they stand at."""
_COLUMN_MIN_LINES = 4
_COLUMN_MIN_WIDTH = 0.22
_GUTTERS = (0.5, 0.45, 0.55, 0.4, 0.6, 0.34, 0.66, 0.3, 0.7)
"""Where the gap between two columns is looked for, in shares of the text's width."""
_GUTTER_HALF_POINTS = 3
_FEW_JUMPS = 0.25
_ALWAYS_JUMPS = 0.8
_FILLED = 0.85
_MOSTLY_FILLED = 0.6
_HALF_FILLED = 0.45
_PAIRED = 0.8


def runs_of(words: Sequence[Word]) -> list[Line]:
    """Group words that follow each other in the content on one baseline, without a wide gap."""
    runs: list[list[Word]] = []
    for word in words:
        run = runs[-1] if runs else []
        if run and not run[-1].hyphenated and _continues(run, word):
            run.append(word)
        else:
            runs.append([word])
    return [Line(tuple(run)) for run in runs]


def _continues(run: Sequence[Word], word: Word) -> bool:
    last = run[-1]
    gap = word.x0 - last.x1
    beside = -0.5 * last.size < gap <= CELL_GAP * max(last.size, word.size)
    return beside and (_on_one_line(last, word) or _on_one_line(run[0], word))


def _on_one_line(one: Word, other: Word) -> bool:
    """Tell whether two words share a line; a raised note number shares the line of the word it stands at."""
    small, large = sorted((one.size, other.size))
    allowed = _RAISED if small < _MUCH_SMALLER * large else _SAME_LINE
    return abs(one.y - other.y) < allowed * large


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Group the words of one cell or one column into lines, from top to bottom."""
    return merged(runs_of(words))


def arranged(runs: Sequence[Line], column: int = 0) -> list[Line]:
    """Put runs into reading order and join those on one baseline.

    What stands in columns is read column by column, between the lines that cross the gap between them; all else from
    top to bottom.
    """
    gutter = _gutter(runs)
    if gutter is None:
        return [replace(line, column=column) for line in merged(runs)]
    lines: list[Line] = []
    for band in _bands(runs, gutter):
        if not _are_columns(band, gutter, _width(runs)):
            lines += [replace(line, column=column) for line in merged(band)]
            continue
        left, right = ([run for run in band if (run.x0 >= gutter) == side] for side in (False, True))
        left, below = _without_tail(left, min(run.y for run in right))
        for number, side in enumerate((left, right), start=1):
            lines += arranged(side, column * 3 + number)
        lines += [replace(line, column=column) for line in merged(below)]
    return lines


def _without_tail(left: Sequence[Line], bottom: float) -> tuple[list[Line], list[Line]]:
    """Part the left column from the headings under both columns: larger or bold, lower than the right one ends."""
    size = median([run.size for run in left])
    below: list[Line] = []
    rest = sorted(left, key=lambda run: -run.y)
    while len(rest) > 1 and rest[-1].y < bottom and (rest[-1].size > size + 0.5 or rest[-1].bold):
        below.insert(0, rest.pop())
    held = {id(run) for run in below}
    return [run for run in left if id(run) not in held], below


def merged(runs: Sequence[Line]) -> list[Line]:
    """Sort runs from top to bottom and join those on one baseline, such as the cells of a row."""
    found: list[Line] = []
    for run in sorted(runs, key=lambda line: (-line.y, line.x0)):
        last = found[-1] if found else None
        if last is not None and last.table is None and run.table is None and _beside(last, run):
            found[-1] = Line(tuple(sorted((*last.words, *run.words), key=lambda word: word.x0)))
        else:
            found.append(run)
    return [_hyphen_inside(line) for line in found]


def _beside(line: Line, run: Line) -> bool:
    small, large = sorted((line.size, run.size))
    if abs(line.y - run.y) < _SAME_LINE * small:
        return True
    raised = small < _MUCH_SMALLER * large and abs(line.y - run.y) < _RAISED * large
    return raised and min(len(line.text), len(run.text)) <= 3 and (line.x1 <= run.x0 + 1 or run.x1 <= line.x0 + 1)  # noqa: PLR2004


def _hyphen_inside(line: Line) -> Line:
    """Put back the hyphen of a cell that ends inside a merged line; only the last word of a line can be cut."""
    if not any(word.hyphenated for word in line.words[:-1]):
        return line
    head = tuple(
        replace(word, text=word.text + "-", hyphenated=False) if word.hyphenated else word for word in line.words[:-1]
    )
    return Line((*head, line.words[-1]))


def _width(runs: Sequence[Line]) -> float:
    return max(run.x1 for run in runs) - min(run.x0 for run in runs)


def _gutter(runs: Sequence[Line]) -> float | None:
    """Return where two columns of running text are parted, or None."""
    if len(runs) < 2 * _COLUMN_MIN_LINES:
        return None
    left, width = min(run.x0 for run in runs), _width(runs)
    for share in _GUTTERS:
        gutter = left + width * share
        if any(_are_columns(band, gutter, width) for band in _bands(runs, gutter)):
            return gutter
    return None


def _bands(runs: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """Yield the runs from top to bottom, parted where a run crosses the gutter; within a band in the file's order."""
    order = {id(run): position for position, run in enumerate(runs)}
    band: list[Line] = []
    crossing = False
    for run in sorted(runs, key=lambda line: -line.y):
        crosses = run.x0 < gutter - _GUTTER_HALF_POINTS and run.x1 > gutter + _GUTTER_HALF_POINTS
        beside = bool(band) and crossing != crosses and abs(band[-1].y - run.y) < _SAME_LINE * run.size
        if band and crosses != crossing and not beside:
            yield sorted(band, key=lambda line: order[id(line)])
            band = []
        if not beside:
            crossing = crosses
        band.append(run)
    if band:
        yield sorted(band, key=lambda line: order[id(line)])


def _are_columns(band: Sequence[Line], gutter: float, width: float) -> bool:
    """Tell whether a band is running text in columns rather than a table.

    Columns have wide lines on both sides; the file finishes one before it begins the next, while a table jumps between
    them at every row. Where a file goes line by line across both, lines that fill their columns tell them from cells.
    """
    sides = []
    for side in ([run for run in band if run.x1 <= gutter + 3], [run for run in band if run.x0 >= gutter - 3]):
        if sum(1 for run in side if run.x1 - run.x0 > _COLUMN_MIN_WIDTH * width) < _COLUMN_MIN_LINES:
            return False
        sides.append(side)
    if sum(map(len, sides)) < len(band):
        return False
    jumps = _jumps(band, gutter) / len(band)
    if jumps <= _FEW_JUMPS:
        return not _share_baselines(*sides) or all(_filled_share(side) >= _HALF_FILLED for side in sides)
    long = all(len(side) >= 2 * _COLUMN_MIN_LINES - 2 for side in sides)
    return jumps >= _ALWAYS_JUMPS and long and all(_filled_share(side) >= _MOSTLY_FILLED for side in sides)


def _jumps(runs: Sequence[Line], gutter: float) -> int:
    sides = [run.x0 >= gutter - _GUTTER_HALF_POINTS for run in runs]
    return sum(1 for one, other in itertools.pairwise(sides) if one != other)


def _filled_share(side: Sequence[Line]) -> float:
    """Return the share of lines that reach from the left to the right edge of their column, as running text does."""
    left, right = min(run.x0 for run in side), max(run.x1 for run in side)
    return sum(1 for run in side if run.x1 - left > _FILLED * (right - left)) / len(side)


def _share_baselines(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Tell whether nearly every line has one beside it, as in a table that the file holds column by column."""
    few, many = sorted((left, right), key=len)
    paired = sum(1 for run in few if any(abs(run.y - other.y) < 1 for other in many))
    return paired >= _PAIRED * len(few)
