"""The JSON of what papers state as data: facts, agreements, links, definitions; one function per shape.

Knows field names of the contract; must not know requests or how records were found.
"""

from collections.abc import Iterable
from typing import Any

from search.document import Document
from search.papers.matrix import LEVELS, Matrix
from search.papers.view import AgreementView, Papers
from search.records import Definition, Fact, Recorded, Span
from search.validity import fields_of


def stated_payload(document: Document, papers: Papers) -> dict[str, Any]:
    """Return what a document states as data and which held papers it is linked to."""
    agreement = papers.agreement(document.document_id)
    view = AgreementView(agreement, document, document.validity) if agreement else None
    return {
        "facts": [fact_payload(fact) for fact in papers.facts(document.document_id)],
        "agreement": agreement_payload(view) if view else None,
        "links": _links(document.document_id, papers),
    }


def fact_payload(fact: Fact) -> dict[str, Any]:
    """Return one fact with where it stands."""
    return {
        "name": fact.name,
        "value": fact.value,
        "confidence": fact.confidence,
        "origin": fact.origin,
        "place": place_payload(fact.span),
    }


def agreement_payload(view: AgreementView) -> dict[str, Any]:
    """Return what an agreement binds whom to."""
    agreement, document = view.agreement, view.document
    return {
        "document_id": document.document_id,
        "title": document.title,
        "source": document.source,
        "language": document.language,
        "parties": list(agreement.parties),
        "areas": [
            {"text": area.text, "concept": area.concept, "place": place_payload(area.span)} for area in agreement.areas
        ],
        "level": agreement.level,
        "validity": fields_of(view.validity),
        "signatories": [
            {
                "name": each.name,
                "role": each.role,
                "organisation": each.organisation,
                "place_signed": each.place,
                "signed": each.signed.isoformat() if each.signed else None,
                "place": place_payload(each.span),
            }
            for each in agreement.signatories
        ],
        "responsibilities": [
            {"bearer": each.bearer, "text": each.text, "place": place_payload(each.span)}
            for each in agreement.responsibilities
        ],
        "follow_up": agreement.follow_up,
        "is_reported": agreement.is_reported,
    }


def matrix_payload(matrix: Matrix, titles: dict[str, str]) -> dict[str, Any]:
    """Return the grid in full: an empty list is a gap."""
    cells = [
        [
            {level or "unknown": list(matrix.cells.get((row, column, level), ())) for level in LEVELS}
            for column in range(len(matrix.parties))
        ]
        for row in range(len(matrix.areas))
    ]
    return {
        "areas": [{"label": each.label, "concept": each.concept, "texts": list(each.texts)} for each in matrix.areas],
        "parties": [{"name": each.name, "names": list(each.names)} for each in matrix.parties],
        "cells": cells,
        "documents": titles,
    }


def definition_payload(held: Recorded[Definition]) -> dict[str, Any]:
    """Return what a paper says that a term means."""
    definition, document = held.record, held.document
    return {
        "term": definition.term,
        "abbreviation": definition.abbreviation,
        "text": definition.text,
        "language": definition.language,
        "document_id": document.document_id,
        "title": document.title,
        "source": document.source,
        "place": place_payload(definition.span),
    }


def place_payload(span: Span | None) -> dict[str, Any] | None:
    """Return where something is stated, None for what stands outside the text."""
    if span is None or span.start == span.end:
        return None
    return {"start": span.start, "end": span.end, "page": span.page, "passage_id": span.passage_id}


def _links(document_id: str, papers: Papers) -> dict[str, Any]:
    primary = papers.primary_of(document_id)
    return {
        "replaces": _linked((link.older for link in papers.replaces(document_id)), papers),
        "replaced_by": _linked((link.newer for link in papers.replaced_by(document_id)), papers),
        "reports_on": _linked([primary] if primary else [], papers),
        "reported_by": _linked(papers.reports_on(document_id), papers),
    }


def _linked(document_ids: Iterable[str], papers: Papers) -> list[dict[str, Any]]:
    held = [document for each in document_ids if (document := papers.document(each))]
    return [{"document_id": each.document_id, "title": each.title, "source": each.source} for each in held]
