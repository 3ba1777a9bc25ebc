"""The error responses that operations announce in the OpenAPI document.

Knows the kinds of problems; must not know the operations.
"""

from typing import Any

from api.problems import KINDS, PROBLEM_MEDIA_TYPE, Kind


def problems(*names: str) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation that may end in these kinds of problem."""
    by_status: dict[int | str, list[Kind]] = {}
    for name in (*names, "internal-error"):
        by_status.setdefault(KINDS[name].status, []).append(KINDS[name])
    return {status: _response(kinds) for status, kinds in by_status.items()}


def _response(kinds: list[Kind]) -> dict[str, Any]:
    return {
        "description": "; ".join(kind.title for kind in kinds),
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/ProblemModel"},
                "examples": {kind.name: {"value": _example(kind)} for kind in kinds},
            }
        },
    }


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "instance": "/api/v1/search",
    }
