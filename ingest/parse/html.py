"""Web pages: the main part of a page without its furniture, and the contact boxes beside it.

Knows how pages of agencies are built (landmarks, class names); the walk over elements is `ingest.parse.walker`.
Pages without landmarks are judged by trafilatura, block by block, so that headings and order stay ours.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ingest import media
from ingest.limits import Limits
from ingest.parse.text import decode
from ingest.parse.walker import blocks_at, blocks_of, tidy
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.pattern import is_contact_box, is_contact_line
from ingest.structure import promote_bold_headings
from search.errors import DocumentTooLarge, UnparseableDocument

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_FURNITURE = (
    "nav, footer, dialog, script, style, noscript, template, svg, iframe, form, button, [hidden], "
    "[aria-hidden=true], [role=navigation], [role=search], [role=banner], [role=contentinfo], [role=dialog], "
    "[role=alertdialog], [role=menu]"
)
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:cookie\w*|consent|gdpr|breadcrumbs?|brodkrum\w*|brødkrumme\w*|skip-?\w*|sr-only|visually-?hidden|"
    r"newsletter\w*|nyhetsbrev|nyhedsbrev|share\w*|social\w*|sharing|some-?links|nav(?:bar|igation)?|menu\w*|sidebar-?nav|pagination|"
    r"toolbar|site-?header|site-?footer|related\w*|feedback|search-?(?:form|box|bar))(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = ("main", "[role=main]", "article", "#main-content", "#maincontent", "#content", "#main")
_MAIN_MIN_SHARE = 0.25
"""A landmark holding less of the page's text than this is not where the content is."""
_LETTERS = re.compile(r"[^\W_]+")
_LABELLED = re.compile(r"[^.:!?|]{2,60}:\s+\S")
_BOX_MAX_CHARS = 500
_MOST_FORMS = 100
"""No page is wrapped in more of them; for each, the text of the whole page is put together."""
_NEAR_BOXES = 20
"""A box within another comes right after it; what repeats one further up is told when its lines are looked for."""
_MOST_BESIDE = 1000
"""More boxes that the content does not hold are no furniture of one page. A choice."""
_TOO_MANY_BOXES = f"contact boxes beside the text were left out after the first {_MOST_BESIDE:,}"
_ASIDE_LEVEL = 2
"""The heading of a box beside the text stands under the page's title."""
_BOX_OR_LINK = "a[href], div, section, header, aside, td, center"
"""A page without any of them has nothing set apart from its text and leads nowhere: there is no furniture to judge.
Source: of 18 such pages with 556 blocks trafilatura left out none."""
_JUDGED_MAX_CHARS = 3_000_000
"""Longer pages are books, not pages with a menu. Source: judging 20 million took 890 MB and most of 100 s."""
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_NESTING_TAG = re.compile(
    r"<(/?)(?!/|(?:p|li|td|th|tr|dd|dt|option|br|hr|img|input|meta|link|col|source|area|base|wbr|thead|tbody|tfoot)\b)[a-z]",
    re.IGNORECASE,
)
"""Start and end tags of elements that neither close themselves nor each other."""
_MAX_NESTING = 5000
"""Source: the parser's recursion was measured to survive 30,000 levels on a stack of 8 MB, but not 100,000."""


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:  # noqa: ARG001 - the signature of every parser
    """Parse a web page.

    Raises:
        UnparseableDocument: there is no element in it, or they are nested too deep.
        DocumentTooLarge: its elements need more memory than there is.
    """
    text = decode_page(data)
    check_nesting(text, name)
    tree = _tree_of(text, name)
    if tree.body is None:
        raise UnparseableDocument(f"{name} is no web page that can be read: it has no body; save it again")
    title = _title(tree)
    language = tree.css_first("html[lang]")
    hint = language.attributes.get("lang") if language is not None else None
    contacts = _contact_boxes(tree.body)
    content = _content(tree, text)
    missing = _missing(contacts, content)
    blocks = tuple(promote_bold_headings(_with_missing(missing[:_MOST_BESIDE], content)))
    notes = (_TOO_MANY_BOXES,) if len(missing) > _MOST_BESIDE else ()
    return ParsedDocument(media.HTML, blocks, title=title, language_hint=hint, notes=notes, metadata=_meta(tree))


def blocks_of_fragment(html: str) -> list[ParsedBlock]:
    """Return the blocks of HTML that is all content: a converted Word file, the body of a mail."""
    check_nesting(html, "the text")
    body = _tree_of(html, "the text").body
    return promote_bold_headings(blocks_of(body)) if body is not None else []


def _tree_of(html: str, name: str) -> LexborHTMLParser:
    """Return the elements of a page; the parser mends whatever is wrong with it and fails for want of memory alone."""
    try:
        return LexborHTMLParser(html)
    except SelectolaxError as error:
        raise DocumentTooLarge(
            f"{name} has {html.count('<'):,} tags in {len(html):,} characters, more than fit into the memory that a "
            "document may take; split it"
        ) from error


def check_nesting(html: str, name: str) -> None:
    """Raise UnparseableDocument for elements nested so deep that the parser would exhaust its stack."""
    if html.count("<") <= _MAX_NESTING:
        return  # one start tag a level is the least
    depth = deepest = 0
    for match in _NESTING_TAG.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _MAX_NESTING:
        raise UnparseableDocument(
            f"{name} nests its elements {deepest:,} deep, allowed are {_MAX_NESTING:,}; save it again"
        )


def decode_page(data: bytes) -> str:
    """Decode a page by its declared character set, else as plain text is decoded."""
    declared = _CHARSET.search(data[:2048])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _title(tree: LexborHTMLParser) -> str | None:
    for selector, attribute in (('meta[property="og:title"]', "content"), ("title", None)):
        node = tree.css_first(selector)
        if node is not None:
            text = (node.attributes.get(attribute) or "") if attribute else node.text(deep=True)
            if text.strip():
                return " ".join(text.split())
    return None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    fields: dict[str, str] = {}
    for node in tree.css("meta[name], meta[property]"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        value = node.attributes.get("content") or ""
        if name.lower() in {
            "author",
            "date",
            "article:published_time",
            "article:modified_time",
            "og:type",
            "og:site_name",
        }:
            fields[name.lower()] = value.strip()
    return fields


def _content(tree: LexborHTMLParser, page: str) -> list[ParsedBlock]:
    """Return the blocks of the main part; takes the furniture out of the tree."""
    body = tree.body
    if body is None:
        return []
    forms = 0
    for node in body.css(_FURNITURE):
        forms += node.tag == "form"
        if node.tag == "form" and forms <= _MOST_FORMS and len(node.text(deep=True)) > len(body.text(deep=True)) / 2:
            node.unwrap()
            continue
        node.decompose()
    _remove_named_furniture(body)
    main = _main(body)
    if main is None:
        asides = _asides(body)
        return _judged(blocks_of(body) + asides, page)
    asides = _asides(main)
    return _head_of_page(body, main) + blocks_of(main) + asides


def _asides(main: LexborNode) -> list[ParsedBlock]:
    """Take the boxes with headings of their own out of a page; they stand beside its sections, not in one of them."""
    found: list[ParsedBlock] = []
    for node in main.css("aside, [role=complementary]"):
        blocks = blocks_of(node)
        levels = [block.level for block in blocks if block.kind == "heading"]
        if not levels or blocks[0].kind != "heading" or node.css_first("h1, article, main") is not None:
            continue
        raised = min(levels) - _ASIDE_LEVEL
        found += [
            replace(block, level=block.level - raised) if block.kind == "heading" and raised > 0 else block
            for block in blocks
        ]
        node.decompose()
    return found


def _remove_named_furniture(body: LexborNode) -> None:
    total = 0
    for node in body.css("[class], [id]"):
        attributes = node.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if not _FURNITURE_NAME.search(named) or node.tag in {"main", "article", "body", "html", "h1", "h2", "h3"}:
            continue
        total = total or len(body.text(deep=True)) or 1  # only now: most pages name nothing so
        share = len(node.text(deep=True)) / total
        if share < 0.5 and node.css_first("main, article, h1") is None:  # noqa: PLR2004 - half of a page is content
            node.decompose()


def _main(body: LexborNode) -> LexborNode | None:
    total = 0
    for selector in _MAIN:
        nodes = body.css(selector)
        if len(nodes) != 1:
            continue
        total = total or len(tidy(body.text(deep=True))) or 1
        if len(tidy(nodes[0].text(deep=True))) / total > _MAIN_MIN_SHARE:
            return nodes[0]
    return None


def _head_of_page(body: LexborNode, main: LexborNode) -> list[ParsedBlock]:
    """Return the page's h1 where it stands before the main part, and what its own box says after it.

    A heading there is a subtitle: it leads nothing, and the main part does not stand under it.
    """
    heading = body.css_first("h1")
    if heading is None or main.css_first("h1") is not None:
        return []
    text = " ".join(heading.text(deep=True).split())
    title = [ParsedBlock("heading", text, level=1)] if text else []
    return title + [
        replace(block, kind="paragraph", level=0) if block.kind == "heading" else block
        for node in _beside(heading, main)
        for block in blocks_at(node)
    ]


def _beside(heading: LexborNode, main: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements of a heading's own box that follow it, up to the one that is or holds the main part."""
    node = heading.next
    while node is not None and main.mem_id not in {each.mem_id for each in node.css("*")}:
        if node.tag not in {"-text", "-comment"}:
            yield node
        node = node.next


def _judged(blocks: list[ParsedBlock], page: str) -> list[ParsedBlock]:
    """Keep the blocks that trafilatura counts as content, all tables and contacts, and the headings before them."""
    tree = LexborHTMLParser(page)  # as it was before its furniture was taken out
    if tree.body is None or tree.body.css_first(_BOX_OR_LINK) is None:
        return blocks
    html = tree.html or ""
    if len(html) > _JUDGED_MAX_CHARS:
        return blocks
    kept_text = _extract(html)
    words = _squeezed(kept_text)
    total = sum(len(block.text) for block in blocks) or 1
    if len(words) < total * 0.5:
        return blocks
    keep = [b.text in kept_text or _squeezed(b.text) in words or _is_data(b) for b in blocks]
    kept = [block for block, good in zip(blocks, keep, strict=True) if good]
    return [b for i, b in enumerate(kept) if b.kind != "heading" or b.level == 1 or _leads(kept, i)]


def _extract(html: str) -> str:
    """Return what trafilatura counts as content."""
    import trafilatura  # noqa: PLC0415 - heavy, and not needed for pages with landmarks

    return trafilatura.extract(html, options=_extractor()) or ""


@cache
def _extractor() -> "Extractor":
    """Return trafilatura's options, which take as long to put together as a short page to read."""
    from trafilatura.settings import Extractor  # noqa: PLC0415 - as above

    return Extractor(recall=True, tables=True, comments=False, dedup=False)


def _is_data(block: ParsedBlock) -> bool:
    """Tell whether a block is data, which is content however little text it has: a table, a value with its label."""
    if block.kind in {"table", "heading"} or is_contact_box(block.text):
        return True
    return block.kind == "list_item" and _LABELLED.match(block.text) is not None


def _leads(blocks: list[ParsedBlock], position: int) -> bool:
    """Tell whether a heading stands before something: body, or a heading of a lower level."""
    if position + 1 == len(blocks):
        return False
    following = blocks[position + 1]
    return following.kind != "heading" or following.level > blocks[position].level


def _squeezed(text: str) -> str:
    return "".join(_LETTERS.findall(text)).lower()


def _contact_boxes(body: LexborNode) -> list[list[ParsedBlock]]:
    """Return the smallest boxes that hold a telephone number or an e-mail address, a heading of theirs first."""
    boxes: list[list[ParsedBlock]] = []
    for node in _small_boxes(body):
        box = _box(blocks_of(node))
        if box and not any(box[-1].text in other[-1].text for other in boxes[-_NEAR_BOXES:]):
            boxes.append(box)
    return boxes


def _small_boxes(body: LexborNode) -> list[LexborNode]:
    """Return the elements with little text and a contact line in it, in document order.

    They are looked at from the last to the first, the inner before the outer: what holds a large element is large, and
    its text is not put together again for each element around it.
    """
    found: list[LexborNode] = []
    large: set[int] = set()
    for node in reversed(body.css("aside, footer, address, section, div, p, li")):
        if node.mem_id in large:
            continue
        text = node.text(deep=True)
        if len(text) > _BOX_MAX_CHARS * 3:
            _add_outer(node, large)
        elif is_contact_line(" ".join(text.split())):
            found.append(node)
    return found[::-1]


def _add_outer(node: LexborNode, large: set[int]) -> None:
    """Add the elements around one, up to the first that is among them."""
    outer = node.parent
    while outer is not None and outer.mem_id not in large:
        large.add(outer.mem_id)
        outer = outer.parent


def _box(blocks: list[ParsedBlock]) -> list[ParsedBlock]:
    """Return a box as one contact block, after its heading if it begins with one; nothing if it is no contact box."""
    headings, lines = blocks[:1] if blocks and blocks[0].kind == "heading" else [], blocks
    text = "\n".join(block.text for block in lines[len(headings) :])
    if not text or len(text) > _BOX_MAX_CHARS or not is_contact_box(text):
        return []
    headings = [replace(heading, level=min(heading.level, _ASIDE_LEVEL)) for heading in headings]
    return [*headings, ParsedBlock("contact", text)]


def _missing(boxes: list[list[ParsedBlock]], blocks: list[ParsedBlock]) -> list[list[ParsedBlock]]:
    """Return the boxes whose contact lines the content does not hold, each once; at most one more than are kept."""
    if not boxes:
        return []
    held = _squeezed(" ".join(block.text for block in blocks))
    whole = {_squeezed(line) for block in blocks for line in block.text.split("\n")}  # a look-up, where it tells
    missing: list[list[ParsedBlock]] = []
    for box in boxes:
        lines = [_squeezed(line) for line in box[-1].text.split("\n") if is_contact_line(line)]
        if not all(line in whole or line in held for line in lines):
            missing.append(box)
            held += _squeezed(box[-1].text)
        if len(missing) > _MOST_BESIDE:
            break
    return missing


def _with_missing(missing: list[list[ParsedBlock]], blocks: list[ParsedBlock]) -> list[ParsedBlock]:
    """Return the content with these boxes.

    Those with a heading stand at the end, the others at the start: they belong to the whole page, not to a section.
    """
    first = [block for box in missing if len(box) == 1 for block in box]
    return first + blocks + [block for box in missing if len(box) > 1 for block in box]
