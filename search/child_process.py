"""A process beside this one, with a pipe to it, that ends when it is no longer wanted.

Knows processes. Must not know what is done in them.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

_TO_END_S = 5


class ChildProcess:
    """Runs from the start; killed when the `with` block is left.

    Attributes:
        connection: this end of the pipe.
    """

    def __init__(self, target: Callable[..., None], *args: object) -> None:
        """Start a process.

        Args:
            target: a function of a module, given the other end of the pipe and `args`, which are pickled.
        """
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self.connection, theirs = multiprocessing.Pipe()
        self._process = context.Process(target=target, args=(theirs, *args), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join()

    def exit_code(self) -> int | None:
        """Return how a process ended that has closed its end of the pipe; None where it has not yet."""
        self._process.join(timeout=_TO_END_S)
        code: int | None = self._process.exitcode
        return code


def begin_in_child() -> None:
    """Leave interrupts to whoever started this process, and the other core to its sister."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the other core is at work already
