"""What is drawn on a PDF page: straight lines that may rule a table, and pictures.

Knows pdfium's page objects; must not know text.
"""

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from ingest.parse.pdf_place import Box, Frame
from ingest.parse.pdf_table import Rule

MAX_RULES = 600
"""A page with more straight lines is a drawing or a map."""
_PAGE = (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
_FORM = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
_WANTED = frozenset({raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE})
_MAX_DEPTH = 4
_MAX_OBJECTS = 20_000
_MAX_PATH_POINTS = 400
_THIN_POINTS = 2.5
_MIN_RULE_POINTS = 8.0
_MIN_FIGURE_POINTS = 80.0
_MAX_FIGURE_SHARE = 0.6
_MIN_STROKES = 12
"""Axes, grid and marks of a chart. Source: the plainest chart of the papers read by eye has 20."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page shows beside text.

    Attributes:
        pictures: how many.
        picture_share: of the page's area that pictures cover, 0 to 1, counted twice where they overlap.
        picture_pixels: of the largest picture.
        figures: places of charts: frames around many strokes.
        objects: how many things of any kind stand on the page, text included.
    """

    rules: tuple[Rule, ...]
    pictures: int = 0
    picture_share: float = 0.0
    picture_pixels: int = 0
    objects: int = 0
    figures: tuple[Box, ...] = ()


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """Return the straight lines and pictures of an open page."""
    rules: list[Rule] = []
    pictures, area, pixels = 0, 0.0, 0
    paths: list[Box] = []
    for item, kind in itertools.islice(_drawn(page.raw, _PAGE), _MAX_OBJECTS):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
            left, bottom, right, top = _bounds(item)
            area += (right - left) * (top - bottom)
            pixels = max(pixels, _pixels(item))
            continue
        if len(paths) < MAX_RULES:
            paths.append(_bounds(item))
        if len(rules) < MAX_RULES:
            rules.extend(_rules(item, frame))
    whole = max(1.0, frame.width * frame.height)
    kept = tuple(rules) if len(rules) < MAX_RULES else ()
    figures = tuple(_frames([_read_box(box, frame) for box in paths], rules, whole))
    return Drawn(kept, pictures, min(1.0, area / whole), pixels, raw.FPDFPage_CountObjects(page.raw), figures)


def _drawn(parent: Any, calls: tuple[Any, Any], depth: int = 1) -> Iterator[tuple[Any, int]]:
    """Yield paths and pictures with their kinds, those within forms included.

    pypdfium2 has a loop for this that makes an object of its own for every piece of text: a tenth of a page's time.
    """
    count, take = calls
    for index in range(count(parent)):
        item = take(parent, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind in _WANTED:
            yield item, kind
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _drawn(item, _FORM, depth + 1)


def _frames(paths: Sequence[Box], rules: Sequence[Rule], whole: float) -> Iterator[Box]:
    """Yield the boxes among paths that have the size of a chart and hold many paths and straight lines."""
    if len(paths) + len(rules) <= _MIN_STROKES:
        return
    strokes = [*paths, *((rule.x0, rule.y0, rule.x1, rule.y1) for rule in rules)]
    for box in paths:
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) > _MIN_FIGURE_POINTS and width * height < _MAX_FIGURE_SHARE * whole:
            held = sum(
                1 for o in strokes if box[0] <= o[0] <= o[2] <= box[2] and box[1] <= o[1] <= o[3] <= box[3] and o != box
            )
            if held >= _MIN_STROKES:
                yield box


def _read_box(box: Box, frame: Frame) -> Box:
    (x0, y0), (x1, y1) = frame.read(box[0], box[1]), frame.read(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _bounds(item: Any) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, max(left, right), max(bottom, top)


def _pixels(picture: Any) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    return width.value * height.value if raw.FPDFImageObj_GetImagePixelSize(picture, width, height) else 0


def _rules(path: Any, frame: Frame) -> Iterator[Rule]:
    """Yield the rules among a path's strokes, as far as they lie on what is shown: crop marks lie beside it."""
    width, height = frame.read_size
    for x0, y0, x1, y1 in _strokes(path):
        (ax, ay), (bx, by) = frame.read(x0, y0), frame.read(x1, y1)
        left, right = max(0.0, min(ax, bx)), min(width, max(ax, bx))
        low, high = max(0.0, min(ay, by)), min(height, max(ay, by))
        x, y = (ax + bx) / 2, (ay + by) / 2
        if abs(ay - by) < _THIN_POINTS and right - left > _MIN_RULE_POINTS and 0 <= y <= height:
            yield Rule(left, y, right, y)
        elif abs(ax - bx) < _THIN_POINTS and high - low > _MIN_RULE_POINTS and 0 <= x <= width:
            yield Rule(x, low, x, high)


def _strokes(path: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight segments of a path, in the file's coordinates."""
    count = raw.FPDFPath_CountSegments(path)
    if not 1 < count <= _MAX_PATH_POINTS:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield (*point, *first)
        last = point
