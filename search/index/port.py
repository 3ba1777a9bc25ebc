"""The port of the vector index: generations of points with one dense and one sparse vector each.

Knows nothing of any engine. A generation is never changed once published: a writer derives the next one from it,
and the catalog decides, in one transaction, which generation is the current one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from search.result import Filters


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Non-zero dimensions of a sparse vector.

    Attributes:
        indices: uint32, shape (k,), strictly increasing.
        values: float32, shape (k,), finite and positive.
    """

    indices: NDArray[np.uint32]
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Point:
    """A passage as the index sees it.

    Attributes:
        dense: float32, shape (dim,), unit L2 norm.
        payload: only what filters need: document_id, language, document_type, organisation, area; points may share it.
        terms: the passage's entry of the forward index, kept as it is.
    """

    passage_id: str
    dense: NDArray[np.float32]
    sparse: SparseVector
    payload: dict[str, str | list[str]]
    terms: bytes = b""


class Candidate(NamedTuple):
    """A passage found by one signal; a question has 216 of them, and a tuple is made in a third of the time.

    Attributes:
        score: the signal's own: a cosine, or a BM25 sum.
    """

    passage_id: str
    score: float


class Entry(NamedTuple):
    """What the index holds of a passage.

    Attributes:
        terms: its entry of the forward index.
        cosine: with the vector asked for; None where that has no direction.
    """

    terms: bytes
    cosine: float | None


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What an index must be built with; changing any of it needs a new index.

    Attributes:
        dim: length of the dense vectors.
    """

    dim: int


class IndexReader(Protocol):
    """One published generation, open for queries; safe to use from several threads."""

    def query(
        self, dense: NDArray[np.float32], sparse: SparseVector, filters: Filters, limit: int
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Return the best `limit` candidates by cosine and by sparse dot product (IDF applied by the engine).

        Both lists are sorted by (-round(score, 7), passage_id), so that adapters agree on ties.

        Raises:
            IndexUnavailable: the engine failed.
        """
        ...

    def entries(self, dense: NDArray[np.float32], passage_ids: Sequence[str]) -> dict[str, Entry]:
        """Return what is held of passages, by id, and how near each comes to a vector; what is not held is left out.

        Raises:
            IndexUnavailable: the engine failed.
        """
        ...

    def count(self) -> int:
        """Return the number of passages in this generation."""
        ...

    def close(self) -> None:
        """Release the generation; closing twice is harmless."""
        ...


class IndexWriter(Protocol):
    """The next generation while it is being made; invisible to readers until the catalog names it current.

    Leaving the `with` block without `commit` discards it.
    """

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Leave out every passage of these documents."""
        ...

    def add(self, points: Iterable[Point]) -> None:
        """Add points.

        Raises:
            ValueError: a vector has the wrong length, a value that is not finite, or indices out of order;
                nothing of this call has then reached the engine.
        """
        ...

    def commit(self) -> None:
        """Make the generation durable on disk; it can be opened from now on."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class IndexStore(Protocol):
    """Where generations live."""

    def begin(self, base: int | None, generation: int) -> IndexWriter:
        """Start `generation` as a copy of `base`, or empty; what an earlier, unfinished try left is thrown away."""
        ...

    def open(self, generation: int) -> IndexReader:
        """Open a committed generation.

        Raises:
            DataFolderInUse: another process holds it.
            IncompatibleData: it was written by an engine or with settings that do not fit.
        """
        ...

    def exists(self, generation: int) -> bool:
        """Tell whether a committed generation is held."""
        ...

    def drop_except(self, keep: Sequence[int]) -> None:
        """Remove every generation but these; one still open elsewhere stays readable there."""
        ...
