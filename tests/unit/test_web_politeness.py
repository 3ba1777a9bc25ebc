import time
from ipaddress import ip_address, ip_network

import httpcore
import pytest

from ingest.web.connection import Clock, GuardedBackend
from ingest.web.frontier import SHAPE_STEP, Frontier, Next
from ingest.web.guard import PRIVATE, Guard
from ingest.web.pace import Pace, TimeOver
from ingest.web.robots import Rules
from search.errors import RefusedAddress, UnavailablePage

SITE = "https://example.org"


@pytest.mark.parametrize(
    ("robots", "allowed", "forbidden"),
    [
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", ["/", "/a/b"], ["/a", "/a/c"]),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", ["/a/b"], ["/a/c"]),
        ("User-agent: *\nDisallow: /a\nAllow: /a", ["/a"], []),
        ("User-agent: *\nDisallow: /*.pdf$", ["/a.pdf?x", "/a.pdfx"], ["/a.pdf", "/b/c.pdf"]),
        ("User-agent: *\nDisallow: /*?sort=", ["/?page=1"], ["/x?sort=1"]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Samsok\nDisallow: /x", ["/", "/a"], ["/x"]),
        ("User-agent: other\nDisallow: /\n", ["/"], []),
        ("User-agent: other\nUser-agent: samsok\nDisallow: /", [], ["/"]),
        ("User-agent: sam\nDisallow: /\n", ["/"], []),
        ("user-agent:*\r\ndisallow:/å\r\n", ["/"], ["/%C3%A5"]),
        ("\ufeffUser-agent: *\nDisallow: /", [], ["/"]),
        ("User-agent: *\nDisallow:", ["/"], []),
        ("<html>not found</html>", ["/"], []),
        ("", ["/"], []),
    ],
)
def test_robots_rules_hold_as_the_standard_says(robots: str, allowed: list[str], forbidden: list[str]) -> None:
    """Longest rule, ties for Allow, wildcards, the group of our own name before the one for all."""
    rules = Rules.of(robots.encode())
    assert [rules.allow(SITE + path) for path in allowed] == [True] * len(allowed)
    assert [rules.allow(SITE + path) for path in forbidden] == [False] * len(forbidden)


@pytest.mark.parametrize(
    ("robots", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10s", 10),
        ("User-agent: other\nCrawl-delay: 9", 0),
        ("User-agent: *\nCrawl-delay: -1", 0),
        ("User-agent: *\nCrawl-delay: nan", 0),
    ],
)
def test_delays_are_read(robots: str, delay_s: float) -> None:
    """Crawl-delay and Request-rate, where they are numbers."""
    assert Rules.of(robots.encode()).delay_s == delay_s


@pytest.mark.parametrize(
    "bomb", ["User-agent: a{}\n", "User-agent a{}\n", "useragent:\x0ca{}\n", "User-agent: samsok{}\n"]
)
def test_robots_of_many_names_and_rules_cost_little(bomb: str) -> None:
    """Names times rules would be a hundred million."""
    text = "".join(bomb.format(n) for n in range(10_000)) + "".join(f"Disallow: /{n}*\n" for n in range(10_000))
    begun = time.process_time()
    Rules.of(text.encode()).allow(f"{SITE}/x")
    assert time.process_time() - begun < 5


class Hours:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now_s += seconds


def test_pace_holds_requests_apart_by_host() -> None:
    """One a second and host, longer where a site asks for it, once longer where it is busy."""
    hours = Hours()
    pace = Pace(1.0, 60, now=hours.now, sleep=hours.sleep)
    for host in ("a", "b", "a"):
        pace.wait(host)
    pace.slow_down("a", 5)
    pace.slow_down("b", 0.1)
    for host in ("a", "a", "b", "b"):
        pace.wait(host)
    pace.pause("b", 7)
    pace.wait("b")
    assert hours.slept == [1, 1, 5, 1, 7]


def test_pace_ends_with_the_run() -> None:
    """A request that could only be made after the end is not waited for."""
    hours = Hours()
    pace = Pace(1.0, 60, now=hours.now, sleep=hours.sleep)
    pace.wait("a")
    pace.slow_down("a", 1e9)
    pace.wait("a")
    with pytest.raises(TimeOver):
        pace.wait("a")
    hours.sleep(100)
    with pytest.raises(TimeOver):
        pace.wait("b")


EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - refused, not listened at
REFUSED = [
    "127.0.0.1", "127.8.8.8", EVERY_INTERFACE, "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "169.254.169.254", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:0:0", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
    "2001::1", "2001:db8::1", "100::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    """Every special-purpose range, and IPv6 addresses that carry one."""
    assert not Guard().permits(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_permitted(address: str) -> None:
    """Neighbours of the special ranges are public."""
    assert Guard().permits(ip_address(address))


@pytest.mark.parametrize(
    "address", ["169.254.169.254", EVERY_INTERFACE, "224.0.0.1", "fe80::1", "::", "ff02::1", "255.255.255.255"]
)
def test_permission_for_private_networks_opens_no_more(address: str) -> None:
    """Link-local addresses, where clouds keep credentials, stay closed."""
    guard = Guard(PRIVATE)
    assert not guard.permits(ip_address(address))
    assert guard.permits(ip_address("10.0.0.1"))
    assert guard.permits(ip_address("::ffff:192.168.0.1"))


def test_a_name_is_refused_when_any_of_its_addresses_is() -> None:
    """An answer that mixes public and private addresses is not trusted in part."""
    guard = Guard(resolver=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(RefusedAddress, match=r"10\.0\.0\.1"):
        guard.addresses("site.example", 80)


def test_a_name_that_is_unknown_is_told() -> None:
    """The reserved name has no address."""
    with pytest.raises(UnavailablePage, match=r"site\.invalid"):
        Guard().addresses("site.invalid", 80)


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A resolver that changes its mind is asked once for each connection, and its answer is what is used."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    asked: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers.pop(0)

    backend = GuardedBackend(Guard((ip_network("127.0.0.1/32"),), resolver), Clock())
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("site.example", 9, timeout=1)
    with pytest.raises(RefusedAddress, match=r"127\.0\.0\.2"):
        backend.connect_tcp("site.example", 9, timeout=1)
    assert asked == ["site.example"] * 2


def test_the_frontier_takes_the_nearest_first_and_shapes_in_turn() -> None:
    """What a trap makes comes after what is two links further away, and each key comes once."""
    frontier = Frontier(max_depth=5, max_known=1000)
    for number in range(4 * SHAPE_STEP):
        frontier.put(Next(f"{SITE}/kalender?dag={number}", 1))
    frontier.put(Next(f"{SITE}/avtal/", 3))
    frontier.put(Next(f"{SITE}/avtal/index.html", 1))
    frontier.put(Next(f"{SITE}/djup", 6))
    frontier.put(Next(f"{SITE}/a/b/a/b/a/b/a/b", 1))
    order = [frontier.pop().address for _ in range(len(frontier))]
    assert len(order) == 4 * SHAPE_STEP + 1
    assert order.index(f"{SITE}/avtal/") < 3 * SHAPE_STEP + 5
    assert frontier.left_out == 1


def test_the_frontier_keeps_a_bounded_number_in_mind() -> None:
    """A site of endless links fills no memory; what is held from before is asked for all the same."""
    frontier = Frontier(max_depth=5, max_known=10)
    for number in range(100):
        frontier.put(Next(f"{SITE}/{number}", 1))
    frontier.put(Next(f"{SITE}/held", is_unlinked=True))
    assert (len(frontier), frontier.left_out) == (11, 90)
