"""Errors on the wire: the one place that knows which exception has which HTTP status (RFC 9457 bodies).

Knows exception classes and HTTP; must not know what was being done when the error arose.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.payload import encode_json
from search import errors

PROBLEM_MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem.

    Attributes:
        name: last part of its `type`; never changes once published.
        advice: what the caller can do; the explaining page shows it.
    """

    name: str
    status: int
    title: str
    advice: str

    @property
    def type(self) -> str:
        """Relative address, stable."""
        return f"/problems/{self.name}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "invalid-query",
            400,
            "The question cannot be searched for",
            "Send a question with at least one word or number, within the length that the detail names.",
        ),
        Kind(
            "invalid-parameter",
            400,
            "A parameter cannot be used",
            "Read the list of fields under errors; the parameters are described at /docs.",
        ),
        Kind(
            "invalid-body",
            400,
            "The body cannot be read",
            "Send a JSON object in UTF-8 with Content-Type: application/json.",
        ),
        Kind(
            "invalid-request",
            400,
            "The request cannot be answered as it stands",
            "Change the request as the detail says.",
        ),
        Kind(
            "not-found",
            404,
            "Not found",
            "Check the address and the id; the document may have been removed or replaced since it was listed.",
        ),
        Kind("method-not-allowed", 405, "This method is not offered here", "Use a method named in the Allow header."),
        Kind(
            "forbidden",
            403,
            "This is not offered to where the request comes from",
            "Send it from a page of this service, or let the operator allow your site.",
        ),
        Kind("too-large", 413, "The body is too large", "Send less at a time; the detail names the limit."),
        Kind(
            "unsupported-format",
            415,
            "This kind of file is not taken in",
            "Convert the file to one of the formats named.",
        ),
        Kind(
            "unusable-document",
            422,
            "The document cannot be taken in",
            "Mend the file as the detail says and send it again.",
        ),
        Kind(
            "too-many-requests",
            429,
            "Too much was sent at once",
            "Send it again after the time that Retry-After tells.",
        ),
        Kind(
            "internal-error",
            500,
            "Something went wrong here",
            "Try again; if it stays, give the operator the error_id, which names the entry in the log.",
        ),
        Kind(
            "setup-error",
            500,
            "The service is not set up rightly",
            "Only the operator can mend this; the error_id names the entry in the log.",
        ),
        Kind(
            "unavailable", 503, "The service cannot answer right now", "Send the same request again in a few seconds."
        ),
        Kind("not-ready", 503, "The service is not ready", "Wait until /readyz answers 200."),
    )
}

BY_EXCEPTION: dict[type[errors.SamsokError], str] = {
    errors.InvalidQuery: "invalid-query",
    errors.InvalidParameter: "invalid-parameter",
    errors.NotFound: "not-found",
    errors.RequestError: "invalid-request",
    errors.DocumentTooLarge: "too-large",
    errors.UnsupportedFormat: "unsupported-format",
    errors.DocumentError: "unusable-document",
    errors.BackendError: "unavailable",
    errors.SetupError: "setup-error",
    errors.SamsokError: "internal-error",
}
"""The nearest class in an exception's line of descent decides."""

_BY_STATUS = {
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    429: "too-many-requests",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error, ready to be told.

    Attributes:
        fields: (field, message) pairs.
        error_id: names the entry in the log.
        headers: to be sent with it.
    """

    kind: Kind
    detail: str
    fields: tuple[tuple[str, str], ...] = ()
    error_id: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def problem_of(error: errors.SamsokError, error_id: str) -> Problem:
    """Return the problem that tells this exception.

    What only the operator can mend is told by its kind alone: the message may name folders and addresses.
    """
    kind = KINDS[next(BY_EXCEPTION[cls] for cls in type(error).__mro__ if cls in BY_EXCEPTION)]
    if kind.status < SERVER_FAULT:
        return Problem(kind, str(error))
    headers = (("Retry-After", str(RETRY_AFTER_S)),) if kind.name == "unavailable" else ()
    return Problem(kind, kind.advice, error_id=error_id, headers=headers)


def problem_of_status(status: int, detail: str, headers: Sequence[tuple[str, str]] = ()) -> Problem:
    """Return the problem for an error of the HTTP layer itself, such as an unknown path."""
    name = _BY_STATUS.get(status, "invalid-body" if status < SERVER_FAULT else "internal-error")
    return Problem(KINDS[name], detail, headers=tuple(headers))


def problem_of_validation(found: Sequence[Any], known: Sequence[str]) -> Problem:
    """Return the problem that lists the fields which could not be used.

    Args:
        found: as pydantic reports them, with "loc", "type" and "msg".
        known: the names of the fields there are.
    """
    if any(entry["type"] == "json_invalid" for entry in found):
        where = found[0]["ctx"]["error"]
        return Problem(KINDS["invalid-body"], f"The body is not valid JSON: {where} at position {found[0]['loc'][-1]}.")
    fields = tuple((_field(entry), _message(entry, known)) for entry in found)
    if fields == (("", _NO_OBJECT),):
        return Problem(KINDS["invalid-body"], f"The body {_NO_OBJECT}.")
    name = "invalid-query" if {field for field, _ in fields} <= {"q", "query"} else "invalid-parameter"
    return Problem(KINDS[name], "; ".join(f"{field}: {message}" for field, message in fields) + ".", fields)


_NO_OBJECT = "must be a JSON object, sent with Content-Type: application/json"


def _field(entry: Any) -> str:
    # the first part says only where the field stood (query, body, path)
    return ".".join(str(part) for part in entry["loc"][1:])


def _message(entry: Any, known: Sequence[str]) -> str:
    if entry["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(entry["loc"][-1]), known, n=1, cutoff=0)
        return f"there is no such parameter; the nearest one is {near[0]}" if near else "there is no such parameter"
    if entry["type"] in ("model_attributes_type", "model_type", "dict_type"):
        return _NO_OBJECT
    if entry["type"] == "missing":
        return "is missing" if len(entry["loc"]) > 1 else _NO_OBJECT
    text = str(entry["msg"]).removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def problem_body(problem: Problem, path: str) -> dict[str, Any]:
    """Return the JSON of a problem; `path` must not hold the query string, which may be a question."""
    body: dict[str, Any] = {
        "type": problem.kind.type,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "instance": path,
    }
    if problem.fields:
        body["errors"] = [{"field": field, "message": message} for field, message in problem.fields]
    if problem.error_id is not None:
        body["error_id"] = problem.error_id
    return body


def problem_response(problem: Problem, path: str) -> Response:
    """Return the problem as an answer on the wire."""
    return Response(
        encode_json(problem_body(problem, path)),
        status_code=problem.kind.status,
        media_type=PROBLEM_MEDIA_TYPE,
        headers=dict(problem.headers),
    )
