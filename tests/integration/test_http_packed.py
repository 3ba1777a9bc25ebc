import gzip
from collections.abc import Iterator

import httpx
import pytest

from tests.doubles.process import serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("packed")) as served, served.client() as client:
        yield client


def raw(client: httpx.Client, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream("GET", path, headers={"accept-encoding": "", **given}) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize(
    "path", ["/?q=transporter&ui=sv", "/static/style.css", "/static/combobox.js", "/documents/none?ui=sv"]
)
def test_pages_styles_and_scripts_are_packed_for_who_takes_them(client: httpx.Client, path: str) -> None:
    """Much smaller, the same when unpacked, with its length, and told apart by caches."""
    plain, whole = raw(client, path)
    packed, small = raw(client, path, accept_encoding="br, gzip;q=0.8")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(small) < len(whole) / 1.8
    assert len(gzip.decompress(small)) == pytest.approx(len(whole), abs=80)
    for response in (plain, packed):
        assert "accept-encoding" in response.headers["vary"].lower()
    assert packed.headers["content-security-policy"] == plain.headers["content-security-policy"]


def test_held_copy_is_confirmed_without_a_body(client: httpx.Client) -> None:
    """The tag of the packed bytes is told apart, and still found to be current."""
    packed, _ = raw(client, "/static/style.css", accept_encoding="gzip")
    assert packed.headers["etag"].startswith('W/"')
    again, body = raw(client, "/static/style.css", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (again.status_code, body) == (304, b"")


@pytest.mark.parametrize("path", ["/api/v1/search?q=transporter", "/healthz"])
def test_data_goes_as_it_is(client: httpx.Client, path: str) -> None:
    """Programs get what they always got."""
    response, _ = raw(client, path, accept_encoding="gzip")
    assert "content-encoding" not in response.headers


def test_who_refuses_gets_it_plain(client: httpx.Client) -> None:
    """A quality of nought is a no."""
    response, _ = raw(client, "/?ui=sv", accept_encoding="gzip;q=0, identity")
    assert "content-encoding" not in response.headers


def test_head_tells_the_same_as_get(client: httpx.Client) -> None:
    """A HEAD request is answered without a body, with the headers of the packed page."""
    response = client.head("/?ui=sv", headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.content == b""
