"""What runs below this process, for tests that end a process or see that none is left."""

import os
from pathlib import Path


def children() -> set[int]:
    """Processes below this one, but for those that multiprocessing keeps for itself."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            content = stat.read_text()
        except OSError:
            continue
        state, parent = content[content.rindex(")") + 2 :].split()[:2]
        if state != "Z":
            parents[int(stat.parent.name)] = int(parent)
    below = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return {pid for pid in below if parents.get(parents.get(pid, 0)) == os.getpid()}
