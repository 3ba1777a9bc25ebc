"""Locks on files, which the kernel lets go of when their holder dies.

Knows processes and files. Must not know what is protected beyond the sentence that names the way out.
"""

import contextlib
import os
import shlex
import sys
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

from search.errors import DataFolderInUse

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30
    """Far behind the text, because Windows lets nobody read a locked byte."""

    def _try_lock(descriptor: int, *, shared: bool) -> None:
        del shared  # Windows' byte locks are exclusive; two readers then exclude each other
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


_held: weakref.WeakSet["FileLock"] = weakref.WeakSet()
"""Locks of this process. A forked child closes its copies, else a worker that outlives a killed parent kept them."""


class FileLock:
    """A lock held through an open file, either by one holder or shared by several.

    The file stays when the lock is released: unlinking it would let two processes lock two files of one name.

    Attributes:
        path: holds the owner's process id and command while an exclusive lock is held.
    """

    def __init__(self, path: Path, refusal: str, *, shared: bool = False) -> None:
        """Prepare the lock without taking it.

        Args:
            path: the lock file; its folder is made when the lock is taken.
            refusal: message of DataFolderInUse; "{owner}" in it becomes "process 123 (samsok ingest)".
            shared: several shared holders may hold it together, but none beside an exclusive one.
        """
        self.path = path
        self._refusal = refusal
        self._shared = shared
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            DataFolderInUse: another holder, in this process or another one, has it.
        """
        if self._descriptor is not None:
            raise DataFolderInUse(self._refusal.replace("{owner}", f"this process ({os.getpid()})"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _try_lock(descriptor, shared=self._shared)
        except OSError:
            owner = _owner(descriptor)
            os.close(descriptor)
            raise DataFolderInUse(self._refusal.replace("{owner}", owner)) from None
        self._descriptor = descriptor
        _close_in_children(self)
        if not self._shared:
            _write(descriptor, f"{os.getpid()}\n{_command()}\n")

    def release(self) -> None:
        """Let go; releasing twice is harmless."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        _held.discard(self)
        if not self._shared:
            _write(descriptor, "")
        os.close(descriptor)

    def forget(self) -> None:
        """Close a forked child's copy; the parent goes on holding the lock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class WriteLock(FileLock):
    """The right to change a data folder: one ingest, reindex or delete at a time."""

    def __init__(self, data_folder: Path) -> None:
        super().__init__(
            data_folder / "write.lock",
            f"{data_folder} is being written by {{owner}}; wait for it or stop it",
        )


def _close_in_children(lock: FileLock) -> None:
    if not _held and hasattr(os, "register_at_fork") and not getattr(_forget_all, "registered", False):
        os.register_at_fork(after_in_child=_forget_all)
        _forget_all.registered = True  # type: ignore[attr-defined]
    _held.add(lock)


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()
    _held.clear()


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode("utf-8", "replace"))


def _owner(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    pid, _, command = os.read(descriptor, 4096).decode("utf-8", "replace").partition("\n")
    return f"process {pid} ({command.strip()})" if pid.strip() else "another process"


def _command() -> str:
    program = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else "python"
    return shlex.join([program, *sys.argv[1:]])
