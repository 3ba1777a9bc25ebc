import json
from datetime import date

import numpy as np
import pytest
from pydantic import BaseModel

from api import examples, schema, schema_documents
from api.payload import answer_payload, block_payload, document_payload, encode_json, search_payload
from api.remote import parse_answer, parse_response, request_body
from search.document import Validity
from search.result import Filters, Query
from search.validity import fields_of
from tests.doubles.knowledge import SAMPLES, MemoryKnowledge

KNOWLEDGE = MemoryKnowledge()


def names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_search_has_exactly_the_fields_of_the_contract() -> None:
    """No field is missing, renamed or added, at any depth."""
    body = search_payload(KNOWLEDGE.service.search(Query("transporter", explain=True)))
    assert set(body) == {
        "query_id", "took_ms", "query", "answer", "results", "total", "next_cursor", "previous_cursor",
        "did_you_mean", "facets",
    }  # fmt: skip
    assert set(body["query"]) == {"text", "language", "intent", "expansions"}
    assert set(body["query"]["expansions"][0]) == {"term", "from", "why", "weight"}
    assert set(body["total"]) == {"value", "relation"}
    assert set(body["results"][0]) == {
        "passage_id", "document_id", "title", "source", "organisations", "document_type", "language", "section_path",
        "page", "page_label", "text", "highlights", "score", "validity", "explain", "modified",
    }  # fmt: skip
    assert set(body["results"][0]["validity"]) == {"status", "from", "to", "superseded_by", "reason"}
    assert set(body["answer"]) == {
        "status", "kind", "text", "language", "confidence", "quotes", "contacts", "see_also", "wording",
    }  # fmt: skip
    assert set(body["answer"]["quotes"][0]) == {
        "text", "passage_id", "document_id", "document_sha256", "source", "title", "section_path", "page", "start",
        "end",
    }  # fmt: skip


def test_bodies_agree_with_the_documented_models() -> None:
    """What is written by hand is what the OpenAPI document promises."""
    response = search_payload(KNOWLEDGE.service.search(Query("transporter")))
    schema.SearchResponseModel.model_validate(response, extra="forbid")
    schema_documents.DocumentModel.model_validate(document_payload(SAMPLES[0].document), extra="forbid")
    schema_documents.BlockModel.model_validate(block_payload(SAMPLES[0].blocks[0]), extra="forbid")
    assert set(block_payload(SAMPLES[0].blocks[0])) == names(schema_documents.BlockModel)
    assert set(document_payload(SAMPLES[0].document)) == names(schema_documents.DocumentModel)


def test_examples_agree_with_the_documented_models() -> None:
    """The examples in the OpenAPI document are valid answers."""
    schema.SearchResponseModel.model_validate(examples.SEARCH_EXAMPLE, extra="forbid")
    schema.AnswerModel.model_validate(examples.ANSWER_EXAMPLE, extra="forbid")


def test_where_the_server_keeps_a_document_is_not_told() -> None:
    """The canonical address may be a path on the server's disk."""
    assert "file:///" not in json.dumps(document_payload(SAMPLES[0].document))


def test_dates_are_iso_and_unknown_is_null() -> None:
    """Days as ISO 8601, nothing known as null."""
    assert fields_of(Validity("expired", None, date(2022, 1, 31))) == {
        "status": "expired", "from": None, "to": "2022-01-31", "superseded_by": None, "reason": None,
    }  # fmt: skip


def test_json_is_utf8_and_takes_scalars_of_numpy() -> None:
    """Letters stand as themselves; numbers from the index need no conversion before; NaN is refused."""
    assert (
        encode_json({"å": np.float32(0.5), "n": np.int64(3), "d": date(2024, 3, 1)})
        == '{"å":0.5,"n":3,"d":"2024-03-01"}'.encode()
    )
    assert encode_json({"text": "NaN, Infinity"}) == b'{"text":"NaN, Infinity"}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode_json(float("nan"))
    with pytest.raises(TypeError, match="no JSON form"):
        encode_json(object())


def test_response_survives_the_way_over_http() -> None:
    """The command line reads from a running service what it would have got here."""
    response = KNOWLEDGE.service.search(Query("transporter", explain=True))
    told = parse_response(json.loads(encode_json(search_payload(response))))
    assert search_payload(told) == search_payload(response)
    answer = KNOWLEDGE.service.answer(Query("transporter"))
    assert answer_payload(parse_answer(json.loads(encode_json(answer_payload(answer))))) == answer_payload(answer)


def test_query_survives_the_way_over_http() -> None:
    """Every parameter of a question is sent and read back as it was."""
    query = Query(
        "fråga", 7, "c", Filters(("sv",), ("Exempelverket",), ("guide",), ("transport",)), date(2024, 3, 1),
        include_expired=True, answer=False, explain=True, expand=False,
    )  # fmt: skip
    read = schema.SearchRequest.model_validate_json(encode_json(request_body(query)))
    assert read.to_query(read.query) == query
