"""`/docs` and `/problems/{name}`: the interface for programs, explained from its own OpenAPI document.

Rendered here, so that reading it needs no script and nothing from elsewhere. Knows the form of an OpenAPI document.
"""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.problems import KINDS
from search.errors import NotFound

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: str
    required: bool
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it.

    Attributes:
        answers: (status, description) pairs.
        asked, answered: JSON examples; None where there are none.
    """

    anchor: str
    method: str
    path: str
    description: str
    fields: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    asked: str | None
    answered: str | None


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show every operation with its parameters, answers and examples."""
    document = request.app.openapi()
    context = {
        "version": document["info"]["version"],
        "description": document["info"]["description"],
        "operations": operations(document),
        "kinds": list(KINDS.values()),
    }
    return request.app.state.pages.render("docs.html", context)  # type: ignore[no-any-return]


@router.get("/problems/{name}")
def problem(name: str, request: Request) -> HTMLResponse:
    """Explain one kind of problem; the `type` of an error leads here."""
    if name not in KINDS:
        raise NotFound(f'There is no kind of problem named "{name[:64]}"; /docs lists them.')
    return request.app.state.pages.render("problem.html", {"kind": KINDS[name]})  # type: ignore[no-any-return]


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return the operations of an OpenAPI document, in its order."""
    return [
        _operation(document, method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    model = _resolve(document, body) if body else {}
    parameters = [_parameter(document, parameter) for parameter in operation.get("parameters", [])]
    answered = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("example")
    asked = next(iter(model.get("examples", [])), None)
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        description=operation.get("description", ""),
        fields=tuple(sorted(parameters + _properties(document, model), key=lambda field: not field.required)),
        answers=tuple((status, answer["description"]) for status, answer in operation["responses"].items()),
        asked=_pretty(asked),
        answered=_pretty(answered),
    )


def _parameter(document: dict[str, Any], parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    text = parameter.get("description") or schema.get("description", "")
    return Field(parameter["name"], _kind(document, schema), bool(parameter.get("required")), _default(schema), text)


def _properties(document: dict[str, Any], model: dict[str, Any]) -> list[Field]:
    required = model.get("required", [])
    return [
        Field(name, _kind(document, schema), name in required, _default(schema), schema.get("description", ""))
        for name, schema in model.get("properties", {}).items()
    ]


def _resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _resolve(document, schema)
    if "anyOf" in schema:
        return " or ".join(_kind(document, option) for option in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "value")) + _bounds(schema)


def _bounds(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is not None:
        return f" from {low:g} to {high:g}"
    return "" if low is None else f" from {low:g}"


def _default(schema: dict[str, Any]) -> str | None:
    default = schema.get("default")
    return None if default in (None, []) else json.dumps(default)


def _pretty(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, indent=2)
