"""Pictures of a document's pages: drawn when first asked for, kept beside the original, found again by its hash.

Knows originals and who draws; must not know HTTP or what is marked on a page.
"""

import json
import threading
from dataclasses import dataclass
from typing import Protocol

from ingest.picture import PageDrawer
from search.errors import DocumentError, NotFound
from search.originals import Originals

SCALES = (1.5, 3.0)
"""Pixels for each point: for a screen, and for zoom, print and dense screens."""

MAX_DERIVED_BYTES = 512_000_000
_TRIM_EVERY = 200
"""Pictures between two looks at how much is kept; 200 take about 10 MB."""

PDF = "application/pdf"


class Held(Protocol):
    """What is asked of a document."""

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""
        ...

    @property
    def media_type(self) -> str:
        """Of its bytes."""
        ...

    @property
    def source(self) -> str:
        """Its name."""
        ...


@dataclass(frozen=True, slots=True)
class Size:
    """Of a page as it is shown, in points."""

    width: float
    height: float


class PagePictures:
    """Sizes and pictures of PDF pages; safe to use from several threads."""

    def __init__(self, originals: Originals, drawer: PageDrawer) -> None:
        self._originals = originals
        self._drawer = drawer
        self._lock = threading.Lock()
        self._drawn = 0

    def sizes(self, document: Held) -> tuple[Size, ...]:
        """Return the size of each page; () where there are no pictures of this document."""
        original = self._originals.path(document.sha256) if document.media_type == PDF else None
        if original is None:
            return ()
        known = self._originals.derived(document.sha256, "sizes.json")
        if known is None:
            try:
                sizes = self._drawer.sizes(original)
            except DocumentError:
                sizes = []
            known = json.dumps(sizes).encode()
            self._originals.put_derived(document.sha256, "sizes.json", known)
        return tuple(Size(width, height) for width, height in json.loads(known))

    def picture(self, document: Held, number: int, scale: float) -> bytes:
        """Return a page as WebP.

        Raises:
            NotFound: the original is not kept, is no PDF or has no such page, or the page cannot be drawn.
        """
        original = self._originals.path(document.sha256) if document.media_type == PDF else None
        if original is None:
            raise NotFound(f"There is no picture of {document.source}: its original is no PDF or is not kept.")
        name = f"page-{number}-{scale:g}.webp"
        picture = self._originals.derived(document.sha256, name)
        if picture is None:
            try:
                picture = self._drawer.draw(original, number, scale)
            except DocumentError as error:
                raise NotFound(f"Page {number} of {document.source} has no picture: {error}") from error
            self._originals.put_derived(document.sha256, name, picture)
            self._trim()
        return picture

    def close(self) -> None:
        """End the process that draws."""
        self._drawer.close()

    def _trim(self) -> None:
        with self._lock:
            self._drawn += 1
            is_due = self._drawn % _TRIM_EVERY == 0
        if is_due:
            self._originals.trim_derived(MAX_DERIVED_BYTES)
