"""Processes that make points and write them to parts of the index, so that no vector travels and no core waits.

Knows processes and pipes. Must not know documents or the engine.

Each process keeps a share of the passages to itself from the text to the finished part. If one ends before its time,
all parts are worthless: whoever asked makes the points in another way, which costs time, not the run. A process needs
memory of its own for words and for its half of the index, 490 MB at 105,000 passages; the one that hands out 120 MB.
"""

import contextlib
import gc
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any

from search.child_process import ChildProcess, begin_in_child
from search.index.parts import Part, PartedWriter
from search.index.port import Point
from search.vector_process import shares
from search.vectors import Recipe, VectorMaker
from search.vocabulary import Vocabulary, WordCount
from search.weights import PassageText

_log = logging.getLogger(__name__)

PROCESSES = 2

_AHEAD = 2048
"""Passages that are with each process on the average; what is done is told batch by batch."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Some passages as they travel; passages of a document share their payload.

    Attributes:
        payloads: what filters need, see `search.index.port.Point`.
    """

    ids: Sequence[str]
    texts: Sequence[PassageText]
    payloads: Sequence[dict[str, str | list[str]]]

    def taken(self, positions: Sequence[int]) -> "Passages":
        """Return some of the passages."""
        columns = (self.ids, self.texts, self.payloads)
        return Passages(*([column[position] for position in positions] for column in columns))  # type: ignore[arg-type]


class ProcessLost(Exception):
    """A process ended before its time; what it leaves is not whole."""


def write_parts(recipe: Recipe, batches: Iterable[Passages], writer: PartedWriter, met: WordCount) -> bool:
    """Write the points of all passages to parts of an index, and add their words to `met`.

    Returns:
        False where a process was lost: nothing is then written or counted.
    """
    parts = writer.parts(PROCESSES)
    try:
        with contextlib.ExitStack() as stack:
            processes = [stack.enter_context(_PartProcess(recipe, part)) for part in parts]
            for batch in batches:
                _hand_out(batch, processes)
            for process in processes:
                process.finish()
            counted = [process.vocabulary() for process in processes]
            for process in processes:
                process.join()
    except ProcessLost as lost:
        _log.warning("%s; going on here", lost)
        return False
    for vocabulary in counted:
        met.include(vocabulary)
    writer.join()
    return True


def _hand_out(batch: Passages, processes: Sequence["_PartProcess"]) -> None:
    """Share a batch out by language, as far as both have as much to do; wait while they have enough."""
    while sum(process.waiting for process in processes) > _AHEAD * len(processes):
        for connection in wait([process.connection for process in processes]):
            next(process for process in processes if process.connection is connection).hear()
    first, second = processes
    positions = shares([text.language for text in batch.texts], first.waiting - second.waiting)
    for process, some in zip(processes, positions, strict=True):
        if some:
            process.send(batch.taken(some))


class _PartProcess(ChildProcess):
    """The process as seen from here.

    Attributes:
        waiting: passages that were sent and are not written yet.
    """

    def __init__(self, recipe: Recipe, part: Part) -> None:
        self.waiting = 0
        super().__init__(_serve, recipe, part)

    def send(self, passages: Passages) -> None:
        with self._lost():
            self.connection.send(passages)
        self.waiting += len(passages.ids)

    def hear(self) -> None:
        """Receive word of the next passages that are written."""
        self.waiting -= self._received()

    def finish(self) -> None:
        """Say that all was sent."""
        with self._lost():
            self.connection.send(None)

    def vocabulary(self) -> Vocabulary:
        """Return the words of all that was sent, after `finish`."""
        while self.waiting:
            self.hear()
        counted: Vocabulary = self._received()
        return counted

    def join(self) -> None:
        """Wait until the part is whole, after `vocabulary`."""
        self._received()

    def _received(self) -> Any:
        with self._lost():
            return self.connection.recv()

    @contextlib.contextmanager
    def _lost(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            ended = f"a process that makes a part of the index ended with {self.exit_code()}"
            raise ProcessLost(ended) from error


def _serve(connection: Connection, recipe: Recipe, part: Part) -> None:
    """Write points until no more passages come; then send the words there were, and, when the part is whole, None.

    A thread of its own reads, so that whoever sends need not wait.
    """
    begin_in_child()
    batches: SimpleQueue[Passages | None] = SimpleQueue()
    Thread(target=_read, args=(connection, batches), daemon=True).start()
    gc.disable()  # what is remembered grows to millions of objects, none of which is garbage
    with part.begin() as writer:
        maker = VectorMaker(recipe)
        while (batch := batches.get()) is not None:
            writer.add(_points(batch, maker))
            connection.send(len(batch.ids))
        connection.send(maker.vocabulary())
        del maker
        writer.commit()
        connection.send(None)


def _points(batch: Passages, maker: VectorMaker) -> Iterator[Point]:
    vectors = maker.make(batch.texts)
    return map(Point, batch.ids, vectors.dense, vectors.sparse.vectors(), batch.payloads, vectors.terms)


def _read(connection: Connection, batches: "SimpleQueue[Passages | None]") -> None:
    """Read as long as somebody is there to send; the process ends with whoever asked for the part."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            batches.put(connection.recv())
    os._exit(1)
