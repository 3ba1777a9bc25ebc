"""Bounds what a worker process may take of the machine's memory.

Knows the operating system's limits; must not know what is worked at.
"""

import contextlib


def limit_memory(max_bytes: int) -> None:
    """Bound the writable memory, so that a document that unfolds without end fails instead of the machine.

    Writable memory, not address space: models and libraries are mapped without being held. A crash leaves no image of
    the process on disk, since it would hold the document.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_DATA, max_bytes), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
