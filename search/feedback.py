"""What readers say of answers and pages. Knows shapes and bounds; must not know storage or HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedbackKind = Literal["answer", "page", "accessibility"]
Verdict = Literal["up", "down", "none"]

MAX_COMMENT_CHARACTERS = 2_000
MAX_REPLY_CHARACTERS = 200
MAX_ENTRIES = 20_000
"""The oldest go first; at the longest they take 50 MB. A choice."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word.

    Attributes:
        query_id: of the response that it is about; "" where it is about none.
        reply_to: how the reader wants to be reached; "" for not at all.
        question: as it was asked; None unless the operator keeps questions.
    """

    kind: FeedbackKind
    verdict: Verdict
    comment: str
    created_at: datetime
    ui: str = ""
    query_id: str = ""
    document_id: str = ""
    passage_id: str = ""
    reply_to: str = ""
    question: str | None = None
