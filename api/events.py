"""An answer as server-sent events.

Knows the form of the stream; must not know how an answer comes about.
"""

import logging
from collections.abc import Iterator
from itertools import chain

from starlette.responses import StreamingResponse

from api.payload import answer_payload, encode_json
from search.errors import SamsokError
from search.result import Answer
from search.wording import Sentence

EVENT_STREAM = "text/event-stream"

_log = logging.getLogger(__name__)


def event_response(parts: Iterator[Sentence | Answer]) -> StreamingResponse:
    """Return the stream of an answer.

    Raises:
        SamsokError: whatever happens before the first part; it is told as a problem, with its status.
    """
    first = next(parts)
    # a proxy that gathers a response before it passes it on would undo the stream
    headers = {"x-accel-buffering": "no"}
    return StreamingResponse(_written(chain([first], parts)), media_type=EVENT_STREAM, headers=headers)


def _written(parts: Iterator[Sentence | Answer]) -> Iterator[bytes]:
    try:
        for part in parts:
            is_whole = isinstance(part, Answer)
            body = encode_json(answer_payload(part) if isinstance(part, Answer) else {"text": part.text})
            yield b"event: %b\ndata: %b\n\n" % (b"answer" if is_whole else b"sentence", body)
    except SamsokError as error:
        # the status is on its way already: the stream ends without an answer, which the reader can tell
        _log.error("an answer broke off: %s", type(error).__name__)
