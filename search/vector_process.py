"""Processes that make vectors while this one stores them: the engine holds the interpreter's lock as it stores.

Knows processes and pipes. Must not know documents, points or the engine.

A process takes about a second to start and memory of its own, up to 330 MB (measured at 105,000 passages, two
processes; the model is shared); so they are for long runs. If one ends before its time the rest is made here: that
costs time, not the run. There are two: making vectors takes longer than storing them, so that with one a core had
nothing to do for half of the time.
"""

import contextlib
import gc
import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Self

from search.child_process import ChildProcess, begin_in_child
from search.vectors import Recipe, VectorMaker, Vectors
from search.vocabulary import Vocabulary, WordCount
from search.weights import PassageText

_log = logging.getLogger(__name__)

_PROCESSES = 2
_AHEAD = 8
"""Batches that are sent before the first one is back. The engine takes 2,000 points, some 4 batches, at a time."""

_MOST_LEAD = 1024
"""Passages that one process may have been given more than the other, so that each keeps to languages it knows; there
is work for both as long as this is less than what is sent ahead.

Source: 20,000 passages, half Swedish, half Danish: with equal shares of each batch 28 % of the new words were worked
out by both processes."""

Batch = Sequence[PassageText]


def has_spare_core() -> bool:
    """Tell whether a second process can work beside this one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1


def vectors_made_here(recipe: Recipe, batches: Iterable[Batch], met: WordCount) -> Iterator[Vectors]:
    """Yield the vectors of each batch, in order, made in this process; their words are counted when all are made."""
    maker = VectorMaker(recipe)
    for batch in batches:
        yield maker.make(batch)
    met.include(maker.vocabulary())


def vectors_made_aside(recipe: Recipe, batches: Iterable[Batch], met: WordCount) -> Iterator[Vectors]:
    """Yield the vectors of each batch, in order, made in other processes; some batches are taken in advance.

    The words of all are counted there, and added to `met` when all are made.
    """
    waiting: deque[_Shared] = deque()
    lead = 0
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(_VectorProcess(recipe)) for _ in range(_PROCESSES)]
        for batch in batches:
            waiting.append(_Shared.of(batch, lead))
            waiting[-1].send(processes)
            lead += waiting[-1].lead
            if len(waiting) == _AHEAD:
                yield waiting.popleft().receive(processes)
        for process in processes:
            process.finish()
        while waiting:
            yield waiting.popleft().receive(processes)
        for process in processes:
            met.include(process.vocabulary())


@dataclass(frozen=True, slots=True)
class _Shared:
    """A batch that is shared out to two processes.

    Attributes:
        positions: those of the passages of each share.
    """

    batches: Sequence[Batch]
    positions: Sequence[Sequence[int]]

    @classmethod
    def of(cls, batch: Batch, lead: int = 0) -> Self:
        """Share a batch out by language as far as the shares stay about equal: who has a word knows it the next time.

        Args:
            lead: how many passages more the first process was given so far.
        """
        positions = shares([passage.language for passage in batch], lead)
        return cls([[batch[position] for position in each] for each in positions], positions)

    @property
    def lead(self) -> int:
        """How many passages more the first process is given."""
        return len(self.positions[0]) - len(self.positions[1])

    def send(self, processes: Sequence["_VectorProcess"]) -> None:
        for process, share in zip(processes, self.batches, strict=True):
            if share:
                process.send(share)

    def receive(self, processes: Sequence["_VectorProcess"]) -> Vectors:
        made = [
            (process.receive(share), positions)
            for process, share, positions in zip(processes, self.batches, self.positions, strict=True)
            if share
        ]
        return made[0][0] if len(made) == 1 else Vectors.joined([vectors for vectors, _ in made], self.positions)


def shares(languages: Sequence[str], lead: int) -> list[list[int]]:
    """Share a batch out to two processes, by language as far as their shares stay about equal.

    Args:
        languages: of the passages.
        lead: how many passages more the first process has.

    Returns:
        The positions of the passages of each.
    """
    order = sorted(range(len(languages)), key=languages.__getitem__)
    cut = _cut([languages[position] for position in order], lead)
    return [order[:cut], order[cut:]]


def _cut(languages: Sequence[str], lead: int) -> int:
    """Return how many passages of a batch sorted by language the first process gets."""
    number = len(languages)
    even = (number - lead) // 2
    between = [place for place in range(1, number) if languages[place] != languages[place - 1]]
    wanted = min(between, key=lambda place: abs(place - even), default=even)
    least, most = (-(-(number - lead - _MOST_LEAD) // 2), (number - lead + _MOST_LEAD) // 2)
    return min(number, max(0, least, min(most, wanted)))


class _VectorProcess(ChildProcess):
    """The process as seen from here."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._here: VectorMaker | None = None
        super().__init__(_serve, recipe)

    def send(self, batch: Batch) -> None:
        """Have vectors made; whether the process is still there is found by `receive`."""
        with contextlib.suppress(OSError):
            self.connection.send(batch)

    def finish(self) -> None:
        """Have the words of all that was sent counted."""
        self.send(())

    def receive(self, batch: Batch) -> Vectors:
        """Return the vectors of the batch that was sent first of those not received yet."""
        if self._here is None:
            try:
                vectors: Vectors = self.connection.recv()
            except (EOFError, OSError):
                _log.warning("the process that makes vectors ended with %s; going on here", self.exit_code())
                self._here = VectorMaker(self._recipe)
            else:
                return vectors
        return self._here.make(batch)

    def vocabulary(self) -> Vocabulary | None:
        """Return the words of all that was sent, after `finish`; None if the process took them with it."""
        if self._here is not None:
            return None
        try:
            counted: Vocabulary = self.connection.recv()
        except (EOFError, OSError):
            return None
        return counted


def _serve(connection: Connection, recipe: Recipe) -> None:
    """Make vectors until the other end closes; where no passage is sent, say which words there were.

    Threads of their own read and write, so that neither end waits.
    """
    begin_in_child()
    batches: SimpleQueue[Batch | None] = SimpleQueue()
    made: SimpleQueue[Vectors | Vocabulary | None] = SimpleQueue()
    Thread(target=_read, args=(connection, batches), daemon=True).start()
    writer = Thread(target=_write, args=(connection, made))
    writer.start()
    maker = VectorMaker(recipe)
    gc.disable()  # what is remembered grows to millions of objects, none of which is garbage
    try:
        while (batch := batches.get()) is not None:
            made.put(maker.make(batch) if batch else maker.vocabulary())
    finally:  # an error ends the process, and is met again where the batch is then made
        made.put(None)
        writer.join()


def _read(connection: Connection, batches: "SimpleQueue[Batch | None]") -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            batches.put(connection.recv())
    batches.put(None)


def _write(connection: Connection, made: "SimpleQueue[Vectors | Vocabulary | None]") -> None:
    with contextlib.suppress(OSError):
        while (vectors := made.get()) is not None:
            connection.send(vectors)
