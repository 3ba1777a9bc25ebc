"""What a web page says of itself and where it leads, read without building a tree.

Knows the tags of HTML; must not know addresses beyond joining them. Pages come from anywhere and are looked at in the
process that fetches: one pass over the characters, in time that grows with their number alone, and nothing nested that
could exhaust a stack. The content is read by `ingest.parse`, in a process with limits.
"""

import heapq
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.web.address import clean
from ingest.web.headers import directives
from ingest.web.limits import ROBOT
from search.errors import RefusedAddress

MAX_LINKS = 5000
"""Links of one page that are looked at. Source: listings of agencies link some hundreds."""

_MARK = re.compile(
    r"<!--|<(?:(?P<raw>script|style|textarea|title|xmp|noembed|template)|(?P<tag>a|area|link|meta|base|input))(?=[\s/>])",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=\"'<][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_REFRESH = re.compile(r"\d[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_MIN_RUN_CHARACTERS = 20
_KEPT_HASHES = 64


@dataclass(slots=True)
class PageFacts:
    """What a page says beside its content.

    Attributes:
        links: cleaned addresses that may be followed, each once, in the order of the page.
        canonical: the address that the page says it should be known by; None where it names none.
        directives: of its robots tags.
        asks_password: whether it has a field for a password.
    """

    links: list[str] = field(default_factory=list)
    canonical: str | None = None
    directives: frozenset[str] = frozenset()
    asks_password: bool = False

    @property
    def may_be_kept(self) -> bool:
        """Whether the page lets itself be indexed."""
        return "noindex" not in self.directives


def read_page(text: str, address: str) -> PageFacts:
    """Return the facts of the page at a cleaned address."""
    facts = PageFacts()
    base, looked_at = address, 0
    links: dict[str, None] = {}
    for tag, attributes in _tags(text):
        if tag == "base" and base == address:
            base = _joined(attributes.get("href"), address) or address
        elif tag in ("a", "area") and looked_at < MAX_LINKS and not _tells(attributes, "nofollow"):
            looked_at += 1
            links[_joined(attributes.get("href"), base) or ""] = None
        elif tag == "link" and _tells(attributes, "canonical") and facts.canonical is None:
            facts.canonical = _joined(attributes.get("href"), base)
        elif tag == "input":
            facts.asks_password |= attributes.get("type", "").lower() == "password"
        elif tag == "meta":
            _read_meta(attributes, base, facts, links)
    links.pop("", None)
    facts.links = [] if "nofollow" in facts.directives else list(links)
    return facts


def fingerprint(text: str) -> frozenset[int]:
    """Return the least hashes of a page's longer runs of text between tags; it compares within one process."""
    runs = (" ".join(run.split()) for run in re.split(r"<[^<>]*>", text))
    return frozenset(heapq.nsmallest(_KEPT_HASHES, {hash(run) for run in runs if len(run) >= _MIN_RUN_CHARACTERS}))


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the runs of text of two pages that both have, 0 to 1, estimated from their fingerprints.

    Source: Broder, "On the resemblance and containment of documents" (1997), section 4: the least hashes of the union
    are an even sample of it.
    """
    sample = heapq.nsmallest(_KEPT_HASHES, one | other)
    return sum(value in one and value in other for value in sample) / len(sample) if sample else 1.0


def _read_meta(attributes: dict[str, str], base: str, facts: PageFacts, links: dict[str, None]) -> None:
    content = attributes.get("content", "")
    if attributes.get("name", "").lower() in ("robots", ROBOT):
        facts.directives |= directives(content)
    elif attributes.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content.strip())):
        links[_joined(match[1], base) or ""] = None


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the tags that matter, outside comments and scripts, with their attributes by lower-case name."""
    position = 0
    while match := _MARK.search(text, position):
        position = match.end()
        if match["tag"]:
            attributes, position = _attributes(text, position)
            yield match["tag"].lower(), attributes
        elif match["raw"]:
            position = _behind(text, re.compile(f"</{match['raw']}", re.IGNORECASE), position)
        else:
            position = _behind(text, _COMMENT_END, position)


_COMMENT_END = re.compile(r"-->")


def _behind(text: str, end: re.Pattern[str], position: int) -> int:
    """Return where the text goes on after the end of something; nowhere if it never ends."""
    match = end.search(text, position)
    return match.end() if match else len(text)


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(text, position):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
        position = match.end()
    return found, position


def _tells(attributes: dict[str, str], word: str) -> bool:
    return word in attributes.get("rel", "").lower().split()


def _joined(target: str | None, base: str) -> str | None:
    """Return the cleaned address that a link means; None for a place in the same page and for what is no address."""
    if target is None or not target.strip() or target.strip().startswith("#"):
        return None
    try:
        return clean(target, base)
    except RefusedAddress:
        return None
