from hypothesis import given
from hypothesis import strategies as st

from api.document_view import PART_BLOCKS, PartView, part_view
from search.stored import StoredDocument
from tests.doubles.knowledge import SAMPLES, long_document, stored

KINDS = st.sampled_from(["heading", "paragraph", "list_item", "table"])
TRIPLES = st.lists(
    st.tuples(KINDS, st.text(min_size=1, max_size=20), st.none() | st.integers(1, 3)), min_size=1, max_size=30
)


def shown(entry: StoredDocument, passage_id: str | None = None, part: int | None = None) -> PartView:
    return part_view(entry.blocks, entry.passages, entry.document.language, passage_id, part)


@given(TRIPLES)
def test_every_block_and_every_passage_is_on_the_page_once(triples: list[tuple[str, str, int | None]]) -> None:
    """Grouping loses and doubles nothing, and each passage has its anchor."""
    entry = stored("x.txt", "X", "sv", triples)
    blocks = [block for group in shown(entry).groups for block in group.blocks]
    assert [block.text for block in blocks] == [block.text for block in entry.blocks]
    anchors = [anchor for block in blocks for anchor in block.anchors]
    assert sorted(anchors) == sorted(passage.passage_id for passage in entry.passages)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_headings_never_skip_a_level(levels: list[int]) -> None:
    """Whatever levels a document has, the page's outline steps down one at a time."""
    entry = stored("x.txt", "X", "sv", [("heading", "H", None) for _ in levels])
    blocks = [type(b)("heading", b.text, b.start, b.end, level) for b, level in zip(entry.blocks, levels, strict=True)]
    part = part_view(blocks, (), "sv", None, None)
    found = [block.heading for group in part.groups for block in group.blocks]
    assert all(2 <= level <= 6 for level in found)
    assert all(after <= before + 1 for before, after in zip([1, *found], found, strict=False))


def test_passage_asked_for_is_marked_from_first_to_last_block() -> None:
    """Exactly the blocks of the passage are marked as found."""
    entry = SAMPLES[0]
    part = shown(entry, entry.passages[1].passage_id)
    found = [block for group in part.groups for block in group.blocks if group.found]
    assert [block.text for block in found] == [block.text for block in entry.blocks[4:]]
    assert [block.begins for block in found] == [True, False, False]
    assert [block.ends for block in found] == [False, False, True]


def test_long_document_opens_at_the_part_that_holds_the_passage() -> None:
    """A result's link opens the right part without naming it; an unknown part is brought within bounds."""
    entry = long_document()
    part = shown(entry, entry.passages[-1].passage_id)
    assert (part.number, part.count, part.has_found) == (3, 3, True)
    assert shown(entry, None, 99).number == 3
    assert shown(entry, "unknown").number == 1
    assert sum(len(group.blocks) for group in shown(entry).groups) == PART_BLOCKS


def test_list_item_with_its_own_number_needs_no_bullet() -> None:
    """Numbers as printed are kept and not doubled by a bullet."""
    texts = ["1. först", "a) sedan", "10.30 samling", "utan nummer"]
    entry = stored("x.txt", "X", "sv", [("list_item", text, None) for text in texts])
    blocks = [block for group in shown(entry).groups for block in group.blocks]
    assert [block.numbered for block in blocks] == [True, True, False, False]


def test_table_has_rows_and_foreign_blocks_their_language() -> None:
    """Cells stand apart; a block in another language than its document says so."""
    table = next(b for g in shown(SAMPLES[0]).groups for b in g.blocks if b.kind == "table")
    assert table.rows[1] == ("Transporter", "transport@exempel.example", "000-00 00 01")
    assert table.lang is None
