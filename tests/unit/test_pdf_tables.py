"""Tables of PDFs from their words: what is one row, and what two."""

from ingest.parse.pdf_align import aligned
from ingest.parse.pdf_table import Row, Table
from ingest.parse.pdf_text import Line, Word


def line(y: float, *cells: tuple[float, str]) -> Line:
    """Return a line of cells; a letter is 5 points wide."""
    words = []
    for start, text in cells:
        x = start
        for part in text.split():
            hyphenated = part.endswith("-")
            words.append(Word(part.rstrip("-"), x, x + 5 * len(part), y, 10, hyphenated=hyphenated))
            x += 5 * len(part) + 3
    return Line(tuple(words))


def table_of(*lines: Line) -> list[tuple[str, ...]]:
    parts = list(aligned(list(lines), [True] * len(lines)))
    assert len(parts) == 1
    assert isinstance(parts[0], Table)
    return [row.cells for row in parts[0].rows]


def test_contacts_stay_apart() -> None:
    """Rows that begin with a name are rows, however the cells beside them begin."""
    rows = table_of(
        line(700, (72, "Kim Exempel"), (200, "samordnare för transporter i hela landet"), (450, "kim@a.example")),
        line(686, (72, "Robin Prov"), (200, "ansvarig för arresten"), (450, "robin@a.example")),
        line(672, (72, "Alex Test"), (200, "jour"), (450, "alex@a.example")),
    )
    assert [row[0] for row in rows] == ["Kim Exempel", "Robin Prov", "Alex Test"]
    assert rows[1] == ("Robin Prov", "ansvarig för arresten", "robin@a.example")


def test_cells_of_several_lines_are_one_row() -> None:
    """A sentence that fills its column goes on in the next line, and a cut word is whole."""
    rows = table_of(
        line(700, (72, "Förvarings-"), (200, "Rum där den som är gripen får vänta på ett förhör")),
        line(686, (72, "plats"), (200, "med den som leder utredningen.")),
        line(668, (72, "Avvikelse"), (200, "Det som inte blev som planerat.")),
    )
    assert rows == [
        ("Förvaringsplats", "Rum där den som är gripen får vänta på ett förhör med den som leder utredningen."),
        ("Avvikelse", "Det som inte blev som planerat."),
    ]


def test_text_beside_no_column_is_no_table() -> None:
    """A heading with a mark in the margin, and a sentence after it, are lines."""
    lines = [line(700, (72, "Redovisning"), (450, "NFS 2007:10")), line(686, (72, "Databasen förs av länsstyrelsen."))]
    assert list(aligned(lines, [True, True])) == [lines]


def test_parts_of_a_long_table_begin_with_its_header() -> None:
    """A table too long for a passage is cut between rows into even parts, each with the header cells and its place."""
    header = Row(("Ort", "Ansvar"), 780, 790)
    rows = tuple(Row((f"Ort {n}", "den som är vakthavande"), 770 - 10 * n, 780 - 10 * n) for n in range(60))
    parts = list(Table((header, *rows), 72, 500, 10, has_header=True).parts())
    assert all(text.startswith("Ort | Ansvar\nOrt ") for text, _ in parts)
    assert sum(text.count("\n") for text, _ in parts) == 60
    counts = [len(text.split()) for text, _ in parts]
    assert max(counts) - min(counts) < 20
    assert [box[3] for _, box in parts] == sorted((box[3] for _, box in parts), reverse=True)
