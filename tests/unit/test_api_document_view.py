from hypothesis import given
from hypothesis import strategies as st

from api.document_view import PART_BLOCKS, BlockView, PartView, SheetView, outline_of, part_of_page, part_view
from search.stored import StoredDocument
from tests.doubles.knowledge import SAMPLES, long_document, stored

KINDS = st.sampled_from(["heading", "paragraph", "list_item", "table"])
TRIPLES = st.lists(
    st.tuples(KINDS, st.text(min_size=1, max_size=20), st.none() | st.integers(1, 3)), min_size=1, max_size=30
)


def shown(entry: StoredDocument, passage_id: str | None = None, part: int | None = None) -> PartView:
    return part_view(entry.blocks, entry.passages, entry.document.language, passage_id, part)


def blocks_of(part: PartView) -> list[BlockView]:
    return [block for sheet in part.sheets for group in sheet.groups for block in group.blocks]


@given(TRIPLES)
def test_every_block_and_every_passage_is_on_the_page_once(triples: list[tuple[str, str, int | None]]) -> None:
    """Grouping loses and doubles nothing, and each passage has its anchor."""
    entry = stored("x.txt", "X", "sv", triples)
    blocks = list(blocks_of(shown(entry)))
    assert [block.text for block in blocks] == [block.text for block in entry.blocks]
    anchors = [anchor for block in blocks for anchor in block.anchors]
    headings = [f"h-{index}" for index, block in enumerate(entry.blocks) if block.kind == "heading"]
    assert sorted(anchors) == sorted([*(f"p-{passage.passage_id}" for passage in entry.passages), *headings])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_headings_never_skip_a_level(levels: list[int]) -> None:
    """Whatever levels a document has, the page's outline steps down one at a time."""
    entry = stored("x.txt", "X", "sv", [("heading", "H", None) for _ in levels])
    blocks = [type(b)("heading", b.text, b.start, b.end, level) for b, level in zip(entry.blocks, levels, strict=True)]
    part = part_view(blocks, (), "sv", None, None)
    found = [block.heading for block in blocks_of(part)]
    assert all(2 <= level <= 6 for level in found)
    assert all(after <= before + 1 for before, after in zip([1, *found], found, strict=False))


def test_passage_asked_for_is_marked_from_first_to_last_block() -> None:
    """Exactly the blocks of the passage are marked as found."""
    entry = SAMPLES[0]
    part = shown(entry, entry.passages[1].passage_id)
    found = [block for sheet in part.sheets for group in sheet.groups for block in group.blocks if group.found]
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
    assert len(blocks_of(shown(entry))) == PART_BLOCKS


def test_list_item_with_its_own_number_needs_no_bullet() -> None:
    """Numbers as printed are kept and not doubled by a bullet."""
    texts = ["1. först", "a) sedan", "10.30 samling", "utan nummer"]
    entry = stored("x.txt", "X", "sv", [("list_item", text, None) for text in texts])
    blocks = list(blocks_of(shown(entry)))
    assert [block.numbered for block in blocks] == [True, True, False, False]


def test_table_has_rows_and_foreign_blocks_their_language() -> None:
    """Cells stand apart; a block in another language than its document says so."""
    table = next(b for b in blocks_of(shown(SAMPLES[0])) if b.kind == "table")
    assert table.rows[1] == ("Transporter", "transport@exempel.example", "000-00 00 01")
    assert table.lang is None
    assert table.has_head


def test_first_row_is_a_head_only_where_it_can_be_one() -> None:
    """Figures, an empty cell or nothing below it make a first row a row like the others."""
    texts = ["Namn | Ort\nAnna | Umeå", "2024 | 2025\n1 | 2", " | Ort\nAnna | Umeå", "Namn | Ort"]
    entry = stored("x.txt", "X", "sv", [("table", text, None) for text in texts])
    assert [block.has_head for block in blocks_of(shown(entry))] == [True, False, False, False]


def test_pages_follow_each_other_with_what_is_marked_on_them() -> None:
    """Each page is a sheet of its own, its boxes turned to measure from above."""
    part = shown(SAMPLES[0], SAMPLES[0].passages[1].passage_id)
    assert [(sheet.page, sheet.label, sheet.is_new) for sheet in part.sheets] == [(1, None, True), (2, None, True)]
    assert part.found_page == 2
    sheet = SheetView(1, None, is_new=True, groups=(), boxes=((10.0, 700.0, 110.0, 720.0),))
    (mark,) = sheet.marks(800.0)
    assert (mark.x, mark.y, mark.width, mark.height) == (7.5, 77.5, 105.0, 25.0)


def test_outline_leaves_out_the_title_and_what_is_too_deep() -> None:
    """A reader gets a list that can be read: no title again, of too many headings only the higher."""
    blocks = [("heading", "Titel", 1), ("heading", "Ett", 1), ("paragraph", "x", 1), ("heading", "Två", 2)]
    entry = stored("x.txt", "Titel", "sv", blocks)
    assert [(h.text, h.anchor, h.part) for h in outline_of(entry.blocks, "sv", "Titel")] == [
        ("Ett", "h-1", 1), ("Två", "h-3", 1),
    ]  # fmt: skip
    long = long_document()
    assert len(outline_of(long.blocks, "sv", "")) == 60
    assert {h.part for h in outline_of(long.blocks, "sv", "")} == {1, 2, 3}
    assert part_of_page(long.blocks, 60) == 3
    assert part_of_page(long.blocks, 61) is None
