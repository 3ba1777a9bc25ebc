"""Makes the virtual environment that `make` works in, once, and again when what it is made of has changed.

Knows pip and which files pin the versions; must not import anything that is not in the standard library, because
nothing else is there yet. Safe to run twice at once: the second waits for the first.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
STAMP = "samsok-environment.json"
PIP = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")


def main() -> int:
    """Bring the environment to what is asked for; return the exit code."""
    options = _options()
    if sys.version_info < OLDEST_PYTHON:
        version = ".".join(map(str, sys.version_info[:3]))
        print(
            f"Samsök needs Python 3.11 or newer, {sys.executable} is {version}: install a newer one, "
            "or name one with make PYTHON=/path/to/python3",
            file=sys.stderr,
        )
        return 1
    folder = Path(options.venv).resolve()
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _make(folder, set(options.extras), options.torch_index)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make or renew the virtual environment that `make` works in.")
    parser.add_argument("extras", nargs="*", help="optional dependencies of pyproject.toml to install too")
    parser.add_argument("--venv", default=str(ROOT / ".venv"), help="folder of the environment")
    parser.add_argument("--torch-index", default="", help="extra package index to look for torch in")
    return parser.parse_args()


def _make(folder: Path, extras: set[str], torch_index: str) -> int:
    fingerprint = _fingerprint()
    made = _read_stamp(folder)
    held = set(made["extras"]) if made else set()
    if made.get("fingerprint") == fingerprint and extras <= held and (folder / "bin" / "samsok").exists():
        return 0
    print("Setting up the environment; the first time takes some minutes.", file=sys.stderr)
    (folder / STAMP).unlink(missing_ok=True)
    wanted = sorted(extras | held)
    for command in _commands(folder, wanted, torch_index):
        code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own commands
        if code:
            print(f"Setting up stopped at: {' '.join(map(str, command))}", file=sys.stderr)
            return code
    (folder / STAMP).write_text(json.dumps({"fingerprint": fingerprint, "extras": wanted}) + "\n", encoding="utf-8")
    return 0


def _commands(folder: Path, extras: list[str], torch_index: str) -> list[list[str]]:
    python = str(folder / "bin" / "python")
    project = f".[{','.join(extras)}]" if extras else "."
    commands = [] if _works(python) else [[sys.executable, "-m", "venv", "--clear", str(folder)]]
    # torch first and alone: left to the resolver, a build for graphics cards of several gigabytes may be taken
    index = ["--extra-index-url", torch_index] if torch_index else []
    return [
        *commands,
        [python, *PIP, *index, _pinned("torch")],
        [python, *PIP, "-c", "constraints.txt", "-e", project],
    ]


def _works(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def _pinned(name: str) -> str:
    """Return the line of constraints.txt that pins a package."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(f"{name}=="))


def _fingerprint() -> str:
    """Return what the environment depends on: versions, this folder's place and the interpreter."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    parts += [os.fsencode(ROOT), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _read_stamp(folder: Path) -> dict[str, Any]:
    try:
        made: dict[str, Any] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made


if __name__ == "__main__":
    sys.exit(main())
