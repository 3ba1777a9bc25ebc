"""What a command is to take in: paths and web addresses, from its arguments or from a list, and what the web may cost.

Knows arguments, lists, settings and the environment's proxies; must not fetch or read documents.
"""

import os
import urllib.request
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from api.settings import Settings
from ingest.pipeline import Finder
from ingest.web.address import Start, clean, is_address
from ingest.web.guard import PRIVATE
from ingest.web.limits import WebLimits
from search.errors import InvalidParameter, InvalidSetting, RefusedAddress
from search.page_state import PageStates

SPOOL = "fetched"
"""Folder below the data folder; there while a run lasts."""

_CRAWL = "crawl"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is to be taken in."""

    paths: tuple[Path, ...]
    starts: tuple[Start, ...]


def sources_of(names: Iterable[str], listed: Path | None, *, follow: bool) -> Sources:
    """Tell paths from addresses.

    Args:
        names: paths and addresses, as given.
        listed: a file with one of them a line; "crawl" before an address follows its links, "#" begins a comment.
            A relative path in it starts from the list's folder.
        follow: links of all addresses are followed.

    Raises:
        InvalidParameter: an address cannot be fetched from, or the list cannot be read.
    """
    paths: list[Path] = []
    starts: list[Start] = []
    for name, folder, is_crawl in [*((name, Path(), False) for name in names), *_lines(listed)]:
        if is_address(name):
            starts.append(_start(name, follow=follow or is_crawl))
        else:
            paths.append(folder / name)
    return Sources(tuple(paths), tuple(dict.fromkeys(starts)))


def open_finder(
    starts: Sequence[Start], settings: Settings, pages: PageStates, *, allow_private: bool
) -> AbstractContextManager[Finder | None]:
    """Return a block in which these addresses can be fetched; nothing to fetch with where there are none.

    Raises:
        InvalidSetting: the environment names a proxy for one of the hosts.
    """
    if not starts:
        return nullcontext()
    for start in starts:
        _check_proxy(start.address)
    from ingest.web.find import WebFinder  # noqa: PLC0415 - folders are taken in without an HTTP client

    return WebFinder(starts, web_limits(settings, allow_private=allow_private), settings.data / SPOOL, pages)


def web_limits(settings: Settings, *, allow_private: bool) -> WebLimits:
    """Return what may be asked of web sites."""
    contact = f" (+{settings.web_contact})" if settings.web_contact else ""
    return WebLimits(
        agent=f"samsok/{version('samsok')}{contact}",
        requests_per_s=settings.web_rate,
        max_pages=settings.web_max_pages,
        max_depth=settings.web_max_depth,
        max_bytes=min(settings.web_max_bytes, settings.max_bytes),
        max_run_s=settings.web_max_minutes * 60.0,
        private=(settings.web_private or ()) + (PRIVATE if allow_private else ()),
    )


def _lines(listed: Path | None) -> list[tuple[str, Path, bool]]:
    if listed is None:
        return []
    try:
        text = listed.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidParameter(f"the list {listed} cannot be read ({error}); give a text file in UTF-8.") from error
    found: list[tuple[str, Path, bool]] = []
    for line in map(str.strip, text.splitlines()):
        word, _, rest = line.partition(" ")
        is_crawl = word == _CRAWL and is_address(rest.strip())
        if line and not line.startswith("#"):
            found.append((rest.strip() if is_crawl else line, listed.parent, is_crawl))
    return found


def _start(name: str, *, follow: bool) -> Start:
    try:
        return Start(clean(name), follow)
    except RefusedAddress as error:
        raise InvalidParameter(f"{error}.") from error


def _check_proxy(address: str) -> None:
    """Refuse an address that the environment wants a proxy for: whoever goes through one cannot check where it goes."""
    parts = urlsplit(address)
    names = (f"{parts.scheme}_proxy", "all_proxy")
    proxy = next((name for name in os.environ if name.lower() in names and os.environ[name]), None)
    if proxy and not urllib.request.proxy_bypass_environment(parts.netloc):  # type: ignore[attr-defined]
        raise InvalidSetting(
            f"{proxy} is set, but pages are fetched without a proxy, so that it can be checked which machine is "
            f"asked; name {parts.hostname} in NO_PROXY if it can be reached directly."
        )
