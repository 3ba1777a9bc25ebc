"""What wording needs of a language model, and what the model is given.

Knows shapes only; must not know protocols or prompts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from search.catalog_port import PassageRecord


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that the model may use.

    Attributes:
        number: by which it is cited, from 1.
    """

    number: int
    record: PassageRecord

    @property
    def text(self) -> str:
        """What a cited sentence may rest on: title, headings and the passage itself."""
        passage = self.record.passage
        return "\n".join([self.record.document.title, *passage.section_path, passage.text])


class Writer(Protocol):
    """A language model; safe to use from several threads."""

    def write(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        """Yield what the model writes, piece by piece; closing the iterator ends the writing.

        Raises:
            ModelUnavailable: it cannot be reached, is busy, or failed, stalled or went on for too long.
        """
        ...
