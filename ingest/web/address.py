"""Web addresses: one spelling for each page, and what lies within a host and a path.

Knows the syntax of addresses (RFC 3986, and what browsers make of careless ones); must not resolve or fetch anything.
"""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import idna

from ingest.media import BY_EXTENSION
from search.errors import RefusedAddress
from search.personal import mask

MAX_CHARACTERS = 2000
"""Source: the longest address that sitemaps may name has 2,048 characters (sitemaps.org); traps grow without end."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_ESCAPE = re.compile(r"%(?:([0-9A-Fa-f]{2}))?|[^\x21-\x7e]|[\"<>^`{|}]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|_ga|_gl|"
    r"_hsenc|_hsmi|hsctatracking|vero_id|jsessionid|phpsessid|aspsessionid\w*)",
    re.IGNORECASE,
)
"""Parameters that tell a visit from another one, never a page from another one."""
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index\.(?:html?|xhtml|php|aspx?|jsp)|default\.(?:html?|aspx?))$", re.IGNORECASE)
_PAGE_ENDINGS = frozenset({".php", ".asp", ".aspx", ".jsp", ".do", ".cfm", ".shtml", ".xml", ".gz", *BY_EXTENSION})


@dataclass(frozen=True, slots=True)
class Start:
    """An address that was asked for.

    Attributes:
        follow: whether links are followed from it.
    """

    address: str
    follow: bool = False


def is_address(text: str) -> bool:
    """Tell whether this is meant as a web address rather than as a path."""
    return re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def clean(text: str, base: str | None = None) -> str:
    """Return the one spelling of an address that may be fetched; cleaning it again changes nothing.

    Scheme and host in lower case, host in ASCII, no default port, no fragment, no dot segments, no tracking
    parameters, escapes in one way. The order of parameters stays: some sites mean something by it.

    Args:
        base: cleaned address that a relative one stands in.

    Raises:
        RefusedAddress: it is none, is neither http nor https, holds credentials, or spells an IP address in a way
            that only hides it; or it holds a person's identity number, as it would be stored and shown.
    """
    text = re.sub(r"[\t\n\r]", "", text.strip())
    try:
        # joining what is whole already would lose an empty parameter
        parts = urlsplit(text if base is None or is_address(text) else urljoin(base, text))
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedAddress(f"{_shown(text)} is no web address ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise RefusedAddress(f"{_shown(text)} is neither http nor https")
    if "@" in parts.netloc:
        raise RefusedAddress(f"an address of {_shown(host)} holds a user name or password; give it without")
    authority = _host(host, text) + ("" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}")
    path = _SESSION_IN_PATH.sub("", _without_dots(_escaped(parts.path))) or "/"
    cleaned = urlunsplit((scheme, authority, path, _query(parts.query), ""))
    if len(cleaned) > MAX_CHARACTERS:
        raise RefusedAddress(f"{_shown(text)} has {len(cleaned)} characters, allowed are {MAX_CHARACTERS}")
    if mask(unquote(f"{path}?{parts.query}")).count:
        raise RefusedAddress(f"an address of {_shown(host)} holds what looks like a person's identity number")
    return cleaned


def key_of(address: str) -> str:
    """Return what a cleaned address is known by: a folder's index page is the folder."""
    parts = urlsplit(address)
    return address if parts.query else urlunsplit(parts._replace(path=_INDEX.sub("/", parts.path)))


@dataclass(frozen=True, slots=True)
class Scope:
    """A host, and a path on it at or below which pages may be fetched.

    Attributes:
        host: with the port where it is not the scheme's own.
        path: without its trailing slash; "" is the whole host.
        secure: begun at https, so that nothing in it is asked for in the clear.
    """

    host: str
    path: str
    secure: bool

    @classmethod
    def of(cls, address: str) -> "Scope":
        """Return the scope of a cleaned start address: its folder, or itself and what is below it."""
        parts = urlsplit(address)
        path = parts.path
        if PurePosixPath(path).suffix.lower() in _PAGE_ENDINGS:
            path = path.rsplit("/", 1)[0]
        return cls(parts.netloc, path.rstrip("/"), parts.scheme == "https")

    def whole_host(self) -> "Scope":
        """Return the scope of everything on this host."""
        return Scope(self.host, "", self.secure)

    def holds(self, address: str) -> bool:
        """Tell whether a cleaned address lies within."""
        parts = urlsplit(address)
        below = parts.path == self.path or parts.path.startswith(self.path + "/")
        return parts.netloc == self.host and below

    def secured(self, address: str) -> str:
        """Return the address with https where the scope began so: servers behind a proxy often name http."""
        in_clear = f"http://{self.host}/"
        return "https" + address[4:] if self.secure and address.startswith(in_clear) else address


def host_of(address: str) -> str:
    """Return the host of a cleaned address, with its port where that is not the scheme's own."""
    return urlsplit(address).netloc


def with_www_changed(host: str) -> str:
    """Return the other one of example.org and www.example.org."""
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


def _host(host: str, text: str) -> str:
    if ":" in host:
        return _ipv6(host, text)
    try:
        ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise RefusedAddress(f"{_shown(text)} names no host that can be looked up ({error})") from error
    ascii_host = ascii_host.lower().rstrip(".")
    if _NUMBER.fullmatch(ascii_host.rpartition(".")[2]):
        return _ipv4(ascii_host, text)
    if not _HOST.fullmatch(ascii_host):
        raise RefusedAddress(f"{_shown(text)} names no host that can be looked up")
    return ascii_host


def _ipv4(host: str, text: str) -> str:
    """Return an address of four decimal numbers; other spellings are understood by few but the system's resolver."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise RefusedAddress(f"{_shown(text)}: an IP address must be written as four decimal numbers") from error


def _ipv6(host: str, text: str) -> str:
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError as error:
        raise RefusedAddress(f"{_shown(text)} holds no IPv6 address ({error})") from error
    if address.scope_id:
        raise RefusedAddress(f"{_shown(text)} names an interface of this machine; give an address without %")
    return f"[{address.compressed}]"


def _escaped(text: str) -> str:
    """Return text with escapes in one way: capitals, unreserved characters bare, all others that need it escaped."""

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            character = chr(int(match[1], 16))
            return character if character in _UNRESERVED else f"%{match[1].upper()}"
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

    return _ESCAPE.sub(replace, text)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = [part for part in _escaped(query).split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])]
    return "&".join(kept)


def _shown(text: str) -> str:
    """Return the start of an address for a message, without what a terminal would act on."""
    short = _CONTROL.sub("?", text)
    return short if len(short) <= 200 else f"{short[:200]}..."  # noqa: PLR2004 - as much as fits a line or two
