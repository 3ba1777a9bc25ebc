"""Term-bank files in CSV (RFC 4180, UTF-8), the form that the package ships and users write.

Knows columns and cells. Must not know rules between rows, nor where the folders lie.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from search.terms.bank import LANGUAGES, Concept, Country, Kind, Labels
from search.terms.records import Place, Record, check_concept, refuse

COLUMNS = (
    "notation", "country", "kind", "broader", "related", "closeMatch",
    *(f"{name}@{language}" for language in LANGUAGES for name in ("prefLabel", "altLabel", "hiddenLabel")),
    *(f"definition@{language}" for language in LANGUAGES),
)  # fmt: skip
"""In the order in which the shipped files have them; a user's file needs notation and one prefLabel."""

MAX_FILE_BYTES = 20_000_000
_SEPARATOR = "|"


def read_csv(path: Path) -> Iterator[Record]:
    """Read a file row by row.

    Raises:
        InvalidTermBank: names file, line and column, what is wrong and what to do.
    """
    columns: list[str] | None = None
    for row, place in _rows(path):
        if columns is None:
            columns = _columns(row, place)
        elif any(cell.strip() for cell in row):
            yield _record(row, columns, place)
    if columns is None:
        raise refuse(
            Place(path.name, 1),
            f"the file is empty; its first line names the columns, such as {', '.join(COLUMNS[:3])}",
        )


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a file that was checked before, for `concept_of`: all columns, in their order.

    Raises:
        InvalidTermBank: it is another file.
    """
    found = _rows(path)
    header = next(found, None)
    if header is None or tuple(header[0]) != COLUMNS:
        raise refuse(Place(path.name, 1), "the columns are not those of the shipped files")
    return [row for row, _ in found]


def concept_of(row: list[str]) -> Concept:
    """Return the concept of a row with all columns."""
    return _concept(dict(zip(COLUMNS, row, strict=True)))


def _rows(path: Path) -> Iterator[tuple[list[str], Place]]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            yield row, Place(path.name, line)
            # a cell may span lines: the next row begins after those read so far
            line = reader.line_num + 1
    except csv.Error as error:
        raise refuse(
            Place(path.name, reader.line_num), f"this is not CSV ({error}); check the quotes around the cells"
        ) from error


def read_text(path: Path) -> str:
    """Return a file's text without a byte-order mark, in NFC.

    Raises:
        InvalidTermBank: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise refuse(Place(path.name), f"it has {size} bytes, at most {MAX_FILE_BYTES} are read; split it")
        data = path.read_bytes()
    except OSError as error:
        raise refuse(Place(path.name), f"it cannot be read ({error.strerror}); check its permissions") from error
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(Place(path.name, line), "this is not UTF-8; save the file as CSV in UTF-8") from error


def _columns(header: list[str], place: Place) -> list[str]:
    names = [name.strip() for name in header]
    for name in names:
        if name not in COLUMNS:
            raise refuse(place.at(name[:64] or "(no name)"), f"no such column; there are {', '.join(COLUMNS)}")
        if names.count(name) > 1:
            raise refuse(place.at(name), "the column stands twice; take one out")
    if "notation" not in names or not any(name.startswith("prefLabel@") for name in names):
        raise refuse(place, "the columns notation and prefLabel@sv, @da or @en must be there; add what is missing")
    return names


def _record(row: list[str], columns: list[str], place: Place) -> Record:
    if len(row) != len(columns):
        raise refuse(
            place,
            f"the row has {len(row)} cells, the header {len(columns)}; a text with a comma stands in double quotes",
        )
    cells = dict(zip(columns, (" ".join(cell.split()) for cell in row), strict=True))
    if not cells["notation"]:
        raise refuse(place.at("notation"), "it is empty; give each concept a notation of its own")
    concept = _concept(cells)
    check_concept(concept, place)
    return Record(concept, place)


_LABELS = {
    language: tuple(f"{name}@{language}" for name in ("prefLabel", "altLabel", "hiddenLabel")) for language in LANGUAGES
}
_DEFINITIONS = {language: f"definition@{language}" for language in LANGUAGES}


def _concept(cells: Mapping[str, str]) -> Concept:
    get = cells.get
    labels: dict[str, Labels] = {}
    for language, (pref, alt, hidden) in _LABELS.items():
        usual, others, forms = get(pref, ""), _listed(get(alt, "")), _listed(get(hidden, ""))
        if usual or others or forms:
            labels[language] = Labels(
                usual, others if usual not in others else tuple(each for each in others if each != usual), forms
            )
    return Concept(
        cells["notation"],
        cast("Country", get("country", "")),
        cast("Kind", get("kind", "") or "concept"),
        labels,
        {language: text for language, name in _DEFINITIONS.items() if (text := get(name, ""))},
        _listed(get("broader", "")),
        _listed(get("related", "")),
        _listed(get("closeMatch", "")),
    )


def _listed(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    if _SEPARATOR not in cell:
        return (cell,)
    return tuple(dict.fromkeys(filter(None, map(str.strip, cell.split(_SEPARATOR)))))
