from datetime import date

import pytest

from ingest.web.address import MAX_CHARACTERS, Scope, clean, is_address, key_of
from search.errors import RefusedAddress
from tests.doubles.identity import bare, cpr


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org:443/a/./b/../c#del", "https://example.org/a/c"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/ö?q=å b", "https://example.org/%C3%B6?q=%C3%A5%20b"),
        ("https://example.org/%c3%b6%7e%41", "https://example.org/%C3%B6~A"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/?utm_source=x&id=3&fbclid=1&UTM_Medium=y", "https://example.org/?id=3"),
        ("https://example.org/?b=1&a=2", "https://example.org/?b=1&a=2"),
        ("https://example.org/a;jsessionid=F00?x=1", "https://example.org/a?x=1"),
        ("https://example.org/..", "https://example.org/"),
        ("https://exempel.example/a\n b", "https://exempel.example/a%20b"),
        ("https://åäö.example/", "https://xn--4cab6c.example/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    ],
)
def test_an_address_has_one_spelling(given: str, cleaned: str) -> None:
    """Scheme, host, port, escapes, fragment and tracking parameters are brought into one form."""
    assert clean(given) == cleaned


@pytest.mark.parametrize(
    "given",
    [
        "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "example.org/a", "https:///a", "https://",
        "https://user@example.org/", "https://user:secret@example.org/", "https://@example.org/",
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/", "http://1.2.3.4.5/",
        "http://127.0.0.1.:99999/", "http://[::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::g]/",
        "http://exa mple.org/", "http://example.org\\@evil.example/", "http://exam%70le.org/", "http://-a.example/",
        "http://" + "a" * 64 + ".example/", "http://a..example/", "https://example.org/" + "a" * MAX_CHARACTERS,
        "https://example.org:port/", "http://[::1/", "http://example.org:0x50/",
    ],
)  # fmt: skip
def test_what_may_not_be_fetched_is_refused(given: str) -> None:
    """Other schemes, credentials, hidden IP addresses and what is no address."""
    with pytest.raises(RefusedAddress) as refused:
        clean(given)
    assert "secret" not in str(refused.value)


def test_relative_addresses_are_joined() -> None:
    """As browsers join them."""
    base = "https://example.org/a/b.html"
    joined = [clean(link, base) for link in ("c", "../c", "//other.example/x", "?q=1", "/c d")]
    assert joined == [
        "https://example.org/a/c",
        "https://example.org/c",
        "https://other.example/x",
        "https://example.org/a/b.html?q=1",
        "https://example.org/c%20d",
    ]


@pytest.mark.parametrize("index", ["index.html", "INDEX.HTM", "index.php", "default.aspx", "index.jsp"])
def test_an_index_page_is_its_folder(index: str) -> None:
    """It is known by the folder, unless a parameter makes another page of it."""
    assert key_of(f"https://example.org/a/{index}") == "https://example.org/a/"
    assert key_of(f"https://example.org/a/{index}?id=1") == f"https://example.org/a/{index}?id=1"


def test_a_scope_is_a_host_and_a_path() -> None:
    """At or below the start's folder, whatever the scheme, and nowhere beside it."""
    scope = Scope.of("https://example.org/samverkan")
    inside = ["https://example.org/samverkan", "https://example.org/samverkan/a", "http://example.org/samverkan/"]
    outside = [
        "https://example.org/samverkan-2", "https://example.org/", "https://www.example.org/samverkan",
        "https://example.org:8443/samverkan", "https://example.org.evil.example/samverkan",
    ]  # fmt: skip
    assert [scope.holds(address) for address in inside] == [True] * 3
    assert [scope.holds(address) for address in outside] == [False] * 5
    assert Scope.of("https://example.org/a/guide.html").path == "/a"
    assert scope.secured("http://example.org/samverkan/") == "https://example.org/samverkan/"
    assert scope.secured("http://other.example/") == "http://other.example/"


def test_addresses_are_told_from_paths() -> None:
    """A path may look strange, an address has a scheme and two strokes."""
    assert all(map(is_address, ("https://a.example", "HTTP://a.example", "ftp://a")))
    assert not any(map(is_address, ("a/b", "/a//b", "C:\\papper", "http:", "crawl https://a.example")))


def test_an_address_with_a_persons_number_is_refused() -> None:
    """It would be stored and shown as the source; the message does not hold it either."""
    number = cpr(date(1985, 7, 9), 412)
    for address in (f"https://example.org/sager/{number[:6]}-{number[6:]}", f"https://example.org/?cpr={number}"):
        with pytest.raises(RefusedAddress, match="identity number") as caught:
            clean(address)
        assert bare(number) not in bare(str(caught.value))
