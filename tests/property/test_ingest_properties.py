import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.assemble import assemble
from ingest.clean import clean, clean_text, has_words
from ingest.limits import Limits
from ingest.parse import parse
from ingest.parse.transcript import follows
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.passages import MAX_WORDS, passages_of
from ingest.source import Source
from search.document import BLOCK_SEPARATOR, Block
from search.errors import DocumentError
from search.stored import StoredDocument

WORDS = st.sampled_from(
    [
        "häkte",
        "Polisen",
        "transporter.",
        "1.",
        "4.1",
        "bl.a.",
        "–",
        "och",
        "§",
        "samverkan:",
        "|",
        "IT\n",
        "tel",
        "08-465",
        "a@b.example",
        "...",
        "Innehåll",
        "12",
        "(7)",
        "•",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
KINDS = st.sampled_from(["heading", "paragraph", "paragraph", "list_item", "table", "note", "contact"])
PARSED = st.lists(
    st.builds(
        lambda kind, text, level, page: ParsedBlock(kind, text, level=level if kind == "heading" else 0, page=page),
        KINDS, TEXTS, st.integers(1, 6), st.integers(1, 4),
    ),
    min_size=1, max_size=25,
).map(lambda blocks: sorted(blocks, key=lambda block: block.page or 0))  # fmt: skip
ANY_TEXT = st.text(max_size=400)
SOURCE = Source("file:///a.txt", "a.txt", None, Path("a.txt"), 1, datetime(2024, 1, 1, tzinfo=UTC))
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def placed(blocks: Sequence[ParsedBlock]) -> tuple[str, list[Block]]:
    found: list[Block] = []
    start = 0
    for block in blocks:
        text = block.text
        found.append(Block(block.kind, text, start, start + len(text), level=block.level, page=block.page))
        start += len(text) + len(BLOCK_SEPARATOR)
    return BLOCK_SEPARATOR.join(block.text for block in found), found


def check(stored: StoredDocument) -> None:
    """Check the invariants of `search.document`."""
    assert stored.text == BLOCK_SEPARATOR.join(block.text for block in stored.blocks)
    assert all(stored.text[b.start : b.end] == b.text for b in stored.blocks)
    assert all(stored.text[p.start : p.end] == p.text for p in stored.passages)
    assert [p.ordinal for p in stored.passages] == list(range(len(stored.passages)))


@relaxed
@given(PARSED)
def test_passages_hold_every_word_of_the_body_once(parsed: list[ParsedBlock]) -> None:
    """Passages are in order, do not overlap, hold all body text, stay on one page and within the limits."""
    text, blocks = placed(parsed)
    found = list(passages_of("d", "r", text, blocks, "Titel"))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    covered = bytearray(len(text))
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        covered[passage.start : passage.end] = b"\x01" * (passage.end - passage.start)
        within = [b for b in blocks if b.start < passage.end and b.end > passage.start]
        assert {b.page for b in within} == {passage.page} == {passage.page_to}
        assert sum(b.kind == "heading" for b in within) in {0, len(within)}
        assert len(passage.text.split()) <= MAX_WORDS + 45
    for block in blocks:
        missing = [text[i] for i in range(block.start, block.end) if not covered[i] and not text[i].isspace()]
        assert block.kind == "heading" or not missing


@relaxed
@given(PARSED)
def test_stored_form_keeps_its_promises(parsed: list[ParsedBlock]) -> None:
    """Whatever a parser gives, offsets cut out the texts and no block is without words."""
    document = ParsedDocument("text/plain", tuple(parsed))
    try:
        stored = assemble(document, SOURCE, hashlib.sha256(b"").hexdigest())
    except DocumentError:
        assert not clean(document).blocks
        return
    check(stored)
    assert all(has_words(block.text) for block in stored.blocks)
    assert stored.passages


@relaxed
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean text is clean."""
    once = clean_text(text)
    assert clean_text(once) == once


@relaxed
@given(
    st.sampled_from(["a.txt", "a.md", "a.html", "a.eml"]),
    st.one_of(ANY_TEXT.map(str.encode), TEXTS.map(str.encode), st.binary(max_size=300)),
)
def test_no_text_file_breaks_its_parser(name: str, data: bytes) -> None:
    """Any bytes are taken in or refused with a reason, never an odd exception."""
    try:
        check(assemble(parse(data, name, Limits()), SOURCE, hashlib.sha256(data).hexdigest()))
    except DocumentError:
        return


@relaxed
@given(
    TEXTS,
    st.sampled_from(
        ["<p>{}</p>", "<ul><li>{}</ul>", "<table><tr><td>{}<td>x</table>", "<b>{}", "<h2>{}</h2><dl><dt>{}<dd>x"]
    ),
)
def test_words_of_a_page_are_kept(text: str, markup: str) -> None:
    """The words of a page's main part come through, in whatever element they stand."""
    page = f"<html><body><main>{markup.replace('{}', text)}</main></body></html>"
    blocks = parse(page.encode(), "a.html", Limits()).blocks
    words = [word for word in text.split() if word.isalpha()]
    held = " ".join(block.text for block in blocks)
    assert all(word in held for word in words)


@given(st.lists(st.integers(1, 9), max_size=4).map(tuple), st.lists(st.integers(1, 9), max_size=4).map(tuple))
def test_a_next_section_is_never_an_earlier_one(number: tuple[int, ...], last: tuple[int, ...]) -> None:
    """A section number that may follow is greater than the last one."""
    if follows(number, last):
        assert number > last
