"""How a run tells what it is doing; the command line draws it, tests ignore it.

Knows the calls only.
"""

from typing import Literal, Protocol

Stage = Literal["fetch", "read", "parse", "index"]


class Progress(Protocol):
    """Told about each stage of a run, in order."""

    def start(self, stage: Stage, total: int) -> None:
        """Begin a stage of `total` pages ("fetch"), files ("read", "parse") or passages ("index"); 0 is not known."""
        ...

    def advance(self, count: int = 1) -> None:
        """Count files or passages as done."""
        ...

    def finish(self) -> None:
        """End the stage."""
        ...


class NoProgress:
    """Progress that nobody watches."""

    def start(self, stage: Stage, total: int) -> None:
        """Do nothing."""

    def advance(self, count: int = 1) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""
