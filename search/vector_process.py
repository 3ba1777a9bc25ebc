"""A process that makes vectors while this one stores them: the engine holds the interpreter's lock as it stores.

Knows processes and pipes. Must not know documents, points or the engine.

The process takes about a second to start and memory of its own, 230 MB in the end (measured at 108,000 passages; the
model is shared); so it is for long runs. If it ends before its time the rest is made here: that costs time, not the
run.
"""

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Self

from search.vectors import Recipe, VectorMaker, Vectors
from search.weights import PassageText

_log = logging.getLogger(__name__)

_AHEAD = 8
"""Batches that are sent before the first one is back. The engine takes 2,000 points, some 4 batches, at a time."""

Batch = Sequence[PassageText]


def has_spare_core() -> bool:
    """Tell whether a second process can work beside this one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1


def vectors_made_here(recipe: Recipe, batches: Iterable[Batch]) -> Iterator[Vectors]:
    """Yield the vectors of each batch, in order, made in this process."""
    maker = VectorMaker(recipe)
    return (maker.make(batch) for batch in batches)


def vectors_made_aside(recipe: Recipe, batches: Iterable[Batch]) -> Iterator[Vectors]:
    """Yield the vectors of each batch, in order, made in another process; some batches are taken in advance."""
    waiting: deque[Batch] = deque()
    with _VectorProcess(recipe) as process:
        for batch in batches:
            process.send(batch)
            waiting.append(batch)
            if len(waiting) == _AHEAD:
                yield process.receive(waiting.popleft())
        while waiting:
            yield process.receive(waiting.popleft())


class _VectorProcess:
    """The process as seen from here."""

    def __init__(self, recipe: Recipe) -> None:
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._recipe = recipe
        self._here: VectorMaker | None = None
        self._connection, theirs = multiprocessing.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, recipe), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._process.kill()
        self._process.join()

    def send(self, batch: Batch) -> None:
        """Have vectors made; whether the process is still there is found by `receive`."""
        with contextlib.suppress(OSError):
            self._connection.send(batch)

    def receive(self, batch: Batch) -> Vectors:
        """Return the vectors of the batch that was sent first of those not received yet."""
        if self._here is None:
            try:
                vectors: Vectors = self._connection.recv()
            except (EOFError, OSError):
                self._process.join(timeout=5)
                _log.warning("the process that makes vectors ended with %s; going on here", self._process.exitcode)
                self._here = VectorMaker(self._recipe)
            else:
                return vectors
        return self._here.make(batch)


def _serve(connection: Connection, recipe: Recipe) -> None:
    """Make vectors until the other end closes; threads of their own read and write, so that neither end waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the other core is at work already
    batches: SimpleQueue[Batch | None] = SimpleQueue()
    made: SimpleQueue[Vectors | None] = SimpleQueue()
    Thread(target=_read, args=(connection, batches), daemon=True).start()
    writer = Thread(target=_write, args=(connection, made))
    writer.start()
    maker = VectorMaker(recipe)
    gc.disable()  # what is remembered grows to millions of objects, none of which is garbage
    try:
        while (batch := batches.get()) is not None:
            made.put(maker.make(batch))
    finally:  # an error ends the process, and is met again where the batch is then made
        made.put(None)
        writer.join()


def _read(connection: Connection, batches: "SimpleQueue[Batch | None]") -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            batches.put(connection.recv())
    batches.put(None)


def _write(connection: Connection, made: "SimpleQueue[Vectors | None]") -> None:
    with contextlib.suppress(OSError):
        while (vectors := made.get()) is not None:
            connection.send(vectors)
