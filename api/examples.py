"""Example responses for the OpenAPI document; the names in them are made up.

Knows the shapes of the contract; a test holds them against the models.
"""

from typing import Any

_DOCUMENT_ID = "5f0c2a52-6f0c-5d0e-9d3c-0a5b7c1e2f34"
_PASSAGE_ID = "0b9d3a5e-2f7a-5f57-8f0e-6d1c9a4b7e10"
_TEXT = "Transporter: funktionsbrevlådan transport@exempel.example"
_SECTION = ["Bilaga 2 Kontaktpersoner", "Nationell nivå"]

ANSWER_EXAMPLE: dict[str, Any] = {
    "status": "answered",
    "kind": "contact",
    "text": "Kontakt för transporter enligt överenskommelsen:",
    "language": "sv",
    "confidence": 0.86,
    "quotes": [
        {
            "text": _TEXT,
            "passage_id": _PASSAGE_ID,
            "document_id": _DOCUMENT_ID,
            "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "source": "overenskommelse.pdf",
            "title": "Överenskommelse om samverkan",
            "section_path": _SECTION,
            "page": 7,
            "start": 12_040,
            "end": 12_097,
        }
    ],
    "contacts": [],
    "see_also": [],
    "wording": "extract",
}

SEARCH_EXAMPLE: dict[str, Any] = {
    "query_id": "7d0a4f0e-6a55-4c8f-9b0e-2f1a3c5d7e90",
    "took_ms": 6.412,
    "query": {
        "text": "Vem är kontaktperson för transporter?",
        "language": "sv",
        "intent": "contact",
        "expansions": [{"term": "transport", "from": "transporter", "why": "translation", "weight": 0.8}],
    },
    "answer": ANSWER_EXAMPLE,
    "results": [
        {
            "passage_id": _PASSAGE_ID,
            "document_id": _DOCUMENT_ID,
            "title": "Överenskommelse om samverkan",
            "source": "overenskommelse.pdf",
            "organisations": ["Exempelmyndigheten"],
            "document_type": "agreement",
            "language": "sv",
            "section_path": _SECTION,
            "page": 7,
            "page_label": "6",
            "text": _TEXT,
            "highlights": [[0, 11]],
            "score": 0.913,
            "validity": {"status": "in_force", "from": "2024-03-01", "to": None, "superseded_by": None, "reason": None},
            "explain": None,
            "modified": "2024-03-01T12:00:00+00:00",
        }
    ],
    "total": {"value": 23, "relation": "eq"},
    "next_cursor": "eyJhZnRlciI6IDEwfQ==",
    "previous_cursor": None,
    "did_you_mean": None,
    "facets": [{"name": "language", "value": "sv", "count": 23}],
}
