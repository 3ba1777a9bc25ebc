"""`/v1/models` and `/v1/chat/completions`: our answers for programs that speak OpenAI's protocol.

Translates the last message of a conversation to `Query` and the answer to a message with its sources. Knows no model
and no conversation: what was said before the last question is not looked at.
"""

import json
import time
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse

from api.payload import encode_json
from api.question import read_question
from api.responses import problems
from api.state import ServiceState, SettingsState
from search.errors import InvalidQuery
from search.result import Answer, Query, Quote

router = APIRouter(prefix="/v1", tags=["chat"])

MODEL = "samsok"
_MOST_MESSAGES = 1_000
_PAGE = {"sv": "s. {page}", "da": "s. {page}"}
_SEE = {"sv": "Se även", "da": "Se også"}


class TextPart(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class ChatTurn(BaseModel):
    """One message of a conversation."""

    role: str
    content: str | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return " ".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatRequest(BaseModel):
    """Body of a chat completion; what is not named here has no meaning for quoted answers and is passed over."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[ChatTurn] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool = False


class ChatModelInfo(BaseModel):
    """The one model there is."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ChatModelList(BaseModel):
    """All models."""

    object: Literal["list"]
    data: list[ChatModelInfo]


@router.get("/models", response_model=ChatModelList, response_description="The one model there is")
async def models() -> Response:
    """List what may be named as model: this service."""
    entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
    return Response(encode_json({"object": "list", "data": [entry]}), media_type="application/json")


@router.post(
    "/chat/completions",
    response_description="The answer as a message, or as chunks of one",
    responses=problems("invalid-query", "invalid-parameter", "invalid-body", "too-large", "unavailable", "setup-error"),
)
def chat(request: Annotated[ChatRequest, Body()], service: ServiceState, settings: SettingsState) -> Response:
    """Answer the last question of a conversation from the papers, with its sources."""
    asked = next((turn.text for turn in reversed(request.messages) if turn.role == "user"), None)
    if asked is None:
        raise InvalidQuery("The conversation holds no message with the role user: send the question as one.")
    text = message_of(service.answer(Query(read_question(asked, settings.max_query_characters))))
    known = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
    if request.stream:
        return StreamingResponse(_chunks(known, text), media_type="text/event-stream")
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    body = {**known, "object": "chat.completion", "choices": [choice], "usage": usage}
    return Response(encode_json(body), media_type="application/json")


def message_of(answer: Answer) -> str:
    """Return the answer as one text: what is said, and each quote with its number and where it stands."""
    lines = [answer.text] if answer.text else []
    lines += [f"[{number}] {_source(quote, answer)}" for number, quote in enumerate(answer.quotes, 1)]
    see = _SEE.get(answer.language, "See also")
    lines += [f"{see}: {entry.get('title', '')} ({entry.get('source', '')})" for entry in answer.see_also]
    return "\n\n".join(lines)


def _source(quote: Quote, answer: Answer) -> str:
    page = [_PAGE.get(answer.language, "p. {page}").format(page=quote.page)] if quote.page else []
    # an extract's words stand in the answer already; a model's rest on words that the reader must see
    words = "" if quote.text in answer.text else f"“{quote.text}” "
    return words + ", ".join([quote.title or quote.source, *page, quote.source])


def _chunks(known: dict[str, Any], text: str) -> Iterator[str]:
    """Yield the protocol's chunks: the role, the text in lines, the end."""
    deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": line}, None) for line in text.splitlines(keepends=True)]
    for delta, reason in [*deltas, ({}, "stop")]:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        yield f"data: {json.dumps({**known, 'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n"
    yield "data: [DONE]\n\n"
