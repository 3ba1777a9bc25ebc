"""One run of taking in: find, compare, parse, stage, publish, report.

Knows the order of the stages and what each hands to the next; the stages themselves are in modules of their own.
Whoever calls holds the right to write (`search.lock.WriteLock`).
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ingest.assemble import PIPELINE
from ingest.compare import Comparison, Wanted, compare, failure
from ingest.filling import PointMaker
from ingest.generation import is_usable, publish
from ingest.keep import keeping, tidy
from ingest.limits import Limits
from ingest.pool import run_tasks
from ingest.progress import NoProgress, Progress
from ingest.report import Entry, Report
from ingest.source import Found, find_sources
from ingest.stage import holder, stage
from ingest.work import Outcome
from search.catalog_port import Catalog, Change
from search.document import Document, document_id_of, revision_of
from search.index.port import IndexStore
from search.originals import Originals

_log = logging.getLogger(__name__)

IsHeld = Callable[[str, str], bool]
"""Source key and sha256 -> whether a document of these bytes is held, as this pipeline would make it."""


class Finder(Protocol):
    """Finds sources that are on no disk of ours."""

    def find(self, found: Found, live: Mapping[str, Document], is_held: IsHeld, progress: Progress) -> None:
        """Add to what was found; `live` is by source key."""
        ...

    def settle(self) -> None:
        """Remember what was found; what could be parsed of it is held durably now."""
        ...


def ingest(
    paths: Sequence[Path],
    *,
    catalog: Catalog,
    store: IndexStore,
    indexer: PointMaker,
    limits: Limits | None = None,
    progress: Progress | None = None,
    remove_missing: bool = True,
    finder: Finder | None = None,
    originals: Originals | None = None,
) -> Report:
    """Take in the documents at these paths and switch to them at once when all are ready.

    Args:
        paths: files and folders.
        remove_missing: documents under a given folder whose file is gone stop being live.
        finder: finds further sources, beside the paths.
        originals: where the files are kept for those who read the papers; None to keep none.

    Returns:
        What happened to every file. A document that failed keeps its earlier version.

    Raises:
        BackendError: the catalog or the index failed; what was live before is untouched, what was parsed is kept
            and not parsed again by the next run.
    """
    begun = time.monotonic()
    limits, progress = limits or Limits(), progress or NoProgress()
    current = catalog.current()
    live = catalog.live(current.number if current else None)
    found = find_sources(paths)
    if finder is not None:
        finder.find(found, live, _is_held(catalog), progress)
    files = {source.key: source.path for source in found.sources}
    comparison = compare(found, live, limits, progress, remove_missing=remove_missing)
    ready, entries = _stage(comparison, live, catalog, limits, progress, originals)
    if finder is not None:
        finder.settle()
    removed = _removed(comparison, ready, live)
    change = Change(
        put=tuple((wanted.document_id, wanted.revision) for wanted in ready),
        remove=tuple(document.document_id for document in removed),
    )
    entries = [*comparison.settled, *entries]
    if not (change.put or change.remove) and (current is None or is_usable(current, store, indexer)):
        tidy(originals, catalog, files)
        return Report(
            tuple(entries), current.number if current else None, published=False, took_s=time.monotonic() - begun
        )
    generation, counts = publish(change, catalog=catalog, store=store, indexer=indexer, progress=progress)
    tidy(originals, catalog, files)
    entries = [replace(entry, passages=counts.get(entry.document_id or "")) for entry in entries]
    gone = [document for document in removed if document in comparison.gone]
    entries += [Entry(d.source, "removed", found.gone.get(d.source_key), d.document_id) for d in gone]
    return Report(tuple(entries), generation.number, published=True, took_s=time.monotonic() - begun)


def reindex(*, catalog: Catalog, store: IndexStore, indexer: PointMaker, progress: Progress | None = None) -> Report:
    """Make every point anew from the catalog, with no file parsed again, and switch to the result."""
    begun = time.monotonic()
    current = catalog.current()
    if current is None:
        return Report((), None, published=False, took_s=time.monotonic() - begun)
    live = catalog.live(current.number)
    generation, counts = publish(
        Change(), catalog=catalog, store=store, indexer=indexer, progress=progress or NoProgress(), rebuild=True
    )
    entries = tuple(
        Entry(
            document.source, "unchanged", document_id=document.document_id, passages=counts.get(document.document_id, 0)
        )
        for document in live.values()
    )
    return Report(entries, generation.number, published=True, took_s=time.monotonic() - begun)


def delete(
    document_ids: Sequence[str],
    *,
    catalog: Catalog,
    store: IndexStore,
    indexer: PointMaker,
    progress: Progress | None = None,
    originals: Originals | None = None,
) -> Report:
    """Stop showing documents; an id that is not live is reported as failed, the others go."""
    begun = time.monotonic()
    current = catalog.current()
    live = {d.document_id: d for d in catalog.live(current.number if current else None).values()}
    wanted = list(dict.fromkeys(document_ids))
    entries = [Entry(live[i].source, "removed", document_id=i) for i in wanted if i in live]
    entries += [Entry(i, "failed", f"no document with the id {i}", i) for i in wanted if i not in live]
    number = current.number if current else None
    present = [i for i in wanted if i in live]
    if present:
        change = Change(remove=tuple(present))
        number = publish(change, catalog=catalog, store=store, indexer=indexer, progress=progress or NoProgress())[
            0
        ].number
        tidy(originals, catalog)
    return Report(tuple(entries), number, published=bool(present), took_s=time.monotonic() - begun)


def _is_held(catalog: Catalog) -> IsHeld:
    return lambda key, sha256: catalog.is_staged(document_id_of(key), revision_of(sha256, PIPELINE))


def _stage(
    comparison: Comparison,
    live: Mapping[str, Document],
    catalog: Catalog,
    limits: Limits,
    progress: Progress,
    originals: Originals | None,
) -> tuple[list[Wanted], list[Entry]]:
    """Parse and stage what is wanted; return what can be published and the entries for all that was wanted."""
    held = catalog.staged_among([(wanted.document_id, wanted.revision) for wanted in comparison.wanted])
    ready = [wanted for wanted in comparison.wanted if (wanted.document_id, wanted.revision) in held]
    entries = [_entry(wanted) for wanted in ready]
    staged = {wanted.document_id for wanted in ready}
    waiting = {w.task.source.key: w for w in comparison.wanted if w.document_id not in staged}
    if not waiting:
        return ready, entries
    progress.start("parse", len(waiting))
    files = {key: wanted.task.source.path for key, wanted in waiting.items()}
    outcomes = run_tasks([wanted.task for wanted in waiting.values()], limits)
    for outcome in stage(outcomes, keeping(holder(catalog), originals, files), progress):
        wanted = waiting[outcome.task.source.key]
        entries.append(_entry(wanted, outcome, live.get(outcome.task.source.key)))
        if outcome.stored is not None:
            ready.append(wanted)
    progress.finish()
    return ready, entries


def _entry(wanted: Wanted, outcome: Outcome | None = None, held: Document | None = None) -> Entry:
    source = wanted.task.source.source
    if outcome is not None and outcome.error is not None:
        if outcome.trace:
            _log.error("%s: %s\n%s", source, outcome.error, outcome.trace)
        return Entry(source, "failed", failure(outcome.error, held or wanted.moved_from), wanted.document_id)
    notes = list(outcome.notes) if outcome else []
    if wanted.moved_from is not None:
        notes.insert(0, f"moved from {wanted.moved_from.source}")
    if wanted.task.source.note:
        notes.append(wanted.task.source.note)
    return Entry(source, wanted.status, "; ".join(notes) or None, wanted.document_id)


def _removed(comparison: Comparison, ready: Sequence[Wanted], live: Mapping[str, Document]) -> list[Document]:
    """Return the live documents to leave out: those that are gone, and those that moved and arrived."""
    arrived = [wanted.moved_from for wanted in ready if wanted.moved_from is not None]
    ids = {document.document_id for document in (*comparison.gone, *arrived)}
    return [document for document in live.values() if document.document_id in ids]
