import socket
from pathlib import Path

import pytest

from api.cli import COMMANDS
from api.settings import SETTINGS
from tests.doubles.command import assert_one_line, samsok


def test_help_lists_commands_settings_and_exit_codes() -> None:
    """Whoever types --help learns every command, every variable and what exit codes mean."""
    ran = samsok("--help")
    assert (ran.code, ran.err) == (0, "")
    for name, (_, text) in COMMANDS.items():
        assert f"  {name} " in ran.out
        assert text in ran.out
    assert all(setting.name in ran.out for setting in SETTINGS)
    assert "Exit codes" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_even_with_broken_settings(command: str) -> None:
    """Help is there when it is needed most."""
    ran = samsok(command, "--help", prot="1")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"Usage: samsok {command}")


def test_version_is_told() -> None:
    """The version is that of the installed distribution."""
    assert samsok("--version").out.startswith("samsok, version 0.")


@pytest.mark.parametrize(
    "args",
    [
        ("nothing",),
        ("search",),
        ("search", "x", "--limit", "0"),
        ("search", "x", "--limit", "101"),
        ("search", "x", "--language", "fi"),
        ("search", "x", "--as-of", "1 mars"),
        ("ask", "x", "--document-type", "novel"),
        ("ingest",),
        ("ingest", "--from", "missing.txt"),
        ("evaluate",),
        ("evaluate", "--queries", "pyproject.toml"),
        ("evaluate", "missing.jsonl"),
        ("delete",),
    ],
)
def test_wrong_usage_is_code_2_with_what_is_allowed(args: tuple[str, ...], tmp_path: Path) -> None:
    """A mistake in the command line is told on stderr, with nothing on stdout."""
    ran = samsok(*args, data=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "Error:" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("question", "told"),
    [("", "at least one word"), ("?!", "at least one word"), ("å" * 10_000, "10000 characters, 2000 are allowed")],
)
@pytest.mark.parametrize("command", ["search", "ask"])
def test_question_that_cannot_be_searched_is_one_line(command: str, question: str, told: str, tmp_path: Path) -> None:
    """The same advice as over HTTP, as one line and code 2, before anything is opened."""
    assert_one_line(samsok(command, "--", question, data=tmp_path), 2, told)


def test_unknown_setting_is_one_line_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt variable ends any command with code 4."""
    assert_one_line(samsok("search", "x", data=tmp_path, prot="1"), 4, "SAMSOK_PROT", "SAMSOK_PORT")


def test_unusable_value_is_one_line(tmp_path: Path) -> None:
    """Also when it comes from an option."""
    assert_one_line(samsok("serve", "--port", "70000", data=tmp_path), 4, "SAMSOK_PORT", "0 to 65535")


def test_port_that_is_taken_is_one_line_at_once(tmp_path: Path) -> None:
    """The line names port and way out; it comes before anything slow is loaded."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = samsok("serve", "--port", port, data=tmp_path, timeout_s=20)
    assert_one_line(ran, 3, f"Port {port} at 127.0.0.1 is taken", "--port")


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "å" * 80])
def test_address_of_another_machine_is_one_line(host: str, tmp_path: Path) -> None:
    """An address that this machine does not have is a mistake in the settings."""
    assert_one_line(samsok("serve", "--host", host, "--port", "0", data=tmp_path), 4, "SAMSOK_HOST")


def test_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """A file in the way is told with the variable to change."""
    (tmp_path / "file").write_text("")
    assert_one_line(samsok("search", "x", data=tmp_path / "file" / "data"), 3, "SAMSOK_DATA")
    assert_one_line(samsok("search", "x", data=tmp_path / "file"), 4, "SAMSOK_DATA")


def test_data_option_is_stronger_than_the_environment(tmp_path: Path) -> None:
    """The option wins, as the documentation says."""
    (tmp_path / "file").write_text("")
    assert_one_line(samsok("--data", str(tmp_path / "file"), "search", "x", data=tmp_path), 4, "SAMSOK_DATA")
