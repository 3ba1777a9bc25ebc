"""The next generation of the index: made aside from what the catalog holds, then switched to in one transaction.

Knows the ports of catalog, index and indexer; must not know files or parsing.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.filling import PointMaker, fill
from ingest.progress import Progress
from search.catalog_port import Catalog, Change, Generation, PassageRecord
from search.document import Document
from search.index.port import IndexStore
from search.indexing import words_of
from search.vocabulary import Vocabulary, count_words

_SAMPLE_DOCUMENTS = 2000
_SAMPLE_PASSAGES = 5000
_MEASURED_ON = "measured_on_documents"
_GROWTH = 4
"""A collection this many times larger than when its scale was measured is indexed anew; so each document is indexed
anew once or twice in a life, whatever the collection grows to."""


def is_usable(current: Generation | None, store: IndexStore, indexer: PointMaker) -> bool:
    """Tell whether the current generation's index is there and was made as this indexer would make it."""
    if current is None or not store.exists(current.number):
        return False
    return all(current.manifest.get(key) == value for key, value in indexer.manifest().items())


def publish(
    change: Change,
    *,
    catalog: Catalog,
    store: IndexStore,
    indexer: PointMaker,
    progress: Progress,
    rebuild: bool = False,
) -> tuple[Generation, Mapping[str, int]]:
    """Make the next generation and switch to it; the one before stays for readers that are still on it.

    Args:
        change: staged revisions to show and documents to leave out.
        rebuild: make every point anew from the catalog even if the current index is usable.

    Returns:
        The new generation, and document id -> number of passages indexed in this run.

    Raises:
        BackendError: the catalog or the index failed; the current generation is then untouched.
    """
    current = catalog.current()
    number = current.number if current else 0
    live = catalog.live(number) if current else {}
    everything = _all(live.values(), change)
    usable = current is not None and is_usable(current, store, indexer) and not _outgrown(current, len(everything))
    base = number if usable and not rebuild else None
    counts: Counter[str] = Counter()
    revisions = change.put if base is not None else everything
    scale = _scale_of(current) if current and base is not None else _measured(everything, catalog, indexer)

    def passages() -> Iterator[PassageRecord]:
        counts.clear()
        progress.start("index", 0)
        yield from _counted(catalog.iter_passages(revisions), counts, progress)
        progress.finish()

    with store.begin(base, number + 1) as writer:
        if base is not None:
            writer.delete_documents([*change.remove, *(document_id for document_id, _ in change.put)])
        met = fill(writer, indexer.scaled(scale), passages, is_new=base is None)
        writer.commit()
    gone = _revisions_of(live.values(), change) if base is not None else ()
    added = met.vocabulary() if met.is_whole else _words_in(catalog, revisions)
    catalog.put_vocabulary(number + 1, _vocabulary(catalog, base, added, gone).to_bytes())
    published = catalog.publish(number + 1, {**indexer.manifest(), **scale}, change)
    catalog.prune(max(number, 1))
    store.drop_except([number, number + 1])
    return published, counts


def _measured(revisions: Sequence[tuple[str, str]], catalog: Catalog, indexer: PointMaker) -> dict[str, str]:
    """Return the scale of the collection, from an even sample of its documents, and what it was measured on."""
    sample = revisions[:: max(1, len(revisions) // _SAMPLE_DOCUMENTS)]
    records = itertools.islice(catalog.iter_passages(sample), _SAMPLE_PASSAGES)
    return {**indexer.scale(records), _MEASURED_ON: str(len(revisions))}


def _scale_of(current: Generation) -> dict[str, str]:
    return dict(current.manifest)


def _outgrown(current: Generation, documents: int) -> bool:
    """Tell whether the collection has grown so much that its scale must be measured anew."""
    return documents > _GROWTH * max(1, int(current.manifest.get(_MEASURED_ON, "1")))


def _all(live: Iterable[Document], change: Change) -> Sequence[tuple[str, str]]:
    """Return every revision that is live after the change."""
    left_out = {*change.remove, *(document_id for document_id, _ in change.put)}
    kept = [(document.document_id, document.revision) for document in live if document.document_id not in left_out]
    return [*kept, *change.put]


def _revisions_of(live: Iterable[Document], change: Change) -> Sequence[tuple[str, str]]:
    """Return the revisions that a change takes away."""
    left_out = {*change.remove, *(document_id for document_id, _ in change.put)}
    return [(document.document_id, document.revision) for document in live if document.document_id in left_out]


def _vocabulary(catalog: Catalog, base: int | None, added: Vocabulary, gone: Sequence[tuple[str, str]]) -> Vocabulary:
    """Return the words of the next generation: those of its base with what comes and goes, or what was met."""
    if base is None:
        return added
    removed = _words_in(catalog, gone)
    return Vocabulary.from_bytes(catalog.vocabulary(base)).changed(added, removed)


def _words_in(catalog: Catalog, revisions: Sequence[tuple[str, str]]) -> Vocabulary:
    return count_words(words_of(record) for record in catalog.iter_passages(revisions))


def _counted(records: Iterable[PassageRecord], counts: Counter[str], progress: Progress) -> Iterator[PassageRecord]:
    for record in records:
        counts[record.document.document_id] += 1
        progress.advance()
        yield record
