import json
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.chat_model import ChatModel
from search.wording import ChatMessage
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.knowledge import SAMPLES
from tests.doubles.process import Served, serving

PATH = "/v1/chat/completions"
QUESTION = {"role": "user", "content": "Hur sköts transporter?"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("chat"), sys.executable, "-m", "tests.doubles.serve_memory") as served:
        yield served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def complete(client: httpx.Client, *messages: dict[str, Any], **more: Any) -> httpx.Response:
    return client.post(PATH, json={"model": "samsok", "messages": messages, **more})


def test_last_question_is_answered_with_its_sources(client: httpx.Client) -> None:
    """A message of the protocol; its text quotes a paper and says where it stands."""
    earlier = [{"role": "system", "content": "Svara på engelska"}, {"role": "user", "content": "krasch zebra"},
               {"role": "assistant", "content": "Nej"}]  # fmt: skip
    response = complete(client, *earlier, QUESTION, temperature=0.7, tools=[])
    assert_guarded(response)
    body = response.json()
    (choice,) = body["choices"]
    assert (body["object"], choice["finish_reason"], choice["message"]["role"]) == (
        "chat.completion", "stop", "assistant",
    )  # fmt: skip
    text = choice["message"]["content"]
    source = next(
        sample for sample in SAMPLES if f"({sample.document.source}" in text or sample.document.source in text
    )
    quoted = text.split("“")[1].split("”")[0]
    assert quoted in source.text
    assert "[1]" in text


def test_parts_of_a_message_are_read(client: httpx.Client) -> None:
    """Newer clients send a list of parts; pictures are passed over."""
    parts = [{"type": "text", "text": "transporter"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    assert "[1]" in complete(client, {"role": "user", "content": parts}).json()["choices"][0]["message"]["content"]


def test_stream_is_understood_by_a_client_of_the_protocol(served: Served, client: httpx.Client) -> None:
    """Our own client of such servers reads the same text from the stream that comes without it."""
    whole = complete(client, QUESTION).json()["choices"][0]["message"]["content"]
    model = ChatModel(f"{served.url}/v1", "samsok", None, 10)
    assert "".join(model.write([ChatMessage("user", QUESTION["content"])])) == whole
    model.close()
    lines = complete(client, QUESTION, stream=True).text.strip().split("\n\n")
    assert lines[-1] == "data: [DONE]"
    assert json.loads(lines[-2].removeprefix("data: "))["choices"][0]["finish_reason"] == "stop"


def test_models_lists_this_service(client: httpx.Client) -> None:
    """Programs ask for the list before they ask anything else."""
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["samsok"]


@pytest.mark.parametrize(
    ("body", "name", "told"),
    [
        ({"messages": []}, "invalid-parameter", "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "invalid-query", "role user"),
        ({"messages": [{"role": "user", "content": "?!"}]}, "invalid-query", "nothing to search for"),
        ({"messages": [{"role": "user", "content": None}]}, "invalid-query", "nothing to search for"),
        ({"messages": "x"}, "invalid-parameter", "messages"),
        ({}, "invalid-parameter", "messages"),
    ],
)
def test_unusable_conversation_is_told(client: httpx.Client, body: dict[str, Any], name: str, told: str) -> None:
    """The one shape of every error, with what to change."""
    assert_problem(client.post(PATH, json=body), name, told)
