"""A `Searcher` that asks a running service over HTTP, for the command line beside it.

Knows the contract's JSON from the reader's side; must not know the catalog or the index.
"""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from search import errors
from search.document import Validity
from search.result import Answer, Expansion, Facet, Hit, Query, Quote, SearchResponse

TIMEOUT_S = 60.0
PROBE_S = 5.0

_EXCEPTIONS: dict[str, type[errors.SamsokError]] = {
    "invalid-query": errors.InvalidQuery,
    "invalid-parameter": errors.InvalidParameter,
    "not-found": errors.NotFound,
}


@dataclass(frozen=True, slots=True)
class RemoteReadiness:
    """What the service says of itself."""

    ok: bool
    reason: str | None
    generation: int | None = None
    documents: int = 0
    passages: int = 0


class RemoteSearcher:
    """Asks the service at `url`; every failure to reach it is a BackendError that names it."""

    def __init__(self, url: str) -> None:
        self.url = url
        # a proxy from the environment must not see questions meant for this machine
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def answers(self) -> bool:
        """Tell whether the service is there; the note of a process that was killed leads nowhere.

        Raises:
            DataFolderInUse: somebody listens there, but says nothing.
        """
        try:
            self._call("/healthz", None, PROBE_S)
        except errors.BackendError as error:
            if _is_silence(error.__cause__):
                raise errors.DataFolderInUse(f"{self.url} does not answer within {PROBE_S:g} s") from error
            return False
        return True

    def search(self, query: Query) -> SearchResponse:
        """Find passages and, if asked for, answer."""
        return parse_response(self._call("/api/v1/search", request_body(query)))

    def answer(self, query: Query) -> Answer:
        """Give the answer alone."""
        return parse_answer(self._call("/api/v1/answer", request_body(query)))

    def ready(self) -> RemoteReadiness:
        """Tell whether questions can be answered now."""
        try:
            state = self._call("/readyz", None)
        except errors.SamsokError as error:
            return RemoteReadiness(ok=False, reason=str(error))
        known = {name: state[name] for name in ("generation", "documents", "passages")}
        return RemoteReadiness(ok=True, reason=None, **known)

    def close(self) -> None:
        """Do nothing: connections are not kept."""

    def _call(self, path: str, body: dict[str, Any] | None, timeout_s: float = TIMEOUT_S) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the address is http, from our own note
            self.url + path,
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=timeout_s) as response:
                return cast("dict[str, Any]", json.load(response))
        except urllib.error.HTTPError as error:
            raise _error_of(error, self.url) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise errors.BackendError(f"The service at {self.url} did not answer: {error}.") from error


def _is_silence(cause: BaseException | None) -> bool:
    return isinstance(cause, TimeoutError) or isinstance(getattr(cause, "reason", None), TimeoutError)


def _error_of(error: urllib.error.HTTPError, url: str) -> errors.SamsokError:
    try:
        problem = json.load(error)
        name, detail = str(problem["type"]).rsplit("/", 1)[-1], str(problem["detail"])
    except (ValueError, KeyError, TypeError, OSError):
        return errors.BackendError(f"The service at {url} answered {error.code} without saying why.")
    kind = _EXCEPTIONS.get(name)
    return kind(detail) if kind else errors.BackendError(f"The service at {url} answered {error.code}: {detail}")


def request_body(query: Query) -> dict[str, Any]:
    """Return the body that asks this query."""
    return {
        "query": query.text,
        "limit": query.limit,
        "cursor": query.cursor,
        "language": list(query.filters.language),
        "organisation": list(query.filters.organisation),
        "document_type": list(query.filters.document_type),
        "area": list(query.filters.area),
        "as_of": None if query.as_of is None else query.as_of.isoformat(),
        "include_expired": query.include_expired,
        "answer": query.answer,
        "explain": query.explain,
        "expand": query.expand,
        "without": list(query.without),
        "sort": query.sort,
        "facets": query.facets,
    }


def parse_response(body: dict[str, Any]) -> SearchResponse:
    """Return the response that this JSON tells."""
    query = body["query"]
    return SearchResponse(
        query_id=body["query_id"],
        took_ms=body["took_ms"],
        text=query["text"],
        language=query["language"],
        intent=query["intent"],
        expansions=tuple(Expansion(e["term"], e["from"], e["why"], e["weight"]) for e in query["expansions"]),
        answer=None if body["answer"] is None else parse_answer(body["answer"]),
        results=tuple(_hit(hit) for hit in body["results"]),
        total=(body["total"]["value"], body["total"]["relation"]),
        next_cursor=body["next_cursor"],
        previous_cursor=body.get("previous_cursor"),
        did_you_mean=body.get("did_you_mean"),
        facets=tuple(Facet(**facet) for facet in body.get("facets", ())),
    )


def parse_answer(body: dict[str, Any]) -> Answer:
    """Return the answer that this JSON tells."""
    quotes = tuple(Quote(**{**quote, "section_path": tuple(quote["section_path"])}) for quote in body["quotes"])
    tuples = {"quotes": quotes, "contacts": tuple(body["contacts"]), "see_also": tuple(body["see_also"])}
    return Answer(**{**body, **tuples})


def _hit(body: dict[str, Any]) -> Hit:
    validity = body["validity"]
    return Hit(
        **{
            **body,
            "organisations": tuple(body["organisations"]),
            "section_path": tuple(body["section_path"]),
            "modified": None if body.get("modified") is None else datetime.fromisoformat(body["modified"]),
            "highlights": tuple((start, end) for start, end in body["highlights"]),
            "validity": Validity(
                validity["status"],
                _day(validity["from"]),
                _day(validity["to"]),
                validity["superseded_by"],
                validity["reason"],
            ),
        }
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
