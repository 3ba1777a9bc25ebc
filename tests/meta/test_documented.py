import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api import help_page, settings
from api.app import create_app
from api.cli import COMMANDS, group
from api.problems import KINDS
from api.schema import ListParameters, SearchParameters, SearchRequest
from api.schema_agreements import AgreementParameters
from api.schema_contacts import ContactParameters
from api.schema_reader import FeedbackRequest, SuggestParameters
from api.schema_terms import TermParameters
from tests.doubles.knowledge import MemoryKnowledge
from tests.doubles.process import ROOT

DOCS = ROOT / "docs"
HTTP_API = (DOCS / "http-api.md").read_text(encoding="utf-8")


def application_routes() -> list[APIRoute]:
    knowledge = MemoryKnowledge()
    app = create_app(knowledge.service, knowledge.catalog, knowledge.terms, settings.load_settings({}))
    found, waiting = [], list(app.routes)
    while waiting:
        route = waiting.pop()
        # an included router stands in the list as one entry of its own
        waiting += list(getattr(getattr(route, "original_router", route), "routes", None) or ())
        if isinstance(route, APIRoute):
            found.append(route)
    return found


def test_settings_page_is_made_from_the_table() -> None:
    """docs/settings.md is renewed by `python -m api.settings > docs/settings.md`."""
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == settings.settings_markdown()


def test_command_line_page_is_made_from_the_help() -> None:
    """docs/command-line.md is renewed by `python -m api.help_page > docs/command-line.md`."""
    assert (DOCS / "command-line.md").read_text(encoding="utf-8") == help_page.help_markdown()


def test_every_route_is_documented() -> None:
    """Whatever can be asked for stands in docs/http-api.md."""
    paths = {route.path for route in application_routes()} | {"/openapi.json"}
    assert {"/", "/api/v1/search", "/documents/{document_id}"} <= paths
    assert [path for path in sorted(paths) if path not in HTTP_API] == []


def test_every_parameter_is_documented() -> None:
    """No parameter can only be found by reading the code."""
    names = {
        name
        for model in (
            SearchParameters,
            SearchRequest,
            ListParameters,
            TermParameters,
            AgreementParameters,
            ContactParameters,
            SuggestParameters,
            FeedbackRequest,
        )
        for name in model.model_fields
    }
    assert [name for name in sorted(names) if f"`{name}`" not in HTTP_API] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_problem_is_documented_with_its_status(kind: object) -> None:
    """Types and statuses are stable, so they are written down."""
    assert f"| `{kind.type}` | {kind.status} |" in HTTP_API  # type: ignore[attr-defined]


def test_settings_named_in_the_pages_exist() -> None:
    """No page names a setting that is none."""
    known = {setting.name for setting in settings.SETTINGS}
    for page in DOCS.glob("*.md"):
        named = set(re.findall(r"SAMSOK_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8")))
        if page.name in ("settings.md", "command-line.md", "http-api.md"):
            assert named <= known, page.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_explains_itself(name: str) -> None:
    """A command's help says what it does, and so does each option's."""
    command = group.get_command(group.make_context("samsok", ["doctor"]), name)
    assert command is not None
    assert command.help
    assert [p.name for p in command.params if p.param_type_name == "option" and not getattr(p, "help", None)] == []
    assert name == command.name


def test_interface_is_described_where_the_readme_can_point_to() -> None:
    """The pages that this test holds against the code are there."""
    assert {path.name for path in Path(DOCS).glob("*.md")} >= {"settings.md", "http-api.md", "command-line.md"}
