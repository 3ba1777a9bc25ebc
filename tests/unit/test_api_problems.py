import inspect

import pytest

from api.cli import exit_code_of
from api.problems import BY_EXCEPTION, KINDS, problem_body, problem_of, problem_of_status
from search import errors

EVERY_ERROR = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.SamsokError)]


@pytest.mark.parametrize("cls", EVERY_ERROR, ids=lambda cls: cls.__name__)
def test_every_exception_has_a_problem_and_an_exit_code(cls: type[errors.SamsokError]) -> None:
    """No exception of ours reaches the border unmapped."""
    problem = problem_of(cls("what, which one, what to do"), "id")
    assert problem.kind.status in range(400, 600)
    assert exit_code_of(cls("x")) in (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("cls", "status", "code"),
    [
        (errors.InvalidQuery, 400, 2),
        (errors.InvalidParameter, 400, 2),
        (errors.NotFound, 404, 2),
        (errors.UnparseableDocument, 422, 1),
        (errors.DocumentTooLarge, 413, 1),
        (errors.IndexUnavailable, 503, 3),
        (errors.DataFolderInUse, 503, 3),
        (errors.InvalidSetting, 500, 4),
        (errors.IncompatibleData, 500, 4),
    ],
)
def test_status_and_exit_code_tell_who_must_act(cls: type[errors.SamsokError], status: int, code: int) -> None:
    """The caller, the file's owner, time or the operator: each has its number."""
    assert (problem_of(cls("x"), "id").kind.status, exit_code_of(cls("x"))) == (status, code)


def test_caller_reads_the_message_and_never_the_operators() -> None:
    """Messages meant for the operator may name folders and stay in the log."""
    assert problem_of(errors.InvalidQuery("say more"), "id").detail == "say more"
    hidden = problem_of(errors.IndexUnavailable("/srv/secret does not answer"), "abc")
    assert "/srv" not in hidden.detail
    assert hidden.error_id == "abc"
    assert ("Retry-After", "5") in hidden.headers


def test_kinds_are_named_once_and_all_used_names_exist() -> None:
    """A type is stable: its name stands in one table."""
    assert set(BY_EXCEPTION.values()) <= set(KINDS)
    assert all(name == kind.name and kind.type == f"/problems/{name}" for name, kind in KINDS.items())


def test_body_has_the_five_members_of_the_standard() -> None:
    """Type, title, status, detail and instance are always there; the rest only where it says something."""
    body = problem_body(problem_of_status(404, "nothing"), "/x")
    assert set(body) == {"type", "title", "status", "detail", "instance"}
