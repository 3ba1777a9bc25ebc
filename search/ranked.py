"""A passage in the ranking of a question: what each stage learned of it. Knows shapes only."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.catalog_port import PassageRecord
from search.fusion import Fused
from search.highlight import Asked

_NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that may be shown.

    Attributes:
        fused: what the signals said.
        asked: where the question's words stand in it; nothing until it is sure that the passage is shown.
    """

    fused: Fused
    record: PassageRecord
    asked: Asked = _NOTHING


def best_first(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Return passages in the order of their scores, those that agree to seven decimals in the order of their ids."""
    return sorted(ranked, key=lambda each: (-round(each.fused.score, 7), each.fused.passage_id))
