from pathlib import Path

import pytest

from api.settings import load_settings
from api.sources import open_finder, sources_of, web_limits
from ingest.web.address import Start
from ingest.web.guard import PRIVATE
from search.errors import InvalidParameter, InvalidSetting
from tests.doubles.page_states import MemoryPages


def test_paths_and_addresses_are_told_apart(tmp_path: Path) -> None:
    """Arguments and lists mix them; a list's paths start from its folder, its comments and empty lines are skipped."""
    listed = tmp_path / "sources.txt"
    listed.write_text(
        "\ufeff# källor\n\npapper\ncrawl https://b.example/x\nhttps://a.example\ncrawl rapporter\n", encoding="utf-8"
    )
    found = sources_of(["avtal", "HTTPS://A.example/"], listed, follow=False)
    assert found.paths == (Path("avtal"), tmp_path / "papper", tmp_path / "crawl rapporter")
    assert found.starts == (Start("https://a.example/"), Start("https://b.example/x", follow=True))
    assert sources_of(["https://a.example/"], None, follow=True).starts == (Start("https://a.example/", follow=True),)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("ftp://example.org/", "neither http nor https"),
        ("file:///etc/passwd", "neither http nor https"),
        ("https://user:hidden@example.org/", "user name or password"),
        ("http://2130706433/", "four decimal numbers"),
    ],
)
def test_addresses_that_cannot_be_fetched_are_told(address: str, told: str) -> None:
    """With the reason, and without the password."""
    with pytest.raises(InvalidParameter, match=told) as refused:
        sources_of([address], None, follow=False)
    assert "hidden" not in str(refused.value)


def test_a_list_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Its name stands in the message."""
    (tmp_path / "list").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidParameter, match="list"):
        sources_of([], tmp_path / "list", follow=False)


def test_a_proxy_of_the_environment_is_refused_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Going around a proxy in silence would surprise; through one it cannot be checked which machine is asked."""
    for name in ("all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "intern.example")
    settings = load_settings({"SAMSOK_DATA": str(tmp_path)})
    with pytest.raises(InvalidSetting, match=r"HTTPS_PROXY.*site\.example"):
        open_finder([Start("https://site.example/")], settings, MemoryPages(), allow_private=False)
    for address in ("https://intern.example:8443/", "http://site.example/"):
        with open_finder([Start(address)], settings, MemoryPages(), allow_private=False) as finder:
            assert finder is not None


def test_settings_become_limits() -> None:
    """A visitor says who it is and how to reach its operator; a flag opens private networks beside the named ones."""
    settings = load_settings(
        {"SAMSOK_WEB_CONTACT": "drift@example.org", "SAMSOK_WEB_RATE": "0.5", "SAMSOK_WEB_PRIVATE": "10.1.0.0/16, ::1"}
    )
    limits = web_limits(settings, allow_private=False)
    assert limits.agent.startswith("samsok/")
    assert limits.agent.endswith("(+drift@example.org)")
    assert (limits.requests_per_s, limits.max_pages) == (0.5, 1000)
    assert [str(network) for network in limits.private] == ["10.1.0.0/16", "::1/128"]
    assert set(web_limits(settings, allow_private=True).private) > set(PRIVATE)
    assert web_limits(load_settings({}), allow_private=False).private == ()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("RATE", "0", "above 0"),
        ("RATE", "1e9", "above 0"),
        ("PRIVATE", "10.0.0.1/8", "networks such as"),
        ("CONTACT", "a\x07b", "mail address"),
        ("CONTACT", "a)\r\nX-Evil: 1", "mail address"),
        ("MAX_PAGES", "many", "whole number"),
    ],
)
def test_unusable_web_settings_are_told(name: str, value: str, told: str) -> None:
    """As with every other setting, by the name of the variable."""
    with pytest.raises(InvalidSetting, match=f"(?s)SAMSOK_WEB_{name}.*{told}"):
        load_settings({f"SAMSOK_WEB_{name}": value})
