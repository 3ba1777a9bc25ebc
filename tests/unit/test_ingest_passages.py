from collections.abc import Sequence

from ingest.passages import MAX_WORDS, passages_of
from search.document import BLOCK_SEPARATOR, Block, BlockKind, Passage

SENTENCE = "Myndigheterna samverkar om transporter varje vecka året om. "


def placed(*blocks: tuple[BlockKind, str, int, int | None]) -> tuple[str, list[Block]]:
    """Place (kind, text, level, page) one after the other."""
    found: list[Block] = []
    start = 0
    for kind, text, level, page in blocks:
        found.append(Block(kind, text, start, start + len(text), level=level, page=page, language="sv"))
        start += len(text) + len(BLOCK_SEPARATOR)
    return BLOCK_SEPARATOR.join(block.text for block in found), found


def cut(*blocks: tuple[BlockKind, str, int, int | None], title: str = "Titel") -> Sequence[Passage]:
    text, found = placed(*blocks)
    return list(passages_of("d", "r", text, found, title))


def words(count: int) -> str:
    return (SENTENCE * (count // 8 + 1)).strip()


def test_no_passage_crosses_a_section() -> None:
    """Short sections stay apart, each under its own path."""
    found = cut(
        ("heading", "1 Syfte", 2, None), ("paragraph", "Kort.", 0, None),
        ("heading", "1.1 Mål", 3, None), ("paragraph", "Också kort.", 0, None),
        ("heading", "2 Slut", 2, None), ("paragraph", "Sist.", 0, None),
    )  # fmt: skip
    assert [(p.section_path, p.text) for p in found] == [
        (("1 Syfte",), "Kort."),
        (("1 Syfte", "1.1 Mål"), "Också kort."),
        (("2 Slut",), "Sist."),
    ]


def test_title_is_not_repeated_in_the_path() -> None:
    """The heading that is the document's title does not stand in the paths."""
    found = cut(
        ("heading", "Titel", 1, None),
        ("paragraph", "Text.", 0, None),
        ("heading", "Del", 2, None),
        ("paragraph", "Mer.", 0, None),
    )
    assert [p.section_path for p in found] == [(), ("Del",)]


def test_first_heading_above_all_others_is_the_documents_own() -> None:
    """A first heading higher than all others names the document even if its title is worded otherwise."""
    found = cut(("heading", "Strategi", 1, None), ("heading", "Del", 2, None), ("paragraph", "Mer.", 0, None))
    assert [p.section_path for p in found] == [("Del",)]


def test_heading_without_body_is_a_passage() -> None:
    """A heading to which nothing belongs can still be found."""
    found = cut(("heading", "Bilaga A", 2, None), ("heading", "Bilaga B", 2, None), ("paragraph", "Text.", 0, None))
    assert [(p.text, p.section_path) for p in found] == [("Bilaga A", ()), ("Text.", ("Bilaga B",))]


def test_small_neighbours_are_merged() -> None:
    """Short paragraphs of one section become one passage."""
    assert len(cut(*[("paragraph", words(20), 0, None)] * 4)) == 1


def test_long_paragraph_is_cut_at_sentences() -> None:
    """A paragraph over the limit gives passages that begin and end with whole sentences."""
    found = cut(("paragraph", words(500), 0, None))
    assert len(found) > 2
    assert all(p.text.endswith("om.") and p.text.startswith("Myndigheterna") for p in found)
    assert all(len(p.text.split()) <= MAX_WORDS for p in found)


def test_abbreviations_end_no_sentence() -> None:
    """ "t.ex." before a name and a Danish ordinal do not end a sentence."""
    text = (
        "Detta gäller bl.a. Polisen och t.ex. Kriminalvården samt enligt 5 kap. 3 § från den 1. Januari " * 14
    ).strip() + "."
    found = cut(("paragraph", text, 0, None))
    assert not any(p.text.rstrip().endswith(("bl.a.", "t.ex.", "kap.", "1.")) for p in found)


def test_list_stays_with_its_lead_in() -> None:
    """A list that fits stands in one passage with the sentence that leads to it."""
    items: list[tuple[BlockKind, str, int, int | None]] = [
        ("list_item", f"{n}. Område nummer {n}", 0, None) for n in range(1, 9)
    ]
    found = cut(("paragraph", words(150), 0, None), ("paragraph", "8 områden:", 0, None), *items)
    assert found[-1].text.startswith("8 områden:")
    assert found[-1].text.endswith("8. Område nummer 8")


def test_long_list_is_cut_between_items() -> None:
    """A list that is too long is parted between items."""
    items: list[tuple[BlockKind, str, int, int | None]] = [("list_item", words(30), 0, None)] * 20
    found = cut(("paragraph", "Följande gäller:", 0, None), *items)
    assert len(found) > 2
    assert found[0].text.startswith("Följande gäller:")
    assert all(len(p.text.split()) <= 220 for p in found)


def test_long_table_is_cut_between_rows() -> None:
    """A table that is too long is parted between rows; the first part keeps its header and lead-in."""
    rows = "\n".join(f"Område {n} | Kim Exempel | Handläggare i region Väst | 08-465 004 {n:02d}" for n in range(60))
    found = cut(
        ("paragraph", "Kontakter per område:", 0, None), ("table", f"Område | Namn | Roll | Telefon\n{rows}", 0, None)
    )
    assert found[0].text.startswith("Kontakter per område:\n\nOmråde | Namn")
    assert all(p.text.split("\n")[-1].count("|") == 3 for p in found)
    assert all(p.text.split("\n")[0].startswith("Område") for p in found[1:])


def test_every_passage_lies_on_one_page() -> None:
    """A page break always parts passages, so that the page cited holds the words."""
    found = cut(
        ("paragraph", "Det krävs att:", 0, 4), ("list_item", "det finns personal", 0, 5), ("paragraph", words(30), 0, 5)
    )
    assert [(p.page, p.page_to) for p in found] == [(4, 4), (5, 5)]


def test_one_enormous_word_run_is_cut() -> None:
    """Text without any sentence end is cut at blanks."""
    found = cut(("paragraph", "ord " * 1000, 0, None))
    assert all(len(p.text.split()) <= MAX_WORDS for p in found)


def test_ids_follow_document_revision_and_order() -> None:
    """Ids are stable for the same document and revision, and differ by position."""
    first, again = cut(("paragraph", words(500), 0, None)), cut(("paragraph", words(500), 0, None))
    assert [p.passage_id for p in first] == [p.passage_id for p in again]
    assert len({p.passage_id for p in first}) == len(first)
    assert [p.ordinal for p in first] == list(range(len(first)))
