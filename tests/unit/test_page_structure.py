from ingest.limits import Limits
from ingest.parse import parse


def texts(page: str) -> list[str]:
    """Return the blocks of a page without landmarks."""
    document = parse(f"<html><body>{page}</body></html>".encode(), "sida.html", Limits())
    return [f"{block.kind}: {block.text}" for block in document.blocks]


def test_definitions_keep_their_term() -> None:
    """Each value stands with its label; several short values of one label stand together."""
    page = (
        "<dl><dt>Beslutad:</dt><dd>2024-05-01</dd><div><dt>Kontakt</dt><dd>Kim Exempel</dd><dd>Robin Prov</dd></div>"
        "<dt>Utan värde</dt></dl>"
    )
    assert texts(page) == [
        "list_item: Beslutad: 2024-05-01",
        "list_item: Kontakt: Kim Exempel\nRobin Prov",
        "list_item: Utan värde",
    ]


def test_definitions_within_definitions_are_read_once() -> None:
    """A list within a definition gives its own pairs, each once."""
    page = "<dl><dt>Yttre</dt><dd>text<dl><dt>Inre</dt><dd>värde</dd></dl></dd></dl>"
    assert texts(page) == ["list_item: Yttre: text", "list_item: Inre: värde"]


def test_table_within_a_table_gives_the_inner_one() -> None:
    """A table that arranges a page is taken apart; the table of data in it stays one."""
    inner = "<table><tr><th>Ort</th><th>Telefon</th></tr><tr><td>Norrby</td><td>08-465 004 11</td></tr></table>"
    assert texts(f"<table><tr><td><p>Ring oss.</p></td><td>{inner}</td></tr></table>") == [
        "paragraph: Ring oss.",
        "table: Ort | Telefon\nNorrby | 08-465 004 11",
    ]


def test_folded_part_of_a_page_is_a_section() -> None:
    """What is folded under a summary is read, under the summary as its heading."""
    page = "<h1>Frågor</h1><details><summary>Vem kör?</summary><p>Polisen kör vid fara.</p></details>"
    assert texts(page) == ["heading: Frågor", "heading: Vem kör?", "paragraph: Polisen kör vid fara."]


def test_labelled_values_of_a_page_without_landmarks_are_kept() -> None:
    """Dates and names in a list of labels are content, although they hold few words."""
    prose = "".join(
        f"<p>Stycke {n} om samverkan mellan myndigheter i hela landet, som är långt nog.</p>" for n in range(9)
    )
    page = f"<h1>Riktlinje</h1><dl><dt>Publicerad</dt><dd>19 maj 2020</dd></dl>{prose}"
    assert "list_item: Publicerad: 19 maj 2020" in texts(page)
