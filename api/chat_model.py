"""A `Writer` that asks an OpenAI-compatible server for chat completions, streamed.

Knows HTTP and that protocol. Must not know questions or papers: messages come in, pieces of text go out. Neither key,
nor messages, nor what the server answered are ever put into an error or a log.
"""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from search.errors import ModelUnavailable
from search.wording import ChatMessage

CONNECT_S = 3.0
MOST_AT_ONCE = 2
"""Questions that wait for the model at a time: the others are answered without it, so that none queues for a thread."""

REST_S = 15.0
"""After a failure to reach the server nobody waits for it again so long."""

_MOST_BYTES = 1_000_000
_MOST_TOKENS = 500
_HTTP_OK = 200

_log = logging.getLogger(__name__)


class ChatModel:
    """Asks one model at one address.

    Args:
        url: up to the version, as http://127.0.0.1:11434/v1; "/chat/completions" is added.
        timeout_s: for the whole of an answer, from asking to the last word.
    """

    def __init__(self, url: str, model: str, key: str | None, timeout_s: float) -> None:
        self._address = f"{url.rstrip('/').removesuffix('/chat/completions')}/chat/completions"
        self._model = model
        self._timeout_s = timeout_s
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._rests_until = 0.0
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        # neither a proxy nor a password file of the environment has anything to do with questions
        self._client = httpx.Client(headers=headers, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Release connections."""
        self._client.close()

    def write(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        """Yield what the model writes; see `search.wording.Writer`."""
        if time.monotonic() < self._rests_until:
            raise ModelUnavailable("the language model failed a moment ago and is not asked again yet")
        if not self._places.acquire(blocking=False):
            raise ModelUnavailable(f"{MOST_AT_ONCE} questions are waiting for the language model already")
        try:
            yield from self._written(messages)
        except ModelUnavailable as error:
            _log.warning("The answer is given without the language model: %s", error)
            raise
        finally:
            self._places.release()

    def _written(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        until = time.monotonic() + self._timeout_s
        try:
            with self._client.stream(
                "POST", self._address, json=self._body(messages), timeout=self._timeout()
            ) as response:
                _refuse_unfit(response)
                for event in _events(_in_time(response.iter_raw(), until)):
                    yield from _pieces(event)
        except httpx.HTTPError as error:
            self._rests_until = time.monotonic() + REST_S
            raise ModelUnavailable(f"the language model cannot be reached ({type(error).__name__})") from None

    def _timeout(self) -> httpx.Timeout:
        return httpx.Timeout(self._timeout_s, connect=min(CONNECT_S, self._timeout_s))

    def _body(self, messages: Sequence[ChatMessage]) -> dict[str, Any]:
        return {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "stream": True,
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }


def _refuse_unfit(response: httpx.Response) -> None:
    if response.status_code != _HTTP_OK:
        raise ModelUnavailable(f"the language model answered with status {response.status_code}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ModelUnavailable("the language model answered in a compressed form that was not asked for")


def _in_time(chunks: Iterator[bytes], until: float) -> Iterator[bytes]:
    """Yield chunks until time or the limit on bytes is up, however slowly or endlessly they come."""
    seen = 0
    for chunk in chunks:
        seen += len(chunk)
        if seen > _MOST_BYTES:
            raise ModelUnavailable(f"the language model sent more than {_MOST_BYTES} bytes")
        if time.monotonic() > until:
            raise ModelUnavailable("the language model did not finish in time")
        yield chunk


def _events(chunks: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the events of a stream, or the one answer of a server that does not stream."""
    rest, is_done = b"", False
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            data = line.strip().removeprefix(b"data:").strip() if line.startswith(b"data:") else b""
            if data == b"[DONE]":
                return
            if data:
                is_done = True
                yield _parsed(data)
    if not is_done:
        yield _parsed(rest)
    elif rest.strip():
        raise ModelUnavailable("the language model broke off")


def _parsed(data: bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        event = json.loads(data)
        if isinstance(event, dict) and not event.get("error"):
            return event
    raise ModelUnavailable("the language model sent what is no event of its protocol")


def _pieces(event: dict[str, Any]) -> Iterator[str]:
    """Yield the text of an event; one that carries none, such as a count of tokens, gives nothing."""
    choices = event.get("choices")
    if not isinstance(choices, list):
        raise ModelUnavailable("the language model sent an event without choices")
    for choice in choices[:1]:
        if not isinstance(choice, dict):
            raise ModelUnavailable("the language model sent a choice that is none")
        part = choice.get("delta") or choice.get("message") or {}
        text = part.get("content") if isinstance(part, dict) else None
        if isinstance(text, str):
            yield text
        if choice.get("finish_reason") in ("length", "content_filter"):
            raise ModelUnavailable(f"the language model stopped early ({choice['finish_reason']})")
