"""Keep the originals of what is taken in, and let go of those that nobody can ask for any more.

Knows documents, where their files are and which generation is shown; must not know formats. What was fetched from the
web lies in a spool for the length of the run: the run says where.
"""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ingest.hidden import holds_hidden_numbers
from ingest.stage import Hold
from search.catalog_port import Catalog
from search.document import Document
from search.originals import Originals
from search.records import MASKED, Records
from search.stored import StoredDocument

_CHUNK_BYTES = 1 << 20
_AT_ONCE = 4
"""Each is written through to the disk, which takes several in the time of one. Source: 256 files of 4 KB took 1.5 to
3.6 ms each one after the other, 0.7 to 0.9 ms with four at a time."""
_log = logging.getLogger(__name__)


Files = Mapping[str, Path]
"""Source key -> where the bytes of this run's documents lie."""


def keeping(hold: Hold, originals: Originals | None, files: Files) -> Hold:
    """Return a way to hold documents that keeps their originals first."""
    if originals is None:
        return hold

    def hold_with_originals(documents: Sequence[StoredDocument]) -> None:
        _keep_all([stored.document for stored in documents if not _holds_numbers(stored.records)], originals, files)
        hold(documents)

    return hold_with_originals


def _keep_all(documents: Sequence[Document], originals: Originals, files: Files) -> None:
    """Keep the originals of documents, some at once; those of the same bytes one after the other."""
    alike: dict[str, list[Document]] = {}
    for document in documents:
        alike.setdefault(document.sha256, []).append(document)

    def keep_each(same: Sequence[Document]) -> None:
        for document in same:
            keep_original(originals, document, files)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="keep") as keepers:
        for _ in keepers.map(keep_each, alike.values()):
            pass


def keep_original(originals: Originals, document: Document, files: Files) -> None:
    """Copy a document's file; one that has changed or gone since is not kept, and is told in the log.

    A web page with an identity number anywhere in its bytes is not kept either.

    Raises:
        BackendError: the folder of originals cannot be written.
    """
    path = _path_of(document, files)
    if path is None or originals.path(document.sha256):
        return
    try:
        if holds_hidden_numbers(path, document.media_type):
            _log.info("the original of %s is not kept: its bytes hold an identity number", document.source)
            return
        file = path.open("rb")
    except OSError as error:
        _log.warning("the original of %s is not kept: %s", document.source, error.strerror)
        return
    with file:
        if not originals.keep(document.sha256, iter(lambda: file.read(_CHUNK_BYTES), b"")):
            _log.warning("the original of %s is not kept: the file has changed", document.source)


def tidy(originals: Originals | None, catalog: Catalog, files: Files | None = None) -> None:
    """Keep what is shown and was taken in before originals were kept; forget at once what is shown no more.

    Originals are given out by the current generation alone, so none is kept for readers of the one before.
    """
    current = catalog.current()
    if originals is None or current is None:
        return
    known = files or {}
    live = list(catalog.live(current.number).values())
    for document in live:
        is_wanting = _path_of(document, known) is not None and originals.path(document.sha256) is None
        if is_wanting and not _holds_numbers(catalog.records_of(document.document_id, document.revision)):
            keep_original(originals, document, known)
    originals.prune({document.sha256 for document in live})


def _holds_numbers(records: Records) -> bool:
    """Tell whether identity numbers of persons were masked: the file as it was still holds them."""
    return any(fact.name == MASKED for fact in records.facts)


def _path_of(document: Document, files: Files) -> Path | None:
    if document.source_key in files:
        return files[document.source_key]
    address = urlsplit(document.source_key)
    return Path(url2pathname(address.path)) if address.scheme == "file" else None
