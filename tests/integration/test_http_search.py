import json
import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import httpx
import pytest

from api.schema import AnswerModel, SearchResponseModel
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.knowledge import CRASH, HOSTILE, STOP_WORDS_ONLY, UNAVAILABLE
from tests.doubles.process import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("search")) as server:
        yield server


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def ask(client: httpx.Client, **body: object) -> httpx.Response:
    return client.post("/api/v1/search", json=body)


def test_search_by_address_and_by_body_give_the_same(client: httpx.Client) -> None:
    """Both forms are the same search, valid after the documented model on every field."""
    by_address = client.get("/api/v1/search", params={"q": "transporter", "limit": 2})
    by_body = ask(client, query="transporter", limit=2)
    assert by_address.json() == by_body.json()
    SearchResponseModel.model_validate(by_body.json(), extra="forbid")
    assert len(by_body.json()["results"]) == 2
    assert by_body.headers["content-type"] == "application/json"
    assert by_body.headers["cache-control"] == "no-store"
    assert_guarded(by_body)


def test_highlights_are_offsets_into_the_passage(client: httpx.Client) -> None:
    """Each highlight cuts a word that was asked for out of the text."""
    for hit in ask(client, query="transporter").json()["results"]:
        assert {hit["text"][start:end].lower() for start, end in hit["highlights"]} == {"transporter"}


def test_cursor_leads_through_all_results_once(client: httpx.Client) -> None:
    """Pages follow each other without gaps or repetition until the cursor ends."""
    found, cursor = [], None
    while True:
        body = ask(client, query="stycke", limit=25, cursor=cursor).json()
        found += [hit["passage_id"] for hit in body["results"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == body["total"]["value"] == 60
    back = ask(client, query="stycke", limit=25, cursor=body["previous_cursor"]).json()
    assert [hit["passage_id"] for hit in back["results"]] == found[25:50]
    first = ask(client, query="stycke", limit=25, cursor=back["previous_cursor"]).json()
    assert [hit["passage_id"] for hit in first["results"]] == found[:25]
    assert first["previous_cursor"] is None


def test_filter_takes_one_value_or_several(client: httpx.Client) -> None:
    """A single value may stand without a list, in a body and in an address."""
    one = ask(client, query="transporter", language="da").json()
    several = client.get("/api/v1/search?q=transporter&language=da&language=en").json()
    assert {hit["language"] for hit in one["results"]} == {"da"}
    assert {hit["language"] for hit in several["results"]} <= {"da", "en"}


def test_answer_and_explanation_are_given_as_asked(client: httpx.Client) -> None:
    """An answer is there unless declined, signals only when asked for."""
    body = ask(client, query="transporter", answer=False, explain=True).json()
    assert body["answer"] is None
    assert body["results"][0]["explain"] == {"bm25_score": 1.0}
    assert ask(client, query="transporter").json()["results"][0]["explain"] is None


def test_answer_alone_is_the_answer_of_the_search(client: httpx.Client) -> None:
    """The answer endpoint gives the same object; its quote stands verbatim in the document's text."""
    answer = client.post("/api/v1/answer", json={"query": "transporter"}).json()
    AnswerModel.model_validate(answer, extra="forbid")
    quote = answer["quotes"][0]
    text = client.get(f"/api/v1/documents/{quote['document_id']}").json()["text"]
    assert text[quote["start"] : quote["end"]] == quote["text"]


def test_question_without_answer_says_so(client: httpx.Client) -> None:
    """Nothing found is an answer of its own, not an error."""
    answer = client.post("/api/v1/answer", json={"query": "xyzzy"}).json()
    assert (answer["status"], answer["quotes"]) == ("not_found", [])


@pytest.mark.parametrize("question", ["", "   ", "?!...", "\u0000\u0007", "„”"])
def test_question_without_words_is_refused_with_advice(client: httpx.Client, question: str) -> None:
    """Whoever asked nothing learns what to do, in both forms and for answers alone."""
    assert_problem(ask(client, query=question), "invalid-query", "at least one word")
    assert_problem(client.get("/api/v1/search", params={"q": question}), "invalid-query", "at least one word")
    assert_problem(client.post("/api/v1/answer", json={"query": question}), "invalid-query", "at least one word")


@pytest.mark.parametrize("letter", ["a", "å", "🙂"])
def test_long_question_is_told_actual_and_allowed_length(client: httpx.Client, letter: str) -> None:
    """Ten thousand characters are refused with both numbers, however many bytes they take."""
    assert_problem(ask(client, query=letter * 10_000), "invalid-query", "10000 characters", "2000 are allowed")
    # httpx itself refuses addresses over 64 KiB
    address = urlopen_refused(f"{client.base_url}/api/v1/search?q={quote(letter * 10_000)}")
    assert "10000 characters, 2000 are allowed" in address["detail"]


def urlopen_refused(url: str) -> dict[str, str]:
    with pytest.raises(HTTPError) as caught:
        urlopen(url, timeout=30)  # noqa: S310
    with caught.value as error:
        return json.load(error)  # type: ignore[no-any-return]


def test_control_characters_do_not_reach_the_search(client: httpx.Client) -> None:
    """They are removed, and the response shows the question as it was searched for."""
    assert ask(client, query="trans\u0000porter\u0007").json()["query"]["text"] == "transporter"


def test_question_in_another_encoding_is_refused(client: httpx.Client) -> None:
    """Latin-1 in an address or a body is told, not turned into replacement characters."""
    assert_problem(client.get("/api/v1/search?q=fr%E5ga"), "invalid-parameter", "UTF-8")
    latin = client.post("/api/v1/search", content='{"query":"fråga"}'.encode("latin-1"), headers=JSON)
    assert_problem(latin, "invalid-body", "UTF-8")
    lone = client.post("/api/v1/search", content=b'{"query":"fr\\ud800ga"}', headers=JSON)
    assert_problem(lone, "invalid-query")


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "headers", "told"),
    [
        (b'{"query": ', JSON, "not valid JSON"),
        (b"", JSON, "JSON object"),
        (b"[]", JSON, "JSON object"),
        (b'"fraga"', JSON, "JSON object"),
        (b"query=x", {"content-type": "application/x-www-form-urlencoded"}, "Content-Type: application/json"),
        (b"[" * 100_000, JSON, "JSON"),
    ],
)
def test_body_that_is_no_object_is_told(
    client: httpx.Client, content: bytes, headers: dict[str, str], told: str
) -> None:
    """Wrong JSON, nothing and other types each give a clear problem."""
    assert_problem(client.post("/api/v1/search", content=content, headers=headers), "invalid-body", told)


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({"limit": 0}, "limit", "greater than or equal to 1"),
        ({"limit": 101}, "limit", "less than or equal to 100"),
        ({"limit": "10"}, "limit", "valid integer"),
        ({"limit": True}, "limit", "valid integer"),
        ({"answer": "yes"}, "answer", "valid boolean"),
        ({"language": ["sv", "fi"]}, "language.1", "'sv', 'da', 'en' or 'und'"),
        ({"document_type": "novel"}, "document_type.0", "'agreement'"),
        ({"organisation": [""]}, "organisation.0", "at least 1 character"),
        ({"area": ["x"] * 51}, "area", "at most 50 items"),
        ({"as_of": "1 mars"}, "as_of", "a day such as 2024-03-01"),
        ({"as_of": 20240301}, "as_of", "a day such as 2024-03-01"),
        ({"as_of": "2024-02-30"}, "as_of", "a day such as 2024-03-01"),
        ({"cursor": "x" * 3000}, "cursor", "at most 2000 characters"),
        ({"langauge": "sv"}, "langauge", "the nearest one is language"),
    ],
)
def test_wrong_parameter_is_listed_by_field(
    client: httpx.Client, body: dict[str, object], field: str, told: str
) -> None:
    """Each field at fault is named with what it must be."""
    problem = assert_problem(ask(client, query="transporter", **body), "invalid-parameter", told)
    (listed,) = problem["errors"]  # type: ignore[misc]
    assert listed["field"] == field
    assert told in listed["message"]


def test_missing_and_mistyped_question_are_told(client: httpx.Client) -> None:
    """No question and a question that is no text are problems of the query."""
    assert_problem(client.get("/api/v1/search"), "invalid-query", "q: is missing")
    assert_problem(ask(client), "invalid-query", "query: is missing")
    assert_problem(ask(client, query=17), "invalid-query", "valid string")


def test_unknown_parameter_in_the_address_is_told(client: httpx.Client) -> None:
    """A misspelt filter must not pass as no filter."""
    told = assert_problem(client.get("/api/v1/search?q=x&lang=sv"), "invalid-parameter", "nearest one is language")
    assert told["errors"] == [{"field": "lang", "message": "there is no such parameter; the nearest one is language"}]


def test_cursor_of_somebody_else_is_told(client: httpx.Client) -> None:
    """What the service itself refuses comes through as a problem."""
    assert_problem(ask(client, query="transporter", cursor="nonsense"), "invalid-parameter", "cursor")
    assert_problem(ask(client, query=STOP_WORDS_ONLY), "invalid-query", "only words")


def test_body_over_the_limit_is_refused_announced_or_not(served: Served, client: httpx.Client) -> None:
    """Too large a body is cut off before it fills memory, also when its length is not told."""
    large = json.dumps({"query": "a" * 300_000}).encode()
    assert_problem(client.post("/api/v1/search", content=large, headers=JSON), "too-large", "262144 bytes")
    chunked = client.post("/api/v1/search", content=iter([large[:100_000]] * 4), headers=JSON)
    assert_problem(chunked, "too-large", "262144 bytes")
    assert served.process.poll() is None


def test_backend_that_is_down_is_told_without_its_address(served: Served, client: httpx.Client) -> None:
    """The caller learns to try again; the log holds what the operator needs."""
    response = ask(client, query=UNAVAILABLE)
    problem = assert_problem(response, "unavailable")
    assert response.headers["retry-after"] == "5"
    assert "/srv/secret" not in response.text
    log = served.log.read_text()
    assert f"error_id={problem['error_id']} The index at /srv/secret/place did not answer." in log


def test_unexpected_exception_is_told_with_an_id_and_logged_without_the_question(
    served: Served, client: httpx.Client
) -> None:
    """The last border answers, the trace is in the log, the question is not; the service goes on."""
    problem = assert_problem(ask(client, query=CRASH), "internal-error")
    log = served.log.read_text()
    assert f"error_id={problem['error_id']}" in log
    assert "RuntimeError" in log
    assert "_fail_on_purpose" in log
    assert "zebra" not in log
    assert client.get("/healthz").status_code == 200


def test_log_has_paths_and_never_questions(served: Served, client: httpx.Client) -> None:
    """What was asked stands in no log line, in whichever form it was asked."""
    word = "hemlighetsfull"
    client.get("/api/v1/search", params={"q": word})
    ask(client, query=word)
    client.get("/", params={"q": word})
    client.post("/api/v1/search", json={"query": word, "limit": word})
    log = served.log.read_text()
    assert word not in log
    assert re.search(r"GET /api/v1/search 200 [\d.]+ ms", log)


def test_path_cannot_forge_a_log_line(served: Served, client: httpx.Client) -> None:
    """A line break in a path stays encoded."""
    client.get("/x%0aINFO%20forged")
    assert "\nINFO forged" not in served.log.read_text()


def test_hostile_text_travels_as_data(client: httpx.Client) -> None:
    """Markup in a title is data in JSON, and JSON is never taken for a page."""
    response = ask(client, query="transporter", language="sv")
    assert HOSTILE in [hit["title"] for hit in response.json()["results"]]
    assert response.headers["content-type"] == "application/json"
