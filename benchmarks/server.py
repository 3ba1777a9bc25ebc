"""Runs the real `samsok serve` on a data folder and asks it over one kept connection, as one client would.

Knows the command, its HTTP interface and /proc; must not know what is asked.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from api.running import find_running

START_LIMIT_S = 120
STOP_LIMIT_S = 30
_POLL_S = 0.01
_KB = 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of a process in MB (1,000,000 bytes).

    Attributes:
        rss: resident, mapped files included.
        pss: the same, with what other processes share counted in part.
        private: resident and nobody else's; the page cache behind mapped files is not in it.
    """

    rss: float
    pss: float
    private: float


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Attributes:
        ready_s: from starting the command to the first 200 on /readyz.
    """

    pid: int
    connection: HTTPConnection
    ready_s: float

    def search(self, query: str) -> tuple[dict[str, Any], float]:
        """Return the response to a question and the milliseconds until it was read whole."""
        begun = time.perf_counter()
        self.connection.request("GET", f"/api/v1/search?q={quote(query)}")
        response = self.connection.getresponse()
        body = response.read()
        took_ms = (time.perf_counter() - begun) * 1000
        if response.status != 200:
            raise SystemExit(f"the server answered {response.status} to {query!r}: {body[:500].decode()}")
        payload: dict[str, Any] = json.loads(body)
        return payload, took_ms

    def cpu_s(self) -> float:
        """Return the processor time used so far, which other programs on the machine hardly change."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> Memory:
        """Return what the process holds now."""
        fields = dict(
            line.split(":", 1) for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()[1:]
        )
        kb = {name: int(value.split()[0]) * _KB / 1e6 for name, value in fields.items()}
        return Memory(kb["Rss"], kb["Pss"], kb["Private_Clean"] + kb["Private_Dirty"])


def samsok() -> str:
    """Return the command that belongs to this interpreter."""
    return str(Path(sys.executable).parent / "samsok")


@contextlib.contextmanager
def served(data: Path) -> Iterator[Served]:
    """Serve a data folder on a free port of this machine until the block ends."""
    with tempfile.TemporaryFile("w+") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [samsok(), "--data", str(data), "serve", "--port", "0"], stdout=log, stderr=log, env=environment()
        )
        try:
            connection = _ready(process, data)
            ready_s = time.perf_counter() - begun
            yield Served(process.pid, connection, ready_s)
            connection.close()
        except ServerGone:
            log.seek(0)
            raise SystemExit(f"samsok serve ended or was not ready in {START_LIMIT_S} s:\n{log.read()}") from None
        finally:
            process.terminate()
            process.wait(STOP_LIMIT_S)


class ServerGone(Exception):
    """The server did not come up."""


def environment() -> dict[str, str]:
    """Return the environment without Samsök's settings but the model: a benchmark touches no knowledge base in use."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("SAMSOK_") or name == "SAMSOK_MODEL"
    }


def _ready(process: subprocess.Popen[str] | subprocess.Popen[bytes], data: Path) -> HTTPConnection:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        running = find_running(data)
        if running is not None:
            address = urlsplit(running.url)
            connection = HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=60)
            with contextlib.suppress(OSError):
                connection.request("GET", "/readyz")
                response = connection.getresponse()
                response.read()
                if response.status == 200:
                    return connection
            connection.close()
        time.sleep(_POLL_S)
    raise ServerGone


def disk_mb(folder: Path) -> float:
    """Return what a folder takes on disk in MB; holes in files count as nothing."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6
