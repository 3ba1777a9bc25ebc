import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SAMSOK = """#!/bin/sh
echo "$1 ${2:-} data=$SAMSOK_DATA port=$SAMSOK_PORT pid=$$" >>"$(dirname "$0")/calls"
test "$1" != ingest || exit $(cat "$(dirname "$0")/ingest-exit")
test "$1" != serve || exec sleep $(cat "$(dirname "$0")/serve-s")
"""


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment whose `samsok` writes down how it was called."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "ingest-exit").write_text("0")
    (folder / "bin" / "serve-s").write_text("0")
    command = folder / "bin" / "samsok"
    command.write_text(SAMSOK)
    command.chmod(0o755)
    return folder


def command(venv: Path, *arguments: str) -> list[str]:
    # PYTHON=true, APT=true: the environment and the system are as they should be, so setting them up does nothing
    return ["make", "--no-print-directory", "PYTHON=true", "APT=true", f"VENV={venv}", *arguments]


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("SAMSOK_", "MAKE"))}


def make(venv: Path, *arguments: str, **environment: str) -> int:
    done = subprocess.run(
        command(venv, *arguments), cwd=ROOT, env=clean_environment() | environment, capture_output=True, check=False
    )
    return done.returncode


def calls(venv: Path) -> list[str]:
    return [line.rpartition(" pid=")[0] for line in (venv / "bin" / "calls").read_text().splitlines()]


def test_run_takes_in_the_sample_corpus_and_serves_it(venv: Path) -> None:
    """Without variables the sample corpus goes into `data` and is served at port 8000."""
    assert make(venv, "run") == 0
    assert calls(venv) == ["ingest corpus data=data port=8000", "serve  data=data port=8000"]


def test_another_corpus_has_a_knowledge_base_of_its_own(venv: Path) -> None:
    """The folder's name tells its knowledge base apart from that of the sample corpus."""
    assert make(venv, "run", "CORPUS=../some papers/", "PORT=9000") == 0
    assert calls(venv)[0] == "ingest ../some papers/ data=data-some papers port=9000"


@pytest.mark.parametrize("corpus", ["corpus/", "./corpus"])
def test_the_sample_corpus_may_be_named(venv: Path, corpus: str) -> None:
    """Naming the default folder changes nothing."""
    make(venv, "run", f"CORPUS={corpus}")
    assert calls(venv)[0] == f"ingest {corpus} data=data port=8000"


def test_data_may_be_named_by_argument_or_environment(venv: Path) -> None:
    """DATA= is stronger than SAMSOK_DATA, which is stronger than the folder's name."""
    make(venv, "run", SAMSOK_DATA="one", SAMSOK_PORT="1234")
    make(venv, "run", "DATA=two", SAMSOK_DATA="one")
    assert [call.split()[-2:] for call in calls(venv)[::2]] == [["data=one", "port=1234"], ["data=two", "port=8000"]]


@pytest.mark.parametrize(("code", "served"), [("1", True), ("3", False), ("4", False)])
def test_an_unreadable_paper_does_not_keep_the_others_from_being_served(venv: Path, code: str, *, served: bool) -> None:
    """Exit code 1 of ingest (some papers failed) goes on to serve; anything worse stops."""
    (venv / "bin" / "ingest-exit").write_text(code)
    assert (make(venv, "run") == 0) == served
    assert any(call.startswith("serve") for call in calls(venv)) == served


def test_ending_make_ends_the_server(venv: Path) -> None:
    """A signal to make reaches the server, and nothing stays behind."""
    (venv / "bin" / "serve-s").write_text("60")
    running = subprocess.Popen(command(venv, "run"), cwd=ROOT, env=clean_environment(), stderr=subprocess.DEVNULL)
    pid = served_pid(venv)
    running.send_signal(signal.SIGTERM)
    running.wait(10)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def served_pid(venv: Path) -> int:
    log = venv / "bin" / "calls"
    for _ in range(500):
        lines = log.read_text().splitlines() if log.exists() else []
        for line in lines:
            if line.startswith("serve"):
                return int(line.rpartition("=")[2])
        time.sleep(0.02)
    raise AssertionError("serve was never called")


def test_help_names_every_variable_of_run(venv: Path) -> None:
    """`make help` tells of CORPUS, PORT and DATA."""
    done = subprocess.run(command(venv, "help"), cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(f"{name}=" in done.stdout for name in ("CORPUS", "PORT", "DATA"))


def test_an_environment_that_fits_is_left_as_it_is(tmp_path: Path) -> None:
    """Setting up again installs nothing while pyproject.toml and constraints.txt stay the same."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "samsok").touch()
    told = "import sys; sys.path.insert(0, 'tools'); import environment; print(environment._fingerprint())"
    fingerprint = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    stamp = folder / "samsok-environment.json"
    stamp.write_text(json.dumps({"fingerprint": fingerprint, "extras": ["dev"]}))
    before = stamp.stat().st_mtime_ns
    for extras in ([], ["dev"]):
        script = [sys.executable, "tools/environment.py", "--venv", str(folder), *extras]
        done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stderr == ""
    assert stamp.stat().st_mtime_ns == before
