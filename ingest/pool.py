"""Worker processes that parse documents: a crash, a hang or a memory bomb costs one document, not the run.

Knows processes, pipes and deadlines; must not know what the work is beyond `ingest.work.take_in`.

`concurrent.futures.ProcessPoolExecutor` is not used: one crash breaks it for all documents and it cannot end a task
that hangs.
"""

import contextlib
import itertools
import math
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self

from ingest.limits import Limits
from ingest.media import HTML, MARKDOWN, TEXT
from ingest.memory import limit_memory
from ingest.work import Outcome, Task, pickle_by_position, prepare_worker, take_in
from search.errors import DocumentError, UnparseableDocument
from search.stored import StoredDocument

_POLL_S = 1.0
_QUICK_KINDS = frozenset({HTML, MARKDOWN, TEXT})
_QUICK_BYTES = 100_000
"""Source: pages of this size took up to 50 ms; a worker idled for 1 to 6 ms between two pages of 4 ms each, while the
pipeline was at other work."""
_TASKS_PER_WORKER = 25
"""Source: on two cores a worker takes 1.2 s to start and load its language models, and 0.05 to 0.1 s for a document:
30 short texts took 2.4 s with one worker, 3.8 s with two; 114 papers 13 s against 8 s."""


@dataclass(frozen=True, slots=True)
class _MoreTime:
    """A worker's word that its document goes on: pages were read, which took these seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class _Done:
    """What a worker says when a document is done: its outcome, without the task that it was given."""

    stored: StoredDocument | None
    error: DocumentError | None
    notes: tuple[str, ...]
    trace: str | None


class _Worker:
    """One process and its tasks: the one it is at, and perhaps one that waits in its pipe."""

    def __init__(self, context: BaseContext, limits: Limits) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, limits), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()
        self.begun = self.deadline = 0.0
        self.spare_s = 0.0

    def give(self, task: Task, limits: Limits) -> None:
        self.tasks.append(task)
        if len(self.tasks) == 1:
            self._begin(limits)
        with contextlib.suppress(OSError):  # a worker that is dead already is found by `wait`
            self.connection.send(task)

    def done(self, limits: Limits) -> tuple[Task, float]:
        """Return the task that is done with the seconds it took; the next one's time begins."""
        took_s = time.monotonic() - self.begun
        task = self.tasks.popleft()
        self._begin(limits)
        return task, took_s

    def _begin(self, limits: Limits) -> None:
        self.begun = time.monotonic()
        self.deadline = self.begun + limits.max_document_s
        self.spare_s = limits.max_scan_s

    def extend(self, seconds: float) -> None:
        """Put the end off, up to what scans may take in all."""
        granted = max(0.0, min(seconds, self.spare_s))
        self.spare_s -= granted
        self.deadline += granted

    def stop(self) -> None:
        self.connection.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class WorkerPool:
    """Up to `limits.workers` processes, started when first needed, replaced when they die."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["ingest.work"])
        self._workers: list[_Worker] = []
        self._ahead: deque[Task] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._workers:
            self._workers.pop().stop()

    def pids(self) -> list[int]:
        """Return the ids of the processes at work, for whoever watches what they use."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield the outcome of every task, as they are done."""
        waiting = iter(tasks)
        while True:
            self._hand_out(waiting)
            busy = [worker for worker in self._workers if worker.tasks]
            if not busy:
                return
            ready = set(wait([worker.connection for worker in busy], timeout=_POLL_S))
            for worker in busy:
                if worker.connection in ready:
                    outcome = self._received(worker)
                    if outcome is not None:
                        yield outcome
                elif time.monotonic() > worker.deadline:
                    more_s = self._limits.max_scan_s - worker.spare_s
                    more = f" and the {more_s:,.0f} s that its pages added" if more_s > 0 else ""
                    yield self._lost(worker, f"took longer than {self._limits.max_document_s:g} s{more}; split it")

    def _hand_out(self, waiting: Iterator[Task]) -> None:
        """Give each worker a task, and a quick one more to those at a quick one, so that they need not wait for it."""
        while True:
            idle = next((worker for worker in self._workers if not worker.tasks), None)
            if idle is None and len(self._workers) >= max(1, self._limits.workers):
                break
            task = self._next(waiting)
            if task is None:
                return
            if idle is None:
                idle = _Worker(self._context, self._limits)
                self._workers.append(idle)
            idle.give(task, self._limits)
        for worker in self._workers:
            if len(worker.tasks) == 1 and _is_quick(worker.tasks[0]) and (task := self._next(waiting, is_quick=True)):
                worker.give(task, self._limits)

    def _next(self, waiting: Iterator[Task], *, is_quick: bool = False) -> Task | None:
        """Return the next task; None where there is none, or where a quick one is wanted and it is not."""
        if not self._ahead:
            self._ahead.extend(itertools.islice(waiting, 1))
        if not self._ahead or (is_quick and not _is_quick(self._ahead[0])):
            return None
        return self._ahead.popleft()

    def _received(self, worker: _Worker) -> Outcome | None:
        try:
            said: _Done | _MoreTime = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(timeout=5)
            megabytes = self._limits.max_memory_bytes // 1_000_000
            return self._lost(
                worker,
                f"crashed its parser (exit code {worker.process.exitcode}): it is damaged, or needs more than the "
                f"{megabytes:,} MB a document may take; save it again or split it",
            )
        if isinstance(said, _MoreTime):
            worker.extend(said.seconds)
            return None
        task, took_s = worker.done(self._limits)
        return Outcome(task, said.stored, said.error, said.notes, said.trace, took_s)

    def _lost(self, worker: _Worker, reason: str) -> Outcome:
        task, *others = worker.tasks
        self._ahead.extendleft(reversed(others))
        self._workers.remove(worker)
        worker.stop()
        error = UnparseableDocument(f"{task.source.source} {reason}")
        return Outcome(task, error=error, took_s=time.monotonic() - worker.begun)


def _is_quick(task: Task) -> bool:
    """Tell whether a document is read in some hundredths of a second, whatever is in it."""
    return task.source.media_type in _QUICK_KINDS and task.source.size <= _QUICK_BYTES


def run_tasks(tasks: list[Task], limits: Limits) -> Iterator[Outcome]:
    """Yield the outcome of every task, from worker processes unless `limits.workers` is 0."""
    if limits.workers == 0:
        yield from (take_in(task, limits) for task in tasks)
        return
    pickle_by_position()
    useful = max(1, math.ceil(len(tasks) / _TASKS_PER_WORKER))
    with WorkerPool(replace(limits, workers=min(limits.workers, useful))) as pool:
        yield from pool.outcomes(tasks)


def _serve(connection: Connection, limits: Limits) -> None:
    """Work off tasks until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(limits.max_memory_bytes)
    prepare_worker()
    limits = replace(limits, more_time=lambda seconds: connection.send(_MoreTime(seconds)))
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        outcome = take_in(task, limits)
        try:
            connection.send(_Done(outcome.stored, outcome.error, outcome.notes, outcome.trace))
        except OSError:
            return
