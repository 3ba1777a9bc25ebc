"""From the facts of a paper to when it holds, and why that cannot be told where they contradict each other.

Knows dates and how sure they are. Must not know other papers, days on which somebody asks, or where facts came from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from search.dates import bounds_of
from search.document import Validity, ValidityStatus
from search.records import Fact

SURE = 0.8
"""Confidence from which a date counts; the years of a title alone tell too little. A choice."""

_PLAIN = 0.9
"""Confidence from which two dates that differ contradict each other; below it the surer one counts. A choice."""


@dataclass(frozen=True, slots=True)
class Settled:
    """When a paper holds.

    Attributes:
        validity: without regard to any day: its status is unknown unless the paper says that it has ended.
        contradiction: why a date is not known although the paper states some; None where nothing contradicts.
    """

    validity: Validity
    contradiction: str | None = None


def settled(facts: Iterable[Fact]) -> Settled:
    """Return from when to when a paper holds by its facts."""
    held = list(facts)
    begins, why_begins = _day(held, "valid_from")
    ends, why_ends = _day(held, "valid_to")
    why = why_begins or why_ends
    if begins and ends and ends < begins:
        why = f"valid_to {ends} is before valid_from {begins}"
    if why:
        return Settled(Validity(), why)
    return Settled(Validity(_status(held), begins, ends))


def _status(facts: Sequence[Fact]) -> ValidityStatus:
    said = {fact.name for fact in facts if fact.confidence >= SURE}
    if "replaced_by" in said:
        return "superseded"
    return "expired" if "ended" in said else "unknown"


def _day(facts: Sequence[Fact], name: str) -> tuple[date | None, str | None]:
    """Return the day that the surest facts of a name agree on, or why there is none."""
    found = [(fact, bounds_of(fact.value)) for fact in facts if fact.name == name and fact.confidence >= SURE]
    dated = [(fact, bounds[name == "valid_to"]) for fact, bounds in found if bounds]
    plain = [(fact, day) for fact, day in dated if fact.confidence >= _PLAIN]
    if len({day for _, day in plain}) > 1:
        stated = " and ".join(f"{day}{_where(fact)}" for fact, day in plain)
        return None, f"{name} is stated as {stated}"
    best = max(dated, key=lambda each: each[0].confidence, default=None)
    return (best[1] if best else None), None


def _where(fact: Fact) -> str:
    return f" (page {fact.span.page})" if fact.span and fact.span.page else ""
