import contextlib
import zlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.web.address import clean, key_of
from ingest.web.guard import PRIVATE, Guard
from ingest.web.links import fingerprint, read_page, similarity
from ingest.web.robots import Rules
from ingest.web.sitemap import read_sitemap
from ingest.web.unpack import Truncated, gunzip
from search.errors import RefusedAddress, UnparseableDocument

ADDRESS = "https://example.org/a/"
CHARACTERS = st.text(st.sampled_from("aB0/.:?#%&=;@[]\\ åø+~-_2fFeE\t\"'<>!"), max_size=60)


@given(CHARACTERS, st.sampled_from(["https://example.org/", "http://", "HTTPS://Ex.example:443/?", ""]))
@example("%2%35%2e%2e/", "https://example.org/")
def test_cleaning_twice_changes_nothing(text: str, start: str) -> None:
    """Whatever comes out is in its one spelling; whatever cannot be is refused with the one exception."""
    with contextlib.suppress(RefusedAddress):
        cleaned = clean(start + text)
        assert clean(cleaned) == cleaned
        assert clean(cleaned, "https://base.example/x") == cleaned
        assert key_of(key_of(cleaned)) == key_of(cleaned)
        assert cleaned.isascii()
        assert cleaned.isprintable()
        assert " " not in cleaned


@given(st.text())
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    """Nothing else is raised, with a base or without."""
    for base in (None, ADDRESS):
        with contextlib.suppress(RefusedAddress):
            clean(text, base)


@given(st.ip_addresses())
def test_what_is_permitted_is_public(address: IPv4Address | IPv6Address) -> None:
    """The guard permits nothing that the standard library calls private, multicast, reserved or unspecified."""
    if Guard().permits(address):
        assert address.is_global
        assert not any((address.is_multicast, address.is_unspecified, address.is_loopback, address.is_link_local))


@given(st.ip_addresses(v=4))
def test_an_ipv6_address_is_judged_by_the_ipv4_address_it_carries(address: IPv4Address) -> None:
    """Mapped, 6to4 and NAT64 spellings open nothing that the IPv4 address does not."""
    carried = [
        ip_address(f"::ffff:{address}"),
        IPv6Address((0x2002 << 112) | (int(address) << 80)),
        IPv6Address(int(IPv6Address("64:ff9b::")) | int(address)),
    ]
    for guard in (Guard(), Guard(PRIVATE)):
        assert {guard.permits(one) for one in carried} == {guard.permits(address)}


@given(st.ip_addresses())
def test_a_named_network_opens_itself_alone(address: IPv4Address | IPv6Address) -> None:
    """Opening a network changes nothing for addresses outside."""
    network = ip_network("10.20.0.0/16")
    opened = Guard((network,)).permits(address)
    assert opened == (Guard().permits(address) or address in network) or address.version == 6


MARKUP = st.lists(
    st.sampled_from(
        ["<a href=", "'/x'", '"', "'", ">", "<!--", "-->", "<script>", "</script>", "<base href=/b/>", "<meta ",
         "name=robots", " content=none", "<", "=", "/", " ", "<link rel=canonical href=/c>", "å", "&amp;", "\x00",
         "<input type=password>"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_any_page_is_read(text: str) -> None:
    """Damaged markup gives some links or none, each in its one spelling; a page is like itself."""
    facts = read_page(text, ADDRESS)
    assert all(clean(link) == link for link in facts.links)
    assert similarity(fingerprint(text), fingerprint(text)) == 1.0


@given(st.binary(max_size=300) | MARKUP.map(str.encode))
def test_any_robots_and_any_sitemap_are_read(data: bytes) -> None:
    """Rules are always rules; what is no sitemap is told to be none."""
    assert Rules.of(data).allow(ADDRESS) in (True, False)
    with contextlib.suppress(UnparseableDocument):
        read_sitemap(data, ADDRESS)


@given(st.builds(bytes.__mul__, st.binary(max_size=500), st.integers(1, 1000)), st.integers(1, 5000), st.integers(0, 8))
def test_gunzip_undoes_gzip_in_any_parts(data: bytes, step: int, cut: int) -> None:
    """However the bytes are cut, what was packed comes back; what breaks off is told."""
    packing = zlib.compressobj(wbits=31)
    packed = packing.compress(data) + packing.flush()
    parts = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert b"".join(gunzip(parts)) == data
    assert b"".join(gunzip([*parts, *parts])) == data + data
    if cut:
        with pytest.raises(Truncated):
            list(gunzip([packed[:-cut]]))
