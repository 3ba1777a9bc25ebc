"""Locks on files: one holder, named to the next one, gone with its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.errors import DataFolderInUse
from search.lock import FileLock, WriteLock

ROOT = Path(__file__).parents[2]

HOLDER = """
import os, sys
from pathlib import Path
from search.lock import WriteLock
sys.argv = ["/usr/bin/samsok", "ingest", "my papers"]
lock = WriteLock(Path({folder!r}))
lock.acquire()
if {fork}:
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        sys.stdin.read()
        os._exit(0)
else:
    print(os.getpid(), flush=True)
sys.stdin.read()
"""


def hold(folder: Path, *, fork: bool = False) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format(folder=str(folder), fork=fork)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_the_second_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    """The message names folder, process and command, and what to do."""
    process, pid = hold(tmp_path)
    with pytest.raises(DataFolderInUse) as refusal:
        WriteLock(tmp_path).acquire()
    process.communicate("", timeout=30)
    expected = f"{tmp_path} is being written by process {pid} (samsok ingest 'my papers'); wait for it or stop it"
    assert str(refusal.value) == expected


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """After kill -9 the lock is free at once, whatever the file still says."""
    process, pid = hold(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    with WriteLock(tmp_path) as lock:
        assert lock.path.read_text().startswith(f"{os.getpid()}\n")
    assert str(pid) not in (tmp_path / "write.lock").read_text()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_workers_survival_keeps_no_lock(tmp_path: Path) -> None:
    """A forked worker that outlives its killed parent does not keep the parent's lock."""
    process, worker = hold(tmp_path, fork=True)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    os.kill(worker, 0)
    with WriteLock(tmp_path):
        pass
    process.communicate("", timeout=30)


def test_one_process_excludes_itself_too(tmp_path: Path) -> None:
    """Two locks of one process exclude each other like those of two; a released one can be taken again."""
    first, second = WriteLock(tmp_path), WriteLock(tmp_path)
    with first:
        with pytest.raises(DataFolderInUse):
            second.acquire()
        with pytest.raises(DataFolderInUse, match="this process"):
            first.acquire()
    first.release()
    with second:
        pass


def test_an_error_inside_releases(tmp_path: Path) -> None:
    """Leaving the block by an error lets go."""
    with pytest.raises(KeyError), WriteLock(tmp_path):
        raise KeyError
    with WriteLock(tmp_path):
        pass


def test_shared_holders_stand_beside_each_other(tmp_path: Path) -> None:
    """Several can share a lock; an exclusive one waits for none of them, it is refused."""
    path = tmp_path / "some" / "folder" / "file.lock"
    shared = [FileLock(path, "in use by {owner}", shared=True) for _ in range(2)]
    with shared[0], shared[1], pytest.raises(DataFolderInUse, match="in use by another process"):
        FileLock(path, "in use by {owner}").acquire()
    with FileLock(path, "in use by {owner}"), pytest.raises(DataFolderInUse, match=f"process {os.getpid()} "):
        FileLock(path, "in use by {owner}", shared=True).acquire()
