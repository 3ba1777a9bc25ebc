"""The files of an embedded index: the marker that makes a folder a generation, copying, and writing through to disk.

Knows files. Must not know the engine's interface or what is searched.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from typing import Self

from search.errors import IncompatibleData
from search.index.port import IndexSettings

MARKER = "generation.json"
FORMAT = 2
ENGINE = "qdrant-edge-py"

_WINDOW_BYTES = 128 * 1024
"""Read ahead at a time: what systems read at most for one call."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a generation was built with; its file is written last.

    Attributes:
        format: of the folder's layout, the vectors' names and the engine's settings.
        engine: version of the engine, whose storage is compatible within one minor version.
        changed_points: added or deleted since the last compaction.
        files: path within the folder -> size in bytes, by which a truncated file is found before it is mapped.
    """

    format: int
    engine: str
    dim: int
    count: int
    changed_points: int
    files: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: IndexSettings, *, count: int, changed_points: int) -> Self:
        """Return the marker of a generation built now."""
        return cls(FORMAT, version(ENGINE), settings.dim, count, changed_points)


def read_marker(path: Path, settings: IndexSettings) -> Marker:
    """Return the marker of the generation at `path`.

    Raises:
        IncompatibleData: there is none, it does not fit this engine or these settings, or a file is damaged.
    """
    try:
        marker = Marker(**json.loads((path / MARKER).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise IncompatibleData(f"the index holds no generation at {path}; run `samsok reindex`") from None
    except (OSError, ValueError, TypeError) as error:
        raise IncompatibleData(f"{path / MARKER} cannot be read ({error}); run `samsok reindex`") from error
    _check(marker, path, settings)
    return marker


def write_marker(path: Path, marker: Marker) -> None:
    """Write the marker with the sizes of the files that are there."""
    files = {
        file.relative_to(path).as_posix(): file.stat().st_size for file in sorted(path.rglob("*")) if file.is_file()
    }
    content = asdict(marker) | {"files": files}
    (path / MARKER).write_text(json.dumps(content, indent=1), encoding="utf-8")


def prefetch(path: Path, marker: Marker) -> None:
    """Ask the system to read the generation's files in the background, so that the first question finds them there.

    Without it a question reads a hundred pages from the disk one by one: 8 ms at 100,000 points even on a fast one.
    Asked for in one call, only the beginning of a file is read.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    for name in marker.files:
        descriptor = os.open(path / name, os.O_RDONLY)
        try:
            for start in range(0, marker.files[name], _WINDOW_BYTES):
                os.posix_fadvise(descriptor, start, _WINDOW_BYTES, os.POSIX_FADV_WILLNEED)
        finally:
            os.close(descriptor)


def sync_tree(path: Path, *, deep: bool = True) -> None:
    """Write a folder, and unless told otherwise everything in it, through to the disk."""
    for file in path.rglob("*") if deep else ():
        _sync(file)
    _sync(path)


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder, leaving holes where the files have holes.

    The engine lays its files out in 32 MB steps of which a small index fills next to nothing: copied byte by byte,
    250 kB on the disk become 115 MB.
    """
    shutil.copytree(source, target, copy_function=_copy_sparse)


def _check(marker: Marker, path: Path, settings: IndexSettings) -> None:
    expected = Marker.of(settings, count=marker.count, changed_points=marker.changed_points)
    found = (marker.format, _minor(marker.engine), marker.dim)
    wanted = (expected.format, _minor(expected.engine), expected.dim)
    if found != wanted:
        raise IncompatibleData(
            f"{path} was built with format {found[0]}, {ENGINE} {found[1]} and {found[2]} dimensions; "
            f"this Samsök needs format {wanted[0]}, {ENGINE} {wanted[1]} and {wanted[2]} dimensions; "
            "run `samsok reindex`"
        )
    for name, size in marker.files.items():
        file = path / name
        if not file.is_file() or file.stat().st_size != size:
            raise IncompatibleData(f"{file} is missing or damaged; run `samsok reindex`")


def _minor(engine: str) -> str:
    return ".".join(engine.split(".")[:2])


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_sparse(source: str, target: str) -> str:
    if not hasattr(os, "SEEK_DATA"):
        return shutil.copyfile(source, target)
    with Path(source).open("rb", buffering=0) as reader, Path(target).open("wb") as writer:
        writer.truncate(os.fstat(reader.fileno()).st_size)
        for start, end in _data_ranges(reader):
            reader.seek(start)
            writer.seek(start)
            while data := reader.read(min(end - reader.tell(), 1 << 20)):
                writer.write(data)
    return target


def _data_ranges(reader: FileIO) -> Iterator[tuple[int, int]]:
    """Yield the half-open byte ranges of a file between its holes."""
    end = 0
    while True:
        try:
            start = reader.seek(end, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole behind `end`
                return
            raise
        end = reader.seek(start, os.SEEK_HOLE)
        yield start, end
