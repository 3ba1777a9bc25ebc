"""Runs the real command `samsok` in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.doubles.process import ROOT, environment

COMMAND = (sys.executable, "-m", "api.cli")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def samsok(*args: str, data: Path | None = None, timeout_s: float = 120, **settings: str) -> Ran:
    """Run `samsok args` over a data folder."""
    given = environment(**({"data": str(data)} if data else {}), **settings)
    done = subprocess.run([*COMMAND, *args], capture_output=True, env=given, cwd=ROOT, timeout=timeout_s, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_one_line(ran: Ran, code: int, *told: str) -> None:
    """The one shape of every error on the command line: nothing on stdout, one line on stderr, an exit code."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert ran.err.startswith("samsok: ")
    assert ran.err.count("\n") == 1, ran.err
    assert "Traceback" not in ran.err
    for words in told:
        assert words in ran.err, ran.err
