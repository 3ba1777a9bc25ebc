"""Records from a paper's text: contacts, agreements, definitions and facts.

Knows which kinds of record there are and who finds each. Must not know how any of them is found.
"""

from collections.abc import Iterator

from ingest.extract.agreement import agreement_of, reported_in
from ingest.extract.contacts import contacts_in
from ingest.extract.definition import definitions_in
from ingest.extract.facts import STATED, facts_of
from ingest.extract.field import fields_of
from ingest.extract.follow_up import follow_up_of
from ingest.extract.paper import Paper
from ingest.extract.party import parties_of
from ingest.extract.signature import signatories_of
from search.records import Fact, Record, Records

__all__ = ["Paper", "records_in"]


def records_in(paper: Paper) -> Records:
    """Return all that a paper states as data, each record with its place in the paper's text."""
    contacts = contacts_in(paper)
    return Records.of((*contacts, *_of_the_paper(paper), *definitions_in(paper)))


def _of_the_paper(paper: Paper) -> Iterator[Record]:
    fields, signatories, follow_up = fields_of(paper), signatories_of(paper), follow_up_of(paper)
    parties = parties_of(paper, fields, signatories)
    agreement = agreement_of(paper, parties, signatories, follow_up)
    yield from facts_of(paper, fields, parties, signatories, follow_up)
    if agreement:
        yield agreement
        yield from (Fact("area", area.text, area.span, STATED) for area in agreement.areas)
    report = reported_in(paper)
    if report:
        yield Fact("reports_on", paper.text[report.start : report.end], report, STATED)
