import os
import signal
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.pool import WorkerPool, run_tasks
from ingest.source import find_sources, hash_source
from ingest.work import Task, take_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def task(path: Path, text: str) -> Task:
    path.write_text(text, encoding="utf-8")
    source = find_sources([path]).sources[0]
    return Task(source, hash_source(source, 10**9))


def long_text() -> str:
    """Return a text that takes seconds to parse."""
    return "\n\n".join(f"Stycke {n} handlar om transporter och samverkan mellan myndigheter." for n in range(250_000))


def test_workers_give_what_this_process_gives(tmp_path: Path) -> None:
    """A document parsed in a worker is the same as one parsed here."""
    tasks = [task(tmp_path / f"{n}.txt", f"Avtal {n}\n\nText om transporter nummer {n}.") for n in range(5)]
    here = {t.source.key: take_in(t, Limits()) for t in tasks}
    there = {outcome.task.source.key: outcome for outcome in run_tasks(tasks, Limits(workers=2))}
    assert there == here


def test_document_that_takes_too_long_fails_alone(tmp_path: Path) -> None:
    """A document over its time is ended and named; the one after it is taken in."""
    tasks = [task(tmp_path / "lang.txt", long_text()), task(tmp_path / "kort.txt", "Avtal\n\nText.")]
    limits = Limits(workers=1, max_document_s=3.0, max_text_chars=10**9)
    outcomes = {o.task.source.source: o for o in run_tasks(tasks, limits)}
    assert "lang.txt took longer than 3 s" in str(outcomes["lang.txt"].error)
    assert outcomes["kort.txt"].stored is not None


def test_crash_of_a_worker_is_that_documents_failure(tmp_path: Path) -> None:
    """When a worker dies, its document fails with the exit code and the run goes on in a new worker."""
    tasks = [task(tmp_path / "lang.txt", long_text()), task(tmp_path / "kort.txt", "Avtal\n\nText.")]
    with WorkerPool(Limits(workers=1)) as pool:
        threading.Thread(target=kill_first_worker, args=(pool,)).start()
        outcomes = {o.task.source.source: o for o in pool.outcomes(tasks)}
    assert f"crashed its parser (exit code -{int(signal.SIGKILL)})" in str(outcomes["lang.txt"].error)
    assert outcomes["kort.txt"].stored is not None


def kill_first_worker(pool: WorkerPool) -> None:
    while not pool._workers:
        time.sleep(0.01)
    time.sleep(0.5)
    os.kill(int(pool._workers[0].process.pid or 0), signal.SIGKILL)


def test_no_worker_outlives_the_pool(tmp_path: Path) -> None:
    """Leaving the pool early ends its workers."""
    tasks = [task(tmp_path / f"{n}.txt", long_text()) for n in range(2)]
    with WorkerPool(Limits(workers=2)) as pool:
        iterator = pool.outcomes(tasks)
        threading.Thread(target=kill_first_worker, args=(pool,)).start()
        next(iterator)
        processes = [worker.process for worker in pool._workers]
    assert not any(process.is_alive() for process in processes)


def test_memory_bomb_fails_alone(tmp_path: Path) -> None:
    """A document that needs more memory than allowed fails, and the worker lives on or is replaced."""
    tasks = [task(tmp_path / "stor.txt", "ord " * 12_000_000), task(tmp_path / "kort.txt", "Avtal\n\nText.")]
    limits = Limits(workers=1, max_memory_bytes=700_000_000, max_document_s=30)
    outcomes = {o.task.source.source: o for o in run_tasks(tasks, limits)}
    assert outcomes["stor.txt"].error is not None
    assert outcomes["kort.txt"].stored is not None


def test_file_changed_between_look_and_read_fails(tmp_path: Path) -> None:
    """A file whose bytes are others than when the run looked at it is not taken in."""
    before = task(tmp_path / "avtal.txt", "Avtal\n\nText.")
    before.source.path.write_text("Avtal\n\nNy text.", encoding="utf-8")
    assert "changed during the run" in str(take_in(before, Limits()).error)


def test_time_for_scans_is_granted_up_to_its_limit(tmp_path: Path) -> None:
    """What a worker says that its pictures took is added to its document's time, but not without end."""
    work = task(tmp_path / "kort.txt", "Avtal\n\nText.")
    limits = Limits(workers=1, max_scan_s=10.0)
    with WorkerPool(limits) as pool:
        list(pool.outcomes([work]))
        worker = pool._workers[0]
        worker.give(work, limits)
        end = worker.deadline
        worker.extend(4.0)
        worker.extend(50.0)
        assert worker.deadline == pytest.approx(end + 10.0)


def test_picture_commands_without_end_fail_alone(tmp_path: Path) -> None:
    """A small PDF that unfolds into more drawing than a worker may hold fails; the file after it is taken in."""
    packed = zlib.compress(b"0 0 m 100 100 l S\n" * 1_500_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    bomb = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, start=1))
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF")
    source = find_sources([path]).sources[0]
    tasks = [Task(source, hash_source(source, 10**9)), task(tmp_path / "kort.txt", "Avtal\n\nText.")]
    limits = Limits(workers=1, max_memory_bytes=300_000_000, max_document_s=60)
    outcomes = {o.task.source.source: o for o in run_tasks(tasks, limits)}
    assert "than the 300 MB a document may take" in str(outcomes["bomb.pdf"].error)
    assert outcomes["kort.txt"].stored is not None


def test_what_waits_behind_a_lost_document_is_taken_in(tmp_path: Path) -> None:
    """A worker that dies costs the document it was at; the next one, given to it ahead, goes to another worker."""
    tasks = [task(tmp_path / f"{n:03}.txt", f"Avtal {n}\n\nText om transporter nummer {n}.") for n in range(120)]
    with WorkerPool(Limits(workers=1)) as pool:
        outcomes = pool.outcomes(tasks)
        first = next(outcomes)
        pids = pool.pids()
        os.kill(pids[0], signal.SIGKILL)
        rest = list(outcomes)
    assert sorted(o.task.source.source for o in (first, *rest)) == [f"{n:03}.txt" for n in range(120)]
    assert sum(1 for o in rest if o.error is not None) <= 1
    assert pool.pids() == []


def test_each_document_has_its_own_time(tmp_path: Path) -> None:
    """The time of a document given ahead begins when the one before it is done."""
    tasks = [task(tmp_path / f"{n}.txt", f"Avtal {n}\n\nText om transporter nummer {n}.") for n in range(3)]
    limits = Limits(workers=1, max_document_s=100.0)
    with WorkerPool(limits) as pool:
        list(pool.outcomes(tasks[:1]))
        worker = pool._workers[0]
        worker.give(tasks[1], limits)
        end = worker.deadline
        worker.give(tasks[2], limits)
        assert worker.deadline == end
        time.sleep(0.05)
        assert worker.done(limits)[0] is tasks[1]
        assert worker.deadline >= end + 0.05


def test_time_that_pages_added_is_named(tmp_path: Path) -> None:
    """A document that takes too long in spite of the time that its pages added fails with both times."""
    limits = Limits(workers=1, max_document_s=2.0, max_text_chars=10**9)

    def extend(pool: WorkerPool) -> None:
        while not pool._workers or not pool._workers[0].tasks:
            time.sleep(0.01)
        pool._workers[0].extend(1.0)

    with WorkerPool(limits) as pool:
        threading.Thread(target=extend, args=(pool,)).start()
        outcome = next(pool.outcomes([task(tmp_path / "lang.txt", long_text())]))
    assert "lang.txt took longer than 2 s and the 1 s that its pages added; split it" in str(outcome.error)
