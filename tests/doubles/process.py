"""Starts real server processes for tests and asks them over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

ROOT = Path(__file__).parent.parent.parent
START_S = 60.0


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    url: str
    log: Path
    data: Path

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def stop(self, kind: int = signal.SIGTERM) -> int:
        self.process.send_signal(kind)
        return self.process.wait(30)


def environment(**settings: str) -> dict[str, str]:
    """The environment without foreign SAMSOK_ variables, with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMSOK_")}
    return {**kept, **{f"SAMSOK_{name.upper()}": value for name, value in settings.items()}}


@contextmanager
def serving(folder: Path, *command: str, **settings: str) -> Iterator[Served]:
    """Run a serving command until the block ends; without one, the memory knowledge base."""
    data, log = folder / "data", folder / "serve.log"
    given = environment(data=str(data), port="0", **settings)
    with log.open("wb") as err:
        process = subprocess.Popen(
            command or (sys.executable, "-m", "tests.doubles.serve_memory"), cwd=ROOT, env=given, stderr=err, stdout=err
        )
        try:
            yield Served(process, _wait_for_url(process, data, log), log, data)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(30)


def _wait_for_url(process: subprocess.Popen[bytes], data: Path, log: Path) -> str:
    note = data / "serve.json"
    for _ in range(int(START_S * 50)):
        if note.exists():
            url = str(json.loads(note.read_text())["url"])
            _wait_for_answer(url)
            return url
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def _wait_for_answer(url: str) -> None:
    for _ in range(250):
        try:
            httpx.get(f"{url}/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
