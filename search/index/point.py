"""What every adapter checks before a point or a query reaches its engine, and how it orders what comes back.

Knows the port only. Must not know any engine.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import lt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexUnavailable
from search.index.port import Candidate, IndexSettings, Point, SparseVector
from search.result import Filters

_T = TypeVar("_T")

FILTER_FIELDS = ("document_id", "language", "document_type", "organisation", "area")
"""Payload fields that can be filtered by; each gets an index before the first point arrives."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

SPARE = 8
"""Candidates fetched beyond those wanted, which is enough to see most ties at the cut to their end."""

SCORE_DIGITS = 7
"""Scores that agree to this many decimals are a tie, see `IndexReader.query`."""


class Progress:
    """Whether every `add` of a writer went through whole.

    Points are sent as they come, so that a large index needs little memory. When one in a later list is refused,
    earlier ones of the same call have reached the engine: the writer may then no longer commit.
    """

    def __init__(self) -> None:
        self._torn = False

    @contextlib.contextmanager
    def of_one_call(self) -> Iterator[Callable[[], None]]:
        """Watch one `add`; the callable it gives is called before each list is sent."""
        sent = False

        def sending() -> None:
            nonlocal sent
            sent = True

        try:
            yield sending
        except BaseException:
            self._torn = self._torn or sent
            raise

    def check(self) -> None:
        """Raise IndexUnavailable if an `add` ended half-way."""
        if self._torn:
            raise IndexUnavailable("points were refused after others of the same call; begin the generation again")


def check_points(points: Iterable[Point], settings: IndexSettings, size: int) -> Iterator[list[Point]]:
    """Yield the points in lists of at most `size`, every point of a list fit for an engine.

    Raises:
        ValueError: names the first passage that is not, and why; nothing of its list is yielded.
    """
    for batch in batches(points, size):
        if not _are_sound(batch, settings.dim):
            for point in batch:
                check_dense(point.dense, settings.dim, f"passage {point.passage_id}")
                check_sparse(point.sparse, f"passage {point.passage_id}")
        for point in batch:
            _check_id(point.passage_id)
        # passages of a document may share one
        for point in {id(point.payload): point for point in reversed(batch)}.values():
            _check_payload(point)
        yield batch


def _are_sound(batch: Sequence[Point], dim: int) -> bool:
    """Tell whether all vectors are sure to be fit; looks at them at once, which takes a tenth of the time."""
    dense = [point.dense for point in batch]
    indices, values = [point.sparse.indices for point in batch], [point.sparse.values for point in batch]
    if any(each.shape != (dim,) for each in dense):
        return False
    if any(each.ndim != 1 or each.dtype != np.uint32 for each in indices):
        return False
    if [each.shape for each in indices] != [each.shape for each in values]:
        return False
    all_indices, all_values = np.concatenate(indices), np.concatenate(values)
    rises = all_indices[1:] > all_indices[:-1]
    ends = np.cumsum([each.size for each in indices])[:-1]
    rises[ends[(ends > 0) & (ends < all_indices.size)] - 1] = True  # from one point's last to the next one's first
    return bool(
        rises.all()
        and np.isfinite(np.concatenate(dense)).all()
        and np.isfinite(all_values).all()
        and (all_values > 0).all()
    )


def check_base(base: int | None, generation: int) -> None:
    """Raise ValueError unless `generation` comes after `base`: beginning it discards what bears its number."""
    if generation < 1 or (base is not None and base >= generation):
        raise ValueError(f"generation {generation} cannot be derived from generation {base}")


def check_dense(dense: NDArray[np.float32], dim: int, owner: str) -> None:
    """Raise ValueError unless `dense` has shape (dim,) and only finite values."""
    if dense.shape != (dim,):
        raise ValueError(f"the dense vector of {owner} has shape {dense.shape}, the index holds ({dim},)")
    if not np.isfinite(dense).all():
        raise ValueError(f"the dense vector of {owner} holds a value that is not finite")


def check_sparse(sparse: SparseVector, owner: str) -> None:
    """Raise ValueError unless indices are strictly increasing and values are finite and positive."""
    indices, values = sparse.indices, sparse.values
    if indices.ndim != 1 or indices.shape != values.shape:
        raise ValueError(f"the sparse vector of {owner} has {indices.shape} indices for {values.shape} values")
    fits = indices.dtype == np.uint32 or not indices.size
    if not fits and not (int(indices.min()) >= 0 and int(indices.max()) < 1 << 32):
        raise ValueError(f"the sparse vector of {owner} has an index outside 0 to 2**32 - 1")
    if not (indices[1:] > indices[:-1]).all():
        raise ValueError(f"the sparse vector of {owner} has indices that do not increase")
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise ValueError(f"the sparse vector of {owner} holds a value that is not finite and positive")


def _check_id(passage_id: str) -> None:
    if not _UUID.fullmatch(passage_id):
        raise ValueError(f"the passage id {passage_id!r} is not a uuid in lower case with hyphens")


def _check_payload(point: Point) -> None:
    document_id = point.payload.get("document_id")
    if not isinstance(document_id, str) or not document_id:
        raise ValueError(f"the payload of passage {point.passage_id} names no document_id")
    for name, value in point.payload.items():
        if name not in FILTER_FIELDS:
            raise ValueError(f"the payload of passage {point.passage_id} has {name!r}, which no filter knows")
        if not isinstance(value, str) and not all(isinstance(item, str) for item in value):
            raise ValueError(f"the payload of passage {point.passage_id} has a {name} that is not text")


def filter_values(filters: Filters) -> Iterator[tuple[str, list[str]]]:
    """Yield the payload fields that narrow the search with the values that pass."""
    for name in ("language", "organisation", "document_type", "area"):
        values = getattr(filters, name)
        if values:
            yield name, list(values)


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yield the items in lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def best(
    first: Sequence[Candidate], limit: int, fetched: int, more: Callable[[int], Sequence[Candidate]]
) -> list[Candidate]:
    """Return the best `limit` candidates, ties at the cut included in the choice.

    An engine picks freely among equal scores at its cut. Fetching until the last score fetched is lower than
    the last one wanted makes the choice ours, and so the same with every engine.

    Args:
        first: what the engine gave for `fetched` results, fewer if it has no more.
        limit: candidates wanted.
        fetched: how many were asked for, more than `limit`.
        more: asks the engine again, for a larger number.
    """
    found, ranked = first, _ranked(first)
    while len(found) >= fetched and _is_tied(ranked, limit):
        fetched *= 4
        found = more(fetched)
        ranked = _ranked(found)
    return ranked[:limit]


def _is_tied(ranked: Sequence[Candidate], limit: int) -> bool:
    return round(ranked[limit - 1].score, SCORE_DIGITS) == round(ranked[-1].score, SCORE_DIGITS)


def _ranked(found: Sequence[Candidate]) -> list[Candidate]:
    scores = [-round(score, SCORE_DIGITS) for _, score in found]
    if all(map(lt, scores, scores[1:])):
        return list(found)
    # the keys are made in one go: a call for each of 216 candidates takes twice as long
    keys = [(score, passage_id) for score, (passage_id, _) in zip(scores, found, strict=True)]
    return [found[place] for place in sorted(range(len(keys)), key=keys.__getitem__)]
