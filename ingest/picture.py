"""Draws pages in a process of its own: a file that crashes or hangs pdfium costs one picture, not the service.

Knows one worker process, its pipe and a deadline; must not know where files come from or what becomes of pictures.
"""

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.memory import limit_memory
from search.errors import SamsokError, UnparseableDocument

LIMIT_S = 20.0
IDLE_S = 120.0
"""After this long without work the process ends; the next picture waits for a new one, about 0.3 s."""

MAX_MEMORY_BYTES = 2 << 30


class PageDrawer:
    """Sizes and pictures of PDF pages; safe to use from several threads, one page being drawn at a time."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._worker: tuple[Any, Connection] | None = None

    def sizes(self, path: Path) -> list[tuple[float, float]]:
        """Return (width, height) of each page in points; raises as `ingest.parse.pdf_picture.page_sizes`."""
        found: list[tuple[float, float]] = self._ask("page_sizes", path)
        return found

    def draw(self, path: Path, number: int, scale: float) -> bytes:
        """Return a page as WebP; raises as `ingest.parse.pdf_picture.draw_page`."""
        picture: bytes = self._ask("draw_page", path, number, scale)
        return picture

    def close(self) -> None:
        """End the process; the next picture starts another."""
        with self._lock:
            self._stop()

    def _ask(self, what: str, path: Path, *arguments: object) -> Any:
        with self._lock:
            for _ in range(2):
                connection = self._connection()
                with contextlib.suppress(OSError):
                    connection.send((what, path, *arguments))
                    break
                # the process had ended for want of work
                self._stop()
            answer = self._answer(connection)
        if isinstance(answer, SamsokError):
            raise answer
        return answer

    def _answer(self, connection: Connection) -> Any:
        try:
            if connection.poll(self._limit_s):
                return connection.recv()
            reason = f"took longer than {self._limit_s:g} s"
        except (EOFError, OSError):
            reason = "ended the process that draws"
        self._stop()
        return UnparseableDocument(f"The page cannot be drawn: it {reason}.")

    def _connection(self) -> Connection:
        if self._worker is None or not self._worker[0].is_alive():
            self._stop()
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._worker = process, ours
        return self._worker[1]

    def _stop(self) -> None:
        if self._worker is not None:
            process, connection = self._worker
            connection.close()
            process.kill()
            process.join()
            self._worker = None


def _serve(connection: Connection) -> None:
    """Draw until there was nothing to do for long or the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_memory(MAX_MEMORY_BYTES)
    from ingest.parse import pdf_picture  # noqa: PLC0415 - only this process needs pdfium

    known: dict[str, Callable[..., Any]] = {
        "page_sizes": pdf_picture.page_sizes,
        "draw_page": pdf_picture.draw_page,
    }
    with contextlib.suppress(EOFError, OSError):
        while connection.poll(IDLE_S):
            what, *arguments = connection.recv()
            connection.send(_done(known[what], arguments))


def _done(work: Callable[..., Any], arguments: list[Any]) -> Any:
    try:
        return work(*arguments)
    except SamsokError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the border: one page must not end the process
        return UnparseableDocument(f"The page cannot be drawn ({type(error).__name__}: {error}).")
