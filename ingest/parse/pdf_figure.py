"""The lettering of charts: numbers along the axes, names of lines and bars, which say nothing without the picture.

Knows places of words and of frames around strokes; must not know pdfium or blocks.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.parse.pdf_order import lines_of
from ingest.parse.pdf_place import Box
from ingest.parse.pdf_text import Word

_AXIS_NUMBERS = 4
"""Source: the plainest chart of the papers read by eye has five numbers along one axis."""
_LABEL_WORDS = 8
_EDGE = 3.0
_ALIGNED = 2.0
_NUMBER = re.compile(r"^-?\d[\d.,]*%?$")


def without_lettering(words: Sequence[Word], figures: Sequence[Box]) -> list[Word]:
    """Return the words that stand outside charts, and those of frames that hold no chart, such as tables."""
    kept = list(words)
    for box in figures:
        inside = [word for word in kept if _is_inside(word, box)]
        if inside and _has_axis(inside) and not any(_is_prose(line.words) for line in lines_of(inside)):
            held = {id(word) for word in inside}
            kept = [word for word in kept if id(word) not in held]
    return kept


def _is_inside(word: Word, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return x0 - _EDGE <= word.x0 and word.x1 <= x1 + _EDGE and y0 - _EDGE <= word.y <= y1 + _EDGE


def _is_prose(words: Sequence[Word]) -> bool:
    return sum(1 for word in words if word.text[0].isalpha()) > _LABEL_WORDS


def _has_axis(words: Sequence[Word]) -> bool:
    """Tell whether numbers in a row or a column rise in equal steps; steps of one count items or years."""
    numbers = [word for word in words if _NUMBER.match(word.text)]
    for one in numbers:
        row = sorted((word for word in numbers if abs(word.y - one.y) < _ALIGNED), key=lambda word: word.x0)
        column = sorted((word for word in numbers if abs(word.x1 - one.x1) < _ALIGNED), key=lambda word: word.y)
        if _is_scale(row) or _is_scale(column):
            return True
    return False


def _is_scale(numbers: Sequence[Word]) -> bool:
    values = [int(re.sub(r"\D", "", word.text)) for word in numbers]
    steps = [other - one for one, other in pairwise(values)]
    return any(length >= _AXIS_NUMBERS - 1 and abs(step) > 1 for step, length in _runs(steps))


def _runs(steps: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (step, how often it comes in a row)."""
    last, length = 0, 0
    for step in steps:
        length = length + 1 if step == last else 1
        last = step
        yield step, length
