"""The port of the catalog, which is the truth: documents, blocks, passages and which generation is current.

A document's revision is first staged (durable, invisible), then published together with the index generation
that holds its passages, in one transaction. A reader names the generation it reads, so that what it lists is
exactly what it can find.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from search.document import Block, Document, Language, Passage
from search.feedback import Feedback
from search.records import R, Recorded, Records
from search.stored import StoredDocument


@dataclass(frozen=True, slots=True)
class Generation:
    """The current state of the knowledge base.

    Attributes:
        number: from 1, grows by one with each publication.
        manifest: what the index was made with (model, analyzer, schema, engine versions), see `search.manifest`.
    """

    number: int
    manifest: Mapping[str, str]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage with the document it belongs to."""

    passage: Passage
    document: Document


class PassageKind(NamedTuple):
    """What a passage is counted by: its language and its document."""

    language: Language
    document: Document


@dataclass(frozen=True, slots=True)
class Change:
    """What a publication changes: revisions that become visible, documents that stop being visible.

    Attributes:
        put: (document_id, revision) pairs, staged before; each replaces an earlier revision of that document.
        remove: document ids.
    """

    put: Sequence[tuple[str, str]] = field(default_factory=tuple)
    remove: Sequence[str] = field(default_factory=tuple)


class Catalog(Protocol):
    """Safe to use from several threads; one process writes at a time."""

    def current(self) -> Generation | None:
        """Return the current generation; None before the first publication. Cheap: asked at every request."""
        ...

    def document(self, document_id: str, generation: int) -> Document:
        """Return the revision visible in this generation, or raise NotFound."""
        ...

    def documents(self, generation: int, limit: int, offset: int = 0) -> list[Document]:
        """List visible documents, by title, then id."""
        ...

    def count_documents(self, generation: int) -> int:
        """Return how many documents are visible."""
        ...

    def count_passages(self, generation: int) -> int:
        """Return how many passages the visible documents have."""
        ...

    def text(self, document_id: str, revision: str) -> str:
        """Return the whole stored text of one revision, or raise NotFound."""
        ...

    def excerpt(self, document_id: str, revision: str, start: int, end: int) -> str:
        """Return characters start to end of the stored text of one revision, or raise NotFound."""
        ...

    def blocks(self, document_id: str, revision: str) -> list[Block]:
        """Return the blocks of one revision, in reading order."""
        ...

    def passages(self, passage_ids: Sequence[str]) -> dict[str, PassageRecord]:
        """Return the passages that are held, by id; unknown ids are left out."""
        ...

    def kinds(self, passage_ids: Sequence[str]) -> list[PassageKind]:
        """Return what the passages that are held are counted by, in any order; cheaper than the passages."""
        ...

    def records(self, generation: int, kind: type[R]) -> list[Recorded[R]]:
        """Return every record of a kind that the visible documents state, document after document."""
        ...

    def records_of(self, document_id: str, revision: str) -> Records:
        """Return what one revision states as data; nothing for one that is not held."""
        ...

    def iter_passages(self, revisions: Sequence[tuple[str, str]]) -> Iterator[PassageRecord]:
        """Yield the passages of these (document_id, revision) pairs, in document order, in constant memory."""
        ...

    def live(self, generation: int | None) -> dict[str, Document]:
        """Return source_key -> visible document; empty for None."""
        ...

    def section_paths(self, generation: int) -> list[tuple[tuple[str, ...], str]]:
        """Return the different (headings, language) above the passages of each visible document."""
        ...

    def is_staged(self, document_id: str, revision: str) -> bool:
        """Tell whether this revision is held, published or not."""
        ...

    def staged_among(self, revisions: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of these (document_id, revision) pairs that are held, published or not."""
        ...

    def stage(self, stored: StoredDocument) -> None:
        """Hold a revision durably without showing it; staging it again replaces what was staged."""
        ...

    def publish(self, number: int, manifest: Mapping[str, str], change: Change) -> Generation:
        """Make `number` the current generation, in one transaction.

        Raises:
            BackendError: `number` is not the current number plus one (another writer was faster).
        """
        ...

    def put_vocabulary(self, number: int, words: bytes) -> None:
        """Hold the words of a generation, before or after it is published; what was held for it is replaced."""
        ...

    def vocabulary(self, number: int) -> bytes | None:
        """Return the words of a generation; None where none are held."""
        ...

    def add_feedback(self, entry: Feedback) -> None:
        """Hold what a reader says; the oldest entries go where there are more than `search.feedback.MAX_ENTRIES`."""
        ...

    def feedback(self, limit: int) -> list[Feedback]:
        """Return what readers said last, the newest first."""
        ...

    def prune(self, keep_from: int) -> None:
        """Forget revisions that no generation from `keep_from` on shows, staged ones that were never published too."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...
