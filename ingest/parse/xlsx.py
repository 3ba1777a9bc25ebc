"""Spreadsheets: each sheet is a section with its paragraphs and tables, cells as they are shown.

Knows workbooks, shared texts and cell formats; how rows make tables is `xlsx_sheet`'s. Hidden sheets are left out;
formulas and macros are never run, the values that were saved with them are read.
"""

import re
from dataclasses import dataclass, field

from ingest import media
from ingest.limits import Limits
from ingest.parse.ooxml import Package, opened
from ingest.parse.xlsx_format import BUILT_IN
from ingest.parse.xlsx_sheet import Cells, Sheet, sheet_blocks
from ingest.parse.xml_part import Element, attribute, child, children_of, local, number
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import EmptyDocument

MAX_ROWS = 20_000
"""Rows of a workbook that are read: more is data, not a paper. Source: 20,000 rows of 6 cells take 1.3 s of
one core to read and give 2,500 passages."""
_MAX_SHEETS = 200
_MAX_TEXTS = 300_000
_MAX_TEXT_CHARS = 40_000_000
_UNNAMED = re.compile(r"^(?:sheet|blad|ark|tabelle|feuil) ?\d*$", re.IGNORECASE)
"""Names that programs give; the only sheet of a workbook under such a name needs no heading."""
_VISIBLE = frozenset({None, "visible"})


def parse(data: bytes, name: str, limits: Limits) -> ParsedDocument:
    """Parse a spreadsheet.

    Raises:
        EmptyDocument: no sheet that is shown holds anything.
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`.
    """
    with opened(data, name, limits, "an Excel file") as package:
        book = _book(package)
        _read_sheets(package, book)
        fields = package.properties()
    if not book.blocks:
        raise EmptyDocument(f"{name} holds no cells that are shown")
    return ParsedDocument(
        media.XLSX, tuple(book.blocks), title=fields.pop("title", None),
        language_hint=fields.pop("language", None), metadata=fields, notes=tuple(book.notes),
    )  # fmt: skip


@dataclass(slots=True)
class _Book:
    """A workbook while it is read.

    Attributes:
        sheets: name and part of the sheets that are shown.
        rows_left: how many rows may still be read.
    """

    main: str
    sheets: list[tuple[str, str]]
    cells: Cells
    notes: list[str]
    blocks: list[ParsedBlock] = field(default_factory=list)
    rows_left: int = MAX_ROWS


def _book(package: Package) -> _Book:
    main = package.main("xl/workbook.xml")
    root, relations = package.tree(main), package.relations(main)
    shown: list[tuple[str, str]] = []
    hidden: list[str] = []
    listed = child(root, "sheets")
    for sheet in list(listed if listed is not None else ())[:_MAX_SHEETS]:
        name = " ".join((attribute(sheet, "name") or "").split())
        target = relations.get(next((str(v) for key, v in sheet.items() if key.endswith("}id")), ""))
        if attribute(sheet, "state") not in _VISIBLE:
            hidden.append(name)
        elif target is not None and target.kind == "worksheet" and not target.external:
            shown.append((name, target.target))
    properties = child(root, "workbookPr")
    since_1904 = properties is not None and (attribute(properties, "date1904") or "0") in {"1", "true"}
    parts = {one.kind: one.target for one in relations.values() if not one.external}
    notes = [f"hidden sheets left out: {', '.join(hidden)}"] if hidden else []
    cells = Cells(
        _texts(package, parts.get("sharedStrings", "")),
        _formats(package.tree(parts.get("styles", ""))),
        since_1904=since_1904,
    )
    return _Book(main, shown, cells, notes)


def _read_sheets(package: Package, book: _Book) -> None:
    for name, part in book.sheets:
        if not package.holds(part):
            continue
        if book.rows_left <= 0:
            book.notes.append(f"sheet {name} left out: only {MAX_ROWS:,} rows of a workbook are read")
            continue
        sheet = Sheet(book.cells, book.rows_left)
        with package.open(part) as file:
            sheet.read(children_of(file, Sheet.PARENTS, Sheet.TAGS, package.name, part))
        book.rows_left -= len(sheet.rows)
        if sheet.is_cut:
            book.notes.append(f"sheet {name} was cut: only {MAX_ROWS:,} rows of a workbook are read")
        found = list(sheet_blocks(sheet))
        if found:
            named = len(book.sheets) > 1 or not _UNNAMED.match(name)
            book.blocks += [ParsedBlock("heading", name, level=1)] if name and named else []
            book.blocks += found


def _texts(package: Package, part: str) -> list[str]:
    """Return the texts that cells share, without the readings that East Asian writing adds."""
    if not package.holds(part):
        return []
    found: list[str] = []
    chars = 0
    with package.open(part) as file:
        for item in children_of(file, "sst", ("si",), package.name, part):
            text = _text_of(item)
            chars += len(text)
            if len(found) >= _MAX_TEXTS or chars > _MAX_TEXT_CHARS:
                break
            found.append(text)
    return found


def _text_of(item: Element) -> str:
    """Return the text of a shared or inline string."""
    parts = [one if local(one) == "t" else child(one, "t") for one in item if local(one) in {"t", "r"}]
    return "".join(part.text or "" for part in parts if part is not None)


def _formats(root: Element | None) -> list[str]:
    """Return the number format of each cell style."""
    codes: dict[int, str] = dict(BUILT_IN)
    own = child(root, "numFmts")
    for one in own if own is not None else ():
        codes[number(attribute(one, "numFmtId"), 0)] = attribute(one, "formatCode") or ""
    styles = child(root, "cellXfs")
    return [codes.get(number(attribute(one, "numFmtId"), 0), "") for one in (styles if styles is not None else ())]
