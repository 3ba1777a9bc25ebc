"""Which papers a question may be answered from, and how their validity stands on the day it is asked for.

Knows questions' words for the past, papers and validity. Must not know rankings or storage.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

from search.catalog_port import PassageRecord
from search.document import Document
from search.papers.view import Papers
from search.result import Query
from search.validity import asked_from, asks_about_past, is_over


@dataclass(frozen=True, slots=True)
class Reach:
    """Which papers a question may be answered from.

    Attributes:
        day: the day for which validity is told.
        since: papers that were over before this day are left out.
        is_past: the question is about the past, so that papers that are over rank as any other.
        until: papers that only began after this day are left out; None where what is to come counts too.
    """

    papers: Papers
    day: date
    since: date
    is_past: bool
    until: date | None = None

    @classmethod
    def of(cls, question: str, query: Query, papers: Papers) -> Self:
        """Return the reach of a question, as it was understood, for the day that the query names or today."""
        today = datetime.now(UTC).date()
        day = query.as_of or today
        return cls(
            papers,
            day,
            since=date.min if query.include_expired else asked_from(question, day),
            is_past=asks_about_past(question, day),
            until=day if day < today and not query.include_expired else None,
        )

    def shows(self, document: Document) -> bool:
        """Tell whether a paper may be shown."""
        if self.until and self.papers.validity(document, self.until).status == "upcoming":
            return False
        return self.since == date.min or not is_over(self.papers.validity(document, self.since))

    def on_day(self, record: PassageRecord) -> PassageRecord:
        """Return a passage whose paper has its validity on the day that is asked for."""
        validity = self.papers.validity(record.document, self.day)
        held = record.document.validity
        if validity is held or validity == held:
            return record
        return replace(record, document=replace(record.document, validity=validity))
