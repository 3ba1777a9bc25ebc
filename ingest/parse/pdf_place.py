"""Where things lie on a PDF page: from the file's own coordinates to the page as it is read, and as it is shown.

Knows geometry; must not know pdfium or what lies there.

A page has three frames: the file's (any origin, any crop), the one its text is read in (upright, from the lower left),
and the one it is shown in (turned by the page's rotation). Text that runs sideways on an upright page is read turned.
"""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

_EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Frame:
    """How one page lies.

    Attributes:
        left, bottom: lower left corner of what is shown, in the file's coordinates.
        width, height: of what is shown, before the page's rotation, in points.
        rotation: degrees clockwise by which the page is shown turned.
        angle: degrees counter-clockwise in which its text runs in the file.
    """

    left: float
    bottom: float
    width: float
    height: float
    rotation: int = 0
    angle: int = 0

    @property
    def read_size(self) -> tuple[float, float]:
        """Width and height of the page as its text is read."""
        return (self.width, self.height) if self.angle in {0, 180} else (self.height, self.width)

    def read(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file lies on the page as it is read."""
        x, y = x - self.left, y - self.bottom
        return _turned(x, y, self.angle, self.width, self.height) if self.angle else (x, y)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point of the page as it is read is shown."""
        width, height = self.read_size
        return -_EDGE <= x <= width + _EDGE and -_EDGE <= y <= height + _EDGE

    def shown(self, box: Box) -> Box:
        """Return where a box on the page as it is read lies on the page as it is shown."""
        if self.angle == self.rotation:
            return box
        back = -self.angle % 360
        corners = []
        for x, y in ((box[0], box[1]), (box[2], box[3])):
            unturned = _turned(x, y, back, *self.read_size)
            corners.append(_turned(*unturned, self.rotation, self.width, self.height))
        (x0, y0), (x1, y1) = corners
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turned(x: float, y: float, angle: int, width: float, height: float) -> tuple[float, float]:
    """Return where a point lies once the page is turned clockwise; width and height are those before turning."""
    if angle == 90:  # noqa: PLR2004 - degrees
        return y, width - x
    if angle == 180:  # noqa: PLR2004
        return width - x, height - y
    if angle == 270:  # noqa: PLR2004
        return height - y, x
    return x, y
