"""Move passages that have what a question asks for ahead of those that only speak about it.

Knows intents and what contact data look like. Must not know signals, fusion or storage.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from search.ranked import Ranked, best_first
from search.result import Intent

_MAIL = re.compile(r"[\w.+-](?:@|\(at\))[\w-]+\.\w+")
_PHONE = re.compile(
    r"(?<![\d-])(?:\+\d{2}[ -]?\(?0?|\(?0)\d{1,3}\)?[ /-]{1,3}\d{2,4}(?: ?\d{2,4}){1,3}(?![\d-])"  # 031-390 06 00
    r"|(?<!\d)\d{2} \d{2} \d{2} \d{2}(?!\d)"  # 32 12 34 56
    r"|(?<!\d)(?!(?:19|20)\d\d (?:19|20)\d\d)\d{4} \d{4}(?!\d)"  # 7255 4141
)
_DIGIT = re.compile(r"\d")
_CONTACT_BONUS = 0.3
"""Of a score of 0 to 1. Source: docs/evaluation.md, "Contact questions"."""


def prefer(intent: Intent, head: Sequence[Ranked]) -> list[Ranked]:
    """Return the head of a ranking with passages that hold contact data moved up, where a contact is asked for."""
    if intent != "contact":
        return list(head)
    return best_first(map(_raised, head))


def has_contact_data(text: str) -> bool:
    """Tell whether a text holds an e-mail address or a telephone number."""
    if ("@" in text or "(at)" in text) and _MAIL.search(text):
        return True
    return bool(_DIGIT.search(text)) and bool(_PHONE.search(text))


def _raised(ranked: Ranked) -> Ranked:
    if not has_contact_data(ranked.record.passage.text):
        return ranked
    return replace(ranked, fused=ranked.fused._replace(score=min(1.0, ranked.fused.score + _CONTACT_BONUS)))
