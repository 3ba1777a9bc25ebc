import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.running import NOTE, Running, announced, find_running


def test_note_stands_while_serving_and_is_gone_after(tmp_path: Path) -> None:
    """The note tells process and address, and leaves with the process."""
    running = Running(os.getpid(), "http://127.0.0.1:1")
    with announced(tmp_path, running):
        assert find_running(tmp_path) == running
    assert find_running(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_note_of_a_dead_process_says_nothing(tmp_path: Path) -> None:
    """A process that was killed leaves its note; it is passed over."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / NOTE).write_text(f'{{"pid": {gone.pid}, "url": "http://127.0.0.1:1"}}')
    assert find_running(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"pid": "x"}', '{"pid": 1e99, "url": ""}', "\xff"])
def test_broken_note_says_nothing(tmp_path: Path, content: str) -> None:
    """A note that cannot be read is as if there were none."""
    (tmp_path / NOTE).write_bytes(content.encode("latin-1"))
    assert find_running(tmp_path) is None


def test_note_of_a_successor_is_left_alone(tmp_path: Path) -> None:
    """Whoever ends takes away only its own note."""
    with announced(tmp_path, Running(os.getpid(), "http://127.0.0.1:1")):
        (tmp_path / NOTE).write_text(f'{{"pid": {os.getpid()}, "url": "http://127.0.0.1:2"}}')
    assert find_running(tmp_path) == Running(os.getpid(), "http://127.0.0.1:2")
