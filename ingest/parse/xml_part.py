"""XML parts of Office and OpenDocument files: parsed without entities, network or unbounded depth.

Knows how lxml is kept harmless and how a long part is read piece by piece; must not know what elements mean. Elements
are compared by local name, since the strict and the transitional variant of Office Open XML differ in namespace only.
"""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from search.errors import UnparseableDocument

Element = Any
"""An element of lxml, which has no types of its own."""
XML_ERRORS = (etree.XMLSyntaxError, etree.LxmlError)
"""Raised for XML that is not well-formed, is nested more than 256 deep or holds a text of more than 10 MB."""
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True}
_MAX_TREE_BYTES = 40_000_000
"""Parts held whole in memory take 5 to 10 times their size; the text of a paper is read piece by piece instead."""

_MAX_DIGITS = 12


def tree_of(data: bytes, name: str, part: str) -> Element:
    """Return the root element of a part.

    Raises:
        UnparseableDocument: it is no well-formed XML, nested too deep, too large, or declares entities.
    """
    if len(data) > _MAX_TREE_BYTES:
        raise UnparseableDocument(f"{name}: {part} has {len(data):,} bytes, allowed are {_MAX_TREE_BYTES:,}; split it")
    try:
        root = etree.fromstring(data, etree.XMLParser(remove_pis=True, **_SAFE))
    except (*XML_ERRORS, ValueError) as error:
        raise unreadable(name, part, error) from error
    refuse_entities(root, name, part)
    return root


def children_of(
    file: IO[bytes], parents: str | tuple[str, ...], tags: tuple[str, ...], name: str, part: str
) -> Iterator[Element]:
    """Yield the children of an element one after the other, each dropped when the next is asked for.

    Args:
        file: the part, open for reading.
        parents: local name of the element, or of several that follow each other.
        tags: local names of the children that are wanted.

    Raises:
        UnparseableDocument: as `tree_of`.
    """
    parents = (parents,) if isinstance(parents, str) else parents
    try:
        events = etree.iterparse(file, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], remove_pis=True, **_SAFE)
        first = True
        for _, element in events:
            above = element.getparent()
            if above is None or local(above) not in parents:
                continue
            if first:
                refuse_entities(element, name, part)
                first = False
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del above[0]
    except (*XML_ERRORS, ValueError) as error:
        raise unreadable(name, part, error) from error


def first_before(file: IO[bytes], wanted: str, stop: str, name: str, part: str) -> Element | None:
    """Return the first element of a local name that ends before one of another name begins; the rest is not read.

    Raises:
        UnparseableDocument: as `tree_of`.
    """
    try:
        tags = [f"{{*}}{wanted}", f"{{*}}{stop}"]
        for event, element in etree.iterparse(file, events=("start", "end"), tag=tags, remove_pis=True, **_SAFE):
            refuse_entities(element, name, part)
            if local(element) == stop:
                return None
            if event == "end":
                return element
    except (*XML_ERRORS, ValueError) as error:
        raise unreadable(name, part, error) from error
    return None


def refuse_entities(element: Element, name: str, part: str) -> None:
    """Raise UnparseableDocument where the part declares a document type, and with it entities."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnparseableDocument(f"{name}: {part} declares XML entities, which Office files must not; get it again")


def unreadable(name: str, part: str, error: Exception) -> UnparseableDocument:
    """Return the error for a part that is no XML that can be read."""
    return UnparseableDocument(f"{name}: {part} is damaged XML ({str(error)[:200]}); save the file again")


def local(element: Element) -> str:
    """Return the name of an element without its namespace; "" for entity references."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return the attribute of that local name, whatever its namespace."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of that local name, and of it the first child of the next name."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def value(element: Element | None, *path: str) -> str | None:
    """Return the `val` attribute of the element at that path."""
    found = child(element, *path)
    return attribute(found, "val") if found is not None else None


def is_on(element: Element | None, *path: str) -> bool | None:
    """Return what a switch such as `<w:b/>` says; None where there is none."""
    found = child(element, *path)
    if found is None:
        return None
    return (attribute(found, "val") or "true").lower() not in {"0", "false", "off", "none"}


def texts_below(element: Element, name: str) -> str:
    """Return the texts of all elements of that local name at any depth, joined."""
    return "".join(inner.text or "" for inner in element.iter(f"{{*}}{name}"))


def number(text: str | None, default: int, low: int = 0, high: int = 100_000) -> int:
    """Return a whole number from an attribute, kept within bounds; the default where it is none."""
    if text is None or len(text) > _MAX_DIGITS:
        return default
    try:
        found = int(text)
    except ValueError:
        return default
    return min(max(found, low), high)
