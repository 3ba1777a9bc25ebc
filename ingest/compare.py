"""What has changed since the last run: files against the documents that are live.

Knows sources, hashes and live documents; must not parse or store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.assemble import revision_with
from ingest.limits import Limits
from ingest.progress import Progress
from ingest.report import Entry, Status
from ingest.sidecar import read_sidecar
from ingest.source import Found, Source, hash_source
from ingest.work import Task, sidecar_note
from search.document import Document, document_id_of
from search.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that should be live after the run.

    Attributes:
        status: what the report will say if all goes well.
        moved_from: the live document with the same bytes whose file is gone.
    """

    task: Task
    document_id: str
    revision: str
    status: Status
    moved_from: Document | None = None


@dataclass(slots=True)
class Comparison:
    """What a run has to do.

    Attributes:
        settled: entries of the report that are known already.
        gone: live documents whose files are gone, without those that moved.
    """

    settled: list[Entry] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    gone: list[Document] = field(default_factory=list)


def compare(
    found: Found, live: Mapping[str, Document], limits: Limits, progress: Progress, *, remove_missing: bool
) -> Comparison:
    """Compare the files that were found with the live documents.

    Every file is read and hashed: size and time of change alone miss a file that was rewritten within one tick
    of the clock, and hashing costs about a second for 500 MB.
    """
    result = Comparison()
    result.settled.extend(Entry(refusal.source, "skipped", refusal.reason) for refusal in found.skipped)
    result.settled.extend(Entry(refusal.source, "failed", refusal.reason) for refusal in found.failed)
    missing = {document.sha256: document for document in _missing(found, live)} if remove_missing else {}
    progress.start("read", len(found.sources))
    for source in found.sources:
        _compare_one(source, live.get(source.key), missing, limits, result)
        progress.advance()
    progress.finish()
    moved = {wanted.moved_from.document_id for wanted in result.wanted if wanted.moved_from}
    if remove_missing:
        result.gone = [document for document in _missing(found, live) if document.document_id not in moved]
    return result


def _missing(found: Found, live: Mapping[str, Document]) -> Sequence[Document]:
    """Return the live documents that are gone: below a folder that was read whole and not there, or known to be."""
    there = {source.key for source in found.sources} | {refusal.key for refusal in (*found.skipped, *found.failed)}
    return [
        document
        for key, document in live.items()
        if key in found.gone or (key not in there and _is_below(key, found.roots) and not _is_below(key, found.unread))
    ]


def _is_below(key: str, folders: Sequence[str]) -> bool:
    return any(key.startswith(folder.rstrip("/") + "/") for folder in folders)


def _compare_one(
    source: Source, held: Document | None, missing: dict[str, Document], limits: Limits, result: Comparison
) -> None:
    document_id = document_id_of(source.key)
    try:
        sha256 = source.sha256 or hash_source(source, limits.max_bytes)
    except DocumentError as error:
        result.settled.append(Entry(source.source, "failed", failure(error, held), document_id))
        return
    sidecar = read_sidecar(source.path)
    revision = revision_with(sha256, sidecar)
    if held is not None and held.revision == revision:
        reason = sidecar_note(sidecar.fault) if sidecar and sidecar.fault else source.note
        result.settled.append(Entry(source.source, "unchanged", reason, document_id))
        return
    moved_from = missing.pop(sha256, None) if held is None else None
    status: Status = "changed" if held else "moved" if moved_from else "added"
    result.wanted.append(Wanted(Task(source, sha256, sidecar), document_id, revision, status, moved_from))


def failure(error: DocumentError, held: Document | None) -> str:
    """Return the reason for the report, with what stays in place."""
    return f"{error} (the earlier version stays)" if held else str(error)
