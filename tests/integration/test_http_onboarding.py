from collections.abc import Iterator

import httpx
import pytest

from api.schema_onboarding import OnboardingModel, OnboardingPathModel
from tests.doubles.http_checks import assert_guarded, assert_problem
from tests.doubles.process import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("onboarding")) as server:
        yield server


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as client:
        yield client


def test_a_newcomer_chooses_and_is_led(client: httpx.Client) -> None:
    """An organisation of the list gives steps, each with passages of papers that name it, in the language asked for."""
    choices = client.get("/api/v1/onboarding")
    OnboardingModel.model_validate(choices.json(), extra="forbid")
    assert_guarded(choices)
    name = choices.json()["organisations"][0]["name"]
    response = client.get(f"/api/v1/onboarding/{name}", params={"lang": "en"})
    body = response.json()
    OnboardingPathModel.model_validate(body, extra="forbid")
    assert body["steps"]
    for step in body["steps"]:
        assert step["question"].endswith("?")
        assert all(name in result["organisations"] for result in step["results"])


def test_what_cannot_be_chosen_is_said(client: httpx.Client) -> None:
    """An organisation or a role that is not there is not found; an unknown parameter is named."""
    assert_problem(client.get("/api/v1/onboarding/Nowhere"), "not-found", "Nowhere")
    name = client.get("/api/v1/onboarding").json()["organisations"][0]["name"]
    assert_problem(client.get(f"/api/v1/onboarding/{name}", params={"role": "chef"}), "not-found", "chef")
    refused = client.get(f"/api/v1/onboarding/{name}", params={"rol": "chef"})
    assert_problem(refused, "invalid-parameter")
    assert "the nearest one is role" in refused.json()["detail"]
