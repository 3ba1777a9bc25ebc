"""Where documents come from: files and folders on disk, found, told apart and read safely.

Knows paths, names and file states; must not know what a file's content means (`ingest.media`, `ingest.parse`).
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from ingest.address import address_of, printable, shown_path, shown_text
from ingest.media import kind_of_name, why_not_taken
from ingest.sidecar import document_path, is_sidecar
from search.errors import DocumentChanged, DocumentTooLarge, EmptyDocument, UnparseableDocument

_CHUNK_BYTES = 1 << 20
_LEFTOVER_STARTS = (".", "~$")
_LEFTOVER_ENDS = ("~", ".tmp", ".bak", ".swp", ".swo", ".part", ".crdownload")
_LEFTOVER_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be taken in.

    Attributes:
        key: canonical address: file URI of the path with links resolved.
        source: what the reader knows it as: the path relative to the root, or the name of a single file.
        media_type: what the name promises; None where the name promises nothing that can be parsed.
        root: file URI of the folder it was found under, None for a file named on its own.
        sha256: of the bytes, where whoever found it has hashed them already.
        name: a file name for it, where `source` is an address.
        note: what a reader of the report should know.
    """

    key: str
    source: str
    media_type: str | None
    path: Path
    size: int
    modified: datetime
    root: str | None = None
    sha256: str | None = None
    name: str | None = None
    note: str | None = None

    @property
    def file_name(self) -> str:
        """What it is called where only a file name will do."""
        return self.name or self.source


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or folder that is not taken in, and why."""

    key: str
    source: str
    reason: str


@dataclass(slots=True)
class Found:
    """What a walk over the given paths found.

    Attributes:
        skipped: not meant for us (in folders).
        failed: asked for and impossible: missing paths, unreadable folders, single files of a kind without parser.
        roots: keys of the folders that were read whole; only under these may missing files count as removed.
        unread: keys of folders that could not be read; nothing below them may count as removed.
        gone: keys of live documents whose source is known to be gone -> how that is known.
    """

    sources: list[Source] = field(default_factory=list)
    skipped: list[Refusal] = field(default_factory=list)
    failed: list[Refusal] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)


def find_sources(paths: Sequence[Path]) -> Found:
    """Find every document at or below these paths, each once, sorted by path within each root."""
    found = Found()
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            _walk_root(path, found, seen)
        else:
            _take_named_file(path, found, seen)
    return found


def _take_named_file(path: Path, found: Found, seen: set[str]) -> None:
    name = printable(shown_path(path).name)
    try:
        resolved = path.resolve(strict=True)
        state = resolved.stat()
    except (OSError, RuntimeError):
        found.failed.append(Refusal(shown_text(str(path)), name, f"no such file or folder: {shown_text(str(path))}"))
        return
    if not stat.S_ISREG(state.st_mode):
        found.failed.append(Refusal(address_of(resolved), name, f"{name} is neither a file nor a folder"))
        return
    key = address_of(resolved)
    if key not in seen:
        seen.add(key)
        found.sources.append(_source(resolved, key, name, state, None))


def _walk_root(root: Path, found: Found, seen: set[str]) -> None:
    resolved = root.resolve()
    try:
        os.scandir(resolved).close()
    except OSError as error:
        found.failed.append(
            Refusal(address_of(resolved), shown_text(str(root)), f"folder cannot be read: {error.strerror}")
        )
        found.unread.append(address_of(resolved))
        return
    address = address_of(resolved)
    found.roots.append(address)
    for path, shown in _walk(resolved, found):
        _take_walked_file(path, shown, address, found, seen)


def _walk(root: Path, found: Found) -> Iterator[tuple[Path, str]]:
    """Yield every visible file below the root with its path relative to it; links to folders are followed once."""
    visited: set[str] = set()
    shown_root = shown_path(root)

    def unreadable(error: OSError) -> None:
        folder = Path(error.filename)
        found.failed.append(
            Refusal(address_of(folder), shown_text(str(folder)), f"folder cannot be read: {error.strerror}")
        )
        found.unread.append(address_of(folder.resolve()))

    for folder, folders, names in os.walk(root, followlinks=True, onerror=unreadable):
        real = os.path.realpath(folder)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not is_leftover(name):
                path = Path(folder, name)
                yield path, printable(shown_path(path).relative_to(shown_root).as_posix())


def _take_walked_file(path: Path, shown: str, root: str, found: Found, seen: set[str]) -> None:
    try:
        resolved = path.resolve(strict=True)
        state = resolved.stat()
    except (OSError, RuntimeError):
        found.skipped.append(Refusal(address_of(path), shown, "the link leads nowhere"))
        return
    key = address_of(resolved)
    if key in seen or not stat.S_ISREG(state.st_mode):
        return
    seen.add(key)
    if is_sidecar(path.name):
        if not document_path(path).exists():
            found.skipped.append(
                Refusal(key, shown, f"it speaks of {document_path(path).name}, which is not beside it")
            )
        return
    if kind_of_name(path.name) is None:
        found.skipped.append(Refusal(key, shown, why_not_taken(path.name)))
        return
    found.sources.append(_source(resolved, key, shown, state, root))


def _source(path: Path, key: str, shown: str, state: os.stat_result, root: str | None) -> Source:
    modified = datetime.fromtimestamp(state.st_mtime, tz=UTC)
    return Source(key, shown, kind_of_name(path.name), path, state.st_size, modified, root)


def is_leftover(name: str) -> bool:
    """Tell whether a file is hidden, or left behind by an editor or a download."""
    lower = name.lower()
    autosaved = lower.startswith("#") and lower.endswith("#")
    return autosaved or lower.startswith(_LEFTOVER_STARTS) or lower.endswith(_LEFTOVER_ENDS) or lower in _LEFTOVER_NAMES


def hash_source(source: Source, max_bytes: int) -> str:
    """Return the sha256 of the file's bytes, hexadecimal, in constant memory.

    Raises:
        EmptyDocument, DocumentTooLarge, DocumentChanged, UnparseableDocument: as `read_source`.
    """
    digest = hashlib.sha256()
    for chunk in _chunks(source, max_bytes):
        digest.update(chunk)
    return digest.hexdigest()


def read_source(source: Source, max_bytes: int) -> bytes:
    """Return the file's bytes.

    Raises:
        EmptyDocument: the file has 0 bytes.
        DocumentTooLarge: it is over the limit; it is then not read.
        DocumentChanged: it vanished or changed while it was read.
        UnparseableDocument: the system does not let us read it.
    """
    return b"".join(_chunks(source, max_bytes))


def _chunks(source: Source, max_bytes: int) -> Iterator[bytes]:
    try:
        with source.path.open("rb") as file:
            before = os.fstat(file.fileno())
            _check_size(source, before.st_size, max_bytes)
            yield from _read_to(file, before.st_size)
            after = source.path.stat()
    except FileNotFoundError as error:
        raise DocumentChanged(f"{source.source} vanished while it was read; run again") from error
    except OSError as error:
        raise UnparseableDocument(f"{source.source} cannot be read: {error.strerror}; check its permissions") from error
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino):
        raise DocumentChanged(f"{source.source} changed while it was read; run again when it is finished")


def _check_size(source: Source, size: int, max_bytes: int) -> None:
    if size == 0:
        raise EmptyDocument(f"{source.source} has 0 bytes; save it again with content")
    if size > max_bytes:
        raise DocumentTooLarge(f"{source.source} has {size:,} bytes, allowed are {max_bytes:,}; split it")


def _read_to(file: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk
