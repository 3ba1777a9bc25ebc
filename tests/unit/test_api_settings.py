from dataclasses import fields
from pathlib import Path

import pytest

from api.settings import PREFIX, SETTINGS, Settings, describe_settings, load_settings
from search.errors import InvalidSetting


def test_defaults_make_a_whole_set() -> None:
    """An empty environment gives every setting its documented default."""
    settings = load_settings({})
    assert (settings.data, settings.host, settings.port) == (Path("data"), "127.0.0.1", 8000)
    assert settings.max_query_characters == 2000
    assert settings.database_url is None


def test_table_and_values_have_the_same_names() -> None:
    """Each row of the table is one attribute of the settings, in the same order."""
    assert [setting.attribute for setting in SETTINGS] == [field.name for field in fields(Settings)]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_default_passes_its_own_validation(setting: object) -> None:
    """A default is a value that the setting itself would take."""
    assert setting.default is None or setting.read(setting.default) is not None  # type: ignore[attr-defined]


def test_unknown_variable_is_named_with_its_nearest_neighbour() -> None:
    """A misspelt variable ends the start instead of being passed over."""
    with pytest.raises(InvalidSetting, match=r"SAMSOK_PROT is not a setting.*SAMSOK_PORT"):
        load_settings({"SAMSOK_PROT": "8000"})


def test_variables_of_others_are_left_alone() -> None:
    """Only the SAMSOK_ prefix is ours."""
    assert load_settings({"PATH": "/bin", "SAMSOKER": "x"}).port == 8000


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "70000", "whole number from 0 to 65535"),
        ("PORT", "eighty", "whole number"),
        ("PORT", "８０", "whole number"),
        ("MAX_BYTES", "-1", "whole number"),
        ("MAX_QUERY_CHARACTERS", "9" * 5000, "whole number"),
        ("LOG_LEVEL", "loud", "one of debug, info"),
        ("QDRANT_URL", "localhost:6333", "an address such as"),
        ("DATABASE_URL", "mysql://host/db", "an address such as"),
    ],
)
def test_unusable_value_names_variable_and_what_is_allowed(name: str, value: str, told: str) -> None:
    """Each refusal says which variable and what it must be."""
    with pytest.raises(InvalidSetting, match=f"{PREFIX}{name} .*{told}"):
        load_settings({PREFIX + name: value})


def test_secret_value_is_not_repeated() -> None:
    """A database address may hold a password, so a refusal does not show it."""
    with pytest.raises(InvalidSetting) as caught:
        load_settings({"SAMSOK_DATABASE_URL": "mysql://user:hemligt@host/db"})
    assert "hemligt" not in str(caught.value)


def test_key_without_server_is_refused() -> None:
    """A key alone would do nothing, so it is a mistake."""
    with pytest.raises(InvalidSetting, match="set both or neither"):
        load_settings({"SAMSOK_QDRANT_API_KEY": "x"})


def test_data_folder_must_not_be_a_file(tmp_path: Path) -> None:
    """A file where the data folder should be is told at the start."""
    (tmp_path / "data").write_text("")
    with pytest.raises(InvalidSetting, match="a file of that name is in the way"):
        load_settings({"SAMSOK_DATA": str(tmp_path / "data")})


def test_command_line_is_stronger_and_empty_counts_as_left_out() -> None:
    """Overrides win over the environment; empty values fall back to the default."""
    assert load_settings({"SAMSOK_PORT": "1"}, {"port": "2"}).port == 2
    assert load_settings({"SAMSOK_PORT": " "}).port == 8000


def test_help_tells_every_setting() -> None:
    """The help lists each variable with its default."""
    told = dict(describe_settings())
    assert list(told) == [setting.name for setting in SETTINGS]
    assert told["SAMSOK_MAX_REQUEST_BYTES"].endswith("[default 262144 bytes]")
