"""Which machines may be connected to: public ones, and those private ones that the operator names.

Knows IP addresses and the system's resolver; must not know HTTP. `ingest.web.connection` connects to nothing but what
`Guard.addresses` returns, so that a name cannot mean one machine when it is checked and another when it is used.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.errors import RefusedAddress, UnavailablePage

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Host and port -> IP addresses as text; raises OSError where there are none."""

PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1", "fc00::/7")
)
"""What `--allow-private` opens: private, shared (CGNAT), loopback and unique local addresses. Source: RFC 1918, 6598,
4193. Link-local addresses are not among them: no site lives there, but the credentials of cloud machines do."""

_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""Source: IANA's registries of special-purpose addresses (RFC 6890), beside `PRIVATE`. The standard library's
`is_global` knows most of it, but its table differs between versions of Python."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Tells which machines may be connected to.

    Attributes:
        allowed: networks that are open although they are not public.
        resolver: how names become addresses.
    """

    allowed: tuple[IPNetwork, ...] = ()
    resolver: Resolver = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses to try for a host, all of them checked.

        Raises:
            RefusedAddress: one of them may not be connected to; an answer that mixes public and private addresses
                is how a name is made to mean another machine.
            UnavailablePage: the name cannot be resolved.
        """
        try:
            found = self.resolver(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise UnavailablePage(
                f"is on a host that cannot be found, {host}; check the address and the network"
            ) from error
        for text in found:
            if not self.permits(ipaddress.ip_address(text)):
                raise RefusedAddress(
                    f"is on {host} at {text}, which is no public address; --allow-private or SAMSOK_WEB_PRIVATE opens "
                    "private networks"
                )
        return list(found)

    def permits(self, address: IPAddress) -> bool:
        """Tell whether this IP address may be connected to."""
        meant = _meant(address)
        if meant.is_multicast or meant.is_unspecified:
            return False
        if any(meant in network for network in self.allowed):
            return True
        return meant.is_global and not any(meant in network for network in (*PRIVATE, *_NEVER))


def _meant(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 address carries, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.scope_id:
        address = ipaddress.IPv6Address(int(address))
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    carried = address in _NAT64 or (address in _COMPATIBLE and int(address) > 1)
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if carried else address
