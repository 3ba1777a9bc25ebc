"""What readers say on its way in: checked, bounded, without the question unless the operator keeps questions.

Knows the bounds and the catalog's port; must not know HTTP.
"""

import threading
import time
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast, get_args

from search.catalog_port import Catalog
from search.errors import InvalidParameter
from search.feedback import MAX_COMMENT_CHARACTERS, MAX_REPLY_CHARACTERS, Feedback, FeedbackKind, Verdict
from search.personal import mask

WINDOW_S = 600.0
MAX_WINDOW_CHARACTERS = 100_000
MAX_WINDOW_ENTRIES = 300
"""In one window from all readers together: 50 of the longest comments, or a thumb every two seconds. A choice."""

_MAX_ID_CHARACTERS = 64


class FeedbackDesk:
    """Takes what readers say and hands it to the catalog; safe to use from several threads."""

    def __init__(self, catalog: Catalog, *, keep_questions: bool) -> None:
        self._catalog = catalog
        self._keep_questions = keep_questions
        self._lock = threading.Lock()
        self._taken: deque[tuple[float, int]] = deque()

    def take(self, given: Mapping[str, str]) -> bool:
        """Hold what a reader says.

        Returns:
            False where too much came lately; nothing is then held.

        Raises:
            InvalidParameter: a field has a value that there is not or is too long, or nothing is said at all.
            BackendError: the catalog failed.
        """
        entry = self._entry(given)
        if not self._has_room(len(entry.comment) + len(entry.reply_to)):
            return False
        self._catalog.add_feedback(entry)
        return True

    def _entry(self, given: Mapping[str, str]) -> Feedback:
        kind, verdict = given.get("kind") or "answer", given.get("verdict") or "none"
        comment, reply_to = mask(given.get("comment", "").strip()).text, given.get("reply_to", "").strip()
        _check_choice("kind", kind, get_args(FeedbackKind))
        _check_choice("verdict", verdict, get_args(Verdict))
        _check_length("comment", comment, MAX_COMMENT_CHARACTERS)
        _check_length("reply_to", reply_to, MAX_REPLY_CHARACTERS)
        if verdict == "none" and not comment:
            raise InvalidParameter("There is neither a verdict nor a comment: give one of them.")
        ids = {name: given.get(name, "")[:_MAX_ID_CHARACTERS] for name in ("query_id", "document_id", "passage_id")}
        return Feedback(
            kind=cast("FeedbackKind", kind),
            verdict=cast("Verdict", verdict),
            comment=comment,
            created_at=datetime.now(UTC),
            ui=given.get("ui", "")[:2],
            reply_to=reply_to,
            question=mask(given.get("question", "")[:MAX_COMMENT_CHARACTERS]).text or None
            if self._keep_questions
            else None,
            **ids,
        )

    def _has_room(self, characters: int) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._taken and self._taken[0][0] < now - WINDOW_S:
                self._taken.popleft()
            held = sum(length for _, length in self._taken)
            if len(self._taken) >= MAX_WINDOW_ENTRIES or held + characters > MAX_WINDOW_CHARACTERS:
                return False
            self._taken.append((now, characters))
            return True


def _check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidParameter(f'{name} cannot be "{value[:40]}": it must be one of {", ".join(allowed)}.')


def _check_length(name: str, value: str, allowed: int) -> None:
    if len(value) > allowed:
        raise InvalidParameter(f"{name} has {len(value)} characters, {allowed} are allowed: shorten it.")
