import re
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.command import COMMAND, assert_one_line, samsok
from tests.doubles.papers import write_papers
from tests.doubles.process import ROOT, environment, serving
from tests.doubles.tiny_model import write_tiny_model

HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "qdrant_client",
    "trafilatura",
    "pypdf",
    "datasets",
)
"""What serving does not need: each costs seconds or hundreds of megabytes."""

START_CPU_S = 3.0
MAX_MEMORY_BYTES = 300_000_000


def imported(import_times: bytes) -> set[str]:
    """Return the top-level modules named in what `python -X importtime` wrote."""
    lines = import_times.decode().splitlines()
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines if line.startswith("import time:")}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("serve")
    write_tiny_model(base / "model")
    write_papers(base / "papers")
    ran = samsok("ingest", str(base / "papers"), data=base / "data", model=str(base / "model"))
    assert ran.code == 0, ran
    return base


def test_serving_and_searching_import_nothing_heavy(base: Path) -> None:
    """The real process, asked a question over HTTP, has loaded none of the heavy libraries."""
    command = (sys.executable, "-X", "importtime", *COMMAND[1:], "serve")
    with serving(base, *command, model=str(base / "model")) as served, served.client() as client:
        assert client.get("/api/v1/search", params={"q": "häkte"}).json()["results"]
        assert client.get("/", params={"q": "häkte"}).status_code == 200
    loaded = imported(served.log.read_bytes())
    assert "fastapi" in loaded
    assert loaded.isdisjoint(HEAVY), sorted(loaded & set(HEAVY))


@pytest.mark.parametrize("args", [("--help",), ("serve", "--help"), ("--version",)])
def test_help_imports_next_to_nothing(args: tuple[str, ...]) -> None:
    """Help comes at once: no web framework, no numpy."""
    command = (sys.executable, "-X", "importtime", *COMMAND[1:], *args)
    loaded = imported(subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=True).stderr)
    assert "click" in loaded
    assert loaded.isdisjoint({*HEAVY, "fastapi", "numpy", "sqlalchemy"})


def test_server_answers_soon_and_stays_small(base: Path) -> None:
    """From start to answered question: under 3 s of work, under 300 MB of memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with serving(base, *COMMAND, "serve", model=str(base / "model")) as served, served.client() as client:
        assert client.get("/api/v1/search", params={"q": "häkte"}).status_code == 200
        status = Path(f"/proc/{served.process.pid}/status").read_text()
        assert served.stop() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # processor time, so that what else runs on the machine does not count
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < START_CPU_S
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert peak is not None
    assert int(peak[1]) * 1024 < MAX_MEMORY_BYTES


def test_second_server_on_the_same_folder_is_refused(base: Path) -> None:
    """Two processes never share the embedded index; the second says so and ends with code 3 or serves nothing."""
    with serving(base, *COMMAND, "serve", model=str(base / "model")) as served:
        second = samsok("serve", "--port", "0", data=base / "data", model=str(base / "model"))
        assert_one_line(second, 3, str(served.process.pid))
        with served.client() as client:
            assert client.get("/readyz").status_code == 200


def test_port_is_free_again_at_once(base: Path) -> None:
    """A restart on the same port works without waiting."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    for _ in range(2):
        with serving(base, *COMMAND, "serve", "--port", port, model=str(base / "model")) as served:
            with served.client() as client:
                assert client.get("/healthz").status_code == 200
            assert served.stop() == 0


def test_killed_server_leaves_nothing_in_the_way(base: Path) -> None:
    """After kill -9 the note is stale: the command line answers by itself, and serving starts again."""
    with serving(base, *COMMAND, "serve", model=str(base / "model")) as served:
        served.stop(9)
    assert (base / "data" / "serve.json").exists()
    ran = samsok("search", "häkte", "--json", data=base / "data", model=str(base / "model"))
    assert ran.code == 0, ran.err
    (base / "data" / "serve.json").unlink()
    with serving(base, *COMMAND, "serve", model=str(base / "model")) as served, served.client() as client:
        assert client.get("/readyz").status_code == 200
