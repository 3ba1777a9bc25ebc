"""The originals of what was taken in: files named by the hash of their bytes, with what is derived from each beside it.

Knows a folder; must not know formats, the catalog, or who asks. An original is written under another name and renamed
when it is whole; removing one takes its derived files along.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Self

from search.errors import BackendError

FOLDER = "originals"
"""Below the data folder."""

_ORIGINAL = "original"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Originals:
    """Originals by sha256. One process adds and prunes; any may read and put derived files beside them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; nothing is made before the first original is kept."""
        self._folder = folder

    @classmethod
    def under(cls, data: Path) -> Self:
        """Return the originals of a data folder."""
        return cls(data / FOLDER)

    def path(self, sha256: str) -> Path | None:
        """Return where an original is; None where it is not kept."""
        path = self._place(sha256) / _ORIGINAL
        return path if os.path.isfile(path) else None  # noqa: PTH113 - twice as fast, and asked of every document

    def keep(self, sha256: str, chunks: Iterable[bytes]) -> bool:
        """Keep an original; what is kept already is not read again.

        Returns:
            Whether it is kept now: False where the bytes are not those that the hash stands for.

        Raises:
            BackendError: the folder cannot be written.
        """
        if self.path(sha256):
            return True
        place = self._place(sha256)
        part = place / f"{_ORIGINAL}.{os.getpid()}.part"
        try:
            place.mkdir(parents=True, exist_ok=True)
            is_whole = _write(part, chunks) == sha256
            if is_whole:
                part.replace(place / _ORIGINAL)
            else:
                part.unlink()
        except OSError as error:
            raise BackendError(
                f"The original {sha256[:12]} cannot be kept in {self._folder} ({error.strerror}): make room there or "
                "give this process the right to write."
            ) from error
        return is_whole

    def derived(self, sha256: str, name: str) -> bytes | None:
        """Return what was derived from an original under a name; None where it was not, or is gone."""
        try:
            return (self._place(sha256) / name).read_bytes()
        except OSError:
            return None

    def put_derived(self, sha256: str, name: str, data: bytes) -> None:
        """Hold what was derived from an original; it can be made again, so a folder that is full is no error."""
        place = self._place(sha256)
        part = place / f"{name}.{os.getpid()}.part"
        with contextlib.suppress(OSError):
            part.write_bytes(data)
            part.replace(place / name)

    def prune(self, kept: Collection[str]) -> None:
        """Remove every original but these, with what was derived from them."""
        for place in list(self._places()):
            if place.name not in kept:
                shutil.rmtree(place, ignore_errors=True)

    def trim_derived(self, max_bytes: int) -> None:
        """Remove the oldest derived files until those that are left have at most `max_bytes`."""
        found = []
        for place in self._places():
            with contextlib.suppress(OSError):
                found += [(file.stat(), file) for file in place.iterdir() if file.name != _ORIGINAL]
        total = sum(state.st_size for state, _ in found)
        for state, file in sorted(found, key=lambda entry: entry[0].st_mtime):
            if total <= max_bytes:
                return
            file.unlink(missing_ok=True)
            total -= state.st_size

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256[:80]!r} is no sha256")
        return self._folder / sha256[:2] / sha256

    def _places(self) -> Iterator[Path]:
        return (place for place in self._folder.glob("??/*") if _SHA256.fullmatch(place.name))


def _write(path: Path, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
