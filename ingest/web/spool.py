"""Where fetched bytes lie until they are parsed: files in a folder, bounded together, gone after the run.

Knows files. Must not know where bytes come from. Whoever holds the right to write to the data folder owns the spool,
so what a killed run left behind is removed by the next one.
"""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from search.errors import BackendError, DocumentTooLarge


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of an answer, laid down.

    Attributes:
        sha256: of the bytes, hexadecimal.
    """

    path: Path
    size: int
    sha256: str

    def head(self, max_bytes: int) -> bytes:
        """Return its first bytes."""
        with self.path.open("rb") as file:
            return file.read(max_bytes)


class Spool:
    """A folder for the length of a run, made when the block begins and removed when it ends."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._held_bytes = 0
        self._number = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be laid down."""
        return self._held_bytes >= self._max_bytes

    def put(self, chunks: Iterable[bytes], max_bytes: int) -> Body:
        """Lay down bytes as they come; nothing stays where that fails.

        Raises:
            DocumentTooLarge: more than `max_bytes` came, or more than the spool may hold; reading stopped there.
            BackendError: the disk is full or cannot be written.
        """
        self._number += 1
        path = self._folder / f"{self._number:07d}"
        try:
            body = self._write(path, chunks, max_bytes)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise BackendError(
                    f"the folder {self._folder} for fetched pages cannot be written ({error})"
                ) from error
            raise
        self._held_bytes += body.size
        return body

    def drop(self, body: Body) -> None:
        """Remove what turned out not to be needed."""
        body.path.unlink(missing_ok=True)
        self._held_bytes -= body.size

    def __enter__(self) -> Self:
        shutil.rmtree(self._folder, ignore_errors=True)
        try:
            self._folder.mkdir(parents=True)
        except OSError as error:
            raise BackendError(f"the folder {self._folder} for fetched pages cannot be made ({error})") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, path: Path, chunks: Iterable[bytes], max_bytes: int) -> Body:
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise DocumentTooLarge(f"is larger than the {max_bytes:,} bytes that are allowed; not read further")
                if self._held_bytes + size > self._max_bytes:
                    self._held_bytes = self._max_bytes
                    raise DocumentTooLarge(f"has no room in the {self._max_bytes:,} bytes that one run may fetch")
                digest.update(chunk)
                file.write(chunk)
        return Body(path, size, digest.hexdigest())
