"""The note that a serving process leaves in its data folder: who it is and where it answers.

A hint for people and for the command line, not a lock: the index's own lock decides who owns the folder.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTE = "serve.json"


@dataclass(frozen=True, slots=True)
class Running:
    """A serving process."""

    pid: int
    url: str


@contextlib.contextmanager
def announced(data: Path, running: Running) -> Iterator[None]:
    """Keep the note in the data folder for as long as the block runs."""
    note = data / NOTE
    draft = data / f"{NOTE}.{running.pid}"
    data.mkdir(parents=True, exist_ok=True)
    draft.write_text(json.dumps({"pid": running.pid, "url": running.url}) + "\n", encoding="utf-8")
    draft.replace(note)
    try:
        yield
    finally:
        if _read(note) == running:
            note.unlink(missing_ok=True)


def find_running(data: Path) -> Running | None:
    """Return the process that serves this folder; None without a note, or where its process is gone."""
    running = _read(data / NOTE)
    return running if running is not None and _is_alive(running.pid) else None


def _read(note: Path) -> Running | None:
    try:
        content = json.loads(note.read_text(encoding="utf-8"))
        return Running(int(content["pid"]), str(content["url"]))
    except (OSError, ValueError, KeyError, TypeError):
        # a note that cannot be read says nothing, as if there were none
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
