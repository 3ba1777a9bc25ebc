"""What stands above the text of a paper -> its title and lines: heads of web pages, covers, lists of links."""

import io
from datetime import UTC, datetime
from pathlib import Path

from docx import Document as WordDocument
from docx.shared import Pt

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.stored import StoredDocument


def stored(data: bytes, name: str) -> StoredDocument:
    source = Source(f"file:///{name}", name, None, Path(name), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, "0" * 64)


def word_file(*lines: tuple[str, float | None], heading: str) -> bytes:
    """Return a Word file that begins with lines of given sizes, then a heading with a style, a second one, and text."""
    document = WordDocument()
    for text, size in lines:
        run = document.add_paragraph().add_run(text)
        if size is not None:
            run.font.size = Pt(size)
    for number, name in enumerate((heading, "Platser"), start=1):
        document.add_heading(f"{number} {name}", 1)
        document.add_paragraph("Tio platser hålls lediga varje dag.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_head_above_the_main_part_of_a_page_is_kept() -> None:
    """A subtitle and a list of editors beside the h1 are content; the text below does not stand under the subtitle."""
    page = (
        "<html><body><div class='head'><h1>Mall för avtal</h1><h2>Hur mallen fylls i.</h2><dl><dt>Datum:</dt>"
        "<dd>8 mars 2024</dd><dt>Redaktör:</dt><dd>Avtalsgruppen</dd></dl></div><nav>Meny</nav>"
        "<main><p>Mallen används för alla avtal mellan kommuner och häkten i länet.</p></main></body></html>"
    )
    document = stored(page.encode(), "mall.html")
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "Mall för avtal"), ("paragraph", "Hur mallen fylls i."), ("list_item", "Datum: 8 mars 2024"),
        ("list_item", "Redaktör: Avtalsgruppen"),
        ("paragraph", "Mallen används för alla avtal mellan kommuner och häkten i länet."),
    ]  # fmt: skip
    assert {passage.section_path for passage in document.passages} == {()}


def test_links_to_the_sections_of_a_page_are_left_out() -> None:
    """Lines that name the headings right after them are links to them; after a lead-in they are a list that counts."""
    names = ("Besök", "Post", "Telefon")
    links = "".join(f"<p><a href='#{name}'>{name}</a></p>" for name in names)
    sections = "".join(f"<h2>{name}</h2><p>Om {name.lower()} gäller särskilda regler.</p>" for name in names)
    for lead, kept in (("Här står vad som gäller.", 0), ("Avtalet omfattar:", 3)):
        page = f"<html><body><main><h1>Kontakt med häktade</h1><p>{lead}</p>{links}{sections}</main></body></html>"
        blocks = stored(page.encode(), "kontakt.html").blocks
        assert sum(block.kind == "paragraph" and block.text in names for block in blocks) == kept


def test_the_largest_lines_of_a_word_file_are_its_title() -> None:
    """Without a style for titles, large type at the start tells; the first numbered section is never the title."""
    document = stored(word_file(("Avtal", 26), ("om vårdplatser", 16), ("Version 2", None), heading="Syfte"), "a.docx")
    assert document.document.title == "Avtal om vårdplatser"
    assert [passage.section_path for passage in document.passages] == [(), ("1 Syfte",), ("2 Platser",)]
    assert stored(word_file(("Version 2", None), heading="Syfte"), "avtal.docx").document.title == "avtal"


def test_a_heading_of_contents_without_contents_is_left_out() -> None:
    """Word lists of contents are known by their style; their heading says nothing without them."""
    document = WordDocument()
    for name in ("Innehåll", "Syfte", "Platser"):
        document.add_heading(name, 1)
        if name != "Innehåll":
            document.add_paragraph("Tio platser hålls lediga varje dag.")
    buffer = io.BytesIO()
    document.save(buffer)
    assert "Innehåll" not in stored(buffer.getvalue(), "avtal.docx").text
