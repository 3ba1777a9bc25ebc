import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from api.chat_model import MOST_AT_ONCE, ChatModel
from search.errors import ModelUnavailable
from search.wording import ChatMessage
from tests.doubles.chat_server import ChatServer, chatting

MESSAGES = [ChatMessage("system", "word it"), ChatMessage("user", "{}")]
KEY = "sk-very-secret-0123456789"


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with chatting() as server:
        yield server


@pytest.fixture
def model(server: ChatServer) -> Iterator[ChatModel]:
    model = ChatModel(f"{server.url}/v1", "small", KEY, 1)
    yield model
    model.close()


def event(content: object) -> str:
    return f"data: {json.dumps({'choices': [{'delta': {'content': content}}]})}\n\n"


def test_pieces_come_as_they_are_written(server: ChatServer, model: ChatModel) -> None:
    """Each piece is handed on before the next is written; the request is the protocol's."""
    server.says("Polisen ", "ansvarar ", "[1].", wait_s=0.1)
    started, times, pieces = time.monotonic(), [], []
    for piece in model.write(MESSAGES):
        pieces.append(piece)
        times.append(time.monotonic() - started)
    assert pieces == ["Polisen ", "ansvarar ", "[1]."]
    assert times[0] < times[-1] - 0.1
    (asked,) = server.asked()
    assert (asked["path"], asked["key"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert asked["body"]["messages"] == [{"role": "system", "content": "word it"}, {"role": "user", "content": "{}"}]
    assert (asked["body"]["model"], asked["body"]["stream"]) == ("small", True)


def test_server_that_does_not_stream_is_understood(server: ChatServer, model: ChatModel) -> None:
    """Some servers pass over the wish and send one answer."""
    server.sends([0, json.dumps({"choices": [{"message": {"content": "Hej [1]."}}]})], Content_Type="application/json")
    assert list(model.write(MESSAGES)) == ["Hej [1]."]


def test_chunks_may_part_a_line_and_a_character(server: ChatServer, model: ChatModel) -> None:
    """The network cuts where it likes; comments and empty lines are passed over."""
    text = f": keep-alive\r\n\r\n{event('Åsa')}{event(None)}data: [DONE]\n\n"
    server.sends(*([0.001, character] for character in text))
    assert list(model.write(MESSAGES)) == ["Åsa"]


@pytest.mark.parametrize(
    ("chunks", "options", "told"),
    [
        ([[0, "data: {\n\n"]], {}, "no event of its protocol"),
        ([[0, "<html>sign in</html>"]], {"Content_Type": "text/html"}, "no event of its protocol"),
        ([[0, ""]], {}, "no event of its protocol"),
        ([[0, "data: []\n\n"]], {}, "no event of its protocol"),
        ([[0, "data: " + "[" * 100_000 + "\n\n"]], {}, "no event of its protocol"),
        ([[0, 'data: {"error": {"message": "quota"}}\n\n']], {}, "no event of its protocol"),
        ([[0, 'data: {"id": 1}\n\n']], {}, "without choices"),
        ([[0, 'data: {"choices": [7]}\n\n']], {}, "choice that is none"),
        ([[0, 'data: {"choices": [{"delta": {}, "finish_reason": "length"}]}\n\n']], {}, "stopped early"),
        ([[0, event("Hej")[:-9]]], {}, "no event of its protocol"),
        ([[0, event("Hej")], [0, 'data: {"cho']], {}, "broke off"),
        ([[0, event("x" * 1000)]], {"times": 2000}, "more than 1000000 bytes"),
        ([[0, "x" * 100_000]], {"times": 50}, "more than 1000000 bytes"),
        ([[0.05, event("a")]], {"times": 200}, "did not finish in time"),
        ([[0.05, ":"]], {"times": 200}, "did not finish in time"),
        ([[0, "no"]], {"status": 401}, "status 401"),
        ([[0, ""]], {"status": 307, "Location": "http://127.0.0.1:9/"}, "status 307"),
        ([[0, "x"]], {"Content_Encoding": "gzip"}, "compressed"),
    ],
)
def test_failure_of_the_model_is_told_and_never_repeats_it(
    server: ChatServer, model: ChatModel, chunks: list[list[object]], options: dict[str, object], told: str
) -> None:
    """Garbage, an endless stream, a slow one, an error: one kind of exception, without key, question or answer."""
    server.sends(*chunks, **options)  # type: ignore[arg-type]
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match=told) as raised:
        list(model.write(MESSAGES))
    assert time.monotonic() - started < 3
    assert KEY not in str(raised.value)
    assert "sign in" not in str(raised.value)


def test_silent_server_is_left_after_the_time_and_then_let_be(server: ChatServer, model: ChatModel) -> None:
    """One question waits; those after it are answered at once."""
    server.sends([3, ""])
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        list(model.write(MESSAGES))
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match="a moment ago"):
        list(model.write(MESSAGES))
    assert time.monotonic() - started < 0.1


def test_server_that_is_not_there_is_told() -> None:
    """Nobody listens at the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        model = ChatModel(f"http://127.0.0.1:{free.getsockname()[1]}/v1", "m", None, 1)
        with pytest.raises(ModelUnavailable, match="cannot be reached"):
            list(model.write(MESSAGES))
        model.close()


def test_only_a_few_wait_for_the_model_at_once(server: ChatServer, model: ChatModel) -> None:
    """The others are told at once; a place is free again when its answer was read or given up."""
    server.says("Hej [1].", wait_s=0.5)
    iterators = [model.write(MESSAGES) for _ in range(MOST_AT_ONCE)]
    threads = [threading.Thread(target=list, args=(iterator,)) for iterator in iterators]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    with pytest.raises(ModelUnavailable, match="waiting for the language model"):
        list(model.write(MESSAGES))
    for thread in threads:
        thread.join()
    given_up = model.write(MESSAGES)
    next(given_up)
    given_up.close()  # type: ignore[attr-defined]
    assert list(model.write(MESSAGES)) == ["Hej [1]."]
