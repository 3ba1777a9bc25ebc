"""Runs a command and watches what it and all processes it starts use: processor time and memory.

Knows /proc and sessions; must not know what is run. A fork server's workers are nobody's children that are waited for,
so the kernel's own sum leaves them out: each process of the session is looked at every few milliseconds instead.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Self

_LOOK_S = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")
_SESSION, _USER, _SYSTEM = 3, 11, 12
"""Fields of /proc/PID/stat behind the name."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a command used.

    Attributes:
        cpu_s: processor time of all its processes, up to 20 ms of each at its end not seen.
        peak_mb: the most that one of its processes held in memory.
    """

    output: str
    wall_s: float
    cpu_s: float
    peak_mb: float


def run(command: Sequence[str], text: str, environment: dict[str, str]) -> Used:
    """Run a command with a text on its standard input.

    Raises:
        SystemExit: it failed.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    cpu: dict[int, float] = {}
    peak: dict[int, float] = {}
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(_Collected(process, text))
        while process.poll() is None:
            _look(process.pid, cpu, peak)
            time.sleep(_LOOK_S)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {output.text[-500:]}")
    return Used(output.text, time.perf_counter() - begun, sum(cpu.values()), max(peak.values(), default=0.0))


class _Collected:
    """Feeds a process and reads what it says, in a thread, while it is watched."""

    def __init__(self, process: subprocess.Popen[str], text: str) -> None:
        self._process, self._input, self.text = process, text, ""
        self._thread = Thread(target=self._talk, daemon=True)

    def _talk(self) -> None:
        self.text = self._process.communicate(self._input)[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()


def _look(session: int, cpu: dict[int, float], peak: dict[int, float]) -> None:
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError, ValueError):  # it ended meanwhile
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[_SESSION]) != session:
                continue
            pid = int(folder.name)
            cpu[pid] = (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS
            status = (folder / "status").read_text()
            held = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
            if held is not None:  # None: it has ended and waits to be noticed
                peak[pid] = int(held.split()[1]) * 1024 / 1e6
