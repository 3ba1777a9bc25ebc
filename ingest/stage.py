"""Hand what is parsed to the catalog in groups, one group being written while the next one is parsed.

Knows outcomes and how large a group is. Must not know parsing, or what becomes of what is held.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from ingest.progress import Progress
from ingest.work import Outcome
from search.catalog_port import Catalog
from search.stored import StoredDocument

BATCH_DOCUMENTS = 64
BATCH_PASSAGES = 4000
BATCH_S = 2.0
"""A killed run parses again what was parsed within twice this time; staging each document alone costs a commit each."""

Hold = Callable[[Sequence[StoredDocument]], None]
"""Writes documents durably, all or none."""


def stage(outcomes: Iterable[Outcome], hold: Hold, progress: Progress) -> Iterator[Outcome]:
    """Yield outcomes whose documents are held.

    Writing waits for the disk, not for the interpreter: it happens in a thread, one group at a time.

    Raises:
        BackendError: the catalog failed; what was yielded is held.
    """
    waiting: tuple[Future[None], list[Outcome]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="stage") as writer:
        for batch in _batches(outcomes, progress):
            writing = writer.submit(hold, [outcome.stored for outcome in batch if outcome.stored is not None])
            if waiting is not None:
                waiting[0].result()
                yield from waiting[1]
            waiting = writing, batch
        if waiting is not None:
            waiting[0].result()
            yield from waiting[1]


def holder(catalog: Catalog) -> Hold:
    """Return how this catalog holds documents: in one transaction where it can, else one by one."""

    def one_by_one(documents: Sequence[StoredDocument]) -> None:
        for stored in documents:
            catalog.stage(stored)

    hold: Hold = getattr(catalog, "stage_many", one_by_one)
    return hold


def _batches(outcomes: Iterable[Outcome], progress: Progress) -> Iterator[list[Outcome]]:
    """Gather outcomes for one commit each."""
    batch: list[Outcome] = []
    passages, begun = 0, time.monotonic()
    for outcome in outcomes:
        progress.advance()
        batch.append(outcome)
        passages += len(outcome.stored.passages) if outcome.stored else 0
        if len(batch) >= BATCH_DOCUMENTS or passages >= BATCH_PASSAGES or time.monotonic() - begun > BATCH_S:
            yield batch
            batch, passages, begun = [], 0, time.monotonic()
    if batch:
        yield batch
